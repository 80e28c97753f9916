//! A cargo workspace beside the course's own, in which exercises are compiled.
//!
//! It has a package for each lesson, with the lesson's dependencies, the same lock file,
//! the same profiles and the same target folder: so libraries are not compiled again. The
//! course's workspace does not know it, whatever it contains.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::course::{Lesson, read_text};
use crate::error::Error;

/// Such a workspace.
pub(crate) struct Workspace<'a> {
    /// The course's workspace root.
    root: &'a Path,
    /// Its folder, from the root: `practice`.
    folder: String,
}

/// The environment variable that names another folder than `practice`, from the root. The
/// tests of the course set it, so that they leave a learner's programs alone.
const FOLDER_VAR: &str = "LESSON_PRACTICE";

/// The folder in which learners work, from the root.
pub(crate) fn practice_folder() -> String {
    env::var(FOLDER_VAR).unwrap_or_else(|_| "practice".to_owned())
}

impl<'a> Workspace<'a> {
    /// The one in which learners work.
    pub(crate) fn practice(root: &'a Path) -> Self {
        Workspace {
            root,
            folder: practice_folder(),
        }
    }

    /// The one in which `check` compiles what the exercises' folders hold.
    pub(crate) fn of_check(root: &'a Path) -> Self {
        Workspace {
            root,
            folder: "target/exercises".to_owned(),
        }
    }

    /// The folder of a lesson, from the course's root.
    pub(crate) fn lesson_folder(&self, lesson: &Lesson) -> String {
        format!("{}/{}", self.folder, lesson.name)
    }

    /// Its manifest.
    pub(crate) fn manifest(&self) -> PathBuf {
        self.root.join(&self.folder).join("Cargo.toml")
    }

    /// The name of a lesson's package.
    pub(crate) fn package(lesson: &Lesson) -> String {
        format!("practice-{}", lesson.name)
    }

    /// Writes the manifests, for the programs (name and file) of this lesson. What is
    /// there already stays as it is.
    pub(crate) fn write(
        &self,
        lesson: &Lesson,
        programs: &BTreeMap<String, String>,
    ) -> Result<(), Error> {
        let written = self.try_write(lesson, programs);
        written.map_err(|why| {
            Error::Failed(format!("cannot write {}/ ({why})", self.folder))
        })
    }

    fn try_write(
        &self,
        lesson: &Lesson,
        programs: &BTreeMap<String, String>,
    ) -> Result<(), String> {
        let as_text = |error: io::Error| error.to_string();
        let folder = self.root.join(&self.folder);
        let package_folder = self.root.join(self.lesson_folder(lesson));
        fs::create_dir_all(&package_folder).map_err(as_text)?;
        let package = self.package_manifest(lesson, programs)?;
        let package_is_new = write_if_new(&package_folder.join("Cargo.toml"), &package);
        let package_is_new = package_is_new.map_err(as_text)?;
        let lock = self.root.join("Cargo.lock");
        let own_lock = folder.join("Cargo.lock");
        // Cargo has left out of it what the packages before this one do not need; for
        // another package it would look for newer versions.
        let modified =
            |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
        if package_is_new || modified(&own_lock) < modified(&lock) {
            fs::copy(&lock, &own_lock).map_err(as_text)?;
        }
        let manifest = self.workspace_manifest(lesson, &package)?;
        write_if_new(&folder.join("Cargo.toml"), &manifest).map_err(as_text)?;
        let config = format!("[build]\ntarget-dir = \"{}target\"\n", self.up());
        fs::create_dir_all(folder.join(".cargo")).map_err(as_text)?;
        write_if_new(&folder.join(".cargo/config.toml"), &config).map_err(as_text)?;
        Ok(())
    }

    /// The way from its folder to the course's root.
    fn up(&self) -> String {
        "../".repeat(self.folder.split('/').count())
    }

    fn package_manifest(
        &self,
        lesson: &Lesson,
        programs: &BTreeMap<String, String>,
    ) -> Result<String, String> {
        let mut course = read_table(&self.root.join(lesson.manifest()))?;
        let mut package = Table::new();
        package.insert("name".to_owned(), Self::package(lesson).into());
        for inherited in ["version", "edition", "publish"] {
            let value = Table::from_iter([("workspace".to_owned(), true.into())]);
            package.insert(inherited.to_owned(), value.into());
        }
        let mut dependencies = Table::new();
        for key in ["dependencies", "dev-dependencies"] {
            if let Some(Value::Table(more)) = course.remove(key) {
                dependencies.extend(more);
            }
        }
        // For tests alone.
        for tests in ["proptest", "shuttle", "testing"] {
            dependencies.remove(tests);
        }
        let path = format!("../{}{}", self.up(), lesson.folder);
        let itself = Table::from_iter([("path".to_owned(), path.into())]);
        dependencies.insert(lesson.name.clone(), itself.into());
        let bins = programs.iter().map(|(name, file)| {
            Value::Table(Table::from_iter([
                ("name".to_owned(), name.as_str().into()),
                ("path".to_owned(), file.as_str().into()),
            ]))
        });
        let bins = Value::Array(bins.collect());
        let lints = Table::from_iter([("workspace".to_owned(), true.into())]);
        to_text(&Table::from_iter([
            ("package".to_owned(), package.into()),
            ("lints".to_owned(), lints.into()),
            ("dependencies".to_owned(), dependencies.into()),
            ("bin".to_owned(), bins),
        ]))
    }

    /// The course's manifest, with the lessons of this workspace as members.
    fn workspace_manifest(
        &self,
        lesson: &Lesson,
        package: &str,
    ) -> Result<String, String> {
        let mut manifest = read_table(&self.root.join("Cargo.toml"))?;
        let packages = self.packages_of(lesson, package, &manifest)?;
        let folder = self.root.join(&self.folder);
        let folders = fs::read_dir(&folder).map_err(|error| error.to_string())?;
        let members = folders.flatten().filter_map(|member| {
            let is_member = member.path().join("Cargo.toml").is_file();
            is_member.then(|| member.file_name().to_string_lossy().into_owned())
        });
        let members = members.collect::<BTreeSet<_>>();
        let members = members.into_iter().map(Value::from).collect::<Vec<_>>();
        if let Some(Value::Table(workspace)) = manifest.get_mut("workspace") {
            workspace.insert("members".to_owned(), members.into());
            // What a learner writes need not be documented.
            let lints = workspace
                .get_mut("lints")
                .and_then(|lints| lints.get_mut("rust"));
            if let Some(Value::Table(lints)) = lints {
                lints.remove("missing_docs");
            }
            if let Some(Value::Table(all)) = workspace.get_mut("dependencies") {
                for (_, dependency) in all.iter_mut() {
                    if let Some(Value::String(path)) = dependency.get_mut("path") {
                        *path = format!("{}{path}", self.up());
                    }
                }
            }
        }
        // Cargo warns of a profile for a package that is not there.
        if let Some(Value::Table(profiles)) = manifest.get_mut("profile") {
            for (_, profile) in profiles.iter_mut() {
                if let Some(Value::Table(special)) = profile.get_mut("package") {
                    special.retain(|name, _| name == "*" || packages.contains(name));
                }
            }
        }
        to_text(&manifest)
    }

    /// The names of all packages that a lesson's package (its manifest) is built from.
    /// `course` is the manifest of the course's workspace.
    fn packages_of(
        &self,
        lesson: &Lesson,
        manifest: &str,
        course: &Table,
    ) -> Result<BTreeSet<String>, String> {
        let lock = read_table(&self.root.join("Cargo.lock"))?;
        let locked = lock.get("package").and_then(Value::as_array);
        let mut needs = BTreeMap::<String, Vec<String>>::new();
        for package in locked.into_iter().flatten() {
            let name = package.get("name").and_then(Value::as_str);
            let others = package.get("dependencies").and_then(Value::as_array);
            let others = others.into_iter().flatten().filter_map(Value::as_str);
            // "name", or "name version" where there are several.
            let others = others.filter_map(|other| other.split(' ').next());
            let needs = needs
                .entry(name.unwrap_or_default().to_owned())
                .or_default();
            needs.extend(others.map(str::to_owned));
        }
        // Of the course's own packages it names what their tests need too.
        let shared = course
            .get("workspace")
            .and_then(|all| all.get("dependencies"));
        for (name, shared) in shared.and_then(Value::as_table).into_iter().flatten() {
            if let Some(path) = shared.get("path").and_then(Value::as_str) {
                let manifest = read_table(&self.root.join(path).join("Cargo.toml"))?;
                needs.insert(name.clone(), dependencies(&manifest));
            }
        }
        let own = read_table(&self.root.join(lesson.manifest()))?;
        needs.insert(lesson.name.clone(), dependencies(&own));
        let manifest = manifest.parse::<Table>();
        let manifest = manifest.map_err(|error| error.to_string())?;
        let mut open = dependencies(&manifest);
        let mut found = BTreeSet::new();
        while let Some(name) = open.pop() {
            if let Some(more) = needs.get(&name)
                && !found.contains(&name)
            {
                open.extend(more.iter().cloned());
            }
            found.insert(name);
        }
        Ok(found)
    }
}

/// The names of what a manifest's package depends on.
fn dependencies(manifest: &Table) -> Vec<String> {
    let all = manifest.get("dependencies").and_then(Value::as_table);
    all.into_iter().flat_map(Table::keys).cloned().collect()
}

fn read_table(path: &Path) -> Result<Table, String> {
    let wrong = |what: String| format!("{}: {what}", path.display());
    let text = read_text(path).map_err(|error| wrong(error.to_string()))?;
    text.parse::<Table>()
        .map_err(|error| wrong(error.to_string()))
}

fn to_text(table: &Table) -> Result<String, String> {
    let note = "# Written by `cargo lesson`; what you change here is written over.\n";
    let text = toml::to_string(table).map_err(|error| error.to_string())?;
    Ok(format!("{note}{text}"))
}

/// Writes a file whose text is another one, and returns whether it was.
pub(crate) fn write_if_new(path: &Path, text: &str) -> io::Result<bool> {
    match fs::read_to_string(path) {
        Ok(there) if there == text => Ok(false),
        _ => fs::write(path, text).map(|()| true),
    }
}
