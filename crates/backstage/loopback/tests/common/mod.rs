//! Helpers that the tests share.

#![allow(clippy::unwrap_used, reason = "in the helpers, as in the tests")]
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::time::Duration;

use loopback::{HOSTS, Site};
use reqwest::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Returns a client for which every host of the tutorials is the site.
pub fn client(site: &Site) -> Client {
    let mut client = Client::builder().no_proxy();
    for host in HOSTS {
        client = client.resolve(host, site.address());
    }
    client.build().unwrap()
}

pub fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Sends `bytes`; returns what the site sends until it closes the connection or is silent
/// for five seconds. Reads while it writes, because the site may close early.
pub async fn said_to(site: &Site, bytes: &[u8]) -> String {
    let stream = TcpStream::connect(site.address()).await.unwrap();
    let (mut from, mut to) = stream.into_split();
    let write = async {
        let _closed = to.write_all(bytes).await;
    };
    let read = async {
        let mut said = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(Ok(n @ 1..)) = timeout(ms(5000), from.read(&mut buffer)).await {
            said.extend_from_slice(&buffer[..n]);
        }
        said
    };
    let ((), said) = tokio::join!(write, read);
    String::from_utf8_lossy(&said).into_owned()
}
