//! The crawler as a command.

mod cli;
mod progress;
mod report;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

use clap::Parser;
use crawler::crawl::{End, Gauge, Settings, crawl};
use crawler::database::Database;
use crawler::fetch::Fetcher;
use crawler::frontier::Frontier;
use crawler::summary::Summary;
use tokio_util::sync::CancellationToken;

use cli::Cli;
use report::Report;

type Failed = Box<dyn std::error::Error>;

/// As shells have it: 128 and the number of SIGINT.
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
    match run(&cli).await {
        Ok(End::Stopped) => ExitCode::from(INTERRUPTED),
        Ok(End::Over | End::Enough) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: &Cli) -> Result<End, Failed> {
    let stop = CancellationToken::new();
    stop_on_signals(stop.clone())?;
    let fetcher = Fetcher::new(
        &cli.user_agent,
        cli.limits(),
        cli.proxy.as_deref(),
        &cli.resolve,
    );
    let fetcher = fetcher.map_err(|_| "--user-agent or --proxy is none")?;
    let database = Database::open(&cli.database).await?;
    let mut frontier = Frontier::new(database.clone(), cli.rules());
    frontier
        .add(&cli.urls)
        .await
        .map_err(crawler::crawl::CrawlError::from)?;
    let settings = Settings {
        workers: usize::try_from(cli.workers)?,
        scope: cli.scope(),
        keep_up_every: cli.keep_up_every(),
    };
    let gauge = Arc::new(Gauge::default());
    let begin = Instant::now();
    let ended = {
        let crawling = crawl(&mut frontier, &fetcher, &settings, &gauge, &stop);
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
        // Whoever reads has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(end),
        written => Ok(written.map(|()| end)?),
    }
}

/// The first Ctrl-C, or `kill`, lets the crawl finish what is in flight. The second ends
/// it where it is, which loses nothing either.
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
            // Nobody may be reading.
            let _closed = writeln!(
                io::stderr(),
                "\nfinishing what is in flight; Ctrl-C again does not wait"
            );
        }
    });
    Ok(())
}
