//! With all three repaired, it crawls until a title deletes the stored rows.
//!
//! Tutorial: 001-14-crawler-minfix
//! Look for: five titles were stored, one row is left, and no error is reported.
//! Clock: real

use std::sync::Arc;
use std::time::Duration;

use classroom::println;
use crawler::tutorial::{Crawler, Failed, START_URL, is_article, rows, title};
use sqlx::AssertSqlSafe;
use tokio::time::sleep;

async fn fetch(crawler: &Crawler, url: &str) -> Option<String> {
    let _permit = crawler.sem.acquire().await.ok()?;
    let response = crawler.session.get(url).send().await.ok()?;
    let status = response.status().as_u16();
    // this task has the only permit, and send has returned
    println!("url status:{status}");
    response.error_for_status().ok()?.text().await.ok()
}

async fn init_urls(crawler: Arc<Crawler>, url: String) -> Result<(), Failed> {
    let html = fetch(&crawler, &url).await;
    crawler.add_seen(&url);
    crawler.extract_urls(&html.ok_or("no page")?);
    Ok(())
}

async fn article_handler(crawler: Arc<Crawler>, url: String) -> Result<(), Failed> {
    let html = fetch(&crawler, &url).await;
    crawler.add_seen(&url); // too late: by now the list may have the URL again
    let html = html.ok_or("no page")?;
    crawler.extract_urls(&html);
    let title = title(&html);
    let insert = format!("INSERT INTO article_test (title) VALUES ('{title}')");
    let insert = sqlx::raw_sql(AssertSqlSafe(insert));
    insert.execute(&crawler.pool).await?;
    Ok(())
}

async fn consumer(crawler: Arc<Crawler>) {
    loop {
        let Some(url) = crawler.pop() else {
            sleep(Duration::from_millis(500)).await;
            continue;
        };
        println!("start get url:{url}"); // pop has returned the URL that was added last
        if is_article(&url) {
            if !crawler.has_seen(&url) {
                tokio::spawn(article_handler(crawler.clone(), url));
            }
        } else if !crawler.has_seen(&url) {
            tokio::spawn(init_urls(crawler.clone(), url));
        }
    }
}

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let site = loopback::start().await?;
        let crawler = Arc::new(Crawler::new(&site.base_url()).await?);
        init_urls(crawler.clone(), START_URL.to_owned()).await?;
        tokio::spawn(consumer(crawler.clone()));
        sleep(Duration::from_millis(1250)).await; // the tutorial's loop runs forever
        for (id, title) in rows(&crawler.pool).await? {
            println!("row {id}: {title}"); // read from the table after the sleep
        }
        println!("{} requests for 8 pages", site.requests()); // two were fetched twice
        Ok(())
    })
}
