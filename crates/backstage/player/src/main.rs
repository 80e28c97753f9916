//! The program that `cargo lesson walk …` starts, with the run in a folder: see
//! [`Arguments`].

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufReader, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use player::{App, play};
use views::columns::escape_controls;
use views::{Capabilities, Story, Subject};

/// The command line: a folder that holds `subject.json`, which is a [`Subject`], and
/// `recording.jsonl`; the folder is removed when it has been read. `--from FILE` names a
/// recording elsewhere, which stays. `--step N` is the step to begin at, from 1; `--speed
/// FACTOR` plays at once, at that share of the run's pace. `--failed
/// WHY` says why the program did not end as it should.
struct Arguments {
    folder: PathBuf,
    recording: Option<PathBuf>,
    failed: Option<String>,
    step: Option<usize>,
    speed: Option<f64>,
}

fn main() -> ExitCode {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        eprintln!("error: walk needs a terminal; start it with: cargo lesson walk");
        return ExitCode::from(2);
    }
    let Some(arguments) = Arguments::parse(std::env::args_os().skip(1)) else {
        eprintln!("error: start it with: cargo lesson walk NAME EXAMPLE");
        return ExitCode::from(2);
    };
    match walk(&arguments) {
        Ok(()) => match arguments.failed {
            None => ExitCode::SUCCESS,
            Some(failed) => report(&failed),
        },
        Err(error) => report(&error),
    }
}

fn walk(arguments: &Arguments) -> Result<(), String> {
    let (subject, story) = arguments.read()?;
    let mut app = App::new(&story, &subject, arguments.failed.as_deref())
        .map_err(|error| error.to_string())?;
    app.go(arguments.step.unwrap_or(1).saturating_sub(1));
    if let Some(speed) = arguments.speed {
        app.play_at(speed, Instant::now());
    }
    play(app, Capabilities::of_environment()).map_err(|error| error.to_string())
}

fn report(why: &str) -> ExitCode {
    eprintln!("error: {}", escape_controls(why));
    ExitCode::FAILURE
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = OsString>) -> Option<Arguments> {
        let mut arguments = Arguments {
            folder: words.next()?.into(),
            recording: None,
            failed: None,
            step: None,
            speed: None,
        };
        while let Some(name) = words.next() {
            let value = words.next()?;
            match name.to_str()? {
                "--from" => arguments.recording = Some(value.into()),
                "--speed" => arguments.speed = value.to_str()?.parse().ok(),
                "--step" => arguments.step = value.to_str()?.parse().ok(),
                "--failed" => arguments.failed = Some(value.into_string().ok()?),
                _ => return None,
            }
        }
        Some(arguments)
    }

    fn read(&self) -> Result<(Subject, Story), String> {
        let subject = self.folder.join("subject.json");
        let in_folder = self.folder.join("recording.jsonl");
        let recording = self.recording.as_ref().unwrap_or(&in_folder);
        let failed = |why: String| format!("{}: {why}", recording.to_string_lossy());
        let read = || {
            let text =
                fs::read_to_string(&subject).map_err(|error| error.to_string())?;
            let subject =
                serde_json::from_str(&text).map_err(|error| error.to_string())?;
            let file =
                File::open(recording).map_err(|error| failed(error.to_string()))?;
            let story = Story::read(BufReader::new(file))
                .map_err(|error| failed(error.to_string()))?;
            Ok((subject, story))
        };
        let result = read();
        // They were only for this program. Left behind, they do no harm.
        let _ = fs::remove_file(&subject);
        let _ = fs::remove_file(&in_folder);
        let _ = fs::remove_dir(&self.folder);
        result
    }
}
