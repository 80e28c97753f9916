//! What a run did, as the goals of an exercise ask for it.

use recording::{MAIN, Outcome, Stream, TaskKind};
use views::{Part, State, StepKind, Story, Wait};

/// A run in figures. Times are microseconds on the run's clock; what libraries and
/// building blocks spawn for themselves does not count.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The lines printed to stdout.
    pub(crate) lines: Vec<Line>,
    /// The time of the last event.
    pub(crate) done_us: u64,
    /// The tasks of the program, without `main`.
    pub(crate) tasks: Vec<TaskFacts>,
    /// The sleeps of `main` and the tasks, in the order of their ends.
    pub(crate) sleeps: Vec<Stretch>,
    /// The polls of `main` and the tasks that took time, in the order of their ends. What
    /// a thread of the pool does is none.
    pub(crate) polls: Vec<Stretch>,
    /// How often a task yielded.
    pub(crate) yields: usize,
}

/// One printed line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) at_us: u64,
    pub(crate) task: u32,
    pub(crate) text: String,
}

/// One task of the program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TaskFacts {
    pub(crate) number: u32,
    pub(crate) spawned_us: u64,
    /// How it ended, and when; `None` if the run was over before.
    pub(crate) ended: Option<(Outcome, u64)>,
}

/// A time in which one task did one thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) task: u32,
    pub(crate) from_us: u64,
    pub(crate) to_us: u64,
}

impl Facts {
    /// Reads a run.
    pub(crate) fn of(story: &Story) -> Facts {
        let mut facts = Facts {
            done_us: story.length_us(),
            ..Facts::default()
        };
        let counts = |task: u32| story.tasks()[task as usize].is_of_program();
        for part in story.spans() {
            match part {
                Part::Span(span) if counts(span.task) => {
                    let stretch = Stretch {
                        task: span.task,
                        from_us: span.from.at_us,
                        to_us: span.to.at_us,
                    };
                    match span.state {
                        _ if stretch.from_us == stretch.to_us => {}
                        State::Waiting {
                            on: Some(Wait::Sleep { .. }),
                            ..
                        } => facts.sleeps.push(stretch),
                        State::Running(_) if on_loop(story, span.task) => {
                            facts.polls.push(stretch);
                        }
                        _ => {}
                    }
                }
                Part::Span(_) => {}
                Part::Step(number) => {
                    let step = story.steps()[number as usize];
                    match step.kind {
                        StepKind::Printed(text, Stream::Stdout) => {
                            let lines = story.text(text).split('\n');
                            facts.lines.extend(lines.map(|text| Line {
                                at_us: step.at_us,
                                task: step.task,
                                text: text.to_owned(),
                            }));
                        }
                        StepKind::Yielded if counts(step.task) => facts.yields += 1,
                        _ => {}
                    }
                }
            }
        }
        let numbered = (0..).zip(story.tasks());
        let spawned = numbered.filter(|(number, task)| {
            *number != MAIN && on_loop(story, *number) && task.is_of_program()
        });
        let at = |step: u32| story.steps()[step as usize].at_us;
        facts.tasks = spawned
            .map(|(number, task)| TaskFacts {
                number,
                spawned_us: at(task.spawned),
                ended: task.ended.map(|(how, step)| (how, at(step))),
            })
            .collect();
        facts
    }

    /// The first line that contains `text`.
    pub(crate) fn first_line(&self, text: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.text.contains(text))
    }

    /// The lines that contain `text`.
    pub(crate) fn lines_with<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = &'a Line> {
        self.lines
            .iter()
            .filter(move |line| line.text.contains(text))
    }
}

/// Whether it is polled, and no call in a thread of the pool.
fn on_loop(story: &Story, task: u32) -> bool {
    let kind = story.tasks()[task as usize].kind;
    task == MAIN || matches!(kind, TaskKind::Task | TaskKind::Local)
}

/// The largest number of stretches that overlap, with the first time at which they do.
/// One that ends when another begins does not overlap it. `(0, 0)` of none.
pub(crate) fn peak(stretches: &[Stretch]) -> (usize, u64) {
    // The most are reached where one begins.
    let begins = stretches.iter().map(|stretch| stretch.from_us);
    let at = |time: u64| {
        let over = |one: &&Stretch| one.from_us <= time && time < one.to_us;
        stretches.iter().filter(over).count()
    };
    let mut best = (0, 0);
    for time in begins {
        let count = at(time);
        if count > best.0 || (count == best.0 && time < best.1) {
            best = (count, time);
        }
    }
    best
}

/// The longest time in which only one of the stretches lasts, with the task it is of.
pub(crate) fn longest_alone(stretches: &[Stretch]) -> Option<Stretch> {
    let mut edges = stretches
        .iter()
        .flat_map(|stretch| [stretch.from_us, stretch.to_us])
        .collect::<Vec<_>>();
    edges.sort_unstable();
    edges.dedup();
    let mut alone = Vec::<Stretch>::new();
    for edge in edges.windows(2) {
        let (from_us, to_us) = (edge[0], edge[1]);
        let over = |one: &&Stretch| one.from_us <= from_us && to_us <= one.to_us;
        let mut there = stretches.iter().filter(over);
        if let (Some(one), None) = (there.next(), there.next()) {
            let task = one.task;
            match alone.last_mut() {
                Some(last) if last.task == task && last.to_us == from_us => {
                    last.to_us = to_us;
                }
                _ => alone.push(Stretch {
                    task,
                    from_us,
                    to_us,
                }),
            }
        }
    }
    let length = |one: &Stretch| one.to_us - one.from_us;
    // The first of equal ones.
    alone.into_iter().rev().max_by_key(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(task: u32, from_us: u64, to_us: u64) -> Stretch {
        Stretch {
            task,
            from_us,
            to_us,
        }
    }

    #[test]
    fn a_peak_is_of_stretches_that_overlap() {
        let one_by_one = [stretch(1, 0, 5), stretch(2, 5, 9)];
        assert_eq!(peak(&one_by_one), (1, 0));
        let together = [stretch(1, 0, 5), stretch(2, 4, 9), stretch(3, 4, 6)];
        assert_eq!(peak(&together), (3, 4));
        assert_eq!(peak(&[]), (0, 0));
    }

    #[test]
    fn a_thread_of_the_pool_is_not_polled() {
        let recording = [
            r#"{"at_us":0,"task":0,"event":"began","clock":"real","waits":"recorded"}"#,
            r#"{"at_us":0,"task":1,"event":"spawned","kind":"blocking","parent":0}"#,
            r#"{"at_us":1,"task":2,"event":"spawned","kind":"task","parent":0}"#,
            r#"{"at_us":2,"task":1,"event":"polled"}"#,
            r#"{"at_us":7,"task":1,"event":"finished","how":"completed"}"#,
            r#"{"at_us":8,"task":2,"event":"polled"}"#,
            r#"{"at_us":9,"task":2,"event":"finished","how":"completed"}"#,
            r#"{"at_us":9,"task":0,"event":"finished","how":"completed"}"#,
        ];
        let recording = recording.join("\n") + "\n";
        let story = Story::read(recording.as_bytes());
        let facts = Facts::of(&story.expect("the recording is whole"));
        assert_eq!(facts.polls, [stretch(2, 8, 9)]);
        assert_eq!(facts.tasks.len(), 1);
    }

    #[test]
    fn the_longest_time_alone_is_found_across_edges() {
        let stretches = [stretch(1, 0, 10), stretch(2, 2, 4), stretch(3, 10, 12)];
        assert_eq!(longest_alone(&stretches), Some(stretch(1, 4, 10)));
        assert_eq!(longest_alone(&[]), None);
    }
}
