//! A lesson on the projector: its path as slides, each in a few steps, and the teacher's
//! remarks in a second window.

mod draw;
mod notes;
mod stage;
mod state;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ratatui::crossterm::event;
use views::Capabilities;

use crate::Screen;
pub use notes::show_notes;
use stage::{Stage, Stop};
pub use state::Teach;
use state::{Flow, Run};

/// The time between two pictures while a run is shown, or the clock.
const FRAME: Duration = Duration::from_millis(50);
const TICK: Duration = Duration::from_secs(1);

impl Teach {
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
