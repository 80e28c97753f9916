//! The pane of the program: its lines, the one at which the task is, and the tasks that
//! wait at each.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::Span;
use recording::{MAIN, task_name};
use unicode_width::UnicodeWidthStr;
use views::columns::{break_anywhere, clip, pad};
use views::{Text, explain};

use super::widgets::{BOLD, DIM, PLAIN, below_rule, paragraphs, put, rule};
use crate::app::App;

/// Maximum width of a line of the program that is looked at.
const MAX_LINE_COLUMNS: usize = 400;

/// The style of the tasks that wait at a line.
const TAG: Style = PLAIN.fg(Color::Yellow);

/// Draws the pane.
pub(super) fn draw(area: Rect, app: &mut App<'_>, out: &mut Buffer) {
    let subject = app.subject;
    let replay = &app.replay;
    let place = explain(replay).place;
    let home = |file: Text| Some(file) == app.program;
    let lit = place
        .filter(|(file, _)| home(*file))
        .map(|(_, line)| line as usize);
    let name = subject.file.rsplit('/').next().unwrap_or_default();
    let title = match place {
        Some((file, line)) if !home(file) => {
            let path = replay.story().text(file);
            let name = path.rsplit('/').next().unwrap_or(path);
            format!("now in {}, line {line}", clip(name, 30))
        }
        _ if name.is_empty() => "program".to_owned(),
        _ => name.to_owned(),
    };
    rule(area, &title, out);
    let inside = below_rule(area);
    if subject.source.is_empty() {
        let text = "The program of this recording is not in the course.";
        paragraphs(inside, &[(text, DIM)], out);
        return;
    }
    let height = usize::from(inside.height);
    let lines = subject.source.len();
    app.top = scroll(app.top, lit, lines, height);
    let digits = lines.to_string().len();
    let width = usize::from(inside.width);
    let waiting = app.program.map(|file| replay.waiting_by_line(file));
    let waiting = waiting.unwrap_or_default();
    let mut row = 0;
    for (number, text) in (1..).zip(&subject.source).skip(app.top) {
        if row >= inside.height {
            break;
        }
        let here = lit == Some(number);
        let sign = if here { "▶" } else { " " };
        let margin = format!("{sign}{number:>digits$} ");
        let room = width.saturating_sub(margin.width());
        let tasks = waiting.get(&(number as u32));
        let tag = tasks.map(|tasks| tag(tasks, room * 2 / 3));
        let tag = tag.unwrap_or_default();
        let style = if here { BOLD } else { PLAIN };
        let margin = Span::styled(margin, if here { BOLD } else { DIM });
        let code = clip(text, MAX_LINE_COLUMNS);
        let room_for_code = room.saturating_sub(tag.width());
        if !here || code.width() <= room_for_code {
            let code = pad(&clip(&code, room_for_code), room_for_code);
            let tag = Span::styled(tag, TAG);
            put(inside, row, [margin, Span::styled(code, style), tag], out);
            row += 1;
            continue;
        }
        // This line is shown whole, in as many rows as it takes. The comment after it is
        // beside the output.
        let mut margin = Some(margin);
        for piece in break_anywhere(without_comment(&code).trim_end(), room) {
            let margin = margin.take().unwrap_or(Span::raw(" ".repeat(digits + 2)));
            put(inside, row, [margin, Span::styled(piece, style)], out);
            row += 1;
        }
        if !tag.is_empty() {
            let blank = " ".repeat(width.saturating_sub(tag.width()));
            put(inside, row, [Span::raw(blank), Span::styled(tag, TAG)], out);
            row += 1;
        }
    }
}

/// Returns the line without the comment at its end.
fn without_comment(code: &str) -> &str {
    match code.rsplit_once(" // ") {
        Some((code, comment)) if !comment.contains('"') && !code.trim().is_empty() => {
            code
        }
        _ => code,
    }
}

/// Returns the first line in the pane: as before, unless the line to see would not be in
/// it.
pub(super) fn scroll(
    top: usize,
    lit: Option<usize>,
    lines: usize,
    height: usize,
) -> usize {
    let last = lines.saturating_sub(height);
    let Some(lit) = lit.map(|line| line.saturating_sub(1)) else {
        return top.min(last);
    };
    // With some of the lines around it; a long line takes more than one row.
    let (above, below) = (height / 4, height / 3);
    if lit >= top + above && lit + below < top + height || lines <= height {
        top.min(last)
    } else {
        lit.saturating_sub(height / 2).min(last)
    }
}

/// Names the tasks that wait at a line: `◂ main, task 1, 2`.
fn tag(tasks: &[u32], room: usize) -> String {
    let (main, others): (Vec<_>, Vec<_>) =
        tasks.iter().take(room).partition(|task| **task == MAIN);
    let numbers = others.iter().map(u32::to_string).collect::<Vec<_>>();
    let others = (!numbers.is_empty()).then(|| format!("task {}", numbers.join(", ")));
    let main = main.first().map(|main| task_name(*main));
    let names = main.into_iter().chain(others).collect::<Vec<_>>();
    let named = format!(" ◂ {}", names.join(", "));
    if named.width() <= room {
        return named;
    }
    clip(&format!(" ◂ {} tasks", tasks.len()), room)
}
