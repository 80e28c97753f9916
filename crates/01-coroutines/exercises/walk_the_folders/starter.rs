//! Folders inside folders
//!
//! A disk is a folder with folders inside, six in all, and opening one takes 100 ms.
//! This program opens only the outermost folder, and finds three. List all six, each
//! below the folder that it is in, indented by two more spaces. `open` returns what is
//! inside.

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
        println!("{}{}", "  ".repeat(depth + 1), inside.name);
        count += 1;
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
