//! One thread can wait for five pages, if none of them blocks it.
//!
//! Tutorial: none
//! Look for: five threads are as fast as one task with five futures.
//! Clock: real

use std::error::Error;
use std::time::Instant;

use classroom::println;
use futures::future::try_join_all;
use reqwest::blocking;
use tokio::task::{JoinSet, spawn_blocking};

fn fetch_blocking(url: &str) -> Result<String, reqwest::Error> {
    let client = blocking::Client::builder().no_proxy().build()?;
    client.get(url).send()?.text()
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let url = site.url("/delay/400");

        let start = Instant::now();
        let one_thread = url.clone();
        spawn_blocking(move || {
            (0..5).try_for_each(|_| fetch_blocking(&one_thread).map(drop))
        })
        .await??;
        let took = start.elapsed().as_secs();
        println!("blocking, one thread: {took} s and a bit"); // five times 400 ms

        let start = Instant::now();
        let mut threads = JoinSet::new();
        for _ in 0..5 {
            let url = url.clone();
            threads.spawn_blocking(move || fetch_blocking(&url));
        }
        while let Some(page) = threads.join_next().await {
            page??;
        }
        let took = start.elapsed().as_secs();
        println!("blocking, five threads: {took} s and a bit"); // 400 ms on each thread

        let start = Instant::now();
        let client = reqwest::Client::builder().no_proxy().build()?;
        let pages =
            (0..5).map(|_| async { client.get(&url).send().await?.text().await });
        try_join_all(pages).await?;
        let took = start.elapsed().as_secs();
        println!("async, one thread: {took} s and a bit"); // five waits at once
        Ok(())
    })
}
