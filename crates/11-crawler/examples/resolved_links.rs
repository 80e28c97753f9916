//! Links are resolved and normalised, so that each page has one URL.
//!
//! Tutorial: none
//! Look for: five spellings of the same page, and links that are not followed.
//! Twin: none, because urllib.parse resolves links and does not normalise them

use classroom::println;
use crawler::links::{Scope, resolve};
use crawler::tutorial::Failed;
use url::Url;

const LINKS: [&str; 12] = [
    "rye",
    "./cake/../rye#crust",
    "/bread/rye?",
    "HTTP://Shop.Example:80/bread/rye",
    "http://shop.example/bread/%72ye",
    "?page=2",
    "#top",
    "//shop.example/面包",
    "https://shop.example/bread/rye",
    "mailto:baker@shop.example",
    "http://mill.example/",
    "http://[",
];

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let base = Url::parse("http://shop.example/bread/list")?;
        let mut scope = Scope::default();
        scope.add_host_of(&base);
        for link in LINKS {
            println!("{link}"); // as written in the page
            match resolve(&base, link) {
                Ok(url) if scope.contains(&url) => println!("  {url}"), // its URL
                Ok(_) => println!("  another host"), // out of the crawl
                Err(why) => println!("  {why:?}"),   // nothing to fetch
            }
        }
        Ok(())
    })
}
