//! A title becomes one line of text, or None.
//!
//! Tutorial: none
//! Look for: None twice, one title of two, and an escape sequence that does nothing.
//! Twin: none, because Python brings no parser that reads HTML as browsers do

use classroom::println;
use crawler::links::Scope;
use crawler::page;
use crawler::tutorial::Failed;
use url::Url;

const PAGES: [&str; 8] = [
    "<title>Rust&apos;s \"async\"</title>",
    "<title>\n  one\n  line\n</title>",
    "<title> </title>",
    "<p>no title",
    "<title>first</title><title>second</title>",
    "<svg><title>a picture</title></svg><title>the page</title>",
    "<title>\u{1b}[31mred\u{7}</title>",
    "<title>never <b>closed",
];

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let url = Url::parse("http://shop.example/")?;
        for html in PAGES {
            let page = page::read(html.as_bytes(), None, &url, &Scope::default(), 100);
            // page::read has joined the blanks and dropped control characters.
            println!("{}", page.title.as_deref().unwrap_or("None"));
        }
        Ok(())
    })
}
