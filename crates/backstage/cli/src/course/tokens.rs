//! The tokens of a program, with the lines they are on.

use ra_ap_rustc_lexer::{FrontmatterAllowed, TokenKind, tokenize};

/// A token that is not white space.
#[derive(Debug, PartialEq)]
pub(crate) struct Token<'a> {
    /// The line it begins on, from 1.
    pub(crate) line: u32,
    /// The byte of that line at which it begins, from 1.
    pub(crate) column: u32,
    /// The line it ends on.
    pub(crate) last_line: u32,
    pub(crate) text: &'a str,
    pub(crate) is_comment: bool,
    /// White space is before it.
    pub(crate) after_blank: bool,
}

/// Splits a program into its tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    let mut after_blank = false;
    for token in tokenize(text, FrontmatterAllowed::No) {
        let line_begin = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let column = u32::try_from(at - line_begin + 1).unwrap_or(u32::MAX);
        let text = &text[at..at + token.len as usize];
        at += text.len();
        let first = line;
        line += u32::try_from(text.matches('\n').count()).unwrap_or(0);
        let is_comment = matches!(
            token.kind,
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. }
        );
        if token.kind != TokenKind::Whitespace {
            tokens.push(Token {
                line: first,
                column,
                last_line: line,
                text,
                is_comment,
                after_blank,
            });
        }
        after_blank = token.kind == TokenKind::Whitespace;
    }
    tokens
}

/// The words and signs of a program without its comments, each with its line.
pub(crate) fn words_of(text: &str) -> Vec<(&str, u32)> {
    let tokens = tokens(text).into_iter();
    let code = tokens.filter(|token| !token.is_comment);
    code.map(|token| (token.text, token.line)).collect()
}

/// The program with blanks in place of its comments. Its lines stay where they are.
pub(crate) fn without_comments(text: &str) -> String {
    let mut lines = text.lines().map(str::to_owned).collect::<Vec<_>>();
    for token in tokens(text).iter().filter(|token| token.is_comment) {
        for number in token.line..=token.last_line {
            let line = &mut lines[number as usize - 1];
            let from = if number == token.line {
                token.column as usize - 1
            } else {
                0
            };
            let to = match number == token.last_line {
                true => from + token.text.rsplit('\n').next().map_or(0, str::len),
                false => line.len(),
            };
            line.replace_range(from..to, &" ".repeat(to - from));
        }
    }
    let lines = lines.iter().map(|line| line.trim_end());
    lines.collect::<Vec<_>>().join("\n")
}
