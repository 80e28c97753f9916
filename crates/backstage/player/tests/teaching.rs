//! The slides on a pseudo terminal: forward and back, the run as it prints, the editor, the
//! second window; and what is left afterwards.

#![cfg(unix)]

mod terminal;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use portable_pty::CommandBuilder;
use terminal::Terminal;
use views::{Deck, Slide, Subject};

const SIMPLE: &str = include_str!("../../views/tests/runs/simple.jsonl");
const PROGRAM: &str = include_str!("../../views/tests/runs/simple.rs");
const FILE: &str = "crates/03-gather-vs-wait/examples/simple.rs";

/// A lesson of two pages in a folder of its own, removed when dropped.
struct Classroom {
    folder: tempfile::TempDir,
}

fn text(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

impl Classroom {
    fn new() -> Classroom {
        let folder = tempfile::TempDir::new().expect("there is a temporary folder");
        let classroom = Classroom { folder };
        let root = classroom.path("");
        let source = PROGRAM.lines().map(str::to_owned).collect::<Vec<_>>();
        let slide = |name: &str, minutes| Slide {
            name: name.to_owned(),
            claim: format!("what {name} shows"),
            minutes,
            idea: text("An idea."),
            ask: text("How long does it take?"),
            answer: text("4.00: the longest wait."),
            in_python: text("the same."),
            try_it: text("Make it 8."),
            outcome: text("8.00."),
            subject: Subject {
                file: FILE.to_owned(),
                source: source.clone(),
                ..Subject::default()
            },
            program: (1..).zip(source.clone()).collect(),
            recording: SIMPLE.to_owned(),
            failed: None,
        };
        let deck = Deck {
            heading: "3 · gather vs wait".to_owned(),
            lesson: "gather-vs-wait".to_owned(),
            goals: text("After this lesson you can wait."),
            slides: vec![slide("simple", 4), slide("again", 6)],
            recap: text("The longest wait is the total."),
            remarks: text("Draw the bars on the board."),
            command: classroom.path("lesson").to_string_lossy().into_owned(),
            root: root.to_string_lossy().into_owned(),
        };
        let deck = serde_json::to_string(&deck).expect("it is plain data");
        classroom.write("deck.json", &deck);
        classroom.write(FILE, PROGRAM);
        // Stands for `cargo lesson`: it says what it was asked for, or prints a recording.
        classroom.script(
            "lesson",
            "case \"$1\" in run) cat new.jsonl;; *) echo \"asked: $*\"; exit 1;; esac",
        );
        classroom
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))
            .and_then(|()| fs::write(path, text))
            .expect("the temporary folder can be written to");
    }

    fn script(&self, name: &str, text: &str) {
        self.write(name, &format!("#!/bin/sh\n{text}\n"));
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.path(name), mode).expect("it is ours");
    }

    fn command(&self, flags: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_teach"));
        command.arg(self.path("deck.json"));
        command.arg(self.path("place"));
        command.args(flags);
        command.env("EDITOR", self.path("editor"));
        command.env_remove("VISUAL");
        command
    }

    fn teach(&self, speed: &str) -> Terminal {
        Terminal::start(self.command(&["--speed", speed]), 80, 24)
    }
}

#[test]
fn forward_and_back_through_all_steps() {
    let classroom = Classroom::new();
    let mut terminal = classroom.teach("1000");
    let steps = [
        ("─ after this lesson ─", "After this lesson you can wait."),
        ("─ program ─", "An idea."),
        ("─ question ─", "How long does it take?"),
        ("─ run ─", "TIME:  4.00"),
        ("─ picture ─", "task 3   "),
        ("─ answer ─", "4.00: the longest wait."),
        ("─ try ─", "Make it 8."),
        ("─ what happens ─", "8.00."),
        ("page 2 of 2", "again"),
    ];
    for (title, text) in steps {
        let screen = terminal.sees(title);
        assert!(screen.contains(text) || title == "─ run ─", "{screen}");
        terminal.sees(text);
        // A clicker has the keys of a page.
        terminal.press("\x1b[6~");
    }
    for _ in 0..steps.len() {
        terminal.press("\x1b[5~");
    }
    terminal.sees("─ after this lesson ─");
    terminal.press("\x1b[F");
    let screen = terminal.sees("─ recap ─");
    assert!(screen.contains("0 min used, 10 planned of 10"), "{screen}");
    terminal.press("?");
    let screen = terminal.sees("just teach gather-vs-wait --notes");
    assert!(screen.contains("─ keys ─"), "{screen}");
    terminal.press("?q");
    assert!(terminal.ends().success());
}

#[test]
fn a_run_takes_its_time_or_none() {
    let classroom = Classroom::new();
    let mut terminal = classroom.teach("2");
    terminal.sees("─ after this lesson ─");
    let began = Instant::now();
    terminal.press("   ");
    let screen = terminal.sees("Waiting:  4");
    assert!(!screen.contains("Task ret"), "{screen}");
    terminal.sees("done at 4.00");
    // Four seconds at twice the pace.
    assert!(began.elapsed().as_secs_f64() >= 2.0);
    terminal.press("r");
    terminal.until("the run again", |screen| {
        !screen.contents().contains("Task ret")
    });
    terminal.press("i");
    terminal.sees("done at 4.00");
    // Whatever the window's size.
    terminal.resize(60, 16);
    terminal.sees("TIME:  4.00");
    terminal.resize(30, 8);
    terminal.sees("This needs 60 columns");
    terminal.resize(120, 40);
    terminal.sees("done at 4.00");
    terminal.press("\x03");
    assert!(terminal.ends().success());
}

#[test]
fn a_changed_program_runs_and_the_player_comes_back() {
    let classroom = Classroom::new();
    classroom.write("new.jsonl", &SIMPLE.replace("TIME:  4.00", "TIME:  8.00"));
    classroom.script("editor", "echo '// changed' >> \"$1\"");
    let mut terminal = classroom.teach("1000");
    terminal.sees("─ after this lesson ─");
    terminal.press(" e");
    let screen = terminal.sees("TIME:  8.00");
    assert!(screen.contains("─ run ─"), "{screen}");
    terminal.press("w");
    terminal.sees("asked: walk gather-vs-wait simple --step 1");
    terminal.press("\r");
    terminal.sees("─ run ─");
    // A change that does not compile: the compiler has spoken, and the lesson goes on.
    classroom.write("new.jsonl", "");
    terminal.press("e");
    // The words of the walk are still there, above these.
    terminal.until("a second prompt", |screen| {
        let prompts = screen.contents();
        prompts.matches("Enter goes back to the lesson").count() == 2
    });
    terminal.press("\r");
    terminal.sees("TIME:  8.00");
    terminal.press("q");
    let screen = terminal.sees("to undo it: git checkout --");
    assert!(
        screen.contains("note: changed crates/03-gather"),
        "{screen}"
    );
    assert!(terminal.ends().success());
}

#[test]
fn the_second_window_follows() {
    let classroom = Classroom::new();
    let mut terminal = classroom.teach("1000");
    terminal.sees("─ after this lesson ─");
    let flags = ["--notes", "--speed", "1"];
    let mut notes = Terminal::start(classroom.command(&flags), 80, 24);
    let screen = notes.sees("Draw the bars on the board.");
    assert!(screen.contains("next: simple · 4 min"), "{screen}");
    terminal.press("  ");
    let screen = notes.sees("answer: 4.00: the longest wait.");
    assert!(screen.contains("next: again · 6 min"), "{screen}");
    // On the projector there is no answer yet.
    let screen = terminal.sees("─ question ─");
    assert!(!screen.contains("4.00: the"), "{screen}");
    notes.press("q");
    assert!(notes.ends().success());
    terminal.press("q");
    assert!(terminal.ends().success());
}
