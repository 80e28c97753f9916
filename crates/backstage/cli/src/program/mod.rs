//! From an example to a run of it: compiled, started, recorded, stopped in time.

pub(crate) mod compile;
pub(crate) mod handover;
pub(crate) mod live;
pub(crate) mod mask;
pub(crate) mod process;
pub(crate) mod python;
pub(crate) mod recorded;
pub(crate) mod site;
mod sources;

use std::num::NonZero;
use std::thread;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::Error;

/// Threads that wait for programs.
pub(crate) fn workers(number: usize) -> Result<ThreadPool, Error> {
    let pool = ThreadPoolBuilder::new().num_threads(number).build();
    pool.map_err(|error| Error::Failed(format!("cannot start threads ({error})")))
}

/// Number of programs on the real clock that run at the same time.
const SLEEPERS: usize = 4;

/// Does something with each of the programs on the real clock, which sleep most of the time,
/// and meanwhile with each of the quick ones. The results are in the order of the programs.
pub(crate) fn side_by_side<T: Sync, R: Send>(
    real: &[T],
    quick: &[T],
    one: impl Fn(&T) -> R + Sync,
) -> Result<(Vec<R>, Vec<R>), Error> {
    let sleepers = workers(SLEEPERS)?;
    let cores = thread::available_parallelism().map_or(2, NonZero::get);
    let runners = workers(cores)?;
    let all = |of: &[T]| of.par_iter().map(&one).collect();
    Ok(thread::scope(|scope| {
        let real = scope.spawn(|| sleepers.install(|| all(real)));
        let quick = runners.install(|| all(quick));
        (real.join().unwrap_or_default(), quick)
    }))
}
