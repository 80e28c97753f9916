//! The turns of the loop, and the task that keeps to them.
//!
//! Tokio's queue has no turns: it is worked off from the front, and `block_on` looks at
//! its own future only when the queue is empty, or after some dozens of tasks. Nor is its
//! order quite that of asyncio: what is spawned from outside `block_on` stands in a second
//! queue. So the loop keeps a queue of its own, as asyncio's `_ready`, and each of its
//! tasks asks [`Turns::admit`] before it runs. Tokio remains the engine: it polls the
//! tasks, and it has the timers and the sockets.

use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::{AnyTask, RunError};

/// What the handles of a loop and its tasks have in common.
#[derive(Default)]
pub(crate) struct Turns {
    /// A blocking lock, not tokio's: it is held for a few instructions and never across
    /// an await, and wakers and destructors, which cannot await, need it too. No foreign
    /// code runs under it: wakers are called and tasks dropped after unlocking.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    running: bool,
    closed: bool,
    /// The tasks that are ready, in the order in which they became so.
    queue: VecDeque<u64>,
    /// How many of them, counted from the front, are for the turn that is on.
    due: usize,
    /// The number of the turn that is on; between two runs, of the one that was on last.
    turn: u64,
    /// The run ends with this turn. `None`: it goes on.
    last_turn: Option<u64>,
    /// The run ends one turn after this task does.
    until: Option<u64>,
    /// Wakes the future in `block_on`, which waits for the last turn.
    runner: Option<Waker>,
    /// How often a task asked to run, or ended: if it stays the same, nobody is ready.
    moves: u64,
    /// The tasks that are not done. Ids only grow, so they are in order of creation.
    tasks: BTreeMap<u64, Listed>,
    next_id: u64,
}

#[derive(Default)]
struct Listed {
    /// `None` for the moment between the making of the future and that of the task.
    handle: Option<AnyTask>,
    /// It is in the queue.
    queued: bool,
    /// Tokio came to poll it too early. Called when it is at the front of the queue.
    held: Option<Waker>,
}

impl Turns {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A poisoned lock is still good: nothing that could panic runs under it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_running(&self) -> bool {
        self.lock().running
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    pub(crate) fn close(&self) -> Result<(), RunError> {
        let mut state = self.lock();
        if state.running {
            return Err(RunError::AlreadyRunning);
        }
        state.closed = true;
        Ok(())
    }

    pub(crate) fn all_tasks(&self) -> Vec<AnyTask> {
        let state = self.lock();
        let handles = state.tasks.values().map(|task| task.handle.clone());
        handles.flatten().collect()
    }

    /// Puts a new task on the list, ready for the next turn, and returns its id.
    pub(crate) fn list(&self) -> u64 {
        let mut state = self.lock();
        let id = state.next_id;
        state.next_id += 1;
        state.tasks.insert(id, Listed::default());
        state.join_queue(id);
        id
    }

    /// Adds the handle to a task on the list, unless the task is over by now: another
    /// thread may run the loop, and a runtime that has shut down drops what it is given.
    pub(crate) fn set_handle(&self, id: u64, handle: AnyTask) {
        if let Some(task) = self.lock().tasks.get_mut(&id) {
            task.handle = Some(handle);
        }
    }

    /// Begins a run; it ends when the returned value is dropped, if not before.
    pub(crate) fn begin(&self, until: Option<u64>) -> Result<Run<'_>, RunError> {
        let mut state = self.lock();
        if state.closed {
            return Err(RunError::Closed);
        }
        if state.running {
            return Err(RunError::AlreadyRunning);
        }
        state.running = true;
        state.next_turn();
        state.until = until;
        if until.is_some_and(|task| !state.tasks.contains_key(&task)) {
            // It ended between its creation and this run.
            state.end_after(0);
        }
        let first = state.take_held_front();
        drop(state);
        first.into_iter().for_each(Waker::wake);
        Ok(Run(self))
    }

    /// Ends the run after the turn that is on, or the next run after its first turn.
    pub(crate) fn stop(&self) {
        let mut state = self.lock();
        let to_come = u64::from(!state.running);
        state.end_after(to_come);
        let runner = state.runner.take();
        drop(state);
        runner.into_iter().for_each(Waker::wake);
    }

    /// Whether the task may run now. If not, `waker` is called when it may.
    fn admit(&self, id: u64, waker: &Waker) -> bool {
        let waker = waker.clone();
        let mut state = self.lock();
        state.moves += 1;
        state.join_queue(id);
        if state.queue.front() != Some(&id) || !state.front_may_run() {
            let task = state.tasks.get_mut(&id);
            let replaced = task.and_then(|task| task.held.replace(waker));
            drop(state);
            drop(replaced);
            return false;
        }
        if state.due == 0 {
            state.next_turn();
        }
        let next = state.leave_queue(id);
        drop(state);
        next.into_iter().for_each(Waker::wake);
        true
    }

    /// Takes a task that is over off the list.
    fn forget(&self, id: u64) {
        let mut state = self.lock();
        state.moves += 1;
        let next = state.leave_queue(id);
        let task = state.tasks.remove(&id);
        let mut runner = None;
        if state.until == Some(id) {
            // Whoever waited for the task has the next turn, and that is the last one.
            state.end_after(1);
            runner = state.runner.take();
        }
        drop(state);
        drop(task);
        next.into_iter().chain(runner).for_each(Waker::wake);
    }
}

impl State {
    /// `ntodo = len(self._ready)`: what joins the queue from here on is for another turn.
    fn next_turn(&mut self) {
        self.turn += 1;
        self.due = self.queue.len();
    }

    fn end_after(&mut self, turns: u64) {
        let last = self.turn + turns;
        self.last_turn = Some(self.last_turn.map_or(last, |sooner| sooner.min(last)));
    }

    /// Whether the task at the front is for this turn, or there is to be a next one.
    fn front_may_run(&self) -> bool {
        let over = self.last_turn.is_some_and(|last| self.turn >= last);
        self.running && (self.due > 0 || !over)
    }

    fn join_queue(&mut self, id: u64) {
        if let Some(task) = self.tasks.get_mut(&id)
            && !mem::replace(&mut task.queued, true)
        {
            self.queue.push_back(id);
        }
    }

    /// Takes a task out of the queue: it has its turn, or will never have it. Returns the
    /// waker of the next one, if that came too early and may run now.
    fn leave_queue(&mut self, id: u64) -> Option<Waker> {
        let task = self.tasks.get_mut(&id)?;
        if !mem::take(&mut task.queued) {
            return None;
        }
        // At the front, unless it was cancelled.
        let place = self.queue.iter().position(|queued| *queued == id)?;
        self.queue.remove(place);
        self.due -= usize::from(place < self.due);
        self.take_held_front()
    }

    fn take_held_front(&mut self) -> Option<Waker> {
        if !self.front_may_run() {
            return None;
        }
        let front = self.queue.front()?;
        self.tasks.get_mut(front)?.held.take()
    }
}

/// A run of the loop. However it ends, also by being dropped half-way, the loop is not
/// running afterwards.
pub(crate) struct Run<'a>(&'a Turns);

impl Run<'_> {
    /// Waits until somebody stops the run, and then for the end of the last turn.
    pub(crate) async fn over(&self) {
        std::future::poll_fn(|cx| {
            let runner = cx.waker().clone();
            let mut state = self.0.lock();
            if state.last_turn.is_some() {
                return Poll::Ready(());
            }
            let replaced = state.runner.replace(runner);
            drop(state);
            drop(replaced);
            Poll::Pending
        })
        .await;
        // A yield comes back when the queue is empty, or after some dozens of tasks. In
        // the second case there are moves meanwhile.
        let mut before = None;
        loop {
            let moves = Some(self.0.lock().moves);
            if moves == before {
                break;
            }
            before = moves;
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.running = false;
        state.last_turn = None;
        state.until = None;
        let runner = state.runner.take();
        drop(state);
        drop(runner);
    }
}

/// A future that runs only in the turns of its loop.
pub(crate) struct InTurns<F> {
    /// Boxed, because pinning it in place would take unsafe code.
    future: Pin<Box<F>>,
    /// Tokio's waker, and ours around it. Kept, because with a new one at every poll
    /// timers and locks would register again.
    waker: Option<(Waker, Waker)>,
    /// The last field: the future is dropped first, and its destructors find the task
    /// still on the list.
    member: Member,
}

impl<F> InTurns<F> {
    /// `id` is that of a task on the list.
    pub(crate) fn new(future: F, turns: Arc<Turns>, id: u64) -> Self {
        InTurns {
            future: Box::pin(future),
            waker: None,
            member: Member { turns, id },
        }
    }
}

impl<F: Future> Future for InTurns<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let Member { turns, id } = &self.member;
        if !turns.admit(*id, cx.waker()) {
            return Poll::Pending;
        }
        let (tokio, ours) = match self.waker.take() {
            Some((tokio, ours)) if tokio.will_wake(cx.waker()) => (tokio, ours),
            _ => {
                let tokio = cx.waker().clone();
                let ours = MemberWaker {
                    turns: Arc::clone(&self.member.turns),
                    id: self.member.id,
                    tokio: tokio.clone(),
                };
                (tokio, Waker::from(Arc::new(ours)))
            }
        };
        let polled = self.future.as_mut().poll(&mut Context::from_waker(&ours));
        self.waker = Some((tokio, ours));
        polled
    }
}

/// A task on the list. It is taken off when its future is gone, however that came about.
struct Member {
    turns: Arc<Turns>,
    id: u64,
}

impl Drop for Member {
    fn drop(&mut self) {
        self.turns.forget(self.id);
    }
}

/// Queues the task, and passes the wake on to tokio.
struct MemberWaker {
    turns: Arc<Turns>,
    id: u64,
    tokio: Waker,
}

impl Wake for MemberWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.turns.lock().join_queue(self.id);
        self.tokio.wake_by_ref();
    }
}
