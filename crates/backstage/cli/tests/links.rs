//! Every link in the Markdown files of the course leads somewhere: to a file that exists,
//! and to a heading of it. Links to other sites are looked at for their form only.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The links of a Markdown file, and the anchors of its headings.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    anchors: BTreeSet<String>,
}

impl Page {
    fn read(text: &str) -> Page {
        let mut page = Page::default();
        let mut heading = None;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(
                    Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. },
                ) => {
                    page.links.push(dest_url.into_string());
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    if let Some(heading) = heading.take() {
                        page.add_anchor(&heading);
                    }
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        page
    }

    /// Adds the anchor that GitHub gives a heading: lower case, blanks as `-`, without
    /// punctuation, and numbered where it occurs again.
    fn add_anchor(&mut self, heading: &str) {
        let kept = heading.to_lowercase().replace(' ', "-");
        let kept = kept.chars().filter(|letter| {
            letter.is_alphanumeric() || *letter == '-' || *letter == '_'
        });
        let anchor = kept.collect::<String>();
        let numbered = (1..).map(|number| format!("{anchor}-{number}"));
        let mut names = std::iter::once(anchor.clone()).chain(numbered);
        let free = names.find(|name| !self.anchors.contains(name));
        self.anchors.extend(free);
    }
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").exists());
    root.expect("the workspace has a lock file").to_owned()
}

/// The Markdown files below `folder`, without those that builds and tools leave.
fn markdown(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it can be read").flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && name != "target" && name != ".git" {
            markdown(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
}

/// What is wrong with a link of the page in `file`, if anything is.
fn fault(file: &Path, link: &str, pages: &BTreeMap<PathBuf, Page>) -> Option<String> {
    if link.starts_with("https://") || link.starts_with("http://") {
        let host = link.split('/').nth(2).unwrap_or_default();
        return (!host.contains('.')).then(|| format!("{link} names no host"));
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = match path {
        "" => file.to_owned(),
        path => file.with_file_name("").join(path),
    };
    let Ok(target) = target.canonicalize() else {
        return Some(format!("{link} leads to no file"));
    };
    let has_anchor = |page: &Page| page.anchors.contains(anchor);
    match pages.get(&target) {
        Some(page) if !anchor.is_empty() && !has_anchor(page) => {
            Some(format!("{link} leads to no heading"))
        }
        _ => None,
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut files = Vec::new();
    markdown(&root(), &mut files);
    let pages = files.into_iter().map(|file| {
        let text = fs::read_to_string(&file).expect("it is text");
        let file = file.canonicalize().expect("it exists");
        (file, Page::read(&text))
    });
    let pages = pages.collect::<BTreeMap<_, _>>();
    assert!(pages.len() >= 15, "{} pages", pages.len());
    let faults = pages.iter().flat_map(|(file, page)| {
        let faults = page
            .links
            .iter()
            .filter_map(|link| fault(file, link, &pages));
        faults.map(|fault| format!("{}: {fault}", file.display()))
    });
    let faults = faults.collect::<Vec<_>>();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let folder = tempfile::tempdir().expect("the temporary folder can be written to");
    let file = folder.path().join("page.md");
    let text = "# A `sleep`, and more\n\n## Twice\n\n## Twice\n";
    fs::write(&file, text).expect("the temporary folder can be written to");
    let file = file.canonicalize().expect("it was written");
    let pages = BTreeMap::from([(file.clone(), Page::read(text))]);
    for link in [
        "page.md",
        "#a-sleep-and-more",
        "page.md#twice",
        "#twice-1",
        "https://doc.rust-lang.org/std/",
    ] {
        assert_eq!(fault(&file, link, &pages), None);
    }
    for (link, why) in [
        ("other.md", "other.md leads to no file"),
        ("#thrice", "#thrice leads to no heading"),
        ("page.md#twice-2", "page.md#twice-2 leads to no heading"),
        ("https:///std/", "https:///std/ names no host"),
    ] {
        assert_eq!(fault(&file, link, &pages), Some(why.to_owned()));
    }
}
