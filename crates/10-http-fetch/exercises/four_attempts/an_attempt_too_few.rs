//! Allows four attempts, but counts from 2, and so makes three.

use std::time::Duration;

use classroom::println;
use reqwest::{Client, Response, StatusCode};
use tokio::time::{sleep, timeout};

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const ATTEMPTS: u32 = 4;

async fn ask(client: &Client, url: &str) -> Result<Response, reqwest::Error> {
    let mut pause = FIRST_PAUSE;
    for _attempt in 2..ATTEMPTS {
        let response = client.get(url).send().await?;
        if response.status() != StatusCode::SERVICE_UNAVAILABLE {
            return response.error_for_status();
        }
        sleep(pause).await;
        pause *= 2;
    }
    client.get(url).send().await?.error_for_status()
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
