//! A LIFO queue gives what was put last.
//!
//! Tutorial: none
//! Look for: the way back is the way there, the other way round.
//! Uses: look-alike

use classroom::println;
use priority_queues::LifoQueue;

fn main() {
    classroom::run(async {
        let visited = LifoQueue::new(0);
        for page in ["home", "news", "weather"] {
            println!("visit {page}"); // and it is put on top of the others
            visited
                .put_nowait(page)
                .expect("there is room for any number");
        }
        while let Ok(page) = visited.get_nowait() {
            println!("back from {page}"); // it is on top: the latest that is left
        }
    });
}
