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

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::Error;

/// Threads that wait for programs.
pub(crate) fn workers(number: usize) -> Result<ThreadPool, Error> {
    let pool = ThreadPoolBuilder::new().num_threads(number).build();
    pool.map_err(|error| Error::Failed(format!("cannot start threads ({error})")))
}
