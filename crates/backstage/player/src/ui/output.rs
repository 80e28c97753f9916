//! The pane of the output: the last lines, and why the last one came.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;
use recording::{Stream, task_name};
use unicode_width::UnicodeWidthStr;
use views::columns::{clip, pad, wrap};
use views::{Replay, StepKind, Stop};

use super::widgets::{BOLD, DIM, NAME, PLAIN, below_rule, put, rule, task_style};
use crate::app::App;

/// Maximum width of an annotation that is looked at.
const MAX_WHY_COLUMNS: usize = 400;

/// Draws the pane.
pub(super) fn draw(area: Rect, app: &App<'_>, out: &mut Buffer) {
    rule(area, "output", out);
    let inside = below_rule(area);
    let replay = &app.replay;
    let prints = replay.printed();
    let width = usize::from(inside.width);
    let Some(last) = prints.last() else {
        put(inside, 0, [Span::styled("  (nothing yet)", DIM)], out);
        return;
    };
    let now = replay.stop() == Stop::Step(*last);
    let when = if now { "why now" } else { "why then" };
    let why = why_now(app, *last);
    let why = why.map(|why| wrap(&format!("{when}: {why}"), width.saturating_sub(4)));
    let mut why = why.unwrap_or_default();
    why.truncate(if inside.height > 3 { 2 } else { 1 });
    let room = usize::from(inside.height).saturating_sub(why.len());
    let mut lines = Vec::new();
    for print in prints.iter().rev().take(room) {
        let is_last = print == last;
        let mut printed = rows(replay, *print, is_last, is_last && now, width, room);
        printed.reverse();
        lines.extend(printed);
    }
    lines.truncate(room);
    let mut row = 0;
    for line in lines.into_iter().rev() {
        put(inside, row, line, out);
        row += 1;
    }
    for why in why {
        put(inside, row, [Span::styled(format!("    {why}"), DIM)], out);
        row += 1;
    }
}

/// Returns at most `max_rows` rows of one printed text, which may be several lines.
fn rows(
    replay: &Replay<'_>,
    print: u32,
    is_last: bool,
    is_now: bool,
    width: usize,
    max_rows: usize,
) -> Vec<[Span<'static>; 3]> {
    let story = replay.story();
    let step = &story.steps()[print as usize];
    let StepKind::Printed(text, stream) = step.kind else {
        return Vec::new();
    };
    let sign = if is_last { "▸ " } else { "  " };
    let mut name = match stream {
        Stream::Stdout => task_name(step.task),
        Stream::Stderr => "stderr".to_owned(),
    };
    let mut margin = format!("{sign}{:>6}  ", replay.seconds(step.at_us));
    let blank = " ".repeat(margin.width());
    let room = width.saturating_sub(margin.width() + NAME);
    let mut rows = Vec::new();
    for line in story.text(text).split('\n').take(max_rows) {
        let line = clip(line, room);
        if line.is_empty() && stream == Stream::Stderr {
            continue;
        }
        rows.push([
            Span::styled(margin, if is_last { BOLD } else { DIM }),
            Span::styled(pad(&name, NAME), task_style(step.task)),
            Span::styled(line, if is_now { BOLD } else { PLAIN }),
        ]);
        margin = blank.clone();
        name.clear();
    }
    rows
}

/// Returns the annotation of the `println!` that printed this line of output.
fn why_now(app: &App<'_>, print: u32) -> Option<String> {
    let story = app.replay.story();
    let (file, line) = story.steps()[print as usize].place?;
    let annotation = app.subject.annotations.get(&line)?;
    (Some(file) == app.program).then(|| clip(annotation, MAX_WHY_COLUMNS))
}
