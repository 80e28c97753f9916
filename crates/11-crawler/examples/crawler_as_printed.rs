//! The tutorial's crawler, as printed, fetches one page and then waits forever.
//!
//! Tutorial: 001-14-crawler
//! Look for: one line, one request, no row; every half second the list is empty.
//! Clock: real

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use crawler::tutorial::{Crawler, Failed, START_URL, rows};
use tokio::time::sleep;

async fn fetch(crawler: &Crawler, url: &str) -> Option<String> {
    let _permit = crawler.sem.acquire().await.ok()?;
    let response = crawler.session.get(url).send().await.ok()?;
    let status = response.status().as_u16();
    println!("url status:{status}"); // send has returned the head of the start page
    response.error_for_status().ok()?.text().await.ok()
}

async fn consumer(crawler: Arc<Crawler>) {
    loop {
        let Some(url) = crawler.pop() else {
            sleep(Duration::from_millis(500)).await;
            continue;
        };
        // never printed: the list stays empty (see the next two programs)
        println!("start get url:{url}");
    }
}

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let crawler = Arc::new(Crawler::new(&site.base_url()).await?);
        let html = fetch(&crawler, START_URL).await;
        crawler.add_seen(START_URL);
        // The page is marked as seen; its links were meant to go on the list.
        crawler.add_seen(&html.unwrap_or_default());
        tokio::spawn(consumer(crawler.clone()));
        sleep(Duration::from_millis(1250)).await; // the tutorial's loop runs forever
        let rows = rows(&crawler.pool).await?.len();
        // the sleep has ended, and with main the program
        println!("rows: {rows}, requests: {}", site.requests());
        Ok(())
    })
}
