//! Oops: between SELECT and UPDATE, another worker selects the same page.
//!
//! Tutorial: none
//! Look for: both workers have page 1, and page 2 is still queued.
//! Clock: real

use std::time::Duration;

use classroom::println;
use crawler::tutorial::Failed;
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;
use tokio::time::sleep;

async fn claim(pool: &SqlitePool) -> sqlx::Result<i64> {
    let queued = "SELECT id FROM page WHERE state = 'queued' ORDER BY id LIMIT 1";
    let id = sqlx::query_scalar::<_, i64>(queued).fetch_one(pool).await?;
    // The row still says 'queued', and the other worker reads it.
    sleep(Duration::from_millis(20)).await;
    let claimed = sqlx::query("UPDATE page SET state = 'claimed' WHERE id = ?");
    claimed.bind(id).execute(pool).await?;
    Ok(id)
}

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let pool = SqlitePoolOptions::new().max_connections(1);
        let pool = pool.connect("sqlite::memory:").await?;
        let table = "CREATE TABLE page (id INTEGER PRIMARY KEY, state TEXT)";
        sqlx::query(table).execute(&pool).await?;
        for id in [1, 2] {
            let page = sqlx::query("INSERT INTO page VALUES (?, 'queued')");
            page.bind(id).execute(&pool).await?;
        }
        let (ann, ben) = tokio::try_join!(biased; claim(&pool), claim(&pool))?;
        println!("Ann has page {ann}"); // her SELECT came first
        println!("Ben has page {ben}"); // his SELECT came before her UPDATE
        Ok(())
    })
}
