//! The program that was recorded, and the heading that views give it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::Style;
use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr;

use crate::columns::{shorten, wrap};

/// Maximum number of characters of a heading, and of a title.
const MAX_CHARS: usize = 1000;

/// The program that was recorded, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its name: `3 · gather vs wait › simple`.
    pub heading: String,
    /// The point of the example, in half a sentence; may be empty.
    pub title: String,
    /// The command that draws its timeline: `just timeline gather-vs-wait simple`.
    pub command: Option<String>,
    /// Its file, as the recording names it.
    pub file: String,
    /// Its lines; empty if the program is not known.
    pub source: Vec<String>,
    /// The annotations of its `println!`s, by the line each begins on, from 1.
    pub annotations: BTreeMap<u32, String>,
}

/// A row of a heading: first a bold part, then a plain one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingRow {
    /// The name.
    pub bold: String,
    /// The title, with the blanks before it.
    pub plain: String,
}

impl Subject {
    /// Returns the heading in rows of at most `width` columns: the name at the left and
    /// the title at the right of one row, or each in rows of its own. Blanks between
    /// words of the name stay where they are.
    pub fn heading_rows(&self, width: usize) -> Vec<HeadingRow> {
        let heading = shorten(&self.heading, MAX_CHARS);
        let title = shorten(&self.title, MAX_CHARS);
        let taken = heading.width() + title.width();
        if taken + 2 <= width {
            let gap = if title.is_empty() { 0 } else { width - taken };
            return vec![HeadingRow {
                plain: format!("{:gap$}{title}", ""),
                bold: heading,
            }];
        }
        let bold = wrap(&heading, width).into_iter().map(|bold| HeadingRow {
            bold,
            plain: String::new(),
        });
        let plain = wrap(&title, width).into_iter().map(|plain| HeadingRow {
            bold: String::new(),
            plain,
        });
        bold.chain(plain).collect()
    }

    /// Writes the heading in rows of at most `width` columns.
    ///
    /// # Errors
    /// Returns any error from writing to `out`.
    pub(crate) fn write_heading(
        &self,
        width: usize,
        mut out: impl Write,
    ) -> io::Result<()> {
        const BOLD: Style = Style::new().bold();
        for HeadingRow { bold, plain } in self.heading_rows(width) {
            match bold.is_empty() {
                true => writeln!(out, "{plain}")?,
                false => writeln!(out, "{BOLD}{bold}{BOLD:#}{plain}")?,
            }
        }
        Ok(())
    }
}
