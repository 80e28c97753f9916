//! Oops: the sockets do not block, every read fails, and no error is read.
//!
//! Tutorial: 001-9v-setblocking-false
//! Look for: no page, and no error either. The program says that all went well.
//! Clock: real

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Instant;

use classroom::println;
use tokio::task::spawn_blocking;

fn get_url(site: SocketAddr, path: &str) -> io::Result<String> {
    let mut client = TcpStream::connect(site)?;
    // From here on, what would have to wait is an error: WouldBlock.
    client.set_nonblocking(true)?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: shop.projectsedu.com\r\n\r\n");
    client.write_all(request.as_bytes())?;
    let mut data = String::new();
    client.read_to_string(&mut data)?; // the answer has not arrived
    println!("{data}"); // never printed: the line above failed
    Ok(data)
}

fn main() {
    classroom::run(async {
        // A slow site: it accepts clients, and does not answer in time.
        let site = TcpListener::bind("127.0.0.1:0").expect("the system gives a port");
        let address = site.local_addr().expect("it has one");
        let start = Instant::now();
        let tasks = (0..20).map(|n| {
            let path = format!("/goods/{n}/");
            spawn_blocking(move || get_url(address, &path))
        });
        for task in tasks.collect::<Vec<_>>() {
            // The result is not looked at: asyncio.wait does not either.
            let _page = task.await.expect("get_url does not panic");
        }
        let seconds = start.elapsed().as_secs_f64();
        println!("last time:{seconds:.1}"); // all twenty have failed at once
    });
}
