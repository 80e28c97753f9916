//! The numbers of connections and requests, by page, and of requests in flight.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};

/// Maximum number of pages that are counted by name. Requests for random paths would
/// fill the memory otherwise.
const MAX_NAMES: usize = 1000;
/// Name under which the pages beyond [`MAX_NAMES`] are counted.
const OTHERS: &str = "others";

/// The counts of one site.
// A std mutex: it is held for a few instructions, and never across an `.await`.
#[derive(Debug, Default)]
pub(crate) struct Counts(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    connections: u64,
    total: u64,
    in_flight: u64,
    max_in_flight: u64,
    hits: BTreeMap<String, u64>,
}

impl Counts {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0
            .lock()
            .expect("nothing panics while the lock is held")
    }

    pub(crate) fn total(&self) -> u64 {
        self.lock().total
    }

    pub(crate) fn connections(&self) -> u64 {
        self.lock().connections
    }

    pub(crate) fn in_flight(&self) -> u64 {
        self.lock().in_flight
    }

    pub(crate) fn max_in_flight(&self) -> u64 {
        self.lock().max_in_flight
    }

    /// Counts a connection.
    pub(crate) fn connected(&self) {
        self.lock().connections += 1;
    }

    /// Counts a request. It is in flight until the last clone of the [`Visit`] is dropped.
    pub(crate) fn arrived(self: &Arc<Self>, host: String, path: &str) -> Visit {
        let mut inner = self.lock();
        inner.total += 1;
        inner.in_flight += 1;
        inner.max_in_flight = inner.max_in_flight.max(inner.in_flight);
        let mut name = format!("{host} {path}");
        if inner.hits.len() >= MAX_NAMES && !inner.hits.contains_key(&name) {
            name = OTHERS.to_owned();
        }
        let hits = inner.hits.entry(name).or_default();
        *hits += 1;
        Visit {
            host,
            number: *hits,
            _in_flight: Arc::new(InFlight(self.clone())),
        }
    }

    /// Returns the counts as the answer of `/stats`.
    pub(crate) fn to_json(&self) -> Value {
        let inner = self.lock();
        json!({
            "connections": inner.connections,
            "total": inner.total,
            "in_flight": inner.in_flight,
            "max_in_flight": inner.max_in_flight,
            "hits": inner.hits,
        })
    }

    /// Sets the counts to zero. Requests in flight stay in flight; a connection that is
    /// open already does not count again.
    pub(crate) fn reset(&self) {
        let mut inner = self.lock();
        *inner = Inner {
            in_flight: inner.in_flight,
            max_in_flight: inner.in_flight,
            ..Inner::default()
        };
    }
}

/// A request that is being answered.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    /// Requested host, without the port.
    pub(crate) host: String,
    /// Number of this request among those for the same host and path, from 1.
    pub(crate) number: u64,
    _in_flight: Arc<InFlight>,
}

#[derive(Debug)]
struct InFlight(Arc<Counts>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.lock().in_flight -= 1;
    }
}
