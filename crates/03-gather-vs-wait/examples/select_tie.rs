//! select! picks at random between two ready branches; the seed decides.
//!
//! Tutorial: none
//! Look for: `--seed 2` changes the winners, and the same seed never does.
//! Twin: none, because asyncio.wait returns all finished tasks and picks none of them

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

fn main() {
    classroom::run(async {
        for race in 1..=6 {
            let winner = tokio::select! {
                () = sleep(Duration::from_millis(100)) => "hare",
                () = sleep(Duration::from_millis(100)) => "tortoise",
            };
            println!("race {race}: {winner}"); // both timers fired; select! picked one
        }
    });
}
