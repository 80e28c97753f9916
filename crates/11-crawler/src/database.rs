//! Opening the database: SQLite or MariaDB/MySQL, by its URL.

use std::fmt;
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{
    Any, AnyConnection, AnyPool, Connection, Executor, SqlSafeStr, Transaction,
};
use tokio::time::{sleep, timeout};

/// The frontier's own, the progress line's, and one to spare for housekeeping.
const CONNECTIONS: u32 = 3;
/// How long a crawler waits for another one's writing to the same SQLite file.
const BUSY_TIMEOUT_MS: u64 = 30_000;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// What is worth trying again is tried so often.
const MOST_TRIES: u32 = 20;
const PAUSE_BEFORE_RETRY: Duration = Duration::from_millis(20);

/// What the two databases say differently.
#[derive(Debug)]
pub(crate) struct Dialect {
    /// Milliseconds since 1970 by the clock of the database, which all crawlers share.
    pub(crate) now_ms: &'static str,
    /// Inserts, but leaves a row alone that is there.
    pub(crate) insert_new: &'static str,
    /// Locks the rows selected, and leaves out those that somebody else has locked.
    pub(crate) lock_free_rows: &'static str,
    /// Locks the rows selected, waiting for whoever has them.
    pub(crate) lock_rows: &'static str,
    begin: &'static str,
    /// Has one crawler at a time make the tables, until its connection ends.
    lock_tables: Option<&'static str>,
    on_connect: &'static [&'static str],
    migrations: &'static [(i64, &'static str, &'static str)],
}

const SQLITE: Dialect = Dialect {
    now_ms: "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
    insert_new: "INSERT OR IGNORE",
    // Whoever writes has the whole file.
    lock_free_rows: "",
    lock_rows: "",
    begin: "BEGIN IMMEDIATE",
    lock_tables: None,
    on_connect: &[
        "PRAGMA journal_mode = WAL",
        // With the log, a killed process loses nothing that was committed.
        "PRAGMA synchronous = NORMAL",
    ],
    migrations: &[(
        1,
        "frontier",
        include_str!("../migrations/sqlite/0001_frontier.sql"),
    )],
};

const MYSQL: Dialect = Dialect {
    now_ms: "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)",
    insert_new: "INSERT IGNORE",
    lock_free_rows: "FOR UPDATE SKIP LOCKED",
    lock_rows: "FOR UPDATE",
    begin: "START TRANSACTION",
    lock_tables: Some("SELECT GET_LOCK(CONCAT('crawler ', MD5(DATABASE())), 60)"),
    // A lock then covers the rows that were found, and not the gaps between them.
    on_connect: &["SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"],
    migrations: &[(
        1,
        "frontier",
        include_str!("../migrations/mysql/0001_frontier.sql"),
    )],
};

/// The database of a crawl, ready for use.
#[derive(Debug, Clone)]
pub struct Database {
    pool: AnyPool,
    pub(crate) dialect: &'static Dialect,
    name: String,
}

/// Why a database cannot be used, in one line.
#[derive(Debug)]
pub struct DatabaseError {
    name: String,
    cause: String,
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the database {}: {}", self.name, self.cause)
    }
}

impl std::error::Error for DatabaseError {}

impl Database {
    /// Opens a database and brings its tables up to date. `url` is `mysql://…`,
    /// `mariadb://…`, `sqlite:PATH`, or the path of an SQLite file, which is made if it
    /// is not there.
    ///
    /// # Errors
    ///
    /// If there is no such server or database, it lets nobody in, or it is not one of
    /// these two kinds.
    pub async fn open(url: &str) -> Result<Database, DatabaseError> {
        install_default_drivers();
        let (url, dialect) = match url.split_once(':') {
            Some(("mysql" | "mariadb", _)) => (url.to_owned(), &MYSQL),
            Some(("sqlite", path)) => (sqlite_url(path), &SQLITE),
            Some((scheme, rest)) if rest.starts_with("//") => {
                return Err(DatabaseError {
                    name: format!("{scheme}://…"),
                    cause: "neither sqlite: nor mysql://".to_owned(),
                });
            }
            _ => (sqlite_url(url), &SQLITE),
        };
        let name = without_password(&url);
        let failed = |cause: String| DatabaseError {
            name: name.clone(),
            cause,
        };
        if url.contains(":memory:") {
            let why = "a frontier outlives its crawlers, so it is in a file";
            return Err(failed(why.to_owned()));
        }
        // A pool would go on asking a server that is not there.
        let first = AnyConnection::connect(&url);
        let first = match timeout(CONNECT_TIMEOUT, first).await {
            Ok(first) => first.map_err(|error| failed(in_one_line(&error)))?,
            Err(_elapsed) => {
                return Err(failed(in_one_line(&sqlx::Error::PoolTimedOut)));
            }
        };
        // It has served its purpose, however it ends.
        let _closed = first.close().await;
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(CONNECT_TIMEOUT)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if dialect.lock_rows.is_empty() {
                        let wait = format!("PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}");
                        connection.execute(sqlx::AssertSqlSafe(wait)).await?;
                    }
                    for &statement in dialect.on_connect {
                        connection.execute(statement).await?;
                    }
                    Ok(())
                })
            });
        let mut tries = 1;
        let pool = loop {
            // Two crawlers that make the same SQLite file at once get in each other's way.
            match pool.clone().connect(&url).await {
                Ok(pool) => break pool,
                Err(error) if tries < MOST_TRIES && is_passing(&error) => tries += 1,
                Err(error) => return Err(failed(in_one_line(&error))),
            }
            sleep(PAUSE_BEFORE_RETRY).await;
        };
        let database = Database {
            pool,
            dialect,
            name: name.clone(),
        };
        database.migrate().await.map_err(failed)?;
        Ok(database)
    }

    /// Its URL, without the password.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// For queries of one's own.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Closes all connections. What was committed stays.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// A transaction that may write.
    pub(crate) async fn begin(&self) -> sqlx::Result<Transaction<'static, Any>> {
        self.pool.begin_with(self.dialect.begin).await
    }

    /// Applies the migrations that are new. What stops a crawler at it (a kill, another
    /// one that does the same) does not stop the next: the statements may be repeated.
    async fn migrate(&self) -> Result<(), String> {
        let migrations = self.dialect.migrations.iter();
        let migrations = migrations.map(|&(version, name, sql)| {
            let (kind, sql) = (MigrationType::Simple, sql.into_sql_str());
            Migration::new(version, name.into(), kind, sql, false)
        });
        let mut migrator = Migrator::with_migrations(migrations.collect());
        // sqlx asks for its lock with a timeout of -1, which MariaDB does not grant.
        migrator.set_locking(false);
        let connection = self.pool.acquire().await;
        let mut connection = connection.map_err(|error| in_one_line(&error))?;
        if let Some(lock) = self.dialect.lock_tables {
            let locked = sqlx::query_scalar::<_, Option<i64>>(lock);
            let locked = locked.fetch_one(&mut *connection).await;
            if locked.map_err(|error| in_one_line(&error))? != Some(1) {
                return Err("another crawler is busy with its tables".to_owned());
            }
        }
        let mut tries = 1;
        let migrated = loop {
            let error = match migrator.run(&mut *connection).await {
                Ok(()) => break Ok(()),
                Err(error) if tries == MOST_TRIES => break Err(error.to_string()),
                Err(error) => error,
            };
            match error {
                // Somebody was killed half-way: whoever is at it has the lock.
                MigrateError::Dirty(version) => {
                    let begun = "DELETE FROM _sqlx_migrations \
                                 WHERE version = ? AND success = FALSE";
                    let forgotten = sqlx::query(begun).bind(version);
                    let forgotten = forgotten.execute(&mut *connection).await;
                    forgotten.map_err(|error| in_one_line(&error))?;
                }
                // SQLite has no such lock. One of two gets the file, the other an error.
                MigrateError::Execute(_) | MigrateError::ExecuteMigration(..) => {
                    sleep(PAUSE_BEFORE_RETRY).await;
                }
                error => break Err(error.to_string()),
            }
            tries += 1;
        };
        // The lock goes with the connection.
        let _closed = connection.close().await;
        migrated
    }
}

fn sqlite_url(path: &str) -> String {
    let path = path.trim_start_matches("//");
    // Read as a URL: these would end the path.
    let path = path.replace('%', "%25").replace('?', "%3F");
    let path = path.replace('#', "%23");
    format!("sqlite:{path}?mode=rwc")
}

/// For people to see.
fn without_password(url: &str) -> String {
    let shown = url.strip_suffix("?mode=rwc").unwrap_or(url);
    match url::Url::parse(shown) {
        Ok(mut parsed) if parsed.password().is_some() => {
            match parsed.set_password(Some("…")) {
                Ok(()) => parsed.to_string().replace("%E2%80%A6", "…"),
                Err(()) => "with a password".to_owned(),
            }
        }
        _ => shown.to_owned(),
    }
}

/// Whether the same thing may work a moment later: a deadlock, a lock that took too
/// long, a busy file.
pub(crate) fn is_passing(error: &sqlx::Error) -> bool {
    let Some(error) = error.as_database_error() else {
        return false;
    };
    let message = error.message();
    // SQLite says BUSY so. MySQL numbers them, and a message of 1213 or 1205 advises to
    // try again.
    message.contains("locked") || message.contains("try restarting transaction")
}

/// Without the name of the library, and escaped: the server may say anything.
pub(crate) fn in_one_line(error: &sqlx::Error) -> String {
    let text = match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::PoolTimedOut => "no answer within 10 s".to_owned(),
        error => error.to_string(),
    };
    text.chars().flat_map(escaped).collect()
}

fn escaped(c: char) -> Box<dyn Iterator<Item = char>> {
    match c.is_control() {
        true => Box::new(c.escape_default()),
        false => Box::new(std::iter::once(c)),
    }
}
