//! Which encoding a page is in: the header says it, or the page, or nobody does.
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
            "/hostile/gbk-header",      // the header says GBK
            "/hostile/gbk",             // a <meta> says it
            "/hostile/no-such-charset", // UTF-8, and a name that nobody knows
            "/hostile/windows-1251",    // a <meta> again
            "/windows-1251",            // nobody says anything
            "/hostile/wrong-charset",   // GBK, and the header says UTF-8
        ] {
            let url = Url::parse(&site.url(path))?;
            let Answer::Html(body) = fetcher.page(&url).await else {
                return Err(format!("{path} is no page").into());
            };
            let (charset, scope) = (body.charset.as_deref(), Scope::default());
            let page = page::read(&body.bytes, charset, &url, &scope, 0);
            let title = page.title.unwrap_or_default();
            // The header first, then <meta>, and else what the bytes look like.
            println!("{title}, broken: {}", page.broken_text);
        }
        Ok(())
    })
}
