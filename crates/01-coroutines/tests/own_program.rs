//! The project that the note begins with builds and runs.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The first block of this language in the note.
fn block<'a>(note: &'a str, language: &str) -> &'a str {
    let (_, after) = note
        .split_once(&format!("```{language}\n"))
        .expect("the note has the block");
    let (block, _) = after.split_once("```").expect("the block ends");
    block
}

#[test]
fn the_project_of_the_note_runs() {
    // Read when it runs: a path that was compiled in would be wrong in a moved folder.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo test sets it");
    let root = Path::new(&package).join("../..");
    let note = fs::read_to_string(root.join("lessons/01-coroutines.md"));
    let note = note.expect("the note exists").replace("\r\n", "\n");
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("own_program");
    fs::create_dir_all(project.join("src")).expect("the folder can be written to");
    // Without `[workspace]`, cargo would look for the project in this one.
    let manifest = format!("{}\n[workspace]\n", block(&note, "toml"));
    fs::write(project.join("Cargo.toml"), manifest).expect("it can be written");
    fs::write(project.join("src/main.rs"), block(&note, "rust"))
        .expect("it can be written");
    // The versions of the course are the ones that have been downloaded.
    fs::copy(root.join("Cargo.lock"), project.join("Cargo.lock"))
        .expect("it can be copied");
    let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["run", "--quiet", "--offline"])
        .current_dir(&project)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .expect("cargo starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "the oven is on\nsold: a loaf\n"
    );
}
