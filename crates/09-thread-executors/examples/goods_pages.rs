//! Twenty pages over blocking sockets, each in a thread of the pool.
//!
//! Tutorial: 001-9-threadpool
//! Look for: the pages are in the order of the list. In the tutorial it is luck.
//! Clock: real

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Instant;

use classroom::println;
use tokio::task::spawn_blocking;

fn get_url(site: SocketAddr, path: &str) -> io::Result<String> {
    // Each of the three calls blocks the thread until the network is ready.
    let mut client = TcpStream::connect(site)?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: shop.projectsedu.com\r\nConnection: close\r\n\r\n"
    );
    client.write_all(request.as_bytes())?;
    let mut data = String::new();
    client.read_to_string(&mut data)?; // until the site closes

    // Only the first empty line ends the head. The page may have others.
    let page = data.split_once("\r\n\r\n").map(|(_head, html)| html);
    Ok(page.ok_or(ErrorKind::InvalidData)?.to_owned())
}

fn main() {
    classroom::run(async {
        let site = loopback::start().await.expect("the system gives a port");
        let (start, address) = (Instant::now(), site.address());
        let tasks = (0..20).map(|n| {
            let path = format!("/goods/{n}/");
            spawn_blocking(move || get_url(address, &path))
        });
        let mut pages = Vec::new();
        // Collecting the handles starts all twenty. Awaiting them keeps their order.
        for task in tasks.collect::<Vec<_>>() {
            let page = task.await.expect("get_url does not panic");
            pages.push(page.expect("the site answers"));
        }
        let seconds = start.elapsed().as_secs_f64();
        for html_data in pages {
            // all have arrived; main prints them in the order of the list
            println!("{html_data}");
        }
        println!("last time:{seconds:.1}"); // the twenty have waited side by side
    });
}
