//! Checks what the notes and the README show: every block of output is what its command
//! prints, every piece of code stands in a file that is compiled or run.
//!
//! - A `console` fence holds commands behind `$ ` and what they print below.
//! - What stands between `<!-- $ cargo lesson … -->` and `<!-- end -->` is Markdown that
//!   the command writes.
//! - Below the block that runs an example of the lesson stands its picture, with the run in
//!   words for those who cannot see it.
//! - A `rust` or `python` fence is an excerpt of a file of the lessons.

use std::borrow::Cow;
use std::fs;
use std::iter::Peekable;
use std::process::{Command, Stdio};

use views::{Story, timeline};

use super::outputs::{Run, Runs, record};
use super::pictures::Shown;
use super::{Also, Failure, rewrite};
use crate::cli::{self, PAGE};
use crate::compile::{Build, compile};
use crate::recorded::subject;
use crate::registry::{Example, Lesson, Registry};
use crate::run::{View, program};
use crate::trouble::Trouble;

/// Checks the notes of these lessons (with `course`, all notes), and returns how many
/// blocks of output there were.
pub(super) fn check(
    registry: &Registry,
    lessons: &[&Lesson],
    course: bool,
    (runs, pictures): (&Runs, &Shown),
    also: Also,
    failures: &mut Vec<Failure>,
) -> Result<usize, Trouble> {
    let mut files = lessons
        .iter()
        .map(|lesson| lesson.notes())
        .collect::<Vec<_>>();
    if course {
        files.push("README.md".to_owned());
        let folder = fs::read_dir(registry.root.join("lessons"));
        let names = folder
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
    let sources = sources(registry);
    let mut blocks = 0;
    for file in files {
        // A note that is missing is the lint's affair.
        let Ok(text) = fs::read_to_string(registry.root.join(&file)) else {
            continue;
        };
        let mut page = Page {
            registry,
            runs,
            pictures,
            lesson: lessons
                .iter()
                .copied()
                .find(|lesson| lesson.notes() == file),
            shown: Vec::new(),
            sources: &sources,
            file: &file,
            blocks: 0,
            failures,
        };
        let checked = page.check(&text)?;
        blocks += page.blocks;
        if also.bless && checked != text {
            rewrite(&registry.root, &file, &checked)?;
        } else {
            let what = "shows something else than the command prints \
                        (if that is right: cargo lesson check --bless)";
            failures.extend(Failure::first_difference(&file, 0, what, &text, &checked));
        }
    }
    Ok(blocks)
}

/// The program texts that excerpts may come from, without indentation and blank lines.
fn sources(registry: &Registry) -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for lesson in &registry.lessons {
        for folder in ["examples", "src", "tests", "tests/ui"] {
            let files = fs::read_dir(registry.root.join(&lesson.folder).join(folder));
            for file in files.into_iter().flatten().flatten() {
                let path = file.path();
                let ending = path.extension().and_then(|ending| ending.to_str());
                if let (Some(ending), Ok(text)) = (ending, fs::read_to_string(&path)) {
                    sources.push((ending.to_owned(), compact(&text)));
                }
            }
        }
    }
    sources
}

fn compact(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::from("\n"), |text, line| text + line + "\n")
}

/// Whether two runs differ in nothing but times, and in who woke whom: with threads that
/// is another matter of time.
fn alike(one: &str, other: &str) -> bool {
    let without_reason = |line: &str| match line.rsplit_once("  (") {
        Some((line, reason)) if reason.ends_with(')') => line.trim_end().to_owned(),
        _ => line.trim_end().to_owned(),
    };
    let mask = |text: &str| {
        let lines = text.lines().map(without_reason).collect::<Vec<_>>();
        let text = lines.join("\n");
        let parts = text
            .split('.')
            .map(|part| part.trim_end_matches(char::is_numeric));
        let parts = parts.map(|part| part.trim_start_matches(char::is_numeric));
        parts.collect::<Vec<_>>().join(".")
    };
    mask(one) == mask(other)
}

/// The compiler's words without the notes that point into the standard library: where
/// that lies differs from one installation to the next.
fn without_paths_into_std(text: &str) -> String {
    let mut kept = Vec::new();
    for paragraph in text.trim_end().split("\n\n") {
        let notes = paragraph.split("\nnote: ").filter(|note| {
            let outside = note.find("--> /").map(|at| &note[at..]);
            outside.is_none_or(|path| !path.contains("/library/"))
        });
        kept.push(notes.collect::<Vec<_>>().join("\nnote: "));
    }
    kept.join("\n\n") + "\n"
}

/// The lines up to the one that is `mark`, and that one; empty if it never comes.
fn up_to<'a>(
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
    mark: &str,
) -> (String, &'a str) {
    let mut body = String::new();
    for (_, line) in lines {
        if line.trim_end() == mark {
            return (body, line);
        }
        body.push_str(line);
    }
    (body, "")
}

/// The run that a command shows.
struct Told<'a> {
    lesson: &'a Lesson,
    example: &'a Example,
    run: Cow<'a, Run>,
}

struct Page<'a> {
    registry: &'a Registry,
    runs: &'a Runs,
    pictures: &'a Shown,
    /// The lesson whose note it is.
    lesson: Option<&'a Lesson>,
    /// The examples whose pictures stand above.
    shown: Vec<&'a str>,
    sources: &'a [(String, String)],
    file: &'a str,
    blocks: usize,
    failures: &'a mut Vec<Failure>,
}

impl<'a> Page<'a> {
    /// The text as it should be.
    fn check(&mut self, text: &str) -> Result<String, Trouble> {
        let mut checked = String::with_capacity(text.len());
        let mut lines = text.split_inclusive('\n').enumerate().peekable();
        while let Some((index, line)) = lines.next() {
            checked.push_str(line);
            let bare = line.trim_end();
            if let Some(language) = bare.strip_prefix("```") {
                let (body, end) = up_to(&mut lines, "```");
                checked.push_str(&self.fence(index + 1, language, &body)?);
                checked.push_str(end);
                if let Some(example) = self.runs_first(language, &body) {
                    self.picture(example, &mut lines, &mut checked);
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

    /// Takes the line with the picture of the example from `lines`, if it is there, and
    /// writes it as it should be.
    fn picture<'t>(
        &self,
        example: &Example,
        lines: &mut Peekable<impl Iterator<Item = (usize, &'t str)> + Clone>,
        checked: &mut String,
    ) {
        let mut ahead = lines.clone();
        while ahead.next_if(|(_, line)| line.trim().is_empty()).is_some() {}
        let is_picture =
            |line: &str| line.starts_with("![") && line.contains("](pictures/");
        let there = ahead.next().filter(|(_, line)| is_picture(line));
        let there = there.map(|(_, line)| line.trim_end());
        let expected = match (self.pictures.get(&example.name), there) {
            (Some(expected), Some(there)) if example.is_real() => {
                // Which task did what is another matter of threads.
                let ends = expected
                    .rsplit_once("](")
                    .map(|(_, file)| format!("]({file}"));
                let begins = format!("![{}: ", example.name);
                let ends_so = ends.is_some_and(|ends| there.ends_with(&ends));
                match there.starts_with(&begins) && ends_so {
                    true => Some(there),
                    false => Some(expected.as_str()),
                }
            }
            (Some(expected), _) => Some(expected.as_str()),
            // Nobody knows how it would look, or there is nothing to be seen.
            (None, there) => there.filter(|_| self.unknown(example)),
        };
        if there.is_some() {
            *lines = ahead;
        }
        if let Some(expected) = expected {
            checked.push('\n');
            checked.push_str(expected);
            checked.push('\n');
        }
    }

    /// Whether nothing could be drawn of the example, because its run went wrong.
    fn unknown(&self, example: &Example) -> bool {
        let run = self.runs.get(&example.name);
        run.is_none_or(|run| run.wrong.is_some() || !run.events.is_empty())
    }

    /// What commands write has links from the workspace root.
    fn links_from_here(&self, text: &str) -> String {
        if self.file.starts_with("lessons/") {
            let text = text.replace("](", "](../");
            text.replace("](../lessons/", "](")
        } else {
            text.to_owned()
        }
    }

    fn fence(
        &mut self,
        line: usize,
        language: &str,
        body: &str,
    ) -> Result<String, Trouble> {
        match language {
            "console" => self.console(line, body),
            "rust" | "python" => {
                let ending = if language == "rust" { "rs" } else { "py" };
                let wanted = compact(body);
                let stands_in = |(found, text): &(String, String)| {
                    found == ending && text.contains(&wanted)
                };
                if !self.sources.iter().any(stands_in) {
                    let what = format!("this {language} stands in no .{ending} file");
                    self.fail(line, what);
                }
                Ok(body.to_owned())
            }
            // Commands to type, and what a file looks like: nothing was printed.
            "sh" | "toml" => Ok(body.to_owned()),
            _ => {
                let what = "is a block that nobody can check: say console, rust, python, \
                            sh or toml";
                self.fail(line, what.to_owned());
                Ok(body.to_owned())
            }
        }
    }

    fn console(&mut self, line: usize, body: &str) -> Result<String, Trouble> {
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
                // Threads keep the real time, more or less.
                Some(printed) if self.is_real(command) && alike(&printed, &shown) => {
                    checked.push_str(&shown);
                }
                Some(printed) => checked.push_str(&printed),
                None => checked.push_str(&shown),
            }
        }
        Ok(checked)
    }

    /// What the command prints; `None` if it fails, and then that is a failure.
    fn command(
        &mut self,
        line: usize,
        command: &str,
    ) -> Result<Option<String>, Trouble> {
        let words = command.split_whitespace().collect::<Vec<_>>();
        let lesson = match words[..] {
            ["just"] => vec!["list"],
            ["just", "run-lesson", ..] => {
                ["run"].iter().chain(&words[2..]).copied().collect()
            }
            ["just", ..] => words[1..].to_vec(),
            ["cargo", "lesson", ..] => words[2..].to_vec(),
            ["rustc", ..] => return self.rustc(line, &words[1..]),
            _ => {
                self.fail(line, format!("`{command}` is no command of the course"));
                return Ok(None);
            }
        };
        if let Some((name, example, plain, seed)) = cli::run_of(&lesson) {
            return self.run(line, &name, &example, plain, seed);
        }
        if let Some((name, example, seed, settings)) = cli::timeline_of(&lesson) {
            return self.timeline(line, &name, &example, seed, settings);
        }
        match cli::page(self.registry, &lesson) {
            Some(Ok(text)) => Ok(Some(text)),
            Some(Err(trouble)) => {
                self.fail(line, format!("`{command}` fails: {trouble}"));
                Ok(None)
            }
            None => {
                self.fail(line, format!("`{command}` cannot be shown in a note"));
                Ok(None)
            }
        }
    }

    fn run(
        &mut self,
        line: usize,
        name: &str,
        example: &str,
        plain: bool,
        seed: Option<u64>,
    ) -> Result<Option<String>, Trouble> {
        let told = self.recorded(line, name, example, seed)?;
        let Some(Told {
            lesson,
            example,
            run,
        }) = told
        else {
            return Ok(None);
        };
        if plain {
            return Ok(Some(run.stdout.clone()));
        }
        let view = View {
            registry: self.registry,
            lesson,
            example,
            live: false,
            width: PAGE,
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
        name: &str,
        example: &str,
        seed: Option<u64>,
        settings: timeline::Settings,
    ) -> Result<Option<String>, Trouble> {
        let told = self.recorded(line, name, example, seed)?;
        let Some(Told {
            lesson,
            example,
            run,
        }) = told
        else {
            return Ok(None);
        };
        let story = match Story::of(&run.events) {
            Ok(story) => story,
            Err(refused) => {
                let what = format!("{} cannot be drawn: {refused}", example.name);
                self.fail(line, what);
                return Ok(None);
            }
        };
        let subject = subject(self.registry, lesson, example, seed);
        let mut text = anstream::StripStream::new(Vec::new());
        timeline::draw(&story, &subject, settings, &mut text)?;
        Ok(Some(
            String::from_utf8_lossy(&text.into_inner()).into_owned(),
        ))
    }

    /// The run that a command shows; `None` if it fails, and then that is a failure.
    fn recorded(
        &mut self,
        line: usize,
        name: &str,
        example: &str,
        seed: Option<u64>,
    ) -> Result<Option<Told<'a>>, Trouble> {
        let found = self
            .registry
            .lesson(name)
            .and_then(|lesson| Ok((lesson, lesson.example(example)?)));
        let (lesson, example) = match found {
            Ok(found) => found,
            Err(trouble) => {
                self.fail(line, trouble.to_string());
                return Ok(None);
            }
        };
        let run = match self.runs.get(&example.name) {
            Some(run) if seed.is_none() => Cow::Borrowed(run),
            _ => {
                // Another seed, or a lesson that is not being checked itself.
                let programs =
                    compile(self.registry, lesson, Some(example), Build::Debug)?;
                let program = program(&programs, lesson, example)?;
                Cow::Owned(record(program, example, seed)?)
            }
        };
        if let Some(wrong) = &run.wrong {
            self.fail(line, format!("{} failed: {wrong}", example.name));
            return Ok(None);
        }
        Ok(Some(Told {
            lesson,
            example,
            run,
        }))
    }

    /// Whether the command runs an example on the real clock.
    fn is_real(&self, command: &str) -> bool {
        let words = command.split_whitespace();
        let mut examples = words.filter_map(|word| {
            let lessons = self.registry.lessons.iter();
            lessons
                .flat_map(|lesson| &lesson.examples)
                .find(|example| example.name == word)
        });
        examples.any(|example| example.is_real())
    }

    /// What the compiler has to say about a file.
    fn rustc(
        &mut self,
        line: usize,
        words: &[&str],
    ) -> Result<Option<String>, Trouble> {
        let nowhere =
            std::env::temp_dir().join(format!("lesson-{}", std::process::id()));
        fs::create_dir_all(&nowhere)?;
        let output = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()))
            .args(["--emit=metadata", "--color=never", "--out-dir"])
            .arg(&nowhere)
            .args(words)
            .current_dir(&self.registry.root)
            .stdin(Stdio::null())
            .output();
        // It holds nothing that anybody will miss.
        let _ = fs::remove_dir_all(&nowhere);
        match output {
            Ok(output) => {
                let text = String::from_utf8_lossy(&output.stderr);
                Ok(Some(without_paths_into_std(&text)))
            }
            Err(error) => {
                self.fail(line, format!("rustc cannot be started: {error}"));
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

    #[test]
    fn real_runs_may_differ_in_time_and_in_who_woke_whom() {
        let shown = "   0.2  task 2   done           (first poll)\n";
        let found = "   0.3  task 2   done           (woken by another thread)\n";
        assert!(alike(shown, found));
        assert!(alike(shown, "   0.2  task 2   done\n"));
        assert!(!alike(
            shown,
            "   0.2  task 2   dome           (first poll)\n"
        ));
        assert!(!alike(
            shown,
            "   0.2  task 3   done           (first poll)\n"
        ));
    }
}
