//! The state of the player: its place in the run, and what the keys do.

use std::time::{Duration, Instant};

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use views::{RecordingError, Replay, Stop, Story, Subject, Text, explain};

/// At speed 1: the time to look up, and for each word of the explanation.
const GLANCE: Duration = Duration::from_millis(600);
const WORD: Duration = Duration::from_millis(160);

/// The speeds are powers of two, from this one to its inverse.
const MIN_SPEED: i32 = -2;
const MAX_SPEED: i32 = 5;

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// The picture may have changed.
    Stay,
    /// The reader wants to leave.
    Leave,
}

/// A run being played.
#[derive(Debug)]
pub struct App<'a> {
    pub(crate) replay: Replay<'a>,
    pub(crate) subject: &'a Subject,
    pub(crate) failed: Option<&'a str>,
    /// The file of the program, as a text of the recording.
    pub(crate) program: Option<Text>,
    /// Whether the tasks of libraries are shown too.
    pub(crate) all: bool,
    pub(crate) help: bool,
    /// When the next step is due, while it plays.
    playing: Option<Instant>,
    /// The speed, as a power of two.
    speed: i32,
    /// It plays at this share of the run's own pace, in place of a reader's; with the moment
    /// and the stop at which that began.
    tempo: Option<(f64, Instant, usize)>,
    /// The first line of the source in the picture, and the task of the last stop that
    /// had one: they stay as they are at a stop that names none.
    pub(crate) top: usize,
    pub(crate) looked_at: u32,
}

impl<'a> App<'a> {
    /// Begins at the first stop of the run. `failed` says what went wrong in it.
    ///
    /// # Errors
    /// Returns an error if the run has more events than can be stepped through.
    pub fn new(
        story: &'a Story,
        subject: &'a Subject,
        failed: Option<&'a str>,
    ) -> Result<Self, RecordingError> {
        let mut files = story.steps().iter().filter_map(|step| Some(step.place?.0));
        let program = files.find(|file| story.text(*file) == subject.file);
        Ok(App {
            replay: Replay::new(story, false)?,
            subject,
            failed,
            program,
            all: false,
            help: false,
            playing: None,
            speed: 0,
            tempo: None,
            top: 0,
            looked_at: 0,
        })
    }

    /// When the next step is due, while it plays.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.playing
    }

    /// The speed as a factor, while it plays.
    pub(crate) fn pace(&self) -> Option<f64> {
        let factor = 2_f64.powi(self.speed);
        let tempo = self.tempo.map_or(1.0, |(tempo, ..)| tempo);
        self.playing.map(|_| factor * tempo)
    }

    /// Plays from here at a share of the run's own pace: at 0.1, a second of the run takes
    /// ten.
    pub fn play_at(&mut self, tempo: f64, now: Instant) {
        self.tempo = Some((tempo, now, self.replay.at()));
        self.playing = Some(now);
    }

    /// Takes an event of the terminal.
    pub(crate) fn event(&mut self, event: &Event, now: Instant) -> Flow {
        match event {
            Event::Key(key) if !key.is_release() => self.key(*key, now),
            _ => Flow::Stay,
        }
    }

    /// Takes the step that is due.
    pub(crate) fn tick(&mut self, now: Instant) -> Flow {
        if self.playing.is_some_and(|due| due <= now) {
            self.go(self.replay.at() + 1);
            let more = self.replay.at() + 1 < self.replay.stops().len();
            self.playing = more.then(|| self.next_due(now));
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
            KeyCode::Char('w') => {
                let cause = explain(&self.replay).cause;
                self.stop_at(cause.unwrap_or(at));
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

    /// Goes to the stop of that number, from 0; beyond the end, to the last.
    pub fn go(&mut self, stop: usize) {
        self.replay.go(stop);
        if let Some(task) = self.replay.task() {
            self.looked_at = task;
        }
    }

    /// Goes to that stop and stops playing.
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
        self.start(now);
    }

    fn set_speed(&mut self, speed: i32, now: Instant) {
        self.speed = speed.clamp(MIN_SPEED, MAX_SPEED);
        if self.playing.is_some() {
            self.start(now);
        }
    }

    fn start(&mut self, now: Instant) {
        if let Some((tempo, ..)) = self.tempo {
            self.tempo = Some((tempo, now, self.replay.at()));
        }
        self.playing = Some(self.next_due(now));
    }

    /// When the stop after this one is due.
    fn next_due(&self, now: Instant) -> Instant {
        let Some((tempo, began, from)) = self.tempo else {
            return now + self.reading_time();
        };
        let next = (self.replay.at() + 1).min(self.replay.stops().len() - 1);
        let us = self.time_of(next).saturating_sub(self.time_of(from));
        let factor = tempo * 2_f64.powi(self.speed);
        began + Duration::from_secs_f64(us as f64 / 1e6 / factor)
    }

    /// The time of the run at which a stop begins, in microseconds.
    fn time_of(&self, stop: usize) -> u64 {
        let steps = self.replay.story().steps();
        let at = |step: u32| steps.get(step as usize).map_or(0, |step| step.at_us);
        match self.replay.stops()[stop] {
            Stop::Step(step) => at(step),
            // It lasts until then.
            Stop::Pause(next) => at(next.saturating_sub(1)),
            Stop::End => self.replay.story().length_us(),
        }
    }

    /// The time that it takes to read the explanation.
    fn reading_time(&self) -> Duration {
        let explanation = explain(&self.replay);
        let words = explanation.sentence.split(' ').count()
            + explanation.detail.split(' ').count();
        let words = u32::try_from(words).unwrap_or(u32::MAX);
        (GLANCE + WORD * words).div_f64(2_f64.powi(self.speed))
    }

    fn show_all(&mut self) {
        let happened = self.replay.happened();
        let Ok(mut replay) = Replay::new(self.replay.story(), !self.all) else {
            return;
        };
        self.all = !self.all;
        let stop = match self.replay.stop() {
            Stop::End => usize::MAX,
            _ => replay.stop_of(happened.saturating_sub(1)).unwrap_or(0),
        };
        replay.go(stop);
        self.replay = replay;
    }
}
