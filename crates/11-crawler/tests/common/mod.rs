//! Sites to crawl, databases to crawl into, and the crawler as a user runs it.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use crawler::database::Database;
use sqlx::{AnyPool, AssertSqlSafe, Row};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// Response to a path.
type Answer = Box<dyn Fn(&str) -> Response + Send + Sync>;
/// Whether the response to a path has to wait.
type Hold = Box<dyn Fn(&str) -> bool + Send + Sync>;

/// A site made for a test. Without a route, a path is not found.
pub struct Site {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

struct Shared {
    latency: Duration,
    answer: Answer,
    hold: Mutex<Option<Hold>>,
    log: Mutex<Vec<(String, Instant)>>,
    in_flight: Mutex<(u32, u32)>,
}

impl Site {
    pub async fn start(
        latency: Duration,
        answer: impl Fn(&str) -> Response + Send + Sync + 'static,
    ) -> Site {
        Site::start_on(0, latency, answer).await
    }

    pub async fn start_on(
        port: u16,
        latency: Duration,
        answer: impl Fn(&str) -> Response + Send + Sync + 'static,
    ) -> Site {
        let shared = Arc::new(Shared {
            latency,
            answer: Box::new(answer),
            hold: Mutex::default(),
            log: Mutex::default(),
            in_flight: Mutex::default(),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener.expect("the port is free");
        let address = listener.local_addr().expect("it is bound");
        let router = Router::new().fallback(serve).with_state(shared.clone());
        let serving = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Site {
            address,
            shared,
            serving,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Lets the responses to some paths wait for as long as `hold` says so.
    pub fn hold(&self, hold: impl Fn(&str) -> bool + Send + Sync + 'static) {
        *self.shared.hold.lock().expect("no panic") = Some(Box::new(hold));
    }

    /// Number of requests for each path, with its query.
    pub fn hits(&self) -> BTreeMap<String, u32> {
        self.watch().hits()
    }

    /// The requests in the order in which they arrived.
    pub fn log(&self) -> Vec<(String, Instant)> {
        self.shared.log.lock().expect("no panic").clone()
    }

    /// Something that counts on while the site is elsewhere.
    pub fn watch(&self) -> Watch {
        Watch(self.shared.clone())
    }

    /// Highest number of requests that were being answered at once.
    pub fn max_in_flight(&self) -> u32 {
        self.shared.in_flight.lock().expect("no panic").1
    }
}

/// Counts the requests of a site.
#[derive(Clone)]
pub struct Watch(Arc<Shared>);

impl Watch {
    pub fn hits(&self) -> BTreeMap<String, u32> {
        let mut hits = BTreeMap::new();
        for (path, _) in self.0.log.lock().expect("no panic").iter() {
            *hits.entry(path.clone()).or_default() += 1;
        }
        hits
    }

    pub fn requests(&self) -> usize {
        self.0.log.lock().expect("no panic").len()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let path = request
        .uri()
        .path_and_query()
        .expect("it has a path")
        .as_str();
    let arrived = (path.to_owned(), Instant::now());
    shared.log.lock().expect("no panic").push(arrived);
    {
        let mut in_flight = shared.in_flight.lock().expect("no panic");
        in_flight.0 += 1;
        in_flight.1 = in_flight.1.max(in_flight.0);
    }
    sleep(shared.latency).await;
    let is_held = || {
        let hold = shared.hold.lock().expect("no panic");
        hold.as_ref().is_some_and(|hold| hold(path))
    };
    while is_held() {
        sleep(Duration::from_millis(1)).await;
    }
    let response = (shared.answer)(path);
    shared.in_flight.lock().expect("no panic").0 -= 1;
    response
}

/// A page with this title and these links.
pub fn page(title: &str, links: &[impl AsRef<str>]) -> Response {
    let links = links
        .iter()
        .map(|link| format!("<a href=\"{}\">x</a>\n", link.as_ref()));
    let links = links.collect::<String>();
    html(format!(
        "<!doctype html><title>{title}</title><body>{links}"
    ))
}

pub fn html(text: impl Into<axum::body::Body>) -> Response {
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], text.into()).into_response()
}

pub fn redirect(to: &str) -> Response {
    (StatusCode::FOUND, [(LOCATION, to)]).into_response()
}

pub fn not_found() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

/// A small site with all that a crawl meets: a tree with links across it, redirects,
/// dead links, and pages that robots.txt forbids.
pub fn tree(path: &str, pages: u32) -> Response {
    if path == "/robots.txt" {
        return "User-agent: *\nDisallow: /private/\n".into_response();
    }
    let number = match path {
        "/" => 0,
        "/old" => return redirect("/3"),
        path => match path[1..].parse::<u32>() {
            Ok(number) if (1..pages).contains(&number) => number,
            _ => return not_found(),
        },
    };
    let near = (0..3)
        .map(|nth| number * 3 + nth + 1)
        .filter(|&near| near < pages);
    let mut links = near.map(|near| format!("/{near}")).collect::<Vec<_>>();
    links.push(format!("/{}", (number * 7 + 5) % (pages - 1) + 1));
    links.extend(["/#top", "/old", "mailto:shop@example.org"].map(str::to_owned));
    links.push(format!("/gone/{}", number % 3));
    links.push(format!("/private/{}", number % 2));
    page(
        &format!("Parcel {number} isn't \"lost\"; DROP TABLE page; --"),
        &links,
    )
}

/// A database for one test, removed at its end.
pub struct TestDatabase {
    pub url: String,
    kind: Kind,
}

enum Kind {
    Sqlite(PathBuf),
    Mysql { server: String, name: String },
}

/// Sets tests apart, and the runs within one.
static NUMBER: AtomicU32 = AtomicU32::new(0);

impl TestDatabase {
    pub fn sqlite() -> TestDatabase {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("crawl-{}-{number}.sqlite", std::process::id());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let kind = Kind::Sqlite(path.clone());
        let url = path.to_str().expect("the path is text").to_owned();
        let database = TestDatabase { url, kind };
        // Left over from a process of the same number.
        database.remove_files();
        database
    }

    /// On the server of `CRAWLER_TEST_MYSQL`, where databases may be made.
    pub async fn mysql() -> TestDatabase {
        let server = std::env::var("CRAWLER_TEST_MYSQL").expect(
            "these tests need a server: .ci/with-mariadb cargo test -p crawler -- \
             --include-ignored",
        );
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("crawl_{}_{number}", std::process::id());
        on_server(&server, &format!("DROP DATABASE IF EXISTS {name}")).await;
        // The server's default character set is whatever it is.
        on_server(
            &server,
            &format!("CREATE DATABASE {name} CHARACTER SET latin1"),
        )
        .await;
        TestDatabase {
            url: format!("{server}/{name}"),
            kind: Kind::Mysql { server, name },
        }
    }

    pub async fn open(&self) -> Database {
        Database::open(&self.url).await.expect("it opens")
    }

    pub async fn remove(self) {
        if let Kind::Mysql { server, name } = &self.kind {
            on_server(server, &format!("DROP DATABASE {name}")).await;
        }
    }

    fn remove_files(&self) {
        if let Kind::Sqlite(path) = &self.kind {
            for end in ["", "-wal", "-shm"] {
                let mut path = path.clone().into_os_string();
                path.push(end);
                let _not_there = std::fs::remove_file(path);
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        self.remove_files();
    }
}

async fn on_server(server: &str, statement: &str) {
    sqlx::any::install_default_drivers();
    let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(server)
        .await
        .expect("the server of CRAWLER_TEST_MYSQL lets us in");
    sqlx::query(AssertSqlSafe(statement.to_owned()))
        .execute(&mut connection)
        .await
        .expect("databases may be made there");
    let _closed = sqlx::Connection::close(connection).await;
}

/// The crawler as a command: fast, and into this database.
pub fn crawler(database: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crawler"));
    command
        .args(["--database", database, "--quiet", "--json"])
        .args(["--delay-ms", "0", "--per-host", "4", "--workers", "4"])
        .args(["--retry-delay-ms", "10", "--lease-ms", "200"])
        .args(arguments)
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a command left.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// Asserts that it succeeded, and returns its summary.
    #[track_caller]
    pub fn summary(&self) -> serde_json::Value {
        assert_eq!(self.code, Some(0), "{self:?}");
        serde_json::from_str(&self.stdout).expect("it is one JSON object")
    }
}

/// Waits for it on a thread, so that the site can answer meanwhile.
pub async fn run(mut command: Command) -> Ran {
    let ran = tokio::task::spawn_blocking(move || command.output().expect("it starts"));
    let output = ran.await.expect("no panic");
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// All that a crawl has stored, in the order of the URLs: how each page ended, and its
/// title if it has one. Asserts that no page is left, that none is stored twice, and that
/// all that is derived from the pages is right.
pub async fn stored(pool: &AnyPool) -> Vec<(String, String, Option<String>)> {
    let rows = "SELECT page.url, page.state, COALESCE(page.problem, ''), \
                COALESCE(page.redirects_to, ''), article_test.title \
                FROM page LEFT JOIN article_test ON article_test.page_id = page.id \
                ORDER BY page.url";
    let rows = sqlx::query(rows).fetch_all(pool).await.expect("it answers");
    let mut stored = Vec::new();
    for row in rows {
        assert_eq!(row.get::<i64, _>(1), 2, "a page is not finished");
        let (problem, to): (String, String) = (row.get(2), row.get(3));
        stored.push((row.get(0), format!("{problem}{to}"), row.get(4)));
    }
    let urls = stored
        .iter()
        .map(|row| &row.0)
        .collect::<std::collections::BTreeSet<_>>();
    assert_eq!(urls.len(), stored.len(), "a page is stored twice");
    consistent(pool).await;
    stored
}

/// Asserts that the totals, the hosts and the origins say what the pages say.
pub async fn consistent(pool: &AnyPool) {
    let number = async |sql: &'static str| {
        let number = sqlx::query_scalar::<_, i64>(sql).fetch_one(pool).await;
        number.unwrap_or_else(|error| panic!("{sql}: {error}"))
    };
    for (derived, counted) in [
        (
            "SELECT known FROM tally",
            "SELECT COUNT(*) FROM page WHERE kind = 0",
        ),
        (
            "SELECT claimed FROM tally",
            "SELECT COUNT(*) FROM page WHERE kind = 0 AND state = 1",
        ),
        (
            "SELECT finished FROM tally",
            "SELECT COUNT(*) FROM page WHERE kind = 0 AND state = 2",
        ),
        (
            "SELECT requested FROM tally",
            "SELECT COUNT(*) FROM page WHERE kind = 0 AND state = 2 AND outcome <> 2",
        ),
        (
            "SELECT CAST(SUM(in_flight) AS SIGNED) FROM host",
            "SELECT COUNT(*) FROM page WHERE state = 1",
        ),
        (
            "SELECT COUNT(*) FROM page WHERE state = 1",
            "SELECT COUNT(*) FROM page WHERE lease_until IS NOT NULL",
        ),
        (
            "SELECT COUNT(*) FROM origin WHERE ready_at IS NOT NULL",
            "SELECT COUNT(*) FROM origin WHERE EXISTS (SELECT 1 FROM page \
             WHERE origin_id = origin.id AND state = 0 \
             AND kind = CASE robots_state WHEN 1 THEN 0 ELSE 1 END)",
        ),
        (
            "SELECT COUNT(*) FROM article_test",
            "SELECT COUNT(*) FROM page WHERE kind = 0 AND outcome = 0",
        ),
    ] {
        assert_eq!(number(derived).await, number(counted).await, "{derived}");
    }
}

/// A server that speaks no proper HTTP: `answer` makes the bytes of a response out of the
/// text of a request. Each response ends its connection.
pub async fn raw_site(
    answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
    let listener = listener.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let answer = Arc::new(answer);
    // It ends with the runtime of the test.
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    match stream.read_u8().await {
                        Ok(byte) => request.push(byte),
                        Err(_closed) => return,
                    }
                }
                let request = String::from_utf8_lossy(&request);
                let _closed = stream.write_all(&answer(&request)).await;
                let _closed = stream.shutdown().await;
            });
        }
    });
    address
}

/// Defines each test for SQLite and for MariaDB.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            use super::*;
            $(#[tokio::test]
            async fn $name() {
                super::$name(TestDatabase::sqlite()).await;
            })+
        }
        mod mariadb {
            use super::*;
            $(#[tokio::test]
            #[ignore = "needs a server: .ci/with-mariadb cargo test -p crawler -- --include-ignored"]
            async fn $name() {
                super::$name(TestDatabase::mysql().await).await;
            })+
        }
    };
}
