//! Ctrl-C without a hand on the keyboard.

use std::time::Duration;

/// Waits, and then interrupts this program as Ctrl-C does: with a real SIGINT.
///
/// So a lesson on Ctrl-C also runs where no user sits at the keyboard; a user may press
/// the keys earlier. The time is tokio's, so that of the virtual clock if that is on. A
/// program that does not listen for the signal is ended by it.
///
/// On Windows this waits and then does nothing: there, a user has to press the keys.
pub async fn press_ctrl_c_after(duration: Duration) {
    tokio::time::sleep(duration).await;
    #[cfg(unix)]
    {
        use nix::sys::signal::{Signal, raise};
        // To this thread, so the handler has run when it returns, and a run on the
        // virtual clock is the same every time.
        raise(Signal::SIGINT).expect("SIGINT is a signal on every Unix");
        // Tokio's handler only writes to a socket. The runtime reads it now, before a
        // virtual clock could jump to the next timer.
        tokio::task::yield_now().await;
    }
}
