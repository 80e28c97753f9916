//! `Cache`: each value is fetched once.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::sync::{self, Arc};

/// A cache that fetches what it does not have, with one request at a time for each key.
///
/// A task that asks for a key that is being fetched waits for that request instead of
/// sending another one. Different keys do not wait for each other.
///
/// Nothing expires: a key keeps its place, fetched or not, until it is
/// [removed](Self::remove). For a single value, tokio has a ready-made
/// [`OnceCell`](tokio::sync::OnceCell).
pub struct Cache<K, V> {
    /// A lock of the standard library: it is held while a key is looked up, never across
    /// an `.await`, so that no task waits long enough to be worth a task switch.
    places: sync::Mutex<BTreeMap<K, Place<V>>>,
}

/// The place for the value of one key.
///
/// A lock of tokio: it is held across the `.await` of the fetch, and other tasks wait for
/// it without blocking the thread. One for each key, because no task should wait for a
/// page that it did not ask for. In an [`Arc`], so that waiting for it does not keep the
/// map locked.
type Place<V> = Arc<tokio::sync::Mutex<Option<V>>>;

impl<K: Ord, V: Clone> Cache<K, V> {
    /// Makes an empty cache.
    pub fn new() -> Self {
        Cache {
            places: sync::Mutex::new(BTreeMap::new()),
        }
    }

    /// Returns the value of `key`; if it is missing, `fetch` is called to get it.
    ///
    /// # Panics
    ///
    /// Panics if `fetch` does. The next task that asks for the key calls its own `fetch`.
    ///
    /// # Deadlocks
    ///
    /// A `fetch` that asks this cache for the same key waits for itself.
    ///
    /// # Cancel safety
    ///
    /// Dropping the `.await` halfway drops the request with it, and nothing is stored. The
    /// next task that waits for the key then calls its own `fetch`.
    pub async fn get_or_fetch<F>(&self, key: K, fetch: impl FnOnce() -> F) -> V
    where
        F: Future<Output = V>,
    {
        let never_fails = async || Ok::<V, Infallible>(fetch().await);
        let Ok(value) = self.get_or_try_fetch(key, never_fails).await;
        value
    }

    /// Like [`get_or_fetch`](Self::get_or_fetch), for a `fetch` that may fail.
    ///
    /// # Errors
    ///
    /// Returns the error of this caller's own `fetch`. It is not stored: the next task
    /// that asks for the key, or waits for it already, retries.
    pub async fn get_or_try_fetch<F, E>(
        &self,
        key: K,
        fetch: impl FnOnce() -> F,
    ) -> Result<V, E>
    where
        F: Future<Output = Result<V, E>>,
    {
        let place = Arc::clone(self.places().entry(key).or_default());
        // From here to the end no other task has this place. However this function ends
        // (value, error, panic, cancellation), the guard is dropped, and the next task
        // gets it.
        let mut value = place.lock().await;
        if let Some(value) = &*value {
            return Ok(value.clone());
        }
        let fetched = fetch().await?;
        *value = Some(fetched.clone());
        Ok(fetched)
    }

    /// Removes `key`, so that the next task that asks for it fetches it again. Tasks that
    /// wait for it already get the value they have been waiting for.
    pub fn remove(&self, key: &K) {
        self.places().remove(key);
    }

    fn places(&self) -> sync::MutexGuard<'_, BTreeMap<K, Place<V>>> {
        self.places
            .lock()
            .expect("nothing panics while a key is looked up")
    }
}

// Not derived: that would ask for keys and values with a default of their own.
impl<K: Ord, V: Clone> Default for Cache<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> fmt::Debug for Cache<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").finish_non_exhaustive()
    }
}
