//! The pane of the tasks: the state of each, the run queue, and what each has done so far.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::text::Span;
use recording::{Outcome, TaskKind, task_name};
use unicode_width::UnicodeWidthStr;
use views::columns::{clip, pad};
use views::{Phase, Replay, State, Wait, state_words};

use super::widgets::{BOLD, DIM, NAME, PLAIN, below_rule, put, rule, task_style};
use crate::app::App;

/// Draws the pane.
pub(super) fn draw(area: Rect, app: &App<'_>, out: &mut Buffer) {
    let replay = &app.replay;
    let title = if app.all { "all tasks" } else { "tasks" };
    rule(area, title, out);
    let inside = below_rule(area);
    let width = usize::from(inside.width);
    let for_tasks = inside.height.saturating_sub(1);
    let rows = rows_of_tasks(app, usize::from(for_tasks));
    for (row, task) in (0..).zip(&rows) {
        match task {
            Row::Task(task) => {
                put(inside, row, task_row(replay, *task, width), out);
            }
            Row::Others(text) => {
                put(inside, row, [Span::styled(clip(text, width), DIM)], out);
            }
        }
    }
    let mut y = rows.len() as u16;
    let queue = queue(replay, width);
    put(inside, y, [Span::raw(queue)], out);
    // A lane for each task, if all fit: the waits lie one above another.
    let tasks = replay.spawned();
    let left = usize::from(inside.height).saturating_sub(usize::from(y) + 1);
    let lanes = tasks.len();
    if left >= lanes && replay.story().length_us() > 0 && lanes > 0 {
        y += if left > lanes + 1 { 2 } else { 1 };
        for task in tasks {
            put(inside, y, lane(replay, *task, width), out);
            y += 1;
        }
    }
}

enum Row {
    Task(u32),
    Others(String),
}

/// Returns the tasks that fit: all of them, or those that have not ended, or some around
/// the one that the stop is about.
fn rows_of_tasks(app: &App<'_>, room: usize) -> Vec<Row> {
    let replay = &app.replay;
    let spawned = replay.spawned();
    if spawned.len() <= room {
        return spawned.iter().copied().map(Row::Task).collect();
    }
    let looked_at = app.looked_at;
    let live = replay.live();
    let room = room.saturating_sub(1).max(1);
    let mut shown = live.range(..=looked_at).rev().take(room / 2 + 1);
    let mut chosen = shown.by_ref().copied().collect::<BTreeSet<_>>();
    let after = live.range(looked_at.saturating_add(1)..).copied();
    chosen.extend(after.take(room - chosen.len()));
    if let Some(first) = chosen.first().copied() {
        let before = live.range(..first).rev().copied();
        chosen.extend(before.take(room - chosen.len()).collect::<Vec<_>>());
    }
    let hidden = live.len() - chosen.len();
    let left = room - chosen.len();
    let ended = spawned.iter().copied().filter(|task| !live.contains(task));
    chosen.extend(ended.take(left).collect::<Vec<_>>());
    let ended = spawned.len() - chosen.len() - hidden;
    let mut rows = chosen.into_iter().map(Row::Task).collect::<Vec<_>>();
    rows.push(Row::Others(match (hidden, ended) {
        (0, ended) => format!("and {ended} that have ended"),
        (hidden, 0) => format!("and {hidden} that have not ended"),
        _ => format!("and {hidden} that have not ended, {ended} that have"),
    }));
    rows
}

fn task_row(replay: &Replay<'_>, task: u32, width: usize) -> Vec<Span<'static>> {
    let room = width.saturating_sub(2 + NAME);
    let state = replay.state(task);
    let (sign, style) = match state {
        None => (" ", DIM),
        Some(State::Ready(_)) if is_thread(replay, task) => ("·", PLAIN),
        Some(State::Ready(_)) => ("○", PLAIN.fg(Color::Cyan)),
        Some(State::Running(_)) => ("▶", BOLD.fg(Color::Green)),
        Some(State::Waiting { .. }) => ("◔", PLAIN.fg(Color::Yellow)),
        Some(State::Ended(Outcome::Completed)) => ("✓", DIM),
        Some(State::Ended(Outcome::Cancelled)) => ("✗", PLAIN),
        Some(State::Ended(Outcome::Panicked)) => ("!", BOLD.fg(Color::Red)),
    };
    let words = state_words(replay.story(), task, state);
    let fits = words.iter().find(|words| words.width() <= room);
    let words = fits.or(words.last()).map_or("", String::as_str);
    let words = clip(words, room);
    let name = pad(&clip(&task_name(task), NAME + 4), NAME);
    vec![
        Span::styled(format!("{sign} "), style),
        Span::styled(name, task_style(task)),
        Span::styled(words, style),
    ]
}

/// Whether it is a thread of the program's own: only its output is recorded.
fn is_thread(replay: &Replay<'_>, task: u32) -> bool {
    replay.story().tasks()[task as usize].kind == TaskKind::Thread
}

fn queue(replay: &Replay<'_>, width: usize) -> String {
    let mut ready = replay
        .ready()
        .filter(|task| replay.is_shown(*task))
        .peekable();
    if ready.peek().is_none() {
        return match replay.is_idle() {
            true if replay.live().is_empty() => String::new(),
            true => clip("run queue: empty, nothing is ready", width),
            false => "run queue: empty".to_owned(),
        };
    }
    let mut text = String::from("run queue: ");
    for (index, task) in ready.enumerate() {
        if text.width() > width {
            break;
        }
        if index > 0 {
            text += " › ";
        }
        text += &task_name(task);
    }
    clip(&text, width)
}

/// Returns the states of the task so far, from left to right.
fn lane(replay: &Replay<'_>, task: u32, width: usize) -> Vec<Span<'static>> {
    let columns = width.saturating_sub(NAME + 2).max(1);
    let length = replay.story().length_us().max(1);
    let column = |us: u64| {
        let share = u128::from(us) * (columns as u128 - 1) / u128::from(length);
        (share as usize).min(columns - 1)
    };
    let mut cells = vec![' '; columns];
    let mut to = column(replay.clock_us());
    for Phase { state, since } in replay.past(task).iter().rev() {
        let from = column(since.at_us);
        let sign = match state {
            State::Waiting {
                on: Some(Wait::Sleep { .. }),
                ..
            } => '━',
            State::Waiting { .. } => '╌',
            State::Ended(Outcome::Completed) => '✓',
            State::Ended(Outcome::Cancelled) => '✗',
            State::Ended(Outcome::Panicked) => '!',
            State::Running(_) => '█',
            State::Ready(_) if is_thread(replay, task) => ' ',
            State::Ready(_) => '·',
        };
        // An end is drawn where nothing else is.
        let ended = matches!(state, State::Ended(_));
        let end = if ended { from } else { to };
        for (index, cell) in cells.iter_mut().enumerate().take(end + 1).skip(from) {
            let passing = from == to && index == from;
            if *cell == ' ' && (ended || !passing || sign == '█') {
                *cell = sign;
            }
        }
        to = from;
    }
    let name = pad(&task_name(task), NAME);
    let cells = cells.into_iter().collect::<String>();
    vec![
        Span::styled(format!("  {name}"), task_style(task)),
        Span::raw(cells),
    ]
}
