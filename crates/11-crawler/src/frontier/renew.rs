//! Housekeeping: leases are renewed, and what has expired is made available again.

use sqlx::{AssertSqlSafe, QueryBuilder};

use super::claim::millis;
use super::ready::Touched;
use super::tally::Tally;
use super::{Frontier, MAX_LEASE, PageKind, PageState, RobotsState, Tx};
use crate::batch::push_list;
use crate::retry::retrying;

/// Maximum number of rows that one transaction makes available again.
pub(super) const MAX_ROWS: i64 = 64;

impl Frontier {
    /// Renews the leases of this crawler, frees the pages of crawlers that are gone, and
    /// retries each robots.txt that has been out of reach for an hour. Must be called
    /// several times within [`Rules::lease`](super::Rules::lease).
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn renew_leases(&mut self) -> sqlx::Result<()> {
        retrying(async || self.try_renew().await).await?;
        while retrying(async || self.try_free_expired().await).await? == MAX_ROWS {}
        while retrying(async || self.try_reach_again(None).await).await? == MAX_ROWS {}
        while retrying(async || self.try_bring_near().await).await? == MAX_ROWS {}
        Ok(())
    }

    async fn try_renew(&self) -> sqlx::Result<()> {
        let mut tx = self.database.begin().await?;
        let now = self.now(&mut tx).await?;
        let renew = "UPDATE page SET lease_until = ? \
                     WHERE lease_until IS NOT NULL AND owner = ?";
        sqlx::query(renew)
            .bind(now.saturating_add(millis(self.rules.lease)))
            .bind(self.owner)
            .execute(&mut *tx)
            .await?;
        tx.commit().await
    }

    /// Frees pages whose lease has expired, and returns how many.
    async fn try_free_expired(&self) -> sqlx::Result<i64> {
        let mut tx = self.database.begin().await?;
        let now = self.now(&mut tx).await?;
        // A lease that ends after the longest one is from a clock that was set back.
        let longest = now.saturating_add(millis(MAX_LEASE));
        let expired = format!(
            "SELECT page.id, kind, host_id FROM page \
             JOIN origin ON origin.id = page.origin_id \
             WHERE lease_until <= ? OR lease_until > ? LIMIT ? {}",
            self.database.dialect.lock_free_rows
        );
        let expired = sqlx::query_as::<_, (i64, i64, i64)>(AssertSqlSafe(expired));
        let expired = expired.bind(now).bind(longest).bind(MAX_ROWS);
        let expired = expired.fetch_all(&mut *tx).await?;
        if expired.is_empty() {
            // Dropped, the transaction would end some time later, with its locks.
            tx.rollback().await?;
            return Ok(0);
        }
        let ids = expired.iter().map(|row| row.0).collect::<Vec<_>>();
        let mut free = QueryBuilder::new("UPDATE page SET state = ");
        free.push_bind(PageState::Queued.code());
        free.push(", owner = NULL, lease_until = NULL WHERE id");
        push_list(&mut free, &ids);
        free.build().execute(&mut *tx).await?;
        let mut touched = Touched::new();
        let mut tally = Tally::default();
        for &(_, kind, host_id) in &expired {
            touched.entry(host_id).or_default().in_flight -= 1;
            tally.claimed -= i64::from(kind == PageKind::Page.code());
        }
        self.refresh_hosts(&mut tx, &touched).await?;
        self.add_to_tally(&mut tx, &tally).await?;
        tx.commit().await?;
        Ok(expired.len() as i64)
    }

    /// Has the robots.txt of origins that were out of reach fetched again, if they have
    /// been left alone until `until`. Returns how many.
    pub(super) async fn try_reach_again(
        &self,
        until: Option<i64>,
    ) -> sqlx::Result<i64> {
        let mut tx = self.database.begin().await?;
        let until = match until {
            Some(until) => until,
            None => self.now(&mut tx).await?,
        };
        let out_of_reach = format!(
            "SELECT id, host_id FROM origin \
             WHERE robots_state = ? AND robots_until <= ? LIMIT ? {}",
            self.database.dialect.lock_free_rows
        );
        let out_of_reach = sqlx::query_as::<_, (i64, i64)>(AssertSqlSafe(out_of_reach));
        let out_of_reach = out_of_reach
            .bind(RobotsState::OutOfReach.code())
            .bind(until)
            .bind(MAX_ROWS)
            .fetch_all(&mut *tx)
            .await?;
        self.ask_robots_again(&mut tx, &out_of_reach).await?;
        tx.commit().await?;
        Ok(out_of_reach.len() as i64)
    }

    /// Queues the robots.txt of these origins, given with their hosts. Until it has
    /// been fetched, their other pages wait.
    pub(super) async fn ask_robots_again(
        &self,
        tx: &mut Tx,
        origins: &[(i64, i64)],
    ) -> sqlx::Result<()> {
        if origins.is_empty() {
            return Ok(());
        }
        let ids = origins.iter().map(|origin| origin.0).collect::<Vec<_>>();
        let mut forget = QueryBuilder::new(
            "UPDATE origin SET robots = NULL, robots_until = NULL, robots_state = ",
        );
        forget.push_bind(RobotsState::Unknown.code());
        forget.push(" WHERE id");
        push_list(&mut forget, &ids);
        forget.build().execute(&mut **tx).await?;
        let mut queue = QueryBuilder::new("UPDATE page SET state = ");
        queue.push_bind(PageState::Queued.code());
        queue.push(
            ", outcome = NULL, problem = NULL, attempts = 0, due_at = 0 WHERE kind = ",
        );
        queue.push_bind(PageKind::Robots.code());
        queue
            .push(" AND state = ")
            .push_bind(PageState::Finished.code());
        queue.push(" AND origin_id");
        push_list(&mut queue, &ids);
        queue.build().execute(&mut **tx).await?;
        let touched = origins.iter().map(|origin| (origin.1, Default::default()));
        self.refresh_hosts(tx, &touched.collect()).await
    }

    /// Brings near what lies further in the future than any pause: the clock has been
    /// set back, and the crawl would wait until it has caught up.
    async fn try_bring_near(&self) -> sqlx::Result<i64> {
        let mut tx = self.database.begin().await?;
        let now = self.now(&mut tx).await?;
        let furthest = now.saturating_add(millis(self.rules.max_pause()));
        let far = format!(
            "SELECT id, host_id FROM origin WHERE ready_at > ? LIMIT ? {}",
            self.database.dialect.lock_free_rows
        );
        let far = sqlx::query_as::<_, (i64, i64)>(AssertSqlSafe(far));
        let far = far.bind(furthest).bind(MAX_ROWS);
        let far = far.fetch_all(&mut *tx).await?;
        for &(origin_id, host_id) in &far {
            sqlx::query("UPDATE host SET next_at = ? WHERE id = ? AND next_at > ?")
                .bind(now)
                .bind(host_id)
                .bind(furthest)
                .execute(&mut *tx)
                .await?;
            self.bring_pages_near(&mut tx, origin_id, furthest).await?;
        }
        let touched = far.iter().map(|origin| (origin.1, Default::default()));
        self.refresh_hosts(&mut tx, &touched.collect()).await?;
        tx.commit().await?;
        Ok(far.len() as i64)
    }

    async fn bring_pages_near(
        &self,
        tx: &mut Tx,
        origin_id: i64,
        furthest: i64,
    ) -> sqlx::Result<()> {
        let (page, robots) = (PageKind::Page.code(), PageKind::Robots.code());
        let far = format!(
            "SELECT id FROM page WHERE origin_id = ? AND kind IN ({page}, {robots}) \
             AND state = ? AND due_at > ? LIMIT ? {}",
            self.database.dialect.lock_free_rows
        );
        let far = sqlx::query_scalar::<_, i64>(AssertSqlSafe(far));
        let far = far
            .bind(origin_id)
            .bind(PageState::Queued.code())
            .bind(furthest)
            .bind(MAX_ROWS)
            .fetch_all(&mut **tx)
            .await?;
        if far.is_empty() {
            return Ok(());
        }
        let mut near = QueryBuilder::new("UPDATE page SET due_at = 0 WHERE id");
        push_list(&mut near, &far);
        near.build().execute(&mut **tx).await?;
        Ok(())
    }
}
