//! send returns the head of an answer; text waits for its body.
//!
//! Tutorial: 000-2.2-session-get
//! Live: http://api.github.com/events
//! Look for: two awaits, one for the head of the answer and one for its body.

use std::error::Error;

use classroom::println;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        // GitHub refuses a client that does not name itself.
        let session = web.client().user_agent("await-and-see").build()?;
        let page = web.url("http://api.github.com/events");
        let response = session.get(page).send().await?;
        println!("{}", response.status().as_u16()); // send has returned: the head only
        println!("{}", response.text().await?); // text has returned
        Ok(())
    })
}
