//! The program `crawler`.

mod cli;
mod progress;
mod report;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

use clap::Parser;
use crawler::crawl::{CrawlError, End, Gauge, Settings, crawl};
use crawler::database::Database;
use crawler::fetch::Fetcher;
use crawler::frontier::Frontier;
use crawler::summary::Summary;
use tokio_util::sync::CancellationToken;

use cli::Cli;
use report::Report;

type Failed = Box<dyn std::error::Error>;

/// Exit status after SIGINT, as in a shell: 128 and the signal's number.
const INTERRUPTED: u8 = 130;
const WRONG_USAGE: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            eprintln!("{}; try --help", cli::in_one_line(&error));
            return ExitCode::from(WRONG_USAGE);
        }
        Err(help) => help.exit(),
    };
    let fetcher = match cli.fetcher() {
        Ok(fetcher) => fetcher,
        Err(error) => {
            eprintln!("error: {error}; try --help");
            return ExitCode::from(WRONG_USAGE);
        }
    };
    match run(&cli, &fetcher).await {
        Ok(End::Stopped) => ExitCode::from(INTERRUPTED),
        Ok(End::Over | End::LimitReached) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: &Cli, fetcher: &Fetcher) -> Result<End, Failed> {
    let stop = CancellationToken::new();
    stop_on_signals(stop.clone())?;
    let database = Database::open(&cli.database).await?;
    let mut frontier = Frontier::new(database.clone(), cli.rules());
    frontier.add(&cli.urls).await.map_err(CrawlError::from)?;
    if cli.retry_failed {
        frontier.retry_failed().await.map_err(CrawlError::from)?;
    }
    let settings = Settings {
        workers: usize::try_from(cli.workers)?,
        scope: cli.scope(),
        renew_every: cli.renew_every(),
    };
    let gauge = Arc::new(Gauge::default());
    let begin = Instant::now();
    let ended = {
        let crawling = crawl(&mut frontier, fetcher, &settings, &gauge, &stop);
        let showing = progress::show(database.pool().clone(), gauge.clone());
        tokio::select! {
            ended = crawling => ended,
            () = showing, if !cli.quiet => unreachable!("it shows until it is dropped"),
        }
    };
    let end = ended?;
    let elapsed = begin.elapsed();
    let summary = Summary::of(database.pool()).await?;
    let requests = gauge.finished.load(Relaxed);
    let report = Report::new(end, requests, elapsed, database.name(), summary);
    database.close().await;
    let text = match cli.json {
        true => report.json(),
        false => report.table(),
    };
    match io::stdout().write_all(text.as_bytes()) {
        // The reader closed the pipe (`… | head`): not an error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(end),
        written => Ok(written.map(|()| end)?),
    }
}

/// The first Ctrl-C, or `kill`, lets the crawl finish the requests in flight. The second
/// exits at once, which loses nothing either.
fn stop_on_signals(stop: CancellationToken) -> io::Result<()> {
    #[cfg(unix)]
    let mut terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate())?
    };
    tokio::spawn(async move {
        loop {
            #[cfg(unix)]
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            #[cfg(not(unix))]
            let _ = tokio::signal::ctrl_c().await;
            if stop.is_cancelled() {
                std::process::exit(INTERRUPTED.into());
            }
            stop.cancel();
            // stderr may be closed.
            let _closed = writeln!(
                io::stderr(),
                "\nfinishing requests in flight; press Ctrl-C again to exit now"
            );
        }
    });
    Ok(())
}
