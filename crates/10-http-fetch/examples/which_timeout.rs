//! Three limits of a client: to connect, for each read, and for all.
//!
//! Tutorial: none
//! Look for: which of them each error belongs to, and when it came.

use std::error::Error;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use reqwest::Client;
use reqwest::dns::{Name, Resolve, Resolving};
use tokio::net::TcpListener;
use tokio::time::Instant;

const MS: Duration = Duration::from_millis(1);

/// Never answers.
struct SilentNameServer;

impl Resolve for SilentNameServer {
    fn resolve(&self, _name: Name) -> Resolving {
        Box::pin(pending())
    }
}

async fn tell(limit: &str, client: reqwest::Result<Client>, url: String) {
    let start = Instant::now();
    let page = async { client?.get(url).send().await?.text().await };
    let page = page.await;
    println!("{limit} {:.2}", start.elapsed().as_secs_f64()); // the request has ended
    match page {
        Ok(_text) => println!("  in time"), // no piece took 300 ms
        Err(error) => {
            let (connect, timeout) = (error.is_connect(), error.is_timeout());
            // is_connect and is_timeout have returned
            println!("  connect {connect}, timeout {timeout}");
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        // The listener is dropped at the end of the line: its port is closed.
        let closed = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
        let closed = format!("http://{closed}");
        let client = || Client::builder().no_proxy();

        tell("closed port", client().build(), closed).await;
        let slow_names = client().dns_resolver(Arc::new(SilentNameServer));
        let connect = slow_names.connect_timeout(300 * MS).build();
        tell("connect_timeout", connect, "http://www.qq.com".into()).await;
        let read = || client().read_timeout(300 * MS).build();
        tell("read_timeout", read(), site.url("/hang")).await;
        // A piece every 100 ms.
        let drip = site.url("/drip?chunks=10&every_ms=100");
        tell("read_timeout, drip", read(), drip.clone()).await;
        tell("timeout, drip", client().timeout(700 * MS).build(), drip).await;
        Ok(())
    })
}
