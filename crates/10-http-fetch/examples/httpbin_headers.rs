//! bytes returns the body as it arrived.
//!
//! Tutorial: 004-3-aiohttp-headers
//! Live: http://httpbin.org/headers
//! Look for: b"…" and \n: these are bytes, not text.

use std::error::Error;

use classroom::println;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        let session = web.client().user_agent("await-and-see").build()?;
        let page = web.url("http://httpbin.org/headers");
        let response = session.get(page).send().await?;
        let body = response.bytes().await?;
        println!("{body:?}"); // bytes has returned
        Ok(())
    })
}
