//! `Cache`: what was fetched once is not fetched again.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::sync::{self, Arc};

/// A cache that fetches what it does not have, with one request at a time for each key.
///
/// Whoever asks for a key that is being fetched waits for that request instead of sending
/// another one. Different keys do not wait for each other.
///
/// Nothing expires: a key has its place here, fetched or not, until it is
/// [removed](Self::remove). For a single value, tokio has a ready-made
/// [`OnceCell`](tokio::sync::OnceCell).
pub struct Cache<K, V> {
    /// A lock of the standard library: it is held while a key is looked up, never across
    /// an `.await`, so that nobody waits long enough to be worth a task switch.
    places: sync::Mutex<BTreeMap<K, Place<V>>>,
}

/// Where the value of one key is, or will be.
///
/// A lock of tokio: it is held across the `.await` of the fetch, and those who come
/// meanwhile wait for it without blocking the thread. One for each key, because a slow
/// page is no reason to wait for another one. In an [`Arc`], because it must not hold up
/// the map that it lies in.
type Place<V> = Arc<tokio::sync::Mutex<Option<V>>>;

impl<K: Ord, V: Clone> Cache<K, V> {
    /// An empty cache.
    pub fn new() -> Self {
        Cache {
            places: sync::Mutex::new(BTreeMap::new()),
        }
    }

    /// The value of `key`; if it is not there, `fetch` is called to get it.
    ///
    /// # Panics
    ///
    /// If `fetch` does. The next one who asks for the key calls their own `fetch`.
    ///
    /// # Deadlocks
    ///
    /// If `fetch` asks this cache for the same key: it waits for itself.
    ///
    /// # Cancel safety
    ///
    /// Dropping the `.await` half-way drops the request with it, and nothing is stored.
    /// The next one who waits for the key then calls their own `fetch`.
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
    /// The error of this caller's own `fetch`. It is not stored: the next one who asks
    /// for the key, or waits for it already, tries again.
    pub async fn get_or_try_fetch<F, E>(
        &self,
        key: K,
        fetch: impl FnOnce() -> F,
    ) -> Result<V, E>
    where
        F: Future<Output = Result<V, E>>,
    {
        let place = Arc::clone(self.places().entry(key).or_default());
        // From here to the end nobody else is at this place. However this function ends
        // (value, error, panic, cancellation), the guard is dropped and the next may in.
        let mut value = place.lock().await;
        if let Some(value) = &*value {
            return Ok(value.clone());
        }
        let fetched = fetch().await?;
        *value = Some(fetched.clone());
        Ok(fetched)
    }

    /// Takes `key` out, so that the next one who asks for it fetches it anew. Those who
    /// wait for it already get what they have been waiting for.
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
