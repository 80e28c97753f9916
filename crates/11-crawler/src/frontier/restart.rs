//! The start of a crawler: its URLs are added, and temporary failures are retried.

use sqlx::{AssertSqlSafe, QueryBuilder};
use url::Url;

use super::discover::{Found, NewOrigin};
use super::ready::Touched;
use super::renew::MAX_ROWS;
use super::tally::Tally;
use super::{Frontier, PageKind, PageOutcome, PageState};
use crate::batch::push_list;
use crate::retry::retrying;

impl Frontier {
    /// Adds start URLs; those that are known stay as they are. Then retries what an
    /// earlier run gave up because of temporary failures: pages, and each robots.txt
    /// that was out of reach.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn add(&mut self, urls: &[Url]) -> sqlx::Result<()> {
        let new_origins = retrying(async || self.try_add(urls).await).await?;
        self.remember(new_origins);
        let at_once = Some(i64::MAX);
        while retrying(async || self.try_reach_again(at_once).await).await? == MAX_ROWS
        {
        }
        self.retry_pages(PageOutcome::GaveUp).await
    }

    /// Retries the pages that failed for good in an earlier run, for instance with HTTP
    /// 404, or because they led out of a crawl that is wider now.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn retry_failed(&mut self) -> sqlx::Result<()> {
        self.retry_pages(PageOutcome::Failed).await
    }

    async fn try_add(&self, urls: &[Url]) -> sqlx::Result<Vec<NewOrigin>> {
        let mut tx = self.database.begin().await?;
        let links = urls.iter().map(|url| (url, Found::default())).collect();
        let mut touched = Touched::new();
        let discovered = self.insert_links(&mut tx, links, &mut touched).await?;
        self.refresh_hosts(&mut tx, &touched).await?;
        let tally = Tally {
            known: discovered.pages,
            ..Tally::default()
        };
        self.add_to_tally(&mut tx, &tally).await?;
        tx.commit().await?;
        Ok(discovered.new_origins)
    }

    async fn retry_pages(&self, outcome: PageOutcome) -> sqlx::Result<()> {
        let mut last_id = 0;
        while let Some(id) =
            retrying(async || self.try_retry_pages(outcome, last_id).await).await?
        {
            last_id = id;
        }
        Ok(())
    }

    /// Queues the next pages after `last_id` that ended so, and returns the last of
    /// them.
    async fn try_retry_pages(
        &self,
        outcome: PageOutcome,
        last_id: i64,
    ) -> sqlx::Result<Option<i64>> {
        let mut tx = self.database.begin().await?;
        let failed = format!(
            "SELECT page.id, host_id FROM page \
             JOIN origin ON origin.id = page.origin_id \
             WHERE page.id > ? AND kind = ? AND state = ? AND outcome = ? \
             ORDER BY page.id LIMIT ? {}",
            self.database.dialect.lock_free_rows
        );
        let failed = sqlx::query_as::<_, (i64, i64)>(AssertSqlSafe(failed));
        let failed = failed
            .bind(last_id)
            .bind(PageKind::Page.code())
            .bind(PageState::Finished.code())
            .bind(outcome.code())
            .bind(MAX_ROWS)
            .fetch_all(&mut *tx)
            .await?;
        let Some(&(last, _)) = failed.last() else {
            tx.rollback().await?;
            return Ok(None);
        };
        let ids = failed.iter().map(|row| row.0).collect::<Vec<_>>();
        let mut queue = QueryBuilder::new("UPDATE page SET state = ");
        queue.push_bind(PageState::Queued.code());
        queue.push(", outcome = NULL, problem = NULL, redirects_to = NULL");
        queue.push(", attempts = 0, due_at = 0 WHERE id");
        push_list(&mut queue, &ids);
        queue.build().execute(&mut *tx).await?;
        let touched = failed.iter().map(|row| (row.1, Default::default()));
        self.refresh_hosts(&mut tx, &touched.collect()).await?;
        let pages = failed.len() as i64;
        let tally = Tally {
            finished: -pages,
            requested: -pages,
            ..Tally::default()
        };
        self.add_to_tally(&mut tx, &tally).await?;
        tx.commit().await?;
        Ok(Some(last))
    }
}
