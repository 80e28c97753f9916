//! serde reads by one set of names and writes by another.
//!
//! Tutorial: 000-3.1v-readhub-size2
//! Look for: the four keys, in the order and by the names of the struct.

use std::error::Error;

use classroom::println;
use reqwest::Client;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Topics {
    data: Vec<Topic>,
}

#[derive(Deserialize, Serialize)]
struct Topic {
    title: String,
    summary: Option<String>,
    // Read by the site's name, written by the field's.
    #[serde(rename(deserialize = "newsArray"))]
    news_info: Option<Box<RawValue>>, // as it came, not looked into
    #[serde(rename(deserialize = "updatedAt"))]
    updated_at: Option<String>,
}

async fn get_topics(
    client: &Client,
    page: &str,
    nums: u32,
) -> Result<Vec<Topic>, reqwest::Error> {
    let request = client.get(page).query(&[("pageSize", nums)]);
    let response = request.send().await?.error_for_status()?;
    Ok(response.json::<Topics>().await?.data)
}

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        let client = web.client().build()?;
        let topics = get_topics(&client, "http://api.readhub.me/topic", 2).await?;
        for topic in topics {
            println!("{}", serde_json::to_string(&topic)?); // json has returned both
        }
        Ok(())
    })
}
