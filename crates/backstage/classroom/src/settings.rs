//! What the command line of the course asks of this run.

use std::sync::OnceLock;

use recording::protocol::{Live, RunRequest};

/// The request, read from the environment once.
pub(crate) fn request() -> &'static RunRequest {
    static REQUEST: OnceLock<RunRequest> = OnceLock::new();
    REQUEST.get_or_init(RunRequest::from_env)
}

/// Returns the seed for whatever the program leaves to chance: that of `--seed N`, or
/// `default`, with which the program reproduces the tutorial's own run.
pub fn seed(default: u64) -> u64 {
    request().seed.unwrap_or(default)
}

/// Returns the pages to fetch from the internet, if the run was started with `--live`.
pub fn live() -> Option<Live> {
    request().live.clone()
}
