//! The picture: what happens now, the program, the tasks, the output, and the time.

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use recording::{Outcome, Stream, TaskKind, task_name};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use views::columns::{pad, wrap};
use views::sentence::{clip, sentence};
use views::{Doing, Replay, StepKind, Stop, Text};

use crate::look::Look;
use crate::player::Player;

/// Below this there is no room for what must be seen.
const LEAST: (u16, u16) = (60, 16);

/// A name such as `task 10`, and a gap.
const NAME: usize = 9;

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
const DIM: Style = Style::new().add_modifier(Modifier::DIM);

/// The keys one needs, from many to few.
const KEYS: [&str; 2] = [
    "→ step  ← back  space play  n next output  a all tasks  ? help  q quit",
    "→ step  ← back  space play  n output  ? help  q quit",
];

/// The keys, what they do, and what the signs mean.
const HELP: [(&str, &str); 15] = [
    ("→ ←", "one step on, one step back (also l h, j k)"),
    ("n p", "to the next line of output, the one before"),
    ("space", "play, and pause"),
    ("+ -", "play faster, slower"),
    ("Home End", "to the beginning, to the end"),
    ("PgUp PgDn", "ten steps back, ten on"),
    ("a", "show the tasks of libraries too, or hide them"),
    ("q", "leave (also Esc, Ctrl-C)"),
    ("", ""),
    ("▶", "runs: at most one task of the loop at a time"),
    ("○", "ready: runs when its turn comes"),
    ("◔", "waits: takes no time from the others"),
    ("✓ ✗ !", "done, cancelled, panicked"),
    (
        "█ ━ ╌ ·",
        "in the lanes: runs, sleeps, waits for something else, ready",
    ),
    (
        "◂",
        "in the program: what these tasks wait for is made here",
    ),
];

/// Draws the stop at which the player stands.
pub(crate) fn draw(frame: &mut Frame<'_>, player: &mut Player<'_>, look: Look) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        too_small(area, buffer);
    } else if player.help {
        help(area, buffer);
    } else {
        panes(area, player, buffer);
    }
    look.apply(buffer);
}

fn too_small(area: Rect, out: &mut Buffer) {
    let (width, height) = LEAST;
    let text = format!(
        "This needs {width} columns and {height} lines; here are {} and {}. Make the \
         window larger, or its letters smaller. q leaves.",
        area.width, area.height
    );
    paragraph(area, &text, PLAIN, out);
}

fn help(area: Rect, out: &mut Buffer) {
    put(area, 0, [Span::styled("Keys and signs", BOLD)], out);
    for (row, (key, does)) in (2..).zip(HELP) {
        let key = Span::styled(format!("  {}", pad(key, 11)), BOLD);
        put(area, row, [key, Span::raw(does)], out);
    }
    let last = area.height - 1;
    put(area, last, [Span::styled("any key: back", DIM)], out);
}

fn panes(area: Rect, player: &mut Player<'_>, out: &mut Buffer) {
    let now = 4;
    let output = if area.height < 20 {
        3
    } else {
        6 + (area.height - 20) / 6
    };
    let keys = 1;
    let time = 1;
    let middle = area.height - 1 - now - output - time - keys;
    let mut y = area.y;
    let mut rows = |height: u16| {
        let rows = Rect { y, height, ..area };
        y += height;
        rows
    };
    heading(rows(1), player, out);
    what_happens(rows(now), player, out);
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
    source(program, player, out);
    task_pane(tasks, player, out);
    printed(rows(output), player, out);
    time_bar(rows(time), &player.replay, out);
    let fits = |keys: &&str| keys.width() <= usize::from(area.width);
    let shown = KEYS.into_iter().find(fits).unwrap_or_default();
    put(rows(keys), 0, [Span::styled(shown, DIM)], out);
}

fn heading(area: Rect, player: &Player<'_>, out: &mut Buffer) {
    let width = usize::from(area.width);
    let subject = player.subject;
    let name = clip(&subject.heading, width);
    let room = width.saturating_sub(name.width() + 2);
    let title = if subject.title.width() <= room {
        &subject.title
    } else {
        ""
    };
    let title = clip(title, room);
    let gap = width - name.width() - title.width();
    let spans = [
        Span::styled(name, BOLD),
        Span::raw(" ".repeat(gap)),
        Span::raw(title),
    ];
    put(area, 0, spans, out);
}

fn what_happens(area: Rect, player: &Player<'_>, out: &mut Buffer) {
    let replay = &player.replay;
    let playing = match player.pace() {
        Some(pace) => format!(" · playing at ×{pace}"),
        None => String::new(),
    };
    let title = format!(
        "at {} s · step {} of {}{playing}",
        replay.seconds(replay.clock_us()),
        replay.at() + 1,
        replay.len()
    );
    rule(area, &title, out);
    let mut text = sentence(replay);
    if let (Stop::End, Some(failed)) = (replay.stop(), player.failed) {
        text = format!("{}. {text}", clip(failed, 80));
    }
    let inside = below_rule(area);
    paragraph(inside, &text, BOLD, out);
}

fn source(area: Rect, player: &mut Player<'_>, out: &mut Buffer) {
    let subject = player.subject;
    let replay = &player.replay;
    let story = replay.story();
    let place = replay.place();
    let home = |file: Text| Some(file) == player.program;
    let lit = place
        .filter(|(file, _)| home(*file))
        .map(|(_, line)| line as usize);
    let name = subject.file.rsplit('/').next().unwrap_or_default();
    let title = match place {
        Some((file, line)) if !home(file) => {
            let path = story.text(file);
            let name = path.rsplit('/').next().unwrap_or(path);
            format!("now in {}, line {line}", clip(name, 30))
        }
        _ if name.is_empty() => "program".to_owned(),
        _ => clip(name, usize::from(area.width)),
    };
    rule(area, &title, out);
    let inside = below_rule(area);
    if subject.source.is_empty() {
        let text = "The program is not there: the recording came without it.";
        paragraph(inside, text, DIM, out);
        return;
    }
    let height = usize::from(inside.height);
    let lines = subject.source.len();
    player.top = scroll(player.top, lit, lines, height);
    let digits = lines.to_string().len();
    let width = usize::from(inside.width);
    let mut row = 0;
    for (number, text) in (1..).zip(&subject.source).skip(player.top) {
        if row >= inside.height {
            break;
        }
        let here = lit == Some(number);
        let sign = if here { "▶" } else { " " };
        let margin = format!("{sign}{number:>digits$} ");
        let room = width - margin.width();
        let line = player.program.map(|file| (file, number as u32));
        let waiting = line.and_then(|line| replay.waiting_at(line));
        let waiting = waiting.map(|tasks| tag(tasks, room / 2));
        let tag = waiting.unwrap_or_default();
        let style = if here { BOLD } else { PLAIN };
        let margin = Span::styled(margin, if here { BOLD } else { DIM });
        let code = clip(text, 400);
        let room_for_code = room - tag.width();
        if !here || code.width() <= room_for_code {
            let code = pad(&clip(&code, room_for_code), room_for_code);
            let tag = Span::styled(tag, PLAIN.fg(Color::Yellow));
            put(inside, row, [margin, Span::styled(code, style), tag], out);
            row += 1;
            continue;
        }
        // The line that runs is shown whole, in as many rows as it takes. The comment
        // behind it stands beside the output.
        let mut margin = Some(margin);
        for piece in pieces(without_comment(&code), room) {
            let margin = margin.take().unwrap_or(Span::raw(" ".repeat(digits + 2)));
            put(inside, row, [margin, Span::styled(piece, style)], out);
            row += 1;
        }
        if !tag.is_empty() {
            let tag = format!(
                "{tag:>width$}",
                width = width - (tag.width() - tag.chars().count())
            );
            put(
                inside,
                row,
                [Span::styled(tag, PLAIN.fg(Color::Yellow))],
                out,
            );
            row += 1;
        }
    }
}

/// The line without the comment at its end.
fn without_comment(code: &str) -> &str {
    match code.rsplit_once(" // ") {
        Some((code, comment)) if !comment.contains('"') && !code.trim().is_empty() => {
            code
        }
        _ => code,
    }
}

/// The first line in the picture: where it was, unless the line to see is not there.
fn scroll(top: usize, lit: Option<usize>, lines: usize, height: usize) -> usize {
    let last = lines.saturating_sub(height);
    let Some(lit) = lit.map(|line| line.saturating_sub(1)) else {
        return top.min(last);
    };
    // With some of what stands around it; a long line takes more than one row.
    let (above, below) = (height / 4, height / 3);
    if lit >= top + above && lit + below < top + height || lines <= height {
        top.min(last)
    } else {
        lit.saturating_sub(height / 2).min(last)
    }
}

/// The text in rows, broken anywhere.
fn pieces(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut used = 0;
    for character in text.trim_end().chars() {
        let wide = character.width().unwrap_or(0);
        if used + wide > width {
            rows.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(last) = rows.last_mut() {
            last.push(character);
        }
    }
    rows
}

/// Who waits at a line: `◂ task 1, 2`.
fn tag(tasks: &BTreeSet<u32>, room: usize) -> String {
    let mut numbers = Vec::new();
    let mut main = "";
    for task in tasks.iter().take(room) {
        match task {
            0 => main = "main",
            number => numbers.push(number.to_string()),
        }
    }
    let others = match numbers.len() {
        0 => String::new(),
        _ => format!("task {}", numbers.join(", ")),
    };
    let both = [main, &others];
    let both = both.into_iter().filter(|part| !part.is_empty());
    let text = format!(" ◂ {}", both.collect::<Vec<_>>().join(", "));
    if text.width() <= room {
        text
    } else {
        clip(&format!(" ◂ {} tasks", tasks.len()), room)
    }
}

fn task_pane(area: Rect, player: &Player<'_>, out: &mut Buffer) {
    let replay = &player.replay;
    let title = if player.all { "all tasks" } else { "tasks" };
    rule(area, title, out);
    let inside = below_rule(area);
    let width = usize::from(inside.width);
    let for_tasks = inside.height - 1;
    let rows = rows_of_tasks(player, usize::from(for_tasks));
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
    // Every task a lane, if there is room for all: the waits lie one above another.
    let tasks = replay.spawned();
    let left = usize::from(inside.height - y - 1);
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

/// The tasks there is room for: all of them, or those that are not over, or some around
/// the one that does something.
fn rows_of_tasks(player: &Player<'_>, room: usize) -> Vec<Row> {
    let replay = &player.replay;
    let spawned = replay.spawned();
    if spawned.len() <= room {
        return spawned.iter().copied().map(Row::Task).collect();
    }
    let looked_at = player.looked_at;
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
    let over = spawned.iter().copied().filter(|task| !live.contains(task));
    chosen.extend(over.take(left).collect::<Vec<_>>());
    let over = spawned.len() - chosen.len() - hidden;
    let mut rows = chosen.into_iter().map(Row::Task).collect::<Vec<_>>();
    let told = match (hidden, over) {
        (0, over) => format!("and {over} that are over"),
        (hidden, 0) => format!("and {hidden} that are not over"),
        _ => format!("and {hidden} that are not over, {over} that are"),
    };
    rows.push(Row::Others(told));
    rows
}

fn task_row(replay: &Replay<'_>, task: u32, width: usize) -> Vec<Span<'static>> {
    let room = width.saturating_sub(2 + NAME);
    let doing = replay.doing(task);
    let (sign, style, words) = match doing {
        Doing::Ready if is_thread(replay, task) => {
            ("·", PLAIN, vec!["a thread of its own".to_owned()])
        }
        Doing::Ready if !replay.on_the_loop(task) => (
            "○",
            PLAIN.fg(Color::Cyan),
            vec!["ready for a thread".to_owned()],
        ),
        Doing::NotYet => (" ", DIM, vec!["not spawned yet".to_owned()]),
        Doing::Ready => ("○", PLAIN.fg(Color::Cyan), vec!["ready".to_owned()]),
        Doing::Running if !replay.on_the_loop(task) => {
            let words = ["running on a thread of its own", "running on a thread"];
            (
                "▶",
                BOLD.fg(Color::Green),
                words.map(str::to_owned).to_vec(),
            )
        }
        Doing::Running => ("▶", BOLD.fg(Color::Green), vec!["running".to_owned()]),
        Doing::Waiting { .. } => {
            ("◔", PLAIN.fg(Color::Yellow), waits(replay, doing, room))
        }
        Doing::Over(Outcome::Completed) => ("✓", DIM, vec!["done".to_owned()]),
        Doing::Over(Outcome::Cancelled) => ("✗", PLAIN, vec!["cancelled".to_owned()]),
        Doing::Over(Outcome::Panicked) => {
            ("!", BOLD.fg(Color::Red), vec!["panicked".to_owned()])
        }
    };
    let fits = words.iter().find(|words| words.width() <= room);
    let words = fits.or(words.last()).map_or("", String::as_str);
    let words = clip(words, room);
    let name = task_name(task);
    let name = pad(&clip(&name, NAME + 4), NAME);
    vec![
        Span::styled(format!("{sign} "), style),
        Span::styled(name, colour(task)),
        Span::styled(words, style),
    ]
}

/// Whether it is a thread of the program's own, of which little is recorded.
fn is_thread(replay: &Replay<'_>, task: u32) -> bool {
    replay.story().tasks()[task as usize].kind == TaskKind::Thread
}

/// What a task waits for, from long to short: the long form only where it fits for all.
fn waits(replay: &Replay<'_>, doing: Doing, room: usize) -> Vec<String> {
    const LONG: usize = 46;
    let Doing::Waiting {
        on,
        place,
        until_us,
    } = doing
    else {
        return Vec::new();
    };
    let story = replay.story();
    let what = on.map(|on| clip(story.text(on), 40));
    let until = until_us.map(|us| format!(" until {}", replay.seconds(us)));
    let until = until.unwrap_or_default();
    // Of a lock and its like only the line is known where it was made.
    let sleeps = what
        .as_deref()
        .is_some_and(|what| what.starts_with("sleep"));
    let made = if sleeps { "" } else { "made in " };
    let line = place.map(|(_, line)| format!(", {made}line {line}"));
    let line = line.filter(|_| room >= LONG).unwrap_or_default();
    match what {
        Some(what) if room >= LONG => {
            vec![format!("waiting for {what}{until}{line}")]
        }
        Some(what) => vec![
            format!("waits: {what}{until}"),
            format!("waits: {what}"),
            what,
        ],
        None => vec![format!("waiting{until}{line}")],
    }
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

/// What the task has done so far, from left to right.
fn lane(replay: &Replay<'_>, task: u32, width: usize) -> Vec<Span<'static>> {
    /// More events of one task do not change the picture.
    const FAR: usize = 20_000;
    let columns = width.saturating_sub(NAME + 2).max(1);
    let length = replay.story().length_us().max(1);
    let column = |us: u64| {
        let share = u128::from(us) * (columns as u128 - 1) / u128::from(length);
        (share as usize).min(columns - 1)
    };
    let mut cells = vec![' '; columns];
    let mut to = column(replay.clock_us());
    for step in replay.history(task).take(FAR) {
        let from = column(step.at_us);
        let over = matches!(step.kind, StepKind::Finished(_));
        let sign = match step.kind {
            StepKind::Waiting(Some(on))
                if replay.story().text(on).starts_with("sleep") =>
            {
                '━'
            }
            StepKind::Waiting(_) => '╌',
            StepKind::Finished(Outcome::Completed) => '✓',
            StepKind::Finished(Outcome::Cancelled) => '✗',
            StepKind::Finished(Outcome::Panicked) => '!',
            StepKind::Polled => '█',
            _ if is_thread(replay, task) => ' ',
            _ => '·',
        };
        // What is over at once is drawn where nothing else is.
        let end = if over { from } else { to };
        for (index, cell) in cells.iter_mut().enumerate().take(end + 1).skip(from) {
            let passing = from == to && index == from;
            if *cell == ' ' && (over || !passing || sign == '█') {
                *cell = sign;
            }
        }
        to = from;
    }
    let name = pad(&task_name(task), NAME);
    let cells = cells.into_iter().collect::<String>();
    vec![
        Span::styled(format!("  {name}"), colour(task)),
        Span::raw(cells),
    ]
}

fn printed(area: Rect, player: &Player<'_>, out: &mut Buffer) {
    rule(area, "output", out);
    let inside = below_rule(area);
    let replay = &player.replay;
    let prints = replay.printed();
    let width = usize::from(inside.width);
    let Some(last) = prints.last() else {
        put(inside, 0, [Span::styled("  (nothing yet)", DIM)], out);
        return;
    };
    let now = matches!(replay.stop(), Stop::Step(step) if step == *last);
    let when = if now { "why now" } else { "why then" };
    let why = why_now(player, *last);
    let why = why.map(|why| wrap(&format!("{when}: {why}"), width - 4));
    let most = if inside.height > 3 { 2 } else { 1 };
    let mut why = why.unwrap_or_default();
    why.truncate(most);
    let room = usize::from(inside.height) - why.len();
    let mut lines = Vec::new();
    for print in prints.iter().rev().take(room) {
        let is_last = print == last;
        let mut printed = output(replay, *print, is_last, is_last && now, width, room);
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

/// What was printed at once, which may be several lines: at most so many.
fn output(
    replay: &Replay<'_>,
    print: u32,
    is_last: bool,
    is_now: bool,
    width: usize,
    most: usize,
) -> Vec<[Span<'static>; 3]> {
    let story = replay.story();
    let step = &story.steps()[print as usize];
    let StepKind::Printed(text, stream) = step.kind else {
        return Vec::new();
    };
    let sign = if is_last { "▸ " } else { "  " };
    let mut who = match stream {
        Stream::Stdout => task_name(step.task),
        Stream::Stderr => "stderr".to_owned(),
    };
    let mut margin = format!("{sign}{:>6}  ", replay.seconds(step.at_us));
    let room = width.saturating_sub(margin.width() + NAME);
    let mut rows = Vec::new();
    for line in story.text(text).split('\n').take(most) {
        let line = clip(line, room);
        if line.is_empty() && stream == Stream::Stderr {
            continue;
        }
        rows.push([
            Span::styled(margin, if is_last { BOLD } else { DIM }),
            Span::styled(pad(&who, NAME), colour(step.task)),
            Span::styled(line, if is_now { BOLD } else { PLAIN }),
        ]);
        margin = " ".repeat(10);
        who.clear();
    }
    rows
}

/// The annotation of the `println!` behind this line of output.
fn why_now(player: &Player<'_>, print: u32) -> Option<String> {
    let story = player.replay.story();
    let (file, line) = story.steps()[print as usize].place?;
    let annotation = player.subject.annotations.get(&line)?;
    (Some(file) == player.program).then(|| clip(annotation, 400))
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

/// Tasks take turns in five colours; their names stand there all the same.
fn colour(task: u32) -> Style {
    let colours = [
        Color::Cyan,
        Color::Green,
        Color::Magenta,
        Color::Yellow,
        Color::Blue,
    ];
    match task {
        0 => BOLD,
        number => PLAIN.fg(colours[number as usize % colours.len()]),
    }
}

fn rule(area: Rect, title: &str, out: &mut Buffer) {
    let width = usize::from(area.width);
    let title = clip(title, width.saturating_sub(4));
    let rest = width.saturating_sub(title.width() + 4);
    let spans = [
        Span::styled("─ ", DIM),
        Span::raw(title),
        Span::styled(format!(" {}", "─".repeat(rest + 1)), DIM),
    ];
    put(area, 0, spans, out);
}

fn below_rule(area: Rect) -> Rect {
    Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    }
}

/// The text in as many rows as there are, with a sign where it was cut.
fn paragraph(area: Rect, text: &str, style: Style, out: &mut Buffer) {
    let rows = wrap(text, usize::from(area.width));
    let height = usize::from(area.height);
    for (row, text) in (0..).zip(rows.iter().take(height)) {
        let cut = usize::from(row) + 1 == height && rows.len() > height;
        let text = match cut {
            true => clip(&format!("{text} …"), usize::from(area.width)),
            false => text.clone(),
        };
        put(area, row, [Span::styled(text, style)], out);
    }
}

fn put<'t>(
    area: Rect,
    row: u16,
    spans: impl IntoIterator<Item = Span<'t>>,
    out: &mut Buffer,
) {
    if row < area.height {
        let line = Line::from_iter(spans);
        out.set_line(area.x, area.y + row, &line, area.width);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use ratatui::backend::CrosstermBackend;
    use ratatui::crossterm::event::{Event, KeyCode};
    use ratatui::{Terminal, TerminalOptions, Viewport};
    use views::{Story, Subject};

    use super::*;
    use crate::screen::Picture;

    const SIMPLE: &str = include_str!("../../views/tests/runs/simple.jsonl");

    /// Every stop in windows of every sort, with a program of odd lines.
    #[test]
    fn there_is_a_picture_at_every_size() {
        let story = Story::read(SIMPLE.as_bytes()).expect("it was recorded");
        let wide = format!("let 名 = \"{}\"; // why", "请求".repeat(60));
        let mut source = vec![wide; 20];
        source.extend(["\t\x1b[2J".to_owned(), String::new()]);
        let subject = Subject {
            heading: "名".repeat(200),
            file: "crates/03-gather-vs-wait/examples/simple.rs".to_owned(),
            source,
            annotations: [(14, "why ".repeat(300))].into(),
            ..Subject::default()
        };
        let look = Look {
            colour: true,
            ascii: false,
        };
        let sizes = [
            (1, 1),
            (59, 16),
            (60, 16),
            (61, 19),
            (80, 24),
            (300, 100),
            (60, 100),
        ];
        for (width, height) in sizes {
            let bytes = Picture::default();
            let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
            let backend = CrosstermBackend::new(bytes.clone());
            let terminal =
                Terminal::with_options(backend, TerminalOptions { viewport });
            let mut terminal = terminal.expect("it is in memory");
            let mut screen = vt100::Parser::new(height, width, 0);
            let mut player = Player::new(&story, &subject, Some("it failed"));
            let press = |player: &mut Player<'_>, key: char| {
                let key = Event::Key(KeyCode::Char(key).into());
                player.event(&key, Instant::now());
            };
            press(&mut player, 'a');
            for _ in 0..player.replay.len() {
                let drawn = terminal.draw(|frame| draw(frame, &mut player, look));
                drawn.expect("it is in memory");
                screen.process(&bytes.0.take());
                // Only what changed was written; it must look like a picture made anew.
                let mut anew = Buffer::empty(Rect::new(0, 0, width, height));
                if width >= LEAST.0 && height >= LEAST.1 {
                    panes(anew.area, &mut player, &mut anew);
                    let rows = screen.screen().rows(0, width);
                    let rows = rows.map(|row| row.trim_end().to_owned());
                    assert_eq!(rows.collect::<Vec<_>>(), visible(&anew));
                }
                press(&mut player, 'l');
            }
            let last = screen.screen().contents();
            assert!(width < 60 || last.contains("it failed"), "{last}");
            press(&mut player, '?');
            let drawn = terminal.draw(|frame| draw(frame, &mut player, look));
            drawn.expect("it is in memory");
        }
    }

    /// The rows as a terminal shows them: what a wide character covers is not seen.
    fn visible(picture: &Buffer) -> Vec<String> {
        let rows = picture.content.chunks(usize::from(picture.area.width));
        let rows = rows.map(|row| {
            let mut text = String::new();
            let mut column = 0;
            while let Some(cell) = row.get(column) {
                text += cell.symbol();
                column += cell.symbol().width().max(1);
            }
            text.trim_end().to_owned()
        });
        rows.collect()
    }

    #[test]
    fn the_line_to_see_is_in_the_picture() {
        for height in 1..30 {
            for lines in 1..60 {
                let mut top = 0;
                for lit in (1..=lines).chain([lines / 2 + 1, 1, lines]) {
                    top = scroll(top, Some(lit), lines, height);
                    assert!(
                        (top..top + height).contains(&(lit - 1)),
                        "{lit} of {lines}"
                    );
                    assert!(top == 0 || top + height <= lines, "{lit} of {lines}");
                    assert_eq!(scroll(top, None, lines, height), top);
                }
            }
        }
    }
}
