//! The timeline as an SVG picture: a lane for each task, time to the right, an arrow from
//! the task that wakes to the one that is woken.
//!
//! The picture is text and shapes, without scripts and without anything from elsewhere.
//! Height and pattern distinguish the states of a lane, and colour only beside them. A
//! run of any length is drawn in the same memory: a lane has 820 units, and all that
//! happens within one unit is one shape.

mod shapes;
mod xml;

use std::fmt::Write as _;
use std::io::{self, Write};

use recording::{Outcome, Stream, task_name};
use unicode_width::UnicodeWidthStr;

use crate::axis::{Axis, By};
use crate::columns::{shorten, wrap};
use crate::describe::describe;
use crate::layout::{CellState, Frame, Lane, Layout, columns, hangs};
use crate::words::{printed, rest, running_by_step, summary, wait_names};
use crate::{Story, Subject};

use shapes::{RADIUS, boxed, cancelled, done, mark_at, open, panicked};
use xml::Escaped;

const STYLE: &str = include_str!("style.css");
/// The hatching of what is ready, and the head of an arrow.
const DEFS: &str = r#"<pattern id="q" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="s" d="M0 0v6"/></pattern><marker id="p" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path class="p" d="M0 0l8 4l-8 4z"/></marker>"#;

const WIDTH: usize = 960;
const MARGIN: usize = 16;
/// The left end of the lanes, their length, and the part of it in which the waits of a run
/// that hangs go on.
const LEFT: usize = 104;
const LENGTH: usize = 820;
const TAIL: usize = 200;
/// From one lane to the next, and from one line of text to the next.
const LANE: usize = 28;
const LINE: usize = 22;
/// Half the height of what is drawn on a lane.
const HALF: usize = 10;
/// The width of a character: of the usual size, and of the names in bars.
const CHARACTER: f64 = 9.05;
const SMALL_CHARACTER: f64 = 8.45;
/// Maximum number of lanes, maximum width of a poll, and maximum number of rows of one
/// printed text.
const MAX_LANES: usize = 60;
const MAX_POLL_WIDTH: usize = 90;
const MAX_ROWS: usize = 4;

/// How the picture is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Quantity that the horizontal axis measures.
    pub by: By,
    /// Whether to show the tasks of libraries too.
    pub all: bool,
}

/// Writes the picture.
///
/// # Errors
/// Returns any error from writing to `out`.
pub fn write(
    story: &Story,
    subject: &Subject,
    settings: Settings,
    mut out: impl Write,
) -> io::Result<()> {
    let by = settings.by.for_story(story);
    let columns = columns(story, settings.all);
    let tail = match hangs(story, settings.all) {
        true => TAIL,
        false => 0,
    };
    let for_run = LENGTH - tail;
    let bins = match by {
        By::Step if columns <= for_run => {
            columns * (for_run / columns.max(1)).min(MAX_POLL_WIDTH)
        }
        _ => for_run,
    };
    let frame = Frame {
        by,
        all: settings.all,
        bins,
        tail,
        mark: 2 * RADIUS + 2,
        max_lanes: MAX_LANES,
    };
    let mut picture = Picture {
        story,
        layout: Layout::of(story, frame),
        y: 0,
        body: String::new(),
        seen: Seen::default(),
    };
    picture.heading(subject);
    picture.lanes();
    picture.outputs();
    picture.legend();
    picture.closing(settings.by);
    let height = picture.y + MARGIN / 2;
    let title = shorten(&format!("{}: {}", subject.heading, subject.title), 300);
    write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\" aria-labelledby=\"title desc\" xml:space=\"preserve\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <style>\n{STYLE}</style>\n<defs>{DEFS}</defs>\n\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>\n{}</svg>\n",
        Escaped(&title),
        Escaped(&describe(story)),
        picture.body,
    )?;
    out.flush()
}

/// The shapes that have been drawn, for the legend.
#[derive(Default)]
struct Seen {
    poll: bool,
    often: bool,
    running: bool,
    ready: bool,
    waiting: bool,
    done: bool,
    cancelled: bool,
    panicked: bool,
    open: bool,
}

/// The picture while it is drawn. `y` is where the next thing goes.
struct Picture<'a> {
    story: &'a Story,
    layout: Layout,
    y: usize,
    body: String,
    seen: Seen,
}

/// The shapes of all lanes, by what they mean: one path each is short.
#[derive(Default)]
struct Paths {
    waiting: String,
    ready: String,
    running: String,
    polls: String,
    done: String,
    not_done: String,
    open: String,
    /// Names and marks, which lie above the paths.
    above: String,
}

impl Picture<'_> {
    fn text(&mut self, x: usize, class: &str, text: &str) {
        let y = self.y;
        let class = match class {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        let text = Escaped(text);
        self.add(format_args!(
            "<text x=\"{x}\" y=\"{y}\"{class}>{text}</text>\n"
        ));
    }

    fn add(&mut self, shape: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.body.write_fmt(shape);
    }

    fn heading(&mut self, subject: &Subject) {
        self.y = 28;
        let heading = shorten(&subject.heading, 80);
        self.text(MARGIN, "h", &heading);
        if !subject.title.is_empty() {
            self.y += LINE;
            self.text(MARGIN, "", &shorten(&subject.title, 100));
        }
        self.y += 2 * LINE;
    }

    fn lanes(&mut self) {
        let rows = self.layout.lanes.len() + usize::from(self.layout.rest.is_some());
        self.axis(rows);
        let top = self.y + LANE / 2;
        let middle = |row: usize| top + row * LANE;
        let mut paths = Paths::default();
        let lanes = std::mem::take(&mut self.layout.lanes);
        for (row, lane) in lanes.iter().enumerate() {
            self.y = middle(row) + 5;
            self.text(MARGIN, "", &task_name(lane.task));
            self.lane(lane, middle(row), &mut paths);
        }
        if let Some(rest) = &self.layout.rest {
            let y = middle(lanes.len());
            let max = rest.alive.iter().max().copied().unwrap_or_default().max(1);
            let mut shape = format!("M{LEFT} {}", y + HALF);
            let mut before = 0;
            for (bin, alive) in rest.alive.iter().enumerate() {
                let height = 2 * HALF as u64 * u64::from(*alive) / u64::from(max);
                if height != before {
                    let _ =
                        write!(shape, "H{}V{}", LEFT + bin, y + HALF - height as usize);
                    before = height;
                }
            }
            let _ = write!(shape, "H{}V{}z", LEFT + self.layout.bins, y + HALF);
            let marks = rest.marks.iter().enumerate();
            for (bin, mark) in marks.filter_map(|(bin, mark)| Some((bin, (*mark)?))) {
                mark_at(&mut paths.above, LEFT + bin, y, mark);
            }
            let name = format!("+{}", rest.tasks);
            self.y = y + 5;
            self.add(format_args!("<path class=\"w\" d=\"{shape}\"/>\n"));
            self.text(MARGIN, "", &name);
        }
        self.layout.lanes = lanes;
        for (class, path) in [
            ("w", &paths.waiting),
            ("q", &paths.ready),
            ("r", &paths.running),
            ("t", &paths.polls),
            ("k", &paths.done),
            ("x", &paths.not_done),
            ("b", &paths.open),
        ] {
            if !path.is_empty() {
                self.add(format_args!("<path class=\"{class}\" d=\"{path}\"/>\n"));
            }
        }
        self.arrows(top);
        self.body += &paths.above;
        self.y = middle(rows) + 8;
    }

    fn axis(&mut self, rows: usize) {
        let marks = match self.layout.by {
            By::Time => {
                let length = self.story.length_us();
                let last = (self.layout.run_bins - 1) as f64;
                let mut max_marks = 10;
                loop {
                    let axis = Axis::fit(length, max_marks);
                    let at = |at_us: u64| at_us as f64 / length as f64 * last;
                    let marks = axis.marks(length);
                    let marks = marks.map(|(at_us, number)| (at(at_us), number));
                    let marks = marks.collect::<Vec<_>>();
                    let crowded = marks.windows(2).any(|pair| {
                        pair[1].0 - pair[0].0 < (pair[1].1.len() + 2) as f64 * CHARACTER
                    });
                    if !crowded || max_marks == 1 {
                        break marks;
                    }
                    max_marks -= 1;
                }
            }
            By::Step => {
                let jumps = self.layout.jumps.iter();
                let time = |at_us: u64| self.layout.time(at_us);
                jumps
                    .map(|(bin, at_us)| (*bin as f64, time(*at_us)))
                    .collect()
            }
        };
        if !marks.is_empty() {
            self.text(MARGIN, "d", "seconds");
        }
        let height = 8 + rows * LANE;
        let mut grid = String::new();
        // The first number is moved a little to the right, if it is a long one.
        let mut free = MARGIN as f64 + 8.0 * CHARACTER;
        for (index, (x, number)) in marks.into_iter().enumerate() {
            let x = LEFT as f64 + x.round();
            let half = number.len() as f64 * CHARACTER / 2.0;
            let middle = if index == 0 { x.max(free + half) } else { x };
            if middle - half >= free {
                let _ = write!(grid, "M{x} {}v{height}", self.y + 5);
                self.text(middle as usize, "d c", &number);
                free = middle + half + CHARACTER;
            }
        }
        self.add(format_args!("<path class=\"g\" d=\"{grid}\"/>\n"));
        self.y += 8;
    }

    fn lane(&mut self, lane: &Lane, y: usize, paths: &mut Paths) {
        // By step, a mark is inside its poll.
        let inside = match self.layout.by {
            By::Step => {
                let each = self.layout.run_bins / self.layout.columns.max(1);
                (each / 2).min(RADIUS + 4)
            }
            By::Time => 0,
        };
        let cells = lane.cells.iter().enumerate();
        let marks = cells.filter_map(|(bin, cell)| Some((bin + inside, cell.mark?)));
        let marks = marks.collect::<Vec<_>>();
        for bar in &lane.bars {
            self.seen.waiting = true;
            boxed(
                &mut paths.waiting,
                LEFT + bar.from,
                y,
                bar.to - bar.from,
                HALF - 1,
            );
            // The name takes the room that the marks leave.
            let (mut from, mut to) = (bar.from + 7, bar.to.saturating_sub(4));
            for (mark, _) in &marks {
                if *mark < from + RADIUS && mark + RADIUS > bar.from {
                    from = mark + RADIUS + 4;
                } else if *mark > from {
                    to = to.min(mark.saturating_sub(RADIUS + 2));
                    break;
                }
            }
            let room = to.saturating_sub(from) as f64;
            let names = wait_names(self.story, bar.wait);
            let fits = |name: &&String| name.width() as f64 * SMALL_CHARACTER <= room;
            if let Some(name) = names.iter().find(fits) {
                let _ = writeln!(
                    paths.above,
                    "<text x=\"{}\" y=\"{}\" class=\"n\">{}</text>",
                    LEFT + from,
                    y + 5,
                    Escaped(name)
                );
            }
        }
        self.runs(lane, y, paths);
        for (bin, mark) in &marks {
            mark_at(&mut paths.above, LEFT + bin, y, *mark);
        }
        let last = marks.last().map(|(bin, _)| *bin);
        self.end(lane, y, last, paths);
    }

    /// Running, ready, and the polls that took no time.
    fn runs(&mut self, lane: &Lane, y: usize, paths: &mut Paths) {
        let by_step = self.layout.by == By::Step;
        let mut from = 0;
        while from < lane.cells.len() {
            let state = lane.cells[from].state();
            let rest = &lane.cells[from + 1..];
            let same = |cell: &&crate::layout::Cell| {
                let next_poll = state == Some(CellState::Running) && cell.polled;
                cell.state() == state && !next_poll
            };
            let length = 1 + rest.iter().take_while(same).count();
            let x = LEFT + from;
            match state {
                Some(CellState::Running) => {
                    self.seen.running = true;
                    let gap = usize::from(by_step && length > 3);
                    boxed(&mut paths.running, x, y, (length - gap).max(2), HALF);
                }
                Some(CellState::Poll) if length > 2 => {
                    self.seen.often = true;
                    boxed(&mut paths.running, x, y, length, HALF);
                }
                Some(CellState::Poll) => {
                    self.seen.poll = true;
                    let _ = write!(paths.polls, "M{x} {}v{}", y - HALF, 2 * HALF);
                }
                Some(CellState::Ready) => {
                    self.seen.ready = true;
                    boxed(&mut paths.ready, x, y, length, HALF / 2);
                }
                Some(CellState::Waiting) | None => {}
            }
            from += length;
        }
    }

    fn end(&mut self, lane: &Lane, y: usize, marked: Option<usize>, paths: &mut Paths) {
        let after = |bin: usize| match marked {
            Some(mark) if bin < mark + RADIUS => LEFT + mark + RADIUS + 4,
            _ => LEFT + bin + 4,
        };
        for (outcome, bin, _) in &lane.ends {
            match outcome {
                Outcome::Completed => {
                    self.seen.done = true;
                    done(&mut paths.done, after(*bin), y);
                }
                Outcome::Cancelled => {
                    self.seen.cancelled = true;
                    cancelled(&mut paths.not_done, after(*bin), y);
                }
                Outcome::Panicked => {
                    self.seen.panicked = true;
                    panicked(&mut paths.not_done, after(*bin), y);
                }
            }
        }
        let goes_on = lane.cells.last().is_some_and(|cell| cell.state().is_some());
        if lane.open && goes_on {
            self.seen.open = true;
            open(&mut paths.open, after(lane.cells.len() - 1), y);
        }
    }

    fn arrows(&mut self, top: usize) {
        let mut arrows = String::new();
        for wake in &self.layout.wakes {
            let x = LEFT + wake.bin;
            let (from, to) = (top + wake.from * LANE, top + wake.to * LANE);
            let far = wake.from.abs_diff(wake.to);
            let bend = x - (10 + 2 * far).min(24);
            let to = if from < to { to - HALF } else { to + HALF };
            let _ = write!(arrows, "<path d=\"M{x} {from}Q{bend} {} {x} {to}\"/>", {
                usize::midpoint(from, to)
            });
        }
        if !arrows.is_empty() {
            let class = "class=\"a\" marker-end=\"url(#p)\"";
            // A marker belongs to a path; it is inherited from the group.
            self.add(format_args!("<g {class}>{arrows}</g>\n"));
        }
    }

    fn outputs(&mut self) {
        let times = self.layout.outputs.iter();
        let times = times
            .map(|output| self.layout.time(output.at_us).len())
            .max();
        let times = times.unwrap_or_default();
        let last = self.layout.outputs.iter().map(|output| output.task).max();
        let names = task_name(last.unwrap_or_default()).len().max(6);
        let column = |characters: usize| (characters as f64 * CHARACTER) as usize;
        let time_x = MARGIN + 2 * RADIUS + 8;
        let name_x = time_x + column(times + 2);
        let text_x = name_x + column(names + 2);
        let room = ((WIDTH - MARGIN - text_x) as f64 / CHARACTER) as usize;
        let mut before = None;
        for output in std::mem::take(&mut self.layout.outputs) {
            let this = (output.mark, output.at_us, output.task);
            let known = before == Some(this);
            let (class, lead) = match output.stream {
                Stream::Stdout => ("", ""),
                Stream::Stderr => ("e", "stderr: "),
            };
            let text = self.story.text(output.text);
            let rows = printed(text, lead, room, MAX_ROWS);
            for (index, row) in rows.iter().enumerate() {
                self.y += LINE;
                if index == 0 && !known {
                    mark_at(&mut self.body, MARGIN + RADIUS, self.y - 5, output.mark);
                    let time = self.layout.time(output.at_us);
                    self.text(time_x, "d", &time);
                    self.text(name_x, "", &task_name(output.task));
                }
                if !row.is_empty() {
                    self.text(text_x, class, row);
                }
            }
            before = Some(this);
        }
        if self.layout.unlisted > 0 {
            self.y += LINE;
            let more = format!("and {} more lines of output", self.layout.unlisted);
            self.text(text_x, "d", &more);
        }
    }

    /// The shapes that occur, and their meanings.
    fn legend(&mut self) {
        self.y += LINE + LINE / 2;
        let running = match self.layout.by {
            By::Step => running_by_step(&self.layout),
            By::Time => "runs".to_owned(),
        };
        type Sample = fn(&mut String, usize, usize);
        let samples: [(bool, &str, Sample, &str); 10] = [
            (
                self.seen.poll,
                "t",
                |path, x, y| {
                    let _ =
                        write!(path, "M{} {}v{}", x + 5, y - HALF + 2, 2 * HALF - 4);
                },
                "runs for a moment",
            ),
            (
                self.seen.running,
                "r",
                |path, x, y| boxed(path, x, y, 14, HALF - 2),
                &running,
            ),
            (
                self.seen.often,
                "r",
                |path, x, y| boxed(path, x, y, 14, HALF - 2),
                "runs for a moment, again and again",
            ),
            (
                self.seen.ready,
                "q",
                |path, x, y| boxed(path, x, y, 14, HALF / 2),
                "ready",
            ),
            (
                self.seen.waiting,
                "w",
                |path, x, y| boxed(path, x, y, 14, HALF - 3),
                "waits",
            ),
            (
                !self.layout.wakes.is_empty(),
                "a\" marker-end=\"url(#p)",
                |path, x, y| {
                    let _ = write!(path, "M{x} {y}h14");
                },
                "wakes",
            ),
            (self.seen.done, "k", done, "done"),
            (self.seen.cancelled, "x", cancelled, "cancelled"),
            (self.seen.panicked, "x", panicked, "panicked"),
            (self.seen.open, "b", open, "not ended"),
        ];
        let mut x = MARGIN;
        for (_, class, sample, meaning) in samples.iter().filter(|(seen, ..)| *seen) {
            let wide = 20 + ((meaning.len() + 2) as f64 * CHARACTER) as usize;
            if x + wide > WIDTH && x > MARGIN {
                x = MARGIN;
                self.y += LINE;
            }
            let mut path = String::new();
            sample(&mut path, x, self.y - 5);
            self.add(format_args!("<path class=\"{class}\" d=\"{path}\"/>"));
            self.text(x + 20, "d", meaning);
            x += wide;
        }
        if x > MARGIN {
            self.y += LINE;
        }
    }

    fn closing(&mut self, asked: By) {
        let mut text = summary(self.story, &self.layout);
        if asked != self.layout.by && self.layout.polls > 0 {
            let now = self.layout.time(0);
            text += &format!(" · all at {now}, so each column is a poll");
        }
        if self.layout.wakes_left_out > 0 {
            let wakes = self.layout.wakes_left_out;
            text += &format!(" · {wakes} wakes, too many to draw");
        }
        let mut lines = vec![text];
        lines.extend(self.layout.rest.as_ref().map(rest));
        let room = ((WIDTH - 2 * MARGIN) as f64 / CHARACTER) as usize;
        for line in lines {
            for row in wrap(&line, room) {
                self.text(MARGIN, "d", &row);
                self.y += LINE;
            }
        }
    }
}
