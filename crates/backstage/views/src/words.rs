//! What pictures of a run say in words: names of waits, the sum of the run, and what
//! somebody hears who cannot see the picture.

use recording::{Outcome, TaskKind, task_name};

use crate::columns::{harmless, wrap};
use crate::layout::{Bar, Frame, Lane, Layout, Rest, Wait};
use crate::story::{Step, StepKind, Story};
use crate::timeline::By;

/// A line of output is cut behind so many characters.
pub(crate) const MOST_CHARACTERS: usize = 1000;

/// A wait whose name is longer is cut.
const LONGEST_NAME: usize = 60;

/// So many tasks are described, each by so many waits.
const DESCRIBED: usize = 6;
const DESCRIBED_WAITS: usize = 3;
const MOST_TURNS: usize = 12;

/// At most the first `most` characters of a text, made harmless.
pub(crate) fn clipped(text: &str, most: usize) -> String {
    let mut characters = text.chars();
    let mut clipped = characters.by_ref().take(most).collect::<String>();
    if characters.next().is_some() {
        clipped.push('…');
    }
    harmless(&clipped)
}

/// The names a wait may be given, the best one first.
pub(crate) fn wait_names(story: &Story, wait: Wait) -> Vec<String> {
    match wait {
        Wait::On(on) => {
            let name = clipped(story.text(on), LONGEST_NAME);
            let short = match name.split_once(' ') {
                Some(("sleep", time)) => Some(time),
                Some((what, _)) => Some(what),
                None => name.split_once("::").map(|(what, _)| what),
            };
            let short = short.map(str::to_owned);
            [Some(name), short].into_iter().flatten().collect()
        }
        Wait::Until(by) => vec![format!("waits, woken by {by}"), "waits".to_owned()],
        Wait::Through(task) => vec![
            format!("waits, woken by way of {}", task_name(task)),
            "waits".to_owned(),
        ],
        Wait::Unknown => vec!["waits".to_owned()],
    }
}

/// What is to be said where there is nothing to say.
pub(crate) const WAITS_NOT_RECORDED: &str = "waits are not recorded: RUSTFLAGS in the \
    environment replaces the flag that tokio needs for it";

/// Of a program that only prints.
pub(crate) const NO_RUNTIME: &str = "no runtime, so no task";

/// How long a run took, and for how long its tasks slept in it, if they did.
pub(crate) fn took(ran: &str, slept: Option<&str>) -> String {
    match slept {
        Some(slept) => format!("{slept} s of sleep in {ran} s"),
        None => format!("{ran} s"),
    }
}

/// How many tasks there are, and how long they took and slept.
pub(crate) fn summary(story: &Story, layout: &Layout) -> String {
    if !story.waits_recorded() {
        return WAITS_NOT_RECORDED.to_owned();
    }
    let tasks = layout.lanes.len() + layout.rest.as_ref().map_or(0, |rest| rest.tasks);
    let slept = (layout.slept_us > 0).then(|| layout.time(layout.slept_us));
    let ran = took(&layout.time(story.length_us()), slept.as_deref());
    let spawned = |step: &Step| step.kind == StepKind::Spawned;
    let mut summary = match story.steps().iter().any(spawned) {
        true => format!("{} · {ran}", counted(tasks, "task")),
        false => format!("{NO_RUNTIME} · {ran}"),
    };
    if layout.polls == 0 && story.steps().iter().any(spawned) {
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
        let hidden = counted(layout.hidden, "task");
        summary += &format!(" · {hidden} of libraries not shown");
    }
    summary
}

/// What the tasks do that share one row.
pub(crate) fn rest(story: &Story, rest: &Rest) -> String {
    let mut ended = rest
        .ended
        .iter()
        .map(|(how, count)| format!("{count} {how}"))
        .collect::<Vec<_>>();
    let over = rest.ended.values().sum::<usize>();
    if over < rest.tasks {
        ended.push(format!("{} never over", rest.tasks - over));
    }
    let mut waits = rest.waits.iter().collect::<Vec<_>>();
    waits.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let names = waits.iter().take(3).map(|(on, count)| match on {
        Some(on) => format!("{} {count}×", clipped(story.text(*on), 20)),
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

/// The run in words, such as `4 tasks, 4.00 s. task 1: sleep 1s until 1.00. …`.
///
/// The library's tasks are left out, and what goes beyond a few tasks and a few waits.
/// On the real clock the text holds no times: no two runs have the same.
pub fn describe(story: &Story) -> String {
    let by = crate::layout::effective(story, By::Time);
    let real = story.clock() == recording::Clock::Real;
    let frame = Frame {
        by,
        all: false,
        bins: 200,
        mark: 1,
        most_lanes: DESCRIBED + 1,
    };
    let layout = Layout::of(story, frame);
    let tasks = layout.lanes.len() + layout.rest.as_ref().map_or(0, |rest| rest.tasks);
    let mut sentences = vec![if real {
        counted(tasks, "task")
    } else {
        let ran = layout.time(story.length_us());
        format!("{}, {ran} s", counted(tasks, "task"))
    }];
    for lane in &layout.lanes {
        let of_time = |bar: &&Bar| by == By::Time && !real && bar.to > bar.from;
        let mut bars = lane.bars.iter().filter(of_time);
        let mut told = bars
            .by_ref()
            .take(DESCRIBED_WAITS)
            .map(|bar| {
                let until = match bar.open {
                    true => "to the end".to_owned(),
                    false => format!("until {}", layout.time(bar.to_us)),
                };
                let name = wait_names(story, bar.wait).swap_remove(0);
                match name.split_once(", ") {
                    Some((waits, woken)) => format!("{waits} {until}, {woken}"),
                    None => format!("{name} {until}"),
                }
            })
            .collect::<Vec<_>>();
        match bars.count() {
            0 => {}
            more => told.push(format!("{more} more")),
        }
        let at = |lane: &Lane| match lane.end {
            Some((.., at_us)) if !real => format!(" at {}", layout.time(at_us)),
            _ => String::new(),
        };
        match lane.end {
            Some((Outcome::Cancelled, ..)) => {
                told.push(format!("cancelled{}", at(lane)))
            }
            Some((Outcome::Panicked, ..)) => told.push(format!("panicked{}", at(lane))),
            _ => {}
        }
        if !told.is_empty() {
            let name = task_name(lane.task);
            sentences.push(format!("{name}: {}", told.join(", ")));
        }
    }
    if by == By::Step && !real {
        sentences.extend(in_turn(story));
    }
    if let Some(rest) = &layout.rest {
        sentences.push(format!("And {}", counted(rest.tasks, "more task")));
    }
    sentences.join(". ") + "."
}

/// Who ran when, where the time cannot tell.
fn in_turn(story: &Story) -> Option<String> {
    let lanes = story.lanes(false);
    let polled = story.steps().iter().filter(|step| {
        step.kind == StepKind::Polled && lanes.binary_search(&step.task).is_ok()
    });
    let mut polled = polled.map(|step| task_name(step.task));
    let mut names = polled.by_ref().take(MOST_TURNS).collect::<Vec<_>>();
    if polled.next().is_some() {
        names.push("and so on".to_owned());
    }
    let turns = names.join(", ");
    (names.len() > 1).then(|| format!("They run in this order: {turns}"))
}

/// The rows of a text that was printed: each of its lines, wrapped, with `lead` before
/// it, and at most `most` of them.
pub(crate) fn printed(text: &str, lead: &str, room: usize, most: usize) -> Vec<String> {
    let mut rows = Vec::new();
    for line in text.split('\n').take(most + 1) {
        let line = clipped(line, MOST_CHARACTERS);
        let lead = if rows.is_empty() { lead } else { "" };
        rows.extend(wrap(&format!("{lead}{line}"), room));
    }
    if rows.iter().all(String::is_empty) {
        return vec!["(an empty line)".to_owned()];
    }
    if rows.len() > most {
        rows.truncate(most);
        rows.push(format!("(and more, {} bytes in all)", text.len()));
    }
    rows
}

/// The letter of a mark; there are 51. The small x is none: it is a sign.
pub(crate) fn mark_letter(number: u32) -> Option<char> {
    let letters = ('A'..='Z').chain('a'..='z').filter(|letter| *letter != 'x');
    letters.into_iter().nth(number as usize)
}

/// What a full column means by step.
pub(crate) fn running_by_step(layout: &Layout) -> String {
    match layout.columns.div_ceil(layout.bins.max(1)) {
        0 | 1 => "runs: one poll".to_owned(),
        each => format!("runs; a column is about {each} polls"),
    }
}

pub(crate) fn counted(number: usize, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        _ => format!("{number} {thing}s"),
    }
}
