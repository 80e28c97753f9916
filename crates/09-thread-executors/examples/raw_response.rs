//! What comes over the socket is a head, an empty line, and the page.
//!
//! Tutorial: 001-9v-print-data
//! Look for: the empty line. After it comes what goods_pages prints.
//! Clock: real
//! Twin: none, because each site writes a head of its own, and a twin has another site

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};

use classroom::println;
use tokio::task::spawn_blocking;

fn get_data(site: SocketAddr, path: &str) -> io::Result<String> {
    let mut client = TcpStream::connect(site)?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: shop.projectsedu.com\r\nConnection: close\r\n\r\n"
    );
    client.write_all(request.as_bytes())?;
    let mut data = String::new();
    client.read_to_string(&mut data)?;
    Ok(data)
}

fn main() {
    classroom::run(async {
        let site = loopback::start().await.expect("the system gives a port");
        let address = site.address();
        let data = spawn_blocking(move || get_data(address, "/goods/0/")).await;
        let data = data.expect("get_data does not panic");
        // Lines of the head end in \r\n, those of the page in \n: lines() takes both.
        for line in data.expect("the site answers").lines() {
            println!("{line}"); // the site has closed: the answer is complete
        }
    });
}
