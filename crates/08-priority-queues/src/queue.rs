//! The queue itself: which tasks wait, which one is woken, and which work is unfinished.

use std::fmt;
use std::sync::PoisonError;

use tokio::task::consume_budget;

use crate::error::{GetError, GetNowaitError, PutError, PutNowaitError, TaskDoneError};
use crate::store::Store;
use crate::sync::{
    AcquireError, Mutex, MutexGuard, Notify, Semaphore, SemaphorePermit,
};

/// An `asyncio.Queue` whose order is that of its [`Store`].
///
/// Use it by one of its names: [`PriorityQueue`](crate::PriorityQueue),
/// [`LifoQueue`](crate::LifoQueue), [`FifoQueue`](crate::FifoQueue). Tasks share it in
/// an [`Arc`](std::sync::Arc); all methods take `&self`.
///
/// # Which task is served next
///
/// The task that began to wait first, for gets as for puts. An item that was put while a
/// [`get`](Self::get) waits is promised to it: no other get can take the item away, even
/// if that task has not run yet. Only *which* item it is, is decided at the moment it is
/// taken: the first in the order of the store. The same holds for a place and a waiting
/// [`put`](Self::put). A shutdown ends these promises: the remaining items go to the gets
/// in the order in which they run, and [`shutdown_immediate`](Self::shutdown_immediate)
/// drops them.
///
/// In asyncio, a `get` that comes at the right moment overtakes the one that was woken,
/// and that one goes back to the end of the line.
pub struct Queue<S: Store> {
    state: Mutex<State<S>>,
    /// One permit for each item that is not promised yet; a waiting get waits for one.
    /// A semaphore serves its waiters in order, and passes a permit on when the waiter
    /// it was meant for has been dropped: that makes the queue fair and cancel safe.
    items: Semaphore,
    /// One permit for each free place; `None` if places do not run out.
    places: Option<Semaphore>,
    /// Wakes every [`join`](Self::join); whether its time has come is in `State::round`.
    finished: Notify,
    maxsize: usize,
}

/// The values that have to change together, and so are behind one lock.
struct State<S> {
    store: S,
    /// Items that were put, and for which `task_done` has not been called.
    unfinished: usize,
    /// The number of times that `unfinished` has become 0. A join waits for the next time,
    /// which it would miss if it read `unfinished` alone: another item may have been put
    /// before it runs again.
    round: u64,
    /// Set before the semaphores are closed. A put that got its place just before that
    /// finds it here.
    shut_down: bool,
}

impl<S: Store> Queue<S> {
    /// Makes an empty queue with places for `maxsize` items; 0 means no limit, as in
    /// asyncio.
    ///
    /// # Panics
    ///
    /// Panics if `maxsize` is larger than [`tokio::sync::Semaphore::MAX_PERMITS`].
    pub fn new(maxsize: usize) -> Self {
        Queue {
            state: Mutex::new(State {
                store: S::default(),
                unfinished: 0,
                round: 0,
                shut_down: false,
            }),
            items: Semaphore::new(0),
            places: (maxsize > 0).then(|| Semaphore::new(maxsize)),
            finished: Notify::new(),
            maxsize,
        }
    }

    /// Puts an item, when there is a place for it.
    ///
    /// # Errors
    ///
    /// Returns [`PutError`] with the item if the queue is shut down, before or while
    /// waiting.
    ///
    /// # Cancel safety
    ///
    /// Dropping this future before it is ready drops the item: it is not in the queue.
    /// Its place, if it had one already, goes to the next put in line.
    pub async fn put(&self, item: S::Item) -> Result<(), PutError<S::Item>> {
        let Some(places) = &self.places else {
            return self.store(item).map_err(PutError);
        };
        match permit(places).await {
            // The permit is lent until the item is in its place. It then stays away
            // until a get makes room.
            Ok(place) => self.store(item).map(|()| place.forget()).map_err(PutError),
            Err(_closed) => Err(PutError(item)),
        }
    }

    /// Puts an item if there is a place for it now.
    ///
    /// # Errors
    ///
    /// Returns [`PutNowaitError`] with the item if there is no place, or the queue is shut
    /// down.
    pub fn put_nowait(&self, item: S::Item) -> Result<(), PutNowaitError<S::Item>> {
        let Some(places) = &self.places else {
            return self.store(item).map_err(PutNowaitError::ShutDown);
        };
        match places.try_acquire() {
            Ok(place) => self
                .store(item)
                .map(|()| place.forget())
                .map_err(PutNowaitError::ShutDown),
            Err(_) if places.is_closed() => Err(PutNowaitError::ShutDown(item)),
            Err(_no_permits) => Err(PutNowaitError::Full(item)),
        }
    }

    /// Takes out the next item, when there is one.
    ///
    /// # Errors
    ///
    /// Returns [`GetError`] if the queue is shut down and empty, before or while waiting.
    ///
    /// # Cancel safety
    ///
    /// Dropping this future before it is ready loses no item: if there was one for it,
    /// the next get in line is woken.
    pub async fn get(&self) -> Result<S::Item, GetError> {
        if let Ok(one_item) = permit(&self.items).await {
            one_item.forget();
        }
        // Without a permit the queue is shut down, and any get may take what is left.
        self.take().ok_or(GetError)
    }

    /// Takes out the next item if there is one now.
    ///
    /// # Errors
    ///
    /// Returns [`GetNowaitError`] if there is none that is not promised to a waiting get.
    pub fn get_nowait(&self) -> Result<S::Item, GetNowaitError> {
        match self.items.try_acquire() {
            Ok(one_item) => one_item.forget(),
            Err(_) if self.items.is_closed() => {}
            Err(_no_permits) => return Err(GetNowaitError::Empty),
        }
        self.take().ok_or(GetNowaitError::ShutDown)
    }

    /// Takes note that the work on an item is done. Call it once for each item got.
    ///
    /// # Errors
    ///
    /// Returns [`TaskDoneError`] if it was called more often than items were put.
    pub fn task_done(&self) -> Result<(), TaskDoneError> {
        let mut state = self.lock();
        state.unfinished = state.unfinished.checked_sub(1).ok_or(TaskDoneError)?;
        self.wake_joins_if_finished(state);
        Ok(())
    }

    /// Waits until the work on every item that was put is done: until there has been a
    /// [`task_done`](Self::task_done) for each.
    ///
    /// An empty queue is not enough: the task that took the last item may still work on
    /// it.
    pub async fn join(&self) {
        let round = {
            let state = self.lock();
            if state.unfinished == 0 {
                return;
            }
            state.round
        };
        loop {
            // It counts as waiting from here on, before the check: a change after the
            // check wakes it.
            let finished = self.finished.notified();
            if self.lock().round != round {
                return;
            }
            finished.await;
        }
    }

    /// Closes the entrance: puts fail from now on, gets take what is left and fail
    /// after that. Tasks that would wait forever are woken, and fail.
    ///
    /// It is Python 3.13's `shutdown()`.
    pub fn shutdown(&self) {
        self.lock().shut_down = true;
        self.close();
    }

    /// Closes the queue and drops the items in it; they count as done.
    ///
    /// A [`join`](Self::join) goes on waiting for the items that had been taken out
    /// before. It is Python 3.13's `shutdown(immediate=True)`.
    pub fn shutdown_immediate(&self) {
        let mut state = self.lock();
        state.shut_down = true;
        let dropped = std::mem::take(&mut state.store);
        if !dropped.is_empty() {
            state.unfinished = state.unfinished.saturating_sub(dropped.len());
            self.wake_joins_if_finished(state);
        } else {
            drop(state);
        }
        self.close();
        // Only here, without the lock: an item's own `Drop` may well use this queue.
        drop(dropped);
    }

    /// The number of items in the queue.
    pub fn qsize(&self) -> usize {
        self.lock().store.len()
    }

    /// Whether there is no item in the queue.
    ///
    /// On a runtime with many threads, that may have changed by the time you read it.
    pub fn empty(&self) -> bool {
        self.lock().store.is_empty()
    }

    /// Whether there are `maxsize` items in the queue; never if `maxsize` is 0.
    pub fn full(&self) -> bool {
        self.maxsize > 0 && self.qsize() >= self.maxsize
    }

    /// Maximum number of items in the queue; 0 means no limit.
    pub fn maxsize(&self) -> usize {
        self.maxsize
    }

    /// Stores an item, for which there is a place, and wakes the next get.
    fn store(&self, item: S::Item) -> Result<(), S::Item> {
        {
            let mut state = self.lock();
            if state.shut_down {
                return Err(item);
            }
            state.store.put(item);
            state.unfinished += 1;
        }
        // After the item was stored: there are never more permits than items.
        self.items.add_permits(1);
        Ok(())
    }

    /// Takes an item out of the store, and wakes the next put.
    fn take(&self) -> Option<S::Item> {
        let item = self.lock().store.get()?;
        if let Some(places) = &self.places {
            places.add_permits(1);
        }
        Some(item)
    }

    /// Releases the lock, and then wakes: a waker is foreign code.
    fn wake_joins_if_finished(&self, mut state: MutexGuard<'_, State<S>>) {
        let finished = state.unfinished == 0;
        if finished {
            state.round += 1;
        }
        drop(state);
        if finished {
            self.finished.notify_waiters();
        }
    }

    /// Wakes all tasks that wait, for good.
    fn close(&self) {
        if let Some(places) = &self.places {
            places.close();
        }
        self.items.close();
    }

    fn lock(&self) -> MutexGuard<'_, State<S>> {
        // The lock is poisoned if comparing two priorities has panicked. The heap has all
        // its items even then, so there is no reason to stop the others.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for a permit, in line.
async fn permit(semaphore: &Semaphore) -> Result<SemaphorePermit<'_>, AcquireError> {
    // A loop over a queue that is never empty would never wait, and so keep all other
    // tasks from running: this yields from time to time.
    consume_budget().await;
    match semaphore.try_acquire() {
        // There is a permit only when no task waits for it, so this overtakes none. To
        // try is several times as fast as to set up a wait.
        Ok(permit) => Ok(permit),
        Err(_none_or_closed) => semaphore.acquire().await,
    }
}

impl<S: Store> fmt::Debug for Queue<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("Queue")
            .field("qsize", &state.store.len())
            .field("maxsize", &self.maxsize)
            .field("unfinished", &state.unfinished)
            .field("shut_down", &state.shut_down)
            .finish()
    }
}
