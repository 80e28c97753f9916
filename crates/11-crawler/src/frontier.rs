//! The frontier: which pages are known, whose turn it is, and who is at it.
//!
//! It is the database, so any number of crawlers can share it, and a crawler that is
//! killed loses only what it had not yet committed. Four rules make that safe:
//!
//! 1. A page is claimed in a transaction that nobody else can be in for the same row:
//!    `SELECT … FOR UPDATE SKIP LOCKED` on MariaDB, the one writer of SQLite.
//! 2. A claim is a lease. Its owner renews it; when it has expired, the page is free.
//! 3. What a page gave is committed at once: its row, its title and its links. Either
//!    all of it is there or nothing, and then the page is fetched again.
//! 4. Only the owner of the claim may commit it. Who comes too late has lost.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use sqlx::{Any, AssertSqlSafe, QueryBuilder, Row, Transaction};
use tokio::time::sleep;
use url::Url;

use crate::database::{Database, is_passing};
use crate::fetch::Failure;
use crate::links;
use crate::robots::Robots;

type Tx = Transaction<'static, Any>;

/// A page that this many redirects in a row lead to is not fetched.
pub const MOST_REDIRECTS: i64 = 10;
/// Rows of one `INSERT`.
const ROWS_AT_ONCE: usize = 50;
/// Rules and numbers of so many hosts are kept at hand.
const HOSTS_AT_HAND: usize = 1000;
/// A deadlock ends one of the two transactions, which then goes again.
const MOST_TRIES: u32 = 20;
const PAUSE_BEFORE_RETRY: Duration = Duration::from_millis(5);
/// Another crawler may start later and go by what is known.
const ROBOTS_ARE_GOOD_FOR: Duration = Duration::from_secs(24 * 60 * 60);
/// What counts as the rules of a site whose robots.txt cannot be had (RFC 9309, 2.3.1.4).
const OUT_OF_REACH: &str = "# robots.txt is out of reach\nUser-agent: *\nDisallow: /\n";

const QUEUED: i64 = 0;
const CLAIMED: i64 = 1;
const FINISHED: i64 = 2;
const A_PAGE: i64 = 0;
const A_ROBOTS_TXT: i64 = 1;

/// How the crawl is to behave towards the sites, and its crawlers to each other.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The name that robots.txt may speak to.
    pub agent: String,
    /// From the beginning of one request to the next of the same host.
    pub delay: Duration,
    /// So many requests to one host at once, of all crawlers together.
    pub per_host: usize,
    /// A page that fails in passing is tried again so often.
    pub most_retries: u32,
    /// The pause before the first retry; each further one is twice as long.
    pub retry_delay: Duration,
    /// No more pages than these, of all crawlers together.
    pub most_pages: Option<u64>,
    /// A crawler that has said nothing for so long is taken for dead.
    pub lease: Duration,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            agent: "await-and-see".to_owned(),
            delay: Duration::from_secs(1),
            per_host: 2,
            most_retries: 3,
            retry_delay: Duration::from_millis(500),
            most_pages: None,
            lease: Duration::from_secs(10),
        }
    }
}

/// One page, ours to fetch.
#[derive(Debug, Clone)]
pub struct Claim {
    id: i64,
    host_id: i64,
    attempts: i64,
    hops: i64,
    /// Whether it is the robots.txt of its host.
    pub is_robots: bool,
    /// Where it is.
    pub url: Url,
}

/// What there is to do.
#[derive(Debug)]
pub enum Turn {
    /// These.
    Pages(Vec<Claim>),
    /// Nothing yet: pages wait for their time or for another crawler's links.
    /// Something may be due after so long.
    Wait(Duration),
    /// [`Rules::most_pages`] have been taken.
    Enough,
    /// All pages are finished.
    Over,
}

/// What came of a claim.
#[derive(Debug)]
pub enum Ending {
    /// A page with its title and links, and what was odd about it.
    Page {
        /// In one line, if it has one.
        title: Option<String>,
        /// Normalised, and within the crawl.
        links: Vec<Url>,
        /// In a few words, the same for all that are odd so.
        remark: Option<String>,
    },
    /// Go there instead; `None` is out of the crawl.
    Redirect(Option<Url>),
    /// The text of a robots.txt.
    Robots(String),
    /// Nothing, now or for good.
    Failed(Failure),
    /// Nothing, and it is our own fault; in a few words.
    Broken(&'static str),
}

/// A claim with what came of it, to be committed.
#[derive(Debug)]
pub struct Finished {
    /// What [`Frontier::claim`] gave.
    pub claim: Claim,
    /// What came of it.
    pub ending: Ending,
    /// Bytes of the body that were read.
    pub bytes: usize,
}

/// The frontier as one crawler sees it.
#[derive(Debug)]
pub struct Frontier {
    database: Database,
    rules: Rules,
    /// Tells this crawler from all others, on whatever machine.
    owner: i64,
    host_ids: HashMap<String, i64>,
    robots: HashMap<i64, Arc<Robots>>,
}

impl Frontier {
    /// A frontier in this database, for a new crawler.
    pub fn new(database: Database, rules: Rules) -> Frontier {
        Frontier {
            database,
            rules,
            owner: random(),
            host_ids: HashMap::new(),
            robots: HashMap::new(),
        }
    }

    /// Adds pages to begin with; those that are known stay as they are. What robots.txt
    /// said more than a day ago is forgotten.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn add(&mut self, urls: &[Url]) -> sqlx::Result<()> {
        let mut tries = 1;
        loop {
            match self.try_add(urls).await {
                Err(error) if again(&error, &mut tries).await => {}
                ended => return ended,
            }
        }
    }

    async fn try_add(&mut self, urls: &[Url]) -> sqlx::Result<()> {
        let mut tx = self.database.begin().await?;
        let now = self.now(&mut tx).await?;
        self.forget_old_robots(&mut tx, now).await?;
        let links = urls.iter().map(|url| (url, Found::default())).collect();
        let new_hosts = self.insert_links(&mut tx, now, links).await?;
        tx.commit().await?;
        self.remember(new_hosts);
        Ok(())
    }

    /// Has each robots.txt fetched again that is a day old, where pages still wait: RFC
    /// 9309, section 2.4.
    async fn forget_old_robots(&self, tx: &mut Tx, now: i64) -> sqlx::Result<()> {
        let a_day_ago = now.saturating_sub(millis(ROBOTS_ARE_GOOD_FOR));
        let forget = "UPDATE host SET robots = NULL WHERE id IN (SELECT host_id FROM page \
                      WHERE kind = ? AND state = ? AND due_at < ?) AND EXISTS (SELECT 1 \
                      FROM page WHERE host_id = host.id AND state = ? AND kind = ?)";
        sqlx::query(forget)
            .bind(A_ROBOTS_TXT)
            .bind(FINISHED)
            .bind(a_day_ago)
            .bind(QUEUED)
            .bind(A_PAGE)
            .execute(&mut **tx)
            .await?;
        let ask_again = "UPDATE page SET state = ?, attempts = 0, problem = NULL, \
                         due_at = ? WHERE kind = ? AND state = ? AND host_id IN \
                         (SELECT id FROM host WHERE robots IS NULL)";
        sqlx::query(ask_again)
            .bind(QUEUED)
            .bind(now)
            .bind(A_ROBOTS_TXT)
            .bind(FINISHED)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// Takes up to `wanted` pages whose turn it is, and nobody else gets them until the
    /// lease is over.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn claim(&mut self, wanted: usize) -> sqlx::Result<Turn> {
        let mut tries = 1;
        loop {
            match self.try_claim(wanted).await {
                Err(error) if again(&error, &mut tries).await => {}
                ended => return ended,
            }
        }
    }

    async fn try_claim(&mut self, wanted: usize) -> sqlx::Result<Turn> {
        let mut tx = self.database.begin().await?;
        let now = self.now(&mut tx).await?;
        let mut wanted = wanted;
        if let Some(most) = self.rules.most_pages {
            let (finished, claimed) = self.counted(&mut tx).await?;
            if finished >= most {
                return Ok(Turn::Enough);
            }
            let left = most.saturating_sub(finished + claimed);
            wanted = wanted.min(usize::try_from(left).unwrap_or(usize::MAX));
            if wanted == 0 {
                // Those may yet fail, and others take their place.
                return Ok(Turn::Wait(Duration::ZERO));
            }
        }
        let mut claims = Vec::new();
        for host in self.hosts_in_turn(&mut tx, now, wanted).await? {
            let room = wanted - claims.len();
            if room == 0 {
                break;
            }
            self.claim_of_host(&mut tx, now, &host, room, &mut claims)
                .await?;
        }
        let turn = match claims.is_empty() {
            true => self.nothing_yet(&mut tx, now).await?,
            false => Turn::Pages(claims),
        };
        tx.commit().await?;
        Ok(turn)
    }

    /// How many pages are finished and claimed, by anybody. Only one crawler at a time
    /// may count, until the end of its transaction.
    async fn counted(&self, tx: &mut Tx) -> sqlx::Result<(u64, u64)> {
        let lock = self.database.dialect.lock_rows;
        let first = format!("SELECT id FROM host ORDER BY id LIMIT 1 {lock}");
        let first = sqlx::query(AssertSqlSafe(first));
        first.fetch_optional(&mut **tx).await?;
        // In one statement: a page that is finished between two would be in neither.
        let count = "SELECT state, COUNT(*) FROM page WHERE kind = ? AND state <> ? \
                     AND (problem IS NULL OR problem NOT LIKE 'robots.txt %') \
                     GROUP BY state";
        let count = sqlx::query(count).bind(A_PAGE).bind(QUEUED);
        let (mut finished, mut claimed) = (0, 0);
        for row in count.fetch_all(&mut **tx).await? {
            let pages = row.try_get::<i64, _>(1)?.unsigned_abs();
            match small(&row, 0)? {
                CLAIMED => claimed = pages,
                _ => finished = pages,
            }
        }
        Ok((finished, claimed))
    }

    /// Hosts that may be asked now and have something due. They are ours until the end
    /// of the transaction, so that nobody else fills the same gap.
    async fn hosts_in_turn(
        &self,
        tx: &mut Tx,
        now: i64,
        most: usize,
    ) -> sqlx::Result<Vec<Host>> {
        let hosts = format!(
            "SELECT id, robots IS NOT NULL AS known, crawl_delay_ms FROM host \
             WHERE next_at <= ? AND EXISTS (SELECT 1 FROM page \
             WHERE page.host_id = host.id AND state = ? AND due_at <= ? \
             AND (host.robots IS NOT NULL OR kind = ?)) \
             ORDER BY next_at, id LIMIT ? {}",
            self.database.dialect.lock_free_rows
        );
        let hosts = sqlx::query(AssertSqlSafe(hosts))
            .bind(now)
            .bind(QUEUED)
            .bind(now)
            .bind(A_ROBOTS_TXT)
            .bind(most as i64);
        let hosts = hosts.fetch_all(&mut **tx).await?;
        let hosts = hosts.iter().map(|row| {
            let asked = Duration::from_millis(row.try_get::<i64, _>(2)?.unsigned_abs());
            Ok(Host {
                id: row.try_get(0)?,
                robots_known: row.try_get::<i64, _>(1)? != 0,
                delay: self.rules.delay.max(asked),
            })
        });
        hosts.collect()
    }

    async fn claim_of_host(
        &mut self,
        tx: &mut Tx,
        now: i64,
        host: &Host,
        room: usize,
        claims: &mut Vec<Claim>,
    ) -> sqlx::Result<()> {
        let in_flight = "SELECT COUNT(*) FROM page WHERE host_id = ? AND state = ?";
        let in_flight = sqlx::query_scalar::<_, i64>(in_flight)
            .bind(host.id)
            .bind(CLAIMED);
        let in_flight = in_flight.fetch_one(&mut **tx).await?;
        let in_flight = usize::try_from(in_flight).unwrap_or(usize::MAX);
        let mut room = room.min(self.rules.per_host.saturating_sub(in_flight));
        if !host.delay.is_zero() {
            room = room.min(1);
        }
        let robots = match host.robots_known {
            true => Some(self.robots_of(tx, host.id).await?),
            false => {
                // They may be another's by now.
                self.robots.remove(&host.id);
                None
            }
        };
        let mut taken = Vec::new();
        while taken.len() < room {
            let found = self.queued(tx, now, host, room - taken.len()).await?;
            if found.is_empty() {
                break;
            }
            let (allowed, forbidden) =
                found.into_iter().partition::<Vec<_>, _>(|claim| {
                    claim.is_robots || allows(&robots, &claim.url)
                });
            // They cost no request, so they need not wait for their turn either.
            let why = match robots.as_deref() {
                Some(robots) if *robots == Robots::parse(OUT_OF_REACH, "") => {
                    "robots.txt out of reach"
                }
                _ => "robots.txt forbids it",
            };
            self.set_problem(tx, &forbidden, why).await?;
            self.take(tx, now, &allowed).await?;
            taken.extend(allowed);
        }
        if !taken.is_empty() {
            let next_at = now.saturating_add(millis(host.delay));
            sqlx::query("UPDATE host SET next_at = ? WHERE id = ?")
                .bind(next_at)
                .bind(host.id)
                .execute(&mut **tx)
                .await?;
        }
        claims.extend(taken);
        Ok(())
    }

    async fn queued(
        &self,
        tx: &mut Tx,
        now: i64,
        host: &Host,
        most: usize,
    ) -> sqlx::Result<Vec<Claim>> {
        let queued = format!(
            "SELECT id, host_id, attempts, hops, kind, url FROM page \
             WHERE host_id = ? AND state = ? AND due_at <= ? AND kind >= ? \
             ORDER BY due_at, id LIMIT ? {}",
            self.database.dialect.lock_free_rows
        );
        let queued = sqlx::query(AssertSqlSafe(queued))
            .bind(host.id)
            .bind(QUEUED)
            .bind(now)
            .bind(if host.robots_known {
                A_PAGE
            } else {
                A_ROBOTS_TXT
            })
            .bind(most as i64);
        let rows = queued.fetch_all(&mut **tx).await?;
        let claims = rows.iter().map(|row| {
            let url = row.try_get::<String, _>(5)?;
            Ok(Claim {
                id: row.try_get(0)?,
                host_id: row.try_get(1)?,
                attempts: small(row, 2)?,
                hops: small(row, 3)?,
                is_robots: small(row, 4)? == A_ROBOTS_TXT,
                url: Url::parse(&url)
                    .map_err(|error| sqlx::Error::Decode(error.into()))?,
            })
        });
        claims.collect()
    }

    async fn take(&self, tx: &mut Tx, now: i64, claims: &[Claim]) -> sqlx::Result<()> {
        if claims.is_empty() {
            return Ok(());
        }
        let mut taken = QueryBuilder::new("UPDATE page SET state = ");
        taken.push_bind(CLAIMED).push(", owner = ");
        taken.push_bind(self.owner).push(", lease_until = ");
        taken.push_bind(now.saturating_add(millis(self.rules.lease)));
        push_ids(&mut taken, claims.iter().map(|claim| claim.id));
        taken.build().execute(&mut **tx).await?;
        Ok(())
    }

    async fn set_problem(
        &self,
        tx: &mut Tx,
        claims: &[Claim],
        problem: &str,
    ) -> sqlx::Result<()> {
        if claims.is_empty() {
            return Ok(());
        }
        let mut ended = QueryBuilder::new("UPDATE page SET state = ");
        ended.push_bind(FINISHED).push(", problem = ");
        ended.push_bind(problem.to_owned());
        push_ids(&mut ended, claims.iter().map(|claim| claim.id));
        ended.build().execute(&mut **tx).await?;
        Ok(())
    }

    async fn robots_of(
        &mut self,
        tx: &mut Tx,
        host_id: i64,
    ) -> sqlx::Result<Arc<Robots>> {
        if let Some(robots) = self.robots.get(&host_id) {
            return Ok(robots.clone());
        }
        let text =
            sqlx::query_scalar::<_, String>("SELECT robots FROM host WHERE id = ?");
        let text = text.bind(host_id).fetch_one(&mut **tx).await?;
        let robots = Arc::new(Robots::parse(&text, &self.rules.agent));
        if self.robots.len() >= HOSTS_AT_HAND {
            self.robots.clear();
        }
        self.robots.insert(host_id, robots.clone());
        Ok(robots)
    }

    /// Whether anything is left, and when it may be due.
    async fn nothing_yet(&self, tx: &mut Tx, now: i64) -> sqlx::Result<Turn> {
        // In one statement: a page that somebody claims or finishes between two would be
        // in neither, and nothing would seem to be left.
        let left = "SELECT next_at, (SELECT MIN(due_at) FROM page \
                    WHERE page.host_id = host.id AND state = ?) FROM host \
                    UNION ALL \
                    SELECT 0, (SELECT MIN(lease_until) FROM page WHERE state = ?)";
        let left = sqlx::query(left).bind(QUEUED).bind(CLAIMED);
        let mut soonest = None::<i64>;
        for row in left.fetch_all(&mut **tx).await? {
            if let Some(due) = row.try_get::<Option<i64>, _>(1)? {
                let due = due.max(row.try_get(0)?);
                soonest = Some(soonest.map_or(due, |soonest| soonest.min(due)));
            }
        }
        Ok(match soonest {
            Some(due) => {
                let left_ms = (due - now).max(0).unsigned_abs();
                Turn::Wait(Duration::from_millis(left_ms))
            }
            None => Turn::Over,
        })
    }

    /// Commits what came of claims. Those whose lease has gone to somebody else are left
    /// out: that one commits them.
    ///
    /// # Errors
    ///
    /// If the database fails. Nothing has been committed then.
    pub async fn finish(&mut self, batch: &[Finished]) -> sqlx::Result<()> {
        let mut tries = 1;
        loop {
            match self.try_finish(batch).await {
                Err(error) if again(&error, &mut tries).await => {}
                ended => return ended,
            }
        }
    }

    async fn try_finish(&mut self, batch: &[Finished]) -> sqlx::Result<()> {
        let mut tx = self.database.begin().await?;
        let now = self.now(&mut tx).await?;
        let mut links = BTreeMap::new();
        for finished in batch {
            self.finish_one(&mut tx, now, finished, &mut links).await?;
        }
        let new_hosts = self.insert_links(&mut tx, now, links).await?;
        tx.commit().await?;
        self.remember(new_hosts);
        Ok(())
    }

    async fn finish_one<'a>(
        &self,
        tx: &mut Tx,
        now: i64,
        finished: &'a Finished,
        found: &mut BTreeMap<&'a Url, Found>,
    ) -> sqlx::Result<()> {
        let claim = &finished.claim;
        let mut row = PageRow {
            bytes: finished.bytes as i64,
            ..PageRow::default()
        };
        match &finished.ending {
            Ending::Page { remark, .. } => row.problem = remark.clone(),
            Ending::Robots(_) => {}
            Ending::Redirect(Some(to)) => {
                row.redirects_to = Some(to.to_string());
                if claim.hops >= MOST_REDIRECTS {
                    row.problem = Some("too many redirects".to_owned());
                }
            }
            Ending::Redirect(None) => {
                row.problem = Some("leads out of the crawl".to_owned())
            }
            Ending::Broken(problem) => row.problem = Some((*problem).to_owned()),
            Ending::Failed(failure) => {
                if failure.passing
                    && claim.attempts < i64::from(self.rules.most_retries)
                {
                    row.retry_at = Some(now.saturating_add(self.pause(claim, failure)));
                } else {
                    row.problem = Some(failure.problem.to_string());
                }
            }
        }
        if !self.commit_row(tx, claim, &row).await? {
            return Ok(());
        }
        match &finished.ending {
            Ending::Page { title, links, .. } => {
                sqlx::query("INSERT INTO article_test (title, page_id) VALUES (?, ?)")
                    .bind(title.as_deref())
                    .bind(claim.id)
                    .execute(&mut **tx)
                    .await?;
                let from = Found {
                    on: Some(claim.id),
                    hops: 0,
                };
                found.extend(links.iter().map(|link| (link, from)));
            }
            Ending::Redirect(Some(to)) if row.problem.is_none() => {
                let from = Found {
                    on: Some(claim.id),
                    hops: claim.hops + 1,
                };
                found.entry(to).or_insert(from);
            }
            Ending::Robots(text) => self.set_robots(tx, claim.host_id, text).await?,
            // Then nothing may be asked.
            _ if claim.is_robots && row.retry_at.is_none() => {
                self.set_robots(tx, claim.host_id, OUT_OF_REACH).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Twice as long each time, and not less than the server asks for.
    fn pause(&self, claim: &Claim, failure: &Failure) -> i64 {
        let doubled = u32::try_from(claim.attempts).unwrap_or(u32::MAX).min(16);
        let pause = self.rules.retry_delay.saturating_mul(1 << doubled);
        millis(pause.max(failure.retry_after.unwrap_or_default()))
    }

    /// False if the claim is no longer ours.
    async fn commit_row(
        &self,
        tx: &mut Tx,
        claim: &Claim,
        row: &PageRow,
    ) -> sqlx::Result<bool> {
        let (state, due_at, attempts) = match row.retry_at {
            Some(due_at) => (QUEUED, Some(due_at), claim.attempts + 1),
            None => (FINISHED, None, claim.attempts),
        };
        let ended = "UPDATE page SET state = ?, due_at = COALESCE(?, due_at), \
                     attempts = ?, owner = NULL, lease_until = NULL, problem = ?, \
                     redirects_to = ?, bytes = ? \
                     WHERE id = ? AND state = ? AND owner = ?";
        let ended = sqlx::query(ended)
            .bind(state)
            .bind(due_at)
            .bind(attempts)
            .bind(row.problem.as_deref())
            .bind(row.redirects_to.as_deref())
            .bind(row.bytes)
            .bind(claim.id)
            .bind(CLAIMED)
            .bind(self.owner);
        Ok(ended.execute(&mut **tx).await?.rows_affected() == 1)
    }

    async fn set_robots(
        &self,
        tx: &mut Tx,
        host_id: i64,
        text: &str,
    ) -> sqlx::Result<()> {
        let robots = Robots::parse(text, &self.rules.agent);
        sqlx::query("UPDATE host SET robots = ?, crawl_delay_ms = ? WHERE id = ?")
            .bind(text)
            .bind(millis(robots.crawl_delay()))
            .bind(host_id)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// Adds what is new among these links. They come sorted: two crawlers that add the
    /// same links then wait for each other, instead of each for the other.
    async fn insert_links(
        &self,
        tx: &mut Tx,
        now: i64,
        links: BTreeMap<&Url, Found>,
    ) -> sqlx::Result<Vec<(String, i64)>> {
        let mut new_hosts = Vec::<(String, i64)>::new();
        let links = links.into_iter().collect::<Vec<_>>();
        for chunk in links.chunks(ROWS_AT_ONCE) {
            let urls = chunk.iter().map(|(url, _)| url.as_str());
            let known = self.known(tx, urls).await?;
            let mut rows = Vec::new();
            for &(url, found) in chunk {
                if known.iter().any(|known| known == url.as_str()) {
                    continue;
                }
                let origin = links::origin(url);
                let at_hand = self.host_ids.get(&origin).copied();
                let just_now = || new_hosts.iter().find(|host| host.0 == origin);
                let host_id = match at_hand.or_else(|| just_now().map(|host| host.1)) {
                    Some(host_id) => host_id,
                    None => {
                        let host_id = self.insert_host(tx, now, &origin).await?;
                        new_hosts.push((origin, host_id));
                        host_id
                    }
                };
                rows.push((host_id, url.as_str(), A_PAGE, found));
            }
            self.insert_pages(tx, now, &rows).await?;
        }
        Ok(new_hosts)
    }

    async fn known(
        &self,
        tx: &mut Tx,
        urls: impl Iterator<Item = &str>,
    ) -> sqlx::Result<Vec<String>> {
        let mut known = QueryBuilder::new("SELECT url FROM page WHERE url IN (");
        let mut list = known.separated(", ");
        for url in urls {
            list.push_bind(url.to_owned());
        }
        known.push(")");
        let rows = known.build().fetch_all(&mut **tx).await?;
        rows.iter().map(|row| row.try_get(0)).collect()
    }

    async fn insert_host(
        &self,
        tx: &mut Tx,
        now: i64,
        origin: &str,
    ) -> sqlx::Result<i64> {
        let insert = self.database.dialect.insert_new;
        let insert = format!("{insert} INTO host (origin) VALUES (?)");
        let inserted = sqlx::query(AssertSqlSafe(insert)).bind(origin);
        inserted.execute(&mut **tx).await?;
        // On MariaDB another crawler may have added it since this transaction began.
        let lock = self.database.dialect.lock_rows;
        let id = format!("SELECT id FROM host WHERE origin = ? {lock}");
        let id = sqlx::query_scalar::<_, i64>(AssertSqlSafe(id)).bind(origin);
        let id = id.fetch_one(&mut **tx).await?;
        let robots = format!("{origin}/robots.txt");
        let row = (id, robots.as_str(), A_ROBOTS_TXT, Found::default());
        self.insert_pages(tx, now, &[row]).await?;
        Ok(id)
    }

    async fn insert_pages(
        &self,
        tx: &mut Tx,
        now: i64,
        rows: &[(i64, &str, i64, Found)],
    ) -> sqlx::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let insert = self.database.dialect.insert_new;
        let columns = "host_id, url, kind, due_at, hops, found_on";
        let mut insert = QueryBuilder::new(format!("{insert} INTO page ({columns}) "));
        insert.push_values(rows, |mut values, &(host_id, url, kind, found)| {
            values.push_bind(host_id).push_bind(url.to_owned());
            values.push_bind(kind).push_bind(now);
            values.push_bind(found.hops).push_bind(found.on);
        });
        insert.build().execute(&mut **tx).await?;
        Ok(())
    }

    /// Renews our leases, and frees the pages of crawlers that are gone. To be called
    /// several times within [`Rules::lease`].
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn keep_up(&mut self) -> sqlx::Result<()> {
        let mut tries = 1;
        loop {
            match self.try_keep_up().await {
                Err(error) if again(&error, &mut tries).await => {}
                ended => return ended,
            }
        }
    }

    async fn try_keep_up(&mut self) -> sqlx::Result<()> {
        let mut tx = self.database.begin().await?;
        let now = self.now(&mut tx).await?;
        let lease_until = now.saturating_add(millis(self.rules.lease));
        sqlx::query("UPDATE page SET lease_until = ? WHERE state = ? AND owner = ?")
            .bind(lease_until)
            .bind(CLAIMED)
            .bind(self.owner)
            .execute(&mut *tx)
            .await?;
        let expired = format!(
            "SELECT id FROM page WHERE state = ? AND lease_until <= ? {}",
            self.database.dialect.lock_free_rows
        );
        let expired = sqlx::query_scalar::<_, i64>(AssertSqlSafe(expired));
        let expired = expired.bind(CLAIMED).bind(now).fetch_all(&mut *tx).await?;
        for ids in expired.chunks(ROWS_AT_ONCE) {
            let mut free = QueryBuilder::new("UPDATE page SET state = ");
            free.push_bind(QUEUED);
            free.push(", owner = NULL, lease_until = NULL");
            push_ids(&mut free, ids.iter().copied());
            free.build().execute(&mut *tx).await?;
        }
        tx.commit().await
    }

    async fn now(&self, tx: &mut Tx) -> sqlx::Result<i64> {
        let now = format!("SELECT {}", self.database.dialect.now_ms);
        let now = sqlx::query_scalar(AssertSqlSafe(now));
        now.fetch_one(&mut **tx).await
    }

    /// Only once it is committed: a transaction that failed has added no host.
    fn remember(&mut self, new_hosts: Vec<(String, i64)>) {
        if self.host_ids.len() + new_hosts.len() > HOSTS_AT_HAND {
            self.host_ids.clear();
        }
        self.host_ids.extend(new_hosts);
    }
}

/// A host whose turn it is.
struct Host {
    id: i64,
    robots_known: bool,
    delay: Duration,
}

/// Where a link was found, and after how many redirects in a row.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    on: Option<i64>,
    hops: i64,
}

/// What is to be written of a page that was claimed.
#[derive(Debug, Default)]
struct PageRow {
    problem: Option<String>,
    redirects_to: Option<String>,
    retry_at: Option<i64>,
    bytes: i64,
}

fn allows(robots: &Option<Arc<Robots>>, url: &Url) -> bool {
    let path = &url[url::Position::BeforePath..];
    robots.as_ref().is_none_or(|robots| robots.allows(path))
}

fn push_ids(query: &mut QueryBuilder<Any>, ids: impl Iterator<Item = i64>) {
    query.push(" WHERE id IN (");
    let mut list = query.separated(", ");
    for id in ids {
        list.push_bind(id);
    }
    query.push(")");
}

/// `SMALLINT` is 16 bits for MariaDB, and any number for SQLite.
pub(crate) fn small(row: &sqlx::any::AnyRow, column: usize) -> sqlx::Result<i64> {
    match row.try_get::<i64, _>(column) {
        Ok(number) => Ok(number),
        Err(_) => Ok(row.try_get::<i16, _>(column)?.into()),
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Whether to try again, after a pause.
async fn again(error: &sqlx::Error, tries: &mut u32) -> bool {
    let again = is_passing(error) && *tries < MOST_TRIES;
    if again {
        sleep(PAUSE_BEFORE_RETRY * *tries).await;
        *tries += 1;
    }
    again
}

/// 63 bits that nobody else draws: the keys of a hash table are from the system.
fn random() -> i64 {
    use std::hash::{BuildHasher, RandomState};
    let bits = RandomState::new().hash_one(std::process::id());
    i64::try_from(bits >> 1).expect("63 bits fit")
}
