//! HTTP by hand: a request is lines of text, and so is the head of an answer.
//!
//! Tutorial: 001-10-asyncio-http
//! Look for: one task does it all; every page is a future inside it.
//! Twin: none, because which of twenty sockets can be read first is chance in Python

use std::io;
use std::net::SocketAddr;

use classroom::println;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::Instant;

async fn get_url(address: SocketAddr, path: String) -> io::Result<Vec<String>> {
    let mut stream = TcpStream::connect(address).await?;
    let host = "shop.projectsedu.com";
    // Lines end in \r\n, and an empty one ends the head.
    let head =
        format!("GET {path} HTTP/1.1\r\nHost:{host}\r\nConnection:close\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    let mut lines = BufReader::new(stream).lines();
    let mut all_lines = Vec::new();
    // asyncio's `async for`: the server closes after the last line.
    while let Some(line) = lines.next_line().await? {
        all_lines.push(line);
    }
    Ok(all_lines)
}

fn main() -> io::Result<()> {
    classroom::run(async {
        let start = Instant::now();
        let site = loopback::start().await?;
        let pages = (0..20).map(|n| get_url(site.address(), format!("/goods/{n}/")));
        let mut pages = pages.collect::<FuturesUnordered<_>>();
        while let Some(lines) = pages.next().await {
            // Line 10, by this server's number of headers.
            println!("{}", lines?[10]);
        }
        let took = start.elapsed().as_secs_f64();
        println!("last time: {took:.2}"); // the site answers at once
        Ok(())
    })
}
