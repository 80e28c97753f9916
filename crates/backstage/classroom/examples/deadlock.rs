//! Two tasks that take two locks in opposite orders.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

async fn carry(name: &str, from: Arc<Mutex<()>>, to: Arc<Mutex<()>>) {
    let _from = from.lock().await;
    sleep(Duration::from_millis(10)).await;
    println!("{name} has one of them");
    let _to = to.lock().await;
    println!("{name} has both");
}

fn main() {
    classroom::run(async {
        let oven = Arc::new(Mutex::new(()));
        let shelf = Arc::new(Mutex::new(()));
        let there = tokio::spawn(carry("Ada", Arc::clone(&oven), Arc::clone(&shelf)));
        let back = tokio::spawn(carry("Ben", shelf, oven));
        let _ = tokio::join!(there, back);
    });
}
