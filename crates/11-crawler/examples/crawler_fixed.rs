//! Repaired: a queue, workers that finish, each URL once, and titles as plain text.
//!
//! Tutorial: 001-14-crawler-fixed
//! Look for: seven requests for seven pages, four rows, and a program that ends.
//! Clock: real

use std::collections::{BTreeSet, VecDeque};

use classroom::println;
use crawler::tutorial::{
    Failed, START_URL, article_test, hrefs, is_article, rows, session, title,
};
use reqwest::Client;
use sqlx::SqlitePool;
use tokio::task::JoinSet;

const WORKERS: usize = 1;

/// Fetches one page, stores its title if it is an article, and returns its links.
async fn visit(
    session: Client,
    pool: SqlitePool,
    url: String,
) -> Result<Vec<String>, Failed> {
    println!("start get url:{url}"); // first poll: its URL was first in the queue
    let response = session.get(&url).send().await?;
    // send has returned the head of the page
    println!("url status:{} {url}", response.status().as_u16());
    if !response.status().is_success() {
        return Ok(Vec::new());
    }
    let html = response.text().await?;
    if is_article(&url) {
        let insert = sqlx::query("INSERT INTO article_test (title) VALUES (?)");
        insert.bind(title(&html)).execute(&pool).await?;
    }
    Ok(hrefs(&html))
}

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let (session, pool) = (session(&site.base_url())?, article_test().await?);
        let mut queue = VecDeque::from([START_URL.to_owned()]);
        let mut seen = BTreeSet::from([START_URL.to_owned()]);
        let mut workers = JoinSet::new();
        loop {
            while workers.len() < WORKERS
                && let Some(url) = queue.pop_front()
            {
                workers.spawn(visit(session.clone(), pool.clone(), url));
            }
            let Some(links) = workers.join_next().await else {
                break; // no worker is left, and the queue is empty
            };
            for url in links?? {
                let ours = url.starts_with("http") && url.contains("jobbole.com/");
                // A URL is seen when it goes into the queue.
                if ours && seen.insert(url.clone()) {
                    queue.push_back(url);
                }
            }
        }
        for (id, title) in rows(&pool).await? {
            // the title was bound, so it is stored as text
            println!("row {id}: {title}");
        }
        println!("{} requests for 7 pages", site.requests()); // each page once
        Ok(())
    })
}
