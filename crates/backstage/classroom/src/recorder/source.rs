//! Lines of source: the file as a recording names it, and the code it belongs to.

use recording::{Owner, Place};

/// A line of source.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) place: Place,
    /// The code whose line it is.
    pub(crate) owner: Owner,
}

impl Source {
    /// The `line` of `file`, as the compiler names it: from the workspace root, or for a
    /// library with its whole path. That is cut to the folder of the library's crate,
    /// since the folders above differ from machine to machine.
    pub(crate) fn new(file: &str, line: u32) -> Source {
        let place = Place::new(file, line);
        let folders = place.file.split('/').collect::<Vec<_>>();
        let absolute = folders[0].is_empty() || folders[0].ends_with(':');
        let src = folders.iter().rposition(|folder| *folder == "src");
        let owner = match src {
            Some(src) if absolute && src > 0 => {
                let path = folders[src - 1..].join("/");
                return Source {
                    owner: Owner::Library(without_version(folders[src - 1]).to_owned()),
                    place: Place::new(&path, line),
                };
            }
            _ if absolute => Owner::Library("a library".to_owned()),
            // Examples, tests and the programs among the sources.
            None | Some(0) => Owner::Program,
            Some(src) => match &folders[src + 1..] {
                ["main.rs"] | ["bin", ..] => Owner::Program,
                _ => Owner::BuildingBlock(without_number(folders[src - 1]).to_owned()),
            },
        };
        Source { place, owner }
    }
}

/// `hyper-util` of `hyper-util-0.1.20`.
fn without_version(folder: &str) -> &str {
    let versioned = folder.rsplit_once('-').filter(|(_, version)| {
        version.starts_with(|first: char| first.is_ascii_digit())
    });
    versioned.map_or(folder, |(name, _)| name)
}

/// `gather-vs-wait` of `03-gather-vs-wait`.
fn without_number(folder: &str) -> &str {
    folder
        .trim_start_matches(|letter: char| letter.is_ascii_digit())
        .trim_start_matches('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_by_its_path() {
        for (file, shown, owner) in [
            ("crates/06-locks/examples/lock.rs", "", Owner::Program),
            ("crates/06-locks/tests/queue.rs", "", Owner::Program),
            ("crates/11-crawler/src/main.rs", "", Owner::Program),
            ("src/main.rs", "", Owner::Program),
            (
                "crates/03-gather-vs-wait/src/gather.rs",
                "",
                Owner::BuildingBlock("gather-vs-wait".to_owned()),
            ),
            (
                "/home/ada/.cargo/registry/src/index-6f17/hyper-util-0.1.20/src/rt/tokio.rs",
                "hyper-util-0.1.20/src/rt/tokio.rs",
                Owner::Library("hyper-util".to_owned()),
            ),
            (
                r"C:\Users\ada\registry\src\index-6f17\tokio-1.54.1\src\fs\mod.rs",
                "tokio-1.54.1/src/fs/mod.rs",
                Owner::Library("tokio".to_owned()),
            ),
        ] {
            let source = Source::new(file, 7);
            let shown = if shown.is_empty() { file } else { shown };
            assert_eq!((&*source.place.file, source.owner), (shown, owner));
        }
    }
}
