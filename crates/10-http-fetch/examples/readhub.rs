//! json turns an answer into a type of yours.
//!
//! Tutorial: 000-3.1-readhub
//! Look for: index_json says 2, and ten topics come: the 2 is not passed on.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use reqwest::header::ACCEPT;
use serde::Deserialize;

#[derive(Deserialize)]
struct Topics {
    data: Vec<Topic>,
}

// All other fields of the answer are skipped.
#[derive(Deserialize)]
struct Topic {
    title: String,
    // The site names it otherwise. A missing field becomes None.
    #[serde(rename = "newsArray")]
    news_info: Option<Vec<serde_json::Value>>,
}

async fn get_topics(client: &Client, page: &str) -> Result<Vec<Topic>, reqwest::Error> {
    let request = client.get(page).query(&[("pageSize", "10")]);
    let response = request.header(ACCEPT, "application/json").send().await?;
    // In place of `assert response.status == 200`.
    let topics: Topics = response.error_for_status()?.json().await?;
    Ok(topics.data)
}

async fn index_json(client: &Client, page: &str) -> Result<Vec<Topic>, reqwest::Error> {
    let _nums = 2; // without the underscore, rustc asks whether this was meant
    get_topics(client, page).await
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        let client = web.client().build()?;
        let page = "http://api.readhub.me/topic";
        for topic in index_json(&client, page).await? {
            let news = topic.news_info.map_or(0, |news| news.len());
            println!("{} ({news})", topic.title); // json has returned all ten
        }
        Ok(())
    })
}
