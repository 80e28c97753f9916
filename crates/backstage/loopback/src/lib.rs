//! A web site on 127.0.0.1 that stands in for every remote host of the tutorials.
//!
//! It runs in the caller's own tokio runtime. In a paused runtime the clock moves on only
//! when no task can go on, so with the server inside, an answer over a real socket takes
//! exactly as long as its page sleeps, to the virtual millisecond, and every run takes the
//! same times. A server in another process would be unknown to the clock, which would
//! leap to the next timeout while the bytes are on their way.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let site = loopback::start().await?;
//! let client = reqwest::Client::builder()
//!     .no_proxy()
//!     // `loopback::HOSTS` has all host names of the tutorials.
//!     .resolve("www.qq.com", site.address())
//!     .build()?;
//!
//! let begin = tokio::time::Instant::now();
//! let home = client.get("http://www.qq.com/").send().await?.text().await?;
//! assert!(home.contains("腾讯首页"));
//! assert_eq!(begin.elapsed().as_millis(), 100);
//!
//! let page = client.get(site.url("/delay/250")).send().await?;
//! assert_eq!(page.status(), 200);
//! assert_eq!(begin.elapsed().as_millis(), 350);
//!
//! assert_eq!(site.requests(), 2);
//! assert_eq!(site.max_in_flight(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # What it answers
//!
//! | path | answer |
//! |---|---|
//! | `/get`, `/headers`, `/post` | the request, as httpbin.org describes it |
//! | `/redirect/{n}` | a redirect to `n - 1`, and at 1 to `/get` |
//! | `/events` | two events, as api.github.com lists them |
//! | `/topic?pageSize=10` | up to twelve topics, as api.readhub.me lists them |
//! | `/goods/{n}/` | the page of an article of a shop |
//! | `/` | the home page of the requested host, each with its latency; for 127.0.0.1 `Hello World!` after one second |
//! | `/114321/`, `/all-posts/`, … | on blog.jobbole.com and www.jobbole.com: a small blog with one dead link |
//! | `/windows-1251?charset=…` | a page in that encoding; its header names the charset of the query, or none |
//! | `/text?kib=64` | a text of `kib` KiB, as gzip if the client accepts gzip |
//! | `/delay/{ms}` | the URL, after `ms` milliseconds |
//! | `/page/{name}` | a page after a latency drawn from [`Settings::seed`] and its name, or after `?ms=…` |
//! | `/status/{code}` | that status, 200 to 599 |
//! | `POST /login` | for a form with a `name`: a cookie |
//! | `/account`, `POST /logout` | the customer's account, or 401 without the cookie; and the end of the cookie |
//! | `POST /parcels?lost=0`, `/parcels` | orders a parcel, once for each `Idempotency-Key`; and the number of parcels. The answers to the first `lost` orders are lost: the connection is reset |
//! | `/download?kib=8&every_ms=100` | a body of `kib` KiB, announced by `Content-Length`, a KiB at a time, with a wait before each |
//! | `/stats`, `/stats/reset` | the counts as JSON; and sets them to zero |
//! | `/unavailable/{name}?times=…&retry_after=1` | 503 with `Retry-After` the first `times` (default: always), then 200; with `&date=true`, `Retry-After` is a date, and `Date` is the site's own time, always 3 February 2018, 05:00:00 GMT |
//! | `/drip?chunks=5&every_ms=100` | a body in pieces, with a wait before each |
//! | `/truncated` | half of the promised body, then the end of the connection |
//! | `/reset` | a reset of the connection, without an answer |
//! | `/hang` | no answer, ever |
//!
//! It is also a forward proxy for its own pages: a request for `http://www.qq.com/`, as a
//! proxy receives it, gets the answer of that host. So `curl --proxy
//! http://127.0.0.1:5000 http://www.qq.com/` works while `cargo run -p loopback` runs.
//! `CONNECT www.qq.com:80` opens a tunnel, and the site itself is at its other end,
//! whatever the host: `curl --proxytunnel` works too.
//!
//! # A site to crawl
//!
//! | path | answer |
//! |---|---|
//! | `/generated/{pages}/{n}` | page `n` of `pages`, from 0; page 0 leads to all of them, and to no others |
//! | `/generated/{pages}/{ms}/{n}` | the same page after `ms` milliseconds |
//! | `/generated/{pages}/page?n={n}` | the same page; links to 3, 13, 23, … have this form |
//! | `/private/{name}` | a page that robots.txt disallows, except `/private/open` |
//! | `/robots.txt` | the same for every host; `patient` gets a `Crawl-delay` of 0.1 s, and all is disallowed to `unwelcome` |
//!
//! Links of generated pages are relative (some through `..`), absolute, or whole URLs of
//! the requested host; they have fragments and queries, and every page has one name only.
//! Each page also links to itself (`#top`), to `mailto:`, `javascript:`, www.example.com,
//! one of `/private/0` to `/private/2`, and one of seven pages that do not exist
//! (`gone-0` to `gone-6`). A title is `Article 4 of 20000`. A whole crawl of seven pages
//! or more is `pages + 7` requests and one for robots.txt.
//!
//! # Hostile pages
//!
//! | path | answer |
//! |---|---|
//! | `/hostile/` | links to these, except the flaky page and the trap, and to `/unavailable/shop`, `/status/404`, `/truncated`, `/reset` and `/hang` |
//! | `/hostile/long?mb=100` | a page of that length, made as it is taken; its title comes first |
//! | `/hostile/endless` | the same without an end |
//! | `/hostile/trickle` | five bytes each 100 ms, without an end |
//! | `/hostile/deep?levels=100000` | that number of nested `<div>` |
//! | `/hostile/broken`, `/hostile/noise` | invalid HTML; the title of the first is `Broken & <b>bent` |
//! | `/hostile/many-links?links=10000` | that number of links, to `/hostile/leaf/{n}`, which exist |
//! | `/hostile/flaky/{name}?times=2` | 503 the first `times`, then a page |
//! | `/hostile/trap/{n}` | a link to the next, forever |
//! | `/hostile/gbk`, `/hostile/gbk-header`, `/hostile/windows-1251` | `你好，世界` twice and `Привет`; the encoding is named by `<meta>`, the header and `<meta>` |
//! | `/hostile/wrong-charset`, `/hostile/no-such-charset` | GBK with UTF-8 in the header; UTF-8 with Klingon in the header |
//! | `/hostile/picture`, `/hostile/compressed` | `image/png`; `Content-Encoding: gzip` over plain text |
//! | `/hostile/redirect-loop` | to `/hostile/redirect-back`, and back |
//! | `/hostile/redirect-chain/{n}` | to `n - 1`, and at 0 a page |
//! | `/hostile/redirect-away`, `/hostile/redirect-nowhere` | to www.example.com; to `http://[` |
//! | `/hostile/title/{name}` | a title that is or has `quotes`, `sql`, `percent`, `escapes` (for terminals), `wide`, `backwards` (U+202E), `nul`, `lines`, `markup`, `empty`, `svg`, `none`, `long` (10,000 characters) |
//!
//! # Limits
//!
//! Bodies of 64 KiB (413), heads of 16 KiB and 100 header lines (431), paths with their
//! query of 1 KiB (414; 431 when they fill the head), waits of an hour (400), a thousand
//! different idempotency keys (507). Bytes that are not HTTP get 400 or a closed
//! connection. Answers contain no true time of day, and no port except in the whole URLs of
//! generated pages.
//!
//! # Hints
//!
//! - Build the client with `no_proxy()`, or an `HTTP_PROXY` in the environment sends it
//!   elsewhere.
//! - A client that has talked to many hosts closes their connections in the order of a
//!   hash table when it is dropped. Only library tasks notice, but in a recording the
//!   order of their last wakes is random.
//! - A request is two sockets in one process. At more than 4096 connects at once (128
//!   on macOS) the system drops some, and on a virtual clock their clients wait forever.

mod compressed;
mod counts;
mod faults;
mod generated;
mod hostile;
mod httpbin;
mod pages;
mod params;
mod routes;
mod serve;
mod settings;
mod shop;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::task::JoinHandle;

use counts::Counts;

pub use pages::HOSTS;
pub use settings::Settings;

/// Starts the site in this runtime, on a free port and with the default [`Settings`].
///
/// # Errors
///
/// As [`start_with`].
///
/// # Panics
///
/// As [`start_with`].
pub async fn start() -> io::Result<Site> {
    start_with(Settings::default()).await
}

/// Starts the site in this runtime. It answers as soon as this returns.
///
/// # Errors
///
/// Returns an error if the port is in use or the system has no socket left.
///
/// # Panics
///
/// Panics outside a tokio runtime, or in a runtime without I/O. In a runtime without time,
/// the pages that sleep panic.
pub async fn start_with(settings: Settings) -> io::Result<Site> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port));
    let listener = serve::listen(address)?;
    let address = listener.local_addr()?;
    let counts = Arc::new(Counts::default());
    let router = routes::router(settings, counts.clone());
    let accepting = tokio::spawn(serve::accept(listener, router, counts.clone()));
    Ok(Site {
        address,
        counts,
        accepting,
    })
}

/// A running site, from [`start`].
///
/// Dropping it ends the site: its connections break off, even during an answer, and its
/// port is free once the runtime has dropped the task that accepts connections.
#[derive(Debug)]
#[must_use = "the site ends when this is dropped"]
pub struct Site {
    address: SocketAddr,
    counts: Arc<Counts>,
    /// Owns the tasks of the connections, so they end with it.
    accepting: JoinHandle<()>,
}

impl Site {
    /// Returns the address on which the site listens. It is for
    /// `reqwest::ClientBuilder::resolve(host, address)`, so that `http://host/…`, without a
    /// port, leads to the site.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the URL of a path, such as `/delay/100`; the first slash may be left out.
    pub fn url(&self, path: &str) -> String {
        let path = path.strip_prefix('/').unwrap_or(path);
        format!("{}/{path}", self.base_url())
    }

    /// Returns the number of connections that were opened. A tunnel counts as two.
    pub fn connections(&self) -> u64 {
        self.counts.connections()
    }

    /// Returns the number of requests, without those for `/stats`, `CONNECT`, and those
    /// that were refused for their size.
    pub fn requests(&self) -> u64 {
        self.counts.total()
    }

    /// Returns the number of [`requests`](Self::requests) that are being answered. A client
    /// that has gone is noticed at the next poll of its connection's task.
    pub fn in_flight(&self) -> u64 {
        self.counts.in_flight()
    }

    /// Returns the maximum number of [`requests`](Self::requests) that were in flight at
    /// once, as proof of a client's limit. A request is in flight from its arrival until
    /// the last piece of its answer is on its way or its client has gone.
    pub fn max_in_flight(&self) -> u64 {
        self.counts.max_in_flight()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
