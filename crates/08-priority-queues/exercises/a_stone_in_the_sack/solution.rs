//! A sack with a stone is reported, and counts as done.

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

async fn mill(sacks: Arc<Sacks>) {
    while let Ok((_, sack)) = sacks.get().await {
        match grind(sack).await {
            Ok(()) => println!("{sack}: ground"),
            Err(error) => println!("{sack}: {error}"),
        }
        sacks.task_done().expect("once for each get");
    }
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
