//! `cargo lesson …` arrives here: builds the `lesson` command if need be, and becomes it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

fn main() -> ExitCode {
    let lesson = match env::current_exe() {
        Ok(launch) => {
            launch.with_file_name(format!("lesson{}", env::consts::EXE_SUFFIX))
        }
        Err(error) => return complain(&format!("cannot tell where it runs: {error}")),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    if !is_fresh(&lesson, &root) {
        // Without `--manifest-path` cargo would look from the folder it is called in.
        let manifest = root.join("Cargo.toml");
        let manifest = manifest.to_string_lossy();
        match launch::cargo_build(["--manifest-path", &manifest, "--package", "cli"]) {
            Ok(built) if built.status.success() => {}
            Ok(_) => return complain("the `lesson` command does not compile"),
            Err(error) => {
                return complain(&format!("cargo cannot be started: {error}"));
            }
        }
    }
    let mut command = Command::new(&lesson);
    command.args(env::args_os().skip(1));
    become_it(command)
}

/// Whether `lesson` is newer than everything it was made from: what `make` would ask.
/// Asking cargo instead would cost each command another twentieth of a second.
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
        .all(|path| modified(&path).is_some_and(|changed| changed <= built))
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

fn complain(why: &str) -> ExitCode {
    eprintln!("error: {why}");
    ExitCode::FAILURE
}

/// Replaces this process, so that signals and the exit code need no passing on.
#[cfg(unix)]
fn become_it(mut command: Command) -> ExitCode {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    complain(&format!("`lesson` cannot be started: {error}"))
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> ExitCode {
    match command.status() {
        Ok(status) => {
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            code.map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => complain(&format!("`lesson` cannot be started: {error}")),
    }
}
