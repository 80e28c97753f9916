//! `cargo lesson …` arrives here: builds the `lesson` command if need be, and becomes it.
//!
//! The alias runs this program and not `lesson` itself, because `cargo run --quiet` shows
//! neither the progress of a first build nor that it waits for another cargo. For the same
//! reason this program has a profile of its own: cargo keeps one lock for each profile, and
//! an editor that builds holds that of `dev`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};
use std::time::SystemTime;

fn main() -> ExitCode {
    match lesson() {
        Ok(lesson) => start(lesson),
        Err(why) => fail(&why),
    }
}

/// Starts `lesson` in place of this process: signals reach it, and its exit code counts.
fn start(lesson: PathBuf) -> ExitCode {
    let mut command = Command::new(lesson);
    command.args(env::args_os().skip(1));
    match launch::replace_process(command) {
        Ok(status) => {
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            code.map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => fail(&format!("cannot start `lesson` ({error})")),
    }
}

/// The `lesson` command, built if need be.
fn lesson() -> Result<PathBuf, String> {
    let launch =
        env::current_exe().map_err(|error| format!("cannot find itself ({error})"))?;
    // target/launch/launch and target/debug/lesson
    let target = launch.ancestors().nth(2).unwrap_or(Path::new(""));
    let lesson = target.join(format!("debug/lesson{}", env::consts::EXE_SUFFIX));
    let root = workspace_root().ok_or("start it with: cargo lesson")?;
    if !is_fresh(&lesson, &root) {
        // Without `--manifest-path` cargo would look from the folder it is called in.
        let manifest = root.join("Cargo.toml");
        let manifest = manifest.to_string_lossy();
        let status = build(&manifest)
            .map_err(|error| format!("cannot start cargo ({error})"))?;
        if !status.success() {
            return Err("cannot compile the `lesson` command".to_owned());
        }
    }
    Ok(lesson)
}

/// The root of the workspace, from what `cargo run` says of this package. A path that was
/// compiled in would be wrong in a folder that has been moved.
fn workspace_root() -> Option<PathBuf> {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?);
    Some(package.ancestors().nth(3)?.to_owned())
}

fn build(manifest: &str) -> std::io::Result<ExitStatus> {
    let arguments = ["--manifest-path", manifest, "--package", "cli"];
    let mut cargo = launch::cargo_build(arguments, false).spawn()?;
    launch::follow((cargo.stdout.take(), cargo.stderr.take()))?;
    cargo.wait()
}

/// Whether `lesson` is newer than everything it was made from, in this folder: the test
/// that `make` would do. To ask cargo instead would cost each command a tenth of a second.
fn is_fresh(lesson: &Path, root: &Path) -> bool {
    let Some(built) = modified(lesson) else {
        return false;
    };
    let Ok(sources) = fs::read_to_string(lesson.with_extension("d")) else {
        return false;
    };
    let Some((_, sources)) = sources.trim_end().split_once(": ") else {
        return false;
    };
    // Blanks inside a path are escaped in this file, and blanks separate the paths.
    let sources = sources
        .replace("\\ ", "\0")
        .split(' ')
        .map(|path| PathBuf::from(path.replace('\0', " ")))
        .collect::<Vec<_>>();
    let manifests = sources.iter().filter_map(|path| {
        let package = path.ancestors().find(|above| above.ends_with("src"))?;
        Some(package.with_file_name("Cargo.toml"))
    });
    let of_the_workspace = ["Cargo.toml", "Cargo.lock", ".cargo/config.toml"];
    sources
        .iter()
        .cloned()
        .chain(manifests)
        .chain(of_the_workspace.map(|name| root.join(name)))
        // In a copy of the folder, or after a move, the paths lead to another one.
        .all(|path| {
            path.starts_with(root)
                && modified(&path).is_some_and(|changed| changed <= built)
        })
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

fn fail(why: &str) -> ExitCode {
    eprintln!("error: {why}");
    ExitCode::FAILURE
}
