//! The player in the terminal: step through a recorded run, forward and back, and see
//! the line of the program, what every task does, and what has been printed.
//!
//! `views` knows the run and explains it. Here are the keys ([`App`]), the picture (`ui`),
//! and the terminal ([`Screen`]).

pub mod teach;

mod app;
mod highlight;
mod terminal;
mod ui;

use std::io;
use std::time::Instant;

use ratatui::crossterm::event;
use views::Capabilities;

pub use app::App;
use app::Flow;
pub use terminal::Screen;

/// Shows the run until the reader leaves it.
///
/// # Errors
/// Returns an error if the terminal cannot be written to or read from.
pub fn play(mut app: App<'_>, capabilities: Capabilities) -> io::Result<()> {
    let mut screen = Screen::enter()?;
    loop {
        screen.draw(|frame| ui::draw(frame, &mut app, capabilities))?;
        let event = match app.due() {
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
            Some(event) => app.event(&event, Instant::now()),
            None => app.tick(Instant::now()),
        };
        if flow == Flow::Leave {
            return Ok(());
        }
    }
}
