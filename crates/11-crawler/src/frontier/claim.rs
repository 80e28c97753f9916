//! Claiming: pages that are due, of hosts that may be asked.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use sqlx::{AssertSqlSafe, QueryBuilder, Row};
use url::Url;

use super::ready::Touched;
use super::{Claim, ClaimResult, Frontier, PageKind, PageState, RobotsState, Tx};
use crate::batch::{lists, push_list};
use crate::robots::Robots;

/// An origin that may be asked now and has something due.
struct Origin {
    id: i64,
    host_id: i64,
    robots_state: RobotsState,
    /// With the id, the name of a version of its robots.txt.
    robots_until: i64,
    delay: Duration,
    in_flight: usize,
}

/// A claim, and which version of robots.txt decides about it.
pub(super) type Claimed = (Claim, i64);

impl Frontier {
    /// Claims up to `wanted` pages, for as long as a lease.
    pub(super) async fn claim_due(
        &self,
        tx: &mut Tx,
        now: i64,
        wanted: usize,
    ) -> sqlx::Result<Vec<Claimed>> {
        let mut claims = Vec::new();
        let mut touched = Touched::new();
        // Pages claimed so far, by host.
        let mut taken = HashMap::<i64, usize>::new();
        let (mut outdated, mut changed) = (Vec::new(), Vec::new());
        for origin in self.ready_origins(tx, now, wanted).await? {
            if origin.robots_state == RobotsState::Known && origin.robots_until <= now {
                outdated.push((origin.id, origin.host_id));
                continue;
            }
            let taken = taken.entry(origin.host_id).or_default();
            let per_host = match origin.delay.is_zero() {
                true => self.rules.per_host,
                // The second request of a host would be too early.
                false => self.rules.per_host.min(origin.in_flight + 1),
            };
            let room = per_host.saturating_sub(origin.in_flight + *taken);
            let room = room.min(wanted - claims.len());
            if room == 0 {
                continue;
            }
            let mut due = self.due_pages(tx, now, &origin, room).await?;
            let next_at = now.saturating_add(millis(origin.delay));
            for claim in &mut due {
                (claim.claimed_at, claim.next_at) = (now, next_at);
            }
            *taken += due.len();
            // Only then can the origin have less to do, or less soon.
            if due.len() < room || !origin.delay.is_zero() {
                changed.push(origin.host_id);
            }
            let change = touched.entry(origin.host_id).or_default();
            change.in_flight += due.len() as i64;
            change.not_before = next_at;
            let version = origin.robots_until;
            claims.extend(due.into_iter().map(|claim| (claim, version)));
        }
        let ids = claims.iter().map(|(claim, _)| claim.id).collect::<Vec<_>>();
        self.lease(tx, now, &ids).await?;
        self.change_hosts(tx, &touched).await?;
        self.refresh_origins(tx, &changed).await?;
        self.ask_robots_again(tx, &outdated).await?;
        Ok(claims)
    }

    /// The origins whose turn it is, the one that has waited longest first. Their hosts
    /// stay locked until the end of the transaction, so that no other crawler fills the
    /// same gap.
    async fn ready_origins(
        &self,
        tx: &mut Tx,
        now: i64,
        max: usize,
    ) -> sqlx::Result<Vec<Origin>> {
        let origins = format!(
            "SELECT origin.id, host.id, robots_state, COALESCE(robots_until, 0), crawl_delay_ms, \
             in_flight FROM origin JOIN host ON host.id = origin.host_id \
             WHERE ready_at <= ? AND in_flight < ? ORDER BY ready_at LIMIT ? {}",
            self.database.dialect.lock_free_rows
        );
        let origins = sqlx::query(AssertSqlSafe(origins))
            .bind(now)
            .bind(self.rules.per_host as i64)
            .bind(max as i64);
        let origins = origins.fetch_all(&mut **tx).await?;
        let origins = origins.iter().map(|row| {
            let asked = Duration::from_millis(row.try_get::<i64, _>(4)?.unsigned_abs());
            Ok(Origin {
                id: row.try_get(0)?,
                host_id: row.try_get(1)?,
                robots_state: RobotsState::of(row.try_get(2)?)?,
                robots_until: row.try_get(3)?,
                delay: self.rules.delay.max(asked),
                in_flight: usize::try_from(row.try_get::<i64, _>(5)?).unwrap_or(0),
            })
        });
        origins.collect()
    }

    async fn due_pages(
        &self,
        tx: &mut Tx,
        now: i64,
        origin: &Origin,
        max: usize,
    ) -> sqlx::Result<Vec<Claim>> {
        let kind = match origin.robots_state {
            RobotsState::Known => PageKind::Page,
            RobotsState::Unknown | RobotsState::OutOfReach => PageKind::Robots,
        };
        let due = format!(
            "SELECT id, attempts, hops, url FROM page \
             WHERE origin_id = ? AND kind = ? AND state = ? AND due_at <= ? \
             ORDER BY due_at, id LIMIT ? {}",
            self.database.dialect.lock_free_rows
        );
        let due = sqlx::query(AssertSqlSafe(due))
            .bind(origin.id)
            .bind(kind.code())
            .bind(PageState::Queued.code())
            .bind(now)
            .bind(max as i64);
        let rows = due.fetch_all(&mut **tx).await?;
        let claims = rows.iter().map(|row| {
            let url = row.try_get::<String, _>(3)?;
            Ok(Claim {
                id: row.try_get(0)?,
                origin_id: origin.id,
                host_id: origin.host_id,
                attempts: row.try_get(1)?,
                hops: row.try_get(2)?,
                claimed_at: 0,
                next_at: 0,
                robots: None,
                is_robots: kind == PageKind::Robots,
                url: Url::parse(&url)
                    .map_err(|error| sqlx::Error::Decode(error.into()))?,
            })
        });
        claims.collect()
    }

    async fn lease(&self, tx: &mut Tx, now: i64, ids: &[i64]) -> sqlx::Result<()> {
        for list in lists(ids) {
            let mut lease = QueryBuilder::new("UPDATE page SET state = ");
            lease.push_bind(PageState::Claimed.code());
            lease.push(", owner = ").push_bind(self.owner);
            lease.push(", lease_until = ");
            lease.push_bind(now.saturating_add(millis(self.rules.lease)));
            lease.push(" WHERE id");
            push_list(&mut lease, list);
            lease.build().execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Hands each claim the rules that decide about it. This may parse half a megabyte
    /// of text, so it comes after the transaction.
    pub(super) async fn with_robots(
        &mut self,
        claimed: Vec<Claimed>,
    ) -> sqlx::Result<Vec<Claim>> {
        let mut claims = Vec::with_capacity(claimed.len());
        for (mut claim, version) in claimed {
            if !claim.is_robots {
                let robots = match self.robots.get(claim.origin_id, version) {
                    Some(robots) => robots,
                    None => self.load_robots(claim.origin_id, version).await?,
                };
                claim.robots = Some(robots);
            }
            claims.push(claim);
        }
        Ok(claims)
    }

    async fn load_robots(
        &mut self,
        origin_id: i64,
        version: i64,
    ) -> sqlx::Result<Arc<Robots>> {
        let text = sqlx::query_scalar::<_, Option<String>>(
            "SELECT robots FROM origin WHERE id = ?",
        );
        let text = text.bind(origin_id).fetch_one(self.database.pool()).await?;
        let text = text.unwrap_or_default();
        let robots = Arc::new(Robots::parse(&text, &self.rules.agent));
        self.robots.insert(origin_id, version, robots.clone());
        Ok(robots)
    }

    /// Whether anything is left to claim, by any crawler, and when it may be due.
    pub(super) async fn nothing_due(
        &self,
        tx: &mut Tx,
        now: i64,
    ) -> sqlx::Result<ClaimResult> {
        // One statement: a page that another crawler claims or finishes between two
        // statements would be in neither, and nothing would seem to be left.
        let next = "SELECT MIN(ready_at) FROM origin WHERE ready_at IS NOT NULL \
                    UNION ALL \
                    SELECT MIN(lease_until) FROM page WHERE lease_until IS NOT NULL";
        let next = sqlx::query_scalar::<_, Option<i64>>(next);
        let next = next.fetch_all(&mut **tx).await?.into_iter().flatten().min();
        Ok(match next {
            Some(next) => {
                let left_ms = next.saturating_sub(now).max(0).unsigned_abs();
                ClaimResult::Wait(Duration::from_millis(left_ms))
            }
            None => ClaimResult::Over,
        })
    }
}

pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
