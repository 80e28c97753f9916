//! The row of totals, which spares all others the counting.

use sqlx::AssertSqlSafe;

use super::{Frontier, Tx};
use crate::links::Skipped;

/// Changes to the totals within a transaction.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) known: i64,
    pub(super) claimed: i64,
    pub(super) finished: i64,
    pub(super) requested: i64,
    pub(super) bytes: i64,
    pub(super) skipped: Skipped,
}

impl Frontier {
    /// Pages that have been requested, and pages that are claimed.
    pub(super) async fn requested(&self, tx: &mut Tx) -> sqlx::Result<(i64, i64)> {
        let lock = self.database.dialect.lock_rows;
        let tally = format!("SELECT requested, claimed FROM tally WHERE id = 1 {lock}");
        let tally = sqlx::query_as(sqlx::AssertSqlSafe(tally));
        tally.fetch_one(&mut **tx).await
    }

    pub(super) async fn add_to_tally(
        &self,
        tx: &mut Tx,
        tally: &Tally,
    ) -> sqlx::Result<()> {
        if *tally == Tally::default() {
            return Ok(());
        }
        // The last statement of a transaction: on MariaDB all crawlers wait for the row.
        let add = "UPDATE tally SET known = known + ?, claimed = claimed + ?, \
                   finished = finished + ?, requested = requested + ?, \
                   bytes = bytes + ?, links_outside = links_outside + ?, \
                   links_other_scheme = links_other_scheme + ?, \
                   links_invalid = links_invalid + ?, \
                   links_nofollow = links_nofollow + ? WHERE id = 1";
        sqlx::query(AssertSqlSafe(add))
            .bind(tally.known)
            .bind(tally.claimed)
            .bind(tally.finished)
            .bind(tally.requested)
            .bind(tally.bytes)
            .bind(tally.skipped.outside as i64)
            .bind(tally.skipped.other_scheme as i64)
            .bind(tally.skipped.invalid as i64)
            .bind(tally.skipped.nofollow as i64)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}
