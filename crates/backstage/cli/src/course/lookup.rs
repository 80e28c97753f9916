//! Finds the entry of the phrasebook for a text that was typed or pasted: a Python name, a
//! call, a message with its variable parts, or a name of tokio's.
//!
//! A wrong entry is worse than none. `subprocess.run` is not `asyncio.run`: a name with a
//! dot is only found by the whole of it.

use super::elsewhere::{self, Elsewhere};
use super::registry::{Lesson, PythonName, Registry};

/// Minimum likeness of two words to suggest one for the other (Jaro-Winkler, 0 to 1).
const MIN_LIKENESS: f64 = 0.85;

/// An entry of the phrasebook.
pub(crate) enum Entry<'r> {
    /// A name that a lesson covers.
    Lesson(&'r Lesson, &'r PythonName),
    /// A name that no lesson covers.
    Elsewhere(&'static Elsewhere),
}

impl Registry {
    /// The entries for what was typed, the best first; usually one.
    pub(crate) fn lookup(&self, name: &str) -> Vec<Entry<'_>> {
        let rows = self.python_names(name);
        if !rows.is_empty() {
            let entry = |(lesson, row)| Entry::Lesson(lesson, row);
            return rows.into_iter().map(entry).collect();
        }
        if let Some(entry) = elsewhere::find(&Typed::new(name).path) {
            return vec![Entry::Elsewhere(entry)];
        }
        let named_so = |(_, row): &(&Lesson, &PythonName)| is_in_tokio(name, row);
        let mut rows = self.rows().filter(named_so).collect::<Vec<_>>();
        // Names of asyncio first; and the shortest, which has nothing else beside it.
        rows.sort_by_key(|(_, row)| {
            (!row.name.starts_with("asyncio."), row.tokio.len())
        });
        let entry = |(lesson, row)| Entry::Lesson(lesson, row);
        rows.into_iter().map(entry).collect()
    }

    /// The rows for a Python name, the best first; usually one.
    pub(crate) fn python_names(&self, typed: &str) -> Vec<(&Lesson, &PythonName)> {
        let typed = Typed::new(typed);
        let ways: [fn(&Typed, &Typed) -> bool; 4] = [
            |typed, row| typed.text == row.text,
            // `asyncio.wait(tasks, timeout=5)` is a call of `asyncio.wait`.
            |typed, row| typed.path == row.text,
            |typed, row| typed.path == row.path,
            |typed, row| row.is_message() && row.occurs_in(typed),
        ];
        for is_same in ways {
            let same = |(_, row): &(&Lesson, &PythonName)| {
                is_same(&typed, &Typed::new(&row.name))
            };
            if let Some(found) = self.rows().find(same) {
                return vec![found];
            }
        }
        // Most people know a method by its last word: `call_later`, `cancel`.
        let is_method = |(_, row): &(&Lesson, &PythonName)| {
            let row = Typed::new(&row.name);
            row.text == row.path
                && row
                    .path
                    .rsplit_once('.')
                    .is_some_and(|(_, last)| last == typed.path)
        };
        self.rows().filter(is_method).collect()
    }

    /// The Python name most like what was typed.
    pub(crate) fn nearest_python(&self, typed: &str) -> Option<&str> {
        let typed = Typed::new(typed).path;
        let rows = || self.rows().map(|(_, row)| row.name.as_str());
        // A method that is not known, of a class that is.
        let class = typed.rsplit_once('.').map(|(class, _)| class);
        if let Some(name) = rows().find(|name| Some(&*Typed::new(name).text) == class) {
            return Some(name);
        }
        let paths = rows().map(|name| (Typed::new(name).text, name));
        let paths = paths.collect::<Vec<_>>();
        let is_dotted = typed.contains('.');
        // The last word of a name is compared only with a single word.
        let key = |path: &'_ str| match path.rsplit_once('.') {
            Some((_, last)) if !is_dotted => last.to_owned(),
            _ => path.to_owned(),
        };
        let keys = paths.iter().map(|(path, name)| (key(path), *name));
        let keys = keys.collect::<Vec<_>>();
        let guess = nearest(&typed, keys.iter().map(|(key, _)| key.as_str()))?;
        let found = keys.iter().find(|(key, _)| key == guess);
        found.map(|(_, name)| *name)
    }

    /// The rows of the phrasebook, each with its lesson.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&Lesson, &PythonName)> {
        self.lessons
            .iter()
            .flat_map(|lesson| lesson.python.iter().map(move |row| (lesson, row)))
    }
}

/// A name as it is compared: `asyncio.` may be left out, and case does not matter.
struct Typed {
    /// All of it: `gather(return_exceptions=true)`.
    text: String,
    /// Without arguments: `gather`.
    path: String,
}

impl Typed {
    fn new(name: &str) -> Typed {
        let text = name.trim().trim_end_matches("()").to_lowercase();
        let text = text.strip_prefix("await ").unwrap_or(&text);
        let text = text.strip_prefix("asyncio.").unwrap_or(text).to_owned();
        let path = text.split('(').next().unwrap_or_default().trim().to_owned();
        Typed { text, path }
    }

    /// Whether it is a sentence, such as an error message: three words at least.
    fn is_message(&self) -> bool {
        self.words().count() >= 3
    }

    /// Whether its words occur in `other`, in this order. Between them there may be
    /// what varies from one message to the next: the name of a coroutine, a file.
    fn occurs_in(&self, other: &Typed) -> bool {
        let mut words = other.words();
        self.words().all(|word| words.any(|other| other == word))
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let parts = self.text.split([' ', '\n', ':']);
        parts
            .map(|word| word.trim_matches(['!', '\'', '"', ',', '.']))
            .filter(|word| !word.is_empty())
    }
}

/// Whether the tokio side of a row has this name: as a whole path, or as its last part.
fn is_in_tokio(name: &str, row: &PythonName) -> bool {
    let name = name.trim().trim_end_matches("()").trim_end_matches('!');
    let code = row.tokio.split('`').skip(1).step_by(2);
    let is_inside = |letter: char| letter.is_alphanumeric() || "_:".contains(letter);
    let mut paths = code.flat_map(|code| code.split(|letter| !is_inside(letter)));
    paths.any(|path| {
        let path = path.trim_matches(':');
        let ends_with = |path: &str, end: &str| {
            path.strip_suffix(end)
                .is_some_and(|before| before.ends_with("::"))
        };
        path == name
            || ends_with(path, name)
            || !path.is_empty() && ends_with(name, path)
    })
}

/// The name most like `wanted`, if one is like it at all.
pub(crate) fn nearest<'a>(
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(wanted, name), name))
        .filter(|(likeness, _)| *likeness >= MIN_LIKENESS)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that a lesson has come to cover needs no entry of its own.
    #[test]
    fn no_lesson_covers_what_is_elsewhere() {
        let registry = Registry::load().expect("this is the course");
        for entry in &elsewhere::ENTRIES {
            let rows = registry.python_names(entry.name);
            assert!(rows.is_empty(), "{}", entry.name);
            let path = Typed::new(entry.name).path;
            let found = elsewhere::find(&path).map(|found| found.name);
            assert_eq!(found, Some(entry.name));
        }
    }
}
