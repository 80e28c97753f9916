//! `run`: one example, a lesson's path or all of a lesson, annotated, plain, or as the
//! recording itself.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anstyle::Style;
use recording::protocol::Live;
use recording::{EventKind, write_event};
use unicode_width::UnicodeWidthStr;
use views::annotated::{Annotated, Plan};

use super::watch::{wait, watch};
use crate::args::RunArgs;
use crate::caller::Caller;
use crate::commands::list::in_tutorial_order;
use crate::course::{Example, Lesson, Registry, read_text};
use crate::error::Error;
use crate::program::compile::{Build, compile};
use crate::program::live;
use crate::program::process::{
    ChildOutput, Conditions, Ended, OnInterrupt, handle_interrupts, interrupted,
    run_plain, run_recorded,
};
use crate::program::recorded::{report_early_exit, report_unrecorded, subject};
use crate::terminal::Keys;

const DIM: Style = Style::new().dimmed();

/// Maximum time of a run on the virtual clock, where a program that never ends shows
/// itself by that. On the real clock the reader sees what it does, and presses Ctrl-C.
const MAX_FAST_RUN: Duration = Duration::from_secs(60);

/// Runs one example, or those of the lesson that were asked for.
pub(crate) fn run(
    registry: &Registry,
    args: &RunArgs,
    caller: Caller,
    width: usize,
) -> Result<(), Error> {
    let lesson = registry.lesson(&args.name)?;
    let example = args.example.as_deref();
    let example = example.map(|name| registry.example_of(lesson, name));
    let example = example.transpose()?;
    let page = args.url.clone().map(Live::Page);
    let live = args.live.then(|| page.unwrap_or(Live::OwnPages));
    if args.watch
        && let Some(example) = &example
    {
        handle_interrupts(OnInterrupt::Stop)?;
        let once = RunArgs {
            watch: false,
            ..args.clone()
        };
        let file = registry.root.join(example.file("rs"));
        return watch(&file, &mut anstream::stdout(), |_| {
            // The example is read anew each time: the registry keeps what it has read.
            let registry = Registry::load()?;
            run(&registry, &once, caller, width)
        });
    }
    handle_interrupts(OnInterrupt::PassOn)?;
    let chosen = match (&live, &example) {
        (Some(_), example) => live::live_examples(lesson, example.as_ref())?,
        (None, Some(example)) => vec![example],
        (None, None) => examples_to_run(lesson, args)?,
    };
    let plays_path =
        live.is_none() && example.is_none() && !args.all && !args.tutorials;
    let build = match live {
        Some(_) => Build::DebugWithTls,
        None => Build::Debug,
    };
    let programs = compile(registry, lesson, example.as_ref(), build)?;
    let (mut failed, mut left) = (false, false);
    for (index, example) in chosen.iter().enumerate() {
        if let Some(asked) = &live {
            live::check_connection(asked, example)?;
        }
        let program = programs.example(lesson, example)?;
        // On a paused clock a program that blocks threads would show nothing of it.
        let fast = (args.fast || args.speed.is_some()) && !example.is_real();
        let conditions = Conditions {
            fast,
            seed: args.seed,
            live: live.as_ref(),
            limit: fast.then_some(MAX_FAST_RUN),
            root: Some(&registry.root),
            ..Conditions::default()
        };
        let ended = if args.plain {
            run_plain(program, conditions)?
        } else if args.json {
            run_json(program, conditions)?
        } else {
            if index > 0 {
                writeln!(anstream::stdout())?;
                if !args.no_pause && !pause(example)? {
                    left = true;
                    break;
                }
            }
            let view = View {
                registry,
                lesson,
                example,
                live: live.is_some(),
                width,
                caller,
                speed: args.speed,
            };
            let is_last = index + 1 == chosen.len();
            view.run(program, conditions, is_last && !plays_path)?
        };
        let unexpected = ended.unexpected(example.exit_code());
        if interrupted() {
            // A lesson about Ctrl-C has dealt with it, and ended as it should.
            if unexpected.is_none() {
                break;
            }
            if io::stderr().is_terminal() {
                // The terminal has written ^C at the beginning of this line.
                eprintln!();
            }
            return Err(Error::Interrupted);
        }
        if let Some(how) = unexpected {
            eprintln!("error: {} failed: {how}", example.name);
            failed = true;
        } else if ended.exited_early {
            report_early_exit(example);
        }
    }
    if plays_path && !left && !args.plain && !args.json {
        after_path(registry, lesson, caller)?;
    }
    if failed { Err(Error::Reported) } else { Ok(()) }
}

/// Waits for a key before the next example, where somebody can press one. Returns whether to
/// go on.
fn pause(next: &Example) -> Result<bool, Error> {
    let Some(mut keys) = io::stdout().is_terminal().then(Keys::new).flatten() else {
        return Ok(true);
    };
    let mut out = anstream::stdout();
    let text = format!("a key goes on: {} · q leaves", next.name);
    write!(out, "{DIM}{text}{DIM:#}")?;
    out.flush()?;
    let key = keys.next()?;
    // The line was for this moment only.
    write!(out, "\r{:1$}\r", "", text.width())?;
    Ok(key.is_some_and(|key| key != "q"))
}

/// Says what comes after a lesson's path.
fn after_path(registry: &Registry, lesson: &Lesson, caller: Caller) -> io::Result<()> {
    let mut out = anstream::stdout();
    writeln!(out)?;
    let name = &lesson.name;
    let rest = lesson.more().count();
    if rest > 0 {
        let all = caller.command_line(&format!("run {name} --all"));
        writeln!(out, "that was the path; with {rest} more programs: {all}")?;
    }
    if !lesson.exercises.is_empty() {
        let practice = caller.command_line(&format!("practice {name}"));
        writeln!(out, "now your own: {practice}")?;
    }
    let mut lessons = registry.lessons.iter();
    if let Some(next) = lessons.find(|next| next.number > lesson.number) {
        let run = caller.command_line(&format!("run {}", next.name));
        writeln!(out, "next lesson: {run}")?;
    }
    Ok(())
}

/// The examples of the lesson that were asked for, in the order to run them.
fn examples_to_run<'a>(
    lesson: &'a Lesson,
    args: &RunArgs,
) -> Result<Vec<&'a Example>, Error> {
    if args.all {
        return Ok(lesson.examples.iter().collect());
    }
    if args.tutorials {
        let rows = in_tutorial_order([lesson]);
        let mut chosen = Vec::<&Example>::new();
        for (_, _, example) in rows {
            if chosen.iter().all(|earlier| earlier.name != example.name) {
                chosen.push(example);
            }
        }
        return match chosen.is_empty() {
            true => Err(Error::Usage(format!(
                "no example of {} re-creates a tutorial snippet",
                lesson.name
            ))),
            false => Ok(chosen),
        };
    }
    Ok(lesson.path().collect())
}

/// The annotated view of one example.
pub(crate) struct View<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) lesson: &'a Lesson,
    pub(crate) example: &'a Example,
    /// Against the internet.
    pub(crate) live: bool,
    pub(crate) width: usize,
    pub(crate) caller: Caller,
    /// The pace at which a run on the virtual clock is shown; `None` is as it comes.
    pub(crate) speed: Option<f64>,
}

impl View<'_> {
    /// Begins the view, to write to `out`.
    pub(crate) fn begin<W: Write>(&self, out: W) -> io::Result<Annotated<W>> {
        let expected = self.registry.root.join(self.example.file("out"));
        let mut subject =
            subject(self.registry, self.lesson, self.example, None, self.caller);
        if self.example.is_look_alike() {
            subject.heading += " · look-alike";
        }
        if self.live {
            subject.heading += " · live";
        }
        let plan = Plan {
            subject,
            expected: read_text(&expected).ok(),
            real_clock: self.example.is_real(),
            width: self.width,
        };
        Annotated::begin(plan, out)
    }

    /// The command that runs the example after this one; after the path, the next lesson.
    pub(crate) fn next(&self) -> Option<String> {
        let examples = &self.lesson.examples;
        let mut names = self.lesson.example_names();
        let here = names.position(|name| name == self.example.name)?;
        let next = match examples.get(here + 1) {
            Some(next) if next.is_on_path() == examples[here].is_on_path() => {
                format!("run {} {}", self.lesson.name, next.name)
            }
            _ if examples[here].is_on_path() => {
                let mut lessons = self.registry.lessons.iter();
                let next = lessons.find(|next| next.number > self.lesson.number)?;
                format!("run {}", next.name)
            }
            _ => return None,
        };
        Some(self.caller.command_line(&next))
    }

    fn run(
        &self,
        program: &Path,
        conditions: Conditions<'_>,
        last: bool,
    ) -> Result<Ended, Error> {
        let mut view = self.begin(anstream::stdout())?;
        let mut held_back = Vec::new();
        let ended = run_recorded(program, conditions, |output| {
            match self.speed {
                Some(_) => held_back.push(output),
                None => show(&mut view, &output)?,
            }
            Ok::<_, Error>(())
        })?;
        if let Some(speed) = self.speed {
            play(&mut view, &held_back, speed)?;
        }
        let as_expected = ended.unexpected(self.example.exit_code()).is_none();
        if !interrupted() || as_expected {
            view.end(self.next().filter(|_| last).as_deref())?;
        }
        if !self.lesson.lists(self.example) {
            eprintln!(
                "note: {} is not part of the lesson; to add it, list it under `examples` \
                 in {}",
                self.example.name,
                self.lesson.manifest()
            );
        }
        Ok(ended)
    }
}

fn show<W: Write>(view: &mut Annotated<W>, output: &ChildOutput) -> io::Result<()> {
    match output {
        ChildOutput::Event(event) => view.event(event),
        ChildOutput::Unrecorded(text) => view.other(text),
    }
}

/// Shows a run that is over, each event at its time: at a speed of 0.1 a second of the run
/// takes ten.
fn play<W: Write>(
    view: &mut Annotated<W>,
    outputs: &[ChildOutput],
    speed: f64,
) -> io::Result<()> {
    let events = outputs.iter().filter_map(|output| match output {
        ChildOutput::Event(event) => Some(event),
        ChildOutput::Unrecorded(_) => None,
    });
    let clock = events.clone().find_map(|event| match event.kind {
        EventKind::Began { clock, .. } => Some(clock),
        _ => None,
    });
    let times = events.map(|event| event.at_us);
    view.expect_times(clock.unwrap_or_default(), times);
    let began = Instant::now();
    for output in outputs {
        if let ChildOutput::Event(event) = output {
            let due = Duration::from_secs_f64(event.at_us as f64 / 1e6 / speed);
            wait(due.saturating_sub(began.elapsed()));
        }
        show(view, output)?;
    }
    Ok(())
}

fn run_json(program: &Path, conditions: Conditions<'_>) -> Result<Ended, Error> {
    let mut stdout = io::stdout().lock();
    run_recorded(program, conditions, |output| {
        match output {
            ChildOutput::Event(event) => write_event(&mut stdout, &event)?,
            ChildOutput::Unrecorded(text) => report_unrecorded(&text),
        }
        Ok(())
    })
}
