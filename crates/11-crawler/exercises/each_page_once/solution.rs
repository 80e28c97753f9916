//! A URL is seen when it goes into the queue.

use std::collections::{BTreeSet, VecDeque};

use classroom::println;
use crawler::links::Scope;
use crawler::page;
use crawler::tutorial::Failed;
use reqwest::Client;
use tokio::task::JoinSet;
use url::{Position, Url};

// given
/// Fetches a page, and returns its links to the same site. It takes 50 ms.
async fn visit(client: Client, url: Url) -> Result<(Url, Vec<Url>), reqwest::Error> {
    println!("fetch {}", &url[Position::BeforePath..]);
    let html = client.get(url.clone()).send().await?.text().await?;
    let mut scope = Scope::default();
    scope.add_host_of(&url);
    let links = page::read(html.as_bytes(), None, &url, &scope, 100).links;
    Ok((url, links))
}
// end

/// Visits all pages that can be reached from `start`, four at a time.
async fn crawl(client: Client, start: Url) -> Result<(), Failed> {
    let mut seen = BTreeSet::from([start.clone()]);
    let mut queue = VecDeque::from([start]);

    let mut visits = JoinSet::new();
    loop {
        while visits.len() < 4
            && let Some(url) = queue.pop_front()
        {
            visits.spawn(visit(client.clone(), url));
        }
        let Some(visited) = visits.join_next().await else {
            return Ok(());
        };

        let (_url, links) = visited??;
        for link in links {
            if seen.insert(link.clone()) {
                queue.push_back(link);
            }
        }
    }
}

// given
fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        crawl(client, Url::parse(&site.url("/generated/6/50/0"))?).await?;
        println!("{} requests", site.requests());
        Ok(())
    })
}
// end
