//! A run in words, for a reader who cannot see its picture.

use recording::{Clock, Outcome, task_name};

use crate::axis::By;
use crate::layout::{Bar, Frame, Layout};
use crate::story::{StepKind, Story};
use crate::words::{counted, wait_names};

/// Maximum numbers of tasks that are described, of waits of each, and of polls.
const MAX_TASKS: usize = 6;
const MAX_WAITS: usize = 3;
const MAX_POLLS: usize = 12;

/// Returns the run in words, such as `4 tasks, 4.00 s. task 1: sleep 1s until 1.00. …`.
///
/// Tasks of libraries are left out, and all beyond a few tasks and a few waits. On the
/// real clock the text holds no times: no two runs have the same.
pub fn describe(story: &Story) -> String {
    let by = By::Time.for_story(story);
    let real = story.clock() == Clock::Real;
    let frame = Frame {
        by,
        all: false,
        bins: 200,
        tail: 0,
        mark: 1,
        max_lanes: MAX_TASKS + 1,
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
        let mut parts = bars
            .by_ref()
            .take(MAX_WAITS)
            .map(|bar| {
                let until = match bar.open {
                    true => "to the end".to_owned(),
                    false => format!("until {}", layout.time(bar.to_us)),
                };
                let name = wait_names(story, bar.wait).swap_remove(0);
                match name.split_once(", woken by ") {
                    Some((waits, waker)) => {
                        format!("{waits} {until}, woken by {waker}")
                    }
                    None => format!("{name} {until}"),
                }
            })
            .collect::<Vec<_>>();
        match bars.count() {
            0 => {}
            more => parts.push(format!("{more} more")),
        }
        for (outcome, _, at_us) in &lane.ends {
            let at = match real {
                false => format!(" at {}", layout.time(*at_us)),
                true => String::new(),
            };
            if *outcome != Outcome::Completed {
                parts.push(format!("{outcome}{at}"));
            }
        }
        if !parts.is_empty() {
            let name = task_name(lane.task);
            sentences.push(format!("{name}: {}", parts.join(", ")));
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

/// The order in which tasks ran, where the time cannot tell.
fn in_turn(story: &Story) -> Option<String> {
    let lanes = story.lanes(false);
    let polled = story.steps().iter().filter(|step| {
        step.kind == StepKind::Polled && lanes.binary_search(&step.task).is_ok()
    });
    let mut polled = polled.map(|step| task_name(step.task));
    let mut names = polled.by_ref().take(MAX_POLLS).collect::<Vec<_>>();
    if polled.next().is_some() {
        names.push("and so on".to_owned());
    }
    let turns = names.join(", ");
    (names.len() > 1).then(|| format!("They run in this order: {turns}"))
}
