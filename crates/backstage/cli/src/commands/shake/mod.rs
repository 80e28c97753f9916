//! `shake`: the same example many times on several threads. Which order was luck, and
//! which order always held?
//!
//! On one thread, in virtual time, a lesson prints the same lines in the same order every
//! time. Much of that order is the scheduler's habit, and it promises none of it. Here
//! the example runs on four threads, on the real clock, with other runs beside it.

mod order;

use std::io::{self, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use recording::protocol::STUCK_EXIT_CODE;
use recording::{EventKind, Stream};
use views::columns::{escape_controls, wrap};

use crate::args::ShakeArgs;
use crate::caller::command_line;
use crate::course::{Example, Registry};
use crate::error::Error;
use crate::program::compile::{Build, compile};
use crate::program::process::{
    Captured, ChildOutput, Conditions, Limit, MAX_EVENTS, OnInterrupt,
    handle_interrupts, interrupted, run_on_threads, run_recorded, stop_all,
};
use crate::program::workers;
use order::Order;

/// The threads that poll the tasks of a run.
const THREADS: NonZero<usize> = NonZero::new(4).expect("not zero");

/// Number of runs at the same time. They sleep most of the time; and they get in each
/// other's way, which is intended.
const WORKERS: usize = 24;

/// Maximum number of different lines that are compared with each other.
const MAX_LINES: usize = 200;

/// Maximum number of orders within the groups that are shown.
const MAX_CHAINS: usize = 12;

/// Shakes one example, and writes which lines moved and which did not.
pub(crate) fn shake(
    registry: &Registry,
    args: &ShakeArgs,
    width: usize,
    out: &mut impl Write,
) -> Result<(), Error> {
    let name = &args.example;
    let (lesson, example) = registry.example(&name.name, name.example.as_deref())?;
    handle_interrupts(OnInterrupt::Stop)?;
    let programs = compile(registry, lesson, Some(&example), Build::Debug)?;
    let program = programs.example(lesson, &example)?;
    let limit = args.limit.duration();
    if let Some(why) = stuck_on_one_thread(program, &example, limit)? {
        let run = command_line(&format!("run {} {}", lesson.name, example.name));
        return Err(Error::Failed(format!(
            "cannot shake {} ({why}); watch it with: {run}",
            example.name
        )));
    }
    let outputs = outputs(program, &example, args.runs, limit)?;
    let lines = outputs.iter().map(|text| text.lines().count()).max();
    if let Some(lines @ MAX_LINES..) = lines {
        return Err(Error::Failed(format!(
            "cannot compare {lines} lines per run; at most {MAX_LINES}"
        )));
    }
    let order = Order::new(&outputs);
    let lines = order.groups.iter().map(Vec::len).sum::<usize>();
    writeln!(out, "{}", lesson.heading(&example))?;
    let different = match order.different {
        1 => "one and the same output".to_owned(),
        many => format!("{many} different outputs"),
    };
    writeln!(
        out,
        "{} runs on {THREADS} threads, {different}\n",
        args.runs
    )?;
    if lines > MAX_LINES {
        writeln!(out, "{lines} different lines: too many to compare")?;
        return Ok(out.flush()?);
    }
    write_lines(&order, outputs.len(), width, out)?;
    write_remarks(&order, outputs.len(), width, out)?;
    Ok(out.flush()?)
}

/// Returns why the example can never go on, if it cannot even on one thread: on the
/// virtual clock that shows at once.
fn stuck_on_one_thread(
    program: &Path,
    example: &Example,
    limit: Duration,
) -> Result<Option<String>, Error> {
    if example.is_real() {
        return Ok(None);
    }
    let conditions = Conditions {
        fast: true,
        limit: Some(limit),
        max_events: Some(MAX_EVENTS),
        quiet: true,
        ..Conditions::default()
    };
    let mut last = None;
    let ended = run_recorded::<io::Error>(program, conditions, |output| {
        if let ChildOutput::Event(event) = output
            && let EventKind::Printed { text, stream } = event.kind
            && stream == Stream::Stderr
        {
            last = Some(text);
        }
        Ok(())
    })?;
    let stuck = ended.status.code() == Some(STUCK_EXIT_CODE);
    Ok(last.filter(|_| stuck))
}

/// Runs the example, and returns the output of each run.
fn outputs(
    program: &Path,
    example: &Example,
    runs: u32,
    limit: Duration,
) -> Result<Vec<String>, Error> {
    let failed = OnceLock::new();
    let one = |_| {
        if failed.get().is_some() {
            return Ok(String::new());
        }
        let run = run_on_threads(program, THREADS, limit)?;
        if let Some(why) = failure(example, &run) {
            // One is enough; the others need not be waited for.
            failed.get_or_init(|| why);
            stop_all();
        }
        Ok(run.stdout)
    };
    let outputs = workers(WORKERS)?
        .install(|| (0..runs).into_par_iter().map(one).collect::<Result<_, _>>());
    match failed.into_inner() {
        _ if interrupted() => Err(Error::Interrupted),
        Some(why) => Err(Error::Failed(why)),
        None => outputs,
    }
}

/// Returns why a run cannot be compared, if it cannot.
fn failure(example: &Example, run: &Captured) -> Option<String> {
    let name = &example.name;
    let how = run.ended.unexpected(example.exit_code())?;
    if !matches!(run.ended.stopped, Some(Limit::Time(_))) {
        return Some(format!("{name} cannot run on {THREADS} threads: {how}"));
    }
    let printed = match run.stdout.lines().last() {
        Some(last) => format!("after printing «{}»", escape_controls(last)),
        None => "without printing anything".to_owned(),
    };
    Some(format!(
        "{name} stopped: on {THREADS} threads {how}, {printed}; it may be a deadlock \
         (--limit SECONDS waits longer)"
    ))
}

fn write_lines(
    order: &Order,
    runs: usize,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    for group in &order.groups {
        let mark = if group.len() == 1 { ' ' } else { '~' };
        for line in group {
            let some = match line.runs < runs {
                true => format!("  ({} of {runs} runs)", line.runs),
                false => String::new(),
            };
            let text = escape_controls(&line.text) + &some;
            for (row, part) in wrap(&text, width - 4).into_iter().enumerate() {
                let mark = if row == 0 { mark } else { ' ' };
                writeln!(out, "  {mark} {part}")?;
            }
        }
        if group.len() > 1 {
            writeln!(out)?;
        }
    }
    Ok(())
}

fn write_remarks(
    order: &Order,
    runs: usize,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut remarks = Vec::new();
    if order.groups.iter().any(|group| group.len() > 1) {
        remarks.push(
            "~ lines without an empty line between them changed places; all others came \
             in this order wherever they were printed"
                .to_owned(),
        );
    }
    let chains = order.chains();
    if !chains.is_empty() {
        remarks.push("and among those that changed places, always:".to_owned());
    }
    for (chain, together) in chains.iter().take(MAX_CHAINS) {
        let chain = chain
            .iter()
            .map(|line| escape_controls(line))
            .collect::<Vec<_>>();
        let some = match *together < runs {
            true => format!("  (in the {together} runs that printed both)"),
            false => String::new(),
        };
        remarks.push(format!("    {}{some}", chain.join(" → ")));
    }
    if let Some(more @ 1..) = chains.len().checked_sub(MAX_CHAINS) {
        remarks.push(format!("    and {more} more"));
    }
    // Rule of three: what happens in one of n/3 runs is missed by n runs one time in 20.
    remarks.push(match runs / 3 {
        0 | 1 => format!("{runs} runs are too few to rely on any order."),
        rare => format!(
            "How sure: an order that breaks in one of {rare} runs or more would have shown \
             in these {runs}, with a certainty of 95 %."
        ),
    });
    for line in wrap(&remarks.join("\n"), width) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
