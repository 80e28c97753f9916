//! Compiles examples, and says where the programs are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::registry::{Example, Lesson, Registry};
use crate::trouble::Trouble;

/// Where the compiled examples are, by their names.
pub(crate) type Programs = BTreeMap<String, PathBuf>;

/// One line of `cargo build --message-format=json`, as far as it matters here.
#[derive(Deserialize)]
struct Message {
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// Compiles one example of a lesson, or all of them.
///
/// What the compiler says goes to stderr, as with `cargo run`.
pub(crate) fn compile(
    registry: &Registry,
    lesson: &Lesson,
    example: Option<&Example>,
) -> Result<Programs, Trouble> {
    let mut selection = vec!["--package", &lesson.name];
    match example {
        Some(example) => selection.extend(["--example", &example.name]),
        None => selection.push("--examples"),
    }
    let what = example.map_or(&lesson.name, |example| &example.name);
    compile_selection(registry, &selection, what)
}

/// Compiles the examples of every lesson.
pub(crate) fn compile_all(registry: &Registry) -> Result<Programs, Trouble> {
    let packages = registry
        .lessons
        .iter()
        .flat_map(|lesson| ["--package", &lesson.name]);
    let selection = packages.chain(["--examples"]).collect::<Vec<_>>();
    compile_selection(registry, &selection, "the course")
}

/// Compiles the player of `walk`, and says where it is.
pub(crate) fn compile_player(registry: &Registry) -> Result<PathBuf, Trouble> {
    let messages = build(registry, &["--package", "walk", "--bin", "walk"], "walk")?;
    let player = messages.into_iter().find_map(|message| message.executable);
    player.ok_or_else(|| Trouble::Failed("cargo built no player".to_owned()))
}

fn compile_selection(
    registry: &Registry,
    selection: &[&str],
    what: &str,
) -> Result<Programs, Trouble> {
    let mut programs = Programs::new();
    for message in build(registry, selection, what)? {
        if let (Some(target), Some(executable)) = (message.target, message.executable)
            && target.kind.iter().any(|kind| kind == "example")
        {
            programs.insert(target.name, executable);
        }
    }
    Ok(programs)
}

fn build(
    registry: &Registry,
    selection: &[&str],
    what: &str,
) -> Result<Vec<Message>, Trouble> {
    let manifest = registry.root.join("Cargo.toml");
    let manifest = manifest.to_string_lossy();
    let fixed = [
        "--message-format=json-render-diagnostics",
        "--manifest-path",
        &manifest,
    ];
    let built = launch::cargo_build(fixed.into_iter().chain(selection.iter().copied()))
        .map_err(|error| {
            Trouble::Failed(format!("cargo cannot be started: {error}"))
        })?;
    if !built.status.success() {
        return Err(Trouble::Failed(format!("{what} does not compile")));
    }
    let messages = built
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok());
    Ok(messages.collect())
}
