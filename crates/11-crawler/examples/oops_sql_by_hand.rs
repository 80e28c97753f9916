//! Oops: the title was put into the SQL, and was read as SQL.
//!
//! Tutorial: none
//! Look for: an apostrophe is an error, and another one empties the table.
//! Clock: real

use classroom::println;
use crawler::tutorial::{Failed, article_test, rows};
use sqlx::AssertSqlSafe;

const TITLES: [&str; 3] = [
    "asyncio",
    "Rust's async/await",
    "x'); DELETE FROM article_test; --",
];

fn main() -> Result<(), Failed> {
    classroom::run(async {
        let pool = article_test().await?;
        for (title, n) in TITLES.iter().zip(1..) {
            let insert = format!("INSERT INTO article_test (title) VALUES ('{title}')");
            // sqlx takes no SQL that was put together, unless somebody vouches for it.
            let vouched_for = AssertSqlSafe(insert);
            match sqlx::raw_sql(vouched_for).execute(&pool).await {
                Ok(_) => println!("title {n}: ok"), // each word of it was SQL
                Err(sqlx::Error::Database(error)) => {
                    let message = error.message();
                    println!("title {n}: {message}"); // its string ended at the '
                }
                Err(error) => return Err(error.into()),
            }
            println!("rows: {}", rows(&pool).await?.len()); // one more each time?
        }
        Ok(())
    })
}
