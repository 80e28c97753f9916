//! The registry: every crate of the workspace with `[package.metadata.lesson]` is a
//! lesson. Nothing else lists them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cargo_metadata::MetadataCommand;
use serde::Deserialize;

use crate::source::Source;
use crate::trouble::Trouble;

/// The folder of the crates that are not lessons.
const BACKSTAGE: &str = "crates/backstage/";

/// The workspace and the lessons in it.
pub(crate) struct Registry {
    /// The workspace root; places in recordings and messages are given from here.
    pub(crate) root: PathBuf,
    /// In the order of their numbers.
    pub(crate) lessons: Vec<Lesson>,
    /// Crates that cannot be read as lessons, by name.
    pub(crate) broken: BTreeMap<String, Broken>,
}

/// A crate among the lessons that is not one.
pub(crate) struct Broken {
    /// Its manifest, from the workspace root.
    pub(crate) manifest: String,
    /// What is wrong with it.
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
    /// In teaching order.
    pub(crate) examples: Vec<Example>,
    /// The crate's folder, from the workspace root and with `/` between folders.
    pub(crate) folder: String,
    /// The example files that the manifest does not name.
    pub(crate) unlisted: Vec<String>,
}

/// One program of a lesson.
pub(crate) struct Example {
    pub(crate) name: String,
    /// Its path without the ending, from the workspace root.
    pub(crate) stem: String,
    /// The program text, or why it cannot be read.
    pub(crate) source: Result<Source, String>,
}

impl Example {
    /// The path of the example's file with this ending, from the workspace root.
    pub(crate) fn file(&self, ending: &str) -> String {
        format!("{}.{ending}", self.stem)
    }

    pub(crate) fn title(&self) -> &str {
        self.source.as_ref().map_or("", |source| &source.title)
    }

    pub(crate) fn is_real(&self) -> bool {
        self.source.as_ref().is_ok_and(|source| source.real_clock)
    }

    /// The pages it fetches from the open web with `--live`.
    pub(crate) fn live(&self) -> &[String] {
        self.source.as_ref().map_or(&[], |source| &source.live)
    }

    /// The exit code it is meant to end with.
    pub(crate) fn exit_code(&self) -> i32 {
        self.source.as_ref().map_or(0, |source| source.exit_code)
    }
}

/// `[package.metadata.lesson]` in a crate's `Cargo.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    /// Its place in the course, from 1.
    number: u32,
    /// How it is called in a sentence.
    title: String,
    /// How long it takes in a classroom.
    minutes: u32,
    /// The examples in teaching order, by file name without the ending.
    examples: Vec<String>,
    /// The Python names it answers.
    #[serde(default)]
    python: Vec<PythonName>,
}

/// A Python name and its counterpart, for `lookup` and the phrasebook.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PythonName {
    /// As a Python programmer writes it, such as `asyncio.gather`.
    pub(crate) name: String,
    /// What one writes with tokio.
    pub(crate) tokio: String,
    /// What is not the same, in one sentence.
    pub(crate) differs: String,
    /// The example that shows it.
    pub(crate) example: String,
}

impl Registry {
    /// Reads the workspace that the current folder belongs to.
    pub(crate) fn load() -> Result<Registry, Trouble> {
        let metadata = MetadataCommand::new()
            .no_deps()
            .other_options(["--offline".to_owned()])
            .exec()
            .map_err(|error| {
                let error = error.to_string();
                let line = error.lines().find(|line| line.contains("error"));
                Trouble::Failed(format!(
                    "cargo cannot read the workspace: {}",
                    line.unwrap_or(&error)
                        .trim_start_matches("`cargo metadata` exited with an error: ")
                        .trim_start_matches("error: ")
                ))
            })?;
        let root = metadata.workspace_root.into_std_path_buf();
        let mut lessons = Vec::new();
        let mut broken = BTreeMap::new();
        for package in metadata.packages {
            let manifest = package.manifest_path.into_std_path_buf();
            let Some(folder) = manifest.parent() else {
                continue;
            };
            let folder = folder.strip_prefix(&root).unwrap_or(folder);
            let folder = folder.to_string_lossy().replace('\\', "/");
            if folder.starts_with(BACKSTAGE) {
                continue;
            }
            let name = package.name.to_string();
            let lesson = match package.metadata.get("lesson") {
                Some(lesson) => serde_json::from_value(lesson.clone())
                    .map_err(|error| format!("[package.metadata.lesson]: {error}")),
                None => Err("has no [package.metadata.lesson]; add one with number, \
                             title, minutes and examples"
                    .to_owned()),
            };
            match lesson {
                Ok(lesson) => lessons.push(read_lesson(&root, folder, name, lesson)),
                Err(why) => {
                    let manifest = format!("{folder}/Cargo.toml");
                    broken.insert(name, Broken { manifest, why });
                }
            }
        }
        lessons.sort_by_key(|lesson| lesson.number);
        Ok(Registry {
            root,
            lessons,
            broken,
        })
    }
}

impl Registry {
    /// The one lesson, or all of them.
    pub(crate) fn chosen<'a>(
        &'a self,
        only: Option<&'a Lesson>,
    ) -> impl Iterator<Item = &'a Lesson> {
        let lessons = self.lessons.iter();
        lessons
            .filter(move |lesson| only.is_none_or(|only| only.number == lesson.number))
    }
}

impl Lesson {
    /// Its manifest, from the workspace root.
    pub(crate) fn manifest(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }

    /// The lesson's note, from the workspace root.
    pub(crate) fn notes(&self) -> String {
        format!("lessons/{:02}-{}.md", self.number, self.name)
    }

    /// What stands above everything that is shown of one of its examples.
    pub(crate) fn heading(&self, example: &Example) -> String {
        format!("{} · {} › {}", self.number, self.title, example.name)
    }

    /// The names of all its examples.
    pub(crate) fn example_names(&self) -> impl Iterator<Item = &str> {
        self.examples.iter().map(|example| example.name.as_str())
    }
}

fn read_lesson(
    root: &Path,
    folder: String,
    name: String,
    metadata: Metadata,
) -> Lesson {
    let examples = metadata
        .examples
        .into_iter()
        .map(|example| {
            let stem = format!("{folder}/examples/{example}");
            let source = std::fs::read_to_string(root.join(format!("{stem}.rs")))
                .map(|text| Source::read(&text))
                .map_err(|error| error.to_string());
            Example {
                name: example,
                stem,
                source,
            }
        })
        .collect::<Vec<_>>();
    let mut unlisted = std::fs::read_dir(root.join(&folder).join("examples"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|file| {
            let stem = file.split('.').next().unwrap_or_default();
            // `__pycache__` and hidden files are not the lesson's.
            !stem.is_empty()
                && !stem.starts_with('_')
                && examples.iter().all(|example| example.name != stem)
        })
        .collect::<Vec<_>>();
    unlisted.sort();
    Lesson {
        number: metadata.number,
        name,
        title: metadata.title,
        minutes: metadata.minutes,
        python: metadata.python,
        examples,
        folder,
        unlisted,
    }
}
