//! What can be typed, and what it calls.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use recording::protocol::Live;
use views::timeline;

use crate::process::Conditions;
use crate::recorded::Recorded;
use crate::registry::{Broken, Example, Lesson, Registry};
use crate::run::{Show, run};
use crate::timeline::{ByName, Files, draw};
use crate::trouble::Trouble;
use crate::{check, compare, list, live, lookup, shake, walk};

/// The width of what is written where there is no terminal to ask, and the least that
/// is assumed of one.
pub(crate) const PAGE: usize = 80;

/// Learn async concurrency by running it.
#[derive(Debug, Parser)]
#[command(name = "cargo lesson", bin_name = "cargo lesson", version)]
struct Call {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the course: its lessons and their examples
    List {
        /// Only this lesson
        name: Option<String>,
        /// As one JSON object, for programs
        #[arg(long, conflicts_with_all = ["markdown", "coverage"])]
        json: bool,
        /// As the course map of the README
        #[arg(long, conflicts_with_all = ["name", "coverage"])]
        markdown: bool,
        /// As the table of tutorial snippets and the examples that re-create them
        #[arg(long, conflicts_with = "name")]
        coverage: bool,
    },
    /// Run a lesson, or one example of it
    Run {
        /// The lesson: a number, a name, or a Python name such as `gather`
        name: String,
        /// The example; all of the lesson's if left out
        example: Option<String>,
        /// Print exactly what the program prints, and nothing else
        #[arg(long, conflicts_with = "json")]
        plain: bool,
        /// Print the recording, one JSON object a line
        #[arg(long)]
        json: bool,
        /// Use the virtual clock, unless threads are blocked: nothing waits
        #[arg(long)]
        fast: bool,
        /// Fetch from the open web what the example fetches from this machine
        #[arg(long, conflicts_with = "fast")]
        live: bool,
        /// Fetch this page instead of those of the example
        #[arg(long, value_name = "URL", requires = "live",
              value_parser = live::page)]
        url: Option<String>,
        /// Leave to chance what the tutorial did, with this seed
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
    },
    /// Draw the run of an example: a lane for each task, time to the right
    Timeline {
        #[command(flatten)]
        what: What,
        /// What is to the right
        #[arg(long, value_enum, default_value = "time")]
        by: ByName,
        /// Draw with plain characters only, as where the locale is not UTF-8
        #[arg(long)]
        ascii: bool,
        /// Show the tasks of libraries too
        #[arg(long)]
        all: bool,
        /// Write a picture instead
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        /// Write a page that steps through the run instead
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
        /// Write a trace for ui.perfetto.dev instead
        #[arg(long, value_name = "FILE")]
        perfetto: Option<PathBuf>,
    },
    /// Show the Python twin and the Rust example side by side, and what each costs
    Compare {
        /// The lesson: a number, a name, or a Python name
        name: String,
        /// The example
        example: String,
        /// Measure a release build (the first one builds for some minutes)
        #[arg(long)]
        release: bool,
        /// Use so many columns instead of the terminal's
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(80..=400))]
        width: Option<u16>,
        /// Stop a program that runs longer
        #[arg(long, value_name = "SECONDS", default_value_t = 60,
              value_parser = clap::value_parser!(u32).range(1..=3600))]
        limit: u32,
    },
    /// Step through the run of an example: the program, its tasks, the output
    Walk {
        #[command(flatten)]
        what: What,
    },
    /// Run an example many times on several threads: which order always holds?
    Shake {
        /// The lesson: a number, a name, or a Python name
        name: String,
        /// The example
        example: String,
        /// How many times
        #[arg(long, value_name = "N", default_value_t = 200,
              value_parser = clap::value_parser!(u32).range(1..=100_000))]
        runs: u32,
    },
    /// Find the tokio way for a Python name
    Lookup {
        /// Such as `asyncio.gather` or `call_later`; all if left out
        name: Option<String>,
        /// As the table of the phrasebook
        #[arg(long, conflicts_with = "name")]
        markdown: bool,
    },
    /// Check that every output shown is what a run prints
    Check {
        /// Only this lesson
        name: Option<String>,
        /// Run the Python twins too
        #[arg(long)]
        python: bool,
        /// Rewrite the shown outputs with what the runs print
        #[arg(long)]
        bless: bool,
    },
}

/// The run that a picture is of.
#[derive(Debug, clap::Args)]
struct What {
    /// The lesson: a number, a name, or a Python name
    #[arg(required_unless_present = "from", conflicts_with = "from")]
    name: Option<String>,
    /// The example
    #[arg(required_unless_present = "from", conflicts_with = "from")]
    example: Option<String>,
    /// Leave to chance what the tutorial did, with this seed
    #[arg(long, value_name = "N", conflicts_with = "from")]
    seed: Option<u64>,
    /// Read the recording in this file instead, as `run --json` writes it
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

impl What {
    fn recorded(self, registry: &Registry) -> Result<Recorded, Trouble> {
        match self.from {
            Some(from) => Recorded::read(registry, &from),
            None => {
                let (lesson, example) = self.example(registry)?;
                Recorded::run(registry, lesson, example, self.seed)
            }
        }
    }

    fn walk(self, registry: &Registry) -> Result<(), Trouble> {
        match self.from {
            Some(from) => walk::read(registry, &from),
            None => {
                let (lesson, example) = self.example(registry)?;
                walk::run(registry, lesson, example, self.seed)
            }
        }
    }

    fn example<'r>(
        &self,
        registry: &'r Registry,
    ) -> Result<(&'r Lesson, &'r Example), Trouble> {
        let (Some(name), Some(example)) = (&self.name, &self.example) else {
            return Err(Trouble::Usage("name a lesson and an example".to_owned()));
        };
        let lesson = registry.lesson(name)?;
        Ok((lesson, lesson.example(example)?))
    }
}

/// Does what the command line says.
pub(crate) fn call() -> Result<(), Trouble> {
    match parse(std::env::args_os())? {
        Some(call) => call.carry_out(terminal_width(), &mut anstream::stdout()),
        None => Ok(()),
    }
}

/// What a command that only writes text would write at the width of a page: the notes
/// show it. `None` for a command of another kind.
pub(crate) fn page(
    registry: &Registry,
    words: &[&str],
) -> Option<Result<String, Trouble>> {
    let words = ["lesson"].iter().chain(words).map(OsString::from);
    let command = match parse(words) {
        Ok(call) => call?.command.unwrap_or(Command::DEFAULT),
        Err(trouble) => return Some(Err(trouble)),
    };
    if !matches!(command, Command::List { .. } | Command::Lookup { .. }) {
        return None;
    }
    let mut text = Vec::new();
    let written = command.write(registry, PAGE, &mut text);
    Some(written.map(|()| String::from_utf8_lossy(&text).into_owned()))
}

/// The lesson, the example, whether plain, and the seed of a `run …` command line.
pub(crate) fn run_of(words: &[&str]) -> Option<(String, String, bool, Option<u64>)> {
    let words = ["lesson"].iter().chain(words).map(OsString::from);
    match Call::try_parse_from(words).ok()?.command? {
        Command::Run {
            name,
            example: Some(example),
            plain,
            json: false,
            live: false,
            seed,
            ..
        } => Some((name, example, plain, seed)),
        _ => None,
    }
}

/// What a `timeline …` command line draws in the terminal at the width of a page: the
/// lesson, the example, the seed, and how.
pub(crate) fn timeline_of(
    words: &[&str],
) -> Option<(String, String, Option<u64>, timeline::Settings)> {
    let words = ["lesson"].iter().chain(words).map(OsString::from);
    match Call::try_parse_from(words).ok()?.command? {
        Command::Timeline {
            what:
                What {
                    name: Some(name),
                    example: Some(example),
                    seed,
                    ..
                },
            by,
            ascii,
            all,
            svg: None,
            html: None,
            perfetto: None,
        } => {
            let settings = timeline::Settings {
                by: by.into(),
                width: PAGE,
                ascii,
                all,
            };
            Some((name, example, seed, settings))
        }
        _ => None,
    }
}

fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Option<Call>, Trouble> {
    let error = match Call::try_parse_from(words) {
        Ok(call) => return Ok(Some(call)),
        Err(error) => error,
    };
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        error.print()?;
        return Ok(None);
    }
    // clap explains in a paragraph; the first line and its tips are what one needs.
    let text = error.render().to_string();
    let first = text.lines().next().unwrap_or_default();
    let mut line = first.trim_start_matches("error: ").to_owned();
    if first.ends_with(':') {
        let missing = text.lines().skip(1).take_while(|line| !line.is_empty());
        line.extend(missing.map(|line| format!(" {}", line.trim())));
    }
    let tips = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("tip: "));
    line.extend(tips.map(|tip| format!("; {tip}")));
    Err(Trouble::Usage(format!("{line} (see: cargo lesson --help)")))
}

impl Call {
    fn carry_out(self, width: usize, out: &mut impl Write) -> Result<(), Trouble> {
        let registry = Registry::load()?;
        if matches!(self.command, None | Some(Command::List { .. })) {
            for Broken { manifest, why } in registry.broken.values() {
                eprintln!("warning: {manifest} {why}");
            }
        }
        match self.command.unwrap_or(Command::DEFAULT) {
            Command::Run {
                name,
                example,
                plain,
                json,
                fast,
                live,
                url,
                seed,
            } => {
                let lesson = registry.lesson(&name)?;
                let example = example.map(|name| lesson.example(&name)).transpose()?;
                let show = match (plain, json) {
                    (true, _) => Show::Plain,
                    (_, true) => Show::Json,
                    _ => Show::Annotated,
                };
                let live = live.then(|| url.map_or(Live::OwnPages, Live::Page));
                let conditions = Conditions {
                    fast,
                    seed,
                    live: live.as_ref(),
                    limit: None,
                };
                run(&registry, lesson, example, show, conditions, width)
            }
            Command::Timeline {
                what,
                by,
                ascii,
                all,
                svg,
                html,
                perfetto,
            } => {
                let recorded = what.recorded(&registry)?;
                let settings = timeline::Settings {
                    by: by.into(),
                    width,
                    ascii: ascii || !unicode(),
                    all,
                };
                let files = Files {
                    svg,
                    html,
                    perfetto,
                };
                draw(&recorded, settings, &files, out)
            }
            Command::Compare {
                name,
                example,
                release,
                width: columns,
                limit,
            } => {
                let lesson = registry.lesson(&name)?;
                let example = lesson.example(&example)?;
                let settings = compare::Settings {
                    width: columns.map_or(width, usize::from),
                    release,
                    limit: Duration::from_secs(limit.into()),
                };
                compare::compare(&registry, lesson, example, settings, out)
            }
            Command::Walk { what } => what.walk(&registry),
            Command::Shake {
                name,
                example,
                runs,
            } => {
                let lesson = registry.lesson(&name)?;
                let example = lesson.example(&example)?;
                shake::shake(&registry, lesson, example, runs, width, out)
            }
            Command::Check {
                name,
                python,
                bless,
            } => {
                let only = name.map(|name| registry.lesson(&name)).transpose()?;
                check::check(&registry, only, check::Also { python, bless })
            }
            command => command.write(&registry, width, out),
        }
    }
}

impl Command {
    /// What a bare `cargo lesson` does.
    const DEFAULT: Command = Command::List {
        name: None,
        json: false,
        markdown: false,
        coverage: false,
    };

    /// Writes what a command prints that only looks into the registry.
    fn write(
        self,
        registry: &Registry,
        width: usize,
        out: &mut impl Write,
    ) -> Result<(), Trouble> {
        match self {
            Command::List {
                name,
                json,
                markdown,
                coverage,
            } => {
                let only = name.map(|name| registry.lesson(&name)).transpose()?;
                if json {
                    list::json(registry, only, out)?;
                } else if markdown {
                    list::markdown(registry, out)?;
                } else if coverage {
                    list::coverage(registry, out)?;
                } else {
                    list::text(registry, only, width, out)?;
                }
                Ok(())
            }
            Command::Lookup { name, markdown } => match name {
                Some(name) => lookup::one(registry, &name, width, out),
                None if markdown => Ok(lookup::markdown(registry, out)?),
                None => Ok(lookup::all(registry, width, out)?),
            },
            _ => {
                unreachable!("these do more than look into the registry")
            }
        }
    }
}

fn terminal_width() -> usize {
    let width = terminal_size::terminal_size_of(io::stdout())
        .map_or(PAGE, |(width, _)| usize::from(width.0));
    width.max(PAGE)
}

/// Whether the locale can show more than ASCII. Where none is named, it is assumed.
fn unicode() -> bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(std::env::var_os)
        .find(|locale| !locale.is_empty());
    named.is_none_or(|locale| {
        let locale = locale.to_string_lossy().to_lowercase();
        cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8")
    })
}
