//! `practice`: an exercise is copied for the learner, graded, and shown with what is missing.

mod list;
mod report;
mod session;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use views::columns::wrap;
use views::counted;

use super::compare::{Page, without_header};
use super::watch::watch;
use crate::args::PracticeArgs;
use crate::caller::Caller;
use crate::course::{Registry, read_text};
use crate::error::Error;
use crate::exercise::{
    Exercise, Graded, Program, Progress, Workspace, exercises, grade, practice_folder,
    time, write_if_new,
};
use crate::program::compile::compile_in;
use crate::program::process::{OnInterrupt, handle_interrupts};
use session::Practice;

/// What is shown of an attempt at an exercise where nothing has been done yet.
pub(super) fn transcript(
    registry: &Registry,
    exercises: Vec<Exercise<'_>>,
    name: &str,
    graded: &Graded<'_>,
    (caller, width): (Caller, usize),
) -> Result<String, Error> {
    let practice = Practice {
        registry,
        exercises,
        progress: Progress::none(),
        caller,
        width,
    };
    let mut exercises = practice.exercises.iter();
    let named = exercises.find(|exercise| exercise.name == name);
    let exercise = named.ok_or_else(|| Error::Failed(format!("no exercise {name}")))?;
    let mut text = anstream::StripStream::new(Vec::new());
    report::task(&practice, exercise, &mut text)?;
    report::graded(&practice, exercise, graded, &mut text)?;
    report::next(&practice, exercise, graded.passed(), &mut text)?;
    Ok(String::from_utf8_lossy(&text.into_inner()).into_owned())
}

/// Does what was asked for with the exercises.
pub(crate) fn practice(
    registry: &Registry,
    args: &PracticeArgs,
    caller: Caller,
    width: usize,
    out: &mut impl Write,
) -> Result<(), Error> {
    handle_interrupts(OnInterrupt::Stop)?;
    let exercises = exercises(registry)
        .map_err(|(file, what)| Error::Failed(format!("{file}: {what}")))?;
    let mut practice = Practice {
        progress: Progress::read(&registry.root),
        registry,
        exercises,
        caller,
        width,
    };
    if args.list {
        return list::list(&practice, args.name.as_deref(), args.json, out);
    }
    let Some(index) = practice.chosen(args.name.as_deref(), out)? else {
        writeln!(out, "all exercises are done")?;
        return Ok(());
    };
    if args.reset {
        practice.reset(index, out)
    } else if args.hint {
        practice.hint(index, out)
    } else if args.solution {
        practice.solution(index, out)
    } else if args.watch {
        let file = practice.file(&practice.exercises[index]);
        practice.prepare(&practice.exercises[index])?;
        watch(&registry.root.join(file), out, |out| {
            practice.attempt(index, out)
        })
    } else {
        practice.attempt(index, out)
    }
}

impl Practice<'_> {
    /// The exercise of that name; of a lesson the first that is open; without a name the
    /// first open one of the course, after a table of all. `None` if all are done.
    fn chosen(
        &self,
        name: Option<&str>,
        out: &mut impl Write,
    ) -> Result<Option<usize>, Error> {
        let is_open = |index: &usize| !self.is_done(&self.exercises[*index]);
        let all = 0..self.exercises.len();
        let Some(name) = name else {
            list::overview(self, out)?;
            return Ok(all.into_iter().find(is_open));
        };
        let wanted = name.trim_end_matches(".rs").replace('-', "_");
        let called = |index: &usize| self.exercises[*index].name == wanted;
        if let Some(index) = all.clone().find(called) {
            return Ok(Some(index));
        }
        let lesson = self.registry.lesson(name).map_err(|error| {
            let names = self.exercises.iter().map(|exercise| exercise.name);
            match crate::course::nearest(&wanted, names) {
                Some(guess) => Error::Usage(format!(
                    "no exercise or lesson is called '{}'; did you mean '{guess}'?",
                    name.escape_debug()
                )),
                None => error,
            }
        })?;
        let of_lesson =
            |index: &usize| self.exercises[*index].lesson.name == lesson.name;
        let mut of_lesson = all.filter(of_lesson);
        let first = of_lesson
            .clone()
            .next()
            .ok_or_else(|| Error::Usage(format!("{} has no exercises", lesson.name)))?;
        Ok(Some(of_lesson.find(is_open).unwrap_or(first)))
    }

    /// Copies the starter, if there is none yet, and writes the workspace around it.
    fn prepare(&self, exercise: &Exercise<'_>) -> Result<(), Error> {
        let workspace = Workspace::practice(&self.registry.root);
        let root = &self.registry.root;
        let file = root.join(self.file(exercise));
        if !file.exists() {
            let folder = root.join(workspace.lesson_folder(exercise.lesson));
            fs::create_dir_all(folder)
                .and_then(|()| fs::write(&file, &exercise.starter))
                .map_err(|error| {
                    let file = self.file(exercise);
                    Error::Failed(format!("cannot write {file} ({error})"))
                })?;
        }
        let of_lesson = self
            .exercises
            .iter()
            .filter(|other| other.lesson.name == exercise.lesson.name);
        let mut programs = BTreeMap::new();
        for other in of_lesson {
            if root.join(self.file(other)).exists() {
                programs.insert(other.name.to_owned(), format!("{}.rs", other.name));
            }
            let folder = root.join(workspace.lesson_folder(other.lesson));
            if folder.join(solution_file(other)).exists() {
                programs.insert(solution_name(other), solution_file(other));
            }
        }
        workspace.write(exercise.lesson, &programs)
    }

    fn copy_solution(&self, exercise: &Exercise<'_>, to: &Path) -> Result<(), Error> {
        let from = format!("{}/solution.rs", exercise.folder);
        let copied = read_text(&self.registry.root.join(&from)).and_then(|text| {
            fs::create_dir_all(to.parent().unwrap_or(to))?;
            write_if_new(to, &text)
        });
        copied.map(|_| ()).map_err(|error| {
            let to = to.display();
            Error::Failed(format!("cannot copy {from} to {to} ({error})"))
        })
    }

    /// Compiles one of the programs of the exercise's package.
    fn compile(&self, exercise: &Exercise<'_>, bin: &str) -> Result<PathBuf, Error> {
        let manifest = Workspace::practice(&self.registry.root).manifest();
        let name = exercise.name;
        let mut programs = compile_in(self.registry, &manifest, &[bin], name)?;
        let program = programs.remove(bin);
        program.ok_or_else(|| Error::Failed(format!("cargo has not built {bin}")))
    }

    fn grade<'a>(
        &self,
        exercise: &'a Exercise<'_>,
        bin: &str,
        text: &str,
    ) -> Result<Graded<'a>, Error> {
        let path = self.compile(exercise, bin)?;
        let program = Program {
            path: &path,
            argument: None,
            text,
            root: &self.registry.root.join(practice_folder()),
        };
        grade(self.registry, exercise, program)
    }

    /// Grades the learner's program, and says what is missing.
    fn attempt(&mut self, index: usize, out: &mut impl Write) -> Result<(), Error> {
        let exercise = &self.exercises[index];
        let file = self.file(exercise);
        self.prepare(exercise)?;
        report::task(self, exercise, out)?;
        let text = self.text(exercise);
        let text = text.ok_or_else(|| Error::Failed(format!("cannot read {file}")))?;
        let graded = self.grade(exercise, exercise.name, &text)?;
        let passed = graded.passed();
        report::graded(self, exercise, &graded, out)?;
        let name = exercise.name;
        self.progress
            .set_passed(name, passed.then_some(text.as_str()))?;
        let exercise = &self.exercises[index];
        report::next(self, exercise, passed, out)?;
        match passed {
            true => Ok(()),
            false => Err(Error::Reported),
        }
    }

    /// Restores the starter. What was there is kept beside it.
    fn reset(&mut self, index: usize, out: &mut impl Write) -> Result<(), Error> {
        let exercise = &self.exercises[index];
        let (name, file) = (exercise.name, self.file(exercise));
        let path = self.registry.root.join(&file);
        let cannot = |error: std::io::Error| {
            Error::Failed(format!("cannot restore {file} ({error})"))
        };
        if path.exists() && self.text(exercise).as_deref() != Some(&exercise.starter) {
            fs::rename(&path, path.with_extension("rs.old")).map_err(cannot)?;
            writeln!(out, "kept your program as {file}.old")?;
        }
        self.prepare(exercise)?;
        self.progress.forget(name)?;
        writeln!(out, "restored {file}")?;
        Ok(())
    }

    /// Shows the next hint.
    fn hint(&mut self, index: usize, out: &mut impl Write) -> Result<(), Error> {
        let exercise = &self.exercises[index];
        let hints = &exercise.spec.hints;
        self.prepare(exercise)?;
        let shown = self.progress.next_hint(exercise.name)?;
        // After the last they are all shown again.
        let shown = if shown < hints.len() {
            shown..shown + 1
        } else {
            0..hints.len()
        };
        for number in shown {
            let text =
                format!("hint {} of {}: {}", number + 1, hints.len(), hints[number]);
            for line in wrap(&text, self.width) {
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }

    /// Shows the solution beside the program that has passed, and what each does.
    fn solution(&self, index: usize, out: &mut impl Write) -> Result<(), Error> {
        let exercise = &self.exercises[index];
        let own = self.text(exercise).filter(|_| self.is_done(exercise));
        let Some(own) = own else {
            let practice = self.caller.command_line("practice");
            return Err(Error::Usage(format!(
                "{name} is not solved yet; for a hint: {practice} {name} --hint",
                name = exercise.name
            )));
        };
        let workspace = Workspace::practice(&self.registry.root);
        let folder = workspace.lesson_folder(exercise.lesson);
        let copy = self
            .registry
            .root
            .join(folder)
            .join(solution_file(exercise));
        self.copy_solution(exercise, &copy)?;
        self.prepare(exercise)?;
        let file = format!("{}/solution.rs", exercise.folder);
        let ours = read_text(&self.registry.root.join(&file))
            .map_err(|error| Error::Failed(format!("{file}: {error}")))?;
        let yours = self.grade(exercise, exercise.name, &own)?;
        let solution = self.grade(exercise, &solution_name(exercise), &ours)?;
        let page = Page::new(self.width);
        page.titles("yours", "ours", out)?;
        page.programs(&without_header(&own), &without_header(&ours), out)?;
        writeln!(out)?;
        for (name, graded) in [("yours", &yours), ("ours", &solution)] {
            let facts = &graded.run.facts;
            let polls = graded.run.polls();
            let tasks = counted(facts.tasks.len(), "task");
            let done = time(facts.done_us);
            writeln!(out, "{name:5}  done at {done}, {tasks}, {polls} polls")?;
        }
        Ok(())
    }
}

/// The file of the solution, from the folder of its lesson. It is a copy: of a file outside
/// of the workspace, tasks count as a library's.
fn solution_file(exercise: &Exercise<'_>) -> String {
    format!(".solutions/{}.rs", exercise.name)
}

/// The name of the solution's program.
fn solution_name(exercise: &Exercise<'_>) -> String {
    format!("{}_solution", exercise.name)
}
