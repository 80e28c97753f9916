//! Oops: a request that is not awaited is not sent.
//!
//! Tutorial: none
//! Look for: the site's own count, before and after the `.await`.

use std::error::Error;

use classroom::println;
use reqwest::Client;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let session = Client::builder().no_proxy().build()?;
        let url = site.url("/post");

        #[expect(unused_must_use, reason = "the mistake this program shows")]
        session.post(&url).body("data").send();
        // Dropped at the semicolon: it was never polled.
        println!("arrived: {}", site.requests());

        let response = session.post(&url).body("data").send().await?;
        // send was awaited, and has returned.
        println!("arrived: {}, {}", site.requests(), response.status());
        Ok(())
    })
}
