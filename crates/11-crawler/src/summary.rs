//! What a crawl came to: counted, and named, from the database.

use serde::Serialize;
use sqlx::{AnyPool, Row};

/// How far the frontier is, of all crawlers together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Pages that wait.
    pub queued: u64,
    /// Pages that somebody is at.
    pub claimed: u64,
    /// Pages that are finished, well or not.
    pub finished: u64,
}

impl Counts {
    /// Counts, without the robots.txt of hosts.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn of(pool: &AnyPool) -> sqlx::Result<Counts> {
        let rows = "SELECT state, COUNT(*) FROM page WHERE kind = 0 GROUP BY state";
        let mut counts = Counts::default();
        for row in sqlx::query(rows).fetch_all(pool).await? {
            let count = row.try_get::<i64, _>(1)?.unsigned_abs();
            match crate::frontier::small(&row, 0)? {
                0 => counts.queued = count,
                1 => counts.claimed = count,
                _ => counts.finished = count,
            }
        }
        Ok(counts)
    }
}

/// The state of the database when a crawl ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Hosts that were asked, or are to be.
    pub hosts: u64,
    /// Pages that wait.
    pub queued: u64,
    /// Pages that are stored, with their titles.
    pub stored: u64,
    /// Pages that are somewhere else.
    pub redirects: u64,
    /// Pages that are not stored, by what was wrong.
    pub not_stored: Vec<Group>,
    /// Pages that are stored although something was odd, by what it was.
    pub remarks: Vec<Group>,
    /// Bytes of the bodies that were read.
    pub bytes: u64,
}

/// Pages with the same fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What happened.
    pub what: String,
    /// To how many.
    pub pages: u64,
    /// To which, for instance.
    pub example: String,
}

impl Summary {
    /// Counts all that is in the database.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn of(pool: &AnyPool) -> sqlx::Result<Summary> {
        let counts = Counts::of(pool).await?;
        let groups = "SELECT problem, kind, COUNT(*), MIN(url), COUNT(article_test.id) \
                      FROM page LEFT JOIN article_test ON article_test.page_id = page.id \
                      WHERE state = 2 AND problem IS NOT NULL \
                      GROUP BY problem, kind, article_test.id IS NULL \
                      ORDER BY 3 DESC, problem, kind";
        let (mut not_stored, mut remarks) = (Vec::new(), Vec::new());
        for row in sqlx::query(groups).fetch_all(pool).await? {
            let mut what = row.try_get::<String, _>(0)?;
            if crate::frontier::small(&row, 1)? == 1 {
                what = format!("robots.txt: {what}");
            }
            let group = Group {
                what,
                pages: row.try_get::<i64, _>(2)?.unsigned_abs(),
                example: row.try_get(3)?,
            };
            match row.try_get::<i64, _>(4)? {
                0 => not_stored.push(group),
                _ => remarks.push(group),
            }
        }
        let loops = redirect_loops(pool).await?;
        not_stored.extend(loops);
        Ok(Summary {
            hosts: count(pool, "SELECT COUNT(*) FROM host").await?,
            queued: counts.queued + counts.claimed,
            stored: count(pool, "SELECT COUNT(*) FROM article_test").await?,
            redirects: count(
                pool,
                "SELECT COUNT(*) FROM page WHERE redirects_to IS NOT NULL",
            )
            .await?,
            not_stored,
            remarks,
            bytes: count(
                pool,
                "SELECT CAST(COALESCE(SUM(bytes), 0) AS SIGNED) FROM page",
            )
            .await?,
        })
    }
}

async fn count(pool: &AnyPool, sql: &'static str) -> sqlx::Result<u64> {
    let count = sqlx::query_scalar::<_, i64>(sql).fetch_one(pool).await?;
    Ok(count.unsigned_abs())
}

/// Redirects that lead back to themselves. They are in no other group: each of them is
/// a redirect as any other.
async fn redirect_loops(pool: &AnyPool) -> sqlx::Result<Option<Group>> {
    let loops = "WITH RECURSIVE walk (start_id, url, at, steps) AS ( \
                 SELECT id, url, redirects_to, 1 FROM page \
                 WHERE redirects_to IS NOT NULL \
                 UNION ALL \
                 SELECT walk.start_id, walk.url, page.redirects_to, walk.steps + 1 \
                 FROM walk JOIN page ON page.url = walk.at \
                 WHERE page.redirects_to IS NOT NULL AND walk.at <> walk.url \
                 AND walk.steps < 20) \
                 SELECT COUNT(*), MIN(url) FROM walk WHERE at = url";
    let row = sqlx::query(loops).fetch_one(pool).await?;
    let pages = row.try_get::<i64, _>(0)?.unsigned_abs();
    let example = row.try_get::<Option<String>, _>(1)?;
    Ok(example.map(|example| Group {
        what: "redirect loop".to_owned(),
        pages,
        example,
    }))
}
