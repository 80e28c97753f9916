//! A bound parameter is never read as SQL, so the title becomes a row.
//!
//! Tutorial: none
//! Look for: the same three titles as in oops_sql_by_hand, and three rows.
//! Clock: real

use classroom::println;
use crawler::tutorial::{Failed, article_test, rows};

const TITLES: [&str; 3] = [
    "asyncio",
    "Rust's async/await",
    "x'); DELETE FROM article_test; --",
];

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let pool = article_test().await?;
        for title in TITLES {
            // The database parses the statement before it receives the title.
            let insert = sqlx::query("INSERT INTO article_test (title) VALUES (?)");
            insert.bind(title).execute(&pool).await?;
        }
        for (id, title) in rows(&pool).await? {
            println!("{id} {title}"); // stored as it was, with every apostrophe
        }
        Ok(())
    })
}
