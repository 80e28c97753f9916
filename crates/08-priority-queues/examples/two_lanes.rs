//! For "urgent" and "the rest", two channels are enough.
//!
//! Tutorial: none
//! Look for: the urgent orders overtake the others, though they were sent last.

use std::time::Duration;

use classroom::println;
use tokio::sync::mpsc;
use tokio::time::sleep;

fn main() {
    classroom::run(async {
        let (urgent_sender, mut urgent) = mpsc::channel(10);
        let (normal_sender, mut normal) = mpsc::channel(10);
        let kitchen = tokio::spawn(async move {
            loop {
                let order = tokio::select! {
                    biased; // polls the urgent channel first, every time
                    Some(order) = urgent.recv() => order,
                    Some(order) = normal.recv() => order,
                    else => break, // both are empty and closed
                };
                println!("cooking {order}"); // select! polls urgent first
                sleep(Duration::from_millis(100)).await;
            }
            println!("kitchen closed"); // both channels are empty and closed
        });
        for order in ["soup", "pasta"] {
            let sent = normal_sender.send(order).await;
            sent.expect("the kitchen takes orders until the senders are gone");
        }
        sleep(Duration::from_millis(50)).await; // the kitchen begins with what there is
        for order in ["baby food", "medicine"] {
            let sent = urgent_sender.send(order).await;
            sent.expect("the kitchen takes orders until the senders are gone");
        }
        drop((urgent_sender, normal_sender));
        kitchen.await.expect("the kitchen does not panic");
    });
}
