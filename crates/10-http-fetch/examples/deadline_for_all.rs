//! One timeout around several requests limits their sum.
//!
//! Tutorial: none
//! Look for: the page that is missing, and when main goes on.

use std::error::Error;
use std::time::Duration;

use classroom::println;
use reqwest::Client;
use tokio::time::{Instant, timeout};

const EACH: Duration = Duration::from_millis(700);
const ALL: Duration = Duration::from_millis(1100);

async fn read_all(client: &Client, url: &str) -> Result<(), reqwest::Error> {
    for page in 1..=3 {
        // This limit starts again with every request.
        let response = client.get(url).timeout(EACH).send().await?;
        response.bytes().await?;
        println!("page {page}"); // after 400 ms: within its 700
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let url = site.url("/delay/400");
        let start = Instant::now();
        match timeout(ALL, read_all(&client, &url)).await {
            Ok(read) => read?,
            Err(late) => println!("{late}"), // the third page would arrive at 1.20
        }
        // The loop was dropped at its await.
        println!("{:.2} s", start.elapsed().as_secs_f64());
        Ok(())
    })
}
