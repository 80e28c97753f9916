//! A retry waits twice as long each time, or as long as the server asks.
//!
//! Tutorial: none
//! Look for: which of the two made each pause.

use std::error::Error;
use std::time::Duration;

use classroom::println;
use reqwest::header::RETRY_AFTER;
use reqwest::{Client, Response, StatusCode};
use tokio::time::{Instant, sleep};

const ATTEMPTS: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// Returns the pause that the server asks for, if it says a number of seconds.
fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    seconds.parse().ok().map(Duration::from_secs)
}

/// Retries a GET, which changes nothing on the server.
async fn get(client: &Client, url: &str) -> Result<Response, reqwest::Error> {
    let start = Instant::now();
    let (mut pause, mut attempt) = (FIRST_PAUSE, 1);
    loop {
        let response = client.get(url).send().await?;
        let (status, at) = (response.status().as_u16(), start.elapsed().as_secs_f64());
        println!("at {at:.2}: {status}"); // send has returned
        if status != StatusCode::SERVICE_UNAVAILABLE || attempt == ATTEMPTS {
            return response.error_for_status();
        }
        // Never earlier than the server asks.
        sleep(pause.max(retry_after(&response).unwrap_or_default())).await;
        pause *= 2;
        attempt += 1;
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let url = site.url("/unavailable/bread?times=3&retry_after=0");
        println!("{}", get(&client, &url).await?.text().await?.trim()); // attempt 4
        let url = site.url("/unavailable/cake?times=2&retry_after=2");
        println!("{}", get(&client, &url).await?.text().await?.trim()); // attempt 3
        let url = site.url("/unavailable/closed?retry_after=1");
        if let Err(error) = get(&client, &url).await {
            println!("given up: {:?}", error.status()); // the last attempt has failed
        }
        Ok(())
    })
}
