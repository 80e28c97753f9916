//! A page that is not there has a text too: nobody looked at the status.
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
        println!("{}", text.trim_end()); // 404 is an answer, so `?` lets it pass

        let response = client.get(page).send().await?;
        match response.error_for_status() {
            Ok(response) => println!("{}", response.text().await?), // not this time
            // Statuses from 400 on are errors now.
            Err(error) => println!("refused: {:?}", error.status()),
        }
        Ok(())
    })
}
