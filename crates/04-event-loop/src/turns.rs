//! The turns of the loop, and the future that keeps to them.
//!
//! Tokio's queue has no turns: it is worked off from the front, and `block_on` polls its
//! own future only when the queue is empty, or after some dozens of tasks. Its order is
//! not quite that of asyncio either: a task that is spawned outside of `block_on` joins a
//! second queue. So the loop keeps a queue of its own, as asyncio's `_ready`: of tasks
//! that are ready or cancelled, and of callbacks. The member at the front alone may run,
//! and the next one only when it has run. Tokio remains the engine: it polls the tasks,
//! and it has the timers and the sockets.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures::future::BoxFuture;
use tasks_and_callbacks::AnyTask;
use tasks_and_callbacks::plumbing;
use tokio::task::AbortHandle;

use crate::RunError;

/// The data that the handles of a loop and its tasks share.
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
    /// The run ends with the turn that is on, or the next run with its first turn.
    stopping: bool,
    /// The number of the run; of the last one between two runs.
    run: u64,
    /// The members that are ready, by the ticket they got when they became ready.
    queue: BTreeMap<u64, Ready>,
    next_ticket: u64,
    /// The tickets below this one are for the turn that is on: `ntodo` in asyncio.
    turn_end: u64,
    /// The member that is being polled.
    active: Option<u64>,
    /// The tasks that are not done and the callbacks that have not run, by number. The
    /// numbers only grow, so they are in the order of creation.
    members: BTreeMap<u64, Member>,
    next_number: u64,
    /// Wakes the future in `block_on`, which waits for the end of the last turn.
    runner: Option<Waker>,
}

/// An entry of the queue.
enum Ready {
    Member(u64),
    /// The callback with which `run_until_complete` ends its run, of that number.
    Stop(u64),
}

#[derive(Default)]
struct Member {
    /// `None` for callbacks, which are not tasks.
    task: Option<AnyTask>,
    /// Its place in the queue, if it is in it.
    ticket: Option<u64>,
    /// Tokio polled it too early. Called when it is at the front of the queue.
    held: Option<Waker>,
    /// It is cancelled. Used when it is at the front of the queue.
    abort: Option<AbortHandle>,
}

/// The member or the runner that may go on, to be woken without the lock.
#[derive(Default)]
#[must_use]
struct Next {
    waker: Option<Waker>,
    abort: Option<AbortHandle>,
}

impl Next {
    fn go(self) {
        if let Some(abort) = self.abort {
            abort.abort();
        }
        if let Some(waker) = self.waker {
            waker.wake();
        }
    }
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
        let tasks = state.members.values().filter_map(|it| it.task.clone());
        let mut tasks: Vec<_> = tasks.collect();
        drop(state);
        // One that was cancelled during its last poll is done, and not yet dropped.
        tasks.retain(|task| !task.done());
        tasks
    }

    /// Ends the run after the turn that is on, or the next run after its first turn.
    pub(crate) fn stop(&self) {
        let mut state = self.lock();
        state.stopping = true;
        let next = state.next();
        drop(state);
        next.go();
    }

    /// Begins a run, which ends when the returned value is dropped.
    pub(crate) fn begin(self: &Arc<Self>) -> Result<Run, RunError> {
        let mut state = self.lock();
        if state.closed {
            return Err(RunError::Closed);
        }
        if state.running {
            return Err(RunError::AlreadyRunning);
        }
        state.running = true;
        state.run += 1;
        let number = state.run;
        drop(state);
        Ok(Run {
            turns: Arc::clone(self),
            number,
        })
    }

    /// Begins a turn, even if nothing is ready: every run has at least one.
    fn begin_first_turn(&self) {
        let mut state = self.lock();
        state.turn_end = state.next_ticket;
        let next = state.next();
        drop(state);
        next.go();
    }

    /// Whether the member may be polled now. If not, `waker` is called when it may.
    fn begin_poll(&self, number: u64, waker: &Waker) -> bool {
        let waker = waker.clone();
        let mut state = self.lock();
        state.join_queue(number);
        if state.front() != Some(number) {
            let member = state.members.get_mut(&number);
            let replaced = member.and_then(|member| member.held.replace(waker));
            drop(state);
            drop(replaced);
            return false;
        }
        let member = state.members.get_mut(&number);
        if let Some(abort) = member.and_then(|member| member.abort.take()) {
            drop(state);
            // Tokio drops it when it comes back from this poll.
            abort.abort();
            return false;
        }
        state.leave_queue(number);
        state.active = Some(number);
        true
    }

    fn end_poll(&self) {
        let mut state = self.lock();
        if let Some(number) = state.active.take() {
            let member = state.members.get(&number);
            // It cancelled itself: what it has made ready meanwhile comes first.
            if member.is_some_and(|member| member.abort.is_some()) {
                state.join_queue(number);
            }
        }
        let next = state.next();
        drop(state);
        next.go();
    }

    /// Takes a member whose future is gone off the list.
    fn forget(&self, number: u64) {
        let mut state = self.lock();
        state.leave_queue(number);
        let member = state.members.remove(&number);
        let next = state.next();
        drop(state);
        drop(member);
        next.go();
    }
}

impl plumbing::Turns for Turns {
    fn admit(
        self: Arc<Self>,
        future: BoxFuture<'static, ()>,
        task: Option<AnyTask>,
    ) -> (u64, BoxFuture<'static, ()>) {
        let mut state = self.lock();
        let number = state.next_number;
        state.next_number += 1;
        let member = Member {
            task,
            ..Member::default()
        };
        state.members.insert(number, member);
        state.join_queue(number);
        drop(state);
        let listed = Listed {
            turns: self,
            number,
        };
        let future = InTurns {
            future,
            waker: None,
            listed,
        };
        (number, Box::pin(future))
    }

    /// In asyncio, too, it is the turn of a task that brings it the cancellation.
    fn cancel(&self, number: u64, abort: AbortHandle) {
        let mut state = self.lock();
        let Some(member) = state.members.get_mut(&number) else {
            return;
        };
        member.abort = Some(abort);
        if state.active != Some(number) {
            state.join_queue(number);
        }
        let next = state.next();
        drop(state);
        next.go();
    }
}

impl State {
    /// Gives a member a ticket, unless it has one.
    fn join_queue(&mut self, number: u64) {
        if let Some(member) = self.members.get_mut(&number)
            && member.ticket.is_none()
        {
            member.ticket = Some(self.next_ticket);
            self.queue.insert(self.next_ticket, Ready::Member(number));
            self.next_ticket += 1;
        }
    }

    fn leave_queue(&mut self, number: u64) {
        let member = self.members.get_mut(&number);
        if let Some(ticket) = member.and_then(|member| member.ticket.take()) {
            self.queue.remove(&ticket);
        }
    }

    /// Whether everything that was ready when the turn began has run.
    fn turn_is_over(&self) -> bool {
        let first = self.queue.first_key_value();
        let is_due = first.is_some_and(|(ticket, _)| *ticket < self.turn_end);
        self.active.is_none() && !is_due
    }

    /// Whether the run has had its last turn.
    fn run_is_over(&self) -> bool {
        self.stopping && self.turn_is_over()
    }

    /// The member that may run now, if any. Begins the next turn where it is time to.
    fn front(&mut self) -> Option<u64> {
        if !self.running || self.active.is_some() {
            return None;
        }
        loop {
            if self.run_is_over() {
                return None;
            }
            if self.turn_is_over() {
                self.turn_end = self.next_ticket;
            }
            match *self.queue.first_key_value()?.1 {
                Ready::Member(number) => return Some(number),
                Ready::Stop(run) => {
                    self.queue.pop_first();
                    // That of an earlier run comes too late.
                    self.stopping |= run == self.run;
                }
            }
        }
    }

    /// Returns who may go on: the member at the front, if tokio polled it before, or the
    /// future in `block_on`.
    fn next(&mut self) -> Next {
        if let Some(front) = self.front() {
            let member = self.members.get_mut(&front);
            return member.map_or_else(Next::default, |member| Next {
                waker: member.held.take(),
                abort: member.abort.take(),
            });
        }
        let over = self.running && self.run_is_over();
        Next {
            waker: if over { self.runner.take() } else { None },
            abort: None,
        }
    }
}

/// A run of the loop. However it ends, also by being dropped halfway, the loop is not
/// running afterwards.
pub(crate) struct Run {
    turns: Arc<Turns>,
    number: u64,
}

impl Run {
    /// Takes turns until the run is stopped, and its last turn is over.
    pub(crate) async fn over(&self) {
        self.turns.begin_first_turn();
        std::future::poll_fn(|cx| {
            let runner = cx.waker().clone();
            let mut state = self.turns.lock();
            if state.run_is_over() {
                return Poll::Ready(());
            }
            let replaced = state.runner.replace(runner);
            drop(state);
            drop(replaced);
            Poll::Pending
        })
        .await;
        // Tokio looks at its timers and sockets now: what they have is for the next run.
        tokio::task::yield_now().await;
    }

    /// Returns a waker that ends the run one turn after it is called.
    pub(crate) fn stop_waker(&self) -> Waker {
        let turns = Arc::clone(&self.turns);
        let run = self.number;
        Waker::from(Arc::new(StopWaker { turns, run }))
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let mut state = self.turns.lock();
        state.running = false;
        state.stopping = false;
        let runner = state.runner.take();
        drop(state);
        drop(runner);
    }
}

/// Ends a run as the callback of `run_until_complete` does: in the turn after the wake.
struct StopWaker {
    turns: Arc<Turns>,
    run: u64,
}

impl Wake for StopWaker {
    fn wake(self: Arc<Self>) {
        let mut state = self.turns.lock();
        let ticket = state.next_ticket;
        state.queue.insert(ticket, Ready::Stop(self.run));
        state.next_ticket += 1;
        let next = state.next();
        drop(state);
        next.go();
    }
}

/// A future that runs only in the turns of its loop.
struct InTurns {
    future: BoxFuture<'static, ()>,
    /// Tokio's waker, and ours around it. Kept, because with a new one at every poll
    /// timers and locks would register again.
    waker: Option<(Waker, Waker)>,
    /// The last field: the future is dropped first, and its destructors find the task
    /// still on the list.
    listed: Listed,
}

impl Future for InTurns {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let Listed { turns, number } = &this.listed;
        if !turns.begin_poll(*number, cx.waker()) {
            return Poll::Pending;
        }
        let _poll = ActivePoll(turns);
        let (_, ours) = match &mut this.waker {
            Some(wakers) if wakers.0.will_wake(cx.waker()) => wakers,
            outdated => {
                let tokio = cx.waker().clone();
                let ours = MemberWaker {
                    turns: Arc::clone(turns),
                    number: *number,
                    tokio: tokio.clone(),
                };
                outdated.insert((tokio, Waker::from(Arc::new(ours))))
            }
        };
        this.future.as_mut().poll(&mut Context::from_waker(ours))
    }
}

/// A poll that is on, until it returns or panics.
struct ActivePoll<'a>(&'a Turns);

impl Drop for ActivePoll<'_> {
    fn drop(&mut self) {
        self.0.end_poll();
    }
}

/// A member on the list. It is taken off when its future is gone, for whatever reason.
struct Listed {
    turns: Arc<Turns>,
    number: u64,
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.turns.forget(self.number);
    }
}

/// Queues the member, and passes the wake on to tokio.
struct MemberWaker {
    turns: Arc<Turns>,
    number: u64,
    tokio: Waker,
}

impl Wake for MemberWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.turns.lock().join_queue(self.number);
        self.tokio.wake_by_ref();
    }
}
