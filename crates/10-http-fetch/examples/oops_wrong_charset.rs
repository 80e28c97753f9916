//! Oops: UTF-8 that is read as windows-1251 is another text, and no error.
//!
//! Tutorial: 000-2.1v-timeout-long
//! Look for: the two characters "В·" where the page has one dot.

use std::error::Error;
use std::time::Duration;

use classroom::println;
use encoding_rs::WINDOWS_1251;
use tokio::time::timeout;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        let client = web.client().build()?;
        let page =
            async { client.get("http://github.com").send().await?.bytes().await };
        let body = timeout(Duration::from_secs(10), page).await??;
        // In windows-1251 every byte is a character, so there is no error.
        let (text, _, wrong) = WINDOWS_1251.decode(&body);
        println!("{text}"); // the page has arrived in time
        println!("anything wrong: {wrong}"); // every byte was a character

        let response = client.get("http://github.com").send().await?;
        // The argument counts only if the header names none. This one does.
        let text = response.text_with_charset("windows-1251").await?;
        println!("a dot: {}", text.contains('·')); // decoded as UTF-8
        Ok(())
    })
}
