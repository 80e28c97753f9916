//! An async generator is a Stream in Rust: it runs only while next is awaited.
//!
//! Tutorial: none
//! Look for: the first page is asked for at 1.00, when main asks.

use std::time::Duration;

use classroom::println;
use futures::{Stream, StreamExt, stream};
use tokio::time::sleep;

fn pages() -> impl Stream<Item = u32> {
    stream::unfold(1, async |page| {
        if page > 3 {
            return None;
        }
        println!("page {page}: asked for"); // main awaits next
        sleep(Duration::from_millis(100)).await;
        Some((page, page + 1))
    })
}

fn main() {
    classroom::run(async {
        let mut pages = Box::pin(pages());
        println!("the stream is made"); // the call has returned a stream
        sleep(Duration::from_secs(1)).await;
        while let Some(page) = pages.next().await {
            println!("page {page}: read"); // next has returned it
        }
    });
}
