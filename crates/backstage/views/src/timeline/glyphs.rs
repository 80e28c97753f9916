//! The characters of the timeline, in Unicode and in ASCII.

use recording::Outcome;

use crate::layout::CellState;
use crate::words::mark_letter;

/// The character for each part of a lane.
#[derive(Debug)]
pub(super) struct Glyphs {
    pub(super) running: char,
    /// The next poll of the same task, by step.
    pub(super) again: char,
    pub(super) poll: char,
    pub(super) ready: char,
    pub(super) waiting: char,
    pub(super) done: char,
    pub(super) cancelled: char,
    pub(super) panicked: char,
    /// The lane goes on when the recording ends.
    pub(super) open: char,
    /// A mark when all letters are used up.
    pub(super) no_letter: char,
    pub(super) rule: char,
    pub(super) rule_mark: char,
    /// Few and many tasks in one row.
    pub(super) heights: &'static [char],
    /// Between two remarks.
    pub(super) dot: &'static str,
    /// Between a lesson and its example.
    pub(super) then: &'static str,
    pub(super) ellipsis: &'static str,
    pub(super) times: &'static str,
}

pub(super) const UNICODE: Glyphs = Glyphs {
    running: '█',
    again: '▐',
    poll: '│',
    ready: '░',
    waiting: '─',
    done: '✓',
    cancelled: '✗',
    panicked: '!',
    open: '▸',
    no_letter: '•',
    rule: '─',
    rule_mark: '┬',
    heights: &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
    dot: " · ",
    then: " › ",
    ellipsis: "…",
    times: "×",
};

pub(super) const ASCII: Glyphs = Glyphs {
    running: '#',
    again: '[',
    poll: '|',
    ready: ':',
    waiting: '-',
    done: '+',
    cancelled: 'x',
    panicked: '!',
    open: '>',
    no_letter: '*',
    rule: '-',
    rule_mark: '+',
    heights: &['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    dot: ", ",
    then: " > ",
    ellipsis: "...",
    times: "x",
};

impl Glyphs {
    pub(super) fn state(&self, state: CellState) -> char {
        match state {
            CellState::Running => self.running,
            CellState::Poll => self.poll,
            CellState::Ready => self.ready,
            CellState::Waiting => self.waiting,
        }
    }

    pub(super) fn end(&self, how: Outcome) -> char {
        match how {
            Outcome::Completed => self.done,
            Outcome::Cancelled => self.cancelled,
            Outcome::Panicked => self.panicked,
        }
    }

    pub(super) fn mark(&self, number: u32) -> char {
        mark_letter(number).unwrap_or(self.no_letter)
    }

    /// Returns a text of the timeline itself in these characters. What a program printed
    /// stays as it is.
    pub(super) fn text(&self, text: &str) -> String {
        let text = text.replace(UNICODE.dot, self.dot);
        let text = text.replace(UNICODE.then, self.then);
        let text = text.replace(UNICODE.ellipsis, self.ellipsis);
        text.replace(UNICODE.times, self.times)
    }
}
