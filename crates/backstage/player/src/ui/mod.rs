//! The picture: what happens now, the program, the tasks, the output, and the time.

pub(crate) mod fallback;
mod output;
mod source;
mod tasks;
pub(crate) mod widgets;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;
use views::columns::{clip, pad};
use views::{Capabilities, Replay, Stop, explain};

use crate::app::App;
use widgets::{BOLD, DIM, PLAIN, below_rule, paragraphs, put, rule};

/// Minimum size of the window.
pub(crate) const MIN_SIZE: (u16, u16) = (60, 16);

/// The keys that are named in the picture, from many to few.
const KEYS: [&str; 2] = [
    "→ step  ← back  space play  n next output  a all tasks  ? help  q quit",
    "→ step  ← back  space play  n output  ? help  q quit",
];

/// The keys and the characters, with their meanings.
const HELP: [(&str, &str); 15] = [
    ("→ ←", "one step forward, one step back (also l h, j k)"),
    ("n p", "to the next line of output, the one before"),
    ("w", "why: to the step that caused this one"),
    ("space", "play, and pause"),
    ("+ -", "play faster, slower"),
    ("Home End", "to the beginning, to the end"),
    ("PgUp PgDn", "ten steps back, ten forward"),
    ("a", "show the helper tasks of libraries too, or hide them"),
    ("q", "leave (also Esc, Ctrl-C)"),
    ("▶", "runs: at most one task of the loop at a time"),
    ("○", "ready: in the run queue"),
    ("◔", "waits: takes no time from the others"),
    ("✓ ✗ !", "done, cancelled, panicked"),
    (
        "█ ━ ╌ ·",
        "in the lanes: runs, sleeps, waits for something else, ready",
    ),
    (
        "◂",
        "in the program: tasks that sleep at this line, or wait for it",
    ),
];

/// Draws the current stop of the app.
pub(crate) fn draw(
    frame: &mut Frame<'_>,
    app: &mut App<'_>,
    capabilities: Capabilities,
) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
        too_small(area, buffer);
    } else if app.help {
        help(area, buffer);
    } else {
        panes(area, app, buffer);
    }
    fallback::apply(capabilities, buffer);
}

/// Says so where the window is smaller than [`MIN_SIZE`].
pub(crate) fn too_small(area: Rect, out: &mut Buffer) {
    let (width, height) = MIN_SIZE;
    let text = format!(
        "This needs {width} columns and {height} lines; the window has {} and {}. Make \
         it larger, or its letters smaller. q leaves.",
        area.width, area.height
    );
    paragraphs(area, &[(&text, PLAIN)], out);
}

fn help(area: Rect, out: &mut Buffer) {
    put(area, 0, [Span::styled("Keys and signs", BOLD)], out);
    let last = area.height - 1;
    let rows = if usize::from(last) > HELP.len() + 2 {
        2..
    } else {
        1..
    };
    for (row, (key, does)) in rows.zip(HELP) {
        let key = Span::styled(format!("  {}", pad(key, 11)), BOLD);
        put(area, row, [key, Span::raw(does)], out);
    }
    put(area, last, [Span::styled("any key: back", DIM)], out);
}

fn panes(area: Rect, app: &mut App<'_>, out: &mut Buffer) {
    let now = if area.height < 30 { 4 } else { 5 };
    let output = match area.height {
        ..20 => 3,
        height => 6 + (height - 20) / 6,
    };
    let (headings, time, keys) = (1, 1, 1);
    let middle = area.height - headings - now - output - time - keys;
    let mut y = area.y;
    let mut rows = |height: u16| {
        let rows = Rect { y, height, ..area };
        y += height;
        rows
    };
    heading(rows(headings), app, out);
    what_happens(rows(now), app, out);
    let middle = rows(middle);
    let left = middle.width / 2 + 3;
    let program = Rect {
        width: left - 1,
        ..middle
    };
    let tasks = Rect {
        x: middle.x + left,
        width: middle.width - left,
        ..middle
    };
    source::draw(program, app, out);
    tasks::draw(tasks, app, out);
    output::draw(rows(output), app, out);
    time_bar(rows(time), &app.replay, out);
    let fits = |keys: &&str| keys.width() <= usize::from(area.width);
    let shown = KEYS.into_iter().find(fits).unwrap_or_default();
    put(rows(keys), 0, [Span::styled(shown, DIM)], out);
}

fn heading(area: Rect, app: &App<'_>, out: &mut Buffer) {
    let width = usize::from(area.width);
    // The title is left out where it does not fit.
    if let Some(row) = app.subject.heading_rows(width).into_iter().next() {
        let bold = Span::styled(clip(&row.bold, width), BOLD);
        put(area, 0, [bold, Span::raw(row.plain)], out);
    }
}

fn what_happens(area: Rect, app: &App<'_>, out: &mut Buffer) {
    let replay = &app.replay;
    let explanation = explain(replay);
    let mut title = format!(
        "at {} s · step {} of {}",
        replay.seconds(replay.clock_us()),
        replay.at() + 1,
        replay.stops().len()
    );
    if let Some(pace) = app.pace() {
        title += &format!(" · playing at ×{pace}");
    } else if let Some(cause) = explanation.cause {
        title += &format!(" · w why: step {}", cause + 1);
    }
    rule(area, &title, out);
    let failed = app.failed.filter(|_| replay.stop() == Stop::End);
    let failed = failed.map(|failed| format!("{}.", clip(failed, 80)));
    let texts = [
        (failed.as_deref().unwrap_or_default(), BOLD),
        (explanation.sentence.as_str(), BOLD),
        (explanation.detail.as_str(), PLAIN),
    ];
    paragraphs(below_rule(area), &texts, out);
}

fn time_bar(area: Rect, replay: &Replay<'_>, out: &mut Buffer) {
    let length = replay.story().length_us();
    let now = replay.clock_us();
    let begin = format!("{} ", replay.seconds(0));
    let end = format!(" {} s", replay.seconds(length));
    let columns = usize::from(area.width).saturating_sub(begin.width() + end.width());
    let share = u128::from(now) * (columns as u128 - 1) / u128::from(length.max(1));
    let cursor = (share as usize).min(columns - 1);
    let spans = [
        Span::styled(begin, DIM),
        Span::raw("━".repeat(cursor)),
        Span::styled("●", BOLD),
        Span::styled("─".repeat(columns - 1 - cursor), DIM),
        Span::styled(end, DIM),
    ];
    put(area, 0, spans, out);
}

#[cfg(test)]
mod tests;
