//! `walk`: step through a run in the terminal.
//!
//! The player is a program of its own, compiled when it is first asked for: what it draws
//! with would make everybody wait longer for the very first command. It finds the run in
//! a folder, which it removes.

use std::fs::{self, DirBuilder, File};
use std::io::{self, BufReader, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use recording::{Event, Reader, write_event};
use views::Subject;

use crate::compile::compile_program;
use crate::recorded::{events, shown, subject, subject_of};
use crate::registry::{Example, Lesson, Registry};
use crate::trouble::Trouble;

/// Says what to do instead where nobody can see or press anything.
pub(crate) fn needs_terminal(instead: &str) -> Result<(), Trouble> {
    // Some call themselves terminal and cannot move a cursor: an editor's shell window.
    let dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
    if io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb {
        return Ok(());
    }
    Err(Trouble::Usage(format!(
        "walk needs a terminal to draw on and keys to listen to; without one this works: \
         cargo lesson timeline {instead}"
    )))
}

/// Runs the example, and walks through its run.
pub(crate) fn run(
    registry: &Registry,
    lesson: &Lesson,
    example: &Example,
    seed: Option<u64>,
) -> Result<(), Trouble> {
    needs_terminal(&format!("{} {}", lesson.name, example.name))?;
    let player = compile_program(registry, "player")?;
    let (events, failed) = events(registry, lesson, example, seed)?;
    let folder = Folder::new()?;
    folder.write(&subject(registry, lesson, example, seed), &events)?;
    let mut command = Command::new(player);
    command.arg(&folder.path);
    if let Some(how) = failed {
        let why = format!("{} failed: {how}", example.name);
        command.args(["--failed", &why]);
    }
    become_it(command, folder)
}

/// Walks through the recording in a file, as `run --json` writes it.
pub(crate) fn read(registry: &Registry, path: &Path) -> Result<(), Trouble> {
    let shown = shown(path);
    needs_terminal(&format!("--from {shown}"))?;
    let failed = |why: String| Trouble::Failed(format!("{shown}: {why}"));
    let kind = fs::metadata(path).map_err(|error| failed(error.to_string()))?;
    if !kind.is_file() {
        // Its beginning is read here, and all of it by the player.
        return Err(failed("not a file, which can be read twice".to_owned()));
    }
    let file = File::open(path).map_err(|error| failed(error.to_string()))?;
    // What is damaged is for the player to refuse.
    let mut events = Reader::new(BufReader::new(file)).map_while(Result::ok);
    let place = events.find_map(|event| event.place);
    let program = place.map_or(String::new(), |place| place.file.into_owned());
    let player = compile_program(registry, "player")?;
    let folder = Folder::new()?;
    folder.write(&subject_of(registry, &program, path), &[])?;
    let mut command = Command::new(player);
    command.arg(&folder.path).arg("--from").arg(path);
    become_it(command, folder)
}

/// A folder that only we can read; removed when dropped.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn new() -> io::Result<Folder> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let process = std::process::id();
        for number in 0..100 {
            let name = format!("cargo-lesson-walk-{process}-{number}");
            let path = std::env::temp_dir().join(name);
            match builder.create(&path) {
                Ok(()) => return Ok(Folder { path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn write(&self, subject: &Subject, events: &[Event]) -> io::Result<()> {
        let subject = serde_json::to_vec(subject)?;
        fs::write(self.path.join("subject.json"), subject)?;
        let file = File::create_new(self.path.join("recording.jsonl"))?;
        let mut file = BufWriter::new(file);
        for event in events {
            write_event(&mut file, event)?;
        }
        file.flush()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The player has removed it, unless it never began.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Replaces this process: signals, the terminal and the exit code are the player's.
#[cfg(unix)]
fn become_it(mut command: Command, folder: Folder) -> Result<(), Trouble> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    drop(folder);
    Err(Trouble::Failed(format!(
        "the player cannot be started: {error}"
    )))
}

#[cfg(not(unix))]
fn become_it(mut command: Command, folder: Folder) -> Result<(), Trouble> {
    let status = command.status().map_err(|error| {
        Trouble::Failed(format!("the player cannot be started: {error}"))
    })?;
    drop(folder);
    match status.success() {
        true => Ok(()),
        false => Err(Trouble::Told),
    }
}
