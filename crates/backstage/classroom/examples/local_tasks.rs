//! Tasks of a `LocalSet`: tokio polls them without its hooks.

use std::rc::Rc;
use std::time::Duration;

use classroom::println;
use tokio::task::{LocalSet, spawn_local, yield_now};
use tokio::time::sleep;

fn main() {
    classroom::run(async {
        let local = LocalSet::new();
        let shared = Rc::new("bread");
        local
            .run_until(async {
                let baker = spawn_local({
                    let shared = Rc::clone(&shared);
                    async move {
                        println!("{shared}: in the oven");
                        sleep(Duration::from_secs(3)).await;
                        println!("{shared}: baked");
                    }
                });
                let guest = spawn_local(async move {
                    yield_now().await;
                    println!("{shared}: wanted");
                });
                guest.await.expect("the guest does not panic");
                baker.await.expect("the baker does not panic");
            })
            .await;
    });
}
