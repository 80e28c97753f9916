//! A LIFO queue returns what was put last.
//!
//! Tutorial: none
//! Look for: the pages come back in reverse.
//! Uses: look-alike

use classroom::println;
use priority_queues::LifoQueue;

fn main() {
    classroom::run(async {
        let visited = LifoQueue::new(0);
        for page in ["home", "news", "weather"] {
            println!("visit {page}"); // next, it is put on top
            visited
                .put_nowait(page)
                .expect("there is room for any number");
        }
        while let Ok(page) = visited.get_nowait() {
            println!("back from {page}"); // the latest of those left
        }
    });
}
