//! A select! over several channels ends when all of them are closed.
//!
//! Tutorial: none
//! Look for: the river is closed at 0.20, and main goes on with the lake.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc::{self, Sender};
use tokio::time::sleep;

async fn gauge(name: &str, millis: u64, levels: &[u32], readings: Sender<u32>) {
    for level in levels {
        sleep(Duration::from_millis(millis)).await;
        let sent = readings.send(*level).await;
        sent.expect("main holds the receiver");
    }
    println!("{name} gauge: off"); // same poll as its last send
}

fn main() {
    classroom::run(async {
        let (sender, mut river) = mpsc::channel(1);
        tokio::spawn(gauge("river", 100, &[1, 2], sender));
        let (sender, mut lake) = mpsc::channel(1);
        tokio::spawn(gauge("lake", 150, &[11, 12, 13], sender));
        loop {
            tokio::select! {
                Some(n) = river.recv() => println!("river {n}"), // its gauge has sent
                Some(n) = lake.recv() => println!("lake {n}"), // its gauge has sent
                else => break, // neither pattern matches: both are closed
            }
        }
        println!("no gauge left"); // both recv have returned None
    });
}
