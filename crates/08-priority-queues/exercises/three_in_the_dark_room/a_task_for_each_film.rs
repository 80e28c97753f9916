//! Spawns a task for each film: eight developers.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
async fn develop(film: u32) {
    let millis = [100, 100, 100, 400, 100, 200, 200, 200][film as usize - 1];
    sleep(Duration::from_millis(millis)).await;
    println!("film {film} is developed");
}
// end

fn main() {
    classroom::run(async {
        let developers =
            [1, 2, 3, 4, 5, 6, 7, 8].map(|film| tokio::spawn(develop(film)));
        for developer in developers {
            developer.await.expect("a developer does not panic");
        }
        println!("the dark room is empty");
    });
}
