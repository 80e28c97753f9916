//! The command as a person and a program see it.
#![cfg(unix)]

mod common;

use std::process::Command;
use std::time::{Duration, Instant};

use common::{Site, TestDatabase, crawler, run, tree};
use tokio::time::{sleep, timeout};

const HOME: &str = "http://a.example/";

/// What was wrong, in one line, with the exit code.
#[tokio::test]
async fn complaints_are_of_one_line() {
    for (arguments, code, says) in [
        (&["example.org"][..], 2, "did you mean http://example.org?"),
        (
            &["localhost:8000/x"],
            2,
            "did you mean http://localhost:8000/x?",
        ),
        (&["http://"], 2, "expected a URL, such as http://"),
        (&["http://a b/"], 2, "expected a URL, such as http://"),
        (&[], 2, "<URL>"),
        (
            &["ftp://example.org/"],
            2,
            "begins with http:// or https://",
        ),
        (&["file:///"], 2, "begins with http:// or https://"),
        (&[HOME, "--workers=0"], 2, "--workers"),
        (&[HOME, "--lease-ms=600001"], 2, "--lease-ms"),
        (&[HOME, "--user-agent="], 2, "--user-agent"),
        (&[HOME, "--user-agent=/1.0"], 2, "such as crawler/1.0"),
        (&[HOME, "--user-agent=a\nb"], 2, "such as crawler/1.0"),
        (&[HOME, "--proxy=http://"], 2, "invalid --proxy 'http://'"),
        (&[HOME, "--resolve=x"], 2, "blog.example=127.0.0.1:5000"),
        (&[HOME, "--database=postgres://x/y"], 1, "expected a file"),
        (&[HOME, "--database=:memory:"], 1, "name a file"),
        (&[HOME, "--database=/no/such/x"], 1, "sqlite:/no/such/x"),
        (&[HOME, "--database=src"], 1, "unable to open"),
        (&[HOME, "--database=Cargo.toml"], 1, "not a database"),
        (
            &[HOME, "--database=mysql://me:secret@127.0.0.1:1/x"],
            1,
            "mysql://me:…@127.0.0.1:1/x: Connection refused",
        ),
        (
            &[HOME, "--database=mysql://me:secret#@127.0.0.1:1/x"],
            1,
            "me:…@",
        ),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crawler"));
        command.args(arguments).env_remove("DATABASE_URL");
        let begin = Instant::now();
        let ran = run(command).await;
        // None of these is retried.
        assert!(begin.elapsed() < Duration::from_secs(8), "{ran:?}");
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
        assert!(ran.stderr.starts_with("error: "), "{ran:?}");
        assert!(ran.stderr.contains(says), "{ran:?}");
        assert!(!ran.stderr.contains("secret"), "{ran:?}");
    }
}

/// A build without TLS says how to get one with it.
#[cfg(not(feature = "tls"))]
#[tokio::test]
async fn an_https_url_says_which_build_it_needs() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crawler"));
    command.arg("https://a.example/").env_remove("DATABASE_URL");
    let ran = run(command).await;
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("run `cargo crawl`"), "{ran:?}");
}

/// Ctrl-C: what is in flight is finished, and the next start goes on from there.
#[tokio::test]
async fn ctrl_c_stops_and_the_next_start_goes_on() {
    let site = Site::start(Duration::from_millis(20), |path| tree(path, 80)).await;
    let database = TestDatabase::sqlite();
    let home = site.url("/");
    let crawling = crawler(&database.url, &[&home]).spawn().expect("it starts");
    let begun = timeout(Duration::from_secs(60), async {
        while site.hits().len() < 20 {
            sleep(Duration::from_millis(1)).await;
        }
    });
    begun.await.expect("the crawl goes on");
    let mut interrupt = Command::new("kill");
    interrupt.args(["-INT", &crawling.id().to_string()]);
    assert_eq!(run(interrupt).await.code, Some(0));
    let ended = tokio::task::spawn_blocking(|| crawling.wait_with_output());
    let ended = ended.await.expect("no panic").expect("it has ended");
    assert_eq!(ended.status.code(), Some(130));
    let summary: serde_json::Value =
        serde_json::from_slice(&ended.stdout).expect("the summary comes all the same");
    assert_eq!(summary["end"], "stopped");
    assert!(summary["queued"].as_u64() > Some(0));

    let summary = run(crawler(&database.url, &[&home])).await.summary();
    assert_eq!(summary["stored"], 80);
    // What was in flight is not asked for again.
    assert!(
        site.hits().values().all(|&hits| hits == 1),
        "{:?}",
        site.hits()
    );
}

/// In a pipe: a line each second, and a table that fits into 80 columns.
#[tokio::test]
async fn people_see_how_far_it_is() {
    let site = Site::start(Duration::from_millis(100), |path| tree(path, 60)).await;
    let database = TestDatabase::sqlite();
    let mut command = Command::new(env!("CARGO_BIN_EXE_crawler"));
    command
        .args([&site.url("/"), "--database", &database.url])
        .args(["--delay-ms=0", "--per-host=2"]);
    let ran = run(command).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let first = ran.stderr.lines().next().expect("it took seconds");
    assert!(
        first.starts_with("1 s: ") && first.contains(" queued, "),
        "{first}"
    );
    assert!(ran.stdout.contains("       60  stored\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("HTTP 404"), "{}", ran.stdout);
    let widest = ran.stdout.lines().map(|line| line.chars().count()).max();
    assert!(
        widest <= Some(80) || ran.stdout.contains(&database.url),
        "{}",
        ran.stdout
    );
}
