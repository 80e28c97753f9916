//! Several hosts, down or slow, and what the next start does about it.

mod common;

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use axum::http::header::{LOCATION, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use common::{Ran, Site, TestDatabase, consistent, crawler, page, raw_site, run, tree};
use crawler::database::Database;
use crawler::frontier::{Claim, ClaimResult, Finished, Frontier, Outcome, Rules};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use url::Url;

const NO_LATENCY: Duration = Duration::ZERO;

/// A page without links.
fn leaf(title: &str) -> Response {
    page(title, &[""; 0])
}

/// What the summary says of pages with this problem.
#[track_caller]
fn not_stored(ran: &Ran, what: &str) -> u64 {
    let summary = ran.summary();
    let mut groups = summary["not_stored"].as_array().expect("a list").iter();
    let group = groups.find(|group| group["what"] == what);
    group.map_or(0, |group| group["pages"].as_u64().expect("a number"))
}

/// A host that does not answer keeps no worker from the others.
async fn a_slow_host_holds_up_no_other(database: TestDatabase) {
    let fast = Site::start(NO_LATENCY, |path| tree(path, 30)).await;
    let slow = Site::start(NO_LATENCY, |path| tree(path, 5)).await;
    let all_of_fast = fast.watch();
    // Until all pages of the fast host have been requested.
    slow.hold(move |path| path != "/robots.txt" && all_of_fast.requests() < 30);
    let mut options = vec!["--workers=8".to_owned(), "--per-host=1".to_owned()];
    // The slow ones come first in every order.
    for n in 0..7 {
        options.push(format!("http://a{n}.example/"));
        options.push(format!("--resolve=a{n}.example={}", slow.address));
    }
    options.push("http://z.example/".to_owned());
    options.push(format!("--resolve=z.example={}", fast.address));
    let options = options.iter().map(String::as_str).collect::<Vec<_>>();
    let ran = timeout(
        Duration::from_secs(60),
        run(crawler(&database.url, &options)),
    );
    let ran = ran.await.expect("the fast host has been crawled meanwhile");
    assert_eq!(ran.summary()["stored"], 30 + 7 * 5);
    database.remove().await;
}

/// More hosts are busy than there are free workers, and one is not.
async fn only_hosts_that_may_be_asked_are_looked_at(database: TestDatabase) {
    let opened = database.open().await;
    let rules = Rules {
        delay: Duration::ZERO,
        per_host: 1,
        ..Rules::default()
    };
    let mut frontier = Frontier::new(opened.clone(), rules);
    for n in 0..10 {
        for page in ["1", "2"] {
            let url = Url::parse(&format!("http://h{n}.example/{page}"));
            frontier
                .add(&[url.expect("it is a URL")])
                .await
                .expect("added");
        }
    }
    let robots = claimed(&mut frontier, 10).await;
    assert_eq!(robots.len(), 10);
    let robots = robots
        .into_iter()
        .map(|claim| finished(claim, Outcome::Robots(String::new())));
    frontier
        .finish(&robots.collect::<Vec<_>>())
        .await
        .expect("committed");
    let nine = claimed(&mut frontier, 9).await;
    assert_eq!(nine.len(), 9, "one of each host");
    let last = claimed(&mut frontier, 1).await;
    let hosts = nine
        .iter()
        .map(|claim| claim.url.host_str())
        .collect::<Vec<_>>();
    assert!(
        !hosts.contains(&last[0].url.host_str()),
        "its host was at its limit"
    );
    opened.close().await;
    database.remove().await;
}

async fn claimed(frontier: &mut Frontier, wanted: usize) -> Vec<Claim> {
    match frontier.claim(wanted).await.expect("the database answers") {
        ClaimResult::Pages(claims) => claims,
        result => panic!("expected pages, not {result:?}"),
    }
}

fn finished(claim: Claim, outcome: Outcome) -> Finished {
    Finished {
        claim,
        outcome,
        bytes: 0,
    }
}

/// A frontier with these pages, whose robots.txt is known.
async fn begun(
    database: &Database,
    robots: &str,
    rules: Rules,
    urls: &[&str],
) -> Frontier {
    let mut frontier = Frontier::new(database.clone(), rules);
    let urls = urls.iter().map(|url| Url::parse(url).expect("it is a URL"));
    frontier
        .add(&urls.collect::<Vec<_>>())
        .await
        .expect("added");
    let claim = claimed(&mut frontier, 1).await.remove(0);
    assert!(claim.is_robots, "nothing else is requested before");
    let robots = finished(claim, Outcome::Robots(robots.to_owned()));
    frontier.finish(&[robots]).await.expect("committed");
    frontier
}

/// The limit is for a host, whatever its ports and schemes.
async fn a_host_with_several_ports_has_one_limit(database: TestDatabase) {
    let opened = database.open().await;
    let rules = Rules {
        delay: Duration::ZERO,
        per_host: 3,
        ..Rules::default()
    };
    let mut frontier = Frontier::new(opened.clone(), rules);
    for port in 8000..8010 {
        let url = Url::parse(&format!("http://shop.example:{port}/"));
        frontier
            .add(&[url.expect("it is a URL")])
            .await
            .expect("added");
    }
    assert_eq!(claimed(&mut frontier, 10).await.len(), 3);
    assert!(matches!(frontier.claim(10).await, Ok(ClaimResult::Wait(_))));
    consistent(opened.pool()).await;
    opened.close().await;
    database.remove().await;
}

/// Comparing URLs with tens of thousands of rules is not part of a transaction.
async fn claiming_does_not_wait_for_robots_txt(database: TestDatabase) {
    let opened = database.open().await;
    let rules = Rules {
        delay: Duration::from_secs(3600),
        ..Rules::default()
    };
    let urls = ["http://shop.example/a", "http://shop.example/b"];
    let mut frontier =
        begun(&opened, "User-agent: *\nDisallow: /\n", rules, &urls).await;
    // The delay after robots.txt.
    let now = "UPDATE host SET next_at = 0";
    sqlx::query(now)
        .execute(opened.pool())
        .await
        .expect("it answers");
    let now = "UPDATE origin SET ready_at = 0";
    sqlx::query(now)
        .execute(opened.pool())
        .await
        .expect("it answers");
    // What is not requested costs no delay.
    for _ in urls {
        let claim = claimed(&mut frontier, 10).await.remove(0);
        assert!(!claim.is_allowed());
        let forbidden = finished(claim, Outcome::Forbidden);
        frontier.finish(&[forbidden]).await.expect("committed");
    }
    assert!(matches!(frontier.claim(1).await, Ok(ClaimResult::Over)));
    consistent(opened.pool()).await;
    opened.close().await;
    database.remove().await;
}

/// The clock is set back by an hour: nothing waits for it to catch up.
async fn a_clock_may_go_back(database: TestDatabase) {
    let opened = database.open().await;
    let rules = Rules {
        delay: Duration::ZERO,
        retry_delay: Duration::ZERO,
        ..Rules::default()
    };
    let urls = [
        "http://shop.example/a",
        "http://shop.example/b",
        "http://shop.example/c",
    ];
    let mut frontier = begun(&opened, "", rules.clone(), &urls).await;
    let mut claims = claimed(&mut frontier, 2).await;
    let failed = crawler::fetch::Failure {
        problem: crawler::fetch::Problem::NoAnswer,
        transient: true,
        retry_after: None,
    };
    let failed = finished(claims.remove(0), Outcome::Failed(failed));
    frontier.finish(&[failed]).await.expect("committed");
    for later in [
        "UPDATE host SET next_at = next_at + 3600000",
        "UPDATE origin SET ready_at = ready_at + 3600000",
        "UPDATE page SET due_at = due_at + 3600000 WHERE due_at > 0",
        "UPDATE page SET lease_until = lease_until + 3600000",
    ] {
        sqlx::query(later)
            .execute(opened.pool())
            .await
            .expect("it answers");
    }
    // The crawler that has claimed the second page is gone.
    let mut other = Frontier::new(opened.clone(), rules);
    other.renew_leases().await.expect("the database answers");
    let mut urls = Vec::new();
    while let ClaimResult::Pages(claims) = other.claim(1).await.expect("it answers") {
        for claim in claims {
            urls.push(claim.url.path().to_owned());
            let gone = finished(claim, Outcome::Broken("only a test"));
            other.finish(&[gone]).await.expect("committed");
        }
    }
    urls.sort();
    assert_eq!(urls, ["/a", "/b", "/c"]);
    consistent(opened.pool()).await;
    opened.close().await;
    database.remove().await;
}

/// A site that was down is crawled when it is up again, by the same command.
async fn a_site_that_was_down_is_tried_again(database: TestDatabase) {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    let any = ([127, 0, 0, 1], 0).into();
    socket.bind(any).expect("a port is free");
    let port = socket.local_addr().expect("it is bound").port();
    let (home, new) = (
        format!("http://127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}/3"),
    );
    for urls in [&[home.as_str()][..], &[&home, &new]] {
        let ran = run(crawler(&database.url, urls)).await;
        assert_eq!(
            not_stored(&ran, "robots.txt out of reach"),
            urls.len() as u64
        );
        assert_eq!(ran.summary()["queued"], 0, "they do not wait for this run");
    }
    drop(socket);
    let site = Site::start_on(port, NO_LATENCY, |path| tree(path, 10)).await;
    let ran = run(crawler(&database.url, &[&home])).await;
    assert_eq!(ran.summary()["stored"], 10);
    assert_eq!(not_stored(&ran, "robots.txt out of reach"), 0);
    assert_eq!(site.hits()["/robots.txt"], 1);
    let opened = database.open().await;
    consistent(opened.pool()).await;
    opened.close().await;
    database.remove().await;
}

/// A crawl that goes on asks again for a robots.txt that has been out of reach for long.
async fn a_robots_txt_out_of_reach_is_requested_again(database: TestDatabase) {
    let opened = database.open().await;
    let rules = Rules {
        delay: Duration::ZERO,
        ..Rules::default()
    };
    let mut frontier = Frontier::new(opened.clone(), rules);
    let home = Url::parse("http://shop.example/").expect("it is a URL");
    frontier.add(&[home]).await.expect("added");
    let claim = claimed(&mut frontier, 1).await.remove(0);
    let broken = finished(claim, Outcome::Broken("only a test"));
    frontier.finish(&[broken]).await.expect("committed");
    frontier.renew_leases().await.expect("the database answers");
    let ended = frontier.claim(1).await.expect("the database answers");
    assert!(matches!(ended, ClaimResult::Over), "it is left alone");
    let later = "UPDATE origin SET robots_until = 0";
    sqlx::query(later)
        .execute(opened.pool())
        .await
        .expect("it answers");
    frontier.renew_leases().await.expect("the database answers");
    let claim = claimed(&mut frontier, 1).await.remove(0);
    assert!(claim.is_robots);
    let rules = finished(claim, Outcome::Robots(String::new()));
    frontier.finish(&[rules]).await.expect("committed");
    assert!(!claimed(&mut frontier, 1).await[0].is_robots);
    opened.close().await;
    database.remove().await;
}

/// Each start retries what failed temporarily; `--retry-failed` retries the rest.
async fn failed_pages_are_tried_again(database: TestDatabase) {
    let runs = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let now = runs.clone();
    let is_run = move |run| now.load(std::sync::atomic::Ordering::Relaxed) >= run;
    let site = Site::start(NO_LATENCY, move |path| match path {
        "/" => page("Home", &["/busy", "/new"]),
        "/busy" if !is_run(1) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        "/new" if !is_run(2) => StatusCode::NOT_FOUND.into_response(),
        "/busy" | "/new" => leaf("Here"),
        _ => StatusCode::NOT_FOUND.into_response(),
    })
    .await;
    let home = site.url("/");
    for (options, stored, requests) in [
        (&[home.as_str(), "--max-retries=1"][..], 1, [2, 1]),
        (&[&home, "--max-retries=1"], 2, [3, 1]),
        (&[&home], 2, [3, 1]),
        (&[&home, "--retry-failed"], 3, [3, 2]),
    ] {
        let ran = run(crawler(&database.url, options)).await;
        assert_eq!(ran.summary()["stored"], stored);
        let hits = site.hits();
        assert_eq!([hits["/busy"], hits["/new"]], requests);
        runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }
    let opened = database.open().await;
    consistent(opened.pool()).await;
    opened.close().await;
    database.remove().await;
}

/// A link that no database column holds is one odd link, and no more.
async fn a_host_name_may_be_too_long(database: TestDatabase) {
    let label = "a".repeat(60);
    let long = format!("http://{}.example/", [label.as_str(); 6].join("."));
    let site = Site::start(NO_LATENCY, move |path| match path {
        "/" => page(
            "Home",
            &[&long, "/2", "http://[", "mailto:a@b", "//else.example/"],
        ),
        "/2" => leaf("Two"),
        _ => StatusCode::NOT_FOUND.into_response(),
    })
    .await;
    let ran = run(crawler(&database.url, &[&site.url("/")])).await;
    let summary = ran.summary();
    assert_eq!(summary["stored"], 2);
    let links = &summary["links_not_followed"];
    assert_eq!(links["invalid"], 2);
    assert_eq!(links["other_scheme"], 1);
    assert_eq!(links["outside"], 1);
    database.remove().await;
}

on_both_databases!(
    a_slow_host_holds_up_no_other,
    only_hosts_that_may_be_asked_are_looked_at,
    a_host_with_several_ports_has_one_limit,
    claiming_does_not_wait_for_robots_txt,
    a_clock_may_go_back,
    a_site_that_was_down_is_tried_again,
    a_robots_txt_out_of_reach_is_requested_again,
    failed_pages_are_tried_again,
    a_host_name_may_be_too_long,
);

/// A server that asks for a pause gets one for all its pages, not only for this one.
#[tokio::test]
async fn retry_after_is_for_the_whole_host() {
    let site = Site::start(NO_LATENCY, |path| match path {
        "/" => page("Home", &["/a", "/b", "/c", "/d"]),
        "/a" => (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "1")]).into_response(),
        "/robots.txt" => StatusCode::NOT_FOUND.into_response(),
        _ => leaf("Page"),
    })
    .await;
    let database = TestDatabase::sqlite();
    let options = [&site.url("/"), "--per-host=1", "--max-retries=1"];
    let ran = run(crawler(&database.url, &options)).await;
    assert_eq!(ran.summary()["stored"], 4);
    let log = site.log();
    let first = log
        .iter()
        .position(|(path, _)| path == "/a")
        .expect("it was requested");
    let pause = log[first + 1].1 - log[first].1;
    // Measured here, its arrival may have been late by a few milliseconds.
    assert!(pause >= Duration::from_millis(900), "{pause:?}");
}

/// Without a `Retry-After`, a 429 is a request for a pause all the same.
#[tokio::test]
async fn too_many_requests_slows_the_host_down() {
    let site = Site::start(NO_LATENCY, |path| match path {
        "/" => page("Home", &["/a", "/b", "/c"]),
        "/a" => StatusCode::TOO_MANY_REQUESTS.into_response(),
        "/robots.txt" => StatusCode::NOT_FOUND.into_response(),
        _ => leaf("Page"),
    })
    .await;
    let database = TestDatabase::sqlite();
    let options = [
        &site.url("/"),
        "--per-host=1",
        "--max-retries=0",
        "--retry-delay-ms=1000",
    ];
    let begin = Instant::now();
    run(crawler(&database.url, &options)).await.summary();
    assert!(begin.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn what_forbids_all_is_not_out_of_reach() {
    let site = Site::start(NO_LATENCY, |path| match path {
        "/robots.txt" => "User-agent: *\nDisallow: /".into_response(),
        _ => leaf("Page"),
    })
    .await;
    let database = TestDatabase::sqlite();
    let ran = run(crawler(&database.url, &[&site.url("/")])).await;
    assert_eq!(not_stored(&ran, "robots.txt forbids it"), 1);
    assert_eq!(not_stored(&ran, "robots.txt out of reach"), 0);
    assert_eq!(ran.summary()["requests"], 1);
}

/// Bytes that cannot be read may be rules, so nothing of the site is fetched.
#[tokio::test]
async fn a_compressed_robots_txt_is_out_of_reach() {
    let address = raw_site(|request| {
        assert!(
            request
                .to_ascii_lowercase()
                .contains("accept-encoding: identity\r\n")
        );
        let head =
            "HTTP/1.1 200 OK\r\nContent-Encoding: GZip\r\nContent-Length: 3\r\n\r\n";
        [head.as_bytes(), b"\x1f\x8b\x08"].concat()
    })
    .await;
    let database = TestDatabase::sqlite();
    let ran = run(crawler(&database.url, &[&format!("http://{address}/")])).await;
    assert_eq!(not_stored(&ran, "robots.txt: compressed unasked"), 1);
    assert_eq!(not_stored(&ran, "robots.txt out of reach"), 1);
    assert_eq!(ran.summary()["requests"], 1);
}

/// RFC 9309, 2.3.1.2: at least five redirects, also to another host.
#[tokio::test]
async fn a_robots_txt_may_be_elsewhere() {
    let other = Site::start(NO_LATENCY, |path| match path {
        "/rules" => "User-agent: *\nDisallow: /private".into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    })
    .await;
    let there = other.url("/rules");
    let site = Site::start(NO_LATENCY, move |path| match path {
        "/robots.txt" => (StatusCode::FOUND, [(LOCATION, "/1")]).into_response(),
        "/1" => (StatusCode::FOUND, [(LOCATION, there.clone())]).into_response(),
        "/" => page("Home", &["/private", "/open"]),
        _ => leaf("Page"),
    })
    .await;
    let database = TestDatabase::sqlite();
    let ran = run(crawler(&database.url, &[&site.url("/")])).await;
    assert_eq!(ran.summary()["stored"], 2);
    assert_eq!(not_stored(&ran, "robots.txt forbids it"), 1);
}

/// A rule that is cut at the size limit would be another rule.
#[tokio::test]
async fn half_a_rule_is_no_rule() {
    let site = Site::start(NO_LATENCY, |path| match path {
        "/robots.txt" => {
            let begin = "User-agent: *\nDisallow: /private\n#";
            let end = "\nDisallow: /";
            let size = crawler::robots::MAX_ROBOTS_BYTES;
            let comment = "x".repeat(size - begin.len() - end.len());
            format!("{begin}{comment}{end}beyond\nDisallow: /open\n").into_response()
        }
        "/" => page("Home", &["/private", "/open"]),
        _ => leaf("Page"),
    })
    .await;
    let database = TestDatabase::sqlite();
    let ran = run(crawler(&database.url, &[&site.url("/")])).await;
    assert_eq!(
        ran.summary()["stored"],
        2,
        "the first page, and the open one"
    );
    assert_eq!(not_stored(&ran, "robots.txt forbids it"), 1);
}

/// What browsers accept is accepted.
#[tokio::test]
async fn headers_may_be_bent() {
    let many = (0..120)
        .map(|n| format!("X-{n}: x\r\n"))
        .collect::<String>();
    for headers in [
        "Content-Type : text/html\r\n",
        "Content-Type: text/html;\r\n charset=utf-8\r\n",
        "Warning: all is\x01 well\r\nContent-Type: text/html\r\n",
        "A line that is a warning of some program\r\nContent-Type: text/html\r\n",
        &many,
    ] {
        let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\n<title>Here</title>");
        let address = raw_site(move |request| match request.contains("robots.txt") {
            true => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
            false => head.clone().into_bytes(),
        })
        .await;
        let database = TestDatabase::sqlite();
        let ran = run(crawler(&database.url, &[&format!("http://{address}/")])).await;
        assert_eq!(ran.summary()["stored"], 1, "{headers:?}: {ran:?}");
    }
}

/// A redirect to https either works or says why it cannot, and is not retried.
#[tokio::test]
async fn a_redirect_to_https_says_what_is_wrong() {
    // It answers any handshake with HTTP.
    let secure = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
    let secure = secure.expect("a port is free");
    let address = secure.local_addr().expect("it is bound");
    let serve = async {
        loop {
            let (mut stream, _) = secure.accept().await.expect("it accepts");
            let answer = b"HTTP/1.1 400 Bad Request\r\n\r\n";
            stream.write_all(answer).await.expect("it is read");
            // Until the other side has hung up.
            let _read = stream.read_to_end(&mut Vec::new()).await;
        }
    };
    let site = Site::start(NO_LATENCY, move |path| match path {
        "/robots.txt" => StatusCode::NOT_FOUND.into_response(),
        _ => {
            let to = format!("https://{address}/");
            (StatusCode::MOVED_PERMANENTLY, [(LOCATION, to)]).into_response()
        }
    })
    .await;
    let database = TestDatabase::sqlite();
    let start = format!("http://{address}/");
    let (home, retries) = (site.url("/"), "--max-retries=0");
    // The second URL is there for its port.
    let arguments = [home.as_str(), &start, retries];
    let ran = tokio::select! {
        ran = run(crawler(&database.url, &arguments)) => ran,
        () = serve => unreachable!("it serves until it is dropped"),
    };
    let what = match cfg!(feature = "tls") {
        true => "robots.txt: TLS handshake failed",
        false => "built without TLS; run `cargo crawl`, or build with --features tls",
    };
    assert_eq!(not_stored(&ran, what), 1, "{ran:?}");
}
