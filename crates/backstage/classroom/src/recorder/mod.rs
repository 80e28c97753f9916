//! Turns what tokio reports into the events of a recording.
//!
//! Three things tokio does not say outright are worked out here:
//!
//! - **How a poll ended.** A task's span is entered for a poll, and once more to drop its
//!   future. Between the runtime's hooks before and after a poll, entered twice is a
//!   poll that completed; entered once and then closed is a task dropped unfinished.
//! - **What woke a task.** Inside a poll, or right after a task finished, it is that task.
//!   While the thread is parked it is the timer if one is due, else a socket. Between
//!   polls it is the deferred wake of `yield_now`. On other threads, it is the thread.
//! - **Where a task waits.** A future that has to wait clones the waker that it was given.
//!   At that moment all async functions above it are on the stack of the thread.

mod lines;
mod panics;
mod parking;
mod polls;
mod record;
mod source;
mod stacks;
mod state;
mod tasks;
mod waits;
mod wakes;
mod watchdog;

pub(crate) use lines::{begin, printed};
pub(crate) use parking::{park_began, park_ended};
pub(crate) use polls::{
    hooked_poll_began, hooked_poll_ended, main_poll_began, main_poll_ended,
    task_closed, task_entered, task_exited,
};
pub(crate) use record::{main_finished, runtime_dropped};
pub(crate) use source::Source;
pub(crate) use state::Timer;
pub(crate) use tasks::spawned;
pub(crate) use waits::{
    Pending, lock_changed, operation_closed, operation_entered, operation_exited,
    operation_pending, operation_ready, resource_closed, timer_set,
};
pub(crate) use wakes::{main_waker_cloned, main_woken, waker_cloned, woken};
