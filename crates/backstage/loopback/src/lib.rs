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
//! | `/windows-1251` | a page in that encoding, which its header does not tell |
//! | `/delay/{ms}` | the URL, after so long |
//! | `/page/{name}` | a page after a latency drawn from [`Settings::seed`] and its name, or after `?ms=…` |
//! | `/status/{code}` | that status, 200 to 599 |
//! | `/stats`, `/stats/reset` | the counts as JSON, and back to zero |
//! | `/unavailable/{name}?times=…&retry_after=1` | 503 with `Retry-After` the first `times` (else always), then 200 |
//! | `/drip?chunks=5&every_ms=100` | a body in pieces, a wait before each |
//! | `/truncated` | half of the body that was promised, then the end of the connection |
//! | `/reset` | the connection is reset, with no answer |
//! | `/hang` | nothing, ever |
//!
//! It is also a forward proxy of sorts: asked for `http://www.qq.com/` as a proxy is,
//! it answers as that host. So `curl --proxy http://127.0.0.1:5000 http://www.qq.com/`
//! works while `cargo run -p loopback` runs.
//!
//! # What it bounds
//!
//! Bodies of 64 KiB (413), heads of 16 KiB and 100 header lines (431), paths with their
//! query of 1 KiB (414; 431 when they fill the head), waits of an hour (400). What is
//! not HTTP gets 400 or a closed connection. Answers hold no time of day and no port.
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
mod httpbin;
mod pages;
mod routes;
mod serve;

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
    let accepting = tokio::spawn(serve::accept(listener, router));
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

    /// How many requests have come, but for `/stats` and those out of bounds.
    pub fn requests(&self) -> u64 {
        self.counts.total()
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
