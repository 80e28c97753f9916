//! The picture for terminals without colours or without Unicode.

use ratatui::buffer::Buffer;
use ratatui::style::Color;
use unicode_width::UnicodeWidthStr;
use views::Capabilities;

/// Replaces what the terminal cannot show.
pub(crate) fn apply(capabilities: Capabilities, picture: &mut Buffer) {
    for cell in &mut picture.content {
        if !capabilities.colour {
            cell.fg = Color::Reset;
            cell.bg = Color::Reset;
        }
        if !capabilities.unicode && !cell.symbol().is_ascii() {
            let plain = plain(cell.symbol());
            cell.set_symbol(plain);
        }
    }
}

fn plain(symbol: &str) -> &'static str {
    match symbol {
        "▶" | "›" | "→" | "▸" => ">",
        "◂" | "←" => "<",
        "─" | "╌" => "-",
        "━" | "═" => "=",
        "│" | "┼" => "|",
        "┬" | "┴" | "├" | "┤" | "●" => "+",
        "○" => "o",
        "◔" => "z",
        "✓" => "v",
        "✗" => "x",
        "█" => "#",
        "·" | "…" => ".",
        "“" | "”" => "\"",
        "’" => "'",
        "×" => "x",
        // A wide character is in one cell and leaves the next one empty.
        wide if wide.width() > 1 => "??",
        _ => "?",
    }
}
