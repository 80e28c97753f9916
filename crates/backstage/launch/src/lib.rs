//! `cargo build`, quiet when it is quick and showing progress when it is not.
//!
//! It depends on nothing, so that the very first `cargo lesson` shows at once what it
//! is waiting for.

use std::env;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Builds that end sooner leave no trace on the screen.
const PATIENCE: Duration = Duration::from_secs(1);

/// What came of a build.
#[derive(Debug)]
pub struct Built {
    /// How cargo ended.
    pub status: ExitStatus,
    /// What cargo printed on stdout: one JSON object a line if it was asked for that.
    pub stdout: String,
}

/// Runs `cargo build` with `arguments`. What the compiler has to say goes to stderr;
/// cargo's own progress too, but only once the build has taken a second.
///
/// # Errors
/// When cargo cannot be started.
pub fn cargo_build<'a>(
    arguments: impl IntoIterator<Item = &'a str>,
) -> io::Result<Built> {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    let terminal = io::stderr().is_terminal();
    let colour =
        terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    // Cargo tells whom it runs about their own package. Build scripts that look at this
    // would run again after every `cargo test`.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*name);
        }
    }
    command
        .args(["build", "--color", if colour { "always" } else { "never" }])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let (Some(mut stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take())
    else {
        unreachable!("both were asked to be pipes");
    };
    // Read on a thread of its own: cargo would stall if either pipe filled up.
    let stdout = thread::spawn(move || {
        let mut text = String::new();
        stdout.read_to_string(&mut text).map(|_| text)
    });
    let mut progress = Progress::new(terminal);
    for line in BufReader::new(stderr).lines() {
        progress.line(&line?)?;
    }
    progress.clear()?;
    let stdout = stdout.join().unwrap_or_else(|_| Ok(String::new()))?;
    Ok(Built {
        status: child.wait()?,
        stdout,
    })
}

/// Shows on stderr what cargo is doing.
struct Progress {
    began: Instant,
    terminal: bool,
    crates: usize,
    shown: bool,
}

impl Progress {
    fn new(terminal: bool) -> Self {
        Progress {
            began: Instant::now(),
            terminal,
            crates: 0,
            shown: false,
        }
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        let plain = without_colours(line);
        let Some((verb, rest)) = status(&plain) else {
            self.clear()?;
            return writeln!(io::stderr(), "{line}");
        };
        if verb == "Compiling" {
            self.crates += 1;
        }
        // Another cargo is building, which may take long; the package cache is not
        // worth a word.
        let waits_for_another = verb == "Blocking" && rest.contains("build directory");
        if verb == "Finished" || (self.began.elapsed() < PATIENCE && !waits_for_another)
        {
            return Ok(());
        }
        if self.terminal {
            self.shown = true;
            let name = rest.split(' ').next().unwrap_or_default();
            let what = if waits_for_another { rest } else { name };
            let mut stderr = io::stderr();
            write!(stderr, "\r\x1b[Kbuilding ({}): {verb} {what}", self.crates)?;
            stderr.flush()
        } else {
            writeln!(io::stderr(), "{plain}")
        }
    }

    /// Takes the progress line off the screen.
    fn clear(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.shown) {
            let mut stderr = io::stderr();
            write!(stderr, "\r\x1b[K")?;
            stderr.flush()?;
        }
        Ok(())
    }
}

/// Cargo's status lines: a word that ends in column 12, a blank, and the rest.
fn status(line: &str) -> Option<(&str, &str)> {
    let verb = line.get(..12)?.trim_start();
    let rest = line.get(12..)?.strip_prefix(' ')?;
    let capital = verb.starts_with(|first: char| first.is_ascii_uppercase());
    (capital && verb.chars().all(char::is_alphabetic)).then_some((verb, rest))
}

fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for character in line.chars() {
        match character {
            '\x1b' => inside = true,
            _ if inside => inside = !character.is_ascii_alphabetic(),
            _ => plain.push(character),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_lines_are_told_from_diagnostics() {
        assert_eq!(
            status("   Compiling tokio v1.54.1"),
            Some(("Compiling", "tokio v1.54.1"))
        );
        assert_eq!(status("warning: unused variable"), None);
        assert_eq!(status("  --> src/main.rs:3:5"), None);
        assert_eq!(status("12 |     let address = 3;"), None);
        assert_eq!(status("等待"), None);
    }

    #[test]
    fn colours_are_taken_out() {
        let line = "\x1b[1m\x1b[92m   Compiling\x1b[0m tokio";
        assert_eq!(without_colours(line), "   Compiling tokio");
    }
}
