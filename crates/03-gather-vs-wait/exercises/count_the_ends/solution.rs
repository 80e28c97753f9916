//! The outer Result says how the task ended, the inner one what it returned.

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
        let (mut saved, mut failed, mut crashed) = (0, 0, 0);
        while let Some(end) = uploads.join_next().await {
            match end {
                Ok(Ok(())) => saved += 1,
                Ok(Err(_)) => failed += 1,
                Err(_) => crashed += 1,
            }
        }
        println!("{saved} saved, {failed} failed, {crashed} crashed");
    });
}
