//! `asyncio`'s event loop object on top of tokio: run forever, stop, run again, close.
//!
//! # The event loop, for a Python programmer
//!
//! An event loop has a queue of tasks that are ready. It takes *turns*: in each, it lets
//! every task run that was ready when the turn began; what becomes ready meanwhile has to
//! wait for the next turn. When nothing is ready it sleeps, until a timer or a socket has
//! news. Asyncio hands you this loop as an object, to run until a certain task is done
//! ([`EventLoop::run_until_complete`]), or until somebody says stop
//! ([`EventLoop::run_forever`], [`EventLoop::stop`]). A loop that is not running does
//! nothing at all, also not what it was asked for: a cancellation, say, takes place when
//! the loop runs again.
//!
//! In tokio the loop is the *runtime*, and there is one way to run it:
//! [`block_on`](tokio::runtime::Runtime::block_on), until the future that it is given is
//! ready. So the two ways of asyncio are futures here, to be given to `block_on`.
//!
//! ```
//! use event_loop::EventLoop;
//!
//! let runtime = tokio::runtime::Builder::new_current_thread().build()?;
//! // loop = asyncio.new_event_loop()
//! let event_loop = EventLoop::new(runtime.handle());
//!
//! // loop.create_task(…)
//! let stopper = event_loop.clone();
//! event_loop.create_task(async move { stopper.stop() });
//! // loop.run_forever()
//! runtime.block_on(event_loop.run_forever())?;
//!
//! // answer = loop.run_until_complete(…)
//! let answer = runtime.block_on(event_loop.run_until_complete(async { 6 * 7 }))?;
//! assert_eq!(answer, 42);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The same, the tokio way
//!
//! A program for tokio has no loop object, and does not miss it. `block_on(main)` runs
//! the loop for as long as `main` takes, and dropping the runtime ends what is left.
//! Whoever is to stop something else tells it so: [`tokio::select!`] with
//! [`tokio::signal::ctrl_c`], a `CancellationToken`, a `TaskTracker`. Prefer that in
//! programs of your own. This crate exists to show what asyncio does.
//!
//! # What differs from asyncio
//!
//! - **Turns are exact for the tasks of the loop**, those from
//!   [`EventLoop::create_task`]. Two things that a last turn leads to still happen in the
//!   same run, because they are not the loop's own: the done-callbacks of a task that
//!   ended in it, and a cancellation that was asked for in it. In asyncio they wait for
//!   the next run. What is asked for while the loop does not run waits here, too.
//! - **Stopped before it runs**, the loop takes its one turn first and looks at timers
//!   and sockets then; in asyncio it is the other way round.
//! - **Any thread** may call [`stop`](EventLoop::stop) and the rest. In asyncio there is
//!   `call_soon_threadsafe` for that.
//! - **Exact turns need one thread.** On the multi-thread runtime the loop works, but
//!   tasks of one turn run side by side.

mod any_task;
mod event_loop;
mod keyboard;
mod run_error;
mod turns;

pub use any_task::AnyTask;
pub use event_loop::EventLoop;
pub use keyboard::press_ctrl_c_after;
pub use run_error::RunError;
