use std::time::Duration;

use tokio::time::sleep;

async fn bake_bread() -> &'static str {
    println!("the oven is on");
    sleep(Duration::from_secs(1)).await;
    "a loaf"
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bread = bake_bread().await;
    println!("sold: {bread}");
}
