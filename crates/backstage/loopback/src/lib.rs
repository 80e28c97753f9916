//! A web site on 127.0.0.1 that stands in for every remote host of the tutorials.
//!
//! It runs in the caller's own tokio runtime. That is the point: in a paused runtime
//! the clock moves on only when *nothing* in it can go on, so with the server inside, an
//! answer over a real socket takes exactly as long as its page sleeps, to the virtual
//! millisecond, and the same run gives the same times again. A server in another
//! process would be a stranger to the clock, which would leap to the next timeout while
//! the bytes are on their way.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let site = loopback::start().await?;
//! let client = reqwest::Client::builder()
//!     .no_proxy()
//!     // Host names of the tutorials lead here: `loopback::HOSTS` has them all.
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
//! assert_eq!(site.most_in_flight(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # What it answers
//!
//! | path | answer |
//! |---|---|
//! | `/get`, `/headers`, `/post` | what was asked, as httpbin.org tells it |
//! | `/events` | two events, as api.github.com lists them |
//! | `/topic?pageSize=10` | up to twelve topics, as api.readhub.me lists them |
//! | `/goods/{n}/` | the page of an article of a shop |
//! | `/` | the home page of the host asked for, each with its latency; for 127.0.0.1 `Hello World!` after one second |
//! | `/114321/`, `/all-posts/`, … | on blog.jobbole.com and www.jobbole.com: a small blog, one link of which is dead |
//! | `/windows-1251?charset=…` | a page in that encoding; its header names the charset of the query, or none |
//! | `/delay/{ms}` | the URL, after so long |
//! | `/page/{name}` | a page after a latency drawn from [`Settings::seed`] and its name, or after `?ms=…` |
//! | `/status/{code}` | that status, 200 to 599 |
//! | `POST /login` | with a form that has a `name`: a cookie |
//! | `/account`, `POST /logout` | whose account it is, or 401 without the cookie; and the cookie is taken back |
//! | `POST /parcels?lost=0`, `/parcels` | orders a parcel, once for each `Idempotency-Key`; and how many are ordered. The answers to the first `lost` orders are lost: the connection is reset |
//! | `/download?kib=8&every_ms=100` | a body of so many KiB, as `Content-Length` tells, a KiB at a time, a wait before each |
//! | `/stats`, `/stats/reset` | the counts as JSON, and back to zero |
//! | `/unavailable/{name}?times=…&retry_after=1` | 503 with `Retry-After` the first `times` (else always), then 200 |
//! | `/drip?chunks=5&every_ms=100` | a body in pieces, a wait before each |
//! | `/truncated` | half of the body that was promised, then the end of the connection |
//! | `/reset` | the connection is reset, with no answer |
//! | `/hang` | nothing, ever |
//!
//! It is also a forward proxy of sorts: asked for `http://www.qq.com/` as a proxy is,
//! it answers as that host. So `curl --proxy http://127.0.0.1:5000 http://www.qq.com/`
//! works while `cargo run -p loopback` runs. `CONNECT www.qq.com:80` gives a tunnel, and
//! at its other end is the site itself, whatever the host: `curl --proxytunnel` works too.
//!
//! # A site to crawl
//!
//! | path | answer |
//! |---|---|
//! | `/generated/{pages}/{n}` | page `n` of so many, from 0; all can be reached from page 0, and no other |
//! | `/generated/{pages}/{ms}/{n}` | the same, each after so long |
//! | `/generated/{pages}/page?n={n}` | the same; the links to 3, 13, 23, … are written so |
//! | `/private/{name}` | a page that robots.txt asks to leave alone; but `/private/open` |
//! | `/robots.txt` | the same for every host; `patient` gets a `Crawl-delay` of 0.1 s, `unwelcome` may not come at all |
//!
//! Links of generated pages are relative (some through `..`), absolute, or whole URLs of
//! the host asked for; they have fragments and queries, and two names never mean one
//! page. Each page also links itself (`#top`), `mailto:`, `javascript:`, www.example.com,
//! one of `/private/0` to `/private/2`, and one of seven pages that are not there
//! (`gone-0` to `gone-6`). A title is `Article 4 of 20000`. A whole crawl of seven pages
//! or more is `pages + 7` requests and one for robots.txt.
//!
//! # Pages that mean harm
//!
//! | path | answer |
//! |---|---|
//! | `/hostile/` | links to these, but not to the flaky page and the trap, and to `/unavailable/shop`, `/status/404`, `/truncated`, `/reset` and `/hang` |
//! | `/hostile/long?mb=100` | a page so long, made as it is taken; its title comes first |
//! | `/hostile/endless` | the same without an end |
//! | `/hostile/trickle` | five bytes each 100 ms, without an end |
//! | `/hostile/deep?levels=100000` | so many `<div>` in each other |
//! | `/hostile/broken`, `/hostile/noise` | HTML that is none; title of the first `Broken & <b>bent` |
//! | `/hostile/many-links?links=10000` | so many links, to `/hostile/leaf/{n}`, which are there |
//! | `/hostile/flaky/{name}?times=2` | 503 the first times, and then a page |
//! | `/hostile/trap/{n}` | a link to the next, for ever |
//! | `/hostile/gbk`, `/hostile/gbk-header`, `/hostile/windows-1251` | `你好，世界` twice and `Привет`; `<meta>`, header and `<meta>` say in which encoding |
//! | `/hostile/wrong-charset`, `/hostile/no-such-charset` | GBK that the header calls UTF-8; UTF-8 that it calls Klingon |
//! | `/hostile/picture`, `/hostile/compressed` | `image/png`; `Content-Encoding: gzip` that is none |
//! | `/hostile/redirect-loop` | to `/hostile/redirect-back`, and back |
//! | `/hostile/redirect-chain/{n}` | to `n - 1`, and at 0 a page |
//! | `/hostile/redirect-away`, `/hostile/redirect-nowhere` | to www.example.com; to `http://[` |
//! | `/hostile/title/{name}` | a title that is or has `quotes`, `sql`, `percent`, `escapes` (for terminals), `wide`, `backwards` (U+202E), `nul`, `lines`, `markup`, `empty`, `svg`, `none`, `long` (10,000 characters) |
//!
//! # What it bounds
//!
//! Bodies of 64 KiB (413), heads of 16 KiB and 100 header lines (431), paths with their
//! query of 1 KiB (414; 431 when they fill the head), waits of an hour (400), a thousand
//! different idempotency keys (507). What is not HTTP gets 400 or a closed connection.
//! Answers hold no time of day, and no port but in the whole URLs of generated pages.
//!
//! # What to mind
//!
//! - Build the client with `no_proxy()`, or an `HTTP_PROXY` in the environment sends it
//!   elsewhere.
//! - A client that has talked to many hosts lets go of their connections in the order
//!   of a hash table when it is dropped. Only library tasks notice, but in a recording
//!   the order of their last wakes is chance.
//! - A request is two sockets in one process. At more than 4096 connects at once (128
//!   on macOS) the system drops some, and the client waits for ever on a virtual clock.

mod counts;
mod faults;
mod generated;
mod hostile;
mod httpbin;
mod pages;
mod routes;
mod serve;
mod shop;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::Arc;

use tokio::task::JoinHandle;

use counts::Counts;

pub use pages::HOSTS;

/// How the site is to behave; the default is what [`start`] takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The port; 0, the default, for any that is free.
    pub port: u16,
    /// Another seed draws other latencies. A page keeps the one it has drawn, whenever
    /// and however often it is asked for: the order of arrival plays no part.
    pub seed: u64,
    /// Milliseconds from which latencies are drawn: 10 to 150 by default.
    pub latency_ms: RangeInclusive<u64>,
    /// Whether the home pages too take a drawn latency, in place of each its own.
    pub jitter: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            port: 0,
            seed: 0,
            latency_ms: 10..=150,
            jitter: false,
        }
    }
}

/// Starts the site in this runtime, on a port that is free: `start_with` the default
/// [`Settings`].
///
/// # Errors
///
/// See [`start_with`].
///
/// # Panics
///
/// See [`start_with`].
pub async fn start() -> io::Result<Site> {
    start_with(Settings::default()).await
}

/// Starts the site in this runtime. It answers from here on.
///
/// # Errors
///
/// If the port is taken, or the system gives no socket.
///
/// # Panics
///
/// If this is not a tokio runtime, or one without I/O; without time, the pages that
/// take time panic.
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

/// The running site; from [`start`].
///
/// Dropping it ends the site: its connections break off, whatever they were answering,
/// and its port is free as soon as the runtime has taken another turn.
#[derive(Debug)]
#[must_use = "the site ends when this is dropped"]
pub struct Site {
    address: SocketAddr,
    counts: Arc<Counts>,
    /// Owns the tasks of the connections, so they end with it.
    accepting: JoinHandle<()>,
}

impl Site {
    /// Where the site listens. For `reqwest::ClientBuilder::resolve(host, address)`, so
    /// that `http://host/…`, without a port, leads here.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The URL of a path, such as `/delay/100`, with or without the slash in front.
    pub fn url(&self, path: &str) -> String {
        let path = path.strip_prefix('/').unwrap_or(path);
        format!("{}/{path}", self.base_url())
    }

    /// How many connections have been opened, those of tunnels at both ends.
    pub fn connections(&self) -> u64 {
        self.counts.connections()
    }

    /// How many requests have come, but for `/stats`, `CONNECT` and those out of bounds.
    pub fn requests(&self) -> u64 {
        self.counts.total()
    }

    /// How many of the [`requests`](Self::requests) are being answered now. A client that
    /// has gone is noticed as soon as the site's task has had another turn.
    pub fn in_flight(&self) -> u64 {
        self.counts.now()
    }

    /// How many of the [`requests`](Self::requests) were being answered at once at the
    /// most: the proof of a limit. Each counts from its arrival until the last piece of
    /// its answer is on its way, or its client is gone.
    pub fn most_in_flight(&self) -> u64 {
        self.counts.most()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
