//! Three workers leave while the first visits the first page.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use classroom::println;
use crawler::links::Scope;
use crawler::page;
use crawler::tutorial::Failed;
use reqwest::Client;
use tokio::task::JoinSet;

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
            return Ok(());
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
    while let Some(ended) = workers.join_next().await {
        ended??;
    }
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
