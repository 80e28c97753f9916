//! What the player has to say at an event, folded from the recording in the plainest way.

use std::collections::BTreeMap;

use recording::{Outcome, task_name};
use serde_json::{Value, json};
use views::{Step, StepKind, Story};

/// What the page shows once `count` events have happened, in the words of its elements.
/// Tasks without a lane are left out unless `all`.
pub fn expected(story: &Story, file: &str, count: usize, all: bool) -> Value {
    let shown = story.lanes(all);
    let steps = &story.steps()[..count];
    let now = steps.last().expect("at least one has happened");
    let mut states = BTreeMap::from_iter(shown.iter().map(|&task| (task, "none")));
    let mut waiting_at = BTreeMap::new();
    // The last comes last: each change puts a task behind all others.
    let mut order = Vec::new();
    let mut lines = BTreeMap::new();
    let mut output = Vec::new();
    for step in steps {
        let state = states.get(&step.task).copied();
        let state = match step.kind {
            StepKind::Printed(text, _) => {
                output.push(story.text(text));
                None
            }
            StepKind::Woken(_) if state == Some("runs") => None,
            StepKind::Spawned | StepKind::Yielded | StepKind::Woken(_) => Some("ready"),
            StepKind::Polled => Some("runs"),
            StepKind::Waiting(_) => Some("waits"),
            StepKind::Finished(Outcome::Completed) => Some("done"),
            StepKind::Finished(Outcome::Cancelled) => Some("cancelled"),
            StepKind::Finished(Outcome::Panicked) => Some("panicked"),
        };
        if let Some(line) = line(story, file, step) {
            lines.insert(step.task, line);
        } else if let (StepKind::Spawned, Some(parent)) =
            (step.kind, story.tasks()[step.task as usize].parent)
            && let Some(&line) = lines.get(&parent)
        {
            lines.entry(step.task).or_insert(line);
        }
        let Some(state) = state.filter(|_| shown.contains(&step.task)) else {
            continue;
        };
        states.insert(step.task, state);
        order.retain(|&task| task != step.task);
        order.push(step.task);
        match line(story, file, step).filter(|_| state == "waits") {
            Some(line) => waiting_at.insert(step.task, line),
            None => waiting_at.remove(&step.task),
        };
    }
    let in_state = |wanted: &str| {
        let tasks = order.iter().filter(|task| states[task] == wanted);
        tasks.map(|&task| task_name(task)).collect::<Vec<_>>()
    };
    waiting_at.remove(&now.task);
    let mut marks = BTreeMap::<_, Vec<_>>::new();
    for task in order.iter().filter(|task| waiting_at.contains_key(task)) {
        let line = waiting_at[task];
        marks.entry(line).or_default().push(task_name(*task));
    }
    let is_lit = line(story, file, now).is_some();
    let last_line = lines.get(&now.task).copied();
    let elsewhere = now.place.filter(|_| !is_lit);
    json!({
        "step": count,
        "lit": last_line.filter(|_| is_lit),
        "dim": last_line.filter(|_| !is_lit),
        "elsewhere": elsewhere.map(|(file, line)| format!("{}, line {line}", story.text(file))),
        "states": BTreeMap::from_iter(states.iter().map(|(task, state)| (task.to_string(), *state))),
        "runs": in_state("runs"),
        "ready": in_state("ready"),
        "waits": in_state("waits"),
        "marks": marks.into_iter().map(|(line, names)| (line.to_string(), names.join(", "))).collect::<BTreeMap<_, _>>(),
        "output": output,
        "clock": now.at_us,
    })
}

/// The same, read from the page. The clock is in microseconds, as far as it is shown.
pub const SHOWN: &str = r"(() => {
    const texts = (selector) => [...document.querySelectorAll(selector)].map((found) => found.textContent);
    const number = (selector) => texts(selector).length > 0 ? Number(texts(selector)[0]) : null;
    const marks = {};
    for (const tag of document.querySelectorAll('#lines .tag:not(.here)')) {
        const line = tag.closest('li').querySelector('.no').textContent;
        marks[line] = tag.textContent.replace('◷ ', '');
    }
    const elsewhere = document.getElementById('elsewhere');
    const [clock, unit] = document.getElementById('clock').textContent.split(' ');
    return {
        step: Number(document.getElementById('player').dataset.step),
        lit: number('#lines .lit .no'),
        dim: number('#lines .dim .no'),
        elsewhere: elsewhere.hidden ? null : elsewhere.textContent,
        states: Object.fromEntries([...document.querySelectorAll('.row')].map((row) => [row.dataset.task, row.dataset.state])),
        runs: texts('#running .chip'),
        ready: texts('#ready .chip'),
        waits: texts('#waiting .chip'),
        marks,
        output: texts('#output .text'),
        clock: Math.round(Number(clock) * (unit === 's' ? 1e6 : 1e3)),
    };
})()";

fn line(story: &Story, file: &str, step: &Step) -> Option<u32> {
    let (in_file, line) = step.place?;
    (story.text(in_file) == file).then_some(line)
}
