//! A timeout that has elapsed is an ordinary value.
//!
//! Tutorial: 000-2.1-timeout-cp1251
//! Look for: the clock says 0.001, while the page takes 0.2.

use std::error::Error;
use std::time::Duration;

use classroom::println;
use tokio::time::timeout;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        let client = web.client().build()?;
        let page = async {
            let response = client.get("http://github.com").send().await?;
            response.text_with_charset("windows-1251").await
        };
        // The future is dropped at its await: no exception goes through it.
        match timeout(Duration::from_millis(1), page).await {
            Ok(text) => println!("{}", text?), // never printed: the page takes 200 ms
            Err(late) => println!("{late}"),   // the limit has passed
        }
        Ok(())
    })
}
