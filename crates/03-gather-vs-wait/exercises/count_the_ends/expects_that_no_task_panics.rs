//! Unwraps the outer Result, so a panic of one task is a panic of main.

use std::time::Duration;

use classroom::println;
use tokio::task::JoinSet;
use tokio::time::sleep;

// given
async fn upload(photo: u64) -> Result<(), &'static str> {
    sleep(Duration::from_millis(50 * photo)).await;
    match (photo + classroom::seed(0)) % 4 {
        0 => panic!("the picture is broken"),
        1 => Err("the album is full"),
        _ => Ok(()),
    }
}
// end

fn main() {
    classroom::run(async {
        let mut uploads = JoinSet::new();
        for photo in 1..=6 {
            uploads.spawn(upload(photo));
        }
        let (mut saved, mut failed) = (0, 0);
        while let Some(end) = uploads.join_next().await {
            match end.unwrap() {
                Ok(()) => saved += 1,
                Err(_) => failed += 1,
            }
        }
        println!(
            "{saved} saved, {failed} failed, {} crashed",
            6 - saved - failed
        );
    });
}
