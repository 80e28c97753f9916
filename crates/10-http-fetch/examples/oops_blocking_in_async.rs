//! Oops: a blocking read stops the task that should answer it.
//!
//! Tutorial: none
//! Look for: the same page twice. The first read blocks the thread of the site.
//! Clock: real

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use classroom::println;
use tokio::task::spawn_blocking;

fn fetch_blocking(address: SocketAddr) -> io::Result<usize> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_millis(300)))?;
    stream.write_all(b"GET /get HTTP/1.1\r\nHost:site\r\nConnection:close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let address = site.address();

        let answer = fetch_blocking(address);
        // The site is a task on this thread: not polled meanwhile.
        println!("in the task: answered {}", answer.is_ok());

        let answer = spawn_blocking(move || fetch_blocking(address)).await?;
        // Another thread was blocked, so the site was polled.
        println!("in a thread: answered {}", answer.is_ok());
        Ok(())
    })
}
