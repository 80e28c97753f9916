//! The web of this lesson: the tutorials' hosts on this machine, or the internet.
//!
//! # Fetching, for a Python programmer
//!
//! Fetching a page is waiting: for the name, for the connection, for the head of the
//! answer, for its body. A thread that waits for one page can wait for a hundred more at
//! the same time, and all of them take as long as the slowest. That is why most programs
//! with asyncio fetch over HTTP. The counterpart of `aiohttp.ClientSession` is
//! [`reqwest::Client`]. It keeps its connections open and uses them again, so a program
//! makes one client and passes clones of it, which share the connections.
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
//! | `async with session.get(url) as response` | `client.get(url).send().await?` | `send` returns the head of the answer; dropping the response abandons its body. |
//! | `await response.text()` | [`response.text()`] | it takes the response, so a second call does not compile. |
//! | `response.raise_for_status()` | [`response.error_for_status()?`] | it returns the response. |
//! | `ClientTimeout(total=10)` | `Client::builder().timeout(…)` | aiohttp has five minutes by default, reqwest has none. |
//! | `TCPConnector(limit=3)` | a `Semaphore` | a client limits the idle connections that it keeps, not the requests in flight. |
//!
//! # What this crate adds
//!
//! [`web`] starts a site inside the program that answers for the hosts of the tutorials, most
//! of which have changed or gone since 2018. The lesson needs no network, and its clock can
//! be virtual although its sockets are real. With `cargo lesson run http-fetch … --live`,
//! the same program fetches from the internet.
//!
//! [`Client::builder`]: reqwest::Client::builder
//! [`response.text()`]: reqwest::Response::text
//! [`response.error_for_status()?`]: reqwest::Response::error_for_status

use std::io;
use std::sync::Arc;

use classroom::Live;
use loopback::{Settings, Site};
use reqwest::ClientBuilder;

/// The web that an example fetches from, made by [`web`]. Clones share it.
#[derive(Debug, Clone)]
pub struct Web {
    /// The local site, which ends with the last clone; `None` when the run is live.
    site: Option<Arc<Site>>,
    /// URL that replaces every page of a live run.
    instead: Option<Arc<str>>,
}

/// Starts the hosts of the tutorials in this runtime; with
/// `cargo lesson run http-fetch … --live`, uses the internet.
///
/// # Errors
///
/// Returns an error if the system has no socket left for the site.
///
/// # Panics
///
/// Panics outside a tokio runtime, or in a runtime without I/O.
pub async fn web() -> io::Result<Web> {
    web_with(Settings::default()).await
}

/// Starts the same hosts with these settings, which a live run ignores.
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
    // This fails only if a provider is installed already.
    #[cfg(feature = "tls")]
    let _installed = rustls::crypto::ring::default_provider().install_default();
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
    /// Returns the builder of a client that finds the hosts of the tutorials. It has the
    /// defaults of reqwest otherwise.
    pub fn client(&self) -> ClientBuilder {
        let builder = reqwest::Client::builder();
        let Some(site) = &self.site else {
            return builder;
        };
        // A proxy from the environment would look for the hosts elsewhere.
        let builder = builder.no_proxy();
        loopback::HOSTS.iter().fold(builder, |builder, host| {
            builder.resolve(host, site.address())
        })
    }

    /// Returns the URL to fetch for `page`: `page` itself, or that of `--live --url`.
    pub fn url<'a>(&'a self, page: &'a str) -> &'a str {
        self.instead.as_deref().unwrap_or(page)
    }
}
