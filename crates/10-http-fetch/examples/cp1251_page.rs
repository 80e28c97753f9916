//! If the header does not name the encoding, the reader must.
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
        println!("{}", title(&text)); // no encoding in the header: read as UTF-8
        let response = client.get(&page).send().await?;
        let text = response.text_with_charset("windows-1251").await?;
        println!("{}", title(&text)); // read as windows-1251
        Ok(())
    })
}

fn title(page: &str) -> &str {
    let title = page.split_once("<title>").map_or("", |(_, rest)| rest);
    title.split_once("</title>").map_or("", |(title, _)| title)
}
