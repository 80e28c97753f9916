//! The frontier is a table: a page is in it once, and is claimed in one statement.
//!
//! Tutorial: none
//! Look for: a link that comes again adds nothing; four workers, and no page twice.
//! Clock: real

use std::collections::BTreeSet;

use classroom::println;
use crawler::tutorial::Failed;
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;
use tokio::task::JoinSet;

const WORKERS: usize = 4;

/// Adds a page unless the table has it, and returns the number of new rows.
async fn add(pool: &SqlitePool, url: &str) -> sqlx::Result<u64> {
    let insert = "INSERT OR IGNORE INTO page (url, state) VALUES (?, 'queued')";
    let inserted = sqlx::query(insert).bind(url).execute(pool).await?;
    Ok(inserted.rows_affected())
}

/// Selects a page and marks it in one statement: no other worker comes in between.
async fn claim(pool: &SqlitePool) -> sqlx::Result<Option<String>> {
    let update = "UPDATE page SET state = 'claimed' WHERE id = \
                  (SELECT id FROM page WHERE state = 'queued' ORDER BY id LIMIT 1) \
                  RETURNING url";
    sqlx::query_scalar(update).fetch_optional(pool).await
}

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let pool = SqlitePoolOptions::new().max_connections(1);
        let pool = pool.connect("sqlite::memory:").await?;
        let table = "CREATE TABLE page \
                     (id INTEGER PRIMARY KEY, url TEXT UNIQUE, state TEXT)";
        sqlx::query(table).execute(&pool).await?;
        for url in ["/1", "/2", "/1"] {
            // INSERT OR IGNORE has returned
            println!("{url}: {} new", add(&pool, url).await?);
        }
        for n in 3..=20 {
            add(&pool, &format!("/{n}")).await?;
        }
        let mut workers = JoinSet::new();
        for _ in 0..WORKERS {
            let pool = pool.clone();
            workers.spawn(async move {
                let mut mine = Vec::new();
                while let Some(url) = claim(&pool).await? {
                    mine.push(url);
                }
                Ok::<_, sqlx::Error>(mine)
            });
        }
        let claims = workers.join_all().await.into_iter();
        let claims = claims.collect::<sqlx::Result<Vec<_>>>()?.concat();
        // all workers have returned: nothing is queued
        println!("{} claims", claims.len());
        let pages = claims.into_iter().collect::<BTreeSet<_>>().len();
        println!("{pages} pages"); // as many as claims: no page was claimed twice
        Ok(())
    })
}
