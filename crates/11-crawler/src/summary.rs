//! The results of a crawl, counted and grouped, from the database.

use serde::Serialize;
use sqlx::{AnyPool, Row};

use crate::frontier::{PageKind, PageOutcome, PageState, RobotsState};
use crate::links::Skipped;

/// Progress of the frontier, of all crawlers together, without robots.txt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Pages that wait.
    pub queued: u64,
    /// Pages that a crawler has claimed.
    pub claimed: u64,
    /// Pages that are finished, well or not.
    pub finished: u64,
}

impl Counts {
    /// Reads the totals, which the crawlers keep up to date.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn of(pool: &AnyPool) -> sqlx::Result<Counts> {
        let tally = "SELECT known - claimed - finished, claimed, finished \
                     FROM tally WHERE id = 1";
        let tally = sqlx::query_as::<_, (i64, i64, i64)>(tally);
        let (queued, claimed, finished) = tally.fetch_one(pool).await?;
        Ok(Counts {
            queued: queued.unsigned_abs(),
            claimed: claimed.unsigned_abs(),
            finished: finished.unsigned_abs(),
        })
    }
}

/// The state of the database when a crawl ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Number of hosts with a known page.
    pub hosts: u64,
    /// Pages that wait, without those whose robots.txt is out of reach.
    pub queued: u64,
    /// Pages that are stored, with their titles.
    pub stored: u64,
    /// Pages that are at another URL.
    pub redirects: u64,
    /// Pages that are not stored, by problem.
    pub not_stored: Vec<Group>,
    /// Pages that are stored although something was odd, by oddity.
    pub remarks: Vec<Group>,
    /// Number of links that were not followed, on all pages together, by reason.
    pub links_not_followed: Skipped,
    /// Bytes of the bodies that were read.
    pub bytes: u64,
}

/// Pages with the same problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The problem or oddity.
    pub what: String,
    /// Number of pages.
    pub pages: u64,
    /// URL of one of them.
    pub example: String,
}

impl Summary {
    /// Reads and counts all that is in the database.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn of(pool: &AnyPool) -> sqlx::Result<Summary> {
        let counts = Counts::of(pool).await?;
        let (mut not_stored, remarks) = groups(pool).await?;
        let out_of_reach = out_of_reach(pool).await?;
        let waiting = out_of_reach.as_ref().map_or(0, |group| group.pages);
        not_stored.extend(out_of_reach);
        not_stored.extend(redirect_loops(pool).await?);
        let tally = "SELECT bytes, links_outside, links_other_scheme, links_invalid, \
                     links_nofollow FROM tally WHERE id = 1";
        let tally = sqlx::query_as::<_, (i64, i64, i64, i64, i64)>(tally);
        let tally = tally.fetch_one(pool).await?;
        Ok(Summary {
            hosts: count(pool, "SELECT COUNT(*) FROM host").await?,
            queued: (counts.queued + counts.claimed).saturating_sub(waiting),
            stored: count(pool, "SELECT COUNT(*) FROM article_test").await?,
            redirects: count(
                pool,
                "SELECT COUNT(*) FROM page WHERE redirects_to IS NOT NULL",
            )
            .await?,
            not_stored,
            remarks,
            links_not_followed: Skipped {
                outside: tally.1.unsigned_abs(),
                other_scheme: tally.2.unsigned_abs(),
                invalid: tally.3.unsigned_abs(),
                nofollow: tally.4.unsigned_abs(),
            },
            bytes: tally.0.unsigned_abs(),
        })
    }
}

/// Finished pages with a problem: those that are not stored, and those that are.
async fn groups(pool: &AnyPool) -> sqlx::Result<(Vec<Group>, Vec<Group>)> {
    let groups = "SELECT problem, kind, outcome, COUNT(*), MIN(url) FROM page \
                  WHERE state = ? AND problem IS NOT NULL \
                  GROUP BY problem, kind, outcome ORDER BY 4 DESC, problem, kind";
    let groups = sqlx::query(groups).bind(PageState::Finished.code());
    let (mut not_stored, mut remarks) = (Vec::new(), Vec::new());
    for row in groups.fetch_all(pool).await? {
        let mut what = row.try_get::<String, _>(0)?;
        if PageKind::of(row.try_get(1)?)? == PageKind::Robots {
            what = format!("robots.txt: {what}");
        }
        let group = Group {
            what,
            pages: row.try_get::<i64, _>(3)?.unsigned_abs(),
            example: row.try_get(4)?,
        };
        match PageOutcome::of(row.try_get(2)?)? {
            PageOutcome::Stored => remarks.push(group),
            _ => not_stored.push(group),
        }
    }
    Ok((not_stored, remarks))
}

/// Pages that wait for the robots.txt of their site. The next start tries again.
async fn out_of_reach(pool: &AnyPool) -> sqlx::Result<Option<Group>> {
    let pages = "SELECT COUNT(*), MIN(url) FROM page \
                 JOIN origin ON origin.id = page.origin_id \
                 WHERE robots_state = ? AND kind = ? AND state = ?";
    let row = sqlx::query(pages)
        .bind(RobotsState::OutOfReach.code())
        .bind(PageKind::Page.code())
        .bind(PageState::Queued.code());
    let row = row.fetch_one(pool).await?;
    group(&row, "robots.txt out of reach")
}

/// The group of a row with a count and an example, which is NULL if the count is 0.
fn group(row: &sqlx::any::AnyRow, what: &str) -> sqlx::Result<Option<Group>> {
    let pages = row.try_get::<i64, _>(0)?.unsigned_abs();
    let example = row.try_get::<Option<String>, _>(1)?;
    Ok(example.map(|example| Group {
        what: what.to_owned(),
        pages,
        example,
    }))
}

async fn count(pool: &AnyPool, sql: &'static str) -> sqlx::Result<u64> {
    let count = sqlx::query_scalar::<_, i64>(sql).fetch_one(pool).await?;
    Ok(count.unsigned_abs())
}

/// Redirects that lead back to themselves. To the crawl each of them is a redirect like
/// any other, so they are in no other group.
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
    group(&row, "redirect loop")
}
