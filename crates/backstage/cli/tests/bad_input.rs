//! Whatever is typed or breaks, it ends in one clear line and the right exit code.

mod common;

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{Course, Ran, lesson, root, run};

#[test]
fn an_unknown_lesson() {
    let ran = run(&["run", "coroutine"]);
    assert_eq!(
        ran.complains(2),
        "error: no lesson is called 'coroutine'; did you mean 'coroutines'? \
         (all: cargo lesson list)\n"
    );
    let ran = run(&["run", "zzz"]);
    assert!(!ran.complains(2).contains("did you mean"), "{ran:?}");
}

#[test]
fn an_unknown_example() {
    let ran = run(&["run", "coroutines", "slep"]);
    assert_eq!(
        ran.complains(2),
        "error: no example of coroutines is called 'slep'; did you mean 'sleep'? \
         (all: cargo lesson list coroutines)\n"
    );
}

#[test]
fn an_unknown_python_name() {
    let ran = run(&["lookup", "asyncio.gahter"]);
    assert_eq!(
        ran.complains(2),
        "error: the phrasebook has no entry for 'asyncio.gahter'; \
         did you mean 'asyncio.gather'? (all: cargo lesson lookup)\n"
    );
}

#[test]
fn an_unknown_flag_command_or_seed() {
    let ran = run(&["run", "1", "--fsat"]);
    assert!(ran.complains(2).contains("'--fast'"), "{ran:?}");
    let ran = run(&["runn"]);
    assert!(ran.complains(2).contains("'run'"), "{ran:?}");
    for seed in ["many", "-1", "1.5", "18446744073709551616", ""] {
        let ran = run(&["run", "1", &format!("--seed={seed}")]);
        assert!(ran.complains(2).contains("--seed"), "{ran:?}");
    }
    let ran = run(&["run"]);
    assert!(ran.complains(2).contains("<NAME>"), "{ran:?}");
    let ran = run(&["run", "1", "--plain", "--json"]);
    assert!(ran.complains(2).contains("cannot be used with"), "{ran:?}");
}

/// The error lists what there is to choose from.
#[test]
fn a_missing_example() {
    for command in ["walk", "compare", "shake", "timeline"] {
        let ran = run(&[command, "coroutines"]);
        let why = "error: name an example of coroutines: lazy_future, ";
        assert!(ran.complains(2).starts_with(why), "{ran:?}");
    }
}

#[test]
fn an_example_in_place_of_a_lesson() {
    let ran = run(&["run", "simple"]);
    let why = "error: 'simple' is an example of gather-vs-wait; \
               try: cargo lesson run gather-vs-wait simple\n";
    assert_eq!(ran.complains(2), why);
    let ran = run(&["run", "asyncio.gathr"]);
    assert!(
        ran.complains(2).contains("did you mean 'asyncio.gather'?"),
        "{ran:?}"
    );
    let ran = run(&["run", "cancel"]);
    let why = "'cancel' may be 'Task.cancel' or 'group.cancel'; name one of them";
    assert!(ran.complains(2).contains(why), "{ran:?}");
}

/// A reader who typed `just` is shown commands that begin with it.
#[test]
fn hints_name_the_command_that_was_typed() {
    for (arguments, hint) in [
        (&["run", "coroutine"][..], "(all: just list)"),
        (
            &["run", "coroutines", "slep"],
            "(all: just list coroutines)",
        ),
        (&["lookup", "str.join"], "(all: just lookup)"),
        (
            &["run", "simple"],
            "try: just run-lesson gather-vs-wait simple",
        ),
        (
            &["walk", "gather", "simple"],
            "just timeline gather-vs-wait simple",
        ),
        (
            &["run", "coroutines", "sleep", "--fast"],
            "next: just run-lesson coroutines",
        ),
        (&["list"], "run path:  just run-lesson coroutines\n"),
        (
            &["lookup", "gather"],
            "see it   just run-lesson gather-vs-wait",
        ),
    ] {
        let typed = |caller: Option<&str>| {
            let mut command = lesson(arguments);
            command.envs(caller.map(|caller| ("LESSON_CALLER", caller)));
            let ran = Ran::from(command.output().expect("it starts"));
            ran.stdout + &ran.stderr
        };
        let by_just = typed(Some("just"));
        assert!(by_just.contains(hint), "{by_just}");
        assert!(!by_just.contains("cargo lesson"), "{by_just}");
        let other = hint
            .replace("just run-lesson", "cargo lesson run")
            .replace("just ", "cargo lesson ");
        let by_cargo = typed(None);
        assert!(by_cargo.contains(&other), "{by_cargo}");
        assert!(!by_cargo.contains(hint), "{by_cargo}");
    }
}

/// Names are compared as they are typed, whichever of `-`, `_` and case they have.
#[test]
fn names_with_hyphens_underscores_and_capitals() {
    let course = Course::new();
    course.replace(
        "crates/bakery/Cargo.toml",
        "name = \"bakery\"",
        "name = \"My_bakery\"",
    );
    course.replace("crates/bakery/Cargo.toml", "\"bread\"", "\"rye-bread\"");
    for ending in ["rs", "out"] {
        let file = |name: &str| {
            course.path(&format!("crates/bakery/examples/{name}.{ending}"))
        };
        std::fs::rename(file("bread"), file("rye-bread")).expect("it exists");
    }
    for (lesson, example) in [("My_bakery", "rye-bread"), ("my-bakery", "rye_bread.rs")]
    {
        let ran = course.run(&["run", lesson, example, "--plain"]);
        assert!(ran.succeeds().contains("baked"), "{ran:?}");
    }
}

/// What was typed is shown, and not obeyed by the terminal.
#[test]
fn escape_sequences_in_a_name() {
    let ran = run(&["run", "\x1b[2J"]);
    assert!(!ran.complains(2).contains('\x1b'), "{ran:?}");
}

#[test]
fn outside_a_workspace() {
    let output = lesson(&["list"]).current_dir(std::env::temp_dir()).output();
    let ran = Ran::from(output.expect("it starts"));
    assert!(ran.complains(1).contains("cannot find the course"));
}

#[test]
fn a_lesson_crate_without_metadata() {
    let course = Course::new();
    course.write(
        "crates/kiosk/Cargo.toml",
        "[package]\nname = \"kiosk\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    course.write("crates/kiosk/src/lib.rs", "//! A kiosk.\n");
    let ran = course.run(&["run", "kiosk"]);
    let why = "crates/kiosk/Cargo.toml: has no [package.metadata.lesson]";
    assert!(ran.complains(1).contains(why), "{ran:?}");
    // The others can still be used, and the check says so too.
    assert!(course.run(&["list"]).succeeds().contains("the bakery"));
    let ran = course.run(&["check"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.contains("crates/kiosk/Cargo.toml"), "{ran:?}");
}

#[test]
fn metadata_with_a_slip() {
    let course = Course::new();
    course.replace("crates/bakery/Cargo.toml", "minutes", "minuets");
    let ran = course.run(&["run", "bakery"]);
    assert!(
        ran.complains(1).contains("unknown field `minuets`"),
        "{ran:?}"
    );
}

#[test]
fn an_example_that_does_not_compile() {
    let course = Course::new();
    course.replace("crates/bakery/examples/bread.rs", "fn main", "fn mian");
    let ran = course.run(&["run", "bakery", "bread"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("`main` function not found"), "{ran:?}");
    assert!(
        ran.stderr.ends_with("error: cannot compile bread\n"),
        "{ran:?}"
    );
}

#[test]
fn an_example_that_panics_is_killed_or_leaves_in_anger() {
    for (code, why) in [
        (r#"panic!("the tray fell")"#, "it panicked (exit code 101)"),
        ("std::process::exit(3)", "it ended with exit code 3"),
        #[cfg(unix)]
        ("std::process::abort()", "it was killed by signal 6"),
    ] {
        let course = Course::new();
        let file = "crates/bakery/examples/bread.rs";
        course.replace(file, "println(\"sold\", 15)", code);
        for view in [&[][..], &["--plain"], &["--json"]] {
            let ran = course.run(&[&["run", "bakery", "bread"], view].concat());
            assert_eq!(ran.code, Some(1), "{ran:?}");
            let last = format!("error: bread failed: {why}\n");
            assert!(ran.stderr.ends_with(&last), "{ran:?}");
            assert!(!ran.stderr.contains("stack backtrace"), "{ran:?}");
            assert!(
                ran.stdout.contains("baked"),
                "what it printed is shown: {ran:?}"
            );
        }
    }
}

/// A recording that breaks off in the middle of an event shows what came before.
#[test]
fn an_event_cut_in_half() {
    let course = Course::new();
    let file = "crates/bakery/examples/bread.rs";
    let cut = r#"print!("\u{1e}{{\"at_us\":1,\"ta")"#;
    course.replace(file, "println(\"sold\", 15)", cut);
    let ran = course.run(&["run", "bakery", "bread"]);
    assert!(ran.succeeds().contains("baked"), "{ran:?}");
}

/// The reader closed the pipe (`… | head -1`): not a failure.
#[test]
fn stdout_closed_early() {
    for arguments in [
        &["run", "coroutines", "--fast"][..],
        &["run", "coroutines", "--fast", "--plain"],
        &["run", "coroutines", "--fast", "--json"],
        &["list", "--json"],
        &["lookup"],
    ] {
        let (reader, writer) = std::io::pipe().expect("the system has pipes");
        drop(reader);
        let output = lesson(arguments)
            .stdout(Stdio::from(writer))
            .stderr(Stdio::piped())
            .output();
        let ran = Ran::from(output.expect("it starts"));
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{arguments:?}");
    }
}

/// A line appears when the program prints it, not when it ends.
#[test]
fn in_real_time_lines_come_as_they_are_printed() {
    let mut child = lesson(&["run", "1", "sleep"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let stdout = child.stdout.take().expect("it is a pipe");
    let mut times = Vec::new();
    for line in BufReader::new(stdout).lines() {
        let line = line.expect("it is text");
        if line.contains("Hello") {
            times.push(Instant::now());
        }
    }
    child.wait().expect("it ends");
    let [world, again] = times[..] else {
        panic!("two lines say hello: {times:?}");
    };
    assert!(again - world > Duration::from_millis(900), "{times:?}");
}

/// Ctrl-C ends the example too, at once, and the exit code says so.
#[cfg(unix)]
#[test]
fn ctrl_c_stops_the_example_too() {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;

    for view in ["--seed=1", "--plain"] {
        let mut child = lesson(&["run", "coroutines", "single", view])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("it is a pipe"));
        let mut line = String::new();
        while !line.contains("start get url") {
            line.clear();
            let read = stdout.read_line(&mut line).expect("it is text");
            assert_ne!(read, 0, "it ended before it began");
        }
        let interrupted = Instant::now();
        let process = Pid::from_raw(child.id().try_into().expect("a small number"));
        kill(process, Signal::SIGINT).expect("it is running");
        // Reads to the end: the example holds the pipe open as long as it lives.
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut stdout, &mut rest).expect("it is text");
        let output = child.wait_with_output().expect("it ends");
        assert!(
            interrupted.elapsed() < Duration::from_millis(1500),
            "{view}"
        );
        let ran = Ran::from(output);
        assert_eq!(ran.complains(130), "error: stopped\n");
        assert!(!rest.contains("end get url"), "{rest}");
    }
}

/// RUSTFLAGS in the environment replace the workspace's own: the lesson runs, and one line says
/// what is missing.
#[test]
fn without_the_flag_waits_are_not_recorded() {
    let output = lesson(&["run", "coroutines", "sleep", "--fast"])
        .env("RUSTFLAGS", "-C debug-assertions=yes")
        // Its own folder, so that the others need not be built again.
        .env("CARGO_TARGET_DIR", root().join("target/without-the-flag"))
        .output();
    let ran = Ran::from(output.expect("it starts"));
    let shown = ran.succeeds();
    assert!(shown.contains("1, Hello again!"), "{shown}");
    let said = shown.matches("waits are not recorded: RUSTFLAGS").count();
    assert_eq!(said, 1, "{shown}");
}

/// Without a Python that is new enough the twins are skipped, counted, and said to be.
#[test]
fn no_python_or_an_old_one() {
    let course = Course::new();
    let reason = "//! Twin: none, because this is a test\n";
    course.replace("crates/bakery/examples/bread.rs", reason, "");
    course.write(
        "crates/bakery/examples/bread.py",
        "print('baked')\nprint('sold')\n",
    );
    let cargo = std::env::var_os("CARGO").expect("cargo test says where cargo is");
    let tools = std::path::Path::new(&cargo)
        .parent()
        .expect("it lies in a folder");
    let path_with = |folder: &std::path::Path| {
        let folders = [folder, tools, "/usr/bin".as_ref(), "/bin".as_ref()];
        std::env::join_paths(folders).expect("no colon in them")
    };
    let fake = course.path("bin");
    std::fs::create_dir_all(&fake).expect("the temporary folder can be written to");
    for (answer, why) in [
        (
            "echo 3 8",
            "1 twin skipped (python3 is 3.8; the twins need 3.11 or newer)",
        ),
        ("exit 127", "1 twin skipped (python3 is not installed)"),
    ] {
        for name in ["python3", "python"] {
            let program = fake.join(name);
            std::fs::write(&program, format!("#!/bin/sh\n{answer}\n"))
                .expect("as above");
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let may_run = std::fs::Permissions::from_mode(0o755);
                std::fs::set_permissions(&program, may_run).expect("it is ours");
            }
        }
        let output = course
            .command(&["check", "--python"])
            .env("PATH", path_with(&fake))
            .output();
        let ran = Ran::from(output.expect("it starts"));
        assert!(ran.succeeds().contains(why), "{ran:?}");
    }
}

/// A terminal that does not want colours gets none from the compiler either, nor is its
/// cursor moved.
#[cfg(unix)]
#[test]
fn warnings_of_the_compiler_without_colours() {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    let course = Course::new();
    let file = "crates/bakery/examples/bread.rs";
    for (name, value) in [
        ("TERM", "dumb"),
        ("NO_COLOR", "1"),
        ("CLICOLOR", "0"),
        ("CARGO_TERM_COLOR", "never"),
        ("TERM", "xterm"),
    ] {
        course.replace(file, "fn main() {\n", "fn main() {\n    let unused = 1;\n");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_lesson"));
        command.args(["run", "bakery", "bread", "--plain"]);
        command.cwd(course.path(""));
        command.env("TERM", "xterm");
        command.env_remove("NO_COLOR");
        command.env(name, value);
        let pty = native_pty_system().openpty(PtySize::default());
        let pty = pty.expect("the system has a terminal left");
        let mut child = pty.slave.spawn_command(command).expect("it starts");
        drop(pty.slave);
        let mut shown = Vec::new();
        let mut reader = pty.master.try_clone_reader().expect("it can be read");
        // On Linux, the end of a terminal is an error.
        let _ended = std::io::Read::read_to_end(&mut reader, &mut shown);
        assert!(child.wait().expect("it ends").success());
        let shown = String::from_utf8_lossy(&shown);
        assert!(shown.contains("unused variable"), "{shown}");
        // A line of progress may have been taken back.
        let has_colour = shown.contains("\u{1b}[1m") || shown.contains("\u{1b}[33m");
        assert_eq!(has_colour, value == "xterm", "{name}={value}: {shown:?}");
        if value == "dumb" {
            assert!(!shown.contains('\u{1b}'), "{shown:?}");
        }
    }
}

/// Files are meant from the folder in which `just` is typed.
#[test]
fn recipes_stay_in_the_folder() {
    let justfile = std::fs::read_to_string(root().join("justfile"));
    let justfile = justfile.expect("the course has one");
    let lines = justfile.lines().collect::<Vec<_>>();
    let mut recipes = 0;
    for (index, line) in lines.iter().enumerate() {
        if line.trim_start().starts_with("@cargo lesson") {
            recipes += 1;
            assert!(lines[index - 2].contains("no-cd"), "{line}");
        }
    }
    assert!(recipes > 7, "{recipes}");
}
