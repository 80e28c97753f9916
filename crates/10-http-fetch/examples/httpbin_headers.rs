//! The body as bytes: the headers of the request, as the server saw them.
//!
//! Tutorial: 004-3-aiohttp-headers
//! Live: http://httpbin.org/headers
//! Look for: b"…" and \n: these are bytes, and nobody has decoded them.

use std::error::Error;

use classroom::println;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        let session = web.client().user_agent("await-and-see").build()?;
        let page = web.url("http://httpbin.org/headers");
        let response = session.get(page).send().await?;
        let body = response.bytes().await?;
        println!("{body:?}"); // the last of them has come
        Ok(())
    })
}
