//! Requests per second, and what each costs the processor, by reqwest, by hyper and by
//! aiohttp: `cargo bench -p http-fetch`.
//!
//! All fetch the same page of the same site. The site and each client are processes of
//! their own. A client here has one thread, as asyncio has. "hyper" is bare: a connection
//! for each request in flight, and no pool; "hyper's pool" is what reqwest is made of.
//! Then ten thousand connections are opened at once, each for a request that takes ten
//! seconds. `benches/requests.py` does the same with aiohttp, and is run if `python3` has
//! aiohttp.
//!
//! The site takes about as much time for a request as its clients do. With two
//! processors and nothing else to do, it is the site that limits the faster ones, so look
//! at the time of the processor as well as at the rate.

use std::env;
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use futures::future::try_join_all;
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::HOST;
use hyper::{Request, StatusCode, Uri};
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioIo};
use reqwest::Url;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const PAGE: &str = "/goods/7/";
const HOST_NAME: &str = "localhost";
const AT_ONCE: [usize; 2] = [100, 1_000];
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(3);
/// Number of rounds, of which the median counts. A round measures every client, so other
/// work of the machine slows all of them down.
const ROUNDS: usize = 5;

const CLIENTS: [&str; 4] = ["reqwest", "hyper's pool", "hyper", "aiohttp"];

const CONNECTIONS: usize = 10_000;
/// Long enough for all of them to be open before the first is answered.
const PAGE_OF_SECONDS: &str = "/delay/10000";
/// The unit of processor time in Linux.
const TICKS_PER_SECOND: f64 = 100.0;
/// A socket each, and the other open files of a process.
const DESCRIPTORS: u64 = CONNECTIONS as u64 + 1_000;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments = env::args().skip(1).collect::<Vec<_>>();
    let arguments = arguments.iter().map(String::as_str).collect::<Vec<_>>();
    match arguments[..] {
        ["site"] => site(),
        ["rate", client, url, at_once] => rate(client, url, at_once.parse()?),
        ["connections", url] => connections(url),
        // `cargo test --all-targets` runs this too; only `cargo bench` says `--bench`.
        _ if arguments.contains(&"--bench") => report(),
        _ => Ok(()),
    }
}

/// Returns a command that starts this program in another role.
fn itself(arguments: &[&str]) -> Outcome<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.args(arguments);
    Ok(command)
}

fn python(arguments: &[&str]) -> Command {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/requests.py");
    let mut command = Command::new("python3");
    command.arg(script).args(arguments);
    command
}

/// Returns the numbers that a process prints; `None` if it cannot be started or fails.
fn numbers(command: &mut Command) -> Option<Vec<f64>> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let numbers = text.split_whitespace().map(|number| number.parse().ok());
    numbers
        .collect::<Option<Vec<_>>>()
        .filter(|it| !it.is_empty())
}

fn report() -> Outcome<()> {
    let granted = rlimit::increase_nofile_limit(DESCRIPTORS)?;
    let (mut site, base_url) = start_site()?;
    let reported = report_on(&base_url, granted);
    site.kill()?;
    site.wait()?;
    reported
}

fn start_site() -> Outcome<(Child, String)> {
    let mut site = itself(&["site"])?.stdout(Stdio::piped()).spawn()?;
    let mut url = String::new();
    let shown = site.stdout.take().ok_or("the site has no output")?;
    BufReader::new(shown).read_line(&mut url)?;
    // Most hosts have a name. reqwest parses the address three times for each request,
    // and one of numbers takes it the longest.
    let url = url.trim_end().replace("127.0.0.1", HOST_NAME);
    Ok((site, url))
}

fn report_on(base_url: &str, granted: u64) -> Outcome<()> {
    let url = format!("{base_url}{PAGE}");
    let seconds = MEASURED.as_secs().to_string();
    for at_once in AT_ONCE {
        println!(
            "{:<22}{:>10}{:>15}{:>16}{:>11}",
            format!("{at_once} in flight"),
            "requests/s",
            "CPU µs each",
            "reqwest's rate",
            "its CPU",
        );
        let at_once = at_once.to_string();
        let mut rounds = CLIENTS.map(|_| Vec::new());
        for _ in 0..ROUNDS {
            for (client, measured) in CLIENTS.into_iter().zip(&mut rounds) {
                let mut command = match client {
                    "aiohttp" => python(&[&url, &at_once, &seconds]),
                    _ => itself(&["rate", client, &url, &at_once])?,
                };
                measured.extend(numbers(&mut command));
            }
        }
        let medians = rounds.map(|rounds| median(&rounds));
        let reqwest = medians[0].ok_or("reqwest was not measured")?;
        for (client, median) in CLIENTS.into_iter().zip(medians) {
            let Some((rate, cpu)) = median else {
                println!("  {client:<20}was not measured: no python3 with aiohttp");
                continue;
            };
            println!(
                "  {client:<20}{rate:>10.0}{:>15.1}{:>13.2} of{:>8.2} of",
                cpu * 1e6,
                reqwest.0 / rate,
                reqwest.1 / cpu
            );
        }
    }
    println!("{CONNECTIONS} connections at once, each answered after ten seconds");
    if granted < DESCRIPTORS {
        println!("  the system allows this process only {granted} open files");
        return Ok(());
    }
    let url = format!("{base_url}{PAGE_OF_SECONDS}");
    let count = CONNECTIONS.to_string();
    let runtime = runtime()?;
    let get = |path: &str| fetched(&runtime, format!("{base_url}{path}"));
    for (client, mut command) in [
        ("reqwest", itself(&["connections", &url])?),
        ("aiohttp", python(&["connections", &url, &count])),
    ] {
        get("/stats/reset")?;
        let measured = numbers(&mut command);
        let stats = get("/stats")?;
        let stats = serde_json::from_str::<serde_json::Value>(&stats)?;
        let open = &stats["max_in_flight"];
        match measured.as_deref() {
            Some([seconds, kib]) => println!(
                "  {client:<20}{open} open at once, all answered in {seconds:.1} s, \
                {kib:.1} KiB each"
            ),
            _ => println!("  {client:<20}was not measured"),
        }
    }
    Ok(())
}

/// Fetches the text of a page from outside the runtime.
fn fetched(runtime: &tokio::runtime::Runtime, url: String) -> Outcome<String> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let page = async { client.get(url).send().await?.text().await };
    Ok(runtime.block_on(page)?)
}

/// Returns the round with the median rate.
fn median(rounds: &[Vec<f64>]) -> Option<(f64, f64)> {
    let rounds = rounds.iter().filter_map(|round| match round[..] {
        [rate, cpu] => Some((rate, cpu)),
        _ => None,
    });
    let mut rounds = rounds.collect::<Vec<_>>();
    rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    rounds.get(rounds.len() / 2).copied()
}

fn runtime() -> Outcome<tokio::runtime::Runtime> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    Ok(builder.enable_all().build()?)
}

/// Serves the site until it is killed, as `cargo run --release -p loopback` does.
fn site() -> Outcome<()> {
    runtime()?.block_on(async {
        let site = loopback::start().await?;
        let mut stdout = std::io::stdout();
        writeln!(stdout, "{}", site.base_url())?;
        stdout.flush()?;
        std::future::pending().await
    })
}

/// Measures one client.
fn rate(client: &str, url: &str, at_once: usize) -> Outcome<()> {
    let url = Url::parse(url)?;
    let uri = url.as_str().parse::<Uri>()?;
    runtime()?.block_on(async {
        match client {
            "reqwest" => {
                let client = reqwest::Client::builder().no_proxy().build()?;
                let fetch = async || {
                    let response = client.get(url.clone()).send().await?;
                    response.error_for_status()?.bytes().await?;
                    Ok(())
                };
                measure(vec![fetch; at_once]).await
            }
            "hyper's pool" => {
                let client = legacy::Client::builder(TokioExecutor::new());
                let client = client.build_http::<Empty<Bytes>>();
                let fetch = async || {
                    let response = client.get(uri.clone()).await?;
                    assert_eq!(response.status(), StatusCode::OK);
                    response.into_body().collect().await?.to_bytes();
                    Ok(())
                };
                measure(vec![fetch; at_once]).await
            }
            _ => {
                let mut fetches = Vec::new();
                for _ in 0..at_once {
                    let mut connection = connected(&url).await?;
                    fetches.push(async move || {
                        let request = Request::get(PAGE).header(HOST, HOST_NAME);
                        let request = request.body(Empty::<Bytes>::new())?;
                        connection.ready().await?;
                        let response = connection.send_request(request).await?;
                        assert_eq!(response.status(), StatusCode::OK);
                        response.into_body().collect().await?.to_bytes();
                        Ok(())
                    });
                }
                measure(fetches).await
            }
        }
    })
}

/// Opens a connection of hyper's own, without a pool.
async fn connected(url: &Url) -> Outcome<http1::SendRequest<Empty<Bytes>>> {
    let address = url.socket_addrs(|| None)?;
    let stream = TcpStream::connect(&address[..]).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// Lets all fetch in a loop; prints the answers per second and the processor time in
/// seconds for each.
async fn measure(mut fetches: Vec<impl AsyncFnMut() -> Outcome<()>>) -> Outcome<()> {
    for duration in [WARM_UP, MEASURED] {
        let (begin, cpu_before) = (Instant::now(), cpu_seconds()?);
        let counts = fetches.iter_mut().map(async |fetch| {
            let mut answered = 0_u32;
            while begin.elapsed() < duration {
                fetch().await?;
                answered += 1;
            }
            Outcome::Ok(answered)
        });
        let answered = try_join_all(counts).await?.into_iter().sum::<u32>();
        let answered = f64::from(answered);
        let cpu = (cpu_seconds()? - cpu_before) / answered;
        if duration == MEASURED {
            println!("{} {cpu}", answered / begin.elapsed().as_secs_f64());
        }
    }
    Ok(())
}

/// Prints the seconds until all answers have arrived, and the memory in KiB that a
/// connection takes in this process.
fn connections(url: &str) -> Outcome<()> {
    let before = memory_kib();
    runtime()?.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let begin = Instant::now();
        let mut requests = JoinSet::new();
        for _ in 0..CONNECTIONS {
            let request = client.get(url).send();
            requests.spawn(async { request.await?.error_for_status()?.bytes().await });
        }
        while let Some(answer) = requests.join_next().await {
            answer??;
        }
        let used = memory_kib().saturating_sub(before) as f64;
        println!(
            "{} {}",
            begin.elapsed().as_secs_f64(),
            used / CONNECTIONS as f64
        );
        Ok(())
    })
}

/// Returns the processor time of this process in seconds; 0 where there is no `/proc`.
fn cpu_seconds() -> Outcome<f64> {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in brackets may have spaces. Ticks in user mode are the twelfth after it.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks = after.split_whitespace().skip(11).take(2);
    let ticks = ticks.map(|ticks| ticks.parse::<f64>());
    Ok(ticks.sum::<Result<f64, _>>()? / TICKS_PER_SECOND)
}

/// Returns the maximum memory of this process in KiB; 0 where there is no `/proc`.
fn memory_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse().ok());
    kib.unwrap_or(0)
}
