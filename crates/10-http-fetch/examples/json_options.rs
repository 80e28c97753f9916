//! JSON into a struct: `Option` for what may be null or missing, or a default.
//!
//! Tutorial: none
//! Look for: three ways to say that something is not there.

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

/// Of a dozen fields, those that this program wants. The others are skipped.
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
            println!("{}", news.site_name); // always there, or it is an error
            println!("  author {:?}", news.author_name); // the site says null
            println!("  comments {:?}", news.comments); // the site says nothing
            println!("  tags {:?}", news.tags); // nothing either, so the default
        }
        Ok(())
    })
}
