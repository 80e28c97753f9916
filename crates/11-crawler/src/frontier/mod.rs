//! The frontier: which pages are known, which are due, and which crawler has which.
//!
//! It is the database, so any number of crawlers can share it, and a crawler that is
//! killed loses only what it had not yet committed. Four rules make that safe:
//!
//! 1. A page is claimed in a transaction that locks its host: `SELECT … FOR UPDATE SKIP
//!    LOCKED` on MariaDB, the single writer of SQLite.
//! 2. A claim is a lease. Its owner renews it; when it expires, the page is free again.
//! 3. The outcome of a page is committed at once: its row, its title and its links.
//!    Either all of them are stored or none, and then the page is fetched again.
//! 4. Only the owner of a claim may commit its outcome. An owner that comes too late
//!    has lost the page.
//!
//! No transaction does work without a bound. Which host may be asked, and when, is a
//! column (`origin.ready_at`) that each change of its pages brings up to date; totals
//! are a row (`tally`); what robots.txt allows is found out after the claim.

mod claim;
mod discover;
mod finish;
mod model;
mod ready;
mod renew;
mod restart;
mod tally;
mod turn;

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::{Any, Transaction};

pub use model::{Claim, ClaimResult, Finished, MAX_LEASE, Outcome, Rules};
pub(crate) use model::{PageKind, PageOutcome, PageState, RobotsState};

use crate::database::Database;
use crate::robots::Robots;

type Tx = Transaction<'static, Any>;

/// A page that this number of redirects in a row leads to is not fetched.
const MAX_REDIRECTS: i64 = 10;
/// Ids of this number of origins are remembered.
const ORIGIN_CACHE_SIZE: usize = 10_000;
/// Parsed robots.txt files are remembered up to this number of rules in all.
const MAX_CACHED_RULES: usize = 200_000;

/// The frontier as one crawler sees it.
#[derive(Debug)]
pub struct Frontier {
    database: Database,
    rules: Rules,
    /// Tells this crawler from all others, on whatever machine.
    owner: i64,
    origins: HashMap<String, OriginId>,
    robots: RobotsCache,
}

impl Frontier {
    /// A frontier in this database, for a new crawler.
    pub fn new(database: Database, rules: Rules) -> Frontier {
        Frontier {
            database,
            rules,
            owner: rand::random_range(0..=i64::MAX),
            origins: HashMap::new(),
            robots: RobotsCache::default(),
        }
    }
}

/// Ids of the rows of an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct OriginId {
    host: i64,
    origin: i64,
}

/// Parsed robots.txt files by origin, each with the time until which it is valid.
#[derive(Debug, Default)]
struct RobotsCache {
    files: HashMap<i64, (i64, Arc<Robots>)>,
    rules: usize,
}

impl RobotsCache {
    fn get(&self, origin_id: i64, valid_until: i64) -> Option<Arc<Robots>> {
        let (until, robots) = self.files.get(&origin_id)?;
        (*until == valid_until).then(|| robots.clone())
    }

    fn insert(&mut self, origin_id: i64, valid_until: i64, robots: Arc<Robots>) {
        if self.rules > MAX_CACHED_RULES {
            *self = RobotsCache::default();
        }
        // A file without rules takes memory too.
        self.rules += robots.len() + 1;
        self.files.insert(origin_id, (valid_until, robots));
    }
}
