//! The registry: every crate of the workspace with `[package.metadata.lesson]` is a lesson.
//! Nothing else lists them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Deserialize;

use super::source::Source;
use crate::error::Error;

/// The folder of the crates that are not lessons.
const BACKSTAGE: &str = "crates/backstage/";

/// The workspace and the lessons in it.
pub(crate) struct Registry {
    /// The workspace root. Paths in recordings and messages begin there.
    pub(crate) root: PathBuf,
    /// In the order of their numbers.
    pub(crate) lessons: Vec<Lesson>,
    /// Crates that cannot be read as lessons, by name.
    pub(crate) broken: BTreeMap<String, Broken>,
}

/// A crate among the lessons that cannot be read as one.
pub(crate) struct Broken {
    /// Its manifest, from the workspace root.
    pub(crate) manifest: String,
    /// The reason, as a finding.
    pub(crate) why: String,
}

/// One crate of the course.
pub(crate) struct Lesson {
    pub(crate) number: u32,
    /// The crate's name.
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) minutes: u32,
    pub(crate) python: Vec<PythonName>,
    /// The names in the crate that re-create something of asyncio.
    look_alikes: Vec<String>,
    /// The path in teaching order, then all others.
    pub(crate) examples: Vec<Example>,
    /// The names of its exercises, in teaching order.
    pub(crate) exercises: Vec<String>,
    /// The names of the path that `examples` does not list.
    pub(crate) missing_on_path: Vec<String>,
    /// The crate's folder, from the workspace root and with `/` between folders.
    pub(crate) folder: String,
}

/// One program of a lesson.
pub(crate) struct Example {
    pub(crate) name: String,
    /// Minutes it takes in a classroom, if it is on the lesson's path.
    pub(crate) minutes: Option<u32>,
    /// Its path without the ending, from the workspace root.
    stem: String,
    /// Its program.
    path: PathBuf,
    source: OnceLock<Result<Source, String>>,
}

/// A Python name and its counterpart, for `lookup` and the phrasebook.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PythonName {
    /// As a Python programmer writes it, such as `asyncio.gather`.
    pub(crate) name: String,
    /// The code to write with tokio.
    pub(crate) tokio: String,
    /// The difference, in one sentence.
    pub(crate) differs: String,
    /// The example that shows it.
    pub(crate) example: String,
}

/// A `Cargo.toml`, as far as it matters here.
#[derive(Deserialize)]
struct Manifest {
    workspace: Option<Workspace>,
    package: Option<Package>,
}

#[derive(Deserialize)]
struct Workspace {
    #[serde(default)]
    members: Vec<String>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
struct Metadata {
    lesson: Option<LessonMetadata>,
}

/// `[package.metadata.lesson]` in a crate's `Cargo.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LessonMetadata {
    /// Its place in the course, from 1.
    number: u32,
    /// Its name in a sentence.
    title: String,
    /// Minutes that the path takes in a classroom.
    minutes: u32,
    /// The examples to teach, in order, each with its minutes.
    #[serde(default)]
    path: Vec<(String, u32)>,
    /// All examples, by file name without the ending. Those outside the path are shown
    /// in this order.
    examples: Vec<String>,
    /// The exercises, by folder name and in teaching order.
    #[serde(default)]
    exercises: Vec<String>,
    /// The names in the crate that re-create something of asyncio.
    #[serde(default)]
    look_alikes: Vec<String>,
    /// The Python names it covers.
    #[serde(default)]
    python: Vec<PythonName>,
}

impl Registry {
    /// Reads the workspace that the current folder belongs to: its manifests, but no
    /// program yet. (`cargo metadata` would tell the same, and take longer than all
    /// else that a command does.)
    pub(crate) fn load() -> Result<Registry, Error> {
        let (root, workspace) = find_workspace(&std::env::current_dir()?)?;
        let mut registry = Registry {
            root,
            lessons: Vec::new(),
            broken: BTreeMap::new(),
        };
        for folder in member_folders(&registry.root, &workspace) {
            registry.add(folder);
        }
        registry.lessons.sort_by_key(|lesson| lesson.number);
        Ok(registry)
    }

    fn add(&mut self, folder: String) {
        let manifest = format!("{folder}/Cargo.toml");
        let read = read_manifest(&self.root.join(&manifest));
        let (name, lesson) = match read.map(|manifest| manifest.package) {
            Ok(Some(package)) => {
                let missing = "has no [package.metadata.lesson]; add one with number, \
                               title, minutes and examples";
                let lesson = package.metadata.lesson;
                (package.name, lesson.ok_or_else(|| missing.to_owned()))
            }
            Ok(None) => return,
            Err(why) => {
                let name = folder.rsplit('/').next().unwrap_or(&folder);
                (without_number(name).to_owned(), Err(why))
            }
        };
        match lesson {
            Ok(lesson) => self
                .lessons
                .push(Lesson::new(&self.root, folder, name, lesson)),
            Err(why) => {
                self.broken.insert(name, Broken { manifest, why });
            }
        }
    }

    /// Whether the program imports a type or function of a lesson's crate that re-creates
    /// something of asyncio.
    pub(crate) fn imports_look_alike(&self, source: &Source) -> bool {
        self.lessons.iter().any(|lesson| {
            let library = lesson.name.replace('-', "_");
            let imports = source.imports.iter();
            let mut imports = imports.filter(|(from, _)| *from == library);
            imports.any(|(_, name)| lesson.look_alikes.contains(name))
        })
    }

    /// The one lesson, or all of them.
    pub(crate) fn chosen<'a>(
        &'a self,
        only: Option<&'a Lesson>,
    ) -> impl Iterator<Item = &'a Lesson> {
        let lessons = self.lessons.iter();
        lessons
            .filter(move |lesson| only.is_none_or(|only| only.number == lesson.number))
    }

    /// All examples, each with its lesson.
    pub(crate) fn examples(&self) -> impl Iterator<Item = (&Lesson, &Example)> {
        self.lessons.iter().flat_map(|lesson| {
            let examples = lesson.examples.iter();
            examples.map(move |example| (lesson, example))
        })
    }
}

/// The root of the workspace that `folder` lies in, and what its manifest says of it.
fn find_workspace(folder: &Path) -> Result<(PathBuf, Workspace), Error> {
    for root in folder.ancestors() {
        let path = root.join("Cargo.toml");
        if !path.is_file() {
            continue;
        }
        let manifest = read_manifest(&path)
            .map_err(|why| Error::Failed(format!("{}: {why}", path.display())))?;
        if let Some(workspace) = manifest.workspace {
            return Ok((root.to_owned(), workspace));
        }
    }
    Err(Error::Failed(
        "cannot find the course (no Cargo.toml with [workspace] here or in a folder \
         above); run this inside the course's folder"
            .to_owned(),
    ))
}

/// The folders of the members that may be lessons, from the root and in order.
fn member_folders(root: &Path, workspace: &Workspace) -> Vec<String> {
    let pattern_root = glob::Pattern::escape(&root.to_string_lossy());
    let patterns = workspace.members.iter();
    let manifests = patterns
        .filter_map(|member| {
            glob::glob(&format!("{pattern_root}/{member}/Cargo.toml")).ok()
        })
        .flatten()
        .flatten();
    let mut folders = manifests
        .filter_map(|manifest| {
            let folder = manifest.parent()?.strip_prefix(root).ok()?;
            Some(folder.to_string_lossy().replace('\\', "/"))
        })
        .filter(|folder| !folder.starts_with(BACKSTAGE))
        .collect::<Vec<_>>();
    folders.sort();
    folders.dedup();
    folders
}

fn read_manifest(path: &Path) -> Result<Manifest, String> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("cannot be read ({error})"))?;
    toml::from_str(&text).map_err(|error| {
        let end = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes()[..end].iter().filter(|byte| **byte == b'\n');
        format!(
            "has an error in line {}: {}",
            line.count() + 1,
            error.message()
        )
    })
}

impl Lesson {
    fn new(
        root: &Path,
        folder: String,
        name: String,
        metadata: LessonMetadata,
    ) -> Lesson {
        let LessonMetadata { path, examples, .. } = metadata;
        let is_on_path =
            |name: &String| path.iter().any(|(on_path, _)| on_path == name);
        let (listed, missing) = path
            .iter()
            .cloned()
            .partition::<Vec<_>, _>(|(name, _)| examples.contains(name));
        let more = examples.iter().filter(|name| !is_on_path(name));
        let more = more.map(|name| (name.clone(), None));
        let listed = listed.into_iter();
        let ordered = listed
            .map(|(name, minutes)| (name, Some(minutes)))
            .chain(more);
        Lesson {
            number: metadata.number,
            name,
            title: metadata.title,
            minutes: metadata.minutes,
            python: metadata.python,
            exercises: metadata.exercises,
            look_alikes: metadata.look_alikes,
            examples: ordered
                .map(|(name, minutes)| Example {
                    minutes,
                    ..Example::new(root, &folder, name)
                })
                .collect(),
            missing_on_path: missing.into_iter().map(|(name, _)| name).collect(),
            folder,
        }
    }

    /// Its manifest, from the workspace root.
    pub(crate) fn manifest(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }

    /// The lesson's note, from the workspace root.
    pub(crate) fn note(&self) -> String {
        format!("lessons/{:02}-{}.md", self.number, self.name)
    }

    /// The heading of every view of one of its examples.
    pub(crate) fn heading(&self, example: &Example) -> String {
        format!("{} · {} › {}", self.number, self.title, example.name)
    }

    /// The examples to teach, in order.
    pub(crate) fn path(&self) -> impl Iterator<Item = &Example> {
        let on_path = |example: &&Example| example.is_on_path();
        self.examples.iter().filter(on_path)
    }

    /// The examples outside the path.
    pub(crate) fn more(&self) -> impl Iterator<Item = &Example> {
        let more = |example: &&Example| !example.is_on_path();
        self.examples.iter().filter(more)
    }

    /// The names of all its examples.
    pub(crate) fn example_names(&self) -> impl Iterator<Item = &str> {
        self.examples.iter().map(|example| example.name.as_str())
    }

    /// Whether the manifest lists the example, so that it is part of the lesson.
    pub(crate) fn lists(&self, example: &Example) -> bool {
        self.example_names().any(|name| name == example.name)
    }

    /// The files among the examples that belong to none that the manifest lists.
    pub(crate) fn unlisted_files(&self, root: &Path) -> Vec<String> {
        let mut unlisted = fs::read_dir(root.join(&self.folder).join("examples"))
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|file| {
                let stem = file.split('.').next().unwrap_or_default();
                // `__pycache__` and hidden files do not count.
                !stem.is_empty()
                    && !stem.starts_with('_')
                    && self.example_names().all(|name| name != stem)
            })
            .collect::<Vec<_>>();
        unlisted.sort();
        unlisted
    }
}

impl Example {
    pub(super) fn new(root: &Path, folder: &str, name: String) -> Example {
        let stem = format!("{folder}/examples/{name}");
        Example {
            name,
            minutes: None,
            path: root.join(format!("{stem}.rs")),
            stem,
            source: OnceLock::new(),
        }
    }

    /// The path of the example's file with this ending, from the workspace root.
    pub(crate) fn file(&self, ending: &str) -> String {
        format!("{}.{ending}", self.stem)
    }

    /// The program, or why it cannot be read. It is read when first asked for.
    pub(crate) fn source(&self) -> Result<&Source, &str> {
        let read = || match read_text(&self.path) {
            Ok(text) => Ok(Source::read(&text)),
            Err(error) => Err(error.to_string()),
        };
        self.source
            .get_or_init(read)
            .as_ref()
            .map_err(String::as_str)
    }

    pub(crate) fn is_on_path(&self) -> bool {
        self.minutes.is_some()
    }

    /// The ids of the tutorial snippets it re-creates.
    pub(crate) fn tutorial(&self) -> &[String] {
        let source = self.source().ok();
        let ids = source.and_then(|source| source.header.tutorial.as_deref());
        ids.unwrap_or_default()
    }

    /// Whether its header says that it uses this course's asyncio look-alikes.
    pub(crate) fn is_look_alike(&self) -> bool {
        self.source().is_ok_and(|source| source.header.look_alike)
    }

    pub(crate) fn title(&self) -> &str {
        self.source().map_or("", |source| &source.header.title)
    }

    /// Whether it runs on the real clock, because it blocks threads.
    pub(crate) fn is_real(&self) -> bool {
        self.source().is_ok_and(|source| source.header.real_clock)
    }

    /// The pages it fetches from the internet with `--live`.
    pub(crate) fn live(&self) -> &[String] {
        self.source().map_or(&[], |source| &source.header.live)
    }

    /// The exit code it is meant to end with.
    pub(crate) fn exit_code(&self) -> i32 {
        self.source().map_or(0, |source| source.header.exit_code)
    }
}

/// Reads a text file of the course. Line ends are `\n`, whatever a checkout made of
/// them.
pub(crate) fn read_text(path: &Path) -> std::io::Result<String> {
    let text = fs::read_to_string(path)?;
    Ok(match text.contains('\r') {
        true => text.replace("\r\n", "\n"),
        false => text,
    })
}

/// `gather-vs-wait` of `03-gather-vs-wait`.
pub(super) fn without_number(name: &str) -> &str {
    let digits = |letter: char| letter.is_ascii_digit();
    match name.trim_start_matches(digits) {
        rest if rest.len() < name.len() => rest.strip_prefix('-').unwrap_or(name),
        _ => name,
    }
}
