//! The states of all tasks at one point of a run, which can go forward and back.

use std::collections::BTreeSet;

use crate::states::{Moment, Phase, State};
use crate::story::Story;

/// The states of all tasks after some events, and the tasks in each state.
#[derive(Debug)]
pub(super) struct Board<'a> {
    story: &'a Story,
    shown: Vec<bool>,
    phases: Vec<Option<Phase>>,
    /// For each event so far, the phase of its task before it.
    trail: Vec<Option<Phase>>,
    pub(super) sets: Sets,
}

/// The tasks in each state.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sets {
    /// The run queue: tasks, with the event that made each ready before it.
    pub(super) ready: BTreeSet<(u32, u32)>,
    pub(super) running: BTreeSet<u32>,
    /// The tasks that are shown and wait, those of them that sleep, and the ones that have
    /// been spawned and have not ended.
    pub(super) waiting: BTreeSet<u32>,
    pub(super) asleep: BTreeSet<u32>,
    pub(super) live: BTreeSet<u32>,
}

impl<'a> Board<'a> {
    /// The states before the first event.
    pub(super) fn new(story: &'a Story, shown: Vec<bool>) -> Board<'a> {
        Board {
            story,
            shown,
            phases: vec![None; story.tasks().len()],
            trail: Vec::new(),
            sets: Sets::default(),
        }
    }

    /// The number of events that have happened.
    pub(super) fn happened(&self) -> u32 {
        self.trail.len() as u32
    }

    /// The phase of a task; `None` before it is spawned.
    pub(super) fn phase(&self, task: u32) -> Option<Phase> {
        self.phases[task as usize]
    }

    /// The phase in which the task of the last event was before it.
    pub(super) fn phase_before(&self) -> Option<Phase> {
        *self.trail.last()?
    }

    /// Goes to where this number of events has happened.
    pub(super) fn go(&mut self, happened: u32) {
        while self.happened() < happened {
            let number = self.happened();
            let step = &self.story.steps()[number as usize];
            let before = self.phase(step.task);
            let mut phase = before;
            Phase::step(&mut phase, number, step, self.story.tasks());
            self.set(step.task, phase);
            self.trail.push(before);
        }
        while self.happened() > happened
            && let Some(before) = self.trail.pop()
        {
            let step = &self.story.steps()[self.trail.len()];
            self.set(step.task, before);
        }
    }

    fn set(&mut self, task: u32, phase: Option<Phase>) {
        let before = std::mem::replace(&mut self.phases[task as usize], phase);
        if before == phase {
            return;
        }
        let is_shown = self.shown[task as usize];
        // A plain thread is not a task that could end.
        let can_end = self.story.tasks()[task as usize].can_end();
        let sets = &mut self.sets;
        if let Some(Phase { state, since }) = before {
            sets.live.remove(&task);
            sets.put(task, state, since, false, is_shown);
        }
        if let Some(Phase { state, since }) = phase {
            sets.put(task, state, since, true, is_shown);
            if is_shown && can_end && !matches!(state, State::Ended(_)) {
                sets.live.insert(task);
            }
        }
    }
}

impl Sets {
    fn put(&mut self, task: u32, state: State, since: Moment, add: bool, shown: bool) {
        let put = |set: &mut BTreeSet<u32>| match add {
            true => set.insert(task),
            false => set.remove(&task),
        };
        match state {
            State::Ready(_) => {
                let entry = (since.step, task);
                match add {
                    true => self.ready.insert(entry),
                    false => self.ready.remove(&entry),
                };
            }
            State::Running(_) => {
                put(&mut self.running);
            }
            State::Waiting { .. } if shown => {
                put(&mut self.waiting);
                if state.is_sleep() {
                    put(&mut self.asleep);
                }
            }
            State::Waiting { .. } | State::Ended(_) => {}
        }
    }
}
