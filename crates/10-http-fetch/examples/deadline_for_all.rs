//! A deadline around several requests: each is in time, all together are not.
//!
//! Tutorial: none
//! Look for: the page that is missing, and when main went on.

use std::error::Error;
use std::time::Duration;

use classroom::println;
use reqwest::Client;
use tokio::time::{Instant, timeout};

const EACH: Duration = Duration::from_millis(700);
const ALL: Duration = Duration::from_millis(1100);

async fn read_all(client: &Client, url: &str) -> Result<(), reqwest::Error> {
    for page in 1..=3 {
        // This limit starts anew with every request.
        let response = client.get(url).timeout(EACH).send().await?;
        response.bytes().await?;
        println!("page {page}"); // 400 ms each, so within its 700
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
            Err(late) => println!("{late}"), // the third would have come at 1.20
        }
        // Dropped with its request, wherever it stood.
        println!("{:.2} s", start.elapsed().as_secs_f64());
        Ok(())
    })
}
