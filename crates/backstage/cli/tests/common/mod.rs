//! Runs the `lesson` command as a user would, in the course or in a small workspace.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// What a command left.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Ran {
    /// Asserts that it ended with this code, and one line on stderr, which it returns.
    #[track_caller]
    pub fn complains(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        assert!(self.stderr.starts_with("error: "), "{}", self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        &self.stderr
    }

    /// Asserts that it succeeded, and returns what it printed.
    #[track_caller]
    pub fn succeeds(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        &self.stdout
    }
}

/// The root of the course.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    root.canonicalize().expect("the workspace is there")
}

/// The command, ready to run in the course.
pub fn lesson(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lesson"));
    command
        .args(arguments)
        .current_dir(root())
        .env_remove("NO_COLOR")
        .env_remove("LESSON_CALLER")
        .env_remove("CLICOLOR_FORCE");
    command
}

/// Runs `lesson` in the course.
pub fn run(arguments: &[&str]) -> Ran {
    let output = lesson(arguments).output();
    output.expect("the command starts").into()
}

/// A small workspace of its own, with a course of one lesson; gone when dropped.
pub struct Course {
    pub root: PathBuf,
}

/// A program that prints two lines as `classroom` would record them.
pub const GOOD_EXAMPLE: &str = r##"//! Bread is baked, then sold.
//!
//! Tutorial: 000-1.1-define
//! Look for: the order.
//! Twin: none, because this is a test

fn println(text: &str, line: u32) {
    let place = format!(r#""file":"crates/bakery/examples/bread.rs","line":{line}"#);
    let event = format!(r#""at_us":0,"task":0,"event":"printed","text":"{text}""#);
    print!("\u{1e}{{{event},{place}}}\n");
}

fn main() {
    println("baked", 14);
    println("sold", 15);
}
"##;

impl Course {
    /// A course in which everything is as it should be.
    pub fn new() -> Course {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("course-{}-{number}", std::process::id());
        let root = std::env::temp_dir().join(name);
        let course = Course { root };
        course.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
        );
        course.write(
            "crates/bakery/Cargo.toml",
            "[package]\nname = \"bakery\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [package.metadata.lesson]\nnumber = 1\ntitle = \"the bakery\"\nminutes = 5\n\
             examples = [\"bread\"]\n",
        );
        course.write("crates/bakery/src/lib.rs", "//! A bakery.\n");
        course.write("crates/bakery/examples/bread.rs", GOOD_EXAMPLE);
        course.write("crates/bakery/examples/bread.out", "baked\nsold\n");
        course.write(
            "lessons/01-bakery.md",
            "# Bakery\n\n```console\n$ just run-lesson bakery bread\n```\n",
        );
        course.write("README.md", "# A course\n");
        assert_eq!(course.run(&["check", "--bless"]).code, Some(0));
        course
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    pub fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        let folder = path.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).expect("the temporary folder can be written to");
        fs::write(path, text).expect("the temporary folder can be written to");
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("the file was written")
    }

    /// Replaces a piece of a file, which must be there.
    #[track_caller]
    pub fn replace(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} does not hold {from:?}: {text}");
        self.write(file, &text.replace(from, to));
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = lesson(arguments);
        command.current_dir(&self.root);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output();
        output.expect("the command starts").into()
    }
}

impl Drop for Course {
    fn drop(&mut self) {
        // Left behind in the temporary folder it would do no harm.
        let _ = fs::remove_dir_all(&self.root);
    }
}
