//! `practice`: a learner solves the exercises one after the other, and spoils one again.

mod common;
#[cfg(unix)]
#[path = "../../player/tests/terminal/mod.rs"]
mod terminal;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use common::{Ran, lesson, root};
use serde::Deserialize;

/// A learner with a folder of their own, which is removed at the end.
struct Learner {
    folder: String,
    /// All folders share the target folder, in which a program's name is taken once.
    _alone: MutexGuard<'static, ()>,
}

static ALONE: Mutex<()> = Mutex::new(());

#[derive(Deserialize)]
struct Listing {
    exercises: Vec<Exercise>,
}

#[derive(Clone, Debug, Deserialize)]
struct Exercise {
    lesson: String,
    name: String,
    title: String,
    minutes: u32,
    goals: Vec<String>,
    state: String,
}

impl Learner {
    fn new(name: &str) -> Learner {
        let folder = format!("target/practice-{name}-{}", std::process::id());
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        Learner {
            folder,
            _alone: alone,
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = lesson(&["practice"]);
        command
            .args(arguments)
            .env("LESSON_PRACTICE", &self.folder)
            .env("LANG", "C.UTF-8");
        command
    }

    fn practice(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output();
        output.expect("the command starts").into()
    }

    fn list(&self) -> Vec<Exercise> {
        let ran = self.practice(&["--list", "--json"]);
        let listing = serde_json::from_str::<Listing>(ran.succeeds());
        listing.expect("it is JSON").exercises
    }

    fn program(&self, exercise: &Exercise) -> PathBuf {
        let file = format!("{}/{}.rs", exercise.lesson, exercise.name);
        root().join(&self.folder).join(file)
    }

    /// The file of that name in the exercise's folder.
    fn stored(exercise: &Exercise, file: &str) -> PathBuf {
        let crates = fs::read_dir(root().join("crates")).expect("it exists");
        let mut folders = crates.filter_map(|entry| {
            let folder = entry.ok()?.path().join("exercises").join(&exercise.name);
            folder.is_dir().then_some(folder)
        });
        folders
            .next()
            .expect("the exercise has a folder")
            .join(file)
    }

    fn state(&self, name: &str) -> String {
        let mut exercises = self.list().into_iter();
        let exercise = exercises.find(|exercise| exercise.name == name);
        exercise.expect("it is listed").state
    }
}

impl Drop for Learner {
    fn drop(&mut self) {
        // It is not there if nothing was practised.
        let _ = fs::remove_dir_all(root().join(&self.folder));
    }
}

#[test]
fn all_exercises_are_solved_and_one_is_spoilt() {
    let learner = Learner::new("all");
    let exercises = learner.list();
    let names = exercises.iter().map(|exercise| &exercise.name);
    assert_eq!(names.collect::<BTreeSet<_>>().len(), exercises.len());
    // Lessons that are begun one after the other are compiled one after the other.
    for exercise in &exercises {
        learner.practice(&[&exercise.name, "--reset"]).succeeds();
    }
    for exercise in &exercises {
        let name = &*exercise.name;
        assert!(exercise.minutes > 0 && !exercise.title.is_empty(), "{name}");
        assert!(!exercise.goals.is_empty(), "{name}");
        assert_eq!(exercise.state, "open", "{name}");
        let program = learner.program(exercise);
        fs::create_dir_all(program.parent().expect("it lies in a folder"))
            .and_then(|()| fs::copy(Learner::stored(exercise, "solution.rs"), &program))
            .expect("the folder can be written to");
        let ran = learner.practice(&[name]);
        assert!(ran.succeeds().contains("solved; beside ours"), "{ran:?}");
        assert_eq!(learner.state(name), "done");
    }
    let ran = learner.practice(&[]);
    assert!(
        ran.succeeds().ends_with("all exercises are done\n"),
        "{ran:?}"
    );
    // A program that was changed has not passed any more.
    let spoilt = &exercises[0];
    let starter = fs::read_to_string(Learner::stored(spoilt, "starter.rs"));
    fs::write(learner.program(spoilt), starter.expect("it is there")).expect("it was");
    assert_eq!(learner.state(&spoilt.name), "open");
    let ran = learner.practice(&[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stdout.contains(&format!("› {} ·", spoilt.name)),
        "{ran:?}"
    );
}

#[test]
fn a_starter_is_graded_with_what_is_missing_and_where() {
    let learner = Learner::new("starter");
    let ran = learner.practice(&["three_tunnels"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for part in [
        "3 · gather vs wait › three_tunnels · 5 min\n",
        "\n✓ runs to completion\n",
        "\n✗ is done by 0.30\n    it is done at 0.60\n",
        "\n✓ needs no task besides main\n",
        "\nthe lines to print:\n  Simplon: answers\n",
        "\na hint: cargo lesson practice three_tunnels --hint\n",
    ] {
        assert!(ran.stdout.contains(part), "{part:?} in {}", ran.stdout);
    }
    // Below the lanes, the stretch of the run.
    assert!(ran.stdout.contains("^^^^"), "{}", ran.stdout);
    for number in 1..=2 {
        let hint = learner.practice(&["three_tunnels", "--hint"]);
        let begin = format!("hint {number} of 2: ");
        assert!(hint.succeeds().starts_with(&begin), "{hint:?}");
    }
    let both = learner.practice(&["three_tunnels", "--hint"]);
    assert!(both.succeeds().contains("hint 1 of 2: "), "{both:?}");
    assert!(both.stdout.contains("hint 2 of 2: "), "{both:?}");
    let early = learner.practice(&["three_tunnels", "--solution"]);
    assert!(
        early.complains(2).contains("is not solved yet"),
        "{early:?}"
    );
}

/// Whatever a learner writes: it is said, and nothing else of the course trips over it.
#[test]
fn a_program_that_hangs_or_does_not_compile() {
    let learner = Learner::new("broken");
    learner.practice(&["three_tunnels"]);
    let exercises = learner.list();
    let tunnels = exercises.iter().find(|one| one.name == "three_tunnels");
    let program = learner.program(tunnels.expect("it is listed"));
    let starter = fs::read_to_string(&program).expect("it was copied");
    let change = |from: &str, to: &str| {
        assert!(starter.contains(from), "{from}");
        fs::write(&program, starter.replacen(from, to, 1)).expect("it was writable");
        learner.practice(&["three_tunnels"])
    };
    let ran = change("let gotthard", "let gotthard: Stirng");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("cannot find type `Stirng`"), "{ran:?}");
    assert!(
        ran.stderr
            .ends_with("error: cannot compile three_tunnels\n"),
        "{ran:?}"
    );
    let ran = change(
        "let gotthard",
        "std::future::pending::<()>().await;\n        let gotthard",
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("✗ runs to completion\n"), "{ran:?}");
    // Of a run that does not end, no goal is judged.
    assert!(!ran.stdout.contains("is done by"), "{ran:?}");
    let ran = change("cars: u32) -> u32 {", "cars: u32) -> u32 { let cars = 0;");
    assert!(ran.stdout.contains("✗ leaves the lines between"), "{ran:?}");
    let ran = change(
        "use classroom::println;",
        "use classroom::println;\nuse gather_vs_wait::gather as _;",
    );
    assert!(
        ran.stdout
            .contains("✗ is plain tokio, without look-alikes\n"),
        "{ran:?}"
    );
    // The learner's program is kept when they begin again.
    let mine = fs::read_to_string(&program).expect("it is there");
    learner.practice(&["three_tunnels", "--reset"]).succeeds();
    assert_eq!(fs::read_to_string(&program).expect("it is there"), starter);
    let kept = fs::read_to_string(program.with_extension("rs.old"));
    assert_eq!(kept.expect("it was kept"), mine);
}

#[test]
fn a_solution_costs_the_same_as_a_copy_of_it() {
    let learner = Learner::new("solution");
    let name = "the_permit_left_behind";
    learner.practice(&[name]);
    let exercises = learner.list();
    let looms = exercises.iter().find(|one| one.name == name);
    let looms = looms.expect("it is listed");
    let solution = Learner::stored(looms, "solution.rs");
    fs::copy(solution, learner.program(looms)).expect("it was writable");
    learner.practice(&[name]).succeeds();
    let ran = learner.practice(&[name, "--solution"]);
    let costs = [
        "yours  done at 0.40, 4 tasks, ",
        "ours   done at 0.40, 4 tasks, ",
    ];
    assert!(
        costs.iter().all(|cost| ran.succeeds().contains(cost)),
        "{ran:?}"
    );
}

#[test]
fn a_program_that_goes_on_forever_is_stopped() {
    let learner = Learner::new("endless");
    learner.practice(&["off_the_water"]);
    let exercises = learner.list();
    let water = exercises.iter().find(|one| one.name == "off_the_water");
    let program = learner.program(water.expect("it is listed"));
    let starter = fs::read_to_string(&program).expect("it was copied");
    let (from, to) = ("while !whistle.is_cancelled()", "loop");
    assert!(starter.contains(from));
    fs::write(&program, starter.replacen(from, to, 1)).expect("it was writable");
    let ran = learner.practice(&["off_the_water"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let said = ", because it recorded more than 30000 events\n";
    assert!(ran.stdout.contains(said), "{ran:?}");
    // The lanes show where it was then.
    assert!(ran.stdout.contains("▸"), "{}", ran.stdout);
}

/// A classroom may have no network: nothing may be compiled that the course does not have.
#[test]
fn libraries_are_those_of_the_course_in_every_lesson() {
    let learner = Learner::new("libraries");
    // The second lesson needs more of them than the first.
    learner.practice(&["three_tunnels"]);
    learner.practice(&["the_permit_left_behind"]);
    let packages = |lock: PathBuf| {
        let text = fs::read_to_string(lock).expect("the lock file was written");
        let lock = text.parse::<toml::Table>().expect("it is TOML");
        let packages = lock["package"].as_array().expect("it is a list").clone();
        packages.into_iter().filter_map(|package| {
            // Those of the course itself have no source.
            package.get("source")?;
            let name = package.get("name")?.as_str()?.to_owned();
            Some((name, package.get("version")?.as_str()?.to_owned()))
        })
    };
    let course = packages(root().join("Cargo.lock")).collect::<BTreeSet<_>>();
    let others = packages(root().join(&learner.folder).join("Cargo.lock"));
    let others = others.filter(|package| !course.contains(package));
    assert_eq!(others.collect::<Vec<_>>(), []);
}

#[test]
fn wrong_names_are_answered_in_a_line() {
    let learner = Learner::new("names");
    let ran = learner.practice(&["three_tunels"]);
    assert!(
        ran.complains(2).contains("did you mean 'three_tunnels'?"),
        "{ran:?}"
    );
    let ran = learner.practice(&["nothing-like-it"]);
    assert!(ran.complains(2).contains("nothing-like-it"), "{ran:?}");
}

/// Editors write in place, or put another file in its place; and they save twice.
#[cfg(unix)]
#[test]
fn each_save_is_graded_until_ctrl_c() {
    let learner = Learner::new("watch");
    learner.practice(&["three_tunnels"]);
    let exercises = learner.list();
    let tunnels = exercises.iter().find(|one| one.name == "three_tunnels");
    let tunnels = tunnels.expect("it is listed");
    let program = learner.program(tunnels);
    let solution = fs::read_to_string(Learner::stored(tunnels, "solution.rs"));
    let solution = solution.expect("it is there");
    let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_lesson"));
    command.args(["practice", "three_tunnels", "--watch"]);
    command.cwd(root());
    command.env("LESSON_PRACTICE", &learner.folder);
    command.env("LANG", "C.UTF-8");
    let mut terminal = terminal::Terminal::start(command, 80, 40);
    let screen = terminal.sees("watching three_tunnels.rs; Ctrl-C ends it");
    assert!(screen.contains("✗ is done by 0.30"), "{screen}");
    let other = program.with_extension("rs.new");
    fs::write(&other, &solution).expect("the folder can be written to");
    fs::rename(&other, &program).expect("it can be replaced");
    let screen = terminal.until("another grade", |screen| {
        screen.contents().contains("✓ is done by 0.30")
    });
    // One screen of result: what was there before is gone.
    assert!(!screen.contains("✗"), "{screen}");
    terminal.sees("watching three_tunnels.rs");
    for text in ["", "fn main( {}", &solution.replace("300", "200")] {
        fs::write(&program, text).expect("it can be written to");
    }
    terminal.sees("0.20  main     Gotthard: answers");
    terminal.sees("watching three_tunnels.rs");
    terminal.press("\x03");
    assert_eq!(terminal.ends().exit_code(), 130);
}
