//! Oops: an answer is split at the wrong line ends.
//!
//! Tutorial: 001-10v-split-crlf-lf, 001-10v-split-crlf-crlf
//! Look for: three ways to split the same text, and what number 10 is.

use std::io;

use classroom::println;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const REQUEST: &str =
    "GET /goods/0/ HTTP/1.1\r\nHost:shop.projectsedu.com\r\nConnection:close\r\n\r\n";

fn main() -> io::Result<()> {
    classroom::run(async {
        let site = loopback::start().await?;
        let mut stream = TcpStream::connect(site.address()).await?;
        stream.write_all(REQUEST.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;

        // The tutorial's mistake: the lines keep their ends, and get another.
        let lines = answer.split_inclusive('\n').collect::<Vec<_>>();
        let joined = lines.join("\n");
        for end in ["\n\n", "\r\n\n", "\r\n\r\n"] {
            let parts = joined.split(end).collect::<Vec<_>>();
            // In Python `parts[10]` is an IndexError, in Rust a panic; `get` asks.
            let part = parts.get(10).copied().unwrap_or("not there");
            // the lines are joined by \r\n\n
            println!("parts: {}, [10]: {part}", parts.len());
        }

        let (_head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        // The head of an answer ends at the first empty line.
        println!("the body begins: {:?}", body.lines().next());
        Ok(())
    })
}
