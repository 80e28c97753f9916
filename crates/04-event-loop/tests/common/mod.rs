//! What the tests of this crate share.

use event_loop::EventLoop;
use tokio::runtime::Runtime;

/// A runtime on the paused clock, and a new loop on it.
pub fn new_event_loop() -> (Runtime, EventLoop) {
    let runtime = testing::paused_runtime();
    let event_loop = EventLoop::new(runtime.handle());
    (runtime, event_loop)
}
