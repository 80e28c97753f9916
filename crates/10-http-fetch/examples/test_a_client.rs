//! A test serves its own router on a real socket, on a virtual clock.
//!
//! Tutorial: none
//! Look for: two seconds of pauses, in no time.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Router, serve};
use classroom::println;
use reqwest::Client;
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep};

/// The code under test: returns the price, and waits for a bakery that is closed.
async fn price(client: &Client, bakery: &str) -> reqwest::Result<String> {
    loop {
        let response = client.get(format!("{bakery}/price")).send().await?;
        if response.status() != StatusCode::SERVICE_UNAVAILABLE {
            return response.error_for_status()?.text().await;
        }
        sleep(Duration::from_secs(1)).await;
    }
}

/// The bakery of the test is closed for the first two requests.
async fn closed_twice(State(requests): State<Arc<AtomicU32>>) -> (StatusCode, String) {
    match requests.fetch_add(1, Ordering::Relaxed) {
        0 | 1 => (StatusCode::SERVICE_UNAVAILABLE, String::new()),
        _ => (StatusCode::OK, "3.50".to_owned()),
    }
}

// In a test: `#[tokio::test(start_paused = true)]` and `assert_eq!`.
fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let requests = Arc::new(AtomicU32::new(0));
        let bakery = Router::new().route("/price", get(closed_twice));
        let bakery = bakery.with_state(requests.clone());
        // Port 0 is any free port, so tests can run side by side.
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let server = tokio::spawn(async { serve(listener, bakery).await });

        let client = Client::builder().no_proxy().build()?;
        let start = Instant::now();
        println!("price {}", price(&client, &url).await?); // the third answer
        println!("requests: {}", requests.load(Ordering::Relaxed)); // the router counts
        println!("{:.2} s", start.elapsed().as_secs_f64()); // the virtual clock jumped
        server.abort();
        Ok(())
    })
}
