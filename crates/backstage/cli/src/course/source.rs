//! The text of an example: its header, its `println!`s, and their comments.

use unicode_width::UnicodeWidthStr;

use super::header::Header;
use super::tokens::{Token, tokens};

/// Maximum width of a line of an example, in columns.
pub(crate) const MAX_LINE_WIDTH: usize = 88;

/// An example, as far as the views and the lint need to know it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Source {
    pub(crate) header: Header,
    /// The pages of the header that do not appear in the code.
    pub(crate) unused_pages: Vec<String>,
    /// The names it takes from modules: `(a, b)` for `a::b` and `a::{b}`.
    pub(crate) imports: Vec<(String, String)>,
    /// The `println!`s, in order.
    pub(crate) prints: Vec<Print>,
    /// Number of lines that hold code.
    pub(crate) code_lines: usize,
    /// The lines wider than [`MAX_LINE_WIDTH`], with their widths.
    pub(crate) wide_lines: Vec<(usize, usize)>,
}

/// One `println!`.
#[derive(Debug, PartialEq)]
pub(crate) struct Print {
    /// The line it begins on, from 1.
    pub(crate) line: u32,
    /// The comment beside it or right above it: what is printed next to its output.
    pub(crate) annotation: Option<String>,
}

impl Source {
    /// Reads the text of a program. Nothing in it is an error here; the lint of `check`
    /// judges what was found.
    pub(crate) fn read(text: &str) -> Source {
        let tokens = tokens(text);
        let header = Header::read(text);
        let is_used = |page: &str| {
            let literal = format!("\"{page}\"");
            tokens.iter().any(|token| token.text == literal)
        };
        let unused_pages = header.live.iter().filter(|page| !is_used(page));
        let unused_pages = unused_pages.cloned().collect();
        let code = tokens.iter().filter(|token| !token.is_comment);
        let mut code_lines = code
            .flat_map(|token| token.line..=token.last_line)
            .collect::<Vec<_>>();
        code_lines.dedup();
        let widths = text.lines().map(UnicodeWidthStr::width).enumerate();
        Source {
            header,
            unused_pages,
            imports: imports(&tokens),
            prints: prints(&tokens),
            code_lines: code_lines.len(),
            wide_lines: widths
                .map(|(index, width)| (index + 1, width))
                .filter(|(_, width)| *width > MAX_LINE_WIDTH)
                .collect(),
        }
    }
}

fn imports(tokens: &[Token<'_>]) -> Vec<(String, String)> {
    let is_name =
        |text: &str| text.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let mut imports = Vec::new();
    for (index, window) in tokens.windows(4).enumerate() {
        let [module, colon, colons, first] = window else {
            continue;
        };
        if !is_name(module.text) || colon.text != ":" || colons.text != ":" {
            continue;
        }
        let names = match first.text {
            "{" => {
                let group = tokens[index + 4..].iter();
                group.take_while(|token| token.text != "}").collect()
            }
            _ => vec![first],
        };
        let names = names.iter().filter(|token| is_name(token.text));
        imports
            .extend(names.map(|name| (module.text.to_owned(), name.text.to_owned())));
    }
    imports
}

fn prints(tokens: &[Token<'_>]) -> Vec<Print> {
    let mut prints = Vec::new();
    for (index, window) in tokens.windows(3).enumerate() {
        if let [
            Token {
                text: "println",
                line,
                ..
            },
            Token { text: "!", .. },
            Token { text: "(", .. },
        ] = *window
        {
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
fn end_of_call(tokens: &[Token<'_>]) -> Option<u32> {
    let mut depth = 0;
    for token in tokens {
        match token.text {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(token.line);
        }
    }
    None
}

/// The comment at the end of the statement's lines, or else the lines right above it.
fn annotation(tokens: &[Token<'_>], begin: u32, end: u32) -> Option<String> {
    let is_alone = |index: usize| {
        let before = index.checked_sub(1).map(|before| &tokens[before]);
        before.is_none_or(|before| before.last_line < tokens[index].line)
    };
    let comments = |alone: bool| {
        let comments = tokens.iter().enumerate();
        comments
            .filter(move |(index, token)| token.is_comment && is_alone(*index) == alone)
            .map(|(_, token)| (token, comment_text(token.text)))
    };
    let beside = comments(false)
        .filter(|(token, _)| (begin..=end).contains(&token.line))
        .map(|(_, text)| text)
        .collect::<Vec<_>>();
    if !beside.is_empty() {
        return Some(beside.join(" "));
    }
    let mut above = Vec::new();
    let mut line = begin;
    for (token, text) in comments(true).collect::<Vec<_>>().into_iter().rev() {
        if token.line >= begin {
            continue;
        }
        if token.last_line + 1 != line || text.is_empty() {
            break;
        }
        above.push(text);
        line = token.line;
    }
    above.reverse();
    (!above.is_empty()).then(|| above.join(" "))
}

/// The text of a comment; empty for documentation, which explains an item and not a line
/// of output.
fn comment_text(comment: &str) -> String {
    if ["///", "//!", "/**", "/*!"]
        .iter()
        .any(|doc| comment.starts_with(doc))
    {
        return String::new();
    }
    if let Some(text) = comment.strip_prefix("//") {
        return text.trim().to_owned();
    }
    let text = comment.trim_start_matches("/*").trim_end_matches("*/");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = r##"//! Two orders, one kitchen.
//!
//! Live: http://www.qq.com http://www.163.com/ http://www.baidu.com/

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
    /* println!("commented out");
       and so is this */
    println!("below a block");
    println!("/* no comment */");
    // println!("commented out");
}
"##;

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
                (10, Some("above the line, and one more")),
                (11, Some("why now")),
                (12, Some("at the end")),
                (17, None),
                (20, Some("println!(\"commented out\"); and so is this")),
                (21, None),
            ]
        );
    }

    #[test]
    fn only_lines_with_code_count() {
        assert_eq!(Source::read(PROGRAM).code_lines, 13);
    }

    #[test]
    fn imports_are_told_from_other_names() {
        let source = Source::read("use a::{B, c as d};\nuse e::F;\nlet x = g::h(C);\n");
        let names = source
            .imports
            .iter()
            .map(|(from, name)| format!("{from} {name}"));
        let expected = ["a B", "a c", "a as", "a d", "e F", "g h"];
        assert_eq!(names.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn pages_that_are_not_in_the_code() {
        let unused = Source::read(PROGRAM).unused_pages;
        assert_eq!(unused, ["http://www.baidu.com/"]);
    }
}
