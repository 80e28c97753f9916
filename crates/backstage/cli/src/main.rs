//! The command line of the course: `cargo lesson …`.

mod check;
mod cli;
mod compare;
mod compile;
mod list;
mod live;
mod lookup;
mod measure;
mod names;
mod parallel;
mod process;
mod recorded;
mod registry;
mod run;
mod shake;
mod site;
mod source;
mod timeline;
mod times;
mod trouble;
mod twin;
mod walk;

use std::process::ExitCode;

use trouble::Trouble;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments
        .next()
        .is_some_and(|first| first == measure::COMMAND)
    {
        return match measure::begin(arguments) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
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
