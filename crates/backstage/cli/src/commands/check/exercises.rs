//! Grades what the exercises' folders hold: the solution meets all goals, the starter misses
//! the goals that it is said to miss, and each wrong solution misses just one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::finding::{Check, Failure, differs, rewrite};
use crate::caller::Caller;
use crate::commands::practice::transcript;
use crate::course::{Lesson, MAX_LINE_WIDTH, Registry, read_text};
use crate::error::Error;
use crate::exercise::{
    Demand, Exercise, Goal, OutputFile, Program, Workspace, exercises, exercises_of,
    grade, met_by_nothing, output, run, write_if_new,
};
use crate::program::compile::compile_in;
use crate::program::side_by_side;
use crate::terminal::PAGE_WIDTH;

/// The reader of a note.
const CALLER: Caller = Caller::Just;

/// Number of hints of an exercise.
const HINTS: usize = 2;

/// What a learner sees of the starter and of the solution: by the exercise's name, and
/// whether it is the solution.
pub(super) type Transcripts = BTreeMap<(String, bool), String>;

/// Checks the exercises of the lessons, and returns their number.
pub(super) fn check(check: &mut Check<'_>) -> Result<(usize, Transcripts), Error> {
    let mut transcripts = Transcripts::new();
    let registry = check.registry;
    let mut exercises = Vec::new();
    for lesson in check.lessons.clone() {
        unlisted(check, lesson);
        match exercises_of(&registry.root, lesson) {
            Ok(found) => exercises.extend(found),
            Err((file, what)) => check.fail(file, what),
        }
    }
    let mut sound = Vec::new();
    let mut names = BTreeSet::new();
    for exercise in &exercises {
        let before = check.failures.len();
        if !names.insert(exercise.name) {
            check.fail(&exercise.folder, "another exercise has this name");
        }
        lint(check, exercise);
        if check.failures.len() == before {
            sound.push(exercise);
        }
    }
    if sound.is_empty() {
        return Ok((exercises.len(), transcripts));
    }
    let programs = compile(registry, &sound)?;
    let readme = read_text(&registry.root.join("README.md")).unwrap_or_default();
    let bless = check.bless;
    let one = |exercise: &&Exercise<'_>| {
        let program = programs.get(&program_name(exercise.lesson));
        let mut grading = Grading {
            registry,
            exercise,
            bless,
            shown: readme.contains(&format!("$ just practice {}", exercise.name)),
            failures: Vec::new(),
            transcripts: Transcripts::new(),
        };
        if let Some(program) = program {
            grading.grade(program)?;
        }
        Ok::<_, Error>((grading.failures, grading.transcripts))
    };
    let (real, quick) = sound
        .into_iter()
        .partition::<Vec<_>, _>(|exercise| exercise.is_real());
    let (real, quick) = side_by_side(&real, &quick, one)?;
    for graded in quick.into_iter().chain(real) {
        let (failures, shown) = graded?;
        check.failures.extend(failures);
        transcripts.extend(shown);
    }
    Ok((exercises.len(), transcripts))
}

/// Folders that the manifest does not list.
fn unlisted(check: &mut Check<'_>, lesson: &Lesson) {
    let folder = format!("{}/exercises", lesson.folder);
    let found = fs::read_dir(check.registry.root.join(&folder));
    for file in found.into_iter().flatten().flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if !lesson.exercises.contains(&name) {
            let what = format!("not listed under `exercises` in {}", lesson.manifest());
            check.fail(format!("{folder}/{name}"), what);
        }
    }
}

/// What can be said without a run.
fn lint(check: &mut Check<'_>, exercise: &Exercise<'_>) {
    let registry = check.registry;
    let toml = format!("{}/exercise.toml", exercise.folder);
    let spec = &exercise.spec;
    let mut wrong = |what: String| check.fail(&toml, what);
    if spec.minutes == 0 {
        wrong("it takes no minutes".to_owned());
    }
    if spec.hints.len() != HINTS {
        wrong(format!("it has {} hints, not {HINTS}", spec.hints.len()));
    }
    if spec.goals.is_empty() {
        wrong("it has no goal".to_owned());
    }
    if !spec.goals.iter().any(|goal| goal.starter_misses) {
        wrong("no goal has `starter_misses`: there would be nothing to do".to_owned());
    }
    if exercise.is_real() && exercise.goals().any(|goal| *goal == Goal::LinesOnTime) {
        wrong("`lines_on_time` is for the virtual clock".to_owned());
    }
    for need in &spec.needs {
        let mut lessons = registry.lessons.iter();
        let mut known = lessons
            .by_ref()
            .filter(|lesson| lesson.number <= exercise.lesson.number);
        if !known.any(|lesson| lesson.example_names().any(|name| name == need)) {
            wrong(format!("no example up to this lesson is called {need}"));
        }
    }
    let programs = exercise.programs(&registry.root);
    let proofs = spec.goals.iter().map(|goal| goal.wrong.as_str());
    let proofs = proofs.chain(["starter", "solution"]).collect::<Vec<_>>();
    for name in &proofs {
        if !programs.iter().any(|program| program == name) {
            wrong(format!("{}/{name}.rs does not exist", exercise.folder));
        }
    }
    for program in &programs {
        if !proofs.contains(&program.as_str()) {
            let file = format!("{}/{program}.rs", exercise.folder);
            check.fail(file, "no goal names it as its wrong solution");
        }
    }
    let mut examples = registry.examples();
    if examples.any(|(_, example)| example.name == exercise.name) {
        check.fail(&exercise.folder, "an example has this name");
    }
    let starter = format!("{}/starter.rs", exercise.folder);
    if exercise.title().is_empty() || exercise.task().is_empty() {
        check.fail(&starter, "the header needs a title and a task");
    }
    for (index, line) in exercise.starter.lines().enumerate() {
        if unicode_width::UnicodeWidthStr::width(line) > MAX_LINE_WIDTH {
            let place = format!("{starter}:{}", index + 1);
            check.fail(place, format!("wider than {MAX_LINE_WIDTH} columns"));
        }
    }
}

/// Compiles all programs of the exercises: one for each lesson, with what the folders hold
/// as its modules. That is one program to link in place of some dozens.
fn compile(
    registry: &Registry,
    exercises: &[&Exercise<'_>],
) -> Result<BTreeMap<String, PathBuf>, Error> {
    let workspace = Workspace::of_check(&registry.root);
    let mut lessons = BTreeMap::<u32, Vec<&Exercise<'_>>>::new();
    for exercise in exercises {
        let of_lesson = lessons.entry(exercise.lesson.number).or_default();
        of_lesson.push(exercise);
    }
    let mut bins = Vec::new();
    for exercises in lessons.values() {
        let lesson = exercises[0].lesson;
        let folder = workspace.lesson_folder(lesson);
        let written = write_modules(registry, &folder, exercises);
        written.map_err(|error| {
            Error::Failed(format!("cannot write {folder} ({error})"))
        })?;
        let name = program_name(lesson);
        let program = (name.clone(), "main.rs".to_owned());
        workspace.write(lesson, &BTreeMap::from([program]))?;
        bins.push(name);
    }
    let bins = bins.iter().map(String::as_str).collect::<Vec<_>>();
    compile_in(registry, &workspace.manifest(), &bins, "the exercises")
}

/// The name of the program that holds a lesson's exercises.
fn program_name(lesson: &Lesson) -> String {
    format!("exercises-{}", lesson.name)
}

fn write_modules(
    registry: &Registry,
    folder: &str,
    exercises: &[&Exercise<'_>],
) -> std::io::Result<()> {
    let root = &registry.root;
    let mut modules = String::new();
    let mut choices = String::new();
    for exercise in exercises {
        let name = exercise.name;
        let _ = writeln!(modules, "mod {name} {{");
        fs::create_dir_all(root.join(folder).join(name))?;
        for program in exercise.programs(root) {
            let file = format!("{}/{program}.rs", exercise.folder);
            let text = read_text(&root.join(file))?;
            // Otherwise it is its module's own.
            let text = text.replacen("\nfn main()", "\npub fn main()", 1);
            let copy = root.join(folder).join(name).join(format!("{program}.rs"));
            write_if_new(&copy, &text)?;
            let allow = match program.as_str() {
                "solution" => "",
                // The compiler may well have something to say.
                _ => "#[allow(warnings, clippy::all)] ",
            };
            let _ = writeln!(modules, "    {allow}pub mod {program};");
            let _ = writeln!(
                choices,
                "        Some(\"{name}/{program}\") => {name}::{program}::main().report(),"
            );
        }
        modules += "}\n";
    }
    let main = format!(
        "//! All programs of the lesson's exercises, for `cargo lesson check`.\n\n\
         use std::process::{{ExitCode, Termination as _}};\n\n\
         {modules}\n#[allow(clippy::unit_arg)]\nfn main() -> ExitCode {{\n\
             match std::env::args().nth(1).as_deref() {{\n\
         {choices}        other => panic!(\"no program is called {{other:?}}\"),\n    }}\n}}\n"
    );
    write_if_new(&root.join(folder).join("main.rs"), &main)?;
    Ok(())
}

/// The grading of one exercise.
struct Grading<'a> {
    registry: &'a Registry,
    exercise: &'a Exercise<'a>,
    /// Update what is committed.
    bless: bool,
    /// A page shows what a learner sees of it.
    shown: bool,
    failures: Vec<Failure>,
    transcripts: Transcripts,
}

impl Grading<'_> {
    fn fail(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.failures.push(Failure::new(place, what));
    }

    /// Runs and grades the programs of the exercise.
    fn grade(&mut self, path: &Path) -> Result<(), Error> {
        let (registry, exercise) = (self.registry, self.exercise);
        let root = &registry.root;
        let folder =
            root.join(Workspace::of_check(root).lesson_folder(exercise.lesson));
        let argument = |program: &str| format!("{}/{program}", exercise.name);
        // What the solution prints is what the others are compared with.
        let solution = argument("solution");
        let program = Program {
            path,
            argument: Some(&solution),
            text: "",
            root: &folder,
        };
        for seed in exercise.seeds() {
            let first = run(exercise, program, seed)?;
            let file = format!("{}/{}", exercise.folder, OutputFile::name(seed));
            if let Some(why) = &first.failed {
                self.fail(format!("{}/solution.rs", exercise.folder), why.clone());
                return Ok(());
            }
            if !exercise.is_real()
                && run(exercise, program, seed)?.events != first.events
            {
                let what = "two runs of the solution differ";
                self.fail(format!("{}/solution.rs", exercise.folder), what);
            }
            if met_by_nothing(exercise.goals(), &output(&first).0) {
                let toml = format!("{}/exercise.toml", exercise.folder);
                self.fail(toml, "a program that does nothing meets all goals");
            }
            let found = output(&first).text(exercise.is_real());
            let expected = read_text(&root.join(&file)).unwrap_or_default();
            if found == expected {
                continue;
            }
            if self.bless {
                rewrite(root, &file, &found)?;
            } else {
                let what = differs("the solution prints something else");
                let failure =
                    Failure::first_difference(&file, 0, &what, &expected, &found);
                self.failures.extend(failure);
                return Ok(());
            }
        }
        for name in exercise.programs(root) {
            let file = format!("{}/{name}.rs", exercise.folder);
            let text = read_text(&root.join(&file)).unwrap_or_default();
            let argument = argument(&name);
            let program = Program {
                path,
                argument: Some(&argument),
                text: &text,
                root: &folder,
            };
            let goals = exercise.spec.goals.iter();
            let expected = goals.filter(|goal| match name.as_str() {
                "starter" => goal.starter_misses,
                _ => goal.wrong == name,
            });
            let expected = expected.map(|goal| goal.goal.to_string());
            let expected = expected.collect::<BTreeSet<_>>();
            let graded = grade(registry, exercise, program)?;
            if self.shown && ["starter", "solution"].contains(&name.as_str()) {
                let all = exercises(registry).unwrap_or_default();
                let shape = (CALLER, PAGE_WIDTH);
                let text = transcript(registry, all, exercise.name, &graded, shape)?;
                let key = (exercise.name.to_owned(), name == "solution");
                self.transcripts.insert(key, text);
            }
            let missed = graded.verdicts.iter().filter_map(|verdict| {
                let (miss, _) = verdict.miss.as_ref()?;
                Some((verdict.demand, &miss.why))
            });
            let missed = missed.collect::<Vec<_>>();
            for (demand, why) in &missed {
                let is_goal = matches!(demand, Demand::Goal(_));
                if !is_goal || !expected.contains(&demand.to_string()) {
                    self.fail(&file, format!("misses “{demand}”: {why}"));
                }
            }
            for goal in expected {
                if !missed.iter().any(|(demand, _)| demand.to_string() == goal) {
                    self.fail(&file, format!("does not miss “{goal}”"));
                }
            }
        }
        Ok(())
    }
}
