//! The parts of a note: its sections, and the pieces of a page.

/// A heading, and the lines below it up to the next one.
pub(crate) struct Section<'a> {
    /// The line of the heading, from 1.
    pub(crate) line: usize,
    /// The number of its `#`.
    pub(crate) level: usize,
    pub(crate) title: &'a str,
    /// The lines, each with its number.
    pub(crate) body: Vec<(usize, &'a str)>,
}

/// Splits a note at its headings. What stands before the first belongs to none.
pub(crate) fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = Vec::<Section<'_>>::new();
    let mut in_fence = false;
    for (index, text) in text.lines().enumerate() {
        in_fence ^= text.starts_with("```");
        let level = text.bytes().take_while(|byte| *byte == b'#').count();
        let line = index + 1;
        if !in_fence && level > 0 && text[level..].starts_with(' ') {
            sections.push(Section {
                line,
                level,
                title: text[level..].trim(),
                body: Vec::new(),
            });
        } else if let Some(section) = sections.last_mut() {
            section.body.push((line, text));
        }
    }
    sections
}

impl<'a> Section<'a> {
    fn lines(&self) -> impl Iterator<Item = &'a str> {
        self.body.iter().map(|(_, line)| *line)
    }

    /// All of its text, as it is read aloud.
    pub(crate) fn text(&self) -> Vec<String> {
        paragraphs(self.lines())
    }

    /// What stands before the first block of code: the idea.
    pub(crate) fn idea(&self) -> Vec<String> {
        let is_text = |line: &&str| !line.starts_with("```");
        paragraphs(self.lines().take_while(is_text))
    }

    /// The paragraph that begins with `**LABEL:**`, without that.
    pub(crate) fn labelled(&self, label: &str) -> Vec<String> {
        let label = format!("**{label}:**");
        let mut lines = self.lines().skip_while(|line| !line.starts_with(&label));
        let first = lines.next().unwrap_or_default();
        let first = first.trim_start_matches(&*label).trim();
        let rest = lines.take_while(|line| !line.is_empty());
        paragraphs(std::iter::once(first).chain(rest))
    }

    /// What is folded under this summary.
    pub(crate) fn folded(&self, summary: &str) -> Vec<String> {
        let begin = format!("<details><summary>{summary}</summary>");
        let lines = self.lines().skip_while(|line| *line != begin).skip(1);
        paragraphs(lines.take_while(|line| *line != "</details>"))
    }
}

/// The text of Markdown: a string for each paragraph, list item, and line of code, and an
/// empty one between two paragraphs.
fn paragraphs<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found = Vec::<String>::new();
    let mut in_fence = false;
    let mut goes_on = false;
    for line in lines {
        if line.starts_with("```") {
            in_fence = !in_fence;
            goes_on = false;
        } else if in_fence || line.starts_with('|') {
            found.push(format!("    {line}"));
            goes_on = false;
        } else if line.is_empty() {
            if found.last().is_some_and(|last| !last.is_empty()) {
                found.push(String::new());
            }
            goes_on = false;
        } else if goes_on && !line.starts_with("- ") {
            if let Some(last) = found.last_mut() {
                *last = format!("{last} {}", plain(line.trim()));
            }
        } else {
            found.push(plain(line));
            goes_on = true;
        }
    }
    while found.last().is_some_and(String::is_empty) {
        found.pop();
    }
    found
}

/// A line without the signs of Markdown: `**` and `*` around words, and links.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    let mut in_code = false;
    while let Some(letter) = rest.chars().next() {
        let link = rest.strip_prefix('[').and_then(|rest| {
            let (words, rest) = rest.split_once("](")?;
            let (_, rest) = rest.split_once(')')?;
            Some((words, rest))
        });
        match letter {
            '`' => in_code = !in_code,
            '*' if !in_code => {
                rest = &rest[1..];
                continue;
            }
            '[' if !in_code => {
                if let Some((words, after)) = link {
                    text.push_str(words);
                    rest = after;
                    continue;
                }
            }
            _ => {}
        }
        text.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
# 3 · Lesson

### tea: it *draws* · 4 min

Tea draws. See [the pot](pot.md#lid)
for more.

```rust tea
// # no heading
```

**Ask:** When is `2 * 3` tea
ready?

<details><summary>Answer</summary>

At 1.00.

- Not earlier.

</details>
";

    #[test]
    fn the_parts_of_a_page_are_found() {
        let sections = sections(PAGE);
        let titles = sections.iter().map(|section| section.title);
        let titles = titles.collect::<Vec<_>>();
        assert_eq!(titles, ["3 · Lesson", "tea: it *draws* · 4 min"]);
        let page = &sections[1];
        assert_eq!((page.line, page.level), (3, 3));
        assert_eq!(page.idea(), ["Tea draws. See the pot for more."]);
        assert_eq!(page.labelled("Ask"), ["When is `2 * 3` tea ready?"]);
        assert_eq!(page.folded("Answer"), ["At 1.00.", "", "- Not earlier."]);
        assert_eq!(page.folded("What happens"), Vec::<String>::new());
    }
}
