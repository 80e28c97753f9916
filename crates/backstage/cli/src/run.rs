//! `run`: one example or all of a lesson, annotated, plain, or as the recording itself.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use recording::write_event;
use views::annotated::{Annotated, Plan};

use crate::compile::{Build, Programs, compile};
use crate::live;
use crate::process::{
    Conditions, Heard, interrupted, pass_on_interrupts, run_plain, run_recorded,
    unexpected_end,
};
use crate::recorded::subject;
use crate::registry::{Example, Lesson, Registry};
use crate::trouble::Trouble;

/// What a run shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Show {
    /// Time, task, output and annotation.
    Annotated,
    /// What the program prints, and nothing else.
    Plain,
    /// The recording, one JSON object a line.
    Json,
}

/// Runs one example, or all of the lesson in teaching order.
pub(crate) fn run(
    registry: &Registry,
    lesson: &Lesson,
    example: Option<&Example>,
    show: Show,
    conditions: Conditions<'_>,
    width: usize,
) -> Result<(), Trouble> {
    pass_on_interrupts()?;
    let chosen = match (conditions.live, example) {
        (Some(_), _) => live::can_go(lesson, example)?,
        (None, Some(example)) => vec![example],
        (None, None) => lesson.examples.iter().collect(),
    };
    let build = match conditions.live {
        Some(_) => Build::DebugWithTls,
        None => Build::Debug,
    };
    let programs = compile(registry, lesson, example, build)?;
    let mut failed = false;
    for (index, example) in chosen.iter().enumerate() {
        if let Some(said) = conditions.live {
            live::reach(said, example)?;
        }
        let program = program(&programs, lesson, example)?;
        // On a paused clock a program that blocks threads would show nothing of it.
        let conditions = Conditions {
            fast: conditions.fast && !example.is_real(),
            ..conditions
        };
        if index > 0 && show == Show::Annotated {
            writeln!(anstream::stdout())?;
        }
        let ended = match show {
            Show::Annotated => {
                let last = index + 1 == chosen.len();
                let view = View {
                    registry,
                    lesson,
                    example,
                    live: conditions.live.is_some(),
                    width,
                };
                view.live(program, conditions, last)
            }
            Show::Plain => run_plain(program, conditions).map_err(Trouble::from),
            Show::Json => json(program, conditions),
        };
        let ended = unexpected_end(ended?, example.exit_code());
        if interrupted() {
            // A lesson about Ctrl-C has dealt with it, and ended as it should.
            if ended.is_none() {
                break;
            }
            if io::stderr().is_terminal() {
                // It has written ^C at the beginning of this line.
                eprintln!();
            }
            return Err(Trouble::Interrupted);
        }
        if let Some(how) = ended {
            eprintln!("error: {} failed: {how}", example.name);
            failed = true;
        }
    }
    if failed { Err(Trouble::Told) } else { Ok(()) }
}

/// The compiled example.
pub(crate) fn program<'a>(
    programs: &'a Programs,
    lesson: &Lesson,
    example: &Example,
) -> Result<&'a Path, Trouble> {
    programs
        .get(&example.name)
        .map(|path| path.as_path())
        .ok_or_else(|| {
            Trouble::Failed(format!(
                "{} is listed in {} and there is no {}",
                example.name,
                lesson.manifest(),
                example.file("rs")
            ))
        })
}

/// The annotated view of one example.
pub(crate) struct View<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) lesson: &'a Lesson,
    pub(crate) example: &'a Example,
    /// Against the open web.
    pub(crate) live: bool,
    pub(crate) width: usize,
}

impl View<'_> {
    /// Begins the view, to write to `out`.
    pub(crate) fn begin<W: Write>(&self, out: W) -> io::Result<Annotated<W>> {
        let expected = self.registry.root.join(self.example.file("out"));
        let mut subject = subject(self.registry, self.lesson, self.example, None);
        if self.live {
            subject.heading += " · live";
        }
        let plan = Plan {
            subject,
            expected: std::fs::read_to_string(expected).ok(),
            real_clock: self.example.is_real(),
            width: self.width,
        };
        Annotated::begin(plan, out)
    }

    /// The command that runs the example after this one.
    pub(crate) fn next(&self) -> Option<String> {
        let mut after = self
            .lesson
            .example_names()
            .skip_while(|name| *name != self.example.name);
        let next = after.nth(1)?;
        Some(format!("just run-lesson {} {next}", self.lesson.name))
    }

    fn live(
        &self,
        program: &Path,
        conditions: Conditions<'_>,
        last: bool,
    ) -> Result<std::process::ExitStatus, Trouble> {
        let mut view = self.begin(anstream::stdout())?;
        let status = run_recorded(program, conditions, |heard| {
            match heard {
                Heard::Event(event) => view.event(&event),
                Heard::Other(text) => view.other(&text),
            }
            .map_err(Trouble::from)
        })?;
        if !interrupted() || unexpected_end(status, self.example.exit_code()).is_none()
        {
            view.end(self.next().filter(|_| last).as_deref())?;
        }
        Ok(status)
    }
}

fn json(
    program: &Path,
    conditions: Conditions<'_>,
) -> Result<std::process::ExitStatus, Trouble> {
    let mut stdout = io::stdout().lock();
    run_recorded(program, conditions, |heard| {
        match heard {
            Heard::Event(event) => write_event(&mut stdout, &event)?,
            // No event, so it has no place among them.
            Heard::Other(text) => eprintln!("printed past the recorder: {text}"),
        }
        Ok(())
    })
}
