//! What every lesson links: [`run`], [`runtime`], [`println!`], [`seed`], and the recorder.
//!
//! A lesson is a plain tokio program. With nothing asked of it, `classroom` stays out of
//! the way: the runtime is an ordinary current-thread one on the real clock, and
//! `println!` is the standard one. The command line of the course asks through the
//! environment:
//!
//! | variable | value | effect |
//! |---|---|---|
//! | `CLASSROOM_CLOCK` | `virtual` | the clock is paused: nothing waits, every run is the same |
//! | `CLASSROOM_RECORD` | `stdout` | stdout is the recording, each event behind a record separator |
//! | `CLASSROOM_WATCH` | `1` | a deadlock ends the program with a reason, as it does in a recording |
//! | `CLASSROOM_THREADS` | a number | the multi-thread runtime, on the real clock and unrecorded: `shake` |
//! | `CLASSROOM_SEED` | a number | the seed that [`seed`] returns |

mod layer;
mod main_task;
mod output;
mod recorder;
mod runtime;
mod settings;
mod watchdog;

pub use output::print_line;
pub use runtime::{Runtime, run, runtime};
pub use settings::seed;

/// Prints a line on stdout, as the standard `println!` does, and tells the recorder
/// which task printed it, when, and from which line of source.
///
/// When nobody reads stdout any more (`… | head -1`), the program ends quietly.
#[macro_export]
macro_rules! println {
    () => {
        $crate::print_line(::std::format_args!(""), ::std::file!(), ::std::line!())
    };
    ($($argument:tt)*) => {
        $crate::print_line(
            ::std::format_args!($($argument)*),
            ::std::file!(),
            ::std::line!(),
        )
    };
}
