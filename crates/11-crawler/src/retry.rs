//! Runs a database operation again if it failed for a reason that passes.

use std::time::Duration;

use sqlx::mysql::MySqlDatabaseError;
use sqlx::sqlite::SqliteError;
use tokio::time::sleep;

const MAX_ATTEMPTS: u32 = 20;
/// Pause after the first failure; it grows by as much with each attempt.
const PAUSE: Duration = Duration::from_millis(5);

/// SQLite's primary result codes for a file that another connection is writing.
const SQLITE_BUSY_OR_LOCKED: [u32; 2] = [5, 6];
/// The numbers of MySQL and MariaDB for a lock that took too long, and for a deadlock.
const MYSQL_LOCK_WAIT_TIMEOUT_OR_DEADLOCK: [u16; 2] = [1205, 1213];

/// Calls `attempt` until it succeeds, fails for good, or has failed 20 times.
///
/// # Errors
///
/// Returns the error of the last attempt.
pub(crate) async fn retrying<T>(
    mut attempt: impl AsyncFnMut() -> sqlx::Result<T>,
) -> sqlx::Result<T> {
    let mut attempts = 1;
    loop {
        match attempt().await {
            Err(error) if is_transient(&error) && attempts < MAX_ATTEMPTS => {
                sleep(PAUSE * attempts).await;
                attempts += 1;
            }
            result => return result,
        }
    }
}

/// Whether the same operation may succeed a moment later: a deadlock, a lock that took
/// too long, a busy file.
fn is_transient(error: &sqlx::Error) -> bool {
    let Some(error) = error.as_database_error() else {
        return false;
    };
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        return MYSQL_LOCK_WAIT_TIMEOUT_OR_DEADLOCK.contains(&error.number());
    }
    let is_sqlite = error.try_downcast_ref::<SqliteError>().is_some();
    let code = error.code().and_then(|code| code.parse::<u32>().ok());
    // An extended result code has the primary one in its low byte.
    is_sqlite && code.is_some_and(|code| SQLITE_BUSY_OR_LOCKED.contains(&(code & 0xff)))
}
