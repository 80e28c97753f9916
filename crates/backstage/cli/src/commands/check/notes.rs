//! Checks what the notes and the README show: every block of output is what its command
//! prints, every piece of code is from a file that is compiled or run.
//!
//! - A `console` fence holds commands after `$ ` and what they print below.
//! - `just practice NAME` shows what a learner sees of the starter; with a comment behind
//!   it, `just practice NAME # solved`, of the solution.
//! - Between `<!-- $ cargo lesson … -->` and `<!-- end -->` is Markdown that the command
//!   writes.
//! - Below the block that runs an example of the lesson, or at the end of its page, is
//!   its picture, with the run in words for readers who cannot see it.
//! - A `rust NAME` or `python NAME` fence is the example of that name, whole or with
//!   `// …` where lines are left out; without a name it is an excerpt of any file of the
//!   lessons.

use std::borrow::Cow;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use views::{Replay, Story, Subject, timeline, tree};

use super::alike::{alike, alike_with_gaps};
use super::excerpt;
use super::exercises::Transcripts;
use super::finding::{Check, Failure, differs};
use super::markdown::{compact, links_from_lessons, up_to};
use super::outputs::{Run, Runs, record};
use super::pages;
use super::pictures::Pictures;
use super::words;
use crate::args::{self, RunArgs, RunSource, TimelineArgs, TreeArgs};
use crate::caller::Caller;
use crate::commands::run::View;
use crate::commands::{list, lookup};
use crate::course::{Example, Lesson, Registry, read_text};
use crate::error::Error;
use crate::program::compile::{Build, compile};
use crate::program::process::capture;
use crate::program::recorded::subject;
use crate::terminal::PAGE_WIDTH;

/// Maximum time for compiling a file that the compiler refuses.
const MAX_COMPILE: Duration = Duration::from_secs(60);

/// A run of more lines than this may be shown with lines left out.
const MIN_LINES_TO_CUT: usize = 14;

/// The notes tell the reader to type `just …`.
const CALLER: Caller = Caller::Just;

/// Checks the notes of the lessons, or all notes, and returns how many blocks of output
/// there were.
pub(super) fn check(
    check: &mut Check<'_>,
    runs: &Runs,
    pictures: &Pictures,
    transcripts: &Transcripts,
) -> Result<usize, Error> {
    let root = &check.registry.root;
    let mut files = check
        .lessons
        .iter()
        .map(|lesson| lesson.note())
        .collect::<Vec<_>>();
    if check.whole_course {
        files.push("README.md".to_owned());
        let names = fs::read_dir(root.join("lessons"))
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.ends_with(".md"))
            .map(|name| format!("lessons/{name}"));
        files.extend(names);
        files.sort();
        files.dedup();
    }
    let sources = sources(check.registry);
    let glossary = read_text(&root.join("lessons/glossary.md")).unwrap_or_default();
    let mut blocks = 0;
    for file in files {
        // The lint reports a note that is missing.
        let Ok(text) = read_text(&root.join(&file)) else {
            continue;
        };
        let mut page = Page {
            registry: check.registry,
            runs,
            pictures,
            transcripts,
            lesson: lessons_note(&check.lessons, &file),
            shown: Vec::new(),
            without_picture: Vec::new(),
            sources: &sources,
            file: &file,
            blocks: 0,
            failures: &mut check.failures,
        };
        let checked = page.check(&text)?;
        blocks += page.blocks;
        if check.bless && checked != text {
            check.rewrite(&file, &checked)?;
        } else {
            let what = differs("shows something else than the command prints");
            let difference =
                Failure::first_difference(&file, 0, &what, &text, &checked);
            check.failures.extend(difference);
        }
        if let Some(lesson) = lessons_note(&check.lessons, &file) {
            pages::lint(lesson, &checked, &mut check.failures);
            words::lint(lesson, &checked, &glossary, &mut check.failures);
        }
    }
    Ok(blocks)
}

/// The lesson whose note the file is.
fn lessons_note<'a>(lessons: &[&'a Lesson], file: &str) -> Option<&'a Lesson> {
    lessons.iter().copied().find(|lesson| lesson.note() == file)
}

/// The program texts that excerpts may come from, each after the ending of its file.
fn sources(registry: &Registry) -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for lesson in &registry.lessons {
        for folder in ["examples", "src", "tests", "tests/ui"] {
            let files = fs::read_dir(registry.root.join(&lesson.folder).join(folder));
            for file in files.into_iter().flatten().flatten() {
                let path = file.path();
                let ending = path.extension().and_then(|ending| ending.to_str());
                if let (Some(ending), Ok(text)) = (ending, read_text(&path)) {
                    sources.push((ending.to_owned(), compact(&text)));
                }
            }
        }
        for exercise in &lesson.exercises {
            let file = format!("{}/exercises/{exercise}/solution.rs", lesson.folder);
            if let Ok(text) = read_text(&registry.root.join(file)) {
                sources.push(("rs".to_owned(), compact(&text)));
            }
        }
    }
    sources
}

fn ending_of(language: &str) -> &'static str {
    if language == "rust" { "rs" } else { "py" }
}

/// Whether a line of a note is the picture of a run.
fn is_picture(line: &str) -> bool {
    line.starts_with("![") && line.contains("](pictures/")
}

/// The compiler's messages without the notes that point into the standard library: its
/// path differs from one installation to the next.
fn without_paths_into_std(text: &str) -> String {
    let mut kept = Vec::new();
    for paragraph in text.trim_end().split("\n\n") {
        let notes = paragraph.split("\nnote: ").filter(|note| {
            let outside = note.find("--> /").map(|at| &note[at..]);
            outside.is_none_or(|path| !path.contains("/library/"))
        });
        let notes = notes.collect::<Vec<_>>().join("\nnote: ");
        kept.push(without_margin(&notes));
    }
    kept.join("\n\n") + "\n"
}

/// Without the margin that rustc leaves for line numbers of std, longer than those shown.
fn without_margin(message: &str) -> String {
    let numbered = message.lines().filter_map(|line| {
        let number = line.trim_start();
        let is_one = number.starts_with(|first: char| first.is_ascii_digit());
        is_one.then_some(line.len() - number.len())
    });
    let margin = " ".repeat(numbered.min().unwrap_or(0));
    let lines = message.split('\n');
    let lines = lines.map(|line| line.strip_prefix(&margin).unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// The run that a command shows.
struct ShownRun<'a> {
    lesson: &'a Lesson,
    example: &'a Example,
    run: Cow<'a, Run>,
}

struct Page<'a> {
    registry: &'a Registry,
    runs: &'a Runs,
    pictures: &'a Pictures,
    transcripts: &'a Transcripts,
    /// The lesson whose note it is.
    lesson: Option<&'a Lesson>,
    /// The examples that ran above.
    shown: Vec<&'a str>,
    /// The examples that ran on this page, and whose pictures have not come yet.
    without_picture: Vec<&'a Example>,
    sources: &'a [(String, String)],
    file: &'a str,
    blocks: usize,
    failures: &'a mut Vec<Failure>,
}

impl<'a> Page<'a> {
    /// The text as it should be.
    fn check(&mut self, text: &str) -> Result<String, Error> {
        let mut checked = String::with_capacity(text.len());
        let mut lines = text.split_inclusive('\n').enumerate();
        while let Some((index, line)) = lines.next() {
            let bare = line.trim_end();
            if bare.starts_with('#') {
                self.missing_pictures(&mut checked);
            }
            if is_picture(bare) {
                self.picture(bare, &mut checked);
                continue;
            }
            checked.push_str(line);
            if let Some(language) = bare.strip_prefix("```") {
                let (body, end) = up_to(&mut lines, "```");
                checked.push_str(&self.fence(index + 1, language, &body)?);
                checked.push_str(end);
                if let Some(example) = self.runs_first(language, &body) {
                    self.without_picture.push(example);
                }
            } else if let Some(command) = bare.strip_prefix("<!-- $ ") {
                let command = command.trim_end_matches("-->").trim();
                let (body, end) = up_to(&mut lines, "<!-- end -->");
                self.blocks += 1;
                let written = self.command(index + 1, command)?;
                match written {
                    Some(written) => {
                        checked.push('\n');
                        checked.push_str(&self.links_from_here(&written));
                        checked.push('\n');
                    }
                    None => checked.push_str(&body),
                }
                checked.push_str(end);
            }
        }
        self.missing_pictures(&mut checked);
        Ok(checked)
    }

    /// The example of the lesson that this block runs, without flags, as the first one.
    fn runs_first(&mut self, language: &str, body: &str) -> Option<&'a Example> {
        let lesson = self.lesson.filter(|_| language == "console")?;
        let runs = |example: &&Example| {
            let command = format!("$ just run-lesson {} {}", lesson.name, example.name);
            body.lines().any(|line| line.trim_end() == command)
        };
        let example = lesson.examples.iter().find(runs)?;
        let first = !self.shown.contains(&example.name.as_str());
        self.shown.push(&example.name);
        first.then_some(example)
    }

    /// Writes the picture that a line shows as it should be.
    fn picture(&mut self, shown: &str, checked: &mut String) {
        let is_its = |example: &&Example| {
            let begin = format!("![{}: ", example.name);
            shown.starts_with(&begin)
        };
        let pending = &mut self.without_picture;
        let at = pending.iter().position(is_its).unwrap_or(0);
        let example = (at < pending.len()).then(|| pending.remove(at));
        let written = example.and_then(|example| self.picture_of(example, Some(shown)));
        match written {
            Some(picture) => {
                checked.push_str(&picture);
                checked.push('\n');
            }
            // With it goes the blank line above it.
            None => checked.truncate(checked.trim_end().len() + 1),
        }
    }

    /// Writes the pictures that this page does not show, at its end.
    fn missing_pictures(&mut self, checked: &mut String) {
        for example in std::mem::take(&mut self.without_picture) {
            if let Some(picture) = self.picture_of(example, None) {
                checked.truncate(checked.trim_end().len());
                checked.push_str(&format!("\n\n{picture}\n\n"));
            }
        }
    }

    /// The line with the picture of an example, where `shown` is the one on the page.
    fn picture_of(&self, example: &Example, shown: Option<&str>) -> Option<String> {
        let Some(expected) = self.pictures.get(&example.name) else {
            // It is not known how it would look, or there is nothing to see.
            let shown = shown.filter(|_| self.unknown(example));
            return shown.map(str::to_owned);
        };
        if let Some(shown) = shown.filter(|_| example.is_real()) {
            // With threads, the words differ from run to run.
            let file = expected.rsplit_once("](").map(|(_, file)| file);
            let begins = format!("![{}: ", example.name);
            let ends_so = file.is_some_and(|file| shown.ends_with(file));
            if shown.starts_with(&begins) && ends_so {
                return Some(shown.to_owned());
            }
        }
        Some(expected.clone())
    }

    /// Whether nothing could be drawn of the example, because its run went wrong.
    fn unknown(&self, example: &Example) -> bool {
        let run = self.runs.get(&example.name);
        run.is_none_or(|run| run.wrong.is_some() || !run.events.is_empty())
    }

    /// The Markdown that a command writes, with links that begin at this page.
    fn links_from_here(&self, text: &str) -> String {
        match self.file.starts_with("lessons/") {
            true => links_from_lessons(text),
            false => text.to_owned(),
        }
    }

    fn fence(
        &mut self,
        line: usize,
        language: &str,
        body: &str,
    ) -> Result<String, Error> {
        let (language, name) = language.split_once(' ').unwrap_or((language, ""));
        match language {
            "console" => self.console(line, body),
            "rust" | "python" if !name.is_empty() => {
                Ok(self.program(line, language, name, body))
            }
            "rust" | "python" => {
                let ending = ending_of(language);
                let wanted = compact(body);
                let is_from = |(found, text): &(String, String)| {
                    found == ending && text.contains(&wanted)
                };
                if !self.sources.iter().any(is_from) {
                    let what = format!(
                        "this {language} excerpt was not found in any .{ending} file"
                    );
                    self.fail(line, what);
                }
                Ok(body.to_owned())
            }
            // Commands to type, and parts of files: nothing was printed.
            "sh" | "toml" => Ok(body.to_owned()),
            _ => {
                let what = "is a block that cannot be checked: say console, rust, python, \
                            sh or toml";
                self.fail(line, what.to_owned());
                Ok(body.to_owned())
            }
        }
    }

    /// The program of the example that a fence names, as the page should show it.
    fn program(
        &mut self,
        line: usize,
        language: &str,
        name: &str,
        shown: &str,
    ) -> String {
        let (name, imports) = match name.strip_suffix(" imports") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let mut examples = self.registry.examples();
        let named = examples.find(|(_, example)| example.name == name);
        let Some((_, example)) = named else {
            self.fail(line, format!("names {name}, which no lesson lists"));
            return shown.to_owned();
        };
        let file = example.file(ending_of(language));
        let expected = match read_text(&self.registry.root.join(&file)) {
            Ok(text) => excerpt::expected(&text, shown, imports),
            Err(error) => Err(format!("needs {file}, which cannot be read ({error})")),
        };
        expected.unwrap_or_else(|what| {
            self.fail(line, what);
            shown.to_owned()
        })
    }

    fn console(&mut self, line: usize, body: &str) -> Result<String, Error> {
        let mut checked = String::new();
        let mut lines = body.split_inclusive('\n').enumerate().peekable();
        while let Some((index, first)) = lines.next() {
            checked.push_str(first);
            let mut shown = String::new();
            while let Some((_, next)) =
                lines.next_if(|(_, next)| !next.starts_with("$ "))
            {
                shown.push_str(next);
            }
            let Some(command) = first.strip_prefix("$ ") else {
                self.fail(line + index + 1, "does not begin with a command".to_owned());
                checked.push_str(&shown);
                continue;
            };
            self.blocks += 1;
            match self.command(line + index + 1, command.trim())? {
                // With threads and the real clock, no two runs are equal.
                Some(printed) if self.is_real(command) && alike(&printed, &shown) => {
                    checked.push_str(&shown);
                }
                Some(printed)
                    if printed.lines().count() > MIN_LINES_TO_CUT
                        && (excerpt::leaves_out(&shown, &printed)
                            || self.is_real(command)
                                && alike_with_gaps(&shown, &printed)) =>
                {
                    checked.push_str(&shown);
                }
                Some(printed) => checked.push_str(&printed),
                None => checked.push_str(&shown),
            }
        }
        Ok(checked)
    }

    /// Returns the output of the command; `None` if it fails, and then that is a failure.
    fn command(&mut self, line: usize, command: &str) -> Result<Option<String>, Error> {
        let (bare, comment) = command.split_once(" # ").unwrap_or((command, ""));
        let words = bare.split_whitespace().collect::<Vec<_>>();
        let lesson = match words[..] {
            ["just"] => vec!["list"],
            ["just", "run-lesson", ..] => {
                ["run"].iter().chain(&words[2..]).copied().collect()
            }
            ["just", ..] => words[1..].to_vec(),
            ["cargo", "lesson", ..] => words[2..].to_vec(),
            ["rustc", ..] => return self.rustc(line, &words[1..]),
            _ => {
                let what = format!("`{command}` is not a `cargo lesson` command");
                self.fail(line, what);
                return Ok(None);
            }
        };
        let mut text = Vec::new();
        let written = match args::parse(lesson) {
            Ok(Some(args::Command::Run(run))) if !run.json && !run.live => {
                return self.run(line, &run);
            }
            Ok(Some(args::Command::Timeline(timeline))) if timeline.is_drawn() => {
                return self.timeline(line, &timeline);
            }
            Ok(Some(args::Command::Tree(tree))) => {
                return self.tree(line, &tree);
            }
            Ok(Some(args::Command::Practice(args))) if args.name.is_some() => {
                let name = args.name.unwrap_or_default();
                let transcript = self.transcripts.get(&(name, !comment.is_empty()));
                if transcript.is_none() {
                    self.fail(line, format!("`{command}` shows no sound exercise"));
                }
                return Ok(transcript.cloned());
            }
            Ok(Some(args::Command::List(args))) => {
                list::list(self.registry, &args, CALLER, PAGE_WIDTH, &mut text)
            }
            Ok(Some(args::Command::Lookup(args))) => {
                lookup::lookup(self.registry, &args, CALLER, PAGE_WIDTH, &mut text)
            }
            Ok(_) => {
                self.fail(line, format!("`{command}` cannot be shown in a note"));
                return Ok(None);
            }
            Err(error) => Err(error),
        };
        match written {
            Ok(()) => Ok(Some(String::from_utf8_lossy(&text).into_owned())),
            Err(error) => {
                self.fail(line, format!("`{command}` fails: {error}"));
                Ok(None)
            }
        }
    }

    fn run(&mut self, line: usize, args: &RunArgs) -> Result<Option<String>, Error> {
        let shown =
            self.recorded(line, &args.name, args.example.as_deref(), args.seed)?;
        let Some(ShownRun {
            lesson,
            example,
            run,
        }) = shown
        else {
            return Ok(None);
        };
        if args.plain {
            return Ok(Some(run.stdout.clone()));
        }
        let view = View {
            registry: self.registry,
            lesson,
            example,
            live: false,
            width: PAGE_WIDTH,
            caller: CALLER,
            speed: None,
        };
        let mut text = Vec::new();
        let mut annotated = view.begin(anstream::StripStream::new(&mut text))?;
        for event in &run.events {
            annotated.event(event)?;
        }
        annotated.end(view.next().as_deref())?;
        Ok(Some(String::from_utf8_lossy(&text).into_owned()))
    }

    fn timeline(
        &mut self,
        line: usize,
        args: &TimelineArgs,
    ) -> Result<Option<String>, Error> {
        let Some((story, subject)) = self.drawn(line, &args.source)? else {
            return Ok(None);
        };
        let settings = timeline::Settings {
            by: args.by.into(),
            width: PAGE_WIDTH,
            ascii: args.ascii,
            all: args.all,
        };
        let mut text = anstream::StripStream::new(Vec::new());
        timeline::draw(&story, &subject, settings, &mut text)?;
        Ok(Some(
            String::from_utf8_lossy(&text.into_inner()).into_owned(),
        ))
    }

    fn tree(&mut self, line: usize, args: &TreeArgs) -> Result<Option<String>, Error> {
        let Some((story, subject)) = self.drawn(line, &args.source)? else {
            return Ok(None);
        };
        let replay = Replay::new(&story, false);
        let mut replay =
            replay.map_err(|refused| Error::Failed(refused.to_string()))?;
        let settings = tree::Settings {
            at: args.at(),
            width: PAGE_WIDTH,
            ascii: args.ascii,
        };
        let mut text = anstream::StripStream::new(Vec::new());
        match tree::draw(&mut replay, &subject, settings, &mut text) {
            Ok(()) => Ok(Some(
                String::from_utf8_lossy(&text.into_inner()).into_owned(),
            )),
            Err(error) => {
                self.fail(line, error.to_string());
                Ok(None)
            }
        }
    }

    /// The run that a picture shows, and its program; `None` if there is none, and then that
    /// is a failure.
    fn drawn(
        &mut self,
        line: usize,
        source: &RunSource,
    ) -> Result<Option<(Story, Subject)>, Error> {
        let name = source.name.as_deref().unwrap_or_default();
        let shown =
            self.recorded(line, name, source.example.as_deref(), source.seed)?;
        let Some(ShownRun {
            lesson,
            example,
            run,
        }) = shown
        else {
            return Ok(None);
        };
        match Story::of(&run.events) {
            Ok(story) => {
                let subject =
                    subject(self.registry, lesson, example, source.seed, CALLER);
                Ok(Some((story, subject)))
            }
            Err(refused) => {
                let what = format!("{} cannot be drawn ({refused})", example.name);
                self.fail(line, what);
                Ok(None)
            }
        }
    }

    /// The run that a command shows; `None` if it fails, and then that is a failure.
    fn recorded(
        &mut self,
        line: usize,
        name: &str,
        example: Option<&str>,
        seed: Option<u64>,
    ) -> Result<Option<ShownRun<'a>>, Error> {
        let found = self.registry.example(name, example).map(|(lesson, found)| {
            let mut listed = lesson.examples.iter();
            (lesson, listed.find(|example| example.name == found.name))
        });
        let (lesson, example) = match found {
            Ok((lesson, Some(example))) => (lesson, example),
            Ok((lesson, None)) => {
                let name = &lesson.name;
                self.fail(line, format!("shows an example that {name} does not list"));
                return Ok(None);
            }
            Err(error) => {
                self.fail(line, error.to_string());
                return Ok(None);
            }
        };
        let run = match self.runs.get(&example.name) {
            Some(run) if seed.is_none() => Cow::Borrowed(run),
            _ => {
                // Another seed, or a lesson that is not being checked itself.
                let programs =
                    compile(self.registry, lesson, Some(example), Build::Debug)?;
                let program = programs.example(lesson, example)?;
                Cow::Owned(record(&self.registry.root, program, example, seed)?)
            }
        };
        if let Some(wrong) = &run.wrong {
            self.fail(line, format!("{} failed: {wrong}", example.name));
            return Ok(None);
        }
        Ok(Some(ShownRun {
            lesson,
            example,
            run,
        }))
    }

    /// Whether the command runs an example on the real clock.
    fn is_real(&self, command: &str) -> bool {
        let mut examples = self.registry.examples();
        examples.any(|(_, example)| {
            let mut words = command.split_whitespace();
            words.any(|word| word == example.name) && example.is_real()
        })
    }

    /// The compiler's messages about a file.
    fn rustc(&mut self, line: usize, words: &[&str]) -> Result<Option<String>, Error> {
        let folder = tempfile::tempdir()?;
        let mut rustc =
            Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()));
        rustc
            .args(["--emit=metadata", "--color=never", "--out-dir"])
            .arg(folder.path())
            .args(words)
            .current_dir(&self.registry.root)
            .stdin(Stdio::null());
        match capture(rustc, MAX_COMPILE) {
            Ok(run) => Ok(Some(without_paths_into_std(&run.stderr))),
            Err(error) => {
                self.fail(line, format!("cannot start rustc ({error})"));
                Ok(None)
            }
        }
    }

    fn fail(&mut self, line: usize, what: String) {
        self.failures
            .push(Failure::new(format!("{}:{line}", self.file), what));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With `rust-src` rustc shows lines of std, and leaves room for their numbers.
    #[test]
    fn a_message_is_the_same_with_the_source_of_std() {
        let without = "error: moved\n --> a.rs:9:1\n  |\n9 |     order\n  |\n  \
            = note: read\nnote: taken\n   --> /rustc/1/library/core/src/lib.rs:134:20\n\n\
            error: aborting\n";
        let with = "error: moved\n   --> a.rs:9:1\n    |\n  9 |     order\n    |\n    \
            = note: read\nnote: taken\n   --> /root/library/core/src/lib.rs:134:20\n    |\n\
            134 |     fn into_future\n\nerror: aborting\n";
        let shown = "error: moved\n --> a.rs:9:1\n  |\n9 |     order\n  |\n  \
            = note: read\n\nerror: aborting\n";
        assert_eq!(without_paths_into_std(without), shown);
        assert_eq!(without_paths_into_std(with), shown);
    }
}
