//! What the compiler says about an `async fn` that calls itself without a box.

async fn count_down(from: u32) {
    if from > 0 {
        count_down(from - 1).await;
    }
}

fn main() {
    let _never_polled = count_down(3);
}
