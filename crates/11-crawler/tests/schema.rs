//! One schema on both databases, and a start that may be cut short or made twice.

mod common;

use common::TestDatabase;
use crawler::database::Database;
use futures::future::join_all;
use sqlx::Row;

/// Table and column, in order; SQLite and MariaDB have views for it.
async fn columns(database: &Database, query: &'static str) -> Vec<(String, String)> {
    let rows = sqlx::query(query).fetch_all(database.pool()).await;
    let rows = rows.expect("the database describes itself");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

const IN_SQLITE: &str = "SELECT t.name, c.name FROM sqlite_master t, \
    pragma_table_info(t.name) c \
    WHERE t.type = 'table' AND t.name IN ('article_test', 'host', 'page') ORDER BY 1, c.cid";
const IN_MARIADB: &str = "SELECT table_name, column_name FROM information_schema.columns \
    WHERE table_schema = DATABASE() AND table_name IN ('article_test', 'host', 'page') \
    ORDER BY table_name, ordinal_position";

/// The tutorial's table has the tutorial's columns.
#[tokio::test]
async fn the_tutorials_table_is_there() {
    let database = TestDatabase::sqlite();
    let opened = database.open().await;
    let columns = columns(&opened, IN_SQLITE).await;
    let of = |name: &str| (String::from("article_test"), name.to_owned());
    assert_eq!(columns[..3], [of("id"), of("title"), of("page_id")]);
    opened.close().await;
}

#[tokio::test]
#[ignore = "needs a server: .ci/with-mariadb cargo test -p crawler -- --include-ignored"]
async fn both_databases_have_one_schema() {
    let (sqlite, mysql) = (TestDatabase::sqlite(), TestDatabase::mysql().await);
    let (one, other) = (sqlite.open().await, mysql.open().await);
    let expected = columns(&one, IN_SQLITE).await;
    assert_eq!(columns(&other, IN_MARIADB).await, expected);
    one.close().await;
    other.close().await;
    mysql.remove().await;
}

/// MariaDB has no transactions for tables: a kill leaves a migration half done.
#[tokio::test]
#[ignore = "needs a server: .ci/with-mariadb cargo test -p crawler -- --include-ignored"]
async fn a_migration_that_was_killed_is_done_again() {
    let database = TestDatabase::mysql().await;
    let opened = database.open().await;
    let expected = columns(&opened, IN_MARIADB).await;
    for statement in [
        "DROP TABLE page",
        "UPDATE _sqlx_migrations SET success = FALSE",
    ] {
        let done = sqlx::query(statement).execute(opened.pool()).await;
        done.expect("the database answers");
    }
    opened.close().await;
    let opened = database.open().await;
    assert_eq!(columns(&opened, IN_MARIADB).await, expected);
    opened.close().await;
    database.remove().await;
}

async fn opened_at_once(database: TestDatabase) {
    let all = join_all((0..8).map(|_| Database::open(&database.url))).await;
    for opened in all {
        let opened = opened.expect("all of them can");
        let count = sqlx::query("SELECT COUNT(*) FROM article_test");
        let count = count.fetch_one(opened.pool()).await;
        count.expect("the last of the tables exists");
        opened.close().await;
    }
    database.remove().await;
}

#[tokio::test]
async fn several_may_make_the_same_file() {
    opened_at_once(TestDatabase::sqlite()).await;
}

#[tokio::test]
#[ignore = "needs a server: .ci/with-mariadb cargo test -p crawler -- --include-ignored"]
async fn several_may_make_the_same_tables() {
    opened_at_once(TestDatabase::mysql().await).await;
}
