//! The command line of the course: `cargo lesson …`.

mod args;
mod caller;
mod commands;
mod course;
mod dispatch;
mod error;
mod exercise;
mod program;
mod terminal;

use std::process::ExitCode;

use commands::measured;

fn main() -> ExitCode {
    let result = match measured::requested(std::env::args_os().skip(1)) {
        Some(program) => measured::run(program),
        None => dispatch::run(std::env::args_os().skip(1)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if error.has_message() {
                eprintln!("error: {error}");
            }
            ExitCode::from(error.exit_code())
        }
    }
}
