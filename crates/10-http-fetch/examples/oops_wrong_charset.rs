//! A page in UTF-8 read as windows-1251: no error, just another text.
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
        // Every byte is some character there, so nothing is ever wrong.
        let (text, _, wrong) = WINDOWS_1251.decode(&body);
        println!("{text}"); // ten seconds are enough for it
        println!("anything wrong: {wrong}"); // the decoder knew every byte

        let response = client.get("http://github.com").send().await?;
        // What it is given counts only if the server does not say: this one does.
        let text = response.text_with_charset("windows-1251").await?;
        println!("a dot: {}", text.contains('·')); // decoded as UTF-8
        Ok(())
    })
}
