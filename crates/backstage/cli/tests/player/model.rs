//! What the page has to show at a stop, folded from the recording in the plainest way.

use std::collections::BTreeMap;

use recording::{Outcome, TaskKind, task_name};
use serde_json::{Value, json};
use views::{Replay, Step, StepKind, Story, explain};

/// What the page shows at the stop at which `replay` is, in the words of its elements.
/// Tasks without a lane are left out unless `all`. `file` is that of the program.
pub fn expected(replay: &Replay<'_>, file: &str, all: bool) -> Value {
    let story = replay.story();
    let shown = story.lanes(all);
    let steps = &story.steps()[..replay.happened() as usize];
    let mut states = BTreeMap::from_iter(shown.iter().map(|&task| (task, "none")));
    // The last comes last: each change puts a task after all others.
    let mut order = Vec::new();
    let mut waiting_at = BTreeMap::new();
    let mut output = Vec::new();
    for step in steps {
        if let StepKind::Printed(text, _) = step.kind {
            output.push(story.text(text));
        }
        let Some(now) = states.get_mut(&step.task) else {
            continue;
        };
        // A thread has no states: only its output is recorded.
        let is_thread = story.tasks()[step.task as usize].kind == TaskKind::Thread;
        *now = match step.kind {
            StepKind::Printed(..) => continue,
            _ if is_thread => "thread",
            StepKind::Woken(_) if matches!(*now, "runs" | "ready") => continue,
            StepKind::Began
            | StepKind::Spawned
            | StepKind::Yielded
            | StepKind::Woken(_) => "ready",
            StepKind::Polled => "runs",
            StepKind::Waiting { .. } => "waits",
            StepKind::Finished(Outcome::Completed) => "done",
            StepKind::Finished(Outcome::Cancelled) => "cancelled",
            StepKind::Finished(Outcome::Panicked) => "panicked",
        };
        order.retain(|&task| task != step.task);
        order.push(step.task);
        match (step.kind, line(story, file, step)) {
            (StepKind::Waiting { .. }, Some(line)) => {
                waiting_at.insert(step.task, line);
            }
            _ => {
                waiting_at.remove(&step.task);
            }
        }
    }
    let in_state = |wanted: &str| {
        let tasks = order.iter().filter(|task| states[task] == wanted);
        let tasks = tasks.map(|&task| name(story, task)).collect::<Vec<_>>();
        let few = tasks.len().min(5);
        tasks[..few].to_vec()
    };
    let mut marks = BTreeMap::<_, Vec<_>>::new();
    for (task, line) in &waiting_at {
        if Some(*task) != replay.task() {
            marks.entry(*line).or_default().push(name(story, *task));
        }
    }
    let marks = marks.into_iter();
    let marks = marks.map(|(line, names)| json!([line, names.join(", ")]));
    let explanation = explain(replay);
    let lit = explanation
        .place
        .filter(|(in_file, _)| story.text(*in_file) == file);
    let elsewhere = explanation.place.filter(|_| lit.is_none());
    json!({
        "step": replay.at() + 1,
        "number": format!("step {} of {}", replay.at() + 1, replay.stops().len()),
        "clock": format!("{} s", replay.seconds(replay.clock_us())),
        "sentence": explanation.sentence,
        "why": explanation.cause.map(|stop| format!("↰ why? step {}", stop + 1)),
        "lit": lit.map(|(_, line)| line),
        "elsewhere": elsewhere.map(|(file, line)| format!("{}, line {line}", story.text(file))),
        "states": BTreeMap::from_iter(states.iter().map(|(task, state)| (task.to_string(), *state))),
        "runs": in_state("runs"),
        "ready": in_state("ready"),
        "waits": in_state("waits"),
        "marks": marks.collect::<Vec<_>>(),
        "output": output,
    })
}

/// The same, read from the page.
pub const SHOWN: &str = r"(() => {
    const text = (id) => document.getElementById(id).textContent;
    const texts = (selector) => [...document.querySelectorAll(selector)].map((found) => found.textContent);
    const shown = (id) => document.getElementById(id).hidden ? null : text(id);
    const marks = [...document.querySelectorAll('#lines .tag:not(.here)')].map((tag) => {
        return [Number(tag.closest('li').querySelector('.no').textContent), tag.textContent.replace('◷ ', '')];
    });
    return {
        step: Number(document.getElementById('player').dataset.step),
        number: text('number'),
        clock: text('clock'),
        sentence: text('sentence'),
        why: shown('why'),
        lit: texts('#lines .lit .no').map(Number)[0] ?? null,
        elsewhere: shown('elsewhere'),
        states: Object.fromEntries([...document.querySelectorAll('.row')].map((row) => [row.dataset.task, row.dataset.state])),
        runs: texts('#running .chip'),
        ready: texts('#ready .chip'),
        waits: texts('#waiting .chip'),
        marks,
        output: texts('#output .text'),
    };
})()";

fn name(story: &Story, task: u32) -> String {
    match story.tasks()[task as usize].owner {
        views::Owner::Program => task_name(task),
        views::Owner::BuildingBlock(owner) | views::Owner::Library(owner) => {
            format!("{} ({})", task_name(task), story.text(owner))
        }
    }
}

fn line(story: &Story, file: &str, step: &Step) -> Option<u32> {
    let (in_file, line) = step.place?;
    (story.text(in_file) == file).then_some(line)
}
