//! Reads an example's program text: its header, its `println!`s, and their comments.

/// What the header and the code of an example say.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Source {
    /// The first `//!` line, without the full stop.
    pub(crate) title: String,
    /// The ids of the tutorial snippets it re-creates, as in lessons/tutorials.md.
    pub(crate) tutorial: Option<Vec<String>>,
    /// What to watch while it runs.
    pub(crate) look_for: Option<String>,
    /// It runs on the real clock, because it blocks threads.
    pub(crate) real_clock: bool,
    /// The exit code it is meant to end with.
    pub(crate) exit_code: i32,
    /// The pages it fetches from the open web with `--live`; none if it stays offline.
    pub(crate) live: Vec<String>,
    /// Those of them that stand nowhere in its code.
    pub(crate) live_unused: Vec<String>,
    /// Why it has no Python twin.
    pub(crate) no_twin: Option<String>,
    /// Its `println!`s, in order.
    pub(crate) prints: Vec<Print>,
    /// How many lines hold code.
    pub(crate) code_lines: usize,
    /// The lines wider than the limit, with their widths.
    pub(crate) wide_lines: Vec<(usize, usize)>,
    /// Header lines that are not understood.
    pub(crate) odd_headers: Vec<(usize, String)>,
}

/// One `println!`.
#[derive(Debug, PartialEq)]
pub(crate) struct Print {
    /// The line it begins on, from 1.
    pub(crate) line: u32,
    /// The comment beside it or right above it: what is printed next to its output.
    pub(crate) annotation: Option<String>,
}

/// The widest line of an example, in columns.
pub(crate) const WIDEST: usize = 88;

impl Source {
    /// Reads the text of a program. Nothing in it is an error here; the lint of `check`
    /// judges what was found.
    pub(crate) fn read(text: &str) -> Source {
        let mut source = Source::default();
        source.read_header(text);
        let code = text.lines().filter(|line| !line.starts_with("//!"));
        let code = code.collect::<Vec<_>>().join("\n");
        let unused = |page: &&String| !code.contains(&format!("\"{page}\""));
        source.live_unused = source.live.iter().filter(unused).cloned().collect();
        let tokens = tokens(text);
        source.prints = prints(&tokens);
        let mut code_lines = tokens
            .iter()
            .filter(|token| !matches!(token.what, What::Comment { .. }))
            .map(|token| token.line)
            .collect::<Vec<_>>();
        code_lines.dedup();
        source.code_lines = code_lines.len();
        source.wide_lines = text
            .lines()
            .enumerate()
            .map(|(index, line)| {
                (index + 1, unicode_width::UnicodeWidthStr::width(line))
            })
            .filter(|(_, width)| *width > WIDEST)
            .collect();
        source
    }

    fn read_header(&mut self, text: &str) {
        let mut current: Option<&str> = None;
        for (index, line) in text.lines().enumerate() {
            let Some(line) = line.strip_prefix("//!") else {
                break;
            };
            let goes_on = line.starts_with("  ");
            let line = line.trim();
            if index == 0 {
                self.title = line.trim_end_matches('.').to_owned();
                continue;
            }
            let (key, value) = match line.split_once(": ") {
                Some(key_and_value) if !goes_on => key_and_value,
                _ => ("", line),
            };
            match key {
                "Tutorial" if value == "none" => self.tutorial = Some(Vec::new()),
                "Tutorial" => {
                    let ids = value.split(", ").map(str::to_owned).collect();
                    self.tutorial = Some(ids);
                }
                "Look for" => self.look_for = Some(value.to_owned()),
                "Clock" => self.real_clock = value == "real",
                "Exits" => self.exit_code = value.parse().unwrap_or(0),
                "Live" => {
                    self.live = value.split_whitespace().map(str::to_owned).collect();
                }
                "Twin" => {
                    let reason = value.strip_prefix("none, because ");
                    self.no_twin = Some(reason.unwrap_or_default().to_owned());
                }
                _ if line.is_empty() => {
                    current = None;
                    continue;
                }
                // A long value goes on in the next line, which is indented.
                _ => match current.filter(|_| goes_on) {
                    Some("Tutorial") => {
                        let more = line.split(", ").map(str::to_owned);
                        self.tutorial.get_or_insert_default().extend(more);
                    }
                    Some("Live") => {
                        self.live.extend(line.split_whitespace().map(str::to_owned));
                    }
                    Some("Look for") => {
                        if let Some(text) = &mut self.look_for {
                            *text = format!("{text} {line}");
                        }
                    }
                    Some("Twin") => {
                        if let Some(text) = &mut self.no_twin {
                            *text = format!("{text} {line}");
                        }
                    }
                    _ => self.odd_headers.push((index + 1, line.to_owned())),
                },
            }
            if matches!(
                key,
                "Tutorial" | "Look for" | "Clock" | "Exits" | "Live" | "Twin"
            ) {
                current = Some(key);
            }
        }
        // "a, b," at the end of a line leaves a comma behind.
        for id in self.tutorial.iter_mut().flatten() {
            *id = id.trim_end_matches(',').to_owned();
        }
    }
}

#[derive(Debug)]
struct Token {
    line: u32,
    what: What,
}

#[derive(Debug, PartialEq)]
enum What {
    /// `// …`; `alone` when no code stands before it on its line.
    Comment {
        text: String,
        alone: bool,
    },
    Word(String),
    Mark(char),
    /// A string, a character, or a number's worth of code that needs no looking into.
    Literal,
}

/// Splits a program into just enough tokens to find `println!` and the comments.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut line = 1;
    let mut rest = text;
    let mut code_on_line = false;
    while let Some(first) = rest.chars().next() {
        let start = line;
        let length = if first == '\n' {
            line += 1;
            code_on_line = false;
            1
        } else if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("//") {
            let comment = rest.lines().next().unwrap_or_default();
            let doc = comment.starts_with("///") || comment.starts_with("//!");
            let text = if doc { "" } else { comment[2..].trim() };
            tokens.push(Token {
                line,
                what: What::Comment {
                    text: text.to_owned(),
                    alone: !code_on_line,
                },
            });
            comment.len()
        } else {
            code_on_line = true;
            let (length, what) = code_token(rest, first);
            line += u32::try_from(rest[..length].matches('\n').count()).unwrap_or(0);
            tokens.push(Token { line: start, what });
            // The lines in the middle of a long string hold code too.
            for inner in start + 1..=line {
                tokens.push(Token {
                    line: inner,
                    what: What::Literal,
                });
            }
            length
        };
        rest = &rest[length..];
    }
    tokens
}

fn code_token(rest: &str, first: char) -> (usize, What) {
    if let Some(length) = string_length(rest) {
        return (length, What::Literal);
    }
    if first.is_alphabetic() || first == '_' {
        let word = |character: char| character.is_alphanumeric() || character == '_';
        let length = rest.find(|next| !word(next)).unwrap_or(rest.len());
        return (length, What::Word(rest[..length].to_owned()));
    }
    if first == '\'' {
        // 'x' and '\n' are characters, 'static is a lifetime.
        let mut characters = rest.char_indices().skip(1);
        return match (characters.next(), characters.next()) {
            (Some((_, '\\')), _) => {
                let end = rest[2..].find('\'').map_or(rest.len(), |end| end + 3);
                (end, What::Literal)
            }
            (Some(_), Some((end, '\''))) => (end + 1, What::Literal),
            _ => (1, What::Literal),
        };
    }
    (first.len_utf8(), What::Mark(first))
}

/// The length of the string that `rest` begins with, if it begins with one.
fn string_length(rest: &str) -> Option<usize> {
    let prefix = rest.find(|character| !matches!(character, 'b' | 'c' | 'r'))?;
    if prefix > 2 {
        return None;
    }
    let (before, after) = rest.split_at(prefix);
    if before.contains('r') {
        let hashes = after.find(|character| character != '#')?;
        if !after[hashes..].starts_with('"') {
            return None;
        }
        let end = format!("\"{}", &after[..hashes]);
        let body = hashes + 1;
        let length = after[body..].find(&end)? + body + end.len();
        return Some(prefix + length);
    }
    if !after.starts_with('"') {
        return None;
    }
    let mut escaped = false;
    for (index, character) in after.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(prefix + index + 1),
            _ => {}
        }
    }
    Some(rest.len())
}

fn prints(tokens: &[Token]) -> Vec<Print> {
    let mut prints = Vec::new();
    for (index, window) in tokens.windows(3).enumerate() {
        let is_println = matches!(&window[0].what, What::Word(word) if word == "println")
            && window[1].what == What::Mark('!')
            && window[2].what == What::Mark('(');
        if is_println {
            let line = window[0].line;
            let end = end_of_call(&tokens[index + 2..]).unwrap_or(line);
            prints.push(Print {
                line,
                annotation: annotation(tokens, line, end),
            });
        }
    }
    prints
}

/// The line of the parenthesis that closes the one at the beginning.
fn end_of_call(tokens: &[Token]) -> Option<u32> {
    let mut depth = 0;
    for token in tokens {
        match token.what {
            What::Mark('(') => depth += 1,
            What::Mark(')') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(token.line);
        }
    }
    None
}

/// The comment at the end of the statement's lines, or else the lines right above it.
fn annotation(tokens: &[Token], begin: u32, end: u32) -> Option<String> {
    let comments = |from: u32, to: u32, wanted: bool| {
        tokens.iter().filter_map(move |token| match &token.what {
            What::Comment { text, alone }
                if *alone == wanted && (from..=to).contains(&token.line) =>
            {
                Some((token.line, text.as_str()))
            }
            _ => None,
        })
    };
    let beside = comments(begin, end, false)
        .map(|(_, text)| text)
        .collect::<Vec<_>>();
    if !beside.is_empty() {
        return Some(beside.join(" "));
    }
    let mut above = Vec::new();
    let mut line = begin;
    for (comment, text) in comments(1, begin, true)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        if comment + 1 != line || text.is_empty() {
            break;
        }
        above.push(text);
        line = comment;
    }
    above.reverse();
    (!above.is_empty()).then(|| above.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = r##"//! Two orders, one kitchen.
//!
//! Tutorial: 000-1.1-define, 003-1-not-awaited,
//!   004-1-not-awaited
//! Look for: the second order
//!   overtaking the first.
//! Clock: real
//! Live: http://www.qq.com http://www.163.com/
//!   http://www.baidu.com/

const PAGES: [&str; 2] = ["http://www.qq.com", "http://www.163.com/"];

fn main() {
    // above the line,
    // and one more
    println!("(not // a comment");
    println!("beside"); // why now
    println!(
        "{} {}",
        order(')'), r#"")"#
    ); // at the end
    let 'a' = 'static;
    println!("bare");
}
"##;

    #[test]
    fn the_header_is_read() {
        let source = Source::read(PROGRAM);
        assert_eq!(source.title, "Two orders, one kitchen");
        let ids = ["000-1.1-define", "003-1-not-awaited", "004-1-not-awaited"];
        assert_eq!(source.tutorial, Some(ids.map(str::to_owned).to_vec()));
        let look_for = "the second order overtaking the first.";
        assert_eq!(source.look_for.as_deref(), Some(look_for));
        assert!(source.real_clock);
        let pages = [
            "http://www.qq.com",
            "http://www.163.com/",
            "http://www.baidu.com/",
        ];
        assert_eq!(source.live, pages);
        assert_eq!(source.live_unused, pages[2..]);
        assert_eq!(source.odd_headers, []);
    }

    #[test]
    fn every_println_has_its_comment() {
        let source = Source::read(PROGRAM);
        let found = source
            .prints
            .iter()
            .map(|print| (print.line, print.annotation.as_deref()))
            .collect::<Vec<_>>();
        assert_eq!(
            found,
            [
                (16, Some("above the line, and one more")),
                (17, Some("why now")),
                (18, Some("at the end")),
                (23, None),
            ]
        );
    }

    #[test]
    fn only_lines_with_code_count() {
        assert_eq!(Source::read(PROGRAM).code_lines, 11);
    }
}
