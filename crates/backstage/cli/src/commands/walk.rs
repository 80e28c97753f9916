//! `walk`: step through a run in the terminal.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use recording::Reader;

use crate::args::WalkArgs;
use crate::caller::Caller;
use crate::course::Registry;
use crate::error::Error;
use crate::program::handover::Player;
use crate::program::recorded::{RunOf, events, shown, subject, subject_of_file};
use crate::terminal::is_interactive;

/// Runs the example, or reads the recording, and walks through it.
pub(crate) fn walk(
    registry: &Registry,
    args: &WalkArgs,
    caller: Caller,
) -> Result<(), Error> {
    let source = &args.source;
    let (Some(name), None) = (&source.name, &source.from) else {
        let path = source.from.as_deref().unwrap_or(Path::new(""));
        return read(registry, path, args, caller);
    };
    let (lesson, example) = registry.example(name, source.example.as_deref())?;
    need_terminal(&format!("{} {}", lesson.name, example.name), caller)?;
    let mut player = Player::new(registry)?;
    let run = RunOf {
        lesson,
        example: &example,
        seed: source.seed,
        limit: source.limit.duration(),
    };
    let (events, failed) = events(registry, run)?;
    if let Some(why) = failed {
        player.set_failed(&why);
    }
    player.set_start(args.step, args.speed);
    let subject = subject(registry, lesson, &example, source.seed, caller);
    player.play(&subject, &events)
}

/// Walks through the recording in a file, as `run --json` writes it.
fn read(
    registry: &Registry,
    path: &Path,
    args: &WalkArgs,
    caller: Caller,
) -> Result<(), Error> {
    let shown = shown(path);
    need_terminal(&format!("--from {shown}"), caller)?;
    let failed = |why: String| Error::Failed(format!("{shown}: {why}"));
    let kind = fs::metadata(path).map_err(|error| failed(error.to_string()))?;
    if !kind.is_file() {
        // Its beginning is read here, and all of it by the player.
        return Err(failed("not a file that can be read twice".to_owned()));
    }
    let file = File::open(path).map_err(|error| failed(error.to_string()))?;
    // A damaged recording is for the player to refuse.
    let mut events = Reader::new(BufReader::new(file)).map_while(Result::ok);
    let place = events.find_map(|event| event.place);
    let program = place.map_or(String::new(), |place| place.file.into_owned());
    let mut player = Player::new(registry)?;
    player.set_file(path);
    player.set_start(args.step, args.speed);
    player.play(&subject_of_file(registry, &program, path, caller), &[])
}

/// Refuses to walk where there is nothing to draw on or no key to press.
fn need_terminal(arguments: &str, caller: Caller) -> Result<(), Error> {
    if is_interactive() {
        return Ok(());
    }
    let instead = caller.command_line(&format!("timeline {arguments}"));
    Err(Error::Usage(format!(
        "walk needs an interactive terminal; try instead: {instead}"
    )))
}
