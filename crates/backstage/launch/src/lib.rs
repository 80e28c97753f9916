//! `cargo build`, quiet when it is quick and showing progress when it is not; and the start
//! of another program in place of this one.
//!
//! It depends on nothing, so that the very first `cargo lesson` shows at once what it
//! is waiting for: whatever it used would be compiled before that, without a word.

use std::env;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// Builds that end sooner leave no trace on the screen.
const QUIET_TIME: Duration = Duration::from_secs(1);

/// Returns the command `cargo build` with `arguments`, with its output in pipes for
/// [`follow`]. The messages of the compiler have colours if `colour` is set.
pub fn cargo_build<'a>(
    arguments: impl IntoIterator<Item = &'a str>,
    colour: bool,
) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    // Cargo describes to each program the package that it is of. A build script that
    // reads this would run again after every `cargo test`.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*name);
        }
    }
    // Cargo resolves the whole workspace each time. With large pages glibc needs a fifth less
    // time for that; other systems ignore this.
    if env::var_os("GLIBC_TUNABLES").is_none() {
        command.env("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    }
    command
        .args(["build", "--color", if colour { "always" } else { "never" }])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Follows a build until it ends and returns what cargo printed on stdout. The messages of
/// the compiler go to stderr; cargo's own progress too, but only once the build has taken
/// a second.
///
/// # Errors
/// Returns any error from reading the pipes or writing to stderr.
pub fn follow(
    (stdout, stderr): (Option<ChildStdout>, Option<ChildStderr>),
) -> io::Result<String> {
    // Each pipe is read on a thread of its own: cargo would stall if one filled up.
    let stdout = thread::spawn(move || {
        let mut text = String::new();
        if let Some(mut stdout) = stdout {
            stdout.read_to_string(&mut text)?;
        }
        Ok(text)
    });
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        let lines = stderr.map(|stderr| BufReader::new(stderr).lines());
        // The receiver is gone if stderr cannot be written to.
        lines
            .into_iter()
            .flatten()
            .try_for_each(|line| sender.send(line))
    });
    let mut progress = Progress::new();
    loop {
        match lines.recv_timeout(QUIET_TIME) {
            Ok(line) => progress.line(&line?)?,
            Err(RecvTimeoutError::Timeout) => progress.silence()?,
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    progress.clear()?;
    stdout.join().unwrap_or_else(|_| Ok(String::new()))
}

/// Replaces this process with `command`; where a system cannot do that, runs it and returns
/// how it ended.
///
/// # Errors
/// Returns an error if it cannot be started.
pub fn replace_process(mut command: Command) -> io::Result<ExitStatus> {
    #[cfg(unix)]
    return Err(std::os::unix::process::CommandExt::exec(&mut command));
    #[cfg(not(unix))]
    command.status()
}

/// Shows on stderr what cargo is doing.
struct Progress {
    began: Instant,
    terminal: bool,
    crates: usize,
    /// A line of progress is on the screen.
    shown: bool,
    /// Cargo has said what it is doing.
    heard: bool,
}

impl Progress {
    fn new() -> Self {
        // Such a terminal cannot take a line back: an editor's shell window.
        let dumb = env::var_os("TERM").is_some_and(|name| name == "dumb");
        Progress {
            began: Instant::now(),
            terminal: io::stderr().is_terminal() && !dumb,
            crates: 0,
            shown: false,
            heard: false,
        }
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        let plain = without_colours(line);
        let Some((verb, rest)) = status(&plain) else {
            self.clear()?;
            return writeln!(io::stderr(), "{line}");
        };
        self.heard = true;
        if verb == "Compiling" {
            self.crates += 1;
        }
        // Another cargo is building, which may take long. The package cache is free
        // again at once.
        let is_blocked = verb == "Blocking" && !rest.contains("package cache");
        if is_blocked {
            return self.show(&format!("{rest} (another cargo is building)"));
        }
        if verb == "Finished" || self.began.elapsed() < QUIET_TIME {
            return Ok(());
        }
        let name = rest.split(' ').next().unwrap_or_default();
        match self.terminal {
            true => self.show(&format!("building ({}): {verb} {name}", self.crates)),
            false => self.show(&plain),
        }
    }

    /// Nothing has been heard for a while.
    fn silence(&mut self) -> io::Result<()> {
        if self.heard {
            return Ok(());
        }
        self.heard = true;
        self.show("waiting for cargo")
    }

    fn show(&mut self, text: &str) -> io::Result<()> {
        let mut stderr = io::stderr();
        if !self.terminal {
            return writeln!(stderr, "{text}");
        }
        self.shown = true;
        write!(stderr, "\r\x1b[K{text}")?;
        stderr.flush()
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
    fn status_lines_differ_from_diagnostics() {
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
    fn colours_are_removed() {
        let line = "\x1b[1m\x1b[92m   Compiling\x1b[0m tokio";
        assert_eq!(without_colours(line), "   Compiling tokio");
    }
}
