//! The terminal while the player has it, and how it is restored: after leaving, after an
//! error, after a panic, and when a signal ends the process.

use std::cell::RefCell;
use std::io::{self, Write};
use std::panic;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use ratatui::{Frame, Terminal};

/// Whether the player has the terminal.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Held while a picture is written: a signal must not restore the terminal in the
/// middle of one.
static WRITING: Mutex<()> = Mutex::new(());

/// The terminal; it is restored when this is dropped.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Picture>>,
    picture: Picture,
}

/// The bytes of the next picture. They are written only when they are complete: a
/// part that an error or a panic leaves never reaches the terminal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picture(pub(crate) Rc<RefCell<Vec<u8>>>);

impl Write for Picture {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Screen {
    /// Takes the terminal: a screen of its own, no cursor, and every key for the player.
    ///
    /// # Errors
    /// Returns an error if there is no terminal, or if it cannot be written to.
    pub fn enter() -> io::Result<Screen> {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                // First, so that its message can be read afterwards.
                restore();
                before(info);
            }));
        });
        restore_on_signals()?;
        let picture = Picture::default();
        let terminal = Terminal::new(CrosstermBackend::new(picture.clone()))?;
        TAKEN.store(true, Ordering::SeqCst);
        // From here on, dropping it restores all that was changed.
        let screen = Screen { terminal, picture };
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, Hide)?;
        Ok(screen)
    }

    /// Draws the picture; only what changed is written.
    ///
    /// # Errors
    /// Returns an error if the terminal cannot be written to.
    pub fn draw(&mut self, picture: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        let _writing = writing();
        self.picture.0.borrow_mut().clear();
        // The terminal shows the picture before or the one after, and nothing between.
        queue!(self.picture, BeginSynchronizedUpdate)?;
        self.terminal.draw(picture)?;
        queue!(self.picture, EndSynchronizedUpdate)?;
        let mut out = io::stdout().lock();
        out.write_all(&self.picture.0.borrow())?;
        out.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn writing() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // When these fail, the terminal is gone: there is nothing left to do.
        let _ = execute!(io::stdout(), LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

/// Ends the process as the signal would have, with the terminal restored.
#[cfg(unix)]
fn restore_on_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;

    static HANDLED: AtomicBool = AtomicBool::new(false);
    if HANDLED.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let _writing = writing();
            restore();
            // It does not return for these signals.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
    Ok(())
}

/// The console reports Ctrl-C like any other key.
#[cfg(not(unix))]
fn restore_on_signals() -> io::Result<()> {
    Ok(())
}
