//! Hands a run over to the player, which is a program of its own.
//!
//! It is compiled when it is first needed: what it draws with would make the very first
//! command take much longer. It finds the run in a folder, which it removes.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::Command;

use recording::{Event, write_event};
use tempfile::TempDir;
use views::Subject;

use super::compile::compile_program;
use crate::course::Registry;
use crate::error::Error;

/// The player, with a run in a folder that no other user can read.
pub(crate) struct Player {
    command: Command,
    folder: TempDir,
}

impl Player {
    /// Compiles the player.
    pub(crate) fn new(registry: &Registry) -> Result<Player, Error> {
        let program = compile_program(registry, "player", "player")?;
        let prefix = format!("cargo-lesson-walk-{}-", std::process::id());
        let folder = tempfile::Builder::new().prefix(&prefix).tempdir()?;
        let mut command = Command::new(program);
        command.arg(folder.path());
        Ok(Player { command, folder })
    }

    /// Names the file that holds the recording.
    pub(crate) fn set_file(&mut self, path: &Path) {
        self.command.arg("--from").arg(path);
    }

    /// Sets where it begins, as a step from 1, and at which share of the run's pace it
    /// plays.
    pub(crate) fn set_start(&mut self, step: Option<u32>, speed: Option<f64>) {
        if let Some(step) = step {
            self.command.arg("--step").arg(step.to_string());
        }
        if let Some(speed) = speed {
            self.command.arg("--speed").arg(speed.to_string());
        }
    }

    /// Says why the program ended otherwise than it should have.
    pub(crate) fn set_failed(&mut self, why: &str) {
        self.command.args(["--failed", why]);
    }

    /// Plays the run in place of this process.
    pub(crate) fn play(self, subject: &Subject, events: &[Event]) -> Result<(), Error> {
        write_run(self.folder.path(), subject, events)?;
        match launch::replace_process(self.command) {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(Error::Reported),
            Err(error) => {
                let why = format!("cannot start the player ({error})");
                Err(Error::Failed(why))
            }
        }
    }
}

fn write_run(folder: &Path, subject: &Subject, events: &[Event]) -> io::Result<()> {
    let subject = serde_json::to_vec(subject)?;
    fs::write(folder.join("subject.json"), subject)?;
    let mut file = BufWriter::new(File::create_new(folder.join("recording.jsonl"))?);
    for event in events {
        write_event(&mut file, event)?;
    }
    file.flush()
}
