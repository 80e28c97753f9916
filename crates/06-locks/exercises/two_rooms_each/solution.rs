//! Every crew locks the room with the lower number first: no circle can close.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use tokio::sync::Mutex;
use tokio::time::sleep;

type Rooms = Arc<[Mutex<()>; 4]>;

// given
async fn fetch_the_bucket() {
    sleep(Duration::from_millis(10)).await;
}

async fn scrub(crew: u32, first: usize, second: usize) {
    sleep(Duration::from_millis(100)).await;
    println!("crew {crew}: rooms {first} and {second} are clean");
}
// end

async fn clean(crew: u32, first: usize, second: usize, rooms: Rooms) {
    let _lower = rooms[first.min(second)].lock().await;
    fetch_the_bucket().await;
    let _higher = rooms[first.max(second)].lock().await;
    scrub(crew, first, second).await;
}

fn main() {
    classroom::run(async {
        let rooms = Rooms::default();
        let crews = [(1, 0, 1), (2, 1, 0), (3, 2, 3)].map(|(crew, first, second)| {
            tokio::spawn(clean(crew, first, second, Arc::clone(&rooms)))
        });
        for crew in crews {
            crew.await.expect("cleaning does not panic");
        }
    });
}
