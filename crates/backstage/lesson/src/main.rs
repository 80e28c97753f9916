//! The command line of the course: `cargo lesson …`.

mod check;
mod cli;
mod compile;
mod list;
mod lookup;
mod names;
mod parallel;
mod process;
mod recorded;
mod registry;
mod run;
mod shake;
mod source;
mod timeline;
mod trouble;
mod walk;

use std::process::ExitCode;

use trouble::Trouble;

fn main() -> ExitCode {
    match cli::call() {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            if !matches!(trouble, Trouble::Told | Trouble::OutputClosed) {
                eprintln!("error: {trouble}");
            }
            ExitCode::from(trouble.exit_code())
        }
    }
}
