//! `Retry-After` may be a date: the pause is the time from `Date` to it.
//!
//! Tutorial: none
//! Look for: the same three seconds, as a number and as a date.

use std::error::Error;
use std::time::{Duration, SystemTime};

use classroom::println;
use httpdate::parse_http_date;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::{Client, StatusCode};
use tokio::time::{Instant, sleep};

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Returns the pause that the server asks for, in seconds or until a date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, RETRY_AFTER)?;
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = parse_http_date(value).ok()?;
    // The clock of this machine may be wrong by more than the pause.
    let now = text(headers, DATE).and_then(|date| parse_http_date(date).ok());
    let pause = date.duration_since(now.unwrap_or_else(SystemTime::now));
    Some(pause.unwrap_or_default()) // the date has passed: no pause
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        for shop in ["bread?", "cake?date=true&"] {
            let start = Instant::now();
            let url = site.url(&format!("/unavailable/{shop}times=1&retry_after=3"));
            loop {
                let response = client.get(&url).send().await?;
                let status = response.status();
                let at = start.elapsed().as_secs_f64();
                println!("at {at:.2}: {}", status.as_u16()); // send has returned
                if status != StatusCode::SERVICE_UNAVAILABLE {
                    break;
                }
                let value = text(response.headers(), RETRY_AFTER);
                println!("  {}", value.unwrap_or_default()); // as the server sent it
                sleep(retry_after(response.headers()).unwrap_or_default()).await;
            }
        }
        Ok(())
    })
}
