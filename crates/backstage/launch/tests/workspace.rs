//! `cargo lesson` in a small workspace: what it builds, and what it says meanwhile.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// This package; a path that was compiled in would be wrong in a folder that was moved.
fn package() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .expect("cargo test sets it")
        .into()
}

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().expect("a file is in a folder"))
        .and_then(|()| fs::write(path, text))
        .expect("the temporary folder can be written to");
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-rp").args([from, to]).status();
    assert!(copied.expect("cp starts").success());
}

/// A workspace with this `launch`, and a `lesson` that only says what it was asked for.
fn workspace(root: &Path) {
    let launch = package();
    let course = launch.ancestors().nth(3).expect("it is deep inside");
    let read = |file: &str| fs::read_to_string(course.join(file)).expect("it exists");
    let manifest = read("Cargo.toml").replace("\"crates/[0-9]*\", ", "");
    write(root, "Cargo.toml", &manifest);
    write(root, ".cargo/config.toml", &read(".cargo/config.toml"));
    let folder = root.join("crates/backstage/launch");
    fs::create_dir_all(&folder).expect("the temporary folder can be written to");
    copy(&launch.join("src"), &folder.join("src"));
    let manifest = read("crates/backstage/launch/Cargo.toml");
    let (manifest, _) = manifest
        .split_once("[dev-dependencies]")
        .expect("it has some");
    write(&folder, "Cargo.toml", manifest);
    write(
        root,
        "crates/backstage/cli/Cargo.toml",
        "[package]\nname = \"cli\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [[bin]]\nname = \"lesson\"\npath = \"src/main.rs\"\n",
    );
    say(root, "baked");
}

/// Makes `lesson` print this word.
fn say(root: &Path, word: &str) {
    let program = format!(
        "fn main() {{\n    let words = std::env::args().skip(1).collect::<Vec<_>>();\n    \
         println!(\"{word} {{}} {{}}\", words.join(\" \"), cfg!(tokio_unstable));\n}}\n"
    );
    write(root, "crates/backstage/cli/src/main.rs", &program);
}

fn cargo_lesson(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    command.args(["lesson", "run", "bread"]).current_dir(root);
    command
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("RUSTFLAGS");
    command
}

#[track_caller]
fn prints(command: &mut Command, expected: &str) {
    let output = command.output().expect("cargo starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        expected,
        "{stderr}"
    );
}

#[test]
fn a_folder_may_be_moved_and_copied() {
    let folder = TempDir::new().expect("there is a temporary folder");
    let [first, moved, copied] =
        ["first", "moved to 面包", "copied"].map(|name| folder.path().join(name));
    workspace(&first);
    prints(&mut cargo_lesson(&first), "baked run bread true\n");
    fs::rename(&first, &moved).expect("it is in one file system");
    prints(&mut cargo_lesson(&moved), "baked run bread true\n");
    // From a folder inside, too.
    prints(
        &mut cargo_lesson(&moved.join("crates")),
        "baked run bread true\n",
    );
    copy(&moved, &copied);
    say(&copied, "burnt");
    prints(&mut cargo_lesson(&copied), "burnt run bread true\n");
    prints(&mut cargo_lesson(&moved), "baked run bread true\n");
}

/// An editor builds in the same folder, and holds cargo's lock.
#[test]
fn a_lock_that_is_held_is_named() {
    let folder = TempDir::new().expect("there is a temporary folder");
    workspace(folder.path());
    prints(&mut cargo_lesson(folder.path()), "baked run bread true\n");
    say(folder.path(), "sold");
    let lock = File::create(folder.path().join("target/debug/.cargo-lock"));
    let lock = lock.expect("cargo has made this folder");
    lock.lock().expect("cargo has ended");
    let mut lesson = cargo_lesson(folder.path());
    lesson.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut lesson = lesson.spawn().expect("cargo starts");
    let stderr = BufReader::new(lesson.stderr.take().expect("it is a pipe"));
    let mut lines = stderr.lines().map(|line| line.expect("it is text"));
    let waits = lines.find(|line| line.contains("another cargo is building"));
    assert!(waits.is_some(), "it ended without a word");
    drop(lock);
    let output = lesson.wait_with_output().expect("it ends");
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "sold run bread true\n"
    );
}

/// Flags for one target, of the environment or of your own configuration, are added.
#[test]
fn flags_for_a_target_do_not_replace_those_of_the_course() {
    let folder = TempDir::new().expect("there is a temporary folder");
    workspace(folder.path());
    let rustc = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc starts");
    let version = String::from_utf8_lossy(&rustc.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.expect("rustc names its host").replace('-', "_");
    let variable = format!("CARGO_TARGET_{}_RUSTFLAGS", host.to_uppercase());
    let mut lesson = cargo_lesson(folder.path());
    lesson.env(variable, "-C debug-assertions=yes");
    prints(&mut lesson, "baked run bread true\n");
}
