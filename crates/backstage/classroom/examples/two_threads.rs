//! Two runs at the same time, on threads of their own: the first one is recorded.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

fn main() {
    let (begun, first) = mpsc::channel();
    let (finished, second) = mpsc::channel();
    let day = thread::spawn(move || {
        classroom::run(async move {
            println!("day: open");
            begun.send(()).expect("the night waits for the day");
            second.recv().expect("the night sends before it ends");
            sleep(Duration::from_secs(1)).await;
            println!("day: closed");
        });
    });
    first.recv().expect("the day sends before it ends");
    classroom::run(async {
        sleep(Duration::from_secs(2)).await;
        println!("night: closed");
    });
    finished.send(()).expect("the day waits for the night");
    day.join().expect("the day does not panic");
}
