//! Again, but not forever
//!
//! A client asks a shop until it is open, every 200 ms. That is hard on a shop that is
//! busy, and it never ends where the shop stays closed or its page does not exist. Ask
//! again only after a 503, and at most four times in all. The pause after the first
//! attempt is 200 ms, and each is twice as long as the one before. After the fourth
//! attempt return its error at once.

use std::time::Duration;

use classroom::println;
use reqwest::{Client, Response};
use tokio::time::{sleep, timeout};

const FIRST_PAUSE: Duration = Duration::from_millis(200);

async fn ask(client: &Client, url: &str) -> Result<Response, reqwest::Error> {
    loop {
        let response = client.get(url).send().await?;
        if response.status().is_success() {
            return Ok(response);
        }
        sleep(FIRST_PAUSE).await;
    }
}

// given
const DAY: Duration = Duration::from_secs(20);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let shops = [
            ("mill", "/unavailable/mill?times=2&retry_after=0"),
            ("bakery", "/unavailable/bakery?retry_after=0"),
            ("tower", "/status/404"),
        ];
        for (name, page) in shops {
            let before = site.requests();
            let url = site.url(page);
            match timeout(DAY, ask(&client, &url)).await {
                Ok(Ok(_open)) => println!("{name}: open"),
                Ok(Err(error)) => println!("{name}: {:?}", error.status()),
                Err(_elapsed) => println!("{name}: still asking"),
            }
            println!("requests of {name}: {}", site.requests() - before);
        }
        Ok(())
    })
}
// end
