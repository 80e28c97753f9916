//! `check` finds what is wrong, names the place, and shows both sides.

mod common;

use common::Course;

const EXAMPLE: &str = "crates/bakery/examples/bread.rs";
const TWIN: &str = "crates/bakery/examples/bread.py";
const OUT: &str = "crates/bakery/examples/bread.out";
const NOTES: &str = "lessons/01-bakery.md";
const MANIFEST: &str = "crates/bakery/Cargo.toml";

/// Asserts that the check fails, once, and with this.
#[track_caller]
fn fails(course: &Course, expected: &str) {
    let ran = course.run(&["check"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains(expected), "{}", ran.stdout);
    assert!(ran.stdout.ends_with(": 1 failure\n"), "{}", ran.stdout);
}

#[test]
fn a_good_course_passes() {
    let course = Course::new();
    let ran = course.run(&["check"]);
    assert_eq!(
        ran.succeeds(),
        "checked 1 example, 1 block of output in the notes: all as shown\n"
    );
}

/// One character is enough, and the line is named.
#[test]
fn an_output_that_differs_by_a_character() {
    let course = Course::new();
    course.write(OUT, "baked\nsolt\n");
    fails(
        &course,
        "crates/bakery/examples/bread.out:2: the run prints something else (if that is \
         right: cargo lesson check --bless)\n    expected  «solt»\n    found     «sold»\n",
    );
    course.write(OUT, "baked\nsold");
    fails(&course, "bread.out:3");
    std::fs::remove_file(course.path(OUT)).expect("it exists");
    let ran = course.run(&["check"]);
    assert!(ran.stdout.contains("bread.out: is missing"), "{ran:?}");
}

/// A run that is not like the one before is a failure, even if both print the same.
#[test]
fn two_runs_that_differ() {
    let course = Course::new();
    // The process's number is as good as a random one.
    course.replace(EXAMPLE, r#""at_us":0,"task""#, r#""at_us":{time},"task""#);
    course.replace(
        EXAMPLE,
        "    let place",
        "    let time = std::process::id();\n    let place",
    );
    // The time in the note differs as well.
    let ran = course.run(&["check"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let expected = "two runs differ in event 1\n    expected  {\"at_us\":";
    assert!(ran.stdout.contains(expected), "{}", ran.stdout);
}

#[test]
fn a_line_printed_past_the_recorder() {
    let course = Course::new();
    course.replace(
        EXAMPLE,
        "println(\"sold\", 15)",
        "std::println!(\"sold\") // why",
    );
    let ran = course.run(&["check"]);
    let expected =
        "«sold» was not printed by classroom's println!; add `use classroom::println;`";
    assert!(ran.stdout.contains(expected), "{ran:?}");
}

#[test]
fn a_note_that_shows_something_else() {
    let course = Course::new();
    course.replace(NOTES, "main     baked", "main     burnt");
    fails(&course, "lessons/01-bakery.md:7: shows something else");
    course.run(&["check", "--bless"]).succeeds();
    course.run(&["check"]).succeeds();
}

#[test]
fn a_note_with_a_command_that_fails() {
    let course = Course::new();
    let text = course.read(NOTES);
    course.write(
        NOTES,
        &format!("{text}\n```console\n$ just lookup gather\n```\n"),
    );
    let what = "`just lookup gather` fails: the phrasebook has no entry for 'gather'";
    fails(&course, what);
    // Blessing does not make it right.
    let before = course.read(NOTES);
    assert_eq!(course.run(&["check", "--bless"]).code, Some(1));
    assert_eq!(course.read(NOTES), before);
}

#[test]
fn code_in_a_note_that_stands_nowhere() {
    let course = Course::new();
    let text = course.read(NOTES);
    let excerpt = "```rust\nprintln(\"baked\", 14);\nprintln(\"sold\", 15);\n```\n";
    course.write(NOTES, &format!("{text}\n{excerpt}"));
    course.run(&["check"]).succeeds();
    course.replace(NOTES, "println(\"sold\", 15);", "println(\"eaten\");");
    fails(&course, "this rust excerpt was not found in any .rs file");
    course.write(NOTES, &format!("{text}\n```text\nbaked\n```\n"));
    fails(&course, "is a block that cannot be checked");
}

/// `--bless` writes what a run prints, unless the run failed.
#[test]
fn blessing_refuses_a_failed_run() {
    let course = Course::new();
    course.replace(
        EXAMPLE,
        "println(\"sold\", 15)",
        "panic!(\"the tray fell\")",
    );
    let before = (course.read(OUT), course.read(NOTES));
    let ran = course.run(&["check", "--bless"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stdout.contains("it panicked (exit code 101)"),
        "{ran:?}"
    );
    assert_eq!((course.read(OUT), course.read(NOTES)), before);
}

#[test]
fn blessing_rewrites_what_changed() {
    let course = Course::new();
    course.replace(EXAMPLE, "println(\"sold\", 15)", "println(\"eaten\", 15)");
    assert_eq!(course.run(&["check"]).code, Some(1));
    course.run(&["check", "--bless"]).succeeds();
    assert_eq!(course.read(OUT), "baked\neaten\n");
    assert!(course.read(NOTES).contains("eaten"));
    course.run(&["check"]).succeeds();
}

/// Everything that a lesson consists of exists.
#[test]
fn the_lint_of_the_registry() {
    let slips = [
        (
            MANIFEST,
            "number = 1",
            "number = 2",
            "has number 2, but 1 is free",
        ),
        (
            MANIFEST,
            "minutes = 5",
            "minutes = 0",
            "needs `title` and `minutes`",
        ),
        (
            MANIFEST,
            "minutes = 5",
            "minutes = 6",
            "has a path of 5 minutes; `minutes` says 6",
        ),
        (
            MANIFEST,
            "path = [[\"bread\", 5]]",
            "path = [[\"bread\", 2], [\"cake\", 3]]",
            "has cake in `path`, but not in `examples`",
        ),
        (
            MANIFEST,
            "path = [[\"bread\", 5]]\n",
            "",
            "needs `path`: the examples to teach, with minutes",
        ),
        (
            EXAMPLE,
            "//! Look for",
            "//! Uses: look-alike\n//! Look for",
            "has `//! Uses: look-alike`, but imports no look-alike",
        ),
        (
            EXAMPLE,
            "//! Tutorial: 000-1.1-define\n",
            "",
            "no `//! Tutorial:`",
        ),
        (
            EXAMPLE,
            "//! Look for: the order.\n",
            "",
            "no `//! Look for:`",
        ),
        (
            EXAMPLE,
            "//! Twin: none, because this is a test\n",
            "",
            "has no .py",
        ),
        (
            EXAMPLE,
            "Look for",
            "Listen for",
            "unknown header line: Listen for",
        ),
        (
            EXAMPLE,
            "//! Look for",
            "//! Clock: Real\n//! Look for",
            "bread.rs:4: `Clock` must be `real`, not `Real`",
        ),
        (
            EXAMPLE,
            "//! Look for",
            "//! Exits: x\n//! Look for",
            "bread.rs:4: `Exits` must be an exit code, not `x`",
        ),
        (
            NOTES,
            "$ just run-lesson bakery bread",
            "$ cargo lesson run bakery bread",
            "does not show `$ just run-lesson bakery bread`",
        ),
    ];
    for (file, from, to, expected) in slips {
        let course = Course::new();
        course.replace(file, from, to);
        let ran = course.run(&["check"]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stdout.contains(expected), "{expected}: {}", ran.stdout);
        assert!(ran.stdout.contains(file), "{file}: {}", ran.stdout);
    }
}

#[test]
fn an_example_must_fit_on_a_page() {
    let course = Course::new();
    let long = "    let _ = 1;\n".repeat(60);
    course.replace(EXAMPLE, "fn main() {\n", &format!("fn main() {{\n{long}"));
    let ran = course.run(&["check"]);
    assert!(
        ran.stdout.contains("lines of code; 60 fit on a page"),
        "{ran:?}"
    );

    let course = Course::new();
    let wide = "宽".repeat(44);
    course.replace(EXAMPLE, "fn main", &format!("// {wide}\nfn main"));
    let ran = course.run(&["check"]);
    assert!(
        ran.stdout.contains("bread.rs:13: is 91 columns wide"),
        "{ran:?}"
    );
}

#[test]
fn a_println_without_a_comment() {
    let course = Course::new();
    let text = course.read(EXAMPLE);
    course.write(
        EXAMPLE,
        &format!("{text}\nfn _unused() {{\n    println!(\"x\");\n}}\n"),
    );
    fails(&course, "bread.rs:19: this println! has no comment");
    // Of a function that never runs, one comment says why.
    course.replace(
        EXAMPLE,
        "fn _unused() {\n",
        "fn _unused() {\n    println!(); // never printed: it is not called\n",
    );
    course.run(&["check"]).succeeds();
}

#[test]
fn files_that_belong_to_no_example() {
    let course = Course::new();
    course.write("crates/bakery/examples/cake.out", "baked\n");
    fails(&course, "does not list the example of examples/cake.out");
    let course = Course::new();
    course.replace(MANIFEST, "[\"bread\"]", "[\"bread\", \"cake\"]");
    let ran = course.run(&["check"]);
    assert!(
        ran.stdout.contains("crates/bakery/examples/cake.rs"),
        "{ran:?}"
    );
}

/// A course whose example has a twin, if there is a Python to run it.
fn with_twin(text: &str) -> Option<Course> {
    std::process::Command::new("python3")
        .arg("--version")
        .output()
        .ok()?;
    let course = Course::new();
    let reason = "//! Twin: none, because this is a test\n";
    course.replace(EXAMPLE, reason, "");
    course.write(TWIN, text);
    Some(course)
}

/// A check must not hang with what it checks, nor take a twin at its word.
#[test]
fn a_twin_that_prints_something_else() {
    let Some(course) = with_twin("print('baked')\nprint('eaten')\n") else {
        return;
    };
    let ran = course.run(&["check", "--python"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let expected = "bread.out:2: crates/bakery/examples/bread.py prints something else\n    \
                    expected  «sold»\n    found     «eaten»";
    assert!(ran.stdout.contains(expected), "{}", ran.stdout);
    course.write(TWIN, "raise ValueError('the tray fell')\n");
    let ran = course.run(&["check", "--python"]);
    assert!(
        ran.stdout
            .contains("the twin failed: ValueError: the tray fell"),
        "{}",
        ran.stdout
    );
}

const TWIN_OF_A_SITE: &str = r#"
import os

# loopback --jitter
LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "none")
print("baked")
print("sold" if LOOPBACK_URL == "http://127.0.0.1:4242" else LOOPBACK_URL)
"#;

/// Notes that it was started, says where it is, and stays.
const SITE: &str = r#"
use std::io::Write;

fn main() {
    let mut notes = std::fs::OpenOptions::new();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/started");
    let mut notes = notes.append(true).create(true).open(file).unwrap();
    let arguments = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    writeln!(notes, "{} {arguments}", std::process::id()).unwrap();
    println!("http://127.0.0.1:4242");
    loop {
        std::thread::park();
    }
}
"#;

/// A twin that asks for a site has one for itself, which ends with it.
#[cfg(unix)]
#[test]
fn a_site_for_each_twin() {
    use nix::sys::signal::kill;
    use nix::unistd::Pid;

    let Some(course) = with_twin(TWIN_OF_A_SITE) else {
        return;
    };
    let folder = "crates/backstage/loopback";
    course.replace(
        "Cargo.toml",
        "crates/*",
        "crates/bakery\", \"crates/backstage/*",
    );
    course.write(
        &format!("{folder}/Cargo.toml"),
        "[package]\nname = \"loopback\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    course.write(&format!("{folder}/src/main.rs"), SITE);
    for _ in 0..2 {
        course.run(&["check", "--python"]).succeeds();
    }
    let started = course.read(&format!("{folder}/started"));
    let started = started.lines().map(|line| {
        let (process, arguments) = line.split_once(' ').expect("as it is written");
        assert_eq!(arguments, "--port 0 --jitter");
        process.parse::<i32>().expect("a process has a number")
    });
    let started = started.collect::<Vec<_>>();
    assert_eq!(started.len(), 2, "{started:?}");
    assert_ne!(started[0], started[1]);
    for process in started {
        assert!(
            kill(Pid::from_raw(process), None).is_err(),
            "{process} is left"
        );
    }
    // Without a site there is nothing to run.
    course.replace(&format!("{folder}/src/main.rs"), "println!", "print!");
    course.replace(&format!("{folder}/src/main.rs"), "loop {", "if false {");
    course.replace(
        &format!("{folder}/src/main.rs"),
        "http://127.0.0.1:4242",
        "",
    );
    let ran = course.run(&["check", "--python"]);
    let expected = "bread.py: the loopback site exited during startup";
    assert!(ran.stdout.contains(expected), "{}", ran.stdout);
}

/// Twins of packages that Python does not have are skipped, counted, and said to be.
#[test]
fn a_twin_that_needs_a_package() {
    let Some(course) = with_twin("import aiohttp\nprint('baked')\nprint('sold')\n")
    else {
        return;
    };
    let check = |package: &str| {
        course.write("packages/aiohttp.py", package);
        let mut command = course.command(&["check", "--python"]);
        let ran = command.env("PYTHONPATH", course.path("packages")).output();
        common::Ran::from(ran.expect("the command starts"))
    };
    let ran = check("raise ImportError\n");
    assert_eq!(
        ran.succeeds(),
        "checked 1 example, 1 block of output in the notes, 0 twins, 1 twin skipped \
         (no aiohttp: pip install aiohttp): all as shown\n"
    );
    let ran = check("");
    assert!(
        ran.succeeds().contains("notes, 1 twin: all as shown"),
        "{ran:?}"
    );
}

/// What goes live says where to, and goes there.
#[test]
fn the_pages_of_a_live_example() {
    for (pages, expected) in [
        (
            "http://python.org",
            "has the live page «http://python.org», which is not in its code",
        ),
        (
            "python.org",
            "has the live page «python.org», which is not an http URL",
        ),
    ] {
        let course = Course::new();
        let header = format!("//! Live: {pages}\n//! Look for");
        course.replace(EXAMPLE, "//! Look for", &header);
        let ran = course.run(&["check"]);
        assert!(ran.stdout.contains(expected), "{}", ran.stdout);
    }
}

const PICTURE: &str = "lessons/pictures/bakery/bread.svg";
const TIMELINE: &str = "lessons/pictures/bakery/bread.txt";

#[test]
fn a_picture_that_shows_something_else() {
    let course = Course::new();
    course.replace(TIMELINE, "     sold\n", "     solt\n");
    fails(&course, "bread.txt:5: the run draws something else");
    course.run(&["check", "--bless"]).succeeds();
    course.replace(PICTURE, ">sold</text>", ">solt</text>");
    fails(&course, "bread.svg:");
    std::fs::remove_file(course.path(PICTURE)).expect("it exists");
    fails(
        &course,
        "bread.svg: is missing; write it with cargo lesson check --bless",
    );
    course.run(&["check", "--bless"]).succeeds();
    course.run(&["check"]).succeeds();
}

#[test]
fn a_picture_of_no_example() {
    let course = Course::new();
    course.write("lessons/pictures/bakery/cake.svg", "<svg/>");
    fails(
        &course,
        "bakery/cake.svg: is not the picture of any example; delete it",
    );
    let course = Course::new();
    course.write("lessons/pictures/brewery/beer.svg", "<svg/>");
    fails(
        &course,
        "brewery/beer.svg: is not the picture of any example; delete it",
    );
    // The check of one lesson does not look at the pictures of others.
    course.run(&["check", "bakery"]).succeeds();
}

/// The picture is below the block that runs the example, with the run in words.
#[test]
fn a_note_without_its_picture() {
    let course = Course::new();
    let line = "\n\n![bread: 1 task.](pictures/bakery/bread.svg)\n";
    course.replace(NOTES, line, "\n");
    fails(&course, "lessons/01-bakery.md:12: shows something else");
    course.run(&["check", "--bless"]).succeeds();
    course.replace(
        NOTES,
        line,
        "\n\n![Fresh bread](pictures/bakery/bread.svg)\n",
    );
    fails(
        &course,
        "found     «![bread: 1 task.](pictures/bakery/bread.svg)»",
    );
    course.run(&["check", "--bless"]).succeeds();
    course.replace(NOTES, line, line);
    course.run(&["check"]).succeeds();
}

/// No two runs on the real clock take the same time, but they print the same.
#[test]
fn a_picture_on_the_real_clock() {
    let course = Course::new();
    let real = "//! Look for: the order.\n//! Clock: real\n";
    course.replace(EXAMPLE, "//! Look for: the order.\n", real);
    let time = r#""at_us":{time},"task""#;
    course.replace(EXAMPLE, r#""at_us":0,"task""#, time);
    let clock = "    let time = std::process::id() * u32::from(text == \"sold\");\n    let place";
    course.replace(EXAMPLE, "    let place", clock);
    course.run(&["check", "--bless"]).succeeds();
    course.run(&["check"]).succeeds();
    let kept = course.read(PICTURE);
    course.run(&["check", "--bless"]).succeeds();
    assert_eq!(course.read(PICTURE), kept);
    course.replace(PICTURE, ">sold</text>", ">solt</text>");
    fails(&course, "bread.svg: does not show the line «sold»");
    course.write(PICTURE, "<svg>baked sold");
    fails(&course, "bread.svg: is not XML");
}

/// A checkout may have turned every line end into CRLF.
#[test]
fn line_ends_do_not_matter() {
    let course = Course::new();
    for file in [
        EXAMPLE,
        OUT,
        NOTES,
        TIMELINE,
        PICTURE,
        MANIFEST,
        "README.md",
    ] {
        let text = course.read(file).replace('\n', "\r\n");
        course.write(file, &text);
    }
    course.run(&["check"]).succeeds();
    let annotated = course.run(&["run", "bakery", "bread"]);
    assert!(!annotated.succeeds().contains('\r'), "{annotated:?}");
}

/// Printed, and then the process is gone: that is not how the example is meant to end,
/// and what it printed so far is not its output.
#[test]
fn blessing_refuses_a_run_that_ended_early() {
    for end in ["std::process::exit(0)", "std::process::abort()"] {
        let course = Course::new();
        let polled = r#"println("baked", 14); print!("\u{1e}{{\"at_us\":0,\"task\":0,\"event\":\"polled\"}}\n")"#;
        course.replace(EXAMPLE, "println(\"baked\", 14)", polled);
        course.replace(EXAMPLE, "println(\"sold\", 15)", end);
        let before = (course.read(OUT), course.read(NOTES), course.read(PICTURE));
        assert_eq!(course.run(&["check", "--bless"]).code, Some(1));
        let after = (course.read(OUT), course.read(NOTES), course.read(PICTURE));
        assert_eq!(after, before, "{end}");
    }
}
