//! backon counts, doubles and sleeps; closures say what to retry.
//!
//! Tutorial: none
//! Look for: two pauses as the shop asks, and none for a page that does not exist.
//! Twin: none, because Python has no such library built in; tenacity is one.

use std::error::Error;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use classroom::println;
use reqwest::{Client, StatusCode, header::RETRY_AFTER};
use tokio::time::Instant;

struct Refused {
    status: Option<StatusCode>,
    retry_after: Duration,
}

impl From<reqwest::Error> for Refused {
    fn from(error: reqwest::Error) -> Self {
        Refused {
            status: error.status(),
            retry_after: Duration::ZERO,
        }
    }
}

async fn get(client: &Client, url: String) -> Result<String, Refused> {
    let response = client.get(url).send().await?;
    let after = response.headers().get(RETRY_AFTER);
    let seconds = after.and_then(|it| it.to_str().ok()?.parse().ok());
    // reqwest's error does not contain the header.
    if let Err(error) = response.error_for_status_ref() {
        return Err(Refused {
            retry_after: Duration::from_secs(seconds.unwrap_or(0)),
            ..error.into()
        });
    }
    Ok(response.text().await?)
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let pauses = ExponentialBuilder::new()
            .with_min_delay(Duration::from_millis(200))
            .with_max_times(4);
        for page in ["/unavailable/cake?times=2&retry_after=2", "/nowhere"] {
            let start = Instant::now();
            let answer = (|| get(&client, site.url(page)))
                .retry(pauses)
                .when(|refused| refused.status == Some(StatusCode::SERVICE_UNAVAILABLE))
                .adjust(|refused, pause| Some(pause?.max(refused.retry_after)))
                .notify(|_, pause| {
                    println!("again in {pause:?}"); // as long as the shop asks
                })
                .await;
            let answer = answer.map_err(|refused| refused.status);
            println!("{answer:?}"); // the last attempt has returned
            println!("{:.2} s", start.elapsed().as_secs_f64()); // the sum of the pauses
        }
        Ok(())
    })
}
