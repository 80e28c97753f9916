//! When each origin can be asked next: `origin.ready_at`, and what it follows from. It
//! may be too early, and then a claim finds nothing; it is never too late.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, QueryBuilder};

use super::{Frontier, PageKind, PageState, RobotsState, Tx};
use crate::batch::{lists, push_list};

/// Changes to a host within a transaction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct HostChange {
    /// Requests begun, less requests ended.
    pub(super) in_flight: i64,
    /// No request before this time.
    pub(super) not_before: i64,
}

/// The hosts that a transaction has touched, in the order in which they are locked.
pub(super) type Touched = BTreeMap<i64, HostChange>;

impl Frontier {
    /// Applies the changes, and brings `ready_at` up to date for all origins of these
    /// hosts. Every transaction that adds, frees or finishes pages calls it after that.
    pub(super) async fn refresh_hosts(
        &self,
        tx: &mut Tx,
        touched: &Touched,
    ) -> sqlx::Result<()> {
        let dialect = self.database.dialect;
        let ids = touched.keys().copied().collect::<Vec<_>>();
        // Another transaction may be at the same hosts. The one that comes second must
        // see what the first has committed, so it locks first and reads then.
        if !dialect.lock_rows.is_empty() {
            for list in lists(&ids) {
                let mut lock = QueryBuilder::new("SELECT id FROM host WHERE id");
                push_list(&mut lock, list);
                lock.push(" ORDER BY id ").push(dialect.lock_rows);
                lock.build().fetch_all(&mut **tx).await?;
            }
        }
        self.change_hosts(tx, touched).await?;
        self.refresh_origins(tx, &ids).await
    }

    /// Applies the changes. The hosts are locked by this transaction.
    pub(super) async fn change_hosts(
        &self,
        tx: &mut Tx,
        touched: &Touched,
    ) -> sqlx::Result<()> {
        let greatest = self.database.dialect.greatest;
        for (id, change) in touched {
            if *change == HostChange::default() {
                continue;
            }
            let update = format!(
                "UPDATE host SET in_flight = in_flight + ?, \
                 next_at = {greatest}(next_at, ?) WHERE id = ?"
            );
            sqlx::query(AssertSqlSafe(update))
                .bind(change.in_flight)
                .bind(change.not_before)
                .bind(id)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Brings `ready_at` up to date for all origins of these hosts.
    pub(super) async fn refresh_origins(
        &self,
        tx: &mut Tx,
        host_ids: &[i64],
    ) -> sqlx::Result<()> {
        let greatest = self.database.dialect.greatest;
        // Until robots.txt is known, it is the only page that can be claimed.
        let (queued, known) = (PageState::Queued.code(), RobotsState::Known.code());
        let (page, robots) = (PageKind::Page.code(), PageKind::Robots.code());
        for list in lists(host_ids) {
            let mut ready = QueryBuilder::new(format!(
                "UPDATE origin SET ready_at = {greatest}((SELECT due_at FROM page \
                 WHERE page.origin_id = origin.id AND page.state = {queued} \
                 AND page.kind = CASE origin.robots_state \
                 WHEN {known} THEN {page} ELSE {robots} END \
                 ORDER BY due_at LIMIT 1), \
                 (SELECT next_at FROM host WHERE host.id = origin.host_id)) \
                 WHERE host_id"
            ));
            push_list(&mut ready, list);
            ready.build().execute(&mut **tx).await?;
        }
        Ok(())
    }
}
