//! The web of this lesson: the tutorials' hosts on this machine, or the open web.
//!
//! # Fetching, for a Python programmer
//!
//! Fetching a page is waiting: for the name, for the connection, for the head of the
//! answer, for its body. A thread that waits for one page could as well wait for a
//! hundred, and then the time of all is the time of the slowest. That is why HTTP is
//! what most people use asyncio for. `aiohttp.ClientSession` is [`reqwest::Client`] here:
//! it keeps the connections it has opened and uses them again, so a program makes one,
//! and gives a clone of it, which is the same client, to whoever needs it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let web = http_fetch::web().await?;
//! // async with aiohttp.ClientSession() as session:
//! let session = web.client().build()?;
//! //     async with session.get("http://python.org") as response:
//! let response = session.get(web.url("http://python.org")).send().await?;
//! //         assert response.status == 200
//! assert_eq!(response.status(), 200);
//! //         html = await response.text()
//! let html = response.text().await?;
//! assert!(html.contains("Welcome to Python.org"));
//! # Ok(())
//! # }
//! ```
//!
//! | aiohttp | reqwest | what differs |
//! |---|---|---|
//! | `ClientSession()` | [`Client::builder`], once for the program | no `async with`: the connections close when the last clone is dropped. |
//! | `async with session.get(url) as response` | `client.get(url).send().await?` | the head of the answer is here; dropping the response gives up on its body. |
//! | `await response.text()` | [`response.text()`] | it takes the response, so a second time does not compile. |
//! | `response.raise_for_status()` | [`response.error_for_status()?`] | it gives the response back. |
//! | `ClientTimeout(total=10)` | `Client::builder().timeout(…)` | aiohttp has five minutes by default, reqwest has none. |
//! | `TCPConnector(limit=3)` | a `Semaphore` | a client limits what it *keeps*, not how many requests are on their way. |
//!
//! # What this crate adds
//!
//! [`web`]: the hosts of the tutorials, most of which have changed or gone since 2018, as
//! a site inside the program. So the lesson needs no network, and its clock can be
//! virtual although its sockets are real. With `cargo lesson run http-fetch … --live` the
//! same program fetches from the open web.
//!
//! [`Client::builder`]: reqwest::Client::builder
//! [`response.text()`]: reqwest::Response::text
//! [`response.error_for_status()?`]: reqwest::Response::error_for_status

use std::io;
use std::sync::Arc;

use classroom::Live;
use loopback::{Settings, Site};
use reqwest::ClientBuilder;

/// Where the examples fetch from; from [`web`]. A clone is the same web.
#[derive(Debug, Clone)]
pub struct Web {
    /// `None` when the run is live. It ends with the last clone.
    site: Option<Arc<Site>>,
    /// What a live run fetches in place of every page.
    instead: Option<Arc<str>>,
}

/// The hosts of the tutorials, on this machine and in this runtime; with
/// `cargo lesson run http-fetch … --live`, the open web.
///
/// # Errors
///
/// If the system gives the site no socket.
///
/// # Panics
///
/// If this is not a tokio runtime with I/O and time.
pub async fn web() -> io::Result<Web> {
    web_with(Settings::default()).await
}

/// The same with a site that behaves as `settings` say. They mean nothing to the open
/// web.
///
/// # Errors
///
/// As [`web`].
///
/// # Panics
///
/// As [`web`].
pub async fn web_with(settings: Settings) -> io::Result<Web> {
    let Some(live) = classroom::live() else {
        let site = loopback::start_with(settings).await?;
        return Ok(Web {
            site: Some(Arc::new(site)),
            instead: None,
        });
    };
    // It fails only where it has been done before.
    #[cfg(feature = "tls")]
    let _done = rustls::crypto::ring::default_provider().install_default();
    let page = match live {
        Live::OwnPages => None,
        Live::Page(url) => Some(url),
    };
    Ok(Web {
        site: None,
        instead: page.map(Arc::from),
    })
}

impl Web {
    /// Begins a client that finds the hosts of the tutorials. Everything else about it is
    /// for you to set.
    pub fn client(&self) -> ClientBuilder {
        let builder = reqwest::Client::builder();
        let Some(site) = &self.site else {
            return builder;
        };
        // A proxy of yours would look for the hosts elsewhere.
        let builder = builder.no_proxy();
        loopback::HOSTS.iter().fold(builder, |builder, host| {
            builder.resolve(host, site.address())
        })
    }

    /// The address of `page`: itself, unless `--live --url` asks for another one.
    pub fn url<'a>(&'a self, page: &'a str) -> &'a str {
        self.instead.as_deref().unwrap_or(page)
    }
}
