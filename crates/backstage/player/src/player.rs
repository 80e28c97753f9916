//! Where in the run the player stands, and what the keys do.

use std::time::{Duration, Instant};

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use views::{Replay, Stop, Story, Subject, Text, sentence};

/// At speed 1: to look up, and for each word of the sentence.
const GLANCE: Duration = Duration::from_millis(600);
const WORD: Duration = Duration::from_millis(160);

/// The speeds are powers of two, from this one to its inverse.
const SLOWEST: i32 = -2;
const FASTEST: i32 = 5;

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// The picture may have changed.
    Stay,
    /// Somebody wants to leave.
    Leave,
}

/// A run being played.
#[derive(Debug)]
pub struct Player<'a> {
    pub(crate) replay: Replay<'a>,
    pub(crate) subject: &'a Subject,
    pub(crate) failed: Option<&'a str>,
    /// The file of the program, as a text of the recording.
    pub(crate) program: Option<Text>,
    /// The tasks of libraries are shown too.
    pub(crate) all: bool,
    pub(crate) help: bool,
    /// When the next step is due, while it plays.
    playing: Option<Instant>,
    /// The power of two of the speed.
    speed: i32,
    /// The first line of the source in the picture, and the task last looked at: they
    /// stay where a stop names none.
    pub(crate) top: usize,
    pub(crate) looked_at: u32,
}

impl<'a> Player<'a> {
    /// Stands at the beginning of the run. `failed` says what went wrong in it.
    pub fn new(
        story: &'a Story,
        subject: &'a Subject,
        failed: Option<&'a str>,
    ) -> Self {
        let mut files = story.steps().iter().filter_map(|step| Some(step.place?.0));
        let program = files.find(|file| story.text(*file) == subject.file);
        Player {
            replay: Replay::new(story, false),
            subject,
            failed,
            program,
            all: false,
            help: false,
            playing: None,
            speed: 0,
            top: 0,
            looked_at: 0,
        }
    }

    /// When the next step is due, while it plays.
    pub fn due(&self) -> Option<Instant> {
        self.playing
    }

    /// The speed as a factor, while it plays.
    pub(crate) fn pace(&self) -> Option<f64> {
        self.playing.map(|_| 2_f64.powi(self.speed))
    }

    /// Takes what the terminal reports.
    pub fn event(&mut self, event: &Event, now: Instant) -> Flow {
        match event {
            Event::Key(key) if !key.is_release() => self.key(*key, now),
            _ => Flow::Stay,
        }
    }

    /// Takes the step that is due.
    pub fn tick(&mut self, now: Instant) -> Flow {
        if self.playing.is_some_and(|due| due <= now) {
            self.go(self.replay.at() + 1);
            let more = self.replay.at() + 1 < self.replay.len();
            self.playing = more.then(|| now + self.patience());
        }
        Flow::Stay
    }

    fn key(&mut self, key: KeyEvent, now: Instant) -> Flow {
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return match key.code {
                KeyCode::Char('c' | 'd') => Flow::Leave,
                _ => Flow::Stay,
            };
        }
        if self.help {
            self.help = false;
            return match key.code {
                KeyCode::Char('q') => Flow::Leave,
                _ => Flow::Stay,
            };
        }
        let at = self.replay.at();
        match key.code {
            KeyCode::Char('q') | KeyCode::Esc => return Flow::Leave,
            KeyCode::Right | KeyCode::Down | KeyCode::Char('l' | 'j') => {
                self.stop_at(at + 1);
            }
            KeyCode::Left | KeyCode::Up | KeyCode::Char('h' | 'k') => {
                self.stop_at(at.saturating_sub(1));
            }
            KeyCode::PageDown => self.stop_at(at + 10),
            KeyCode::PageUp => self.stop_at(at.saturating_sub(10)),
            KeyCode::Home | KeyCode::Char('g') => self.stop_at(0),
            KeyCode::End | KeyCode::Char('G') => self.stop_at(usize::MAX),
            KeyCode::Char('n') => {
                let next = self.replay.next_print();
                self.stop_at(next.unwrap_or(usize::MAX));
            }
            KeyCode::Char('p') => {
                let before = self.replay.print_before();
                self.stop_at(before.unwrap_or(0));
            }
            KeyCode::Char(' ') => self.play_or_pause(now),
            KeyCode::Char('+' | '=') => self.set_speed(self.speed + 1, now),
            KeyCode::Char('-') => self.set_speed(self.speed - 1, now),
            KeyCode::Char('a') => self.show_all(),
            KeyCode::Char('?') => {
                self.playing = None;
                self.help = true;
            }
            _ => {}
        }
        Flow::Stay
    }

    fn go(&mut self, stop: usize) {
        self.replay.go(stop);
        if let Some(task) = self.replay.task() {
            self.looked_at = task;
        }
    }

    /// Goes there and does not play on.
    fn stop_at(&mut self, stop: usize) {
        self.playing = None;
        self.go(stop);
    }

    fn play_or_pause(&mut self, now: Instant) {
        if self.playing.take().is_some() {
            return;
        }
        if self.replay.stop() == Stop::End {
            self.go(0);
        }
        self.playing = Some(now + self.patience());
    }

    fn set_speed(&mut self, speed: i32, now: Instant) {
        self.speed = speed.clamp(SLOWEST, FASTEST);
        if self.playing.is_some() {
            self.playing = Some(now + self.patience());
        }
    }

    /// How long the sentence that stands there takes to read.
    fn patience(&self) -> Duration {
        let words = sentence::sentence(&self.replay).split(' ').count() as u32;
        (GLANCE + WORD * words).div_f64(2_f64.powi(self.speed))
    }

    fn show_all(&mut self) {
        self.all = !self.all;
        let happened = self.replay.happened();
        let mut replay = Replay::new(self.replay.story(), self.all);
        let stop = match self.replay.stop() {
            Stop::End => usize::MAX,
            _ => replay.stop_of(happened.saturating_sub(1)).unwrap_or(0),
        };
        replay.go(stop);
        self.replay = replay;
    }
}
