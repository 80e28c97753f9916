//! Opening the database: SQLite or MariaDB/MySQL, by its URL.

use std::fmt;
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{
    Any, AnyConnection, AnyPool, Connection, Executor, SqlSafeStr, Transaction,
};
use tokio::time::timeout;

use crate::retry::retrying;

/// Maximum number of connections that read: for robots.txt, and for progress.
const READERS: u32 = 2;
/// How long a crawler waits for another one that writes to the same SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Differences between the two databases.
#[derive(Debug)]
pub(crate) struct Dialect {
    /// Milliseconds since 1970 by the clock of the server, which all crawlers share. A
    /// file is on the machine of its crawlers, and has no clock of its own.
    pub(crate) now_ms: Option<&'static str>,
    /// Inserts rows, except those that exist, and counts the new ones. MariaDB cuts a
    /// value that is too long without an error, so the values must be known to fit.
    pub(crate) insert_new: &'static str,
    /// After an `INSERT`: keeps a row that exists, and reports any other error.
    pub(crate) keep_if_known: &'static str,
    /// Name of the function that returns the greater of two numbers.
    pub(crate) greatest: &'static str,
    /// Locks the selected rows, and leaves out those that another crawler has locked.
    pub(crate) lock_free_rows: &'static str,
    /// Locks the selected rows, and waits for a crawler that has locked them.
    pub(crate) lock_rows: &'static str,
    begin: &'static str,
    /// Lets one crawler at a time create the tables, until its connection ends.
    lock_tables: Option<&'static str>,
    on_connect: &'static [&'static str],
    migrations: &'static [(i64, &'static str, &'static str)],
}

const SQLITE: Dialect = Dialect {
    now_ms: None,
    insert_new: "INSERT OR IGNORE",
    keep_if_known: "ON CONFLICT DO NOTHING",
    greatest: "MAX",
    // A writer locks the whole file.
    lock_free_rows: "",
    lock_rows: "",
    begin: "BEGIN IMMEDIATE",
    lock_tables: None,
    on_connect: &[
        "PRAGMA journal_mode = WAL",
        // With the log, a killed process loses nothing that was committed.
        "PRAGMA synchronous = NORMAL",
        // In KiB: enough for the upper levels of the indexes of a million pages.
        "PRAGMA cache_size = -8000",
        // In pages of 4 KiB: a page that changes often is copied to the file less often.
        "PRAGMA wal_autocheckpoint = 4000",
    ],
    migrations: &[(
        1,
        "frontier",
        include_str!("../migrations/sqlite/0001_frontier.sql"),
    )],
};

const MYSQL: Dialect = Dialect {
    now_ms: Some("SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)"),
    insert_new: "INSERT IGNORE",
    keep_if_known: "ON DUPLICATE KEY UPDATE id = id",
    greatest: "GREATEST",
    lock_free_rows: "FOR UPDATE SKIP LOCKED",
    lock_rows: "FOR UPDATE",
    begin: "START TRANSACTION",
    lock_tables: Some("SELECT GET_LOCK(CONCAT('crawler ', MD5(DATABASE())), 60)"),
    on_connect: &[
        // A lock then covers the rows that were found, and not the gaps between them.
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
    ],
    migrations: &[(
        1,
        "frontier",
        include_str!("../migrations/mysql/0001_frontier.sql"),
    )],
};

/// The database of a crawl, ready for use.
#[derive(Debug, Clone)]
pub struct Database {
    /// A single connection, for all transactions of this crawler: the statements that it
    /// has prepared, and SQLite's cache of the file, belong to the connection.
    writer: AnyPool,
    readers: AnyPool,
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
        write!(f, "cannot use the database {}: {}", self.name, self.cause)
    }
}

impl std::error::Error for DatabaseError {}

impl Database {
    /// Opens a database and brings its tables up to date. `url` is `mysql://…`,
    /// `mariadb://…`, `sqlite:PATH`, or the path of an SQLite file, which is created if
    /// it does not exist.
    ///
    /// # Errors
    ///
    /// Returns an error if the server or the database does not exist, refuses the
    /// connection, cannot be written, or is of another kind.
    pub async fn open(url: &str) -> Result<Database, DatabaseError> {
        install_default_drivers();
        let (url, dialect) = match url.split_once(':') {
            Some(("mysql" | "mariadb", _)) => (url.to_owned(), &MYSQL),
            Some(("sqlite", path)) => (sqlite_url(path), &SQLITE),
            Some((scheme, rest)) if rest.starts_with("//") => {
                return Err(DatabaseError {
                    name: format!("{scheme}://…"),
                    cause: "expected a file, sqlite:FILE or mysql://…".to_owned(),
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
            let why = "an in-memory database cannot hold a frontier; name a file";
            return Err(failed(why.to_owned()));
        }
        let check = retrying(async || check(&url, dialect).await);
        match timeout(CONNECT_TIMEOUT, check).await {
            Ok(checked) => checked.map_err(|error| failed(in_one_line(&error)))?,
            Err(_elapsed) => {
                return Err(failed(in_one_line(&sqlx::Error::PoolTimedOut)));
            }
        }
        let options = AnyPoolOptions::new()
            .acquire_timeout(CONNECT_TIMEOUT)
            .after_connect(move |connection, _| {
                Box::pin(async move { set_up(connection, dialect).await })
            });
        // Two crawlers that create the same SQLite file at once get in each other's way.
        let connect = async |connections| {
            let options = options.clone().max_connections(connections);
            let pool = retrying(async || options.clone().connect(&url).await).await;
            pool.map_err(|error| failed(in_one_line(&error)))
        };
        let database = Database {
            writer: connect(1).await?,
            readers: connect(READERS).await?,
            dialect,
            name: name.clone(),
        };
        database.migrate().await.map_err(failed)?;
        Ok(database)
    }

    /// URL of the database, without the password.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Connections for queries.
    pub fn pool(&self) -> &AnyPool {
        &self.readers
    }

    /// Closes all connections. What was committed stays.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Begins a transaction that may write, once the one before it has ended.
    pub(crate) async fn begin(&self) -> sqlx::Result<Transaction<'static, Any>> {
        self.writer.begin_with(self.dialect.begin).await
    }

    /// Applies the migrations that are new. A crawler that is stopped halfway, by a kill
    /// or by another one that does the same, does not stop the next: the statements may
    /// be repeated.
    async fn migrate(&self) -> Result<(), String> {
        let migrations = self.dialect.migrations.iter();
        let migrations = migrations.map(|&(version, name, sql)| {
            let (kind, sql) = (MigrationType::Simple, sql.into_sql_str());
            Migration::new(version, name.into(), kind, sql, false)
        });
        let mut migrator = Migrator::with_migrations(migrations.collect());
        // sqlx asks for its lock with a timeout of -1, which MariaDB does not grant.
        migrator.set_locking(false);
        let Some(lock) = self.dialect.lock_tables else {
            // In SQLite, tables are created within a transaction, which is a lock.
            let migrated = retrying(async || {
                let mut tx = self.begin().await?;
                migrator.run(&mut *tx).await?;
                tx.commit().await
            });
            return migrated.await.map_err(|error| in_one_line(&error));
        };
        let migrated = async {
            let mut connection = self.writer.acquire().await?;
            let locked = sqlx::query_scalar::<_, Option<i64>>(lock);
            if locked.fetch_one(&mut *connection).await? != Some(1) {
                return Ok(false);
            }
            let mut migrated = migrator.run(&mut *connection).await;
            // A crawler was killed halfway.
            if let Err(MigrateError::Dirty(version)) = migrated {
                let forget = "DELETE FROM _sqlx_migrations \
                              WHERE version = ? AND success = FALSE";
                let forget = sqlx::query(forget).bind(version);
                forget.execute(&mut *connection).await?;
                migrated = migrator.run(&mut *connection).await;
            }
            // The lock goes with the connection.
            connection.close().await?;
            migrated?;
            sqlx::Result::Ok(true)
        };
        match migrated.await {
            Ok(true) => Ok(()),
            Ok(false) => Err("another crawler is creating its tables".to_owned()),
            Err(error) => Err(in_one_line(&error)),
        }
    }
}

/// Connects without a pool, which would retry what cannot succeed, and finds out whether
/// the database is one, and may be written.
async fn check(url: &str, dialect: &Dialect) -> sqlx::Result<()> {
    let mut connection = AnyConnection::connect(url).await?;
    set_up(&mut connection, dialect).await?;
    connection.execute(dialect.begin).await?;
    // Without a write, MariaDB has nothing to refuse.
    connection.execute("ROLLBACK").await?;
    connection.close().await
}

async fn set_up(connection: &mut AnyConnection, dialect: &Dialect) -> sqlx::Result<()> {
    if dialect.lock_rows.is_empty() {
        let wait = format!("PRAGMA busy_timeout = {}", BUSY_TIMEOUT.as_millis());
        connection.execute(sqlx::AssertSqlSafe(wait)).await?;
    }
    for &statement in dialect.on_connect {
        connection.execute(statement).await?;
    }
    Ok(())
}

fn sqlite_url(path: &str) -> String {
    let path = path.trim_start_matches("//");
    // Read as a URL: these would end the path.
    let path = path.replace('%', "%25").replace('?', "%3F");
    let path = path.replace('#', "%23");
    format!("sqlite:{path}?mode=rwc")
}

/// The URL with `…` for the password. It looks for the password in the text: a URL that
/// does not parse may have one too.
fn without_password(url: &str) -> String {
    let shown = url.strip_suffix("?mode=rwc").unwrap_or(url);
    let hidden = || {
        let (scheme, rest) = shown.split_once("://")?;
        // A password may contain any character, so the last `@` ends it.
        let (user, host) = rest.rsplit_once('@')?;
        let (user, _password) = user.split_once(':')?;
        Some(format!("{scheme}://{user}:…@{host}"))
    };
    hidden().unwrap_or_else(|| shown.to_owned())
}

/// The message without the library's name, escaped: it may be any text of the server's.
pub(crate) fn in_one_line(error: &sqlx::Error) -> String {
    let text = match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::PoolTimedOut => {
            format!("no answer within {} s", CONNECT_TIMEOUT.as_secs())
        }
        error => error.to_string(),
    };
    let escape = |c: char| c.is_control().then(|| c.escape_default());
    let mut line = String::new();
    for c in text.chars() {
        match escape(c) {
            Some(escaped) => line.extend(escaped),
            None => line.push(c),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn no_password_is_shown() {
        for (url, shown) in [
            ("mysql://me:secret@db/shop", "mysql://me:…@db/shop"),
            ("mysql://me:se#cret@db/shop", "mysql://me:…@db/shop"),
            (
                "mysql://me:sec/ret?@db:3306/shop",
                "mysql://me:…@db:3306/shop",
            ),
            ("mysql://me:s@cret@db/shop", "mysql://me:…@db/shop"),
            ("mysql://me:secret@[db/shop", "mysql://me:…@[db/shop"),
            (
                "mysql://me:secret@db:port/shop",
                "mysql://me:…@db:port/shop",
            ),
            ("mysql://me@db/shop", "mysql://me@db/shop"),
            ("sqlite:crawl.sqlite?mode=rwc", "sqlite:crawl.sqlite"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }
}
