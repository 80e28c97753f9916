//! A temporary failure is retried a few times; a permanent one is not.
//!
//! Tutorial: none
//! Look for: a 503 that passes, one that does not, and a 404 that is requested once.
//! Clock: real

use std::time::Duration;

use classroom::println;
use crawler::fetch::{Answer, Fetcher, Limits};
use crawler::tutorial::Failed;
use tokio::time::sleep;
use url::Url;

const MAX_RETRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(20);

/// Returns how it ended, and the number of requests.
async fn fetch(fetcher: &Fetcher, url: &Url) -> (String, u32) {
    let mut pause = FIRST_PAUSE;
    let mut requests = 1;
    loop {
        match fetcher.page(url).await {
            Answer::Failed(failure) if failure.transient && requests <= MAX_RETRIES => {
                sleep(pause).await;
                // Each failure halves the load on the server.
                pause *= 2;
                requests += 1;
            }
            Answer::Failed(failure) => return (failure.problem.to_string(), requests),
            Answer::Redirect(..) => return ("elsewhere".to_owned(), requests),
            Answer::Html(_) => return ("a page".to_owned(), requests),
        }
    }
}

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let fetcher = Fetcher::new("lesson", Limits::default(), None, &[])?;
        for path in [
            "/hostile/flaky/shop?times=2",
            "/unavailable/bakery",
            "/status/404",
        ] {
            let url = Url::parse(&site.url(path))?;
            let (end, requests) = fetch(&fetcher, &url).await;
            // fetch has returned its last answer
            println!("{end} after {requests}: {}", url.path());
        }
        println!("{} requests in all", site.requests()); // counted by the site
        Ok(())
    })
}
