//! chunk returns a body piece by piece.
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
        println!("{total} bytes to come"); // send has returned: the head only

        // It draws on stderr, if that is a terminal.
        let style = "{bar:30} {bytes}/{total_bytes}";
        let bar =
            ProgressBar::new(total).with_style(ProgressStyle::with_template(style)?);
        let (mut read, mut pieces, mut largest) = (0, 0, 0);
        while let Some(piece) = response.chunk().await? {
            // A real program would write it to a file.
            read += piece.len();
            pieces += 1;
            largest = largest.max(piece.len());
            bar.set_position(read as u64);
        }
        // Remove the bar before anything else is printed.
        bar.finish_and_clear();
        println!("{read} bytes in {pieces} pieces"); // chunk has returned None
        println!("largest piece: {largest}"); // the body is never whole in memory
        Ok(())
    })
}
