//! Oops: a title that is formatted into the SQL is read as SQL.
//!
//! Tutorial: none
//! Look for: one apostrophe is an error, and another one empties the table.
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
            // sqlx refuses SQL that is not a constant unless told that it is safe.
            let asserted = AssertSqlSafe(insert);
            match sqlx::raw_sql(asserted).execute(&pool).await {
                Ok(_) => println!("title {n}: ok"), // the text was valid SQL
                Err(sqlx::Error::Database(error)) => {
                    let message = error.message();
                    println!("title {n}: {message}"); // its apostrophe ended the string
                }
                Err(error) => return Err(error.into()),
            }
            // counted after the statement
            println!("rows: {}", rows(&pool).await?.len());
        }
        Ok(())
    })
}
