//! In Rust, a semaphore is what TCPConnector(limit=3) is in aiohttp.
//!
//! Tutorial: 004-6-tcpconnector
//! Look for: three answers a second, then one, and the site's own count.

use std::error::Error;
use std::sync::Arc;

use classroom::println;
use reqwest::Client;
use tokio::sync::Semaphore;
use tokio::time::Instant;

async fn fetch(
    client: Client,
    url: String,
    connections: Arc<Semaphore>,
    start: Instant,
) -> Result<String, reqwest::Error> {
    let _connection = connections.acquire().await.expect("it is never closed");
    let data = client.get(url).send().await?.error_for_status()?;
    let data = data.text().await?;
    println!("data {data} {:.2}", start.elapsed().as_secs_f64()); // text has returned
    Ok(data)
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let connections = Arc::new(Semaphore::new(3));
        let start = Instant::now();
        let tasks = (0..10).map(|_| {
            let connections = Arc::clone(&connections);
            let fetch = fetch(client.clone(), site.base_url(), connections, start);
            tokio::spawn(fetch)
        });
        let tasks = tasks.collect::<Vec<_>>();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await??);
        }
        println!("{answers:?}"); // all tasks have finished
        let most = site.max_in_flight();
        println!("most in flight: {most}"); // the site has no limit: it counts
        Ok(())
    })
}
