//! The awaited expressions of a program, by the lines at which its tasks stand.

use super::tokens::{Token, tokens};

/// The macros of tokio and futures that await what is in them.
const AWAITING_MACROS: [&str; 4] = ["join", "try_join", "select", "try_select"];

/// Words behind which an expression begins.
const KEYWORDS: [&str; 11] = [
    "break", "else", "for", "if", "in", "let", "loop", "match", "return", "while",
    "yield",
];

/// A line and the column in it, as a compiler counts them: bytes from 1. Compilers for
/// Windows tell no column.
pub(crate) type Position = (u32, Option<u32>);

/// The expression whose `await` is at this position, in one line of text: `tickets.lock()`
/// of `let count = tickets.lock().await;`. `None` if no await is there, or, without a
/// column, several.
pub(crate) fn awaited_at(program: &str, at: Position) -> Option<String> {
    let tokens = tokens(program);
    let tokens = tokens.iter().filter(|token| !token.is_comment);
    let tokens = tokens.collect::<Vec<_>>();
    let is_at = |index: &usize| {
        let (line, column) = at;
        let token = tokens[*index];
        token.line == line && column.is_none_or(|column| token.column == column)
    };
    let found = (0..tokens.len()).filter(is_at);
    let mut found = found.filter_map(|index| match tokens[index].text {
        "await" => {
            let end = index
                .checked_sub(1)
                .filter(|dot| tokens[*dot].text == ".")?;
            let begin = begin_of_expression(&tokens, end)?;
            let text = text(&tokens[begin..end]);
            // `(&mut task)`: the brackets are there for the `await` alone.
            let inside = text
                .strip_prefix('(')
                .and_then(|text| text.strip_suffix(')'));
            let bare = inside.filter(|text| !text.contains(['(', ',']));
            Some(bare.map_or(text.clone(), str::to_owned))
        }
        _ => macro_at(&tokens[index..]),
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// `join!(…)`, if the tokens begin with a call of such a macro.
fn macro_at(tokens: &[&Token<'_>]) -> Option<String> {
    let path = tokens
        .iter()
        .take_while(|token| token.text == ":" || is_word(token.text));
    let path = path.count();
    let name = tokens[..path].last()?.text;
    let is_call = tokens.get(path)?.text == "!" && AWAITING_MACROS.contains(&name);
    is_call.then(|| format!("{name}!(…)"))
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

    /// The position of the sign `^`, which is no part of the program.
    fn awaited(marked: &str, has_column: bool) -> Option<String> {
        let (before, after) = marked.split_once('^').expect("a sign");
        let line = before.matches('\n').count() as u32 + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1) + 1;
        let column = has_column.then_some(column as u32);
        awaited_at(&format!("{before}{after}"), (line, column))
    }

    #[test]
    fn the_awaited_expression() {
        for (program, expected) in [
            ("let count = tickets.lock().^await;", Some("tickets.lock()")),
            (
                "wait(tasks.clone(), All).^await",
                Some("wait(tasks.clone(), All)"),
            ),
            ("read(&mut buffer).^await?;", Some("read(&mut buffer)")),
            (
                "return site.get(URL)?.send().^await;",
                Some("site.get(URL)?.send()"),
            ),
            (
                "sum::<u32>(a[1], \"b\").^await",
                Some("sum::<u32>(a[1], \"b\")"),
            ),
            (
                "tokio::time::sleep(SECOND).^await",
                Some("tokio::time::sleep(SECOND)"),
            ),
            ("async move { 1 }.^await", Some("async move { 1 }")),
            ("if task.^await.is_ok() {}", Some("task")),
            ("match (first, second).^await {}", Some("(first, second)")),
            ("(&mut task).^await", Some("&mut task")),
            ("for x in all(1)\n  .^await {}", Some("all(1)")),
            (
                "\n\npage\n    .text() // all\n    .^await",
                Some("page.text()"),
            ),
            ("join(\n  a,\n  b,\n)\n.^await", Some("join(a, b)")),
            ("join(\n  a.^await,\n  b,\n).await", Some("a")),
            (
                "let x = ^tokio::join!(\n  one(),\n  two(),\n);",
                Some("join!(…)"),
            ),
            (
                "^select! {\n  x = one().fuse() => x,\n}",
                Some("select!(…)"),
            ),
            ("^println!(\"{}\", 1);", None),
            ("// a.^await", None),
        ] {
            assert_eq!(awaited(program, true).as_deref(), expected, "{program}");
        }
    }

    #[test]
    fn of_two_awaits_the_column_tells_which() {
        for (program, with_column) in [
            ("get(url).send().^await?.text().await?", "get(url).send()"),
            (
                "get(url).send().await?.text().^await?",
                "get(url).send().await?.text()",
            ),
            ("print(\"茶\", a.await, b.^await)", "b"),
        ] {
            assert_eq!(awaited(program, true).as_deref(), Some(with_column));
            assert_eq!(awaited(program, false), None);
        }
        assert_eq!(
            awaited("tickets.lock().^await", false).as_deref(),
            Some("tickets.lock()")
        );
    }
}
