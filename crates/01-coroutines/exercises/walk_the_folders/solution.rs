//! `list` calls itself, in a box, for each folder inside.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

// given
struct Folder {
    name: &'static str,
    inside: Vec<Folder>,
}

impl Folder {
    fn new<const N: usize>(name: &'static str, inside: [Folder; N]) -> Folder {
        let inside = inside.into();
        Folder { name, inside }
    }

    async fn open(&self) -> &[Folder] {
        sleep(Duration::from_millis(100)).await;
        &self.inside
    }
}
// end

async fn list(folder: &Folder, depth: usize) -> usize {
    println!("{}{}", "  ".repeat(depth), folder.name);
    let mut count = 1;
    for inside in folder.open().await {
        count += Box::pin(list(inside, depth + 1)).await;
    }
    count
}

fn main() {
    let maps = Folder::new("maps", [Folder::new("alps", []), Folder::new("rhine", [])]);
    let music = Folder::new("music", [Folder::new("waltzes", [])]);
    let disk = Folder::new("disk", [maps, music]);
    classroom::run(async {
        let count = list(&disk, 0).await;
        println!("{count} folders");
    });
}
