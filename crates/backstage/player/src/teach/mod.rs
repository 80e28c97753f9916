//! A lesson on the projector: its path as slides, each in a few steps, and the teacher's
//! remarks in a second window.

mod draw;
mod notes;
mod stage;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyModifiers};
use recording::{Clock, EventKind, Reader, Stream};
use views::{Capabilities, Deck, PrintedLine, PrintedLines, Slide, Story};

use crate::Screen;
pub use notes::show_notes;
use stage::{Stage, Stop, stops};

/// The time between two pictures while a run is shown, or the clock.
const FRAME: Duration = Duration::from_millis(50);
const TICK: Duration = Duration::from_secs(1);

/// The run of a slide.
struct Run {
    lines: Vec<PrintedLine>,
    story: Option<Story>,
    clock: Clock,
}

/// A lesson being taught.
pub struct Teach {
    deck: Deck,
    runs: Vec<Run>,
    stops: Vec<Stop>,
    at: usize,
    /// Rows that are scrolled out at the top.
    scrolled: usize,
    /// When the run on the screen was started; `None` if it is shown whole.
    playing: Option<Instant>,
    began: Instant,
    speed: f64,
    help: bool,
    /// The files that the teacher has changed.
    changed: Vec<String>,
    /// The file that tells the second window where the first is.
    place: PathBuf,
}

/// What a key asks for, beside another picture.
enum Flow {
    Stay,
    Leave,
    /// Walk through the run of the slide, from this step.
    Walk(usize),
    /// Open the program in an editor, and run it.
    Edit,
}

impl Run {
    fn of(slide: &Slide) -> Run {
        let reader = Reader::new(slide.recording.as_bytes());
        // A line that cannot be read is the last one.
        let events = reader.map_while(Result::ok).collect::<Vec<_>>();
        let lines = PrintedLines::of(&events, &slide.subject);
        let clock = events.iter().find_map(|event| match event.kind {
            EventKind::Began { clock, .. } => Some(clock),
            _ => None,
        });
        Run {
            lines,
            story: Story::of(&events).ok(),
            clock: clock.unwrap_or_default(),
        }
    }

    fn length_us(&self) -> u64 {
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

    /// Shows the slides until the teacher leaves them, and returns the files that were
    /// changed meanwhile.
    ///
    /// # Errors
    /// Returns an error if the terminal cannot be written to or read from.
    pub fn show(mut self, capabilities: Capabilities) -> io::Result<Vec<String>> {
        let mut screen = Screen::enter()?;
        self.tell_place();
        loop {
            screen.draw(|frame| draw::draw(frame, &mut self, capabilities))?;
            let wait = if self.is_playing() { FRAME } else { TICK };
            let flow = match event::poll(wait)? {
                true => self.event(&event::read()?),
                false => Flow::Stay,
            };
            match flow {
                Flow::Stay => {}
                Flow::Leave => return Ok(self.changed),
                Flow::Walk(step) => {
                    drop(screen);
                    self.walk(step)?;
                    screen = Screen::enter()?;
                }
                Flow::Edit => {
                    drop(screen);
                    self.edit()?;
                    screen = Screen::enter()?;
                }
            }
        }
    }

    fn stop(&self) -> Stop {
        self.stops[self.at]
    }

    /// The slide and its run, and the stage; `None` before the first and after the last.
    fn page(&self) -> Option<(&Slide, &Run, Stage)> {
        match self.stop() {
            Stop::Page(slide, stage) => {
                Some((&self.deck.slides[slide], &self.runs[slide], stage))
            }
            Stop::Goals | Stop::Recap => None,
        }
    }

    /// The time of the run up to which its lines are shown, in microseconds.
    fn shown_us(&self) -> u64 {
        let elapsed = self.playing.map(|began| began.elapsed().as_secs_f64());
        elapsed.map_or(u64::MAX, |elapsed| (elapsed * self.speed * 1e6) as u64)
    }

    fn is_playing(&self) -> bool {
        let length = self.page().map_or(0, |(_, run, _)| run.length_us());
        self.playing.is_some() && self.shown_us() <= length
    }

    fn event(&mut self, event: &Event) -> Flow {
        match event {
            Event::Key(key) if !key.is_release() => self.key(*key),
            _ => Flow::Stay,
        }
    }

    fn key(&mut self, key: KeyEvent) -> Flow {
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

    fn next(&mut self) {
        if self.at + 1 < self.stops.len() {
            self.go(self.at + 1);
            if matches!(self.stop(), Stop::Page(_, Stage::Run)) {
                self.playing = Some(Instant::now());
            }
        }
    }

    fn back(&mut self) {
        self.go(self.at.saturating_sub(1));
    }

    fn go(&mut self, at: usize) {
        self.at = at;
        self.scrolled = 0;
        self.playing = None;
        self.tell_place();
    }

    /// Tells the second window where this one is. Without it the lesson goes on.
    fn tell_place(&self) {
        let text = self.at.to_string();
        let new = self.place.with_extension("new");
        let _ = fs::write(&new, text).and_then(|()| fs::rename(new, &self.place));
    }

    /// The step of the run that is on the screen, from 1.
    fn step(&self) -> usize {
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

    /// Walks through the run, and comes back.
    fn walk(&self, step: usize) -> io::Result<()> {
        let Some((slide, ..)) = self.page() else {
            return Ok(());
        };
        let step = step.to_string();
        let lesson = &*self.deck.lesson;
        let words = ["walk", lesson, &*slide.name, "--step", &*step];
        let status = self.lesson_command(&words).status()?;
        match status.success() {
            true => Ok(()),
            false => wait_for_enter(),
        }
    }

    /// Opens the program in the teacher's editor, runs what comes out of it, and shows that.
    fn edit(&mut self) -> io::Result<()> {
        let Stop::Page(index, _) = self.stop() else {
            return Ok(());
        };
        let root = PathBuf::from(&self.deck.root);
        let file = self.deck.slides[index].subject.file.clone();
        let path = root.join(&file);
        let before = fs::read_to_string(&path)?;
        if let Err(error) = open_editor(&path) {
            eprintln!(
                "cannot start the editor ({error}); set EDITOR to the one you use"
            );
            return wait_for_enter();
        }
        let text = fs::read_to_string(&path)?;
        if text == before {
            return Ok(());
        }
        if !self.changed.contains(&file) {
            self.changed.push(file);
        }
        let lesson = self.deck.lesson.clone();
        let name = self.deck.slides[index].name.clone();
        let mut command =
            self.lesson_command(&["run", &lesson, &name, "--fast", "--json"]);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut recording = String::new();
        if let Some(stdout) = &mut child.stdout {
            stdout.read_to_string(&mut recording)?;
        }
        let status = child.wait()?;
        if recording.is_empty() {
            // The compiler has said why.
            return wait_for_enter();
        }
        let slide = &mut self.deck.slides[index];
        slide.recording = recording;
        slide.failed = (!status.success()).then(|| format!("{name} failed"));
        slide.subject.source = text.lines().map(str::to_owned).collect();
        slide.program = (1..).zip(slide.subject.source.iter().cloned()).collect();
        // Its comments may be elsewhere now.
        slide.subject.annotations.clear();
        self.runs[index] = Run::of(slide);
        let is_run = |stop: &Stop| *stop == Stop::Page(index, Stage::Run);
        if let Some(at) = self.stops.iter().position(is_run) {
            self.go(at);
            self.playing = Some(Instant::now());
        }
        Ok(())
    }

    fn lesson_command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.deck.command);
        command.args(words).current_dir(&self.deck.root);
        command
    }

    /// Minutes planned up to the end of the slide that is shown.
    fn planned(&self) -> u32 {
        let until = match self.stop() {
            Stop::Goals => 0,
            Stop::Page(slide, _) => slide + 1,
            Stop::Recap => self.deck.slides.len(),
        };
        let slides = self.deck.slides[..until].iter();
        slides.map(|slide| slide.minutes).sum()
    }

    /// The printed lines that are shown now. What goes to stderr is among them.
    fn lines_shown(&self) -> impl Iterator<Item = &PrintedLine> {
        let shown = self.shown_us();
        let lines = self.page().map_or(&[][..], |(_, run, _)| &run.lines);
        lines.iter().filter(move |line| line.at_us <= shown)
    }
}

/// Whether a line went to stderr.
fn is_message(line: &PrintedLine) -> bool {
    line.stream == Stream::Stderr
}

/// Opens the file in the editor that the environment names, and waits for its end.
fn open_editor(path: &Path) -> io::Result<()> {
    let named = ["VISUAL", "EDITOR"].into_iter().find_map(std::env::var_os);
    let usual = if cfg!(windows) { "notepad" } else { "vi" };
    let editor = named.unwrap_or_else(|| usual.into());
    // It may come with flags, as in `code --wait`.
    let editor = editor.to_string_lossy().into_owned();
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or(usual));
    command.args(words).arg(path).status()?;
    Ok(())
}

fn wait_for_enter() -> io::Result<()> {
    print!("\nEnter goes back to the lesson ");
    io::stdout().flush()?;
    io::stdin().read_line(&mut String::new())?;
    Ok(())
}
