//! Takes every task that has returned for a saved photo.

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
        let (mut saved, failed, mut crashed) = (0, 0, 0);
        while let Some(end) = uploads.join_next().await {
            if end.is_ok() {
                saved += 1;
            } else {
                crashed += 1;
            }
        }
        println!("{saved} saved, {failed} failed, {crashed} crashed");
    });
}
