//! The program that `cargo lesson teach …` starts, with the lesson in a file: `teach DECK
//! PLACE [--notes] [--speed FACTOR]`. DECK is a [`Deck`] as JSON, PLACE the file through
//! which the window with the remarks follows the one with the slides.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use player::teach::{Teach, show_notes};
use views::columns::escape_controls;
use views::{Capabilities, Deck};

fn main() -> ExitCode {
    let words = std::env::args().skip(1).collect::<Vec<_>>();
    let words = words.iter().map(String::as_str).collect::<Vec<_>>();
    let (deck, place, notes, speed) = match words[..] {
        [deck, place, "--speed", speed] => (deck, place, false, speed),
        [deck, place, "--notes", "--speed", speed] => (deck, place, true, speed),
        _ => {
            eprintln!("error: start it with: cargo lesson teach NAME");
            return ExitCode::from(2);
        }
    };
    match show(Path::new(deck), PathBuf::from(place), notes, speed) {
        Ok(changed) if changed.is_empty() => ExitCode::SUCCESS,
        Ok(changed) => {
            let files = changed.join(" ");
            eprintln!("note: changed {files}; to undo it: git checkout -- {files}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {}", escape_controls(&error.to_string()));
            ExitCode::FAILURE
        }
    }
}

fn show(
    deck: &Path,
    place: PathBuf,
    notes: bool,
    speed: &str,
) -> io::Result<Vec<String>> {
    let deck = serde_json::from_str::<Deck>(&fs::read_to_string(deck)?)?;
    let capabilities = Capabilities::of_environment();
    if notes {
        show_notes(&deck, &place, capabilities)?;
        return Ok(Vec::new());
    }
    let speed = speed.parse().unwrap_or(1.0);
    Teach::new(deck, speed, place).show(capabilities)
}
