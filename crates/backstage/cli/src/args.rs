//! The command line: what may be typed.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use http::Uri;
use views::By;
use views::tree::At;

use crate::error::Error;

/// Learn async Rust by running small tokio programs
#[derive(Debug, Parser)]
#[command(name = "cargo lesson", bin_name = "cargo lesson", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the lessons and their examples
    List(ListArgs),
    /// Run a lesson or one of its examples
    ///
    /// The standard input of the program is empty. With --fast, a program that does not
    /// end within 60 seconds is stopped; without, it runs until Ctrl-C.
    Run(RunArgs),
    /// Draw a run as a timeline with one lane per task
    Timeline(TimelineArgs),
    /// Show where every task stands at one moment, and who will wake it
    Tree(TreeArgs),
    /// Compare an example with its Python twin: source, output, time, memory
    Compare(CompareArgs),
    /// Step through a run in the terminal: source, tasks, output
    Walk(WalkArgs),
    /// Run an example many times on several threads and report which order always held
    Shake(ShakeArgs),
    /// Teach a lesson: its path as slides, for a projector
    Teach(TeachArgs),
    /// Predict the lines of a run, one by one, before they come
    Predict(PredictArgs),
    /// Work on an exercise: it is copied to practice/, run, and graded
    Practice(PracticeArgs),
    /// Look up the tokio counterpart of a Python name
    Lookup(LookupArgs),
    /// Check that all committed outputs match a run
    Check(CheckArgs),
}

#[derive(Debug, Default, Args)]
pub(crate) struct ListArgs {
    /// Limit to this lesson
    pub(crate) name: Option<String>,
    /// Print as JSON
    #[arg(long, conflicts_with_all = ["markdown", "coverage"])]
    pub(crate) json: bool,
    /// Print the Markdown table that README.md shows
    #[arg(long, conflicts_with_all = ["name", "coverage"])]
    pub(crate) markdown: bool,
    /// Print which example re-creates which tutorial snippet
    #[arg(long, conflicts_with = "name")]
    pub(crate) coverage: bool,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct RunArgs {
    /// Lesson number, name, or a Python name it covers, such as `gather`
    pub(crate) name: String,
    /// Example name [default: the lesson's path]
    pub(crate) example: Option<String>,
    /// Run all examples of the lesson: its path, then the others
    #[arg(long, conflicts_with_all = ["example", "tutorials"])]
    pub(crate) all: bool,
    /// Run the examples that re-create tutorial snippets, in the tutorials' order
    #[arg(long, conflicts_with = "example")]
    pub(crate) tutorials: bool,
    /// Print only the program's own output
    #[arg(long, conflicts_with = "json")]
    pub(crate) plain: bool,
    /// Print the recording as JSON Lines, one event per line
    #[arg(long)]
    pub(crate) json: bool,
    /// Use the virtual clock: no real waiting (ignored by examples that block threads)
    #[arg(long)]
    pub(crate) fast: bool,
    /// Run on the virtual clock and show it at this pace: 0.1 is a tenth of the real one
    #[arg(long, value_name = "FACTOR", value_parser = parse_speed,
          conflicts_with_all = ["fast", "json", "live", "plain"])]
    pub(crate) speed: Option<f64>,
    /// Go on to the next example without waiting for a key
    #[arg(long)]
    pub(crate) no_pause: bool,
    /// Run again whenever the example is saved, until Ctrl-C
    #[arg(long, requires = "example", conflicts_with_all = ["json", "live"])]
    pub(crate) watch: bool,
    /// Fetch from the internet instead of the built-in local site
    #[arg(long, conflicts_with = "fast")]
    pub(crate) live: bool,
    /// Fetch this page instead of the example's own
    #[arg(long, value_name = "URL", requires = "live", value_parser = parse_page_url)]
    pub(crate) url: Option<String>,
    /// Seed for whatever the tutorial left to chance
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

/// The run that a view shows.
#[derive(Debug, Args)]
pub(crate) struct RunSource {
    /// Lesson number, name, or a Python name it covers, such as `gather`
    #[arg(required_unless_present = "from", conflicts_with = "from")]
    pub(crate) name: Option<String>,
    /// Example name
    #[arg(conflicts_with = "from")]
    pub(crate) example: Option<String>,
    /// Seed for whatever the tutorial left to chance
    #[arg(long, value_name = "N", conflicts_with = "from")]
    pub(crate) seed: Option<u64>,
    /// Read a recording written by `run --json` instead of running an example
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LimitArgs {
    /// Stop each program after this many seconds
    #[arg(long = "limit", value_name = "SECONDS", default_value_t = 60,
          value_parser = clap::value_parser!(u32).range(1..=3600))]
    seconds: u32,
}

#[derive(Debug, Args)]
pub(crate) struct TimelineArgs {
    #[command(flatten)]
    pub(crate) source: RunSource,
    /// Horizontal axis
    #[arg(long, value_enum, default_value = "time")]
    pub(crate) by: Axis,
    /// Use ASCII characters only (automatic if the locale is not UTF-8)
    #[arg(long)]
    pub(crate) ascii: bool,
    /// Also show tasks spawned by libraries
    #[arg(long)]
    pub(crate) all: bool,
    /// Write the timeline as an SVG image to FILE (`-` for stdout)
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    /// Write an HTML page that plays the run to FILE (`-` for stdout)
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Write a trace for ui.perfetto.dev to FILE (`-` for stdout)
    #[arg(long, value_name = "FILE")]
    pub(crate) perfetto: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct TreeArgs {
    #[command(flatten)]
    pub(crate) source: RunSource,
    /// Time on the run's clock [default: when the most tasks wait]
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    at: Option<u64>,
    /// First moment at which a task stands at this line of the program
    #[arg(long, value_name = "N", conflicts_with = "at")]
    line: Option<u32>,
    /// Use ASCII characters only (automatic if the locale is not UTF-8)
    #[arg(long)]
    pub(crate) ascii: bool,
}

/// Values of `--by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Axis {
    /// Elapsed time
    Time,
    /// One column per poll
    Step,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    pub(crate) example: ExampleArgs,
    /// Measure a release build (the first build takes a few minutes)
    #[arg(long)]
    pub(crate) release: bool,
    /// Output width in columns [default: terminal width]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(80..=400))]
    pub(crate) width: Option<u16>,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct WalkArgs {
    #[command(flatten)]
    pub(crate) source: RunSource,
    /// Begin at this step
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) step: Option<u32>,
    /// Play at once, at this pace: 0.1 is a tenth of the run's own
    #[arg(long, value_name = "FACTOR", value_parser = parse_speed)]
    pub(crate) speed: Option<f64>,
}

#[derive(Debug, Args)]
pub(crate) struct ShakeArgs {
    #[command(flatten)]
    pub(crate) example: ExampleArgs,
    /// Number of runs
    #[arg(long, value_name = "N", default_value_t = 200,
          value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) runs: u32,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

/// One example of a lesson.
#[derive(Debug, Args)]
pub(crate) struct ExampleArgs {
    /// Lesson number, name, or a Python name it covers, such as `gather`
    pub(crate) name: String,
    /// Example name
    // It is needed; but without it the answer is a list of the lesson's examples.
    pub(crate) example: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TeachArgs {
    /// Lesson number, name, or a Python name it covers, such as `gather`
    pub(crate) name: String,
    /// Show the teacher's remarks, in a second window that follows the first
    #[arg(long)]
    pub(crate) notes: bool,
    /// Show the runs at this pace: 0.1 is a tenth of the real one
    #[arg(long, value_name = "FACTOR", value_parser = parse_speed)]
    pub(crate) speed: Option<f64>,
}

#[derive(Debug, Args)]
pub(crate) struct PredictArgs {
    /// Lesson number, name, or a Python name it covers, such as `gather`
    pub(crate) name: String,
    /// Example name [default: the lesson's path, one after the other]
    pub(crate) example: Option<String>,
    /// Read the answers from FILE, one a line: a letter, or its number
    #[arg(long, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
    /// Seed for whatever the tutorial left to chance
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct PracticeArgs {
    /// Exercise or lesson [default: the next open exercise]
    pub(crate) name: Option<String>,
    /// Grade again whenever the program is saved, until Ctrl-C
    #[arg(long, conflicts_with_all = ["reset", "hint", "solution", "list"])]
    pub(crate) watch: bool,
    /// Show the next hint
    #[arg(long, conflicts_with_all = ["reset", "solution", "list"])]
    pub(crate) hint: bool,
    /// Show our solution beside yours, once yours passes
    #[arg(long, conflicts_with_all = ["reset", "list"])]
    pub(crate) solution: bool,
    /// Begin again with the starter
    #[arg(long, conflicts_with = "list")]
    pub(crate) reset: bool,
    /// List the exercises and which are done
    #[arg(long)]
    pub(crate) list: bool,
    /// List as JSON
    #[arg(long, requires = "list")]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct LookupArgs {
    /// Python name, such as `asyncio.gather` or `call_later` [default: all]
    pub(crate) name: Vec<String>,
    /// Print the names that this lesson covers, as a handout
    #[arg(long, value_name = "LESSON", conflicts_with_all = ["name", "markdown"])]
    pub(crate) lesson: Option<String>,
    /// Print the Markdown table that the phrasebook shows
    #[arg(long, conflicts_with = "name")]
    pub(crate) markdown: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Limit to this lesson
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) options: CheckOptions,
}

/// Further things for `check` to do.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct CheckOptions {
    /// Also run the Python twins
    #[arg(long)]
    pub(crate) python: bool,
    /// Update the committed outputs from the runs
    #[arg(long)]
    pub(crate) bless: bool,
}

impl TimelineArgs {
    /// Whether a run of an example is drawn in the terminal.
    pub(crate) fn is_drawn(&self) -> bool {
        let source = &self.source;
        let to_file =
            self.svg.is_some() || self.html.is_some() || self.perfetto.is_some();
        source.from.is_none() && !to_file
    }
}

impl TreeArgs {
    /// The moment to show.
    pub(crate) fn at(&self) -> At {
        match (self.at, self.line) {
            (Some(us), _) => At::Time(us),
            (None, Some(line)) => At::Line(line),
            (None, None) => At::MostWaiting,
        }
    }
}

impl LimitArgs {
    pub(crate) fn duration(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }
}

impl From<Axis> for By {
    fn from(axis: Axis) -> By {
        match axis {
            Axis::Time => By::Time,
            Axis::Step => By::Step,
        }
    }
}

/// Parses a command line without the name of the program. `None` if it asked for help,
/// which has been printed.
pub(crate) fn parse<W: Into<OsString>>(
    words: impl IntoIterator<Item = W>,
) -> Result<Option<Command>, Error> {
    let program = OsString::from("lesson");
    let words = std::iter::once(program).chain(words.into_iter().map(Into::into));
    let error = match Cli::try_parse_from(words) {
        Ok(cli) => {
            let list = || Command::List(ListArgs::default());
            return Ok(Some(cli.command.unwrap_or_else(list)));
        }
        Err(error) => error,
    };
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        error.print()?;
        return Ok(None);
    }
    // clap explains in a paragraph; the first line and its tips are enough.
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
    Err(Error::Usage(format!("{line} (see: cargo lesson --help)")))
}

/// The microseconds of a number of seconds.
fn parse_seconds(text: &str) -> Result<u64, String> {
    let seconds = text.parse::<f64>().ok();
    let seconds = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let us = seconds.and_then(|seconds| u64::try_from(seconds.as_micros()).ok());
    us.ok_or_else(|| "write the seconds as a number, such as 1.5".to_owned())
}

/// A factor between a thousandth and a thousand.
fn parse_speed(text: &str) -> Result<f64, &'static str> {
    let factor = text.parse::<f64>().ok();
    let factor = factor.filter(|factor| (0.001..=1000.0).contains(factor));
    factor
        .ok_or("write a number from 0.001 to 1000, such as 0.1 for a tenth of the pace")
}

fn parse_page_url(text: &str) -> Result<String, &'static str> {
    let is_page = |uri: &Uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
    };
    match text.parse() {
        Ok(uri) if is_page(&uri) => Ok(text.to_owned()),
        _ => Err("expected an http or https URL, such as http://python.org/about"),
    }
}
