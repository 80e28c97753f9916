//! The header of an example: the `//!` lines at its top.

/// A header.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Header {
    /// The first line, without the full stop.
    pub(crate) title: String,
    /// The ids of the tutorial snippets it re-creates, as in lessons/tutorials.md.
    pub(crate) tutorial: Option<Vec<String>>,
    /// The thing to watch while it runs.
    pub(crate) look_for: Option<String>,
    /// It runs on the real clock, because it blocks threads.
    pub(crate) real_clock: bool,
    /// The exit code it is meant to end with.
    pub(crate) exit_code: i32,
    /// The pages it fetches from the internet with `--live`; none if it stays offline.
    pub(crate) live: Vec<String>,
    /// It uses this course's own re-creations of asyncio's types.
    pub(crate) look_alike: bool,
    /// Why it has no Python twin.
    pub(crate) no_twin: Option<String>,
    /// Lines with an unknown key or value: the number, and what is wrong.
    pub(crate) errors: Vec<(usize, String)>,
}

/// One `Key: value`. The value may go on in lines that are indented.
struct Entry {
    line: usize,
    key: String,
    value: String,
}

impl Header {
    /// Reads the header of a program. Mistakes are for `check` to judge.
    pub(crate) fn read(text: &str) -> Header {
        let mut header = Header::default();
        let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
        let mut lines = lines.enumerate().map(|(index, line)| (index + 1, line));
        if let Some((_, title)) = lines.next() {
            header.title = title.trim().trim_end_matches('.').to_owned();
        }
        let mut entries: Vec<Entry> = Vec::new();
        let mut in_entry = false;
        for (line, text) in lines {
            let continues = text.starts_with("  ");
            let text = text.trim();
            if text.is_empty() {
                in_entry = false;
            } else if continues && in_entry {
                if let Some(entry) = entries.last_mut() {
                    entry.value = format!("{} {text}", entry.value);
                }
            } else if let Some((key, value)) = text.split_once(": ") {
                in_entry = true;
                let (key, value) = (key.to_owned(), value.to_owned());
                entries.push(Entry { line, key, value });
            } else {
                let what = format!("unknown header line: {text}");
                header.errors.push((line, what));
            }
        }
        for Entry { line, key, value } in entries {
            if let Err(what) = header.set(&key, &value) {
                header.errors.push((line, what));
            }
        }
        header
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "Tutorial" => {
                let ids = value.split(',').map(|id| id.trim().to_owned());
                self.tutorial = Some(match value {
                    "none" => Vec::new(),
                    _ => ids.collect(),
                });
            }
            "Look for" => self.look_for = Some(value.to_owned()),
            "Clock" if value == "real" => self.real_clock = true,
            "Clock" => return Err(format!("`Clock` must be `real`, not `{value}`")),
            "Uses" if value == "look-alike" => self.look_alike = true,
            "Uses" => {
                return Err(format!("`Uses` must be `look-alike`, not `{value}`"));
            }
            "Exits" => {
                self.exit_code = value.parse().map_err(|_| {
                    format!("`Exits` must be an exit code, not `{value}`")
                })?;
            }
            "Live" => self.live = value.split_whitespace().map(str::to_owned).collect(),
            "Twin" => match value.strip_prefix("none, because ") {
                Some(reason) => self.no_twin = Some(reason.to_owned()),
                None => {
                    return Err(format!(
                        "`Twin` must be `none, because …`, not `{value}`"
                    ));
                }
            },
            _ => return Err(format!("unknown header line: {key}: {value}")),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_read() {
        let header = Header::read(
            "//! Two orders, one kitchen.\n\
             //!\n\
             //! Tutorial: 000-1.1-define, 003-1-not-awaited,\n\
             //!   004-1-not-awaited\n\
             //! Look for: the second order\n\
             //!   overtaking the first.\n\
             //! Clock: real\n\
             //! Uses: look-alike\n\
             //! Exits: 3\n\
             //! Live: http://www.qq.com http://www.163.com/\n\
             //!   http://www.baidu.com/\n\
             //! Twin: none, because it is a test\n\
             \n\
             //! Not part of it.\n",
        );
        let ids = ["000-1.1-define", "003-1-not-awaited", "004-1-not-awaited"];
        let pages = [
            "http://www.qq.com",
            "http://www.163.com/",
            "http://www.baidu.com/",
        ];
        let expected = Header {
            title: "Two orders, one kitchen".to_owned(),
            tutorial: Some(ids.map(str::to_owned).to_vec()),
            look_for: Some("the second order overtaking the first.".to_owned()),
            real_clock: true,
            exit_code: 3,
            look_alike: true,
            live: pages.map(str::to_owned).to_vec(),
            no_twin: Some("it is a test".to_owned()),
            errors: Vec::new(),
        };
        assert_eq!(header, expected);
    }

    #[test]
    fn a_wrong_value_is_an_error_and_not_another_value() {
        for (line, what) in [
            ("Clock: reel", "`Clock` must be `real`, not `reel`"),
            ("Clock: Real", "`Clock` must be `real`, not `Real`"),
            ("Uses: tokio", "`Uses` must be `look-alike`, not `tokio`"),
            ("Exits: x", "`Exits` must be an exit code, not `x`"),
            ("Exits: 3 4", "`Exits` must be an exit code, not `3 4`"),
            ("Twin: none", "`Twin` must be `none, because …`, not `none`"),
            ("Listen for: x", "unknown header line: Listen for: x"),
            ("and so on", "unknown header line: and so on"),
        ] {
            let header = Header::read(&format!("//! Title.\n//!\n//! {line}\n"));
            assert_eq!(header.errors, [(3, what.to_owned())], "{line}");
        }
    }
}
