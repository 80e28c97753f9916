//! `asyncio`'s event loop object on top of tokio: run forever, stop, run again, close.
//!
//! # The event loop, for a Python programmer
//!
//! An event loop has a queue of tasks that are ready. It takes *turns*: in each, it runs
//! every task that was ready when the turn began; what becomes ready meanwhile has to
//! wait for the next turn. When nothing is ready it sleeps, until a timer fires or a
//! socket is ready. Asyncio hands you this loop as an object, to run until a certain task
//! is done ([`EventLoop::run_until_complete`]), or until it is stopped
//! ([`EventLoop::run_forever`], [`EventLoop::stop`]). A loop that is not running does
//! nothing at all, not even what it was asked for: a cancellation, for instance, takes
//! place when the loop runs again.
//!
//! In tokio the loop is the *runtime*, and there is one way to run it:
//! [`block_on`](tokio::runtime::Runtime::block_on), until the future that it is given is
//! ready. So the two ways of asyncio are futures in this crate, for `block_on`.
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
//! To stop something else there are [`tokio::select!`] with [`tokio::signal::ctrl_c`],
//! `CancellationToken` and `TaskTracker`. Prefer those in programs of your own. This
//! crate exists to show what asyncio does.
//!
//! # What differs from asyncio
//!
//! - **Turns are exact for the tasks of the loop**: those of [`EventLoop::create_task`],
//!   and of `create_task` and `gather` in a task or callback of the loop, with their
//!   callbacks. Tasks of `tokio::spawn` run whenever the runtime does.
//! - **Stopped before it runs**, the loop takes its one turn first and looks at timers
//!   and sockets then; in asyncio it is the other way round.
//! - **Several loops** may run side by side on one runtime, and one in a task of another,
//!   as the futures they are. In asyncio, a thread runs one loop at a time.
//! - **Any thread** may call [`stop`](EventLoop::stop) and the rest. In asyncio there is
//!   `call_soon_threadsafe` for that.
//! - **On the multi-thread runtime**, too, one task of the loop runs at a time.

mod event_loop;
mod keyboard;
mod run_error;
mod turns;

pub use event_loop::EventLoop;
pub use keyboard::press_ctrl_c_after;
pub use run_error::RunError;
pub use tasks_and_callbacks::AnyTask;
