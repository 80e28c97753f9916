//! Compiles examples and other programs, and tells where they are.

use std::collections::BTreeMap;
use std::env;
use std::io;
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use serde::Deserialize;
use toml::Value;

use super::process::{Running, interrupted};
use crate::course::{Example, Lesson, Registry};
use crate::error::Error;

/// Paths of the compiled programs, by name.
pub(crate) struct Programs(BTreeMap<String, PathBuf>);

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

/// The way an example is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// Quickly, as for every run in a lesson.
    Debug,
    /// Quickly, and with what it takes to fetch from the internet.
    DebugWithTls,
    /// With optimizations, as for programs in use.
    Release,
}

impl Build {
    /// The flags for cargo.
    fn flags(self) -> &'static [&'static str] {
        match self {
            Build::Debug => &[],
            Build::DebugWithTls => &["--features", "tls"],
            Build::Release => &["--release"],
        }
    }
}

impl Programs {
    /// The compiled example.
    pub(crate) fn example(
        &self,
        lesson: &Lesson,
        example: &Example,
    ) -> Result<&Path, Error> {
        let program = self.0.get(&example.name).map(PathBuf::as_path);
        program.ok_or_else(|| {
            Error::Failed(format!(
                "{} lists {}, but {} does not exist",
                lesson.manifest(),
                example.name,
                example.file("rs")
            ))
        })
    }
}

/// Compiles one example of a lesson, or all of them.
///
/// Messages of the compiler go to stderr, as with `cargo run`.
pub(crate) fn compile(
    registry: &Registry,
    lesson: &Lesson,
    example: Option<&Example>,
    build: Build,
) -> Result<Programs, Error> {
    let mut selection = vec!["--package", &lesson.name];
    selection.extend(build.flags());
    match example {
        Some(example) => selection.extend(["--example", &example.name]),
        None => selection.push("--examples"),
    }
    let name = example.map_or(&lesson.name, |example| &example.name);
    compile_selection(registry, &selection, name)
}

/// Compiles the examples of every lesson. It selects the whole workspace as `cargo test
/// --workspace` does, so that each of the two can use what the other has compiled.
pub(crate) fn compile_all(registry: &Registry) -> Result<Programs, Error> {
    compile_selection(registry, &["--workspace", "--examples"], "the course")
}

/// Compiles programs of another workspace, which has the course's target folder. `name` is
/// what the reader knows them by.
pub(crate) fn compile_in(
    registry: &Registry,
    manifest: &Path,
    bins: &[&str],
    name: &str,
) -> Result<BTreeMap<String, PathBuf>, Error> {
    let target = registry.root.join("target");
    let target = Value::from(&*target.to_string_lossy());
    let target = format!("build.target-dir={target}");
    // Always of the whole workspace: then each can use what was compiled for another.
    let mut selection = vec!["--config", &target, "--workspace"];
    for bin in bins {
        selection.extend(["--bin", bin]);
    }
    let Programs(programs) = compile_manifest(manifest, &selection, name)?;
    Ok(programs)
}

/// Compiles a program of a package that is not a lesson, and returns its path.
pub(crate) fn compile_program(
    registry: &Registry,
    package: &str,
    program: &str,
) -> Result<PathBuf, Error> {
    let selection = ["--package", package, "--bin", program];
    let Programs(mut programs) = compile_selection(registry, &selection, program)?;
    let path = programs.remove(program);
    path.ok_or_else(|| Error::Failed(format!("cargo has not built {program}")))
}

fn compile_selection(
    registry: &Registry,
    selection: &[&str],
    name: &str,
) -> Result<Programs, Error> {
    compile_manifest(&registry.root.join("Cargo.toml"), selection, name)
}

fn compile_manifest(
    manifest: &Path,
    selection: &[&str],
    name: &str,
) -> Result<Programs, Error> {
    let manifest = manifest.to_string_lossy();
    let fixed = [
        "--message-format=json-render-diagnostics",
        "--manifest-path",
        &manifest,
    ];
    let arguments = fixed.into_iter().chain(selection.iter().copied());
    let cannot_start =
        |error: io::Error| Error::Failed(format!("cannot start cargo ({error})"));
    let mut command = launch::cargo_build(arguments, has_colour());
    let mut cargo = Running::start(&mut command, None).map_err(cannot_start)?;
    let pipes = (cargo.stdout.take(), cargo.stderr.take());
    let messages = launch::follow(pipes)?;
    let ended = cargo.wait()?;
    if interrupted() {
        return Err(Error::Interrupted);
    }
    if !ended.status.success() {
        return Err(Error::Failed(format!("cannot compile {name}")));
    }
    // There is a message for each library too, and reading them all takes time.
    let messages = messages
        .lines()
        .filter(|line| line.contains(r#""executable":""#))
        .filter_map(|line| serde_json::from_str::<Message>(line).ok());
    let mut programs = BTreeMap::new();
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
    Ok(Programs(programs))
}

/// Whether the compiler's messages may have colours.
fn has_colour() -> bool {
    match env::var("CARGO_TERM_COLOR").as_deref() {
        Ok("never") => false,
        Ok("always") => true,
        // A dumb terminal has none; where `CI` is set, anstream would assume some.
        _ if env::var("TERM").as_deref() == Ok("dumb") => false,
        _ => AutoStream::choice(&io::stderr()) != ColorChoice::Never,
    }
}
