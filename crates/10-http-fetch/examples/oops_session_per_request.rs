//! Oops: a new client for each request opens a new connection each time.
//!
//! Tutorial: none
//! Look for: five connections for five pages, and then one.

use std::error::Error;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::routing::get;
use axum::serve::ListenerExt;
use classroom::println;
use reqwest::Client;
use tokio::net::TcpListener;

static CONNECTIONS: AtomicU32 = AtomicU32::new(0);

async fn fetch(client: &Client, url: &str) -> Result<String, reqwest::Error> {
    client.get(url).send().await?.text().await
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let counted = listener.tap_io(|_connection| {
            CONNECTIONS.fetch_add(1, Ordering::Relaxed);
        });
        let app = Router::new().route("/", get(|| async { "Hello, world" }));
        let server = tokio::spawn(async { axum::serve(counted, app).await });

        for _ in 0..5 {
            let client = Client::builder().no_proxy().build()?;
            fetch(&client, &url).await?;
        }
        // Each client had a pool of its own, and used it once.
        println!("a client each: {}", CONNECTIONS.swap(0, Ordering::Relaxed));

        let client = Client::builder().no_proxy().build()?;
        for _ in 0..5 {
            fetch(&client, &url).await?;
        }
        // The pool kept the first connection for the others.
        println!("one for all: {}", CONNECTIONS.load(Ordering::Relaxed));
        server.abort();
        Ok(())
    })
}
