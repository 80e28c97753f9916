//! What every lesson links: [`run`], [`runtime`], [`println!`], [`seed`], and the recorder.
//!
//! A lesson is a plain tokio program. With nothing asked of it, `classroom` stays out of
//! the way: the runtime is an ordinary current-thread one on the real clock, and
//! `println!` is the standard one. The command line of the course asks for more through
//! the environment: see [`recording::protocol`].

mod layer;
mod main_task;
mod output;
mod recorder;
mod runtime;
mod settings;
mod sink;

#[doc(hidden)]
pub use output::print_line;
pub use recording::protocol::Live;
pub use runtime::{Runtime, run, runtime};
pub use settings::{live, seed};

/// Prints a line on stdout, as the standard `println!` does, and tells the recorder
/// which task printed it, when, and from which line of source.
///
/// When the reader of stdout has closed it (`… | head -1`), the program ends quietly.
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
