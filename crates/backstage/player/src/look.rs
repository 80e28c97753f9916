//! What the terminal can show: colours, and characters beyond ASCII.

use std::env;

use ratatui::buffer::Buffer;
use ratatui::style::Color;
use unicode_width::UnicodeWidthStr;

/// How the picture may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// With colours; without them nothing is lost but colour.
    pub colour: bool,
    /// With no character that is not in ASCII.
    pub ascii: bool,
}

impl Look {
    /// What the environment says: `NO_COLOR`, and the encoding of the locale.
    pub fn of_environment() -> Look {
        let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        Look {
            colour: set("NO_COLOR").is_none(),
            ascii: cfg!(unix) && !is_utf8(locale.as_deref().unwrap_or("C")),
        }
    }

    /// Takes out of the picture what the terminal cannot show.
    pub(crate) fn apply(self, picture: &mut Buffer) {
        for cell in &mut picture.content {
            if !self.colour {
                cell.fg = Color::Reset;
                cell.bg = Color::Reset;
            }
            if self.ascii && !cell.symbol().is_ascii() {
                let plain = plain(cell.symbol());
                cell.set_symbol(plain);
            }
        }
    }
}

fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
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
        // A wide character stands in one cell and leaves the next one empty.
        wide if wide.width() > 1 => "??",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_told_from_the_locale() {
        for locale in ["C.UTF-8", "en_US.utf8", "zh_CN.UTF-8"] {
            assert!(is_utf8(locale), "{locale}");
        }
        for locale in ["C", "POSIX", "de_DE.ISO-8859-1", "zh_CN.GBK"] {
            assert!(!is_utf8(locale), "{locale}");
        }
    }
}
