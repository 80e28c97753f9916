//! A reader's own program: a file among a lesson's examples that no manifest lists. What
//! it does is shown as it happened, or one line says what could not be.

mod common;

use std::fs;
use std::process::Command;

use common::{Ran, lesson, root};
use tempfile::TempDir;

/// The name of a program, the way it is shown, the program, what is shown in this order,
/// and the exit code.
type Case = (
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static [&'static str],
    i32,
);

const RUN: &[&str] = &["run", "--fast"];

const CASES: [Case; 19] = [
    (
        "many_lines",
        RUN,
        "fn main() { classroom::run(async { for i in 0..100_000 { println!(\"line {i}\"); } }) }",
        &["line 0 ", "line 50000 ", "line 99999 "],
        0,
    ),
    (
        "half_a_line",
        RUN,
        "fn main() { std::print!(\"one, \"); std::print!(\"two\"); println!(\"three\"); }",
        &["one, two", "three"],
        0,
    ),
    (
        "both_streams",
        RUN,
        "fn main() { println!(\"one\"); eprintln!(\"two\"); println!(\"three\"); dbg!(4); println!(\"five\"); }",
        &["one", "two", "three", "4 = 4", "five"],
        0,
    ),
    (
        "escapes",
        RUN,
        "fn main() { println!(\"\\x1b[31mred\\x1b[0m\"); std::println!(\"\\x1b[2J\"); println!(\"10%\\r20%\"); }",
        &["\\u{1b}[31mred", "\\u{1b}[2J", "10%\\r20%"],
        0,
    ),
    (
        "panics",
        RUN,
        "fn main() { classroom::run(async { println!(\"one\"); panic!(\"the tray fell\") }) }",
        &[
            "one",
            "the tray fell",
            "error: panics failed: it panicked (exit code 101)",
        ],
        1,
    ),
    (
        "threads",
        RUN,
        "fn main() { std::thread::spawn(|| println!(\"one\")).join().unwrap();\n\
         println!(\"two\"); // the thread has ended\n}",
        &["one", "two the thread has ended"],
        0,
    ),
    (
        "exits",
        RUN,
        "fn main() { classroom::run(async { println!(\"one\"); std::process::exit(0) }) }",
        &[
            "one",
            "note: exits called exit, so its tasks and main did not finish",
        ],
        0,
    ),
    (
        "aborts",
        RUN,
        "fn main() { classroom::run(async { println!(\"one\"); std::process::abort() }) }",
        &["one", "error: aborts failed: it was killed by signal 6"],
        1,
    ),
    (
        "overflows",
        RUN,
        "fn deeper(n: u64) -> u64 { if n == u64::MAX { 0 } else { 1 + deeper(std::hint::black_box(n + 1)) } }\n\
         fn main() { println!(\"one\"); println!(\"{}\", deeper(0)); }",
        &[
            "one",
            "overflowed its stack",
            "error: overflows failed: it was killed by signal 6",
        ],
        1,
    ),
    (
        "never_ends",
        &["timeline", "--limit=2"],
        "fn main() { classroom::run(async { println!(\"one\"); loop { std::hint::spin_loop(); } }) }",
        &["one", "error: never_ends failed: it did not end within 2 s"],
        1,
    ),
    (
        "waits_forever",
        RUN,
        "fn main() { classroom::run(async { println!(\"one\"); std::future::pending::<()>().await }) }",
        &[
            "one",
            "stuck",
            "error: waits_forever failed: it ended with exit code 3",
        ],
        1,
    ),
    (
        "hangs_in_real_time",
        &["run", "--plain"],
        "fn main() { classroom::run(async { println!(\"one\"); let lock = tokio::sync::Mutex::new(());\n\
         std::mem::forget(lock.lock().await); lock.lock().await; }) }",
        &[
            "one",
            "main waits in line 5 for the lock",
            "error: hangs_in_real_time failed",
        ],
        1,
    ),
    (
        "stays_on_its_thread",
        RUN,
        "fn main() { let set = tokio::task::LocalSet::new(); classroom::run(set.run_until(async {\n\
         tokio::task::spawn_local(async { println!(\"one\") }).await.unwrap(); println!(\"two\"); })) }",
        &["one", "two"],
        0,
    ),
    (
        "two_runtimes",
        RUN,
        "fn main() { classroom::run(async { println!(\"one\"); classroom::run(async {}) }) }",
        &["one", "Cannot start a runtime from within a runtime"],
        1,
    ),
    (
        "own_runtime",
        RUN,
        "#[tokio::main]\nasync fn main() { println!(\"one\"); }",
        &["one", "waits are not recorded"],
        0,
    ),
    (
        "own_subscriber",
        RUN,
        "use tracing_subscriber::util::SubscriberInitExt;\n\
         fn main() { tracing_subscriber::registry().init(); classroom::run(async { println!(\"one\") }) }",
        &["one", "waits are not recorded"],
        0,
    ),
    (
        "reads",
        RUN,
        "fn main() { let mut line = String::new(); let read = std::io::stdin().read_line(&mut line);\n\
         println!(\"read {} bytes\", read.unwrap()); }",
        &["read 0 bytes"],
        0,
    ),
    (
        "starts_programs",
        RUN,
        "fn main() { println!(\"one\"); std::process::Command::new(\"echo\").arg(\"two\").status().unwrap();\n\
         std::process::Command::new(\"sleep\").arg(\"1000\").spawn().unwrap(); println!(\"three\"); }",
        &["one", "two", "three"],
        0,
    ),
    (
        "a_long_line",
        RUN,
        "fn main() { println!(\"{}\", \"x\".repeat(1_400_000)); println!(\"two\"); }",
        &["xxx", "bytes more are left out", "two"],
        0,
    ),
];

/// A workspace beside the course, with one lesson, that uses the course's `classroom`.
/// What it links has been compiled for the course. The lesson's folder has another name
/// than its package.
fn workbench() -> TempDir {
    let folder = TempDir::new().expect("there is a temporary folder");
    let root = root();
    let read = |file: &str| fs::read_to_string(root.join(file)).expect("it exists");
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("it is in a folder"))
            .and_then(|()| fs::write(path, text))
            .expect("the temporary folder can be written to");
    };
    let manifest = read("Cargo.toml");
    let profiles = manifest.find("[profile.dev]").expect("it has one");
    let tokio = manifest.lines().find(|line| line.starts_with("tokio = "));
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n{}",
        &manifest[profiles..]
    );
    write("Cargo.toml", &workspace);
    write("Cargo.lock", &read("Cargo.lock"));
    write(".cargo/config.toml", &read(".cargo/config.toml"));
    write("crates/07-bench/src/lib.rs", "//! A workbench.\n");
    let lesson = format!(
        "[package]\nname = \"workbench\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nclassroom = {{ path = {:?} }}\n{}\n\
         tracing-subscriber = {{ version = \"0.3\", default-features = false, features = [\"registry\", \"std\"] }}\n\n\
         [package.metadata.lesson]\nnumber = 1\ntitle = \"a workbench\"\nminutes = 5\nexamples = []\n",
        root.join("crates/backstage/classroom"),
        tokio.expect("the course uses it"),
    );
    write("crates/07-bench/Cargo.toml", &lesson);
    for (name, _, program, _, _) in CASES {
        let program = format!(
            "//! A program of the reader's.\n#![allow(unused_imports, unreachable_code)]\n\
             use classroom::println;\n{program}\n"
        );
        write(&format!("crates/07-bench/examples/{name}.rs"), &program);
    }
    folder
}

#[test]
fn whatever_it_does_is_shown() {
    let folder = workbench();
    let in_workbench = |mut command: Command| {
        command
            .current_dir(folder.path())
            .env("CARGO_TARGET_DIR", root().join("target"));
        Ran::from(command.output().expect("it starts"))
    };
    let mut wrong = Vec::new();
    for (name, way, _, expected, code) in CASES {
        let arguments = [&way[..1], &["workbench", name], &way[1..]].concat();
        let ran = in_workbench(lesson(&arguments));
        let shown = ran.stdout + &ran.stderr;
        // Long text is wrapped to fit its column.
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut rest = &*shown;
        for text in expected {
            match rest.split_once(text) {
                Some((_, after)) => rest = after,
                None => {
                    let rest = rest.chars().take(2000).collect::<String>();
                    wrong.push(format!("{name}: no «{text}» in {rest}"));
                    break;
                }
            }
        }
        if ran.code != Some(code) {
            wrong.push(format!("{name}: {:?}", ran.code));
        }
        if shown.contains('\x1b') {
            wrong.push(format!("{name}: an escape sequence"));
        }
        let note = format!("note: {name} is not part of the lesson");
        if way == RUN && !shown.contains(&note) {
            wrong.push(format!("{name}: not said to be unlisted: {shown}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
