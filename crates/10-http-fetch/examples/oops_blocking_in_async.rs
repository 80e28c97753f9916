//! A blocking read in an async program: the server sits on the thread that waits.
//!
//! Tutorial: none
//! Look for: the same page twice. What does not answer is our own thread.
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
        // The site is a task on this very thread, and could not move.
        println!("in the task: answered {}", answer.is_ok());

        let answer = spawn_blocking(move || fetch_blocking(address)).await?;
        // Another thread blocks, and this one is free to answer.
        println!("in a thread: answered {}", answer.is_ok());
        Ok(())
    })
}
