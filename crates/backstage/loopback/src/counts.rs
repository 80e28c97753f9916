//! How many connections and requests came, for what, and how many were in flight at
//! once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};

/// So many different pages are counted by name. Whoever asks for random paths would
/// fill the memory otherwise.
const MOST_NAMES: usize = 1000;
/// Where the pages beyond [`MOST_NAMES`] are counted.
const OTHERS: &str = "others";

/// The counts of one site.
// A std mutex: it is held for a few instructions, and never across an `.await`.
#[derive(Debug, Default)]
pub(crate) struct Counts(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    connections: u64,
    total: u64,
    now: u64,
    most: u64,
    hits: BTreeMap<String, u64>,
}

impl Counts {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().expect("nothing panics while it counts")
    }

    pub(crate) fn total(&self) -> u64 {
        self.lock().total
    }

    pub(crate) fn connections(&self) -> u64 {
        self.lock().connections
    }

    pub(crate) fn now(&self) -> u64 {
        self.lock().now
    }

    pub(crate) fn most(&self) -> u64 {
        self.lock().most
    }

    /// Counts a connection.
    pub(crate) fn connected(&self) {
        self.lock().connections += 1;
    }

    /// Counts a request, in flight until the last clone of the [`Visit`] is dropped.
    pub(crate) fn arrived(self: &Arc<Self>, host: String, path: &str) -> Visit {
        let mut inner = self.lock();
        inner.total += 1;
        inner.now += 1;
        inner.most = inner.most.max(inner.now);
        let mut name = format!("{host} {path}");
        if inner.hits.len() >= MOST_NAMES && !inner.hits.contains_key(&name) {
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

    /// The counts as the answer of `/stats`.
    pub(crate) fn to_json(&self) -> Value {
        let inner = self.lock();
        json!({
            "connections": inner.connections,
            "total": inner.total,
            "in_flight": inner.now,
            "max_in_flight": inner.most,
            "hits": inner.hits,
        })
    }

    /// Begins anew. What is in flight stays so; connections count when they are opened.
    pub(crate) fn reset(&self) {
        let mut inner = self.lock();
        *inner = Inner {
            now: inner.now,
            most: inner.now,
            ..Inner::default()
        };
    }
}

/// A request that is being answered.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    /// The host it asks, without the port.
    pub(crate) host: String,
    /// The how-manieth it is for the same host and path, from 1.
    pub(crate) number: u64,
    _in_flight: Arc<InFlight>,
}

#[derive(Debug)]
struct InFlight(Arc<Counts>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.lock().now -= 1;
    }
}
