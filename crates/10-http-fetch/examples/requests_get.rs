//! A blocking client holds its thread until the answer has arrived.
//!
//! Tutorial: 004-2-requests
//! Look for: the request is made on a thread of its own, outside main's task.
//! Clock: real

use classroom::println;
use reqwest::blocking::Client;

// No async: `send` returns when the answer has arrived.
fn hello(url: String) -> Result<(), reqwest::Error> {
    let client = Client::builder().no_proxy().build()?;
    let response = client.get(url).send()?;
    println!("<Response [{}]>", response.status().as_u16()); // send has returned
    Ok(())
}

fn main() {
    classroom::run(async {
        let site = loopback::start().await.expect("the system gives a socket");
        // The site answers on this thread, so the one that blocks is another.
        let request = tokio::task::spawn_blocking({
            let url = site.url("/get");
            move || hello(url)
        });
        let answer = request.await.expect("nothing panics in it");
        answer.expect("the site answers");
    });
}
