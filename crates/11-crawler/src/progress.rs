//! What a person sees while it works: a bar on a terminal, else a line each second.

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
/// Counting takes no more of the database's time than one part in so many.
const COUNTING_SHARE: u32 = 20;

/// Shows how far it is, until this future is dropped.
pub(crate) async fn show(pool: AnyPool, gauge: Arc<Gauge>) {
    let on_terminal = stderr().is_terminal();
    let every = if on_terminal { BAR_EVERY } else { LINE_EVERY };
    let bar = Bar::new(on_terminal);
    let begin = Instant::now();
    let mut counts = Counts::default();
    // With other crawlers, or left by one that was killed, until its lease is over.
    let mut elsewhere = 0;
    let mut count_again = begin;
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick comes at once, when there is nothing to show.
    ticks.tick().await;
    loop {
        ticks.tick().await;
        if Instant::now() >= count_again {
            let counting = Instant::now();
            // The crawl itself will tell what is wrong with the database.
            let before = gauge.in_flight.load(Relaxed);
            counts = Counts::of(&pool).await.unwrap_or(counts);
            let ours = before.max(gauge.in_flight.load(Relaxed));
            elsewhere = counts.claimed.saturating_sub(ours);
            let pause = (counting.elapsed() * COUNTING_SHARE).max(LINE_EVERY);
            count_again = Instant::now() + pause;
        }
        let requests = gauge.finished.load(Relaxed);
        let rate = requests as f64 / begin.elapsed().as_secs_f64();
        let in_flight = gauge.in_flight.load(Relaxed);
        let mut numbers = format!("{} queued, {in_flight} in flight", counts.queued);
        if elsewhere > 0 {
            numbers += &format!(" + {elsewhere} elsewhere");
        }
        let errors = gauge.failed.load(Relaxed);
        numbers += &format!(", {errors} errors, {rate:.1}/s");
        bar.show(&counts, &numbers, begin.elapsed());
    }
}

/// Leaves the terminal as it was when it is dropped.
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

    fn show(&self, counts: &Counts, numbers: &str, elapsed: Duration) {
        let known = counts.finished + counts.queued + counts.claimed;
        let Some(bar) = &self.0 else {
            let seconds = elapsed.as_secs();
            let (finished, known) = (counts.finished, known);
            // Nobody may be reading.
            let _closed = writeln!(
                stderr(),
                "{seconds} s: {finished} of {known} pages, {numbers}"
            );
            return;
        };
        bar.set_length(known);
        bar.set_position(counts.finished);
        bar.set_message(numbers.to_owned());
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
