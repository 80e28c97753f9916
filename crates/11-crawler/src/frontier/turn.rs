//! One transaction: commit what is finished, and claim what is due.

use std::time::{Duration, SystemTime};

use super::claim::{Claimed, millis};
use super::discover::NewOrigin;
use super::finish::Ended;
use super::tally::Tally;
use super::{ClaimResult, Finished, Frontier, Tx};
use crate::retry::retrying;

/// Result of a transaction, before robots.txt is looked at.
struct Turn {
    claimed: Vec<Claimed>,
    /// The result if nothing was claimed.
    otherwise: ClaimResult,
    new_origins: Vec<NewOrigin>,
}

/// How many more pages [`Rules::max_pages`](super::Rules::max_pages) allows.
enum Budget {
    Pages(usize),
    /// The allowed number is being fetched. Some pages may yet fail and be given back.
    InFlight,
    Spent,
}

impl Frontier {
    /// Claims up to `wanted` pages that are due, for as long as a lease.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn claim(&mut self, wanted: usize) -> sqlx::Result<ClaimResult> {
        self.finish_and_claim(&[], wanted).await
    }

    /// Commits the outcomes of claims. An outcome is left out if another crawler has
    /// the page by now: that one commits its own.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails. Nothing has been committed then.
    pub async fn finish(&mut self, batch: &[Finished]) -> sqlx::Result<()> {
        self.finish_and_claim(batch, 0).await.map(drop)
    }

    /// [`finish`](Frontier::finish) and [`claim`](Frontier::claim) in one transaction.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn finish_and_claim(
        &mut self,
        batch: &[Finished],
        wanted: usize,
    ) -> sqlx::Result<ClaimResult> {
        let mut ended = self.end_all(batch);
        let turn = loop {
            let turn = retrying(async || self.try_turn(&ended, wanted).await).await?;
            if let Some(turn) = turn {
                break turn;
            }
            let held = self.still_held(&ended).await?;
            ended.retain(|ended| held.contains(&ended.claim.id));
        };
        self.remember(turn.new_origins);
        match turn.claimed.is_empty() {
            true => Ok(turn.otherwise),
            false => Ok(ClaimResult::Pages(self.with_robots(turn.claimed).await?)),
        }
    }

    /// `None` if another crawler has taken over any of the pages that have ended. Then
    /// nothing has been committed.
    async fn try_turn(
        &self,
        ended: &[Ended<'_>],
        wanted: usize,
    ) -> sqlx::Result<Option<Turn>> {
        let mut tx = self.database.begin().await?;
        let now = self.now(&mut tx).await?;
        let mut tally = Tally::default();
        let mut turn = Turn {
            claimed: Vec::new(),
            otherwise: ClaimResult::Wait(Duration::ZERO),
            new_origins: Vec::new(),
        };
        // First of all, since only one crawler at a time may decide by it.
        let requested = match (self.rules.max_pages, wanted) {
            (Some(max), 1..) => Some((
                i64::try_from(max).unwrap_or(i64::MAX),
                self.requested(&mut tx).await?,
            )),
            _ => None,
        };
        if !ended.is_empty() {
            if !self.set_rows(&mut tx, now, ended).await? {
                tx.rollback().await?;
                return Ok(None);
            }
            turn.new_origins = self.commit(&mut tx, now, ended, &mut tally).await?;
        }
        let budget = match requested {
            None => Budget::Pages(wanted),
            Some((max, (requested, claimed))) => {
                let requested = requested + tally.requested;
                let left = max - requested - (claimed + tally.claimed);
                match usize::try_from(left.max(0)).unwrap_or(usize::MAX) {
                    _ if requested >= max => Budget::Spent,
                    0 => Budget::InFlight,
                    left => Budget::Pages(wanted.min(left)),
                }
            }
        };
        match budget {
            Budget::Spent => turn.otherwise = ClaimResult::LimitReached,
            Budget::InFlight | Budget::Pages(0) => {}
            Budget::Pages(wanted) => {
                turn.claimed = self.claim_due(&mut tx, now, wanted).await?;
                if turn.claimed.is_empty() {
                    turn.otherwise = self.nothing_due(&mut tx, now).await?;
                }
                let pages = turn.claimed.iter().filter(|(claim, _)| !claim.is_robots);
                tally.claimed += pages.count() as i64;
            }
        }
        self.add_to_tally(&mut tx, &tally).await?;
        tx.commit().await?;
        Ok(Some(turn))
    }

    /// Milliseconds since 1970, by the clock of the database.
    pub(super) async fn now(&self, tx: &mut Tx) -> sqlx::Result<i64> {
        match self.database.dialect.now_ms {
            Some(now_ms) => sqlx::query_scalar(now_ms).fetch_one(&mut **tx).await,
            None => {
                let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
                Ok(millis(now.unwrap_or_default()))
            }
        }
    }
}
