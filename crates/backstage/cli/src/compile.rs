//! Compiles examples and other programs, and says where they are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::registry::{Example, Lesson, Registry};
use crate::trouble::Trouble;

/// Where the compiled programs are, by their names.
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

/// How an example is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// Quickly, as for every run in a lesson.
    Debug,
    /// Quickly, and so that it can fetch from the open web.
    DebugWithTls,
    /// With optimizations, as for programs in use.
    Release,
}

/// The program of lesson 11 has TLS by default; its examples need none, and link quickly
/// without it.
const WITHOUT_TLS: &[&str] = &["--no-default-features"];

impl Build {
    /// What cargo is told.
    fn flags(self) -> &'static [&'static str] {
        match self {
            Build::Debug => WITHOUT_TLS,
            Build::DebugWithTls => &["--features", "tls"],
            Build::Release => &["--no-default-features", "--release"],
        }
    }
}

/// Compiles one example of a lesson, or all of them.
///
/// What the compiler says goes to stderr, as with `cargo run`.
pub(crate) fn compile(
    registry: &Registry,
    lesson: &Lesson,
    example: Option<&Example>,
    build: Build,
) -> Result<Programs, Trouble> {
    let mut selection = vec!["--package", &lesson.name];
    selection.extend(build.flags());
    match example {
        Some(example) => selection.extend(["--example", &example.name]),
        None => selection.push("--examples"),
    }
    let what = example.map_or(&lesson.name, |example| &example.name);
    compile_selection(registry, &selection, what)
}

/// Compiles the examples of every lesson, each as for a run of its own.
pub(crate) fn compile_all(registry: &Registry) -> Result<Programs, Trouble> {
    let selection = ["--workspace", "--examples"];
    let selection = [&selection, WITHOUT_TLS].concat();
    compile_selection(registry, &selection, "the course")
}

/// Compiles the program of a package that is no lesson, and says where it is.
pub(crate) fn compile_program(
    registry: &Registry,
    package: &str,
) -> Result<PathBuf, Trouble> {
    let selection = ["--package", package, "--bin", package];
    let mut programs = compile_selection(registry, &selection, package)?;
    let program = programs.remove(package);
    program.ok_or_else(|| Trouble::Failed(format!("cargo built no {package}")))
}

fn compile_selection(
    registry: &Registry,
    selection: &[&str],
    what: &str,
) -> Result<Programs, Trouble> {
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
    let mut programs = Programs::new();
    for message in messages {
        if let (Some(target), Some(executable)) = (message.target, message.executable)
            && target
                .kind
                .iter()
                .any(|kind| kind == "example" || kind == "bin")
        {
            programs.insert(target.name, executable);
        }
    }
    Ok(programs)
}
