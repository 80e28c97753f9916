//! The awaited expressions of a program, by the lines at which its tasks stand.

use super::tokens::{Token, tokens};

/// The macros of tokio and futures that await what is in them.
const AWAITING_MACROS: [&str; 4] = ["join", "try_join", "select", "try_select"];

/// Words behind which an expression begins.
const KEYWORDS: [&str; 11] = [
    "break", "else", "for", "if", "in", "let", "loop", "match", "return", "while",
    "yield",
];

/// The expression that is awaited at this line, in one line of text: `tickets.lock()` of
/// `let count = tickets.lock().await;`. `None` if no await is there, or several that differ.
pub(crate) fn awaited_at(program: &str, line: u32) -> Option<String> {
    let tokens = tokens(program);
    let tokens = tokens
        .iter()
        .filter(|token| !token.is_comment)
        .collect::<Vec<_>>();
    let mut awaits = Vec::new();
    for (index, pair) in tokens.windows(2).enumerate() {
        if pair[0].text == "." && pair[1].text == "await" {
            let begin = begin_of_expression(&tokens, index)?;
            awaits.push((&tokens[begin..index], pair[1].line));
        }
    }
    // The compiler names the line of the word `await`. Of a chain over several lines it may
    // be another one of them.
    let at = |awaited: &&(&[&Token<'_>], u32)| awaited.1 == line;
    let around = |awaited: &&(&[&Token<'_>], u32)| {
        awaited.0.first().is_some_and(|first| first.line <= line) && line <= awaited.1
    };
    let mut found = awaits
        .iter()
        .filter(at)
        .map(|(tokens, _)| text(tokens))
        .collect::<Vec<_>>();
    if found.is_empty() {
        found.extend(macro_at(&tokens, line));
    }
    if found.is_empty() {
        let shortest = awaits
            .iter()
            .filter(around)
            .min_by_key(|(tokens, _)| tokens.len());
        found.extend(shortest.map(|(tokens, _)| text(tokens)));
    }
    found.dedup();
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
}

/// `join!(…)`, if such a macro is called at the line.
fn macro_at(tokens: &[&Token<'_>], line: u32) -> Option<String> {
    let mut calls = tokens.windows(3).filter(|window| {
        window[0].line == line
            && window[1].text == "!"
            && AWAITING_MACROS.contains(&window[0].text)
    });
    let name = calls.next()?[0].text;
    calls.next().is_none().then(|| format!("{name}!(…)"))
}

/// The index at which the expression begins that ends before `end`.
fn begin_of_expression(tokens: &[&Token<'_>], end: usize) -> Option<usize> {
    let text = |index: usize| tokens[index].text;
    let before = |index: usize, what: &str| index > 0 && text(index - 1) == what;
    let mut begin = end;
    loop {
        // One operand, with the calls and the question marks behind it.
        loop {
            begin = begin.checked_sub(1)?;
            match text(begin) {
                "?" | "!" => {}
                ")" | "]" | "}" => {
                    begin = opening(tokens, begin)?;
                    let is_callee = begin > 0 && ends_operand(text(begin - 1));
                    if !is_callee {
                        break;
                    }
                }
                // `::<u32>`
                ">" => begin = opening(tokens, begin)?.checked_sub(2)?,
                word if is_word(word) => break,
                _ => return None,
            }
        }
        while before(begin, "move") || before(begin, "async") {
            begin -= 1;
        }
        if before(begin, ".") {
            begin -= 1;
        } else if begin > 2 && before(begin, ":") && before(begin - 1, ":") {
            begin -= 2;
        } else {
            return Some(begin);
        }
    }
}

/// The index of the bracket that the one at this index closes.
fn opening(tokens: &[&Token<'_>], closing: usize) -> Option<usize> {
    let mut depth = 0;
    for index in (0..=closing).rev() {
        match tokens[index].text {
            ")" | "]" | "}" => depth += 1,
            "(" | "[" | "{" => depth -= 1,
            ">" if tokens[closing].text == ">" => depth += 1,
            "<" if tokens[closing].text == ">" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}

/// Whether a bracket behind this is a call of it, or an index into it.
fn ends_operand(text: &str) -> bool {
    matches!(text, ")" | "]" | "?" | "!" | ">") || is_word(text)
}

fn is_word(text: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || "_\"'".contains(letter);
    text.starts_with(is_part) && !KEYWORDS.contains(&text)
}

/// The tokens in one line, with the blanks of a line that was never broken.
fn text(tokens: &[&Token<'_>]) -> String {
    let mut text = String::new();
    for (index, token) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1).map_or("", |next| next.text);
        // The comma at the end of a list that was broken into lines.
        if token.text == "," && matches!(next, ")" | "]") {
            continue;
        }
        let broken = index > 0 && tokens[index - 1].last_line < token.line;
        let tight = matches!(token.text, "." | ")" | "]" | "?")
            || text.ends_with(['(', '[', '.']);
        if if broken {
            !tight
        } else {
            token.after_blank && index > 0
        } {
            text.push(' ');
        }
        text += &token.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_awaited_expression_of_a_line() {
        for (program, line, expected) in [
            (
                "let count = tickets.lock().await;",
                1,
                Some("tickets.lock()"),
            ),
            (
                "wait(tasks.clone(), All).await",
                1,
                Some("wait(tasks.clone(), All)"),
            ),
            ("read(&mut buffer).await?;", 1, Some("read(&mut buffer)")),
            (
                "return site.get(URL)?.send().await;",
                1,
                Some("site.get(URL)?.send()"),
            ),
            (
                "sum::<u32>(a[1], \"b\").await",
                1,
                Some("sum::<u32>(a[1], \"b\")"),
            ),
            (
                "tokio::time::sleep(SECOND).await",
                1,
                Some("tokio::time::sleep(SECOND)"),
            ),
            ("async move { 1 }.await", 1, Some("async move { 1 }")),
            ("if task.await.is_ok() {}", 1, Some("task")),
            ("match (first, second).await {}", 1, Some("(first, second)")),
            (
                "page\n    .text() // all\n    .await",
                3,
                Some("page.text()"),
            ),
            ("page\n    .text()\n    .await", 2, Some("page.text()")),
            ("join(\n  a,\n  b,\n)\n.await", 1, Some("join(a, b)")),
            ("join(\n  a.await,\n  b,\n).await", 2, Some("a")),
            (
                "let x = tokio::join!(\n  one(),\n  two(),\n);",
                1,
                Some("join!(…)"),
            ),
            (
                "futures::select! {\n  x = one().fuse() => x,\n}",
                1,
                Some("select!(…)"),
            ),
            ("a.await + b.await", 1, None),
            ("a.await + a.await", 1, Some("a")),
            ("first().await.second().await", 1, None),
            ("// a.await", 1, None),
            ("println!(\"{}\", 1);", 1, None),
        ] {
            assert_eq!(awaited_at(program, line).as_deref(), expected, "{program}");
        }
    }
}
