//! The encoding of a page: from its header, its <meta>, or a guess.
//!
//! Tutorial: none
//! Look for: Chinese three times, Russian twice, and broken text where the header lies.
//! Clock: real
//! Twin: none, because Python brings nothing that guesses an encoding

use classroom::println;
use crawler::fetch::{Answer, Fetcher, Limits};
use crawler::links::Scope;
use crawler::page;
use crawler::tutorial::Failed;
use url::Url;

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let fetcher = Fetcher::new("lesson", Limits::default(), None, &[])?;
        for path in [
            "/hostile/gbk-header",      // the header names GBK
            "/hostile/gbk",             // a <meta> names it
            "/hostile/no-such-charset", // UTF-8, under an unknown name
            "/hostile/windows-1251",    // a <meta> again
            "/windows-1251",            // no name at all: guessed
            "/hostile/wrong-charset",   // GBK, but the header names UTF-8
        ] {
            let url = Url::parse(&site.url(path))?;
            let Answer::Html(body) = fetcher.page(&url).await else {
                return Err(format!("{path} is not a page").into());
            };
            let (charset, scope) = (body.charset.as_deref(), Scope::default());
            let page = page::read(&body.bytes, charset, &url, &scope, 0);
            let title = page.title.unwrap_or_default();
            // page::read has decoded it: header, then <meta>, then a guess.
            println!("{title}, broken: {}", page.broken_text);
        }
        Ok(())
    })
}
