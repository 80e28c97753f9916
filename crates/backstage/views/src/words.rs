//! The words that pictures of a run share: names of waits, the sum of the run, the rows of
//! what was printed.

use recording::{TaskKind, task_name};

use crate::columns::{clip, shorten, wrap};
use crate::explain::missing_waits;
use crate::layout::{Layout, Rest, Wait};
use crate::states::Waker;
use crate::story::{StepKind, Story};

/// Maximum number of characters of a printed line.
pub(crate) const MAX_LINE_CHARS: usize = 1000;

/// Returns the names that a wait may be given, the best one first.
pub(crate) fn wait_names(story: &Story, wait: Wait) -> Vec<String> {
    if let Some(name) = story.wait_name(wait.on, wait.stack) {
        let short = short_name(&name);
        return [name, short].into_iter().collect();
    }
    match wait.by {
        None | Some(Waker::Unknown | Waker::Itself) => vec!["waits".to_owned()],
        Some(waker) => {
            let waker = waker.name(|task| story.owner_name(task));
            vec![format!("waits, woken by {waker}"), "waits".to_owned()]
        }
    }
}

/// What is left of the name of a wait where there is no room for it: `2s` of `sleep 2s`,
/// `lock` of `tickets.lock()`, `Mutex` of `Mutex::lock`.
fn short_name(name: &str) -> String {
    if let Some(length) = name.strip_prefix("sleep ") {
        return length.to_owned();
    }
    let short = match name.split_once('(') {
        Some((call, _)) => call.rsplit(['.', ':']).next().unwrap_or(call),
        None => name.split([' ', ':']).next().unwrap_or(name),
    };
    short.to_owned()
}

/// The sum of a program that only prints.
pub(crate) const NO_RUNTIME: &str = "no runtime, so no task";

/// Returns how long a run took, and how long its tasks slept in it, unless that is zero in
/// the digits shown: the timers of a connection pool run for microseconds only.
pub(crate) fn took(ran: &str, slept: Option<&str>) -> String {
    match slept {
        Some(slept) if slept.contains(|digit| matches!(digit, '1'..='9')) => {
            format!("{slept} s of sleep in {ran} s")
        }
        _ => format!("{ran} s"),
    }
}

/// Returns the number of tasks, and how long they took and slept. Where waits are not
/// recorded, says so instead, and why.
pub(crate) fn summary(story: &Story, layout: &Layout) -> String {
    if let Some(missing) = missing_waits(story.waits()) {
        return missing.to_owned();
    }
    let tasks = layout.lanes.len() + layout.rest.as_ref().map_or(0, |rest| rest.tasks);
    let slept = (layout.slept_us > 0).then(|| layout.time(layout.slept_us));
    let ran = took(&layout.time(story.length_us()), slept.as_deref());
    let has_runtime = story
        .steps()
        .iter()
        .any(|step| matches!(step.kind, StepKind::Began | StepKind::Spawned));
    let mut summary = match has_runtime {
        true => format!("{} · {ran}", counted(tasks, "task")),
        false => format!("{NO_RUNTIME} · {ran}"),
    };
    if layout.polls == 0 && has_runtime {
        summary += " · no task was ever polled";
    }
    let threads = layout
        .lanes
        .iter()
        .filter(|lane| story.tasks()[lane.task as usize].kind == TaskKind::Thread);
    let threads = threads.map(|lane| task_name(lane.task)).collect::<Vec<_>>();
    if !threads.is_empty() {
        let threads = threads.join(", ");
        summary += &format!(" · only the output is known of plain threads: {threads}");
    }
    if layout.hidden > 0 {
        let hidden = counted(layout.hidden, "helper task");
        summary += &format!(" · {hidden} not shown");
    }
    summary
}

/// Returns what the tasks do that share one row.
pub(crate) fn rest(rest: &Rest) -> String {
    let mut ended = rest
        .ended
        .iter()
        .map(|(how, count)| format!("{count} {how}"))
        .collect::<Vec<_>>();
    let over = rest.ended.values().sum::<usize>();
    if over < rest.tasks {
        ended.push(format!("{} not ended", rest.tasks - over));
    }
    let mut waits = rest.waits.iter().collect::<Vec<_>>();
    waits.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let names = waits.iter().take(3).map(|(on, count)| match on {
        Some(on) => format!("{} {count}×", clip(on, 20)),
        None => format!("something {count}×"),
    });
    let mut names = names.collect::<Vec<_>>();
    if waits.len() > names.len() {
        names.push("…".to_owned());
    }
    let mut text =
        format!("{}: {}", counted(rest.tasks, "more task"), ended.join(", "));
    if !names.is_empty() {
        text += &format!("; they wait for {}", names.join(", "));
    }
    text
}

/// Returns the rows of a printed text: each of its lines, wrapped, with `lead` before the
/// first, and at most `max_rows` of them.
pub(crate) fn printed(
    text: &str,
    lead: &str,
    room: usize,
    max_rows: usize,
) -> Vec<String> {
    let mut rows = Vec::new();
    for line in text.split('\n').take(max_rows + 1) {
        let line = shorten(line, MAX_LINE_CHARS);
        let lead = if rows.is_empty() { lead } else { "" };
        rows.extend(wrap(&format!("{lead}{line}"), room));
    }
    if rows.iter().all(String::is_empty) {
        return vec!["(an empty line)".to_owned()];
    }
    if rows.len() > max_rows {
        rows.truncate(max_rows);
        rows.push(format!("(and more, {} bytes in all)", text.len()));
    }
    rows
}

/// Returns the letter of an output mark. There are 51: `x` already means cancelled.
pub(crate) fn mark_letter(number: u32) -> Option<char> {
    let letters = ('A'..='Z').chain('a'..='z').filter(|letter| *letter != 'x');
    letters.into_iter().nth(number as usize)
}

/// Returns the meaning of a full column by step.
pub(crate) fn running_by_step(layout: &Layout) -> String {
    match layout.columns.div_ceil(layout.run_bins.max(1)) {
        0 | 1 => "runs: one poll".to_owned(),
        each => format!("runs; a column is about {each} polls"),
    }
}

/// Returns a number with its noun: `1 task`, `2 tasks`.
pub fn counted(number: usize, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        _ => format!("{number} {thing}s"),
    }
}
