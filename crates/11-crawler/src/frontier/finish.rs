//! Finishing: what an outcome changes, and its commit.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sqlx::{Any, QueryBuilder};
use url::Url;

use super::claim::millis;
use super::discover::{Found, NewOrigin};
use super::ready::Touched;
use super::tally::Tally;
use super::{
    Claim, Finished, Frontier, MAX_REDIRECTS, Outcome, PageOutcome, PageState,
    RobotsState, Tx,
};
use crate::batch::{lists, push_list};
use crate::fetch::Failure;
use crate::links::Skipped;
use crate::robots::Robots;

/// Lifetime of a fetched robots.txt, for all crawlers (RFC 9309, section 2.4).
const ROBOTS_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a robots.txt that is out of reach is left alone, unless a crawler starts.
const OUT_OF_REACH_LIFETIME: Duration = Duration::from_secs(60 * 60);

/// The changes for a claim that has ended. They are worked out before the transaction,
/// which may have to be repeated.
#[derive(Debug)]
pub(super) struct Ended<'a> {
    pub(super) claim: &'a Claim,
    /// `None` if the page will be retried.
    outcome: Option<PageOutcome>,
    problem: Option<Cow<'a, str>>,
    redirects_to: Option<&'a Url>,
    retry_pause: Duration,
    /// Pause for the whole host.
    host_pause: Duration,
    title: Option<&'a str>,
    links: &'a [Url],
    skipped: Skipped,
    bytes: i64,
    robots: Option<NewRobots<'a>>,
}

/// State of a robots.txt after the request.
#[derive(Debug)]
struct NewRobots<'a> {
    state: RobotsState,
    text: Option<&'a str>,
    crawl_delay: Duration,
    lifetime: Duration,
}

impl Frontier {
    /// The changes for these claims, one for each page: after a lease has expired, this
    /// crawler may have claimed the page again.
    pub(super) fn end_all<'a>(&self, batch: &'a [Finished]) -> Vec<Ended<'a>> {
        let ended = batch.iter();
        let ended = ended.map(|finished| (finished.claim.id, self.end(finished)));
        ended.collect::<BTreeMap<_, _>>().into_values().collect()
    }

    fn end<'a>(&self, finished: &'a Finished) -> Ended<'a> {
        let claim = &finished.claim;
        let mut ended = Ended {
            claim,
            outcome: Some(PageOutcome::Stored),
            problem: None,
            redirects_to: None,
            retry_pause: Duration::ZERO,
            host_pause: Duration::ZERO,
            title: None,
            links: &[],
            skipped: Skipped::default(),
            bytes: i64::try_from(finished.bytes).unwrap_or(i64::MAX),
            robots: None,
        };
        match &finished.outcome {
            Outcome::Page {
                title,
                links,
                skipped,
                remark,
            } => {
                ended.title = title.as_deref();
                ended.links = links;
                ended.skipped = *skipped;
                ended.problem = remark.as_deref().map(Cow::Borrowed);
            }
            Outcome::Redirect(Some(to)) => {
                ended.redirects_to = Some(to);
                if claim.hops < MAX_REDIRECTS {
                    ended.outcome = Some(PageOutcome::Redirected);
                    ended.links = std::slice::from_ref(to);
                } else {
                    ended.fail("too many redirects");
                }
            }
            Outcome::Redirect(None) => ended.fail("leads out of the crawl"),
            Outcome::Robots(text) => {
                ended.robots = Some(NewRobots {
                    state: RobotsState::Known,
                    text: Some(text),
                    crawl_delay: Robots::parse(text, &self.rules.agent).crawl_delay(),
                    lifetime: ROBOTS_LIFETIME,
                });
            }
            Outcome::Forbidden => {
                ended.outcome = Some(PageOutcome::Forbidden);
                ended.problem = Some("robots.txt forbids it".into());
            }
            Outcome::Failed(failure) => self.end_failed(&mut ended, failure),
            Outcome::Broken(problem) => ended.fail(*problem),
        }
        if claim.is_robots && ended.outcome.is_some() && ended.robots.is_none() {
            // Whether the site has rules is not known, so nothing of it is fetched.
            ended.robots = Some(NewRobots {
                state: RobotsState::OutOfReach,
                text: None,
                crawl_delay: Duration::ZERO,
                lifetime: OUT_OF_REACH_LIFETIME,
            });
        }
        ended
    }

    fn end_failed(&self, ended: &mut Ended<'_>, failure: &Failure) {
        let attempts = ended.claim.attempts;
        let chance = rand::random_range(0.0..=1.0);
        let pause = self
            .rules
            .retry_pause(attempts, failure.retry_after, chance);
        if failure.asks_for_a_pause() {
            ended.host_pause = pause;
        }
        if !failure.transient {
            return ended.fail(failure.problem.to_string());
        }
        ended.problem = Some(failure.problem.to_string().into());
        if attempts < i64::from(self.rules.max_retries) {
            ended.outcome = None;
            ended.retry_pause = pause;
        } else {
            ended.outcome = Some(PageOutcome::GaveUp);
        }
    }

    /// Writes all that follows from these outcomes, after [`Frontier::set_rows`].
    pub(super) async fn commit(
        &self,
        tx: &mut Tx,
        now: i64,
        ended: &[Ended<'_>],
        tally: &mut Tally,
    ) -> sqlx::Result<Vec<NewOrigin>> {
        self.insert_articles(tx, ended).await?;
        let mut touched = Touched::new();
        let mut links = BTreeMap::new();
        for ended in ended {
            ended.count(tally);
            let change = touched.entry(ended.claim.host_id).or_default();
            change.in_flight -= 1;
            if !ended.host_pause.is_zero() {
                let until = now.saturating_add(millis(ended.host_pause));
                change.not_before = change.not_before.max(until);
            }
            if ended.outcome == Some(PageOutcome::Forbidden) {
                self.give_turn_back(tx, ended.claim).await?;
            }
            if let Some(robots) = &ended.robots {
                self.set_robots(tx, now, ended.claim.origin_id, robots)
                    .await?;
            }
            let hops = match ended.outcome {
                Some(PageOutcome::Redirected) => ended.claim.hops + 1,
                _ => 0,
            };
            let found = Found {
                on: Some(ended.claim.id),
                hops,
            };
            for link in ended.links {
                // The way to a page with the fewest redirects counts.
                let known = links.entry(link).or_insert(found);
                if found.hops < known.hops {
                    *known = found;
                }
            }
        }
        let discovered = self.insert_links(tx, links, &mut touched).await?;
        tally.known += discovered.pages;
        self.refresh_hosts(tx, &touched).await?;
        Ok(discovered.new_origins)
    }

    /// Ids of the claims that no other crawler has taken over.
    pub(super) async fn still_held(
        &self,
        ended: &[Ended<'_>],
    ) -> sqlx::Result<BTreeSet<i64>> {
        let ids = ended.iter().map(|ended| ended.claim.id).collect::<Vec<_>>();
        let mut held = BTreeSet::new();
        for list in lists(&ids) {
            let mut select = QueryBuilder::new("SELECT id FROM page WHERE");
            self.push_held(&mut select, list);
            let select = select.build_query_scalar::<i64>();
            held.extend(select.fetch_all(self.database.pool()).await?);
        }
        Ok(held)
    }

    /// Ends the claims. False if another crawler has taken over any of the pages.
    pub(super) async fn set_rows(
        &self,
        tx: &mut Tx,
        now: i64,
        ended: &[Ended<'_>],
    ) -> sqlx::Result<bool> {
        let mut held = 0;
        // Nearly all of them: they differ in nothing.
        let (plain, others) = ended.iter().partition::<Vec<_>, _>(|ended| {
            ended.outcome == Some(PageOutcome::Stored) && ended.problem.is_none()
        });
        let plain = plain.iter().map(|ended| ended.claim.id).collect::<Vec<_>>();
        for list in lists(&plain) {
            let mut update = QueryBuilder::new("UPDATE page SET state = ");
            update.push_bind(PageState::Finished.code());
            update
                .push(", outcome = ")
                .push_bind(PageOutcome::Stored.code());
            update.push(", problem = NULL, due_at = 0");
            update.push(", owner = NULL, lease_until = NULL WHERE");
            self.push_held(&mut update, list);
            held += update.build().execute(&mut **tx).await?.rows_affected();
        }
        for ended in others {
            let retried = i64::from(ended.outcome.is_none());
            let state = match ended.outcome {
                Some(_) => PageState::Finished,
                None => PageState::Queued,
            };
            let due_at = retried * now.saturating_add(millis(ended.retry_pause));
            let mut update = QueryBuilder::new("UPDATE page SET state = ");
            update.push_bind(state.code());
            let outcome = ended.outcome.map(PageOutcome::code);
            update.push(", outcome = ").push_bind(outcome);
            update.push(", due_at = ").push_bind(due_at);
            let attempts = ended.claim.attempts + retried;
            update.push(", attempts = ").push_bind(attempts);
            let problem = ended.problem.as_deref().map(str::to_owned);
            update.push(", problem = ").push_bind(problem);
            let redirects_to = ended.redirects_to.map(Url::to_string);
            update.push(", redirects_to = ").push_bind(redirects_to);
            update.push(", owner = NULL, lease_until = NULL WHERE");
            self.push_held(&mut update, &[ended.claim.id]);
            held += update.build().execute(&mut **tx).await?.rows_affected();
        }
        Ok(held == ended.len() as u64)
    }

    /// Adds the condition that these pages are claimed by this crawler.
    fn push_held(&self, query: &mut QueryBuilder<Any>, ids: &[i64]) {
        query.push(" state = ").push_bind(PageState::Claimed.code());
        query.push(" AND owner = ").push_bind(self.owner);
        query.push(" AND id");
        push_list(query, ids);
    }

    async fn insert_articles(
        &self,
        tx: &mut Tx,
        ended: &[Ended<'_>],
    ) -> sqlx::Result<()> {
        let stored = ended.iter().filter(|ended| ended.is_article());
        let stored = stored.collect::<Vec<_>>();
        for rows in lists(&stored) {
            let insert = "INSERT INTO article_test (title, page_id) ";
            let mut insert = QueryBuilder::new(insert);
            insert.push_values(rows, |mut values, ended| {
                values.push_bind(ended.title.map(str::to_owned));
                values.push_bind(ended.claim.id);
            });
            insert.build().execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// A page that was not requested has used no request of its host.
    async fn give_turn_back(&self, tx: &mut Tx, claim: &Claim) -> sqlx::Result<()> {
        let give_back = "UPDATE host SET next_at = ? WHERE id = ? AND next_at = ?";
        sqlx::query(give_back)
            .bind(claim.claimed_at)
            .bind(claim.host_id)
            .bind(claim.next_at)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    async fn set_robots(
        &self,
        tx: &mut Tx,
        now: i64,
        origin_id: i64,
        robots: &NewRobots<'_>,
    ) -> sqlx::Result<()> {
        let update = "UPDATE origin SET robots_state = ?, robots = ?, \
                      robots_until = ?, crawl_delay_ms = ? WHERE id = ?";
        sqlx::query(update)
            .bind(robots.state.code())
            .bind(robots.text)
            .bind(now.saturating_add(millis(robots.lifetime)))
            .bind(millis(robots.crawl_delay))
            .bind(origin_id)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}

impl<'a> Ended<'a> {
    fn fail(&mut self, problem: impl Into<Cow<'a, str>>) {
        self.outcome = Some(PageOutcome::Failed);
        self.problem = Some(problem.into());
    }

    fn count(&self, tally: &mut Tally) {
        tally.bytes += self.bytes;
        tally.skipped += self.skipped;
        if self.claim.is_robots {
            return;
        }
        tally.claimed -= 1;
        tally.finished += i64::from(self.outcome.is_some());
        let requested = !matches!(self.outcome, None | Some(PageOutcome::Forbidden));
        tally.requested += i64::from(requested);
    }

    fn is_article(&self) -> bool {
        self.outcome == Some(PageOutcome::Stored) && !self.claim.is_robots
    }
}
