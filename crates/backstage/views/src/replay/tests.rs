//! Jumps, steps back and steps forward lead to the same states.

use proptest::prelude::*;
use recording::{
    Event, EventKind, Outcome, Owner, Stream, TaskKind, Wait, Waits, WakeSource,
};

use super::*;

/// Events that a run could have, from any numbers: each picks one of the tasks and
/// what it may do in its state.
fn events(choices: &[(u8, u8, u8)]) -> Vec<Event> {
    let event = |at_us, task, what| Event {
        at_us,
        task,
        kind: what,
        place: None,
    };
    let began = EventKind::Began {
        clock: Clock::Virtual,
        waits: Waits::Recorded,
    };
    let mut events = vec![event(0, 0, began)];
    let mut over = vec![false];
    let mut at_us = 0;
    for (pick, what, wait) in choices {
        at_us += u64::from(wait % 4) * 1000;
        let task = u32::from(*pick) % over.len() as u32;
        let what = match what % 8 {
            0 | 1 => {
                over.push(false);
                let spawned = EventKind::Spawned {
                    parent: Some(task),
                    kind: TaskKind::Task,
                    owner: match pick % 3 {
                        0 => Owner::Library("hyper-util".to_owned()),
                        _ => Owner::Program,
                    },
                };
                events.push(event(at_us, over.len() as u32 - 1, spawned));
                continue;
            }
            2 => EventKind::Polled,
            3 => EventKind::Yielded,
            4 => EventKind::Waiting {
                on: (wait % 2 == 0).then_some(Wait::Sleep {
                    ms: 1000,
                    until_us: 0,
                }),
                more: 0,
                stack: [].into(),
            },
            5 => EventKind::Woken {
                by: Some(WakeSource::Timer),
            },
            6 => EventKind::Printed {
                text: "a line".to_owned(),
                stream: Stream::Stdout,
            },
            _ => EventKind::Finished {
                how: Outcome::Completed,
            },
        };
        if over[task as usize] && !matches!(what, EventKind::Printed { .. }) {
            continue;
        }
        over[task as usize] |= matches!(what, EventKind::Finished { .. });
        events.push(event(at_us, task, what));
    }
    events
}

fn choices(max: usize) -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    prop::collection::vec(any::<(u8, u8, u8)>(), 0..max)
}

/// The kind of each task's state, folded from the beginning in the plainest way.
fn folded(story: &Story, happened: u32) -> Vec<&'static str> {
    let mut states = vec!["none"; story.tasks().len()];
    for step in &story.steps()[..happened as usize] {
        let now = &mut states[step.task as usize];
        *now = match step.kind {
            StepKind::Began | StepKind::Spawned | StepKind::Yielded => "ready",
            StepKind::Woken(_) if *now == "waiting" => "ready",
            StepKind::Woken(_) | StepKind::Printed(..) => *now,
            StepKind::Polled => "running",
            StepKind::Waiting { .. } => "waiting",
            StepKind::Finished(_) => "ended",
        };
    }
    states
}

fn kind(state: Option<State>) -> &'static str {
    match state {
        None => "none",
        Some(State::Ready(_)) => "ready",
        Some(State::Running(_)) => "running",
        Some(State::Waiting { .. }) => "waiting",
        Some(State::Ended(_)) => "ended",
    }
}

fn replay(story: &Story, all: bool) -> Replay<'_> {
    Replay::new(story, all).expect("it is short")
}

proptest! {
    #[test]
    fn wherever_one_jumps_it_is_as_if_one_had_stepped(
        choices in choices(200),
        jumps in prop::collection::vec(any::<u16>(), 1..12),
        all in any::<bool>(),
    ) {
        let story = Story::of(&events(&choices)).expect("a run could be like this");
        let mut jumping = replay(&story, all);
        for jump in jumps {
            jumping.go(usize::from(jump) % jumping.stops().len());
            let mut stepping = replay(&story, all);
            while stepping.at() < jumping.at() {
                stepping.go(stepping.at() + 1);
            }
            prop_assert_eq!(&jumping.board.sets, &stepping.board.sets);
            let folded = folded(&story, jumping.happened());
            for (task, folded) in (0..).zip(folded) {
                prop_assert_eq!(jumping.state(task), stepping.state(task));
                prop_assert_eq!(kind(jumping.state(task)), folded);
                let past = jumping.past(task).last().map(|phase| phase.state);
                prop_assert_eq!(jumping.state(task), past);
            }
        }
    }
}

#[test]
fn from_line_to_line_of_output() {
    let print = |task| (task, 6, 0);
    let story = Story::of(&events(&[
        (0, 2, 0),
        print(0),
        (0, 4, 0),
        (0, 5, 3),
        print(0),
    ]))
    .expect("a run");
    let mut replay = replay(&story, false);
    let mut stops = Vec::new();
    while let Some(next) = replay.next_print() {
        replay.go(next);
        stops.push(replay.at());
    }
    assert_eq!(replay.printed().len(), 2);
    replay.go(replay.stops().len() - 1);
    let mut back = Vec::new();
    while let Some(before) = replay.print_before() {
        replay.go(before);
        back.push(replay.at());
    }
    back.reverse();
    assert_eq!(stops, back);
    assert_eq!(stops.len(), 2);
}
