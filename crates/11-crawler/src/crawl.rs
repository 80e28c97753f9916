//! The crawl: one loop that talks to the frontier, and workers that talk to the sites.

use std::fmt;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet, spawn_blocking};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::fetch::{Answer, Body, Cut, Fetcher};
use crate::frontier::{Claim, Ending, Finished, Frontier, Turn};
use crate::links::{self, Scope};
use crate::page;

/// The pause before the frontier is asked again whether there is anything to do.
const SHORTEST_WAIT: Duration = Duration::from_millis(5);
/// Another crawler may have found links in the meantime.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// What a crawl needs besides its frontier.
#[derive(Debug, Clone)]
pub struct Settings {
    /// So many pages are fetched at once by this crawler.
    pub workers: usize,
    /// Which links are followed.
    pub scope: Scope,
    /// Leases are renewed so often: several times within the lease.
    pub keep_up_every: Duration,
}

/// How a crawl ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// All pages are finished.
    Over,
    /// [`Rules::most_pages`](crate::frontier::Rules::most_pages) have been taken.
    Enough,
    /// Somebody wanted it to stop. What was in flight is finished.
    Stopped,
}

/// What this crawler has done so far; others may look while it works.
#[derive(Debug, Default)]
pub struct Gauge {
    /// Requests that were answered or failed.
    pub finished: AtomicU64,
    /// Those that failed.
    pub failed: AtomicU64,
    /// Pages it is at: claimed, and not yet committed.
    pub in_flight: AtomicU64,
    /// Bytes of the bodies that were read.
    pub bytes: AtomicU64,
}

/// Why a crawl came to nothing: the database failed.
#[derive(Debug)]
pub struct CrawlError(sqlx::Error);

impl fmt::Display for CrawlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the database failed: {}",
            crate::database::in_one_line(&self.0)
        )
    }
}

impl std::error::Error for CrawlError {}

impl From<sqlx::Error> for CrawlError {
    fn from(error: sqlx::Error) -> Self {
        CrawlError(error)
    }
}

/// Crawls until nothing is left, there is enough, or `stop` is cancelled.
///
/// Between two turns of the loop all that is known is in the database. What finishes
/// while the database is busy is committed together in the next turn.
///
/// # Errors
///
/// If the database fails. Run again, it goes on where it was.
pub async fn crawl(
    frontier: &mut Frontier,
    fetcher: &Fetcher,
    settings: &Settings,
    gauge: &Arc<Gauge>,
    stop: &CancellationToken,
) -> Result<End, CrawlError> {
    let worker = Arc::new(Worker {
        fetcher: fetcher.clone(),
        scope: settings.scope.clone(),
        gauge: gauge.clone(),
        parsing: Semaphore::new(parsers()),
    });
    // Dropped with this function, and all tasks in it end.
    let mut tasks = JoinSet::new();
    let mut keep_up = interval(settings.keep_up_every);
    keep_up.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut wait = Wait::default();
    let mut end = None;
    loop {
        if let Some(end) = end
            && tasks.is_empty()
        {
            return Ok(end);
        }
        tokio::select! {
            biased;
            _ = keep_up.tick() => frontier.keep_up().await?,
            Some(first) = tasks.join_next() => {
                let mut batch = vec![finished(first)];
                while let Some(next) = tasks.try_join_next() {
                    batch.push(finished(next));
                }
                frontier.finish(&batch).await?;
                gauge.in_flight.fetch_sub(batch.len() as u64, Relaxed);
                wait = Wait::default();
            }
            () = stop.cancelled(), if end.is_none() => end = Some(End::Stopped),
            () = wait.over(), if end.is_none() && tasks.len() < settings.workers => {
                match frontier.claim(settings.workers - tasks.len()).await? {
                    Turn::Pages(claims) => {
                        gauge.in_flight.fetch_add(claims.len() as u64, Relaxed);
                        for claim in claims {
                            tasks.spawn(worker.clone().work(claim));
                        }
                        wait = Wait::default();
                    }
                    Turn::Wait(due) => wait.longer(due),
                    Turn::Over => end = Some(End::Over),
                    Turn::Enough => end = Some(End::Enough),
                }
            }
        }
    }
}

fn finished(joined: Result<Finished, JoinError>) -> Finished {
    match joined {
        Ok(finished) => finished,
        // Nobody aborts them. The database is safe: its pages will be claimed again.
        Err(error) => resume_unwind(error.into_panic()),
    }
}

/// A page may take the processor for a while, so not all of them at once, or the memory
/// would hold a parsed page for each worker.
fn parsers() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// When to ask the frontier again.
struct Wait {
    until: Instant,
    next: Duration,
}

impl Default for Wait {
    fn default() -> Self {
        Wait {
            until: Instant::now(),
            next: SHORTEST_WAIT,
        }
    }
}

impl Wait {
    /// Twice as long each time there was nothing, and not before something is `due`.
    fn longer(&mut self, due: Duration) {
        let pause = self.next.max(due).min(LONGEST_WAIT);
        self.until = Instant::now() + pause;
        self.next = self.next.saturating_mul(2);
    }

    async fn over(&self) {
        sleep_until(self.until).await;
    }
}

struct Worker {
    fetcher: Fetcher,
    scope: Scope,
    gauge: Arc<Gauge>,
    parsing: Semaphore,
}

impl Worker {
    /// From a claim to what came of it.
    async fn work(self: Arc<Self>, claim: Claim) -> Finished {
        let (ending, bytes) = match claim.is_robots {
            true => self.robots(&claim).await,
            false => self.page(&claim).await,
        };
        self.gauge.finished.fetch_add(1, Relaxed);
        self.gauge.bytes.fetch_add(bytes as u64, Relaxed);
        if matches!(ending, Ending::Failed(_) | Ending::Broken(_)) {
            self.gauge.failed.fetch_add(1, Relaxed);
        }
        Finished {
            claim,
            ending,
            bytes,
        }
    }

    async fn robots(&self, claim: &Claim) -> (Ending, usize) {
        match self.fetcher.robots(&claim.url).await {
            Ok(text) => {
                let bytes = text.len();
                (Ending::Robots(text), bytes)
            }
            Err(failure) => (Ending::Failed(failure), 0),
        }
    }

    async fn page(&self, claim: &Claim) -> (Ending, usize) {
        match self.fetcher.page(&claim.url).await {
            Answer::Failed(failure) => (Ending::Failed(failure), 0),
            Answer::Redirect(_, target) => {
                let target = links::normalise(target).ok();
                let target = target.filter(|target| self.scope.contains(target));
                (Ending::Redirect(target), 0)
            }
            Answer::Html(body) => {
                let bytes = body.bytes.len();
                (self.read(claim, body).await, bytes)
            }
        }
    }

    async fn read(&self, claim: &Claim, body: Body) -> Ending {
        let limits = self.fetcher.limits();
        let (url, scope) = (claim.url.clone(), self.scope.clone());
        let (cut, most_links) = (body.cut, limits.links);
        let permit = self.parsing.acquire().await;
        let _permit = permit.expect("nobody closes the semaphore");
        let read = spawn_blocking(move || {
            let charset = body.charset.as_deref();
            page::read(&body.bytes, charset, &url, &scope, most_links)
        });
        let Ok(page) = read.await else {
            return Ending::Broken("cannot be read");
        };
        let remark = match cut {
            Some(Cut::Bytes) => Some(format!("cut at {} KiB", limits.bytes / 1024)),
            Some(Cut::Time) => {
                Some(format!("cut after {} ms", limits.time.as_millis()))
            }
            None if page.too_many_links => Some(format!("cut at {most_links} links")),
            None if page.too_slow => Some("cut, slow to parse".to_owned()),
            None if page.broken_text => Some("broken text".to_owned()),
            None => None,
        };
        Ending::Page {
            title: page.title,
            links: page.links,
            remark,
        }
    }
}
