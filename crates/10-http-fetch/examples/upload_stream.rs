//! A body from a stream is sent while it is made, without a length.
//!
//! Tutorial: none
//! Look for: the two headers, and when the answer comes.

use std::convert::Infallible;
use std::error::Error;
use std::time::Duration;

use classroom::println;
use futures::{Stream, stream};
use reqwest::{Body, Client};
use serde_json::Value;
use tokio::time::{Instant, sleep};

/// Three orders, one every 100 ms.
fn orders() -> impl Stream<Item = Result<String, Infallible>> {
    stream::unfold(1, async |n| {
        if n > 3 {
            return None;
        }
        sleep(Duration::from_millis(100)).await;
        Some((Ok(format!("order {n}\n")), n + 1))
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let start = Instant::now();
        let request = client.post(site.url("/post"));
        let request = request.body(Body::wrap_stream(orders()));

        let response = request.send().await?;
        println!("{:.1} s", start.elapsed().as_secs_f64()); // the stream has ended
        let seen: Value = response.json().await?;
        println!("{}", seen["data"]); // the whole body
        let headers = &seen["headers"];
        println!("{}", headers["Transfer-Encoding"]); // a chunk for each piece
        println!("{}", headers["Content-Length"]); // not known at the start
        Ok(())
    })
}
