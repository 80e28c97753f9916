//! With CONNECT, a proxy opens a connection and then only passes bytes on.
//!
//! Tutorial: none
//! Look for: two answers in one stream, the proxy's and then the site's.

use std::io;

use classroom::println;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

const CONNECT: &str = "CONNECT www.qq.com:80 HTTP/1.1\r\nHost: www.qq.com:80\r\n\r\n";
const GET: &str = "GET / HTTP/1.1\r\nHost: www.qq.com\r\nConnection: close\r\n\r\n";

fn main() -> io::Result<()> {
    classroom::run(async {
        let proxy = loopback::start().await?;
        let stream = TcpStream::connect(proxy.address()).await?;
        let mut stream = BufReader::new(stream);
        stream.write_all(CONNECT.as_bytes()).await?;
        let mut answer = String::new();
        // The head of the proxy's answer ends with an empty line. It has no body.
        while !answer.ends_with("\r\n\r\n") {
            if stream.read_line(&mut answer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        println!("proxy: {}", first_line(&answer)); // the tunnel is open

        // With https, this is where TLS begins. The proxy could not read it.
        stream.write_all(GET.as_bytes()).await?;
        let mut page = String::new();
        stream.read_to_string(&mut page).await?;
        println!("site: {}", first_line(&page)); // 100 ms, as www.qq.com takes
        let title = page.contains("<title>腾讯首页</title>");
        println!("its home page: {title}"); // the bytes are unchanged
        Ok(())
    })
}

fn first_line(answer: &str) -> &str {
    answer.lines().next().unwrap_or_default()
}
