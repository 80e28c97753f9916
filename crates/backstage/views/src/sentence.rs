//! What happens at a stop of a [`Replay`], in a sentence or two for somebody who has
//! never seen an event loop. Nothing is said that the recording does not show.

use recording::{Clock, Outcome, Stream, TaskKind, WakeSource, task_name};
use unicode_width::UnicodeWidthChar;

use crate::columns::harmless;
use crate::{Doing, Replay, Step, StepKind, Stop, Story, Text};

/// Names of waits are quoted up to this many columns, and what is printed up to these.
const QUOTED: usize = 60;
const PRINTED: usize = 150;

/// More tasks than this are counted, and not all named.
const NAMED: usize = 4;

/// What happens at the stop at which `replay` stands.
pub fn sentence(replay: &Replay<'_>) -> String {
    let story = replay.story();
    match (replay.stop(), replay.step()) {
        (Stop::Step(number), Some(step)) => happens(replay, number, step),
        (Stop::Pause(_), Some(next)) => pause(replay, next),
        _ => end(replay, story),
    }
}

/// At most `width` columns of the text, harmless, with a sign where it was cut. The text
/// may be of any length: no more of it is looked at than is shown.
pub fn clip(text: &str, width: usize) -> String {
    // Marks that take no room of their own must not pile up without end either.
    let most = width.saturating_mul(4).saturating_add(16);
    let head = text
        .char_indices()
        .nth(most)
        .map_or(text, |(end, _)| &text[..end]);
    let shown = harmless(head);
    let mut used = 0;
    let mut fits = 0;
    for (start, character) in shown.char_indices() {
        used += character.width().unwrap_or(0);
        if used <= width.saturating_sub(1) {
            fits = start + character.len_utf8();
        }
    }
    if used <= width && head.len() == text.len() {
        return shown;
    }
    let mut cut = shown;
    cut.truncate(fits);
    if width > 0 {
        cut.push('…');
    }
    cut
}

fn happens(replay: &Replay<'_>, number: u32, step: &Step) -> String {
    let story = replay.story();
    let name = task_name(step.task);
    let line = in_line(replay, step.place);
    match step.kind {
        StepKind::Spawned => spawned(replay, number, step),
        StepKind::Polled => polled(replay, step),
        StepKind::Yielded => {
            format!("{name} gives up its turn{line}. It stays ready.")
        }
        StepKind::Waiting(on) => {
            let what = match on {
                Some(on) => {
                    let made = made_in(replay, step);
                    format!("{name} waits: {}{made}.", quoted(story, on))
                }
                None => format!(
                    "{name} waits{line}. What for, tokio does not report: \
                     look at what wakes it."
                ),
            };
            format!("{what}{}", what_the_loop_does(replay))
        }
        StepKind::Woken(by) => woken(replay, step, by),
        StepKind::Printed(text, stream) => {
            let text = in_one_line(story.text(text), PRINTED);
            match stream {
                Stream::Stdout => format!("{name} prints “{text}”{line}."),
                Stream::Stderr => format!("{name} complains on stderr: “{text}”."),
            }
        }
        StepKind::Finished(Outcome::Cancelled) => {
            format!("{name} is cancelled: it ends here, and never gets to its end.")
        }
        StepKind::Finished(Outcome::Panicked) => {
            format!("{name} panicked. It is over.")
        }
        StepKind::Finished(Outcome::Completed) => {
            let mut told = format!("{name} is done.");
            if step.task != 0 && replay.wakes_somebody() == Some(false) {
                told += " Nobody is woken by that";
                told += match replay.doing(0) {
                    Doing::Waiting { .. } => ": main still waits.",
                    _ => ".",
                };
            }
            told
        }
    }
}

fn spawned(replay: &Replay<'_>, number: u32, step: &Step) -> String {
    let story = replay.story();
    let task = &story.tasks()[step.task as usize];
    let name = task_name(step.task);
    let line = in_line(replay, step.place);
    if step.task == 0 {
        return if story.waits_recorded() {
            "The run begins. There is one task, main, and it is ready.".to_owned()
        } else {
            "The run begins. Waits are not recorded: tokio was built without the flag \
             it needs for that."
                .to_owned()
        };
    }
    if task.spawned != number {
        return format!("{name} begins.");
    }
    let parent = task.parent.map(task_name);
    match (task.kind, parent) {
        (TaskKind::Thread, _) => {
            format!("{name} is a thread of the program's own. It takes part from here.")
        }
        (TaskKind::Blocking, Some(parent)) => format!(
            "{parent} hands {name} to the pool of threads{line}. It can run there, \
             beside the loop."
        ),
        (TaskKind::Blocking, None) => {
            format!("{name} is handed to the pool of threads{line}.")
        }
        (_, Some(parent)) if task.library => {
            format!("In the turn of {parent}, a library spawns {name} for itself.")
        }
        (_, Some(parent)) => format!(
            "{parent} spawns {name}{line}. It is ready, and has its turn later: \
             {parent} goes on."
        ),
        (_, None) => format!("{name} is spawned{line}, by no task. It is ready."),
    }
}

fn polled(replay: &Replay<'_>, step: &Step) -> String {
    let story = replay.story();
    let name = task_name(step.task);
    let on_the_loop = replay.on_the_loop(step.task);
    let before = replay.step_before();
    let wait = replay.wait_before();
    match before.map(|before| before.kind) {
        _ if !on_the_loop => {
            format!("{name} runs on a thread of its own, beside the loop.")
        }
        Some(StepKind::Spawned) => {
            format!("The loop runs {name} for the first time, from its beginning.")
        }
        Some(StepKind::Yielded) => {
            format!("The loop runs {name} again. It had given up its turn.")
        }
        Some(StepKind::Woken(by)) => {
            let wait = wait.filter(|wait| replay.sleeps(wait));
            let line = wait.and_then(|wait| {
                let line = in_line(replay, wait.place);
                (!line.is_empty()).then(|| format!(", where it waited{line}"))
            });
            let line = line.unwrap_or_default();
            format!(
                "The loop runs {name} again{line}. {}.",
                woke(story, step.task, by)
            )
        }
        _ => format!("The loop runs {name} again."),
    }
}

/// "It was woken by …".
fn woke(story: &Story, task: u32, by: Option<WakeSource>) -> String {
    match by {
        Some(WakeSource::Task(by)) if by == task => "It had woken itself".to_owned(),
        Some(WakeSource::Task(by)) if story.tasks()[by as usize].library => {
            "It was woken by a library's task".to_owned()
        }
        Some(by) => format!("It was woken by {by}"),
        None => "It was woken; by whom is not recorded".to_owned(),
    }
}

fn woken(replay: &Replay<'_>, step: &Step, by: Option<WakeSource>) -> String {
    let story = replay.story();
    let name = task_name(step.task);
    let waker = match by {
        Some(WakeSource::Task(by)) if by == step.task => format!("{name} wakes itself"),
        Some(WakeSource::Task(by)) => {
            let task = &story.tasks()[by as usize];
            match task.parent {
                Some(parent) if task.library => format!(
                    "{name} is woken by a library's task, which was spawned in the turn \
                     of {}",
                    task_name(parent)
                ),
                _ if task.library => format!("{name} is woken by a library's task"),
                _ => format!("{} wakes {name}", task_name(by)),
            }
        }
        Some(WakeSource::Timer) => format!("The timer wakes {name}"),
        Some(WakeSource::Io) => format!("A socket is ready, and wakes {name}"),
        Some(WakeSource::Thread) => format!("Another thread wakes {name}"),
        None => format!("{name} is woken; by whom is not recorded"),
    };
    let before = replay.step_before();
    let waited = match before.map(|before| (before.kind, before)) {
        Some((StepKind::Waiting(Some(on)), before)) => format!(
            ", which waited: {}{}",
            quoted(story, on),
            made_in(replay, before)
        ),
        Some((StepKind::Polled, _)) => {
            return format!("{waker} while it still runs.");
        }
        Some((StepKind::Waiting(None), _)) => String::new(),
        _ => return format!("{waker}. It was ready already."),
    };
    // In "main is woken by …" the name stands too far from "which".
    let waited = if waker.ends_with(&name) {
        waited
    } else {
        String::new()
    };
    format!("{waker}{waited}. It is ready again, and runs when its turn comes.")
}

/// What follows when a task has begun to wait.
fn what_the_loop_does(replay: &Replay<'_>) -> String {
    if replay.ready().any(|task| replay.is_shown(task)) {
        return " The loop runs the next task that is ready.".to_owned();
    }
    if !replay.is_idle() {
        return String::new();
    }
    let waiting = replay.waiting().len();
    if let Some(beside) = beside(replay) {
        return format!(" Nothing is ready; {beside}.");
    }
    let all = match waiting {
        0 | 1 => return " Nothing else is ready.".to_owned(),
        2 => "both tasks".to_owned(),
        _ => format!("all {waiting} tasks"),
    };
    match replay.asleep().len() {
        0 | 1 => format!(" Now {all} wait; nothing is ready."),
        asleep if asleep == waiting => {
            format!(" Now {all} sleep, side by side; nothing is ready.")
        }
        asleep => format!(
            " Now {all} wait, {asleep} of them asleep side by side; nothing is ready."
        ),
    }
}

/// The tasks that run on threads.
fn beside(replay: &Replay<'_>) -> Option<String> {
    let on_threads = || {
        replay
            .running()
            .filter(|task| !replay.on_the_loop(*task) && replay.is_shown(*task))
    };
    let threads = on_threads().count();
    match threads {
        0 => None,
        1 => Some(format!(
            "{} runs on a thread of its own",
            names(on_threads(), threads)
        )),
        _ => Some(format!(
            "{} run on threads of their own",
            names(on_threads(), threads)
        )),
    }
}

fn pause(replay: &Replay<'_>, next: &Step) -> String {
    let story = replay.story();
    let passed = format!("{} s", replay.seconds(replay.passed_us()));
    let busy = replay.running().find(|task| replay.on_the_loop(*task));
    if let Some(busy) = busy {
        let others = || {
            let live = replay.live().iter().copied();
            live.filter(|task| *task != busy && replay.on_the_loop(*task))
        };
        let name = task_name(busy);
        let running = replay.running().filter(|task| replay.on_the_loop(*task));
        return match (others().next().is_some(), running.count()) {
            (true, 1) => format!(
                "{passed} pass while {name} runs. No other task has a turn in that time."
            ),
            _ => format!("{passed} pass while {name} runs."),
        };
    }
    let now = replay.seconds(replay.clock_us());
    let why = match (story.clock(), next.kind) {
        _ if !replay.is_idle() => format!("{passed} pass."),
        (Clock::Virtual, StepKind::Woken(Some(WakeSource::Timer))) => format!(
            "Nothing is ready, so the clock goes on to the next timer, at {now}: \
             {passed} pass."
        ),
        (Clock::Real, StepKind::Woken(Some(WakeSource::Timer))) => format!(
            "Nothing is ready, so the loop waits for the next timer: {passed} pass."
        ),
        (_, StepKind::Woken(Some(WakeSource::Io))) => {
            format!("Nothing is ready, so the loop waits for a socket: {passed} pass.")
        }
        _ => format!("Nothing is ready, so the loop waits: {passed} pass."),
    };
    let asleep = replay.asleep();
    let tasks = asleep.len();
    let who = match tasks {
        0 => String::new(),
        1 => format!(" {} sleeps.", names(asleep.iter().copied(), tasks)),
        _ => format!(
            " They pass for all at once: {} sleep side by side.",
            names(asleep.iter().copied(), tasks)
        ),
    };
    let beside = beside(replay).map(|beside| format!(" Meanwhile {beside}."));
    let others = replay.waiting().len() - tasks;
    let awake = || {
        let waiting = replay.waiting().iter().copied();
        waiting.filter(|task| !asleep.contains(task))
    };
    let too = if tasks > 0 { " too" } else { "" };
    let wait = match others {
        0 => String::new(),
        1 => format!(" {} waits{too}.", names(awake(), others)),
        _ => format!(" {} wait{too}.", names(awake(), others)),
    };
    format!("{why}{who}{}{wait}", beside.unwrap_or_default())
}

fn end(replay: &Replay<'_>, story: &Story) -> String {
    let length = replay.seconds(story.length_us());
    let left = replay.live().len();
    let mut told = match left {
        0 => format!("The run is over. It took {length} s."),
        _ => format!(
            "The recording ends here, at {length}. Not over: {}.",
            names(replay.live().iter().copied(), left)
        ),
    };
    let slept = replay.slept();
    if slept.tasks < 2 {
        return told;
    }
    let named = slept.by.iter().take(NAMED).map(|(task, us)| {
        format!("{} slept {}", task_name(*task), replay.seconds(*us))
    });
    let mut list = named.collect::<Vec<_>>().join(", ");
    if slept.tasks > NAMED {
        list += &format!(", and {} more tasks", slept.tasks - NAMED);
    }
    let total = replay.seconds(slept.total_us);
    told += &format!(" {list}: {total} s of sleep");
    if slept.total_us > story.length_us() {
        told += &format!(" in {length} s, because they slept at the same time.");
    } else {
        told += ".";
    }
    told
}

/// "task 1, task 2 and task 3"; of many, the first few and the number of the others.
fn names(tasks: impl Iterator<Item = u32>, count: usize) -> String {
    let all = count <= NAMED;
    let shown = if all { count } else { NAMED - 1 };
    let names = tasks.take(shown).map(task_name);
    let mut names = names.collect::<Vec<_>>();
    let last = if all {
        names.pop().unwrap_or_default()
    } else {
        format!("{} more", count - shown)
    };
    if names.is_empty() {
        last
    } else {
        format!("{} and {last}", names.join(", "))
    }
}

/// Where what a task waits for was made. A sleep is made where it is slept; a lock is
/// not, and where the task stands in its wait is not recorded.
fn made_in(replay: &Replay<'_>, wait: &Step) -> String {
    let line = in_line(replay, wait.place);
    match replay.sleeps(wait) {
        true => line,
        false => line.replacen("(line", "(made in line", 1),
    }
}

/// " (line 15)"; with its file when that is not the one `main` is in.
fn in_line(replay: &Replay<'_>, place: Option<(Text, u32)>) -> String {
    let Some((file, line)) = place else {
        return String::new();
    };
    let story = replay.story();
    let home = story.steps().iter().take(100).find_map(|step| step.place);
    if home.is_none_or(|(home, _)| home == file) {
        format!(" (line {line})")
    } else {
        let path = story.text(file);
        let name = path.rsplit('/').next().unwrap_or(path);
        format!(" (line {line} of {})", clip(name, QUOTED))
    }
}

/// What was printed may be several lines, or mostly empty ones.
fn in_one_line(text: &str, width: usize) -> String {
    let head = text.char_indices().nth(4 * width);
    let (head, whole) = head.map_or((text, true), |(end, _)| (&text[..end], false));
    let lines = head.lines().filter(|line| !line.trim().is_empty());
    let mut line = match head.contains('\n') {
        true => lines.collect::<Vec<_>>().join(" / "),
        false => head.to_owned(),
    };
    if !whole {
        line.push('…');
    }
    clip(&line, width)
}

fn quoted(story: &Story, text: Text) -> String {
    clip(story.text(text), QUOTED)
}
