//! What a learner reads: the task, the verdicts, the stretch of the run that is at fault.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use recording::task_name;
use unicode_width::UnicodeWidthStr;
use views::columns::{escape_controls, pad, wrap};
use views::timeline::{self, Settings};
use views::{By, Capabilities, counted};

use super::session::Practice;
use crate::course::Lesson;
use crate::exercise::{Demand, Exercise, Goal, Graded, OutputFile, Verdict, time};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const MET: Style = AnsiColor::Green.on_default().bold();
const MISSED: Style = AnsiColor::Red.on_default().bold();

/// Maximum number of lines of output that are shown.
const MAX_LINES: usize = 16;

/// The exercise, its task, and where to work on it.
pub(super) fn task(
    practice: &Practice<'_>,
    exercise: &Exercise<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let lesson = exercise.lesson;
    let heading = format!("{} · {} › {}", lesson.number, lesson.title, exercise.name);
    let minutes = format!(" · {} min", exercise.spec.minutes);
    writeln!(out, "{BOLD}{heading}{BOLD:#}{minutes}")?;
    writeln!(out, "{}\n", exercise.title())?;
    paragraphs(&exercise.task(), practice.width, out)?;
    for need in &exercise.spec.needs {
        let has_need =
            |lesson: &&Lesson| lesson.example_names().any(|name| name == need);
        if let Some(lesson) = practice.registry.lessons.iter().find(has_need) {
            let run = format!("run {} {need}", lesson.name);
            let run = practice.caller.command_line(&run);
            writeln!(out, "\nsee first: {run}")?;
        }
    }
    let file = practice.file(exercise);
    writeln!(out, "\nyour program: {file}\n")?;
    out.flush()
}

/// What the run printed, and the verdict on each goal.
pub(super) fn graded(
    practice: &Practice<'_>,
    exercise: &Exercise<'_>,
    graded: &Graded<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let width = practice.width;
    let lines = &graded.run.facts.lines;
    for line in lines.iter().take(MAX_LINES) {
        let name = task_name(line.task);
        let (at, text) = (time(line.at_us), escape_controls(&line.text));
        writeln!(out, "{DIM}{at:>7}{DIM:#}  {}  {text}", pad(&name, 7))?;
    }
    if let Some(more @ 1..) = lines.len().checked_sub(MAX_LINES) {
        writeln!(
            out,
            "{DIM}         and {}{DIM:#}",
            counted(more, "more line")
        )?;
    }
    if lines.is_empty() {
        writeln!(out, "{DIM}         (prints nothing){DIM:#}")?;
    }
    writeln!(out)?;
    let marks = match Capabilities::of_environment().unicode {
        true => ("✓", "✗"),
        false => ("ok", "--"),
    };
    for verdict in &graded.verdicts {
        let (mark, style) = match verdict.miss {
            None => (marks.0, MET),
            Some(_) => (marks.1, MISSED),
        };
        let demand = verdict.demand.to_string();
        let indent = mark.width() + 1;
        for (index, row) in wrap(&demand, width - indent).iter().enumerate() {
            match index {
                0 => writeln!(out, "{style}{mark}{style:#} {row}")?,
                _ => writeln!(out, "{:indent$}{row}", "")?,
            }
        }
        if let Some((miss, seed)) = &verdict.miss {
            let why = escape_controls(&miss.why);
            let why = match seed {
                Some(seed) => format!("with seed {seed}: {why}"),
                None => why,
            };
            for row in wrap(&why, width - 4) {
                writeln!(out, "    {row}")?;
            }
        }
    }
    stretch(graded, width, out)?;
    if !graded.passed() {
        wanted(practice, exercise, graded, out)?;
    }
    out.flush()
}

/// The lanes of the run, with the stretch that the first miss is about.
fn stretch(graded: &Graded<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let misses = graded.verdicts.iter().filter_map(|verdict| {
        let (miss, seed) = verdict.miss.as_ref()?;
        miss.stretch.filter(|_| *seed == graded.run.seed)
    });
    // The first that lasts, else the first moment.
    let lasts = |(from, to): &(u64, u64)| from < to;
    let stretch = misses.clone().find(lasts).or(misses.clone().next());
    let (Some(stretch), Some(story)) = (stretch, &graded.run.story) else {
        return Ok(());
    };
    // Of main alone, in no time, there is nothing to see.
    if story.length_us() == 0 && graded.run.facts.tasks.is_empty() {
        return Ok(());
    }
    let settings = Settings {
        by: By::Time,
        width,
        ascii: !Capabilities::of_environment().unicode,
        all: false,
    };
    writeln!(out)?;
    timeline::draw_stretch(story, settings, stretch, out)
}

/// The lines to print, of which goals speak that are not met.
fn wanted(
    practice: &Practice<'_>,
    exercise: &Exercise<'_>,
    graded: &Graded<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let is_met = |goal: &Goal| {
        let of_goal = |verdict: &&Verdict<'_>| verdict.demand == Demand::Goal(goal);
        let verdict = graded.verdicts.iter().find(of_goal);
        verdict.is_some_and(|verdict| verdict.miss.is_none())
    };
    let goals = exercise.goals().filter(|goal| goal.shows_lines());
    let goals = goals.filter(|goal| !is_met(goal)).collect::<Vec<_>>();
    if goals.is_empty() {
        return Ok(());
    }
    let seed = graded.run.seed;
    let file = practice.registry.root.join(&exercise.folder);
    let Ok(OutputFile(mut lines)) =
        OutputFile::read(&file.join(OutputFile::name(seed)))
    else {
        return Ok(());
    };
    lines.retain(|line| {
        goals.iter().any(|goal| match goal {
            Goal::LinesWith(text) | Goal::LinesWithInAnyOrder(text) => {
                line.text.contains(text)
            }
            _ => true,
        })
    });
    writeln!(out, "\n{DIM}the lines to print:{DIM:#}")?;
    for line in lines.iter().take(MAX_LINES) {
        match goals[0] {
            Goal::LinesOnTime => {
                let at = time(line.at_us);
                writeln!(out, "{DIM}{at:>7}{DIM:#}  {}", line.text)?;
            }
            _ => writeln!(out, "  {}", line.text)?,
        }
    }
    if let Some(more @ 1..) = lines.len().checked_sub(MAX_LINES) {
        writeln!(out, "{DIM}  and {}{DIM:#}", counted(more, "more line"))?;
    }
    Ok(())
}

/// What to type next.
pub(super) fn next(
    practice: &Practice<'_>,
    exercise: &Exercise<'_>,
    passed: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let command = practice.caller.command_line("practice");
    let name = exercise.name;
    let mut lines = Vec::new();
    if passed {
        lines.push(format!("solved; beside ours: {command} {name} --solution"));
        let after = practice
            .exercises
            .iter()
            .skip_while(|other| other.name != name)
            .skip(1);
        let mut open = after.filter(|other| !practice.is_done(other));
        if let Some(next) = open.next() {
            lines.push(format!("next: {command} {}", next.name));
        }
    } else {
        lines.push(format!("a hint: {command} {name} --hint"));
    }
    writeln!(out)?;
    for line in lines {
        writeln!(out, "{DIM}{line}{DIM:#}")?;
    }
    out.flush()
}

fn paragraphs(text: &str, width: usize, out: &mut impl Write) -> io::Result<()> {
    for (index, paragraph) in text.lines().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        for row in wrap(paragraph, width) {
            writeln!(out, "{row}")?;
        }
    }
    Ok(())
}
