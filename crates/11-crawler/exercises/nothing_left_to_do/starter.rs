//! Nothing left to do
//!
//! Four workers visit the pages of a site. None of them knows when the work is over:
//! they look into the empty queue again and again, until main aborts them after five
//! seconds. Let each worker end by itself when all pages are visited, and not earlier:
//! a page that another worker is visiting may have links. All four should work while
//! there is work.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use classroom::println;
use crawler::links::Scope;
use crawler::page;
use crawler::tutorial::Failed;
use reqwest::Client;
use tokio::task::JoinSet;
use tokio::time::sleep;
use url::{Position, Url};

const WORKERS: usize = 4;

// given
/// Fetches a page, and returns its links to the same site. It takes 50 ms.
async fn visit(client: &Client, url: &Url) -> Result<Vec<Url>, reqwest::Error> {
    println!("fetch {}", &url[Position::BeforePath..]);
    let html = client.get(url.clone()).send().await?.text().await?;
    let mut scope = Scope::default();
    scope.add_host_of(url);
    Ok(page::read(html.as_bytes(), None, url, &scope, 100).links)
}
// end

#[derive(Default)]
struct Frontier {
    queue: VecDeque<Url>,
    seen: BTreeSet<Url>,
}

impl Frontier {
    fn add(&mut self, url: Url) {
        if self.seen.insert(url.clone()) {
            self.queue.push_back(url);
        }
    }
}

async fn worker(client: Client, frontier: Arc<Mutex<Frontier>>) -> Result<(), Failed> {
    loop {
        let next = {
            let mut frontier = frontier.lock().expect("no holder panics");

            frontier.queue.pop_front()
        };
        let Some(url) = next else {
            sleep(Duration::from_millis(10)).await;
            continue;
        };
        let links = visit(&client, &url).await?;
        let mut frontier = frontier.lock().expect("no holder panics");
        links.into_iter().for_each(|link| frontier.add(link));
    }
}

async fn crawl(client: Client, start: Url) -> Result<(), Failed> {
    let frontier = Arc::new(Mutex::new(Frontier::default()));
    frontier.lock().expect("no holder panics").add(start);
    let mut workers = JoinSet::new();
    for _worker in 1..=WORKERS {
        workers.spawn(worker(client.clone(), Arc::clone(&frontier)));
    }
    // By then all pages are visited.
    sleep(Duration::from_secs(5)).await;
    workers.abort_all();
    while workers.join_next().await.is_some() {}
    Ok(())
}

// given
fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        crawl(client, Url::parse(&site.url("/generated/6/50/0"))?).await
    })
}
// end
