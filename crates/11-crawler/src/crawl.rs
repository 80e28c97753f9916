//! The crawl: one loop that talks to the frontier, and workers that talk to the sites.

use std::fmt;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet, spawn_blocking};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::fetch::{Answer, Body, Cut, Failure, Fetcher, Problem};
use crate::frontier::{Claim, ClaimResult, Finished, Frontier, Outcome};
use crate::links::{self, NotFollowed, Scope};
use crate::page;

/// Shortest pause before the frontier is asked again whether a page is due.
const MIN_WAIT: Duration = Duration::from_millis(5);
/// Longest such pause: another crawler may have found links in the meantime.
const MAX_WAIT: Duration = Duration::from_millis(500);
/// With more rules than this, comparing a URL with them would hold up other tasks.
const MAX_RULES_AT_ONCE: usize = 1000;
/// Likewise, a larger page is parsed on a thread of its own.
const MAX_BYTES_AT_ONCE: usize = 16 * 1024;

/// Options of a crawl.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Maximum concurrent requests of this crawler.
    pub workers: usize,
    /// Links out of this scope are not followed.
    pub scope: Scope,
    /// Time between two renewals of the leases: a fraction of a lease.
    pub renew_every: Duration,
}

/// How a crawl ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// No page is left to fetch.
    Over,
    /// [`Rules::max_pages`](crate::frontier::Rules::max_pages) have been requested.
    LimitReached,
    /// It was asked to stop. The requests in flight have been finished.
    Stopped,
}

/// Progress of this crawler, which other tasks may read while it works.
#[derive(Debug, Default)]
pub struct Gauge {
    /// Requests that have ended.
    pub finished: AtomicU64,
    /// Requests that have failed.
    pub failed: AtomicU64,
    /// Claims that are not yet committed.
    pub in_flight: AtomicU64,
    /// Bytes of the bodies that were read.
    pub bytes: AtomicU64,
}

/// Why a crawl broke off: the database failed.
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

/// Crawls until no page is left, the limit is reached, or `stop` is cancelled.
///
/// Between two turns of the loop all that is known is in the database. Pages that finish
/// while the database is busy are committed together in the next turn, in the same
/// transaction that claims new ones.
///
/// # Errors
///
/// Returns an error if the database fails. When run again, the crawl resumes.
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
    // Dropped with this function, and all tasks in it are aborted.
    let mut tasks = JoinSet::new();
    let mut renew = interval(settings.renew_every);
    renew.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut wait = Wait::default();
    let mut end = None;
    loop {
        if let Some(end) = end
            && tasks.is_empty()
        {
            return Ok(end);
        }
        let mut batch = Vec::new();
        tokio::select! {
            biased;
            _ = renew.tick() => {
                frontier.renew_leases().await?;
                continue;
            }
            Some(first) = tasks.join_next() => {
                batch.push(finished(first));
                while let Some(next) = tasks.try_join_next() {
                    batch.push(finished(next));
                }
            }
            () = stop.cancelled(), if end.is_none() => {
                end = Some(End::Stopped);
                continue;
            }
            () = wait.over(), if end.is_none() && tasks.len() < settings.workers => {}
        }
        let room = match end.is_none() && !stop.is_cancelled() {
            true => settings.workers - tasks.len(),
            false => 0,
        };
        match frontier.finish_and_claim(&batch, room).await? {
            ClaimResult::Pages(claims) => {
                wait = Wait::default();
                if claims.len() < room {
                    // That was all that is due now.
                    wait.lengthen(Duration::ZERO);
                }
                for claim in claims {
                    tasks.spawn(worker.clone().work(claim));
                }
            }
            // What was committed may have made room at a host.
            ClaimResult::Wait(due) => wait.lengthen(due),
            ClaimResult::Over => end = Some(End::Over),
            ClaimResult::LimitReached => end = Some(End::LimitReached),
        }
        gauge.in_flight.store(tasks.len() as u64, Relaxed);
    }
}

fn finished(joined: Result<Finished, JoinError>) -> Finished {
    match joined {
        Ok(finished) => finished,
        // No task is aborted, so it panicked. Its page will be claimed again.
        Err(error) => resume_unwind(error.into_panic()),
    }
}

/// Number of pages that are parsed at once. Each takes a processor for a while, and the
/// memory of a parsed page.
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
            next: MIN_WAIT,
        }
    }
}

impl Wait {
    /// Doubles the pause, which lasts at least until something is `due`.
    fn lengthen(&mut self, due: Duration) {
        let pause = self.next.max(due).min(MAX_WAIT);
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
    /// Processes a claimed page and returns the outcome.
    async fn work(self: Arc<Self>, claim: Claim) -> Finished {
        let (outcome, bytes) = match claim.is_robots {
            true => self.robots(&claim).await,
            false if !self.is_allowed(&claim).await => {
                return Finished {
                    claim,
                    outcome: Outcome::Forbidden,
                    bytes: 0,
                };
            }
            false => self.page(&claim).await,
        };
        self.gauge.finished.fetch_add(1, Relaxed);
        self.gauge.bytes.fetch_add(bytes as u64, Relaxed);
        if matches!(outcome, Outcome::Failed(_) | Outcome::Broken(_)) {
            self.gauge.failed.fetch_add(1, Relaxed);
        }
        Finished {
            claim,
            outcome,
            bytes,
        }
    }

    async fn is_allowed(&self, claim: &Claim) -> bool {
        if claim.number_of_rules() <= MAX_RULES_AT_ONCE {
            return claim.is_allowed();
        }
        let claim = claim.clone();
        let permit = self.parsing.acquire().await;
        let _permit = permit.expect("the semaphore is never closed");
        let allowed = spawn_blocking(move || claim.is_allowed()).await;
        allowed.expect("comparing does not panic, and is not aborted")
    }

    async fn robots(&self, claim: &Claim) -> (Outcome, usize) {
        match self.fetcher.robots(&claim.url).await {
            Ok(text) => {
                let bytes = text.len();
                (Outcome::Robots(text), bytes)
            }
            Err(failure) => (Outcome::Failed(failure), 0),
        }
    }

    async fn page(&self, claim: &Claim) -> (Outcome, usize) {
        match self.fetcher.page(&claim.url).await {
            Answer::Failed(failure) => (Outcome::Failed(failure), 0),
            Answer::Redirect(_, target) => {
                let is_in_scope = self.scope.contains(&target);
                let outcome = match links::normalise(target) {
                    Ok(target) if is_in_scope => Outcome::Redirect(Some(target)),
                    Err(NotFollowed::TlsNotBuiltIn) if is_in_scope => {
                        Outcome::Failed(Failure::permanent(Problem::TlsNotBuiltIn))
                    }
                    Ok(_) | Err(_) => Outcome::Redirect(None),
                };
                (outcome, 0)
            }
            Answer::Html(body) => {
                let bytes = body.bytes.len();
                (self.read(claim, body).await, bytes)
            }
        }
    }

    async fn read(&self, claim: &Claim, body: Body) -> Outcome {
        let limits = self.fetcher.limits();
        let (url, scope) = (claim.url.clone(), self.scope.clone());
        let (cut, max_links) = (body.cut, limits.links);
        let is_small = body.bytes.len() <= MAX_BYTES_AT_ONCE;
        let read = move || {
            let charset = body.charset.as_deref();
            page::read(&body.bytes, charset, &url, &scope, max_links)
        };
        let page = match is_small {
            // Another thread would cost more than the page.
            true => catch_unwind(AssertUnwindSafe(read)).ok(),
            false => {
                let permit = self.parsing.acquire().await;
                let _permit = permit.expect("the semaphore is never closed");
                spawn_blocking(read).await.ok()
            }
        };
        let Some(page) = page else {
            return Outcome::Broken("cannot be read");
        };
        let remark = match cut {
            Some(Cut::Bytes) => Some(format!("cut at {} KiB", limits.bytes / 1024)),
            Some(Cut::Time) => {
                Some(format!("cut after {} ms", limits.time.as_millis()))
            }
            None if page.too_many_links => Some(format!("cut at {max_links} links")),
            None if page.too_slow => Some("cut, slow to parse".to_owned()),
            None if page.broken_text => Some("broken text".to_owned()),
            None if page.noindex => Some("noindex: without its title".to_owned()),
            None => None,
        };
        Outcome::Page {
            title: page.title,
            links: page.links,
            skipped: page.skipped,
            remark,
        }
    }
}
