//! `lookup`: from a Python name to what one writes with tokio, and where it is shown.

use std::io::{self, Write};

use crate::registry::{Lesson, PythonName, Registry};
use crate::trouble::Trouble;
use views::columns::{pad, wrap};

/// Writes the row of one Python name, as a small card.
pub(crate) fn one(
    registry: &Registry,
    name: &str,
    width: usize,
    mut out: impl Write,
) -> Result<(), Trouble> {
    let Some((lesson, row)) = registry.python(name) else {
        let guess = registry.nearest_python(name);
        let name = name.escape_debug();
        let hint = match guess {
            Some(guess) => format!("; did you mean '{guess}'?"),
            None => String::new(),
        };
        return Err(Trouble::Usage(format!(
            "the phrasebook has no Python name '{name}'{hint} (all: cargo lesson lookup)"
        )));
    };
    let Lesson { number, title, .. } = lesson;
    let run = format!("just run-lesson {} {}", lesson.name, row.example);
    let facts = [
        ("python", row.name.as_str()),
        ("tokio", &row.tokio),
        ("differs", &row.differs),
        ("lesson", &format!("{number} · {title}")),
        ("see it", &run),
    ];
    for (label, fact) in facts {
        for (index, line) in wrap(fact, width.saturating_sub(9)).iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            writeln!(out, "{}  {line}", pad(label, 7))?;
        }
    }
    Ok(out.flush()?)
}

/// Writes all Python names, each with its tokio counterpart.
pub(crate) fn all(
    registry: &Registry,
    width: usize,
    mut out: impl Write,
) -> io::Result<()> {
    let names = width * 2 / 5;
    for (_, row) in rows(registry) {
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

/// Writes the phrasebook: a table with a row for each Python name. Links
/// lead from the root.
pub(crate) fn markdown(registry: &Registry, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "| asyncio | tokio | what differs | shown by |")?;
    writeln!(out, "|---|---|---|---|")?;
    for (lesson, row) in rows(registry) {
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

fn rows(registry: &Registry) -> impl Iterator<Item = (&Lesson, &PythonName)> {
    registry
        .lessons
        .iter()
        .flat_map(|lesson| lesson.python.iter().map(move |row| (lesson, row)))
}
