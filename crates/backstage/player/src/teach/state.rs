//! Where a lesson is: its stop, the run that is being shown, and what the keys do.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use recording::{Reader, Stream};
use views::{Deck, PrintedLine, PrintedLines, Slide, Story};

use super::stage::{Stage, Stop, stops};

/// What a key asks for, beside another picture.
pub(super) enum Flow {
    Stay,
    Leave,
    /// Walk through the run of the slide, from this step.
    Walk(usize),
    /// Open the program in an editor, and run it.
    Edit,
}

/// The run of a slide.
pub(super) struct Run {
    pub(super) lines: Vec<PrintedLine>,
    pub(super) story: Option<Story>,
}

/// A lesson being taught.
pub struct Teach {
    pub(super) deck: Deck,
    pub(super) runs: Vec<Run>,
    pub(super) stops: Vec<Stop>,
    pub(super) at: usize,
    /// Rows that are scrolled out at the top.
    pub(super) scrolled: usize,
    /// When the run on the screen was started; `None` if it is shown whole.
    pub(super) playing: Option<Instant>,
    pub(super) began: Instant,
    pub(super) speed: f64,
    pub(super) help: bool,
    /// The files that the teacher has changed.
    pub(super) changed: Vec<String>,
    /// The file that tells the second window where the first is.
    pub(super) place: PathBuf,
}

impl Run {
    pub(super) fn of(slide: &Slide) -> Run {
        let reader = Reader::new(slide.recording.as_bytes());
        // A line that cannot be read is the last one.
        let events = reader.map_while(Result::ok).collect::<Vec<_>>();
        let lines = PrintedLines::of(&events, &slide.subject);
        Run {
            lines,
            story: Story::of(&events).ok(),
        }
    }

    /// A time in seconds, as the run needs it. Without events there is none to write.
    pub(super) fn seconds(&self, us: u64) -> String {
        let story = self.story.as_ref();
        story.map_or_else(String::new, |story| story.seconds(us))
    }

    pub(super) fn length_us(&self) -> u64 {
        self.story.as_ref().map_or(0, Story::length_us)
    }
}

impl Teach {
    /// Begins at the goals. `speed` is the pace of the runs, `place` the file that the
    /// second window follows.
    pub fn new(deck: Deck, speed: f64, place: PathBuf) -> Teach {
        Teach {
            runs: deck.slides.iter().map(Run::of).collect(),
            stops: stops(&deck),
            deck,
            at: 0,
            scrolled: 0,
            playing: None,
            began: Instant::now(),
            speed,
            help: false,
            changed: Vec::new(),
            place,
        }
    }

    pub(super) fn stop(&self) -> Stop {
        self.stops[self.at]
    }

    /// The slide and its run, and the stage; `None` before the first and after the last.
    pub(super) fn page(&self) -> Option<(&Slide, &Run, Stage)> {
        match self.stop() {
            Stop::Page(slide, stage) => {
                Some((&self.deck.slides[slide], &self.runs[slide], stage))
            }
            Stop::Goals | Stop::Recap => None,
        }
    }

    /// The time of the run up to which its lines are shown, in microseconds.
    pub(super) fn shown_us(&self) -> u64 {
        let elapsed = self.playing.map(|began| began.elapsed().as_secs_f64());
        elapsed.map_or(u64::MAX, |elapsed| (elapsed * self.speed * 1e6) as u64)
    }

    pub(super) fn is_playing(&self) -> bool {
        let length = self.page().map_or(0, |(_, run, _)| run.length_us());
        self.playing.is_some() && self.shown_us() <= length
    }

    pub(super) fn event(&mut self, event: &Event) -> Flow {
        match event {
            Event::Key(key) if !key.is_release() => self.key(*key),
            _ => Flow::Stay,
        }
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Flow {
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return match key.code {
                KeyCode::Char('c' | 'd') => Flow::Leave,
                _ => Flow::Stay,
            };
        }
        if self.help {
            self.help = false;
            return Flow::Stay;
        }
        match key.code {
            KeyCode::Char('q') | KeyCode::Esc => return Flow::Leave,
            // A clicker sends the keys of a page.
            KeyCode::Right | KeyCode::PageDown | KeyCode::Char(' ' | 'n') => {
                self.next()
            }
            KeyCode::Enter => self.next(),
            KeyCode::Left
            | KeyCode::PageUp
            | KeyCode::Backspace
            | KeyCode::Char('p') => {
                self.back();
            }
            KeyCode::Down | KeyCode::Char('j') => self.scrolled += 1,
            KeyCode::Up | KeyCode::Char('k') => {
                self.scrolled = self.scrolled.saturating_sub(1);
            }
            KeyCode::Home => self.go(0),
            KeyCode::End => self.go(self.stops.len() - 1),
            KeyCode::Char('i') => self.playing = None,
            KeyCode::Char('r') if matches!(self.stop(), Stop::Page(_, Stage::Run)) => {
                self.playing = Some(Instant::now());
            }
            KeyCode::Char('w') if self.page().is_some() => {
                return Flow::Walk(self.step());
            }
            KeyCode::Char('e') if self.page().is_some() => return Flow::Edit,
            KeyCode::Char('?') => self.help = true,
            _ => {}
        }
        Flow::Stay
    }

    pub(super) fn next(&mut self) {
        if self.at + 1 < self.stops.len() {
            self.go(self.at + 1);
            if matches!(self.stop(), Stop::Page(_, Stage::Run)) {
                self.playing = Some(Instant::now());
            }
        }
    }

    pub(super) fn back(&mut self) {
        self.go(self.at.saturating_sub(1));
    }

    pub(super) fn go(&mut self, at: usize) {
        self.at = at;
        self.scrolled = 0;
        self.playing = None;
        self.tell_place();
    }

    /// Tells the second window where this one is. Without it the lesson goes on.
    pub(super) fn tell_place(&self) {
        let text = self.at.to_string();
        let new = self.place.with_extension("new");
        let _ = fs::write(&new, text).and_then(|()| fs::rename(new, &self.place));
    }

    /// The step of the run that is on the screen, from 1.
    pub(super) fn step(&self) -> usize {
        let Some((_, run, Stage::Run)) = self.page().filter(|_| self.is_playing())
        else {
            // Of a run that has been shown, the beginning.
            return 1;
        };
        let shown = self.shown_us();
        let Some(story) = &run.story else { return 1 };
        let Ok(replay) = views::Replay::new(story, false) else {
            return 1;
        };
        let steps = story.steps().iter();
        let happened = steps.take_while(|step| step.at_us <= shown).count();
        let last = u32::try_from(happened.saturating_sub(1)).unwrap_or(u32::MAX);
        replay.stop_of(last).map_or(1, |stop| stop + 1)
    }

    /// Minutes planned up to the end of the slide that is shown.
    pub(super) fn planned(&self) -> u32 {
        let until = match self.stop() {
            Stop::Goals => 0,
            Stop::Page(slide, _) => slide + 1,
            Stop::Recap => self.deck.slides.len(),
        };
        let slides = self.deck.slides[..until].iter();
        slides.map(|slide| slide.minutes).sum()
    }

    /// The printed lines that are shown now. What goes to stderr is among them.
    pub(super) fn lines_shown(&self) -> impl Iterator<Item = &PrintedLine> {
        let shown = self.shown_us();
        let lines = self.page().map_or(&[][..], |(_, run, _)| &run.lines);
        lines.iter().filter(move |line| line.at_us <= shown)
    }
}

/// Whether a line went to stderr.
pub(super) fn is_message(line: &PrintedLine) -> bool {
    line.stream == Stream::Stderr
}
