//! The player in the terminal: step through a recorded run, forward and back, and see
//! the line of the program, what every task does, and what has been printed.
//!
//! [`views::Replay`] knows the run and [`views::sentence`] tells it. Here are the keys
//! ([`Player`]), the picture ([`Look`]), and the terminal ([`Screen`]).

mod look;
mod picture;
mod player;
mod screen;

use std::io;
use std::time::Instant;

use ratatui::crossterm::event;

pub use look::Look;
pub use player::{Flow, Player};
pub use screen::Screen;

/// Shows the run until somebody leaves it.
///
/// # Errors
/// When the terminal cannot be written to or read from.
pub fn play(mut player: Player<'_>, look: Look) -> io::Result<()> {
    let mut screen = Screen::enter()?;
    loop {
        screen.draw(|frame| picture::draw(frame, &mut player, look))?;
        let event = match player.due() {
            None => Some(event::read()?),
            Some(due) => {
                let wait = due.saturating_duration_since(Instant::now());
                if event::poll(wait)? {
                    Some(event::read()?)
                } else {
                    None
                }
            }
        };
        let flow = match event {
            Some(event) => player.event(&event, Instant::now()),
            None => player.tick(Instant::now()),
        };
        if flow == Flow::Leave {
            return Ok(());
        }
    }
}
