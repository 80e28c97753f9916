//! Text in XML.

use std::fmt;

use crate::columns::escape_controls;

/// A text for an element or an attribute: it ends neither, control
/// characters are written out, and what XML 1.0 forbids is left out.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in escape_controls(self.0).chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\u{fffe}' | '\u{ffff}' => {}
                other => write!(f, "{other}")?,
            }
        }
        Ok(())
    }
}
