//! Pieces of Markdown, as the notes are made of them.

/// The text as it may appear between brackets.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if r"\[]<>*`".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// The lines up to the one that is `mark`, and that one; empty if it never comes.
pub(super) fn up_to<'a>(
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
    mark: &str,
) -> (String, &'a str) {
    let mut body = String::new();
    for (_, line) in lines {
        if line.trim_end() == mark {
            return (body, line);
        }
        body.push_str(line);
    }
    (body, "")
}

/// Links from the workspace root, as a page in `lessons/` must write them.
pub(super) fn links_from_lessons(text: &str) -> String {
    let text = text.replace("](", "](../");
    text.replace("](../lessons/", "](")
}

/// A program text without indentation and blank lines.
pub(super) fn compact(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::from("\n"), |text, line| text + line + "\n")
}
