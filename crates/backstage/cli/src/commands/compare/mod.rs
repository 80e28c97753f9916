//! `compare`: the Python twin and the Rust example side by side, and what each costs.

mod code;
pub(crate) mod measured;
mod page;

use std::io::{self, IsTerminal, Write};
use std::process::Command;

use recording::Clock;
use recording::protocol::{RunRequest, STUCK_EXIT_CODE};
use views::columns::escape_controls;

use crate::args::CompareArgs;
use crate::course::{Example, Registry, read_text};
use crate::error::Error;
use crate::program::compile::{Build, compile, compile_program};
use crate::program::process::{
    Conditions, OnInterrupt, command, handle_interrupts, interrupted, unexpected_end,
};
use crate::program::python::{MIN_VERSION, Python, Twin};
use crate::program::site::Site;
use measured::{Measured, measure};
use page::shortened;

pub(crate) use code::{without_header, wrap_code};
pub(crate) use page::Page;

/// Shows the programs, runs one after the other, and shows what they printed and used.
pub(crate) fn compare(
    registry: &Registry,
    args: &CompareArgs,
    width: usize,
    out: &mut impl Write,
) -> Result<(), Error> {
    let name = &args.example;
    let (lesson, example) = registry.example(&name.name, name.example.as_deref())?;
    let Some(twin) = Twin::of(registry, &example) else {
        return Err(Error::Usage(without_twin(&example)));
    };
    let file = example.file("rs");
    let rust_text = read_text(&registry.root.join(&file))
        .map_err(|error| Error::Failed(format!("{file}: {error}")))?;
    let python = Python::find().map_err(|why| {
        Error::Failed(format!(
            "{why}; compare needs Python {}.{} or newer: https://www.python.org/downloads",
            MIN_VERSION.0, MIN_VERSION.1
        ))
    })?;
    if let Some(package) = python.lacks(&twin) {
        let py = example.file("py");
        return Err(Error::Failed(format!(
            "{py} needs {package}: pip install {package}"
        )));
    }
    handle_interrupts(OnInterrupt::Stop)?;
    let site = match twin.asks_for_a_site() {
        true => {
            let program = compile_program(registry, "loopback", "loopback")?;
            Some(Site::start(&program, &twin.text).map_err(Error::Failed)?)
        }
        false => None,
    };
    let (build, build_name) = match args.release {
        true => (Build::Release, "release build"),
        false => (Build::Debug, "debug build"),
    };
    let programs = compile(registry, lesson, Some(&example), build)?;
    let program = programs.example(lesson, &example)?;

    let page = Page::new(args.width.map_or(width, usize::from));
    page.heading(
        &lesson.heading(&example),
        &escape_controls(example.title()),
        out,
    )?;
    let (py, rs) = (
        format!("{}.py", example.name),
        format!("{}.rs", example.name),
    );
    page.titles(&py, &rs, out)?;
    page.programs(
        &code::without_docstring(&twin.text),
        &without_header(&rust_text),
        out,
    )?;
    // Sleeps are slept: meanwhile there is something to read.
    out.flush()?;

    let run = |name: &str, command: &Command| {
        let has_reader = io::stderr().is_terminal();
        if has_reader {
            eprint!("running {name} … ");
        }
        let measured = measure(command, args.limit.duration());
        if has_reader {
            eprint!("\r\x1b[K");
        }
        if interrupted() {
            return Err(Error::Interrupted);
        }
        measured.map_err(|error| Error::Failed(format!("{name}: {error}")))
    };
    let twin = python.command(registry, &twin, Clock::Real, site.as_ref());
    let by_python = run(&py, &twin)?;
    drop(site);
    let request = RunRequest {
        // It would hang; that this is noticed is part of the example.
        watch: example.exit_code() == STUCK_EXIT_CODE,
        ..RunRequest::default()
    };
    let watched = request.watch;
    let rust = command(program, Conditions::default(), request);
    let by_rust = run(&rs, &rust)?;

    writeln!(out)?;
    let names = [
        format!("Python {}.{}", python.version.0, python.version.1),
        format!("Rust ({build_name})"),
    ];
    page.titles(
        &format!("{} prints", names[0]),
        &format!("{} prints", names[1]),
        out,
    )?;
    page.outputs(&by_python.stdout, &by_rust.stdout, out)?;
    writeln!(out)?;
    page.costs(&names, [&by_python, &by_rust], watched, out)?;
    page.conditions(args.release, watched, out)?;
    let failed = [(py, by_python), (rs, by_rust)].map(|(name, measured)| {
        let how = failure(&measured, example.exit_code())?;
        Some(format!("{name}: {how}"))
    });
    let failed = failed.into_iter().flatten().collect::<Vec<_>>();
    match failed.is_empty() {
        true => Ok(()),
        false => Err(Error::Failed(failed.join("; "))),
    }
}

fn without_twin(example: &Example) -> String {
    let reason = example.source().ok();
    let reason = reason.and_then(|source| source.header.no_twin.as_deref());
    match reason {
        Some(reason) => format!(
            "{} has no Python twin to compare with, because {reason}",
            example.name
        ),
        None => format!("cannot compare: {} does not exist", example.file("py")),
    }
}

/// Returns why a program failed, if it did, and the last line that it printed to stderr.
fn failure(measured: &Measured, expected: i32) -> Option<String> {
    let how = match (&measured.stopped, &measured.cost) {
        (Some(why), _) => format!("it {why}"),
        (None, Some(cost)) => unexpected_end(cost.status(), expected)?,
        (None, None) => return None,
    };
    let lines = measured.stderr.lines();
    let last = lines.map(str::trim).rfind(|line| !line.is_empty());
    Some(match last {
        Some(last) => format!("{how}: {}", shortened(last)),
        None => how,
    })
}
