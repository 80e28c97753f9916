//! The runtime of a lesson: current-thread, and paused when the run is virtual.

use std::ops::Deref;
use std::panic::Location;

use recording::{Clock, Outcome, Place, Waits};
use tokio::runtime::Builder;
#[cfg(tokio_unstable)]
use tokio::runtime::RngSeed;

use crate::{layer, main_task, recorder, settings};

/// Runs `main` to completion on a new runtime and returns its result: the tutorials'
/// `asyncio.run(main())`.
///
/// Tasks that have not finished when `main` returns are dropped.
///
/// # Panics
/// Panics if `main` panics, or if the operating system refuses a runtime.
#[track_caller]
pub fn run<F: Future>(main: F) -> F::Output {
    runtime().block_on(main)
}

/// A runtime to drive by hand, where a tutorial handles its event loop itself.
///
/// # Panics
/// Panics if the operating system refuses a runtime.
#[track_caller]
pub fn runtime() -> Runtime {
    let request = settings::request();
    let mut builder = match request.threads {
        None => Builder::new_current_thread(),
        Some(threads) => {
            let mut builder = Builder::new_multi_thread();
            builder.worker_threads(threads.get());
            builder
        }
    };
    builder.enable_all();
    let mut waits = None;
    if request.threads.is_none() {
        builder.start_paused(request.clock == Clock::Virtual);
        // One seed, one order in an unbiased `select!`; see `seed`.
        #[cfg(tokio_unstable)]
        builder.rng_seed(RngSeed::from_bytes(&settings::seed(0).to_le_bytes()));
        if request.record || request.watch {
            waits = Some(match layer::observe(&mut builder) {
                false => Waits::OtherSubscriber,
                true if cfg!(tokio_unstable) => Waits::Recorded,
                true => Waits::FlagMissing,
            });
        }
    }
    let tokio = builder
        .build()
        .expect("the operating system has threads and file descriptors left");
    let caller = Location::caller();
    let observed = waits.is_some_and(|waits| {
        let place = Place::new(caller.file(), caller.line());
        recorder::begin(request.clock, Some(tokio.handle().clone()), waits, place)
    });
    Runtime {
        tokio: Some(tokio),
        observed,
    }
}

/// A current-thread tokio runtime (with several threads only for `shake`). `spawn`,
/// `enter` and the rest are tokio's own; only [`block_on`](Runtime::block_on) is watched
/// by the recorder. Of runtimes that exist at the same time, the first is recorded.
#[derive(Debug)]
pub struct Runtime {
    // An Option because dropping the tokio runtime cancels tasks, and the recorder must
    // note the end of `main` before, and that its clock has stopped after.
    tokio: Option<tokio::runtime::Runtime>,
    observed: bool,
}

impl Runtime {
    /// Runs `future` to completion and returns its result; other tasks run meanwhile.
    ///
    /// # Panics
    /// Panics if `future` panics, or if called inside an async context.
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        if self.observed {
            self.deref().block_on(main_task::Observed::new(future))
        } else {
            self.deref().block_on(future)
        }
    }

    /// Shuts the runtime down without waiting for threads of `spawn_blocking`, as
    /// tokio's method does.
    pub fn shutdown_background(mut self) {
        self.end(tokio::runtime::Runtime::shutdown_background);
    }

    fn end(&mut self, end: fn(tokio::runtime::Runtime)) {
        let Some(tokio) = self.tokio.take() else {
            return;
        };
        if self.observed {
            recorder::main_finished(if std::thread::panicking() {
                Outcome::Panicked
            } else {
                Outcome::Completed
            });
        }
        end(tokio);
        if self.observed {
            recorder::runtime_dropped();
        }
    }
}

impl Deref for Runtime {
    type Target = tokio::runtime::Runtime;

    fn deref(&self) -> &Self::Target {
        self.tokio
            .as_ref()
            .expect("the runtime is held until it is dropped")
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.end(drop);
    }
}
