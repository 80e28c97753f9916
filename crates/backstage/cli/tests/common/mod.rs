//! Runs the `lesson` command as a user would, in the course or in a small workspace.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

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
    /// Asserts that it ended with this code, and one line on stderr, which it returns. A
    /// test beside this one may hold cargo's lock: that it was waited for does not count.
    #[track_caller]
    pub fn complains(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{self:?}");
        // What cargo does may be shown before, if that takes long: other tests build too.
        let is_progress = |line: &&str| line.starts_with([' ', 'w']);
        let progress = self.stderr.split_inclusive('\n').take_while(is_progress);
        let rest = &self.stderr[progress.map(str::len).sum()..];
        assert_eq!(rest.lines().count(), 1, "{}", self.stderr);
        assert!(rest.starts_with("error: "), "{}", self.stderr);
        assert!(!rest.contains("panicked"), "{}", self.stderr);
        rest
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
    // A path that was compiled in would be wrong in a folder that was moved.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo test sets it");
    let root = Path::new(&package).join("../../..");
    root.canonicalize().expect("the workspace exists")
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

/// A small workspace of its own, with a course of one lesson; removed when dropped.
pub struct Course {
    folder: TempDir,
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
        let folder = TempDir::new().expect("there is a temporary folder");
        let course = Course { folder };
        course.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
        );
        course.write(
            "crates/bakery/Cargo.toml",
            "[package]\nname = \"bakery\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [package.metadata.lesson]\nnumber = 1\ntitle = \"the bakery\"\nminutes = 5\n\
             path = [[\"bread\", 5]]\nexamples = [\"bread\"]\n",
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
        self.folder.path().join(file)
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

    /// Replaces a piece of a file, which must exist.
    #[track_caller]
    pub fn replace(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} does not hold {from:?}: {text}");
        self.write(file, &text.replace(from, to));
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = lesson(arguments);
        command.current_dir(self.folder.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output();
        output.expect("the command starts").into()
    }
}
