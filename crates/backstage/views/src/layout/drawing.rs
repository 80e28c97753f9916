//! Fills in a layout, part by part of the run.

use std::collections::{BTreeMap, BTreeSet};

use recording::{Clock, Outcome, Stream, TaskKind, WakeSource};

use super::{
    Bar, Cell, Frame, Jumps, Lane, Layout, MAX_LISTED, MAX_WAKES, Output, Rest, Wait,
    Wake, columns,
};
use crate::axis::By;
use crate::states::{Part, Span, State, waker};
use crate::story::{StepKind, Story, Text};

/// From a point of the run to a bin.
#[derive(Clone, Copy, Debug)]
struct Scale {
    by: By,
    factor: f64,
    shift: f64,
    bins: usize,
}

impl Scale {
    fn new(story: &Story, frame: &Frame, columns: usize) -> Scale {
        let Frame { by, bins, .. } = *frame;
        let (steps, total, shift) = match by {
            // The end of the run has a bin of its own.
            By::Time => (bins - 1, story.length_us(), 0.5),
            By::Step => (bins, columns as u64, 0.0),
        };
        Scale {
            by,
            factor: steps as f64 / total.max(1) as f64,
            shift,
            bins,
        }
    }

    fn at(&self, point: u64) -> f64 {
        point as f64 * self.factor + self.shift
    }

    fn bin(&self, point: u64) -> usize {
        // What ends with the last poll comes after the last bin.
        let last = match self.by {
            By::Time => self.bins - 1,
            By::Step => self.bins,
        };
        (self.at(point) as usize).min(last)
    }
}

/// Row in which a task is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Hidden,
    Lane(usize),
    Rest,
}

/// The layout while it is filled in.
struct Drawing<'a> {
    story: &'a Story,
    frame: Frame,
    scale: Scale,
    rows: Vec<Row>,
    /// For each hidden task, the first of the hidden ones that it descends from.
    first_hidden: Vec<u32>,
    /// The point where the present state of each task began.
    since: Vec<u64>,
    running: Vec<bool>,
    layout: Layout,
    /// For each row its last mark, and the bin of that, to join what is printed side by
    /// side.
    last_mark: BTreeMap<Option<usize>, (u32, usize)>,
    marks: u32,
    /// Number of columns so far.
    passed: u64,
    clock: Jumps,
    last_poll: Option<(u64, u32)>,
    wakes: BTreeSet<Wake>,
}

impl Layout {
    /// Lays out a run. `frame.by` comes from [`By::for_story`].
    pub(crate) fn of(story: &Story, frame: Frame) -> Layout {
        let frame = Frame {
            bins: frame.bins.max(1),
            ..frame
        };
        let lanes = story.lanes(frame.all);
        let columns = columns(story, frame.all);
        let bins = frame.bins + frame.tail;
        let mut rows = vec![Row::Hidden; story.tasks().len()];
        let own = match lanes.len() <= frame.max_lanes {
            true => lanes.len(),
            false => frame.max_lanes - 1,
        };
        for (index, task) in lanes.iter().enumerate() {
            rows[*task as usize] = if index < own {
                Row::Lane(index)
            } else {
                Row::Rest
            };
        }
        let rest = (own < lanes.len()).then(|| Rest {
            tasks: lanes.len() - own,
            alive: vec![0; bins + 1],
            marks: vec![None; bins],
            ended: BTreeMap::new(),
            waits: BTreeMap::new(),
        });
        let lane = |task: &u32| Lane {
            task: *task,
            cells: vec![Cell::default(); bins],
            bars: Vec::new(),
            ends: Vec::new(),
            open: false,
        };
        let mut first_hidden = (0..).take(rows.len()).collect::<Vec<u32>>();
        for (task, record) in story.tasks().iter().enumerate() {
            if let Some(parent) = record.parent.map(|parent| parent as usize)
                && rows[parent] == Row::Hidden
            {
                first_hidden[task] = first_hidden[parent];
            }
        }
        let mut drawing = Drawing {
            story,
            frame,
            scale: Scale::new(story, &frame, columns),
            since: vec![0; rows.len()],
            running: vec![false; rows.len()],
            layout: Layout {
                by: frame.by,
                bins,
                run_bins: frame.bins,
                hidden: rows.len() - lanes.len(),
                lanes: lanes[..own].iter().map(lane).collect(),
                rest,
                outputs: Vec::new(),
                unlisted: 0,
                wakes: Vec::new(),
                wakes_left_out: 0,
                polls: 0,
                columns,
                polled_together: false,
                slept_us: 0,
                jumps: Vec::new(),
                idle: vec![false; bins],
                time: story.time(),
            },
            rows,
            first_hidden,
            last_mark: BTreeMap::new(),
            marks: 0,
            passed: 0,
            clock: Jumps::new(story),
            last_poll: None,
            wakes: BTreeSet::new(),
        };
        for part in story.spans() {
            match part {
                Part::Span(span) => {
                    if !span.open {
                        drawing.arrive(span.to.at_us, span.task);
                    }
                    drawing.span(&span);
                }
                Part::Step(number) => {
                    let step = story.steps()[number as usize];
                    drawing.arrive(step.at_us, step.task);
                    drawing.step(number);
                }
            }
        }
        drawing.finish()
    }
}

impl Drawing<'_> {
    /// The point of the run at this time: the time, or the number of columns so far.
    fn point(&self, at_us: u64) -> u64 {
        match self.frame.by {
            By::Time => at_us,
            By::Step => self.passed,
        }
    }

    /// A task is about to do something at this time.
    fn arrive(&mut self, at_us: u64, task: u32) {
        let shown = self.rows[task as usize] != Row::Hidden;
        if shown && self.clock.to(at_us) {
            let whole =
                self.frame.by == By::Step && self.layout.columns <= self.frame.bins;
            if whole {
                let (from, to) = (self.passed, self.passed + 1);
                self.layout.idle[self.scale.bin(from)..self.scale.bin(to)].fill(true);
            }
            self.passed += 1;
        }
    }

    fn span(&mut self, span: &Span) {
        let task = span.task as usize;
        let to = self.point(span.to.at_us);
        // A run without states has nothing to draw but output.
        let known = self.story.waits_recorded();
        let from = match self.frame.by {
            By::Time => span.from.at_us,
            By::Step => self.since[task],
        };
        self.since[task] = to;
        self.running[task] = false;
        let slept_us = span.slept_us(self.story.tasks());
        self.layout.slept_us = self.layout.slept_us.saturating_add(slept_us);
        // Only the output of a plain thread is recorded.
        let thread = self.story.tasks()[task].kind == TaskKind::Thread;
        if !known || thread {
            return;
        }
        match self.rows[task] {
            Row::Hidden => {}
            Row::Lane(lane) => self.lane_span(lane, span, from, to),
            Row::Rest => self.rest_span(span, from, to),
        }
    }

    fn lane_span(&mut self, lane: usize, span: &Span, from: u64, to: u64) {
        let wait = self.wait(span);
        let first = self.scale.bin(from);
        let (begin, mut end) = (self.scale.at(from), self.scale.at(to));
        let last = self.last_bin(span, to);
        if span.open && self.frame.tail > 0 {
            end = self.layout.bins as f64;
        }
        let lane = &mut self.layout.lanes[lane];
        lane.open |= span.open;
        let cells = lane.cells.iter_mut().enumerate();
        for (bin, cell) in cells.skip(first).take(last + 1 - first) {
            let inside = end.min(bin as f64 + 1.0) - begin.max(bin as f64);
            let share = match span.state {
                State::Running(_) => &mut cell.running,
                State::Ready(_) => &mut cell.ready,
                State::Waiting { .. } | State::Ended(_) => &mut cell.waiting,
            };
            *share += inside.max(0.0) as f32;
        }
        if let Some(wait) = wait
            && last > first
        {
            lane.bars.push(Bar {
                from: first,
                to: last,
                to_us: span.to.at_us,
                wait,
                open: span.open,
            });
        }
    }

    /// The last bin of a span that ends at this point; of one that never ends, that of
    /// the tail.
    fn last_bin(&self, span: &Span, to: u64) -> usize {
        match span.open && self.frame.tail > 0 {
            true => self.layout.bins - 1,
            false => self.scale.bin(to),
        }
    }

    fn rest_span(&mut self, span: &Span, from: u64, to: u64) {
        let (first, last) = (self.scale.bin(from), self.last_bin(span, to));
        let Some(rest) = &mut self.layout.rest else {
            return;
        };
        // Differences for now; `finish` adds them up. They wrap around zero.
        let first = first.min(self.frame.bins - 1);
        rest.alive[first] = rest.alive[first].wrapping_add(1);
        rest.alive[last] = rest.alive[last].wrapping_sub(1);
        if let State::Waiting { on, stack, .. } = span.state {
            let name = self.story.wait_name(on, stack);
            *rest.waits.entry(name).or_default() += 1;
        }
    }

    /// Returns what is known of a wait; `None` for another state.
    fn wait(&self, span: &Span) -> Option<Wait> {
        let State::Waiting { on, stack, .. } = span.state else {
            return None;
        };
        let ended = self.story.steps()[span.to.step as usize].kind;
        let by = match ended {
            StepKind::Woken(by) if !span.open => {
                Some(waker(by, span.to.step, span.task, self.story.tasks()))
            }
            _ => None,
        };
        Some(Wait { on, stack, by })
    }

    /// The lane behind a wake: that of the task that did it, or, of a task that is
    /// hidden, that of the task which spawned it in the same instant.
    fn lane_behind(&self, by: u32, at_us: u64) -> Option<usize> {
        let mut task = by;
        if self.rows[task as usize] == Row::Hidden {
            // All those between were spawned after this one, and before the wake.
            let first = self.story.tasks()[self.first_hidden[task as usize] as usize];
            let spawned_us = self.story.steps()[first.spawned as usize].at_us;
            let at_once = spawned_us == at_us && self.story.clock() == Clock::Virtual;
            task = first.parent.filter(|_| at_once)?;
        }
        match self.rows[task as usize] {
            Row::Lane(lane) => Some(lane),
            _ => None,
        }
    }

    fn step(&mut self, number: u32) {
        let step = self.story.steps()[number as usize];
        let row = self.rows[step.task as usize];
        if matches!(step.kind, StepKind::Began | StepKind::Spawned) {
            self.since[step.task as usize] = self.point(step.at_us);
        }
        if step.kind == StepKind::Polled {
            self.running[step.task as usize] = true;
        }
        if row == Row::Hidden {
            return;
        }
        match step.kind {
            StepKind::Polled => {
                let together = self.last_poll.is_some_and(|(at_us, task)| {
                    at_us == step.at_us && task != step.task
                });
                self.layout.polled_together |= together;
                let bin = self.scale.bin(self.point(step.at_us));
                let bin = bin.min(self.frame.bins - 1);
                let new_time =
                    self.last_poll.is_none_or(|(at_us, _)| at_us != step.at_us);
                let jumps = &mut self.layout.jumps;
                let free = jumps.last().is_none_or(|(last, _)| *last < bin);
                if self.frame.by == By::Step && new_time && free {
                    jumps.push((bin, step.at_us));
                }
                self.last_poll = Some((step.at_us, step.task));
                if let Row::Lane(lane) = row {
                    self.layout.lanes[lane].cells[bin].polled = true;
                }
                self.layout.polls += 1;
                self.passed += 1;
            }
            StepKind::Woken(Some(WakeSource::Task(by))) => {
                if let Row::Lane(to) = row
                    && let Some(from) = self.lane_behind(by, step.at_us)
                    && from != to
                {
                    let bin = self.scale.bin(self.point(step.at_us));
                    let new = Wake { bin, from, to };
                    if self.wakes.len() < MAX_WAKES || self.wakes.contains(&new) {
                        self.wakes.insert(new);
                    } else {
                        self.layout.wakes_left_out += 1;
                    }
                }
            }
            StepKind::Printed(text, stream) => {
                self.print(row, step.at_us, step.task, text, stream);
            }
            StepKind::Finished(how) => {
                let bin = self.scale.bin(self.point(step.at_us));
                match (row, &mut self.layout.rest) {
                    (Row::Lane(lane), _) => {
                        self.layout.lanes[lane].ends.push((how, bin, step.at_us));
                    }
                    (_, Some(rest)) => {
                        let how = match how {
                            Outcome::Completed => "done",
                            Outcome::Cancelled => "cancelled",
                            Outcome::Panicked => "panicked",
                        };
                        *rest.ended.entry(how).or_default() += 1;
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn print(&mut self, row: Row, at_us: u64, task: u32, text: Text, stream: Stream) {
        // By step, a line is at the beginning of the poll that printed it: of its own,
        // or, where a task is dropped that does not run, of another one.
        let since = self.since[task as usize];
        let point = match self.frame.by {
            By::Time => at_us,
            By::Step if self.running[task as usize] => since,
            By::Step => since.max(self.passed.saturating_sub(1)),
        };
        let bin = self.scale.bin(point).min(self.frame.bins - 1);
        let lane = match row {
            Row::Lane(lane) => Some(lane),
            _ => None,
        };
        let mark = match self.last_mark.get(&lane) {
            Some((mark, at)) if bin < at + self.frame.mark => *mark,
            _ => {
                let mark = self.marks;
                self.marks += 1;
                self.last_mark.insert(lane, (mark, bin));
                let marked = match (lane, &mut self.layout.rest) {
                    (Some(lane), _) => &mut self.layout.lanes[lane].cells[bin].mark,
                    (None, Some(rest)) => &mut rest.marks[bin],
                    (None, None) => return,
                };
                *marked = Some(mark);
                mark
            }
        };
        if self.layout.outputs.len() < MAX_LISTED {
            self.layout.outputs.push(Output {
                mark,
                at_us,
                task,
                text,
                stream,
            });
        } else {
            self.layout.unlisted += 1;
        }
    }

    fn finish(mut self) -> Layout {
        if self.layout.wakes_left_out == 0 {
            self.layout.wakes = self.wakes.into_iter().collect();
        } else {
            self.layout.wakes_left_out += self.wakes.len();
        }
        if let Some(rest) = &mut self.layout.rest {
            let mut alive = 0_u32;
            for change in &mut rest.alive {
                alive = alive.wrapping_add(*change);
                *change = alive;
            }
            rest.alive.truncate(self.layout.bins);
        }
        self.layout
    }
}
