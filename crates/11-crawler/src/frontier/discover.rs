//! Discovering: links that were found become pages, origins and hosts.

use std::collections::{BTreeMap, HashMap};

use sqlx::{AssertSqlSafe, QueryBuilder};
use url::Url;

use super::ready::Touched;
use super::{Frontier, ORIGIN_CACHE_SIZE, OriginId, PageKind, Tx};
use crate::batch::{lists, padded, push_list};
use crate::links;

/// Origin of a link: the page it is on, and the number of redirects in a row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    pub(super) on: Option<i64>,
    pub(super) hops: i64,
}

/// An origin that a transaction has added or looked up.
pub(super) type NewOrigin = (String, OriginId);

/// Rows that a transaction has added.
#[derive(Debug, Default)]
pub(super) struct Discovered {
    /// Number of new pages, without robots.txt.
    pub(super) pages: i64,
    pub(super) new_origins: Vec<NewOrigin>,
}

struct NewPage<'a> {
    origin_id: i64,
    url: &'a str,
    found: Found,
}

impl Frontier {
    /// Adds the pages that are new among these links. The links come sorted: two
    /// crawlers that add the same ones then wait for each other in one direction only.
    pub(super) async fn insert_links(
        &self,
        tx: &mut Tx,
        links: BTreeMap<&Url, Found>,
        touched: &mut Touched,
    ) -> sqlx::Result<Discovered> {
        let mut discovered = Discovered::default();
        let mut origins = HashMap::<String, OriginId>::new();
        let links = links.into_iter().collect::<Vec<_>>();
        let urls = links
            .iter()
            .map(|(url, _)| url.as_str())
            .collect::<Vec<_>>();
        let mut known = Vec::new();
        for list in lists(&urls) {
            let mut select = QueryBuilder::new("SELECT url FROM page WHERE url");
            push_list(&mut select, list);
            known.extend(
                select
                    .build_query_scalar::<String>()
                    .fetch_all(&mut **tx)
                    .await?,
            );
        }
        known.sort_unstable();
        let is_new =
            |url: &str| known.binary_search_by(|known| (**known).cmp(url)).is_err();
        let mut pages = Vec::new();
        for &(url, found) in links.iter().filter(|(url, _)| is_new(url.as_str())) {
            let origin = links::origin(url);
            let id = match self.origins.get(&origin).or(origins.get(&origin)) {
                Some(&id) => id,
                None => {
                    let id = self.insert_origin(tx, url, &origin).await?;
                    origins.insert(origin, id);
                    id
                }
            };
            touched.entry(id.host).or_default();
            pages.push(NewPage {
                origin_id: id.origin,
                url: url.as_str(),
                found,
            });
        }
        discovered.pages = self.insert_pages(tx, PageKind::Page, &pages).await?;
        discovered.new_origins.extend(origins);
        Ok(discovered)
    }

    /// Adds an origin with its host and its robots.txt, unless another crawler has.
    async fn insert_origin(
        &self,
        tx: &mut Tx,
        url: &Url,
        origin: &str,
    ) -> sqlx::Result<OriginId> {
        let name = url.host_str().unwrap_or_default();
        let dialect = self.database.dialect;
        let keep = dialect.keep_if_known;
        let insert = format!("INSERT INTO host (name) VALUES (?) {keep}");
        let insert = sqlx::query(AssertSqlSafe(insert)).bind(name);
        insert.execute(&mut **tx).await?;
        // A locking read: on MariaDB, another crawler may have added the row since this
        // transaction began.
        let lock = dialect.lock_rows;
        let host = format!("SELECT id FROM host WHERE name = ? {lock}");
        let host = sqlx::query_scalar::<_, i64>(AssertSqlSafe(host)).bind(name);
        let host = host.fetch_one(&mut **tx).await?;

        let insert =
            format!("INSERT INTO origin (host_id, origin) VALUES (?, ?) {keep}");
        let insert = sqlx::query(AssertSqlSafe(insert)).bind(host).bind(origin);
        insert.execute(&mut **tx).await?;
        let id = format!("SELECT id FROM origin WHERE origin = ? {lock}");
        let id = sqlx::query_scalar::<_, i64>(AssertSqlSafe(id)).bind(origin);
        let id = id.fetch_one(&mut **tx).await?;
        let robots = NewPage {
            origin_id: id,
            url: &format!("{origin}/robots.txt"),
            found: Found::default(),
        };
        self.insert_pages(tx, PageKind::Robots, &[robots]).await?;
        Ok(OriginId { host, origin: id })
    }

    /// Inserts pages and returns how many of them are new.
    async fn insert_pages(
        &self,
        tx: &mut Tx,
        kind: PageKind,
        pages: &[NewPage<'_>],
    ) -> sqlx::Result<i64> {
        let mut new = 0;
        for rows in lists(pages) {
            let insert = self.database.dialect.insert_new;
            let columns = "origin_id, url, kind, hops, found_on";
            let mut insert =
                QueryBuilder::new(format!("{insert} INTO page ({columns}) "));
            insert.push_values(padded(rows), |mut values, page| {
                values
                    .push_bind(page.origin_id)
                    .push_bind(page.url.to_owned());
                values.push_bind(kind.code());
                values.push_bind(page.found.hops).push_bind(page.found.on);
            });
            let inserted = insert.build().execute(&mut **tx).await?;
            new += inserted.rows_affected() as i64;
        }
        Ok(new)
    }

    /// Remembers origins, once their transaction is committed: one that failed has
    /// added none.
    pub(super) fn remember(&mut self, new_origins: Vec<NewOrigin>) {
        if self.origins.len() + new_origins.len() > ORIGIN_CACHE_SIZE {
            self.origins.clear();
        }
        self.origins.extend(new_origins);
    }
}
