//! Oops: the status is not checked, and an error page passes for an answer.
//!
//! Tutorial: none
//! Look for: the first line is the body of an error, and looks like success.

use std::error::Error;

use classroom::println;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let web = http_fetch::web().await?;
        let client = web.client().build()?;
        let page = "http://blog.jobbole.com/404404/";
        let text = client.get(page).send().await?.text().await?;
        println!("{}", text.trim_end()); // 404 is an answer: `?` lets it pass

        let response = client.get(page).send().await?;
        if let Err(error) = response.error_for_status() {
            println!("refused: {:?}", error.status()); // the status is 400 or above
        }
        Ok(())
    })
}
