//! `cargo lesson walk …` arrives here, with the run in a folder: see [`Given`].

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufReader, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use player::{Look, Player, play};
use views::columns::harmless;
use views::{Story, Subject};

/// What stands on the command line: a folder that holds `subject.json`, which is a
/// [`Subject`], and `recording.jsonl`; the folder is removed when it has been read.
/// `--from FILE` names a recording that lies elsewhere, and stays there. `--failed WHY`
/// says why the program ended otherwise than it should have.
struct Given {
    folder: PathBuf,
    recording: Option<PathBuf>,
    failed: Option<String>,
}

fn main() -> ExitCode {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        eprintln!("error: walk needs a terminal; start it with: cargo lesson walk");
        return ExitCode::from(2);
    }
    let Some(given) = Given::parse(std::env::args_os().skip(1)) else {
        eprintln!("error: start it with: cargo lesson walk NAME EXAMPLE");
        return ExitCode::from(2);
    };
    match walk(&given) {
        Ok(()) => match given.failed {
            None => ExitCode::SUCCESS,
            Some(failed) => complain(&failed),
        },
        Err(error) => complain(&error),
    }
}

fn walk(given: &Given) -> Result<(), String> {
    let (subject, story) = given.read()?;
    let player = Player::new(&story, &subject, given.failed.as_deref());
    play(player, Look::of_environment()).map_err(|error| error.to_string())
}

fn complain(why: &str) -> ExitCode {
    eprintln!("error: {}", harmless(why));
    ExitCode::FAILURE
}

impl Given {
    fn parse(mut arguments: impl Iterator<Item = OsString>) -> Option<Given> {
        let mut given = Given {
            folder: arguments.next()?.into(),
            recording: None,
            failed: None,
        };
        while let Some(name) = arguments.next() {
            let value = arguments.next()?;
            match name.to_str()? {
                "--from" => given.recording = Some(value.into()),
                "--failed" => given.failed = Some(value.into_string().ok()?),
                _ => return None,
            }
        }
        Some(given)
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
                .map_err(|refused| failed(refused.to_string()))?;
            Ok((subject, story))
        };
        let result = read();
        // They were only for us. Left behind, they would do no harm.
        let _ = fs::remove_file(&subject);
        let _ = fs::remove_file(&in_folder);
        let _ = fs::remove_dir(&self.folder);
        result
    }
}
