//! Two tasks hold a lock each and want the other's. One of them also waits for a message
//! of a thread, so they get out of it.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use classroom::println;
use tokio::sync::{Mutex, oneshot};
use tokio::task::yield_now;

#[expect(
    clippy::disallowed_methods,
    reason = "the thread blocks itself, and no task"
)]
fn main() {
    classroom::run(async {
        let (oven, shelf) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
        let (bell, rings) = oneshot::channel();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(30));
            bell.send(()).expect("Ada listens");
        });
        let ada = tokio::spawn({
            let (oven, shelf) = (Arc::clone(&oven), Arc::clone(&shelf));
            async move {
                let _oven = oven.lock().await;
                yield_now().await;
                tokio::select! {
                    _shelf = shelf.lock() => println!("Ada has both"),
                    _ = rings => println!("Ada is called away"),
                }
            }
        });
        let ben = tokio::spawn(async move {
            let _shelf = shelf.lock().await;
            yield_now().await;
            let _oven = oven.lock().await;
            println!("Ben has both");
        });
        let _ = tokio::join!(ada, ben);
        println!("closed");
    });
}
