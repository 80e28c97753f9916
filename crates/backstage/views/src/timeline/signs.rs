//! The characters of the timeline, for modern terminals and for all others.

use recording::Outcome;

use crate::layout::Look;
use crate::words::mark_letter;

/// How each thing is drawn.
#[derive(Debug)]
pub(super) struct Signs {
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

pub(super) const MODERN: Signs = Signs {
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

pub(super) const ASCII: Signs = Signs {
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

impl Signs {
    pub(super) fn look(&self, look: Look) -> char {
        match look {
            Look::Running => self.running,
            Look::Poll => self.poll,
            Look::Ready => self.ready,
            Look::Waiting => self.waiting,
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

    /// Text of ours in the characters there are; what a program printed stays as it is.
    pub(super) fn text(&self, text: &str) -> String {
        let text = text.replace(MODERN.dot, self.dot);
        let text = text.replace(MODERN.then, self.then);
        let text = text.replace(MODERN.ellipsis, self.ellipsis);
        text.replace(MODERN.times, self.times)
    }
}
