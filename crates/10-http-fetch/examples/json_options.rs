//! A field that may be null or missing is an `Option`, or has a default.
//!
//! Tutorial: none
//! Look for: null, missing, and missing with a default.

use std::error::Error;

use classroom::println;
use serde::Deserialize;

#[derive(Deserialize)]
struct Topics {
    data: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Topic {
    news_array: Vec<News>,
}

/// The fields that this program reads. The others are skipped.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct News {
    site_name: String,
    author_name: Option<String>,
    comments: Option<u32>,
    #[serde(default)]
    tags: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = reqwest::Client::builder().no_proxy().build()?;
        let response = client.get(site.url("/topic?pageSize=1")).send().await?;
        let topics: Topics = response.json().await?;
        let news = topics.data.iter().flat_map(|topic| &topic.news_array);
        for news in news {
            println!("{}", news.site_name); // present, else json had failed
            println!("  author {:?}", news.author_name); // the site sends null
            println!("  comments {:?}", news.comments); // missing
            println!("  tags {:?}", news.tags); // missing, so the default
        }
        Ok(())
    })
}
