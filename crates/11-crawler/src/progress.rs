//! Progress on stderr: a bar on a terminal, else a line each second.

use std::fmt;
use std::io::{IsTerminal, Write, stderr};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use crawler::crawl::Gauge;
use crawler::summary::Counts;
use indicatif::{ProgressBar, ProgressStyle};
use sqlx::AnyPool;
use tokio::time::{Instant, MissedTickBehavior, interval};

const BAR_EVERY: Duration = Duration::from_millis(200);
const LINE_EVERY: Duration = Duration::from_secs(1);

/// Shows progress until this future is dropped.
pub(crate) async fn show(pool: AnyPool, gauge: Arc<Gauge>) {
    let on_terminal = stderr().is_terminal();
    let every = if on_terminal { BAR_EVERY } else { LINE_EVERY };
    let bar = Bar::new(on_terminal);
    let begin = Instant::now();
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick is immediate, when there is nothing to show.
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let before = gauge.in_flight.load(Relaxed);
        // If the database fails, the crawl itself reports it.
        let Ok(counts) = Counts::of(&pool).await else {
            continue;
        };
        bar.show(&Snapshot::new(counts, before, &gauge, begin.elapsed()));
    }
}

/// Figures of one moment.
struct Snapshot {
    counts: Counts,
    in_flight: u64,
    /// Pages of other crawlers, or left by one that was killed, until their leases
    /// expire.
    elsewhere: u64,
    failed: u64,
    requests: u64,
    elapsed: Duration,
}

impl Snapshot {
    fn new(
        counts: Counts,
        in_flight_before: u64,
        gauge: &Gauge,
        elapsed: Duration,
    ) -> Snapshot {
        let in_flight = gauge.in_flight.load(Relaxed);
        // Some may have begun or ended while the database answered.
        let ours = in_flight_before.max(in_flight);
        Snapshot {
            counts,
            in_flight,
            elsewhere: counts.claimed.saturating_sub(ours),
            failed: gauge.failed.load(Relaxed),
            requests: gauge.finished.load(Relaxed),
            elapsed,
        }
    }

    fn known(&self) -> u64 {
        self.counts.finished + self.counts.queued + self.counts.claimed
    }
}

impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (queued, in_flight) = (self.counts.queued, self.in_flight);
        write!(f, "{queued} queued, {in_flight} in flight")?;
        if self.elsewhere > 0 {
            write!(f, " + {} elsewhere", self.elsewhere)?;
        }
        let rate = self.requests as f64 / self.elapsed.as_secs_f64();
        write!(f, ", {} errors, {rate:.1}/s", self.failed)
    }
}

/// A bar, if there is a terminal. Dropping it clears the line.
struct Bar(Option<ProgressBar>);

impl Bar {
    fn new(on_terminal: bool) -> Bar {
        Bar(on_terminal.then(|| {
            let style =
                ProgressStyle::with_template("{bar:12} {pos}/{len} pages, {msg}");
            let style = style.expect("the template is a constant, and tested");
            ProgressBar::new(0).with_style(style)
        }))
    }

    fn show(&self, snapshot: &Snapshot) {
        let (finished, known) = (snapshot.counts.finished, snapshot.known());
        let Some(bar) = &self.0 else {
            let seconds = snapshot.elapsed.as_secs();
            // stderr may be closed.
            let _closed = writeln!(
                stderr(),
                "{seconds} s: {finished} of {known} pages, {snapshot}"
            );
            return;
        };
        bar.set_length(known);
        bar.set_position(finished);
        bar.set_message(snapshot.to_string());
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
