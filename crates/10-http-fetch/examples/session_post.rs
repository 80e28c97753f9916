//! A POST sends four bytes, and httpbin answers with what it received.
//!
//! Tutorial: 000-2.2-session-post
//! Live: http://httpbin.org/post
//! Look for: the four bytes under "data", and nothing under "form".

use std::error::Error;

use classroom::println;
use reqwest::header::CONTENT_TYPE;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        let session = web.client().user_agent("await-and-see").build()?;
        let request = session
            .post(web.url("http://httpbin.org/post"))
            .header(CONTENT_TYPE, "application/octet-stream")
            .body("data");
        // Nothing is sent before `send`, and `send` does nothing before `.await`.
        let response = request.send().await?;
        println!("{}", response.status().as_u16()); // send has returned
        println!("{}", response.text().await?); // what httpbin received
        Ok(())
    })
}
