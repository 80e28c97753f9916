//! A page in windows-1251 that does not say so in its header: the reader has to.
//!
//! Tutorial: 000-2.1v-cp1251-page
//! Look for: the same bytes twice, and Russian only the second time.

use std::error::Error;

use classroom::println;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = reqwest::Client::builder().no_proxy().build()?;
        let page = site.url("/windows-1251");
        let text = client.get(&page).send().await?.text().await?;
        // Without a word from the server, `text` takes it for UTF-8.
        println!("{}", title(&text));
        let response = client.get(&page).send().await?;
        let text = response.text_with_charset("windows-1251").await?;
        println!("{}", title(&text)); // we know better
        Ok(())
    })
}

fn title(page: &str) -> &str {
    let title = page.split_once("<title>").map_or("", |(_, rest)| rest);
    title.split_once("</title>").map_or("", |(title, _)| title)
}
