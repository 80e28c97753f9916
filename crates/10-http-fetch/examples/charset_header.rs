//! `text` believes the header, even if it is wrong.
//!
//! Tutorial: none
//! Look for: the same bytes four times, and Russian only twice.

use std::error::Error;

use classroom::println;
use encoding_rs::{Encoding, UTF_8};
use reqwest::Client;

/// The encoding that the page names, in a tag that is ASCII in most encodings.
fn encoding_of_tag(page: &[u8]) -> &'static Encoding {
    let page = String::from_utf8_lossy(page);
    let tag = page.split_once("charset=\"").map_or("", |(_, rest)| rest);
    let name = tag.split('"').next().unwrap_or_default();
    Encoding::for_label(name.as_bytes()).unwrap_or(UTF_8)
}

fn title(page: &str) -> &str {
    let title = page.split_once("<title>").map_or("", |(_, rest)| rest);
    title.split_once("</title>").map_or("", |(title, _)| title)
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        for charset in ["?charset=windows-1251", "?charset=utf-8", ""] {
            let url = site.url("/windows-1251") + charset;
            let page = client.get(url).send().await?.text().await?;
            println!("{}", title(&page)); // as the header says, else UTF-8
        }
        let response = client.get(site.url("/windows-1251")).send().await?;
        let page = response.bytes().await?;
        let (page, _, _) = encoding_of_tag(&page).decode(&page);
        println!("{}", title(&page)); // read as the page says
        Ok(())
    })
}
