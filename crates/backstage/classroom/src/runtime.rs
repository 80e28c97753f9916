//! The runtime of a lesson: current-thread, and paused when the run is virtual.

use std::ops::Deref;
use std::panic::Location;

use recording::{Clock, How, Place};
use tokio::runtime::Builder;

use crate::{layer, main_task, recorder, settings};

/// Runs `main` to its end on a new runtime and returns what it returns:
/// the tutorials' `asyncio.run(main())`.
///
/// Tasks that are still there when `main` returns are dropped.
///
/// # Panics
/// When `main` panics, or the operating system refuses a runtime.
#[track_caller]
pub fn run<F: Future>(main: F) -> F::Output {
    runtime().block_on(main)
}

/// A runtime to drive by hand, where a tutorial handles its event loop itself.
///
/// # Panics
/// When the operating system refuses a runtime.
#[track_caller]
pub fn runtime() -> Runtime {
    if let Some(threads) = settings::threads() {
        return Runtime {
            tokio: Some(
                Builder::new_multi_thread()
                    .worker_threads(threads)
                    .enable_all()
                    .build()
                    .expect("the operating system gives a runtime what it needs"),
            ),
            observed: false,
        };
    }
    let clock = settings::clock();
    let mut builder = Builder::new_current_thread();
    builder.enable_all().start_paused(clock == Clock::Virtual);
    let observed = settings::recording_asked() || settings::watch_asked();
    if observed {
        layer::observe(&mut builder);
    }
    let tokio = builder
        .build()
        .expect("the operating system gives a runtime what it needs");
    if observed {
        let caller = Location::caller();
        let place = Place::new(caller.file(), caller.line());
        recorder::begin(clock, Some(tokio.handle().clone()), place);
    }
    Runtime {
        tokio: Some(tokio),
        observed,
    }
}

/// A current-thread tokio runtime (with several threads only for `shake`). It is used as one: `spawn`, `enter` and the rest are
/// tokio's own; only [`block_on`](Runtime::block_on) is watched by the recorder.
#[derive(Debug)]
pub struct Runtime {
    // An Option because dropping the tokio runtime cancels tasks, and the recorder must
    // note the end of `main` before, and that its clock has stopped after.
    tokio: Option<tokio::runtime::Runtime>,
    observed: bool,
}

impl Runtime {
    /// Runs `future` to its end and returns what it returns; other tasks run meanwhile.
    ///
    /// # Panics
    /// When `future` panics, or when called inside an async context.
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        if self.observed {
            self.deref().block_on(main_task::Observed::new(future))
        } else {
            self.deref().block_on(future)
        }
    }
}

impl Deref for Runtime {
    type Target = tokio::runtime::Runtime;

    fn deref(&self) -> &Self::Target {
        self.tokio
            .as_ref()
            .expect("the runtime is there until drop takes it")
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        if self.observed {
            recorder::main_finished(if std::thread::panicking() {
                How::Panicked
            } else {
                How::Completed
            });
        }
        drop(self.tokio.take());
        if self.observed {
            recorder::runtime_dropped();
        }
    }
}
