//! `compare`: what it shows, and how it ends when something goes wrong.

mod common;

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{Course, Ran, lesson, run};
use unicode_width::UnicodeWidthStr;

const RUST: &str = "//! Bread is baked, then sold.
//!
//! Tutorial: 000-1.1-define
//! Look for: the order.

fn main() {
    println!(\"baked\");
    println!(\"TIME:  1.00\");
}
";

/// A course whose example has this twin.
fn course(twin: &str) -> Course {
    let course = Course::new();
    course.write("crates/bakery/examples/bread.rs", RUST);
    course.write("crates/bakery/examples/bread.py", twin);
    course
}

fn compare(twin: &str, more: &[&str]) -> Ran {
    course(twin).run(&[&["compare", "bakery", "bread"], more].concat())
}

#[test]
fn eighty_columns_are_enough_for_real_examples() {
    for (lesson, example) in [
        ("coroutines", "lazy_future"),
        ("gather-vs-wait", "gather_exceptions"),
        ("locks", "cell_in_one_task"),
        ("thread-executors", "panic_in_a_thread"),
    ] {
        let ran = run(&["compare", lesson, example]);
        for line in ran.succeeds().lines() {
            assert!(line.width() <= 80, "{example}: {line}");
        }
        assert!(ran.stdout.contains("Both print the same."), "{ran:?}");
        assert!(ran.stdout.contains("Rust (debug build)"), "{ran:?}");
        let wide = run(&["compare", lesson, example, "--width", "140"]);
        for line in wide.succeeds().lines() {
            assert!(line.width() <= 140, "{example}: {line}");
        }
    }
}

#[test]
fn what_differs_is_marked_without_colour() {
    let twin = "print('baked')\nprint('eaten')\nprint('TIME:  1.02')\n";
    let ran = compare(twin, &[]);
    let rows = ran.succeeds().lines().map(str::trim_end);
    let rows = rows.collect::<Vec<_>>();
    let row = |left: &str, mark: char, right: &str| {
        let row = format!("{left:<38} {mark} {right}");
        let row = row.trim_end();
        assert!(rows.contains(&row), "{row} in {}", ran.stdout);
    };
    row("baked", '│', "baked");
    row("eaten", '≠', "");
    row("TIME:  1.02", '≈', "TIME:  1.00");
    assert!(!ran.stdout.contains('\x1b'));
    assert!(ran.stdout.contains("≠ not the same"), "{ran:?}");
}

#[test]
fn a_twin_that_fails_hangs_or_never_stops_printing() {
    for (twin, limit, why) in [
        (
            "raise LookupError('no flour')",
            "60",
            "LookupError: no flour",
        ),
        ("import sys; sys.exit(4)", "60", "it ended with exit code 4"),
        (
            "import time; time.sleep(600)",
            "2",
            "it did not end within 2 s",
        ),
        (
            "while True: print('crumbs')",
            "60",
            "it printed more than 1 MiB",
        ),
        (
            "import sys\nfor _ in range(10**5): print('x' * 99, file=sys.stderr)\n\
             sys.exit('burnt')",
            "60",
            ": burnt",
        ),
    ] {
        let ran = compare(twin, &["--limit", limit]);
        let complaint = ran.complains(1);
        assert!(complaint.starts_with("error: bread.py: "), "{complaint}");
        assert!(complaint.contains(why), "{complaint}");
        assert!(ran.stdout.contains("baked"), "the other is shown: {ran:?}");
    }
}

#[test]
fn what_a_twin_prints_is_not_obeyed() {
    let twin =
        "# \x1b[2J\nprint('\\x1b[2J\\a' * 3)\nprint('生' * 3000)\nprint(end='\\r')\n";
    let ran = compare(twin, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.stdout.contains(['\x1b', '\u{7}', '\r']), "{ran:?}");
    for line in ran.stdout.lines() {
        assert!(line.width() <= 80, "{line}");
    }
}

#[test]
fn without_a_twin() {
    let course = Course::new();
    let ran = course.run(&["compare", "bakery", "bread"]);
    assert_eq!(
        ran.complains(2),
        "error: bread has no Python twin to compare with, because this is a test\n"
    );
    course.write("crates/bakery/examples/bread.rs", RUST);
    let ran = course.run(&["compare", "bakery", "bread"]);
    let file = "cannot compare: crates/bakery/examples/bread.py does not exist";
    assert!(ran.complains(2).contains(file), "{ran:?}");
    let ran = course.run(&["compare", "bakery"]);
    assert!(
        ran.complains(2)
            .contains("name an example of bakery: bread"),
        "{ran:?}"
    );
    let ran = course.run(&["compare", "bakery", "bread", "--width", "20"]);
    assert!(ran.complains(2).contains("80..=400"), "{ran:?}");
}

#[test]
fn without_a_python() {
    let course = course("print('baked')");
    let cargo = std::env::var_os("CARGO").expect("cargo test says where cargo is");
    let tools = std::path::Path::new(&cargo).parent();
    let ran = course
        .command(&["compare", "bakery", "bread"])
        .env("PATH", tools.expect("it lies in a folder"))
        .output();
    let ran = Ran::from(ran.expect("it starts"));
    let complaint = ran.complains(1);
    assert!(
        complaint.starts_with("error: python3 is not installed"),
        "{complaint}"
    );
    assert!(complaint.contains("Python 3.11 or newer"), "{complaint}");
}

/// Computing is counted, sleeping is not, and the memory is not that of our own process.
#[cfg(unix)]
#[test]
fn costs_are_those_of_the_program() {
    let twin = "import time\ntime.sleep(0.5)\npage = bytearray(60 << 20)\n\
                while time.process_time() < 0.4: pass\n";
    let ran = compare(twin, &[]);
    let row = |name: &str| {
        let row = ran.succeeds().lines().find(|line| line.starts_with(name));
        let row = row.unwrap_or_else(|| panic!("no {name} in {}", ran.stdout));
        let words = row.split_whitespace().collect::<Vec<_>>();
        let number = |at: usize| -> f64 {
            let value = words[at].parse::<f64>().expect("a number");
            if words[at + 1] == "s" {
                value * 1e3
            } else {
                value
            }
        };
        (number(2), number(4))
    };
    let (python, rust) = row("CPU time");
    assert!((400.0..3_000.0).contains(&python), "{python}");
    assert!(rust < 100.0, "{rust}");
    let (python, _) = row("wall time");
    assert!(python >= 900.0, "{python}");
    let (python, rust) = row("peak memory");
    assert!((60.0..200.0).contains(&python), "{python}");
    assert!(rust < 8.0, "{rust}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_both_for_good() {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;

    let twin = "import time\nprint('kneading', flush=True)\ntime.sleep(30)\n";
    let course = course(twin);
    let ran = course.run(&["run", "bakery", "bread", "--plain"]);
    assert_eq!(ran.code, Some(0), "it is compiled: {ran:?}");
    let mut child = course
        .command(&["compare", "bakery", "bread"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("it is a pipe"));
    let mut line = String::new();
    while !line.contains("time.sleep(30)") {
        line.clear();
        let read = stdout.read_line(&mut line).expect("it is text");
        assert_ne!(read, 0, "it ended before it began");
    }
    let interrupted = Instant::now();
    let process = Pid::from_raw(child.id().try_into().expect("a small number"));
    kill(process, Signal::SIGINT).expect("it is running");
    let output = child.wait_with_output().expect("it ends");
    assert!(interrupted.elapsed() < Duration::from_secs(10));
    assert_eq!(output.status.code(), Some(130), "{output:?}");
}

/// Into a pipe, and with NO_COLOR, nothing but text is written; on demand there is colour.
#[test]
fn colour_is_for_terminals() {
    let colours = |name: &str| {
        let mut command = lesson(&["compare", "coroutines", "define"]);
        let ran = command.env(name, "1").output().expect("it starts");
        Ran::from(ran).succeeds().contains('\x1b')
    };
    assert!(!colours("NO_COLOR"));
    assert!(colours("CLICOLOR_FORCE"));
}

/// The moment at which a deadlock is noticed says nothing of either language.
#[test]
fn wall_times_of_a_deadlock_are_not_compared() {
    let ran = run(&["compare", "locks", "oops_locked_twice"]);
    let mut rows = ran.succeeds().lines();
    let wall = rows.find(|row| row.starts_with("wall time"));
    assert!(wall.is_some_and(|row| row.ends_with(" -")), "{ran:?}");
    let why = "the wall times are not compared";
    let text = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(why), "{ran:?}");
}
