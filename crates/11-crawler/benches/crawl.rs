//! A site of 1,000 and one of 20,000 pages, crawled by this crawler, by the tutorial's
//! after its repair, and with Scrapy: `cargo bench --package crawler`, or with sizes of
//! your own `cargo bench --package crawler -- 100000`.
//!
//! The site is a process of its own, and so is each crawler. All have 16 requests in
//! flight and no delay, and write to an SQLite file. The frontier of `repaired_crawler.py`
//! is in memory, that of `scrapy_crawler.py` on the disk; they need `python3` with aiohttp
//! and lxml, and with scrapy. Memory and processor time are read from `/proc`, where it
//! exists. `lessons/11-crawler.md` has the figures of a run, and says what limits them.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde::Deserialize;

const PAGES: [u64; 2] = [1_000, 20_000];
/// Linked pages that do not exist.
const DEAD_PAGES: u64 = 7;
const ROBOTS_TXT: u64 = 1;
const WORKERS: &str = "16";
/// Time between two readings of the memory peak, which only ever rises.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// Linux reports processor time in these, whatever the kernel's own tick.
const TICKS_PER_SECOND: f64 = 100.0;
/// With this argument, the benchmark is the site.
const SITE: &str = "--serve-the-site";

/// The summary that a crawler prints at the end.
#[derive(Deserialize)]
struct Summary {
    requests: u64,
    stored: u64,
    seconds: f64,
    /// The parser of a Python crawler.
    #[serde(default)]
    parser: String,
}

/// What a crawler used.
#[derive(Default)]
struct Usage {
    cpu_seconds: Option<f64>,
    peak_kib: Option<u64>,
}

/// The process of the site, killed when dropped.
struct Site(Child);

impl Drop for Site {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ended = self.0.kill();
        let _ended = self.0.wait();
    }
}

fn main() -> ExitCode {
    if env::args().any(|argument| argument == SITE) {
        serve();
    }
    match bench() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The site, until it is killed.
#[tokio::main(flavor = "current_thread")]
async fn serve() {
    let site = loopback::start().await.expect("a port is free");
    println!("{}", site.base_url());
    std::future::pending().await
}

fn bench() -> Result<(), String> {
    let others = [
        ("Python", "aiohttp", "repaired_crawler.py"),
        ("Scrapy", "scrapy", "scrapy_crawler.py"),
    ];
    let others = others.iter().filter(|(name, module, _)| {
        let missing = missing(module);
        if let Some(why) = &missing {
            println!("{name} is left out: {why}");
        }
        missing.is_none()
    });
    let others = others.collect::<Vec<_>>();
    println!("   pages  crawler   pages/s  CPU per page  peak memory");
    let sizes = env::args().filter_map(|argument| argument.parse().ok());
    let mut sizes = sizes.collect::<Vec<u64>>();
    if sizes.is_empty() {
        sizes.extend(PAGES);
    }
    for pages in sizes {
        let rust = row(pages, "this", rust_crawler)?;
        for (name, _, script) in &others {
            let other = row(pages, name, |start, database| {
                python_crawler(script, start, database)
            })?;
            println!("{:>26}{:>10.1} times as fast", "", rust / other);
        }
    }
    Ok(())
}

/// Crawls a fresh site, prints what it took, and returns the pages per second.
fn row(
    pages: u64,
    name: &str,
    crawler: impl Fn(&str, &Path) -> Command,
) -> Result<f64, String> {
    let (_site, url) = start_site()?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let start = format!("{url}/generated/{pages}/0");
    let mut command = crawler(&start, &folder.path().join("crawl.sqlite"));
    let (summary, usage) = watched(&mut command)?;
    let requests = pages + DEAD_PAGES + ROBOTS_TXT;
    if (summary.stored, summary.requests) != (pages, requests) {
        let (stored, found) = (summary.stored, summary.requests);
        return Err(format!(
            "{name} stored {stored} of {pages} pages with {found} of {requests} requests"
        ));
    }
    let rate = pages as f64 / summary.seconds;
    let cpu = usage.cpu_seconds.map_or("not known".to_owned(), |seconds| {
        format!("{:.2} ms", seconds * 1000.0 / pages as f64)
    });
    let peak = usage.peak_kib.map_or("not known".to_owned(), |kib| {
        format!("{:.1} MiB", kib as f64 / 1024.0)
    });
    let parser = summary.parser;
    let line =
        format!("{pages:>8}  {name:<8}{rate:>9.0}  {cpu:>12}  {peak:>11}  {parser}");
    println!("{}", line.trim_end());
    Ok(rate)
}

fn start_site() -> Result<(Site, String), String> {
    let failed = |error| format!("the site does not start: {error}");
    let itself = env::current_exe().map_err(failed)?;
    let mut site = Command::new(itself)
        .arg(SITE)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let stdout = site.stdout.take();
    let site = Site(site);
    let mut url = String::new();
    if let Some(stdout) = stdout {
        BufReader::new(stdout).read_line(&mut url).map_err(failed)?;
    }
    Ok((site, url.trim_end().to_owned()))
}

fn rust_crawler(start: &str, database: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crawler"));
    command
        .args([start, "--quiet", "--json", "--delay-ms", "0"])
        .args(["--workers", WORKERS, "--per-host", WORKERS])
        .arg("--database")
        .arg(database)
        .env_remove("DATABASE_URL");
    command
}

fn python_crawler(script: &str, start: &str, database: &Path) -> Command {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/benches");
    let mut command = Command::new("python3");
    command.arg(Path::new(folder).join(script));
    command.arg(start).arg(database);
    command
}

/// Why a Python module cannot be used.
fn missing(module: &str) -> Option<String> {
    let import = format!("import {module}");
    match Command::new("python3").args(["-c", &import]).output() {
        Err(error) => Some(format!("cannot run python3 ({error})")),
        Ok(output) if !output.status.success() => {
            Some(format!("needs `pip install {module}`"))
        }
        Ok(_) => None,
    }
}

/// Runs a command until it exits, and measures it.
fn watched(command: &mut Command) -> Result<(Summary, Usage), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |why: String| format!("{program}: {why}");
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let usage = watch(&child).unwrap_or_default();
    let output = child
        .wait_with_output()
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(format!("it failed: {}", output.status)));
    }
    let summary = serde_json::from_slice(&output.stdout);
    Ok((summary.map_err(|error| failed(error.to_string()))?, usage))
}

/// Measures a process until it has exited and only its entry is left; `None` if the system
/// has no `/proc`.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing else runs in this thread"
)]
fn watch(child: &Child) -> Option<Usage> {
    let mut usage = Usage::default();
    loop {
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
        // The name of the program, in brackets, may hold anything.
        let fields = stat.rsplit_once(')')?.1.split_whitespace();
        let fields = fields.collect::<Vec<_>>();
        if *fields.first()? == "Z" {
            let user = fields.get(11)?.parse::<f64>().ok()?;
            let system = fields.get(12)?.parse::<f64>().ok()?;
            usage.cpu_seconds = Some((user + system) / TICKS_PER_SECOND);
            return Some(usage);
        }
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse().ok());
        usage.peak_kib = peak.or(usage.peak_kib);
        sleep(LOOK_EVERY);
    }
}
