//! Takes two marks, but the set lives until main returns, at 0.25.

use std::time::Duration;

use classroom::println;
use tokio::task::JoinSet;
use tokio::time::sleep;

// given
/// The seed decides who is quick, and who of the others is slow.
async fn mark(judge: usize) -> u32 {
    println!("judge {judge}: watches");
    let millis = [[200, 100, 500, 300, 400], [100, 200, 300, 500, 400]];
    let millis = millis[classroom::seed(0) as usize % 2][judge - 1];
    sleep(Duration::from_millis(millis)).await;
    let points = [7, 9, 6, 8, 5][judge - 1];
    println!("judge {judge}: gives {points}");
    points
}
// end

fn main() {
    classroom::run(async {
        let mut judges = JoinSet::new();
        for judge in 1..=5 {
            judges.spawn(mark(judge));
        }
        let mut marks = Vec::new();
        while marks.len() < 2 {
            let mark = judges.join_next().await.expect("there are five judges");
            marks.push(mark.expect("a judge does not panic"));
        }
        println!("the marks: {marks:?}");
        sleep(Duration::from_millis(50)).await;
        println!("the hall is closed");
    });
}
