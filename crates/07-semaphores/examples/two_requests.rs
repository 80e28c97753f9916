//! At most two requests in flight, and the site itself counts them.
//!
//! Tutorial: 004-5-semaphore
//! Look for: two answers a second, and the last line, which is the site's own count.

use std::sync::Arc;

use classroom::println;
use reqwest::Client;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;

async fn fetch(
    client: Client,
    url: String,
    semaphore: Arc<Semaphore>,
    start: Instant,
) -> Result<String, reqwest::Error> {
    let _permit = semaphore.acquire().await.expect("it is never closed");
    let data = client.get(url).send().await?.text().await?;
    println!("data {data} {:.2}", start.elapsed().as_secs_f64()); // the answer is read
    Ok(data)
}

fn main() {
    classroom::run(async {
        let site = loopback::start().await.expect("the system gives a socket");
        // One client for all: its clones share the connections.
        let client = Client::builder().no_proxy().build();
        let client = client.expect("without TLS there is nothing to set up");
        let semaphore = Arc::new(Semaphore::new(2));
        let start = Instant::now();
        let mut requests = JoinSet::new();
        for _ in 0..10 {
            let (client, semaphore) = (client.clone(), Arc::clone(&semaphore));
            requests.spawn(fetch(client, site.base_url(), semaphore, start));
        }
        let answers = requests.join_all().await;
        assert!(answers.iter().all(Result::is_ok));
        let (all, most) = (site.requests(), site.max_in_flight());
        // the site has no limit: it counts
        println!("{all} requests, at most {most} in flight");
    });
}
