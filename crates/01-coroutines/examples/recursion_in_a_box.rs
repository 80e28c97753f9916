//! An async fn that calls itself needs a Box: its future would contain itself.
//!
//! Tutorial: none
//! Look for: one folder every 100 ms, the inner folders right after the outer one.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

struct Folder {
    name: &'static str,
    inside: Vec<Folder>,
}

impl Folder {
    fn new<const N: usize>(name: &'static str, inside: [Folder; N]) -> Folder {
        let inside = inside.into();
        Folder { name, inside }
    }
}

async fn list(folder: &Folder, depth: usize) -> usize {
    println!("{}{}", "  ".repeat(depth), folder.name); // first poll of this future
    sleep(Duration::from_millis(100)).await;
    let mut count = 1;
    for inside in &folder.inside {
        count += Box::pin(list(inside, depth + 1)).await;
    }
    count
}

fn main() {
    let summer = Folder::new("summer", [Folder::new("beach", [])]);
    let photos = Folder::new("photos", [summer, Folder::new("winter", [])]);
    classroom::run(async {
        let count = list(&photos, 0).await;
        println!("{count} folders"); // the outermost list has returned
    });
}
