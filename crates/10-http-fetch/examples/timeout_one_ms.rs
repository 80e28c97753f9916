//! One millisecond for a page: it cannot make it, and that is an ordinary value.
//!
//! Tutorial: 000-2.1-timeout-cp1251
//! Look for: the clock says 0.00, while the page takes 0.20.

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
        // What is late is dropped where it stands: no exception goes through it.
        match timeout(Duration::from_millis(1), page).await {
            Ok(text) => println!("{}", text?), // it would be a miracle
            Err(late) => println!("{late}"),   // one millisecond is over
        }
        Ok(())
    })
}
