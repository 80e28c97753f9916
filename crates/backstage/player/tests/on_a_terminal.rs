//! The player on a pseudo terminal: what a reader sees, and what is left afterwards.

#![cfg(unix)]

mod terminal;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use player::Screen;
use portable_pty::CommandBuilder;
use terminal::Terminal;
use views::Subject;

const SIMPLE: &str = include_str!("../../views/tests/runs/simple.jsonl");
const EXPLAINED: &str = include_str!("../../views/tests/runs/simple.txt");
// The program as it was when the run was recorded.
const PROGRAM: &str = include_str!("../../views/tests/runs/simple.rs");
const FILE: &str = "crates/03-gather-vs-wait/examples/simple.rs";

/// A folder with a run, as the player wants it.
fn folder(subject: &Subject, recording: &str) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("walk-test-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).expect("the temporary folder can be written to");
    let subject = serde_json::to_string(subject).expect("it is plain data");
    fs::write(folder.join("subject.json"), subject).expect("it can be written to");
    fs::write(folder.join("recording.jsonl"), recording).expect("and to");
    folder
}

fn simple() -> Subject {
    Subject {
        command: None,
        heading: "3 · gather vs wait › simple".to_owned(),
        title: "The longest wait is the total".to_owned(),
        file: FILE.to_owned(),
        source: PROGRAM.lines().map(str::to_owned).collect(),
        annotations: [(
            14,
            "first poll: the task runs as far as its sleep".to_owned(),
        )]
        .into(),
    }
}

fn walk(folder: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_player"));
    command.arg(folder);
    command
}

fn start(recording: &str, columns: u16, rows: u16) -> Terminal {
    Terminal::start(walk(&folder(&simple(), recording)), columns, rows)
}

/// The text of the sentence on the screen, of which there are at most three rows.
fn sentence(screen: &str) -> String {
    let rows = screen.lines().skip(2).take(3).map(str::trim_end);
    rows.collect::<Vec<_>>().join(" ").trim_end().to_owned()
}

#[test]
fn through_the_run_and_back() {
    let mut terminal = start(SIMPLE, 80, 24);
    let explained = EXPLAINED.lines().collect::<Vec<_>>();
    let mut screens = Vec::new();
    for (index, line) in explained.iter().enumerate() {
        if index > 0 {
            terminal.press(if index % 2 == 0 { "\x1b[C" } else { "l" });
        }
        let (time, expected) = line.split_once(' ').expect("a time, a sentence");
        let step = format!("at {time} s · step {} of {}", index + 1, 35);
        let screen = terminal.sees(&step);
        assert_eq!(sentence(&screen), expected, "{screen}");
        screens.push(screen);
    }
    let together = &screens[14];
    assert!(together.contains("◂ task 1, 2, 3"), "{together}");
    for name in ["task 1", "task 2", "task 3"] {
        let sleeps = |row: &str| row.contains(&format!("◔ {name}   waits: sleep"));
        assert!(together.lines().any(sleeps), "{together}");
    }
    assert!(together.contains("run queue: empty, nothing is ready"));
    assert!(together.contains("why then: first poll"), "{together}");
    assert!(screens[7].contains("▶14     println!"), "{}", screens[7]);
    assert!(screens[7].contains("run queue: task 2 › task 3"));
    let last = &screens[34];
    assert!(last.contains("▸   4.00  main     TIME:  4.00"), "{last}");
    terminal.press("\x1b[C");
    for index in (0..34).rev() {
        terminal.press(if index % 2 == 0 { "\x1b[D" } else { "k" });
        let screen = terminal.sees(&format!("step {} of 35", index + 1));
        // All but the program, which is scrolled as little as need be.
        let without_program = |screen: &str| {
            let rows = screen.lines().map(|row| {
                let right = row.char_indices().nth(43).map_or("", |(at, _)| &row[at..]);
                right.trim_end().to_owned()
            });
            rows.collect::<Vec<_>>()
        };
        assert_eq!(
            without_program(&screen),
            without_program(&screens[index]),
            "{screen}\n{}",
            screens[index]
        );
    }
    terminal.press("q");
    assert!(terminal.ends().success());
}

#[test]
fn from_output_to_output_to_the_ends_and_by_itself() {
    let mut terminal = start(SIMPLE, 80, 24);
    terminal.sees("step 1 of 35");
    terminal.press("n");
    let screen = terminal.sees("step 8 of 35");
    assert!(screen.contains("why now: first poll"), "{screen}");
    terminal.press("n");
    terminal.sees("step 11 of 35");
    terminal.press("p");
    terminal.sees("step 8 of 35 · w why: step 7");
    terminal.press("w");
    terminal.sees("step 7 of 35");
    terminal.press("n");
    terminal.sees("step 8 of 35");
    terminal.press("\x1b[F");
    terminal.sees("step 35 of 35");
    terminal.press("\x1b[H");
    terminal.sees("step 1 of 35");
    terminal.press("a");
    terminal.sees("step 1 of 44");
    terminal.press("a");
    terminal.sees("step 1 of 35");
    terminal.press("?");
    terminal.sees("Keys and signs");
    terminal.press("+++++ ");
    // The first key took the help away.
    terminal.sees("playing at ×16");
    terminal.sees("step 35 of 35");
    terminal.press("\x1b[H");
    terminal.sees("step 1 of 35");
    terminal.press(" ");
    terminal.sees("step 3 of 35 · playing");
    terminal.press(" ");
    terminal.until("a pause", |screen| !screen.contents().contains("playing"));
    terminal.press("\x1b");
    assert!(terminal.ends().success());
}

#[test]
fn a_window_of_another_size() {
    let mut terminal = start(SIMPLE, 80, 24);
    terminal.sees("step 1 of 35");
    terminal.press("nnn");
    terminal.sees("step 14 of 35");
    terminal.resize(120, 40);
    let wide = |screen: &vt100::Screen| {
        let contents = screen.contents();
        let rule = contents.lines().nth(1).unwrap_or_default();
        rule.chars().count() == 120 && contents.contains("q quit")
    };
    let screen = terminal.until("120 columns", wide);
    assert!(
        screen.contains("waits: sleep 1s until 1.00, line 15"),
        "{screen}"
    );
    assert_eq!(screen.lines().count(), 40);
    terminal.resize(50, 10);
    terminal.sees("This needs 60 columns and 16 lines; the window");
    terminal.resize(60, 16);
    let screen = terminal.sees("step 14 of 35");
    for pane in ["simple.rs", "─ tasks", "─ output", "Waiting:  4", "▶14"] {
        assert!(screen.contains(pane), "{screen}");
    }
    // One column is as good as none.
    terminal.resize(1, 1);
    terminal.until("a cut", |screen| screen.contents().trim() == "…");
    terminal.resize(80, 24);
    terminal.press("l");
    terminal.sees("step 15 of 35");
    terminal.press("\x03");
    assert!(terminal.ends().success());
}

#[test]
fn however_it_ends_the_terminal_is_as_it_was() {
    for (signal, name) in [
        ("TERM", "Terminated"),
        ("INT", "Interrupt"),
        ("HUP", "Hangup"),
    ] {
        let mut terminal = start(SIMPLE, 80, 24);
        terminal.sees("step 1 of 35");
        terminal.signal(signal);
        let status = terminal.ends();
        assert_eq!(status.signal(), Some(name));
    }
    for key in ["q", "\x1b", "\x03"] {
        let mut terminal = start(SIMPLE, 80, 24);
        terminal.sees("step 1 of 35");
        terminal.press(key);
        assert!(terminal.ends().success());
    }
}

#[test]
fn after_a_panic_too() {
    let this = std::env::current_exe().expect("it runs");
    let mut command = CommandBuilder::new(this);
    command.args([
        "--ignored",
        "--exact",
        "--nocapture",
        "a_panic_on_the_screen",
    ]);
    let mut terminal = Terminal::start(command, 80, 60);
    let screen = terminal.sees("test result: FAILED");
    assert!(
        screen.contains("a picture that cannot be drawn"),
        "{screen}"
    );
    assert_eq!(terminal.ends().exit_code(), 101);
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    let left = raw
        .find("\x1b[?1049l")
        .expect("it entered and left the screen");
    let message = raw.find("a picture that cannot").expect("it is printed");
    assert!(left < message, "the message is gone with the screen");
}

#[test]
#[ignore = "it panics on the terminal it is run on: see the test above"]
fn a_panic_on_the_screen() {
    let mut screen = Screen::enter().expect("there is a terminal");
    let drawn = screen.draw(|_| panic!("a picture that cannot be drawn"));
    drawn.expect("it panics before");
}

/// A recording in which everything that is text wants to be obeyed by the terminal.
fn hostile() -> String {
    let evil = r"\u001b]0;owned\u0007\u001b[31;45mEVIL\u001b[5n\u009b6n\u202e\u0008\r";
    let long = "长\u{301}".repeat(100_000);
    let mut recording = format!(
        r#"{{"at_us":0,"task":0,"event":"began","clock":"virtual","waits":"recorded","file":"{evil}.rs","line":4294967295}}
{{"at_us":0,"task":0,"event":"polled"}}
{{"at_us":0,"task":0,"event":"printed","text":"{evil}","file":"{evil}/{evil}","line":0}}
{{"at_us":1,"task":0,"event":"printed","text":"{long}","stream":"stderr"}}
{{"at_us":18446744073709551615,"task":0,"event":"waiting","on":{{"named":"{evil}"}},"file":"{evil}","line":3}}
"#
    );
    for task in 1..3000 {
        let parent = task - 1;
        let spawned = format!(
            r#"{{"at_us":18446744073709551615,"task":{task},"event":"spawned","kind":"task","parent":{parent}}}"#
        );
        recording += &spawned;
        recording += "\n";
    }
    recording
}

#[test]
fn nothing_in_a_recording_is_obeyed() {
    let subject = Subject {
        heading: "\x1b]0;owned\x07 recording".to_owned(),
        ..Subject::default()
    };
    for look in [None, Some("LANG")] {
        let mut command = walk(&folder(&subject, &hostile()));
        if let Some(name) = look {
            command.env(name, "C");
        }
        let mut terminal = Terminal::start(command, 80, 24);
        terminal.sees("step 1 of ");
        for step in 2..9 {
            terminal.press("l");
            terminal.sees(&format!("step {step} of"));
        }
        terminal.press("\x1b[F");
        terminal.sees("The recording ends at");
        terminal.press("?a a\x1b[H");
        terminal.sees("step 1 of");
        terminal.press("q");
        assert!(terminal.ends().success());
        let raw = terminal.raw();
        let has = |bytes: &[u8]| raw.windows(bytes.len()).any(|window| window == bytes);
        assert!(has(b"EVIL"), "it is shown");
        for obeyed in [
            "\x1b]",
            "\x07",
            "\x1b[31;45m",
            "\x1b[5n",
            "\u{9b}",
            "\u{202e}",
            "\x08",
        ] {
            assert!(!has(obeyed.as_bytes()), "{obeyed:?}");
        }
        assert!(look.is_none() || raw.is_ascii());
    }
}

#[test]
fn damaged_recordings_are_refused_in_a_line() {
    for (recording, why) in [
        ("", "the recording is empty"),
        ("{\"at_us\":-1}\n", "line 1"),
        ("\x1b[31mnot a recording\n", "line 1"),
    ] {
        let folder = folder(&simple(), recording);
        let mut terminal = Terminal::start(walk(&folder), 80, 24);
        let screen = terminal.sees(why);
        assert!(screen.starts_with("error: "), "{screen}");
        assert_eq!(terminal.ends().exit_code(), 1);
        let raw = terminal.raw();
        assert!(!raw.contains(&0x1b), "{}", String::from_utf8_lossy(&raw));
        assert!(!folder.exists(), "it is removed");
    }
}

#[test]
fn without_colours_and_without_unicode_nothing_is_lost() {
    let mut command = walk(&folder(&simple(), SIMPLE));
    command.env("NO_COLOR", "1");
    command.env("LANG", "C");
    let mut terminal = Terminal::start(command, 80, 24);
    terminal.sees("step 1 of 35");
    terminal.press("nnnll");
    let screen = terminal.sees("step 16 of 35");
    for shown in [
        "z task 1   waits: sleep 1s until 1.00",
        "< task 1, 2, 3",
        "task 1   =====",
        "> quit",
    ] {
        let shown = if shown == "> quit" { "q quit" } else { shown };
        assert!(screen.contains(shown), "{shown}\n{screen}");
    }
    terminal.press("q");
    assert!(terminal.ends().success());
    let raw = terminal.raw();
    assert!(raw.is_ascii());
    let text = String::from_utf8_lossy(&raw);
    let colours = text.split("\x1b[").filter(|sequence| {
        let end = sequence
            .find(|c: char| c.is_ascii_alphabetic())
            .unwrap_or(0);
        sequence[end..].starts_with('m')
            && sequence[..end].split(';').any(|code| {
                matches!(code.parse::<u32>(), Ok(30..=38 | 40..=48 | 90..=107))
            })
    });
    assert_eq!(colours.collect::<Vec<_>>(), Vec::<&str>::new());
}

/// As for the timeline: the encoding is UTF-8 unless the locale names another.
#[test]
fn without_a_locale_it_is_unicode() {
    let mut command = walk(&folder(&simple(), SIMPLE));
    // Empty is as good as not set.
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
        command.env(name, "");
    }
    let mut terminal = Terminal::start(command, 80, 24);
    let screen = terminal.sees("step 1 of 35");
    assert!(screen.contains("3 · gather vs wait › simple"), "{screen}");
    terminal.press("q");
    assert!(terminal.ends().success());
}

#[test]
fn without_a_terminal_there_is_one_line() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_player"));
    let output = command.stdin(Stdio::null()).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
}
