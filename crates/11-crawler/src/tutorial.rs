//! The parts of the tutorial's crawler, for the lesson's programs: its list of URLs, its
//! set of seen ones, its session and its table. Its mistakes are in the programs.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::{Mutex, MutexGuard};

use reqwest::{Client, Proxy};
use scraper::{Html, Selector};
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;
use tokio::sync::Semaphore;

/// Any error of a task.
pub type Failed = Box<dyn Error + Send + Sync>;

/// URL of the first page.
pub const START_URL: &str = "http://www.jobbole.com/";

/// The global variables of the tutorial's program, in one place.
#[derive(Debug)]
pub struct Crawler {
    /// One request at a time: the tutorial's `Semaphore(1)`.
    pub sem: Semaphore,
    /// To which every host is the classroom's site.
    pub session: Client,
    /// With the table `article_test`, in memory.
    pub pool: SqlitePool,
    urls: Mutex<Urls>,
}

#[derive(Debug, Default)]
struct Urls {
    waiting: Vec<String>,
    seen: BTreeSet<String>,
}

impl Crawler {
    /// Opens the session and the database. `site` is the URL of the site that stands in
    /// for all hosts.
    ///
    /// # Errors
    ///
    /// Returns an error if `site` is not a URL, or the database does not open.
    pub async fn new(site: &str) -> Result<Crawler, Failed> {
        Ok(Crawler {
            sem: Semaphore::new(1),
            session: session(site)?,
            pool: article_test().await?,
            urls: Mutex::default(),
        })
    }

    fn urls(&self) -> MutexGuard<'_, Urls> {
        self.urls.lock().expect("nothing panics in its few lines")
    }

    /// `waitting_urls.pop()`: the URL that came last.
    pub fn pop(&self) -> Option<String> {
        self.urls().waiting.pop()
    }

    /// `seen_urls.add(url)`
    pub fn add_seen(&self, url: &str) {
        self.urls().seen.insert(url.to_owned());
    }

    /// `url in seen_urls`
    pub fn has_seen(&self, url: &str) -> bool {
        self.urls().seen.contains(url)
    }

    /// Puts every link of the page that begins with `http` and is not seen on the list,
    /// as often as it occurs.
    pub fn extract_urls(&self, html: &str) {
        let mut urls = self.urls();
        for url in hrefs(html) {
            if url.starts_with("http") && !urls.seen.contains(&url) {
                urls.waiting.push(url);
            }
        }
    }
}

/// A client that asks `site` for the pages of all hosts, over a new connection each time:
/// whether one that is kept is free again in time would be luck.
///
/// # Errors
///
/// Returns an error if `site` is not a URL.
pub fn session(site: &str) -> reqwest::Result<Client> {
    let client = Client::builder().proxy(Proxy::http(site)?);
    client.pool_max_idle_per_host(0).build()
}

/// A database in memory with the tutorial's empty table. Its numbers go on after a
/// DELETE, as those of MySQL do.
///
/// A statement that is not a constant, as in the tutorial, does not compile unless
/// `sqlx::AssertSqlSafe` vouches for it:
///
/// ```compile_fail,E0277
/// let title = "x'); DELETE FROM article_test; --";
/// sqlx::raw_sql(format!("INSERT INTO article_test (title) VALUES ('{title}')"));
/// ```
///
/// ```
/// sqlx::raw_sql("INSERT INTO article_test (title) VALUES ('asyncio')");
/// ```
///
/// # Errors
///
/// Returns an error if the database does not open.
pub async fn article_test() -> sqlx::Result<SqlitePool> {
    // Each connection would have a memory of its own.
    let pool = SqlitePoolOptions::new().max_connections(1);
    let pool = pool.connect("sqlite::memory:").await?;
    let table = "CREATE TABLE article_test \
                 (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT)";
    sqlx::query(table).execute(&pool).await?;
    Ok(pool)
}

/// The table's rows: their numbers and titles.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn rows(pool: &SqlitePool) -> sqlx::Result<Vec<(i64, String)>> {
    let rows = sqlx::query_as("SELECT id, title FROM article_test ORDER BY id");
    rows.fetch_all(pool).await
}

/// The links `<a href="…">`, in the order of the page.
pub fn hrefs(html: &str) -> Vec<String> {
    let html = Html::parse_document(html);
    let links = Selector::parse("a[href]").expect("the selector is a constant");
    let hrefs = html.select(&links).filter_map(|link| link.attr("href"));
    hrefs.map(str::to_owned).collect()
}

/// The text of `<title>`, without the blanks around it.
pub fn title(html: &str) -> String {
    let html = Html::parse_document(html);
    let titles = Selector::parse("title").expect("the selector is a constant");
    let title = html.select(&titles).next();
    let title = title.map(|title| title.text().collect::<String>());
    title.unwrap_or_default().trim().to_owned()
}

/// `re.match("http://.*?jobbole.com/\\d+/", url)`
pub fn is_article(url: &str) -> bool {
    let path = url.split_once("jobbole.com/").map_or("", |(_, path)| path);
    let rest = path.trim_start_matches(|c: char| c.is_ascii_digit());
    url.starts_with("http://") && rest.len() < path.len() && rest.starts_with('/')
}
