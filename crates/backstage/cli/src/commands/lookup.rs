//! `lookup`: from a Python name to its counterpart in tokio, and the example that shows it.

use std::io::{self, Write};

use views::columns::{pad, wrap};

use crate::args::LookupArgs;
use crate::caller::{Caller, command_line};
use crate::course::{Entry, Lesson, Registry};
use crate::error::Error;

/// Maximum number of entries that are shown for one name.
const MAX_ENTRIES: usize = 5;

/// Writes the entries that were asked for.
pub(crate) fn lookup(
    registry: &Registry,
    args: &LookupArgs,
    caller: Caller,
    width: usize,
    out: &mut impl Write,
) -> Result<(), Error> {
    if args.markdown {
        return Ok(markdown(registry, out)?);
    }
    if let Some(name) = &args.lesson {
        return Ok(handout(registry.lesson(name)?, width, out)?);
    }
    match args.name.is_empty() {
        true => Ok(all(registry, width, out)?),
        false => one(registry, &args.name.join(" "), caller, width, out),
    }
}

/// Writes what there is for one name: each entry as a small card.
fn one(
    registry: &Registry,
    name: &str,
    caller: Caller,
    width: usize,
    out: &mut impl Write,
) -> Result<(), Error> {
    let entries = registry.lookup(name);
    if entries.is_empty() {
        let hint = match registry.nearest_python(name) {
            Some(guess) => format!("; did you mean '{guess}'?"),
            None => String::new(),
        };
        return Err(Error::Usage(format!(
            "the phrasebook has no entry for '{}'{hint} (all: {})",
            name.escape_debug(),
            command_line("lookup")
        )));
    }
    for (index, entry) in entries.iter().take(MAX_ENTRIES).enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        card(entry, caller, width, out)?;
    }
    if let Some(more @ 1..) = entries.len().checked_sub(MAX_ENTRIES) {
        writeln!(out, "\nand {more} more; a longer name finds fewer")?;
    }
    Ok(out.flush()?)
}

fn card(
    entry: &Entry<'_>,
    caller: Caller,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let (names, place, run) = match entry {
        Entry::Lesson(lesson, row) => {
            let run = format!("run {} {}", lesson.name, row.example);
            (
                [&*row.name, &row.tokio, &row.differs],
                format!("{} · {}", lesson.number, lesson.title),
                Some(caller.command_line(&run)),
            )
        }
        Entry::Elsewhere(entry) => (
            [entry.name, entry.tokio, entry.differs],
            "not in this course".to_owned(),
            None,
        ),
    };
    let [python, tokio, differs] = names;
    let facts = [
        ("python", Some(python)),
        ("tokio", Some(tokio)),
        ("differs", Some(differs)),
        ("lesson", Some(&place)),
        ("see it", run.as_deref()),
    ];
    for (label, fact) in facts {
        let lines = fact.map(|fact| wrap(fact, width.saturating_sub(9)));
        for (index, line) in lines.iter().flatten().enumerate() {
            let label = if index == 0 { label } else { "" };
            writeln!(out, "{}  {line}", pad(label, 7))?;
        }
    }
    Ok(())
}

/// Writes all Python names of the lessons, each with its tokio counterpart.
fn all(registry: &Registry, width: usize, out: &mut impl Write) -> io::Result<()> {
    let names = width * 2 / 5;
    for (_, row) in registry.rows() {
        let name = wrap(&row.name, names);
        let tokio = wrap(&row.tokio, width - names - 2);
        for index in 0..name.len().max(tokio.len()) {
            let of = |lines: &[String]| lines.get(index).cloned().unwrap_or_default();
            let line = format!("{}  {}", pad(&of(&name), names), of(&tokio));
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    out.flush()
}

/// Writes the names of one lesson: each with its counterpart, the difference, and the
/// example to run.
fn handout(lesson: &Lesson, width: usize, out: &mut impl Write) -> io::Result<()> {
    const INDENT: usize = 2;
    let Lesson { number, title, .. } = lesson;
    writeln!(out, "{number} · {title}: from asyncio to tokio")?;
    for row in &lesson.python {
        writeln!(out, "\n{}", row.name)?;
        let shown = format!("Shown by: {}", row.example);
        for text in [&row.tokio, &row.differs, &shown] {
            for line in wrap(text, width - INDENT) {
                writeln!(out, "{:INDENT$}{line}", "")?;
            }
        }
    }
    out.flush()
}

/// Writes the phrasebook: a table with a row for each Python name. Links begin at the
/// workspace root.
fn markdown(registry: &Registry, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "| asyncio | tokio | what differs | shown by |")?;
    writeln!(out, "|---|---|---|---|")?;
    for (lesson, row) in registry.rows() {
        // A bar inside a cell would end it.
        let cell = |text: &str| text.replace('|', "\\|");
        writeln!(
            out,
            "| `{}` | {} | {} | [{} › {}]({}/examples/{}.rs) |",
            cell(&row.name),
            cell(&row.tokio),
            cell(&row.differs),
            lesson.title,
            row.example,
            lesson.folder,
            row.example,
        )?;
    }
    out.flush()
}
