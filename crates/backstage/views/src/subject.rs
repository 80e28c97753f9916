//! What a recording is of: the program behind it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The program that was recorded, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// How it is called: `3 · gather vs wait › simple`.
    pub heading: String,
    /// What it shows, in half a sentence; may be empty.
    pub title: String,
    /// What to type for its timeline: `just timeline gather-vs-wait simple`.
    pub command: Option<String>,
    /// Its file, as the recording names it.
    pub file: String,
    /// Its lines; none when a recording was sent in and its program is not there.
    pub source: Vec<String>,
    /// The annotations of its `println!`s, by the line each begins on, from 1.
    pub annotations: BTreeMap<u32, String>,
}
