//! A stone in the sack
//!
//! A mill grinds sacks in the order of their numbers. There is a stone in the barley:
//! the task of the mill returns the error, the oats are never ground, and `join` waits
//! forever, until the recorder notices and stops the program. Make the mill report the
//! barley and go on, so that main returns when all four sacks are done. Keep the
//! lesson's `PriorityQueue`.

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use priority_queues::PriorityQueue;
use tokio::time::sleep;

type Sacks = PriorityQueue<u32, &'static str>;

// given
async fn grind(sack: &str) -> Result<(), &'static str> {
    sleep(Duration::from_millis(100)).await;
    match sack {
        "barley" => Err("a stone is in it"),
        _ => Ok(()),
    }
}
// end

async fn mill(sacks: Arc<Sacks>) -> Result<(), &'static str> {
    while let Ok((_, sack)) = sacks.get().await {
        grind(sack).await?;
        println!("{sack}: ground");
        sacks.task_done().expect("once for each get");
    }
    Ok(())
}

fn main() {
    classroom::run(async {
        let sacks = Arc::new(Sacks::new(0));
        let miller = tokio::spawn(mill(Arc::clone(&sacks)));
        for sack in [(3, "oats"), (1, "wheat"), (2, "barley"), (1, "rye")] {
            let put = sacks.put_nowait(sack);
            put.expect("there is room for any number");
        }
        sacks.join().await;
        println!("all sacks are done");
        miller.abort();
    });
}
