//! A download piece by piece, with a bar for whoever watches a terminal.
//!
//! Tutorial: none
//! Look for: how little of it is in memory at any time.

use std::error::Error;

use classroom::println;
use indicatif::{ProgressBar, ProgressStyle};
use reqwest::Client;

fn main() -> Result<(), Box<dyn Error>> {
    classroom::run(async {
        let site = loopback::start().await?;
        let client = Client::builder().no_proxy().build()?;
        let url = site.url("/download?kib=20&every_ms=100");
        let mut response = client.get(url).send().await?.error_for_status()?;
        let total = response.content_length().unwrap_or_default();
        println!("{total} bytes to come"); // the head is here, the body is not

        // It draws on stderr, and not at all where that is no terminal.
        let style = "{bar:30} {bytes}/{total_bytes}";
        let bar =
            ProgressBar::new(total).with_style(ProgressStyle::with_template(style)?);
        let (mut read, mut pieces, mut largest) = (0, 0, 0);
        while let Some(piece) = response.chunk().await? {
            // Here it would go to a file; this one only measures it.
            read += piece.len();
            pieces += 1;
            largest = largest.max(piece.len());
            bar.set_position(read as u64);
        }
        // Nothing else may print while it is drawn.
        bar.finish_and_clear();
        println!("{read} bytes in {pieces} pieces"); // one each tenth of a second
        println!("largest piece: {largest}"); // and never the whole in memory
        Ok(())
    })
}
