//! A program on a terminal of its own, as a reader sees it.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::fmt::Debug;
use std::io::{Read, Write};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{
    Child, CommandBuilder, ExitStatus, PtyPair, PtySize, native_pty_system,
};
use vt100::{Parser, Screen};

/// A loaded machine is slow; a picture that has not come by then never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// What has come out of the program.
struct Shown {
    parser: Parser,
    raw: Vec<u8>,
}

/// A program on a terminal.
pub struct Terminal {
    pair: PtyPair,
    child: Box<dyn Child + Send + Sync>,
    process: u32,
    keys: Box<dyn Write + Send>,
    shown: Arc<(Mutex<Shown>, Condvar)>,
    /// How the terminal was set before.
    before: String,
}

impl Terminal {
    /// Starts the program on a terminal of that many columns and rows.
    pub fn start(mut command: CommandBuilder, columns: u16, rows: u16) -> Terminal {
        let inherited = |command: &CommandBuilder, name: &str| {
            command.get_env(name) == std::env::var_os(name).as_deref()
        };
        for name in ["NO_COLOR", "LC_ALL", "LC_CTYPE"] {
            if inherited(&command, name) {
                command.env_remove(name);
            }
        }
        command.env("TERM", "xterm-256color");
        if inherited(&command, "LANG") {
            command.env("LANG", "C.UTF-8");
        }
        let pair = native_pty_system().openpty(size(columns, rows));
        let pair = pair.expect("there is a pseudo-terminal left");
        let before = settings(&pair);
        let mut reader = pair.master.try_clone_reader().expect("it can be read");
        let keys = pair.master.take_writer().expect("it can be written to");
        let child = pair.slave.spawn_command(command);
        let child = child.expect("the program starts");
        let parser = Parser::new(rows, columns, 0);
        let raw = Vec::new();
        let shown = Arc::new((Mutex::new(Shown { parser, raw }), Condvar::new()));
        let into = Arc::clone(&shown);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                let (shown, changed) = &*into;
                let mut shown = shown.lock().expect("no holder panics");
                shown.parser.process(&bytes[..read]);
                shown.raw.extend(&bytes[..read]);
                changed.notify_all();
            }
        });
        Terminal {
            pair,
            process: child.process_id().expect("it runs"),
            child,
            keys,
            shown,
            before,
        }
    }

    /// Waits until the screen is as wanted, and returns its text.
    #[track_caller]
    pub fn until(&self, what: impl Debug, wanted: impl Fn(&Screen) -> bool) -> String {
        let (shown, changed) = &*self.shown;
        let began = Instant::now();
        let mut now: MutexGuard<'_, Shown> = shown.lock().expect("no holder panics");
        while !(is_whole(&now.raw) && wanted(now.parser.screen())) {
            let left = PATIENCE.saturating_sub(began.elapsed());
            let screen = now.parser.screen().contents();
            assert!(!left.is_zero(), "no {what:?} on this screen:\n{screen}");
            let waited = changed.wait_timeout(now, left);
            now = waited.expect("no holder panics").0;
        }
        now.parser.screen().contents()
    }

    /// Waits until the text is on the screen, and returns all that is.
    #[track_caller]
    pub fn sees(&self, text: &str) -> String {
        self.until(text, |screen| screen.contents().contains(text))
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) {
        let written = self.keys.write_all(keys.as_bytes());
        written
            .and_then(|()| self.keys.flush())
            .expect("it listens");
    }

    /// Makes the window larger or smaller.
    pub fn resize(&self, columns: u16, rows: u16) {
        let (shown, _) = &*self.shown;
        let mut shown = shown.lock().expect("no holder panics");
        shown.parser.screen_mut().set_size(rows, columns);
        self.pair
            .master
            .resize(size(columns, rows))
            .expect("it can be resized");
    }

    /// Sends a signal such as `TERM`.
    pub fn signal(&self, signal: &str) {
        let process = self.process.to_string();
        let sent = Command::new("kill")
            .args([format!("-{signal}"), process])
            .status();
        assert!(sent.expect("there is a kill").success());
    }

    /// The number of the process.
    pub fn process(&self) -> u32 {
        self.process
    }

    /// Every byte that came out so far.
    pub fn raw(&self) -> Vec<u8> {
        let shown = self.shown.0.lock().expect("no holder panics");
        shown.raw.clone()
    }

    /// Waits for the program to end, and asserts that the terminal is as it was.
    #[track_caller]
    pub fn ends(&mut self) -> ExitStatus {
        let began = Instant::now();
        // The screen goes back before the process is over.
        self.until("screen as it was", |screen| {
            !screen.alternate_screen() && !screen.hide_cursor()
        });
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                break status;
            }
            assert!(began.elapsed() < PATIENCE, "it does not end");
            thread::park_timeout(Duration::from_millis(10));
        };
        assert_eq!(settings(&self.pair), self.before);
        status
    }
}

/// Whether the last picture has come as a whole: its beginning and its end are marked
/// (synchronized update).
fn is_whole(raw: &[u8]) -> bool {
    const BEGIN: &[u8] = b"\x1b[?2026h";
    const END: &[u8] = b"\x1b[?2026l";
    let last = |mark: &[u8]| raw.windows(mark.len()).rposition(|bytes| bytes == mark);
    last(BEGIN) <= last(END)
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It fails when the program has ended, as it should have.
        let _ = self.child.kill();
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn settings(pair: &PtyPair) -> String {
    let termios = pair.master.get_termios();
    format!("{:?}", termios.expect("a terminal has settings"))
}
