//! The colours of a program's words.

use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, tokenize};
use ratatui::style::{Color, Style};
use ratatui::text::Span;

use crate::ui::widgets::{BOLD, DIM, PLAIN};

/// The words of Rust that stand out.
const KEYWORDS: [&str; 24] = [
    "as", "async", "await", "break", "const", "continue", "else", "enum", "fn", "for",
    "if", "impl", "in", "let", "loop", "match", "move", "mut", "pub", "return",
    "struct", "use", "where", "while",
];

/// A line of a program, in pieces with their styles. A line within a string of several
/// lines is taken for code.
pub(crate) fn highlighted(line: &str) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut at = 0;
    for token in tokenize(line, FrontmatterAllowed::No) {
        let text = &line[at..at + token.len as usize];
        at += text.len();
        spans.push(Span::styled(text.to_owned(), style(token.kind, text)));
    }
    spans
}

fn style(kind: TokenKind, text: &str) -> Style {
    match kind {
        TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => DIM,
        TokenKind::Ident if KEYWORDS.contains(&text) => BOLD.fg(Color::Blue),
        TokenKind::Literal {
            kind: LiteralKind::Str { .. } | LiteralKind::Char { .. },
            ..
        } => PLAIN.fg(Color::Green),
        TokenKind::Literal { .. } => PLAIN.fg(Color::Yellow),
        _ => PLAIN,
    }
}
