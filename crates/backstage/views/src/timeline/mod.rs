//! The timeline in a terminal: a lane for each task, time to the right.

mod glyphs;
mod row;

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use recording::{Outcome, Stream, task_name};
use unicode_width::UnicodeWidthStr;

use crate::axis::{Axis, By};
use crate::columns::{pad, shorten, wrap};
use crate::layout::{Frame, Layout, Output, columns, hangs};
use crate::palette::task_colour;
use crate::words::{MAX_LINE_CHARS, counted, printed, rest, running_by_step, summary};
use crate::{Story, Subject};

use glyphs::{ASCII, Glyphs, UNICODE};
use row::{BEHIND, Row};

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
const GAP: usize = 2;
/// Number of columns in which the waits of a run that hangs go on.
const TAIL: usize = 20;
/// Maximum number of lanes; more do not fit a screen.
const MAX_LANES: usize = 40;
/// The same where a stretch of the run is marked below: a screen has other lines as well.
const MAX_STRETCH_LANES: usize = 12;
/// Maximum width of a poll, and maximum number of rows of lanes, one below the other,
/// before several polls share a column.
const MAX_POLL_WIDTH: usize = 8;
const MAX_BANDS: usize = 6;
/// Maximum number of rows of one printed text.
const MAX_ROWS: usize = 12;

/// How the timeline is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Quantity that the horizontal axis measures.
    pub by: By,
    /// Number of columns.
    pub width: usize,
    /// Whether to use ASCII characters only.
    pub ascii: bool,
    /// Whether to show the tasks of libraries too.
    pub all: bool,
}

/// Draws the run into `out`, in at most `settings.width` columns (40 at least). Colours
/// are ANSI sequences; `out` removes them where they are not wanted.
///
/// # Errors
/// Returns any error from writing to `out`.
pub fn draw(
    story: &Story,
    subject: &Subject,
    settings: Settings,
    out: impl Write,
) -> io::Result<()> {
    let mut picture = Picture::of(story, settings, MAX_LANES, out);
    picture.heading(subject)?;
    picture.bands()?;
    picture.outputs()?;
    picture.legend()?;
    picture.closing(subject, settings.by)
}

/// Draws the lanes of the run alone, by time, and below them a mark under the stretch from
/// one time to another, in microseconds. A run that takes no time is drawn by step, without
/// a mark.
///
/// # Errors
/// Returns any error from writing to `out`.
pub fn draw_stretch(
    story: &Story,
    settings: Settings,
    (from_us, to_us): (u64, u64),
    out: impl Write,
) -> io::Result<()> {
    let by = By::Time;
    let settings = Settings { by, ..settings };
    let mut picture = Picture::of(story, settings, MAX_STRETCH_LANES, out);
    picture.bands()?;
    if picture.layout.by != By::Time {
        return Ok(());
    }
    let (from, to) = (picture.column(from_us), picture.column(to_us));
    let indent = picture.names + GAP + from;
    let mark = "^".repeat(to.saturating_sub(from) + 1);
    let style = AnsiColor::Red.on_default().bold();
    writeln!(picture.out, "{:indent$}{style}{mark}{style:#}", "")
}

impl<'a, W: Write> Picture<'a, W> {
    /// Settles what the picture shows, and how wide its parts are.
    fn of(story: &'a Story, settings: Settings, max_lanes: usize, out: W) -> Self {
        let by = settings.by.for_story(story);
        let width = settings.width.max(40);
        let last = story.lanes(settings.all).last().copied();
        let names = task_name(last.unwrap_or_default()).width();
        let names = names.max("seconds".width());
        let room = width - names - GAP - BEHIND;
        let tail = match hangs(story, settings.all) {
            true => TAIL.min(room / 2),
            false => 0,
        };
        let for_run = room - tail;
        let columns = columns(story, settings.all);
        let bins = match by {
            By::Time => for_run,
            By::Step if columns <= for_run => {
                columns * (for_run / columns.max(1)).min(MAX_POLL_WIDTH)
            }
            By::Step if columns <= room * MAX_BANDS => columns,
            By::Step => for_run,
        };
        let frame = Frame {
            by,
            all: settings.all,
            bins,
            tail,
            mark: 1,
            max_lanes,
        };
        Picture {
            story,
            layout: Layout::of(story, frame),
            glyphs: if settings.ascii { &ASCII } else { &UNICODE },
            width,
            names,
            room,
            seen: BTreeSet::new(),
            out,
        }
    }

    /// The column of a time.
    fn column(&self, at_us: u64) -> usize {
        let columns = self.layout.run_bins - 1;
        let length = self.story.length_us().max(1);
        let column = at_us as f64 * columns as f64 / length as f64;
        (column.round() as usize).min(columns)
    }
}

/// The timeline while it is written.
struct Picture<'a, W> {
    story: &'a Story,
    layout: Layout,
    glyphs: &'static Glyphs,
    width: usize,
    /// Number of columns of the names, and of the lanes.
    names: usize,
    room: usize,
    /// The characters that have been drawn.
    seen: BTreeSet<char>,
    out: W,
}

impl<W: Write> Picture<'_, W> {
    fn heading(&mut self, subject: &Subject) -> io::Result<()> {
        let subject = Subject {
            heading: self.own(&subject.heading),
            title: self.own(&subject.title),
            ..Subject::default()
        };
        subject.write_heading(self.width, &mut self.out)
    }

    /// The lanes; by step there may be several bands of them, one below the other.
    fn bands(&mut self) -> io::Result<()> {
        let mut from = 0;
        loop {
            let to = (from + self.room).min(self.layout.bins);
            self.axis(from, to)?;
            for index in 0..self.layout.lanes.len() {
                let lane = &self.layout.lanes[index];
                let row = Row::of_lane(self.story, lane, self.glyphs, from..to);
                let name = task_name(lane.task);
                // A task that does not exist in this band needs no row, if there are more.
                let alone = self.layout.bins <= self.room;
                if alone || !row.is_empty() {
                    self.row(&name, task_style(lane.task), row)?;
                }
            }
            if let Some(rest) = &self.layout.rest {
                let row = Row::of_rest(rest, self.glyphs, from..to);
                self.row(&format!("+{}", rest.tasks), Style::new(), row)?;
            }
            from = to;
            if from >= self.layout.bins {
                return Ok(());
            }
            writeln!(self.out)?;
        }
    }

    fn row(&mut self, name: &str, style: Style, row: Row) -> io::Result<()> {
        self.seen.extend(row.glyphs());
        let name = pad(name, self.names);
        let row = row.styled(style);
        let line = format!("{style}{name}{style:#}{:GAP$}{row}", "");
        writeln!(self.out, "{}", line.trim_end())
    }

    fn axis(&mut self, from: usize, to: usize) -> io::Result<()> {
        let marks = match self.layout.by {
            By::Time => self.time_marks(),
            By::Step => self.step_marks(from, to),
        };
        if marks.is_empty() {
            return Ok(());
        }
        let mut numbers = String::new();
        let rule = (from..to).map(|bin| {
            let blank = self.layout.idle[bin] || bin >= self.layout.run_bins;
            if blank { ' ' } else { self.glyphs.rule }
        });
        let mut rule = rule.collect::<Vec<_>>();
        for (column, number) in marks {
            rule[column - from] = self.glyphs.rule_mark;
            // Above its mark; those at the edges are moved inside.
            let start = (column - from).saturating_sub((number.width() - 1) / 2);
            let start = start.min((self.room + BEHIND).saturating_sub(number.width()));
            let taken = numbers.width();
            if taken == 0 || start > taken {
                numbers += &" ".repeat(start - taken);
                numbers += &number;
            }
        }
        let rule = rule.into_iter().collect::<String>();
        let rule = rule.trim_end();
        let unit = pad("seconds", self.names);
        writeln!(self.out, "{DIM}{unit}{:GAP$}{numbers}{DIM:#}", "")?;
        let indent = self.names + GAP;
        writeln!(self.out, "{DIM}{:indent$}{rule}{DIM:#}", "")
    }

    fn time_marks(&self) -> Vec<(usize, String)> {
        let length = self.story.length_us();
        // As many as fit.
        let mut max_marks = (self.layout.run_bins - 1) / 10;
        loop {
            let axis = Axis::fit(length, max_marks);
            let marks = axis.marks(length);
            let marks = marks.map(|(at_us, number)| (self.column(at_us), number));
            let marks = marks.collect::<Vec<_>>();
            let crowded = marks
                .windows(2)
                .any(|pair| pair[1].0 - pair[0].0 < pair[1].1.width() + GAP);
            if !crowded || max_marks <= 1 {
                return marks;
            }
            max_marks -= 1;
        }
    }

    fn step_marks(&self, from: usize, to: usize) -> Vec<(usize, String)> {
        let jumps = self.layout.jumps.iter();
        let shown = jumps.filter(|(bin, _)| (from..to).contains(bin));
        shown
            .map(|(bin, at_us)| (*bin, self.layout.time(*at_us)))
            .collect()
    }

    /// The printed lines, each with its mark.
    fn outputs(&mut self) -> io::Result<()> {
        if self.layout.outputs.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        let times = self.layout.outputs.iter();
        let times = times
            .map(|output| self.layout.time(output.at_us).len())
            .max();
        let times = times.unwrap_or_default();
        let names = self.names;
        let taken = 1 + GAP + times + GAP + names + GAP;
        let room = self.width.saturating_sub(taken).max(1);
        let mut before: Option<Output> = None;
        for output in self.layout.outputs.clone() {
            let same = |one: &Output| {
                one.mark == output.mark
                    && one.at_us == output.at_us
                    && one.task == output.task
            };
            let known = before.as_ref().is_some_and(same);
            let name = task_name(output.task);
            let (style, text) = match output.stream {
                Stream::Stdout => (Style::new(), ""),
                Stream::Stderr => (AnsiColor::Red.on_default(), "stderr: "),
            };
            let rows = printed(self.story.text(output.text), text, room, MAX_ROWS);
            for (index, row) in rows.iter().enumerate() {
                let first = index == 0 && !known;
                if !first && row.is_empty() {
                    writeln!(self.out)?;
                    continue;
                }
                let of = |text: String| if first { text } else { String::new() };
                let mark = of(self.glyphs.mark(output.mark).to_string());
                let time = of(self.layout.time(output.at_us));
                let name = pad(&of(name.clone()), names);
                let colour = task_style(output.task);
                let line = format!(
                    "{BOLD}{mark:1}{BOLD:#}{:GAP$}{DIM}{time:>times$}{DIM:#}{:GAP$}\
                     {colour}{name}{colour:#}{:GAP$}{style}{row}{style:#}",
                    "", "", "",
                );
                writeln!(self.out, "{}", line.trim_end())?;
            }
            before = Some(output);
        }
        if self.layout.unlisted > 0 {
            let more = counted(self.layout.unlisted, "more line");
            let more = self.own(&format!("…  and {more} of output"));
            writeln!(self.out, "{DIM}{more}{DIM:#}")?;
        }
        Ok(())
    }

    /// The characters that occur, and their meanings.
    fn legend(&mut self) -> io::Result<()> {
        let glyphs = self.glyphs;
        let running = match self.layout.by {
            By::Step => running_by_step(&self.layout),
            By::Time => "runs".to_owned(),
        };
        let open = "not ended when the recording ends";
        let meanings = [
            (glyphs.poll, "runs for a moment (a poll)".to_owned()),
            (glyphs.running, running),
            (glyphs.ready, "ready, but another one runs".to_owned()),
            (glyphs.waiting, "waits".to_owned()),
            (glyphs.end(Outcome::Completed), "done".to_owned()),
            (glyphs.end(Outcome::Cancelled), "cancelled".to_owned()),
            (glyphs.end(Outcome::Panicked), "panicked".to_owned()),
            (glyphs.open, open.to_owned()),
        ];
        let mut legend = Vec::new();
        if !self.layout.outputs.is_empty() {
            legend.push("A printed, see above".to_owned());
        }
        if self.layout.idle.contains(&true) {
            legend.push("(gap above) no task runs, the clock jumps".to_owned());
        }
        for (glyph, meaning) in meanings {
            if self.seen.contains(&glyph) {
                legend.push(format!("{glyph} {meaning}"));
            }
        }
        writeln!(self.out)?;
        // A character and its meaning stay together.
        let legend = legend.iter().map(|entry| entry.replace(' ', "\u{a0}"));
        let legend = legend.collect::<Vec<_>>().join("   ");
        for line in wrap(&legend, self.width) {
            writeln!(self.out, "{DIM}{}{DIM:#}", line.replace('\u{a0}', " "))?;
        }
        if let Some(others) = &self.layout.rest {
            let (few, many) =
                (glyphs.heights[0], glyphs.heights[glyphs.heights.len() - 1]);
            let max = others.alive.iter().max().copied().unwrap_or_default();
            let text = rest(others);
            let text = format!("{text}; from few of them, {few}, to {max}, {many}");
            for line in wrap(&self.own(&text), self.width) {
                writeln!(self.out, "{DIM}{line}{DIM:#}")?;
            }
        }
        Ok(())
    }

    fn closing(&mut self, subject: &Subject, asked: By) -> io::Result<()> {
        let mut lines = vec![summary(self.story, &self.layout)];
        let command = subject
            .command
            .as_deref()
            .map(|command| shorten(command, MAX_LINE_CHARS));
        let by_step = command.as_ref().map_or_else(
            || "--by step".to_owned(),
            |command| format!("{command} --by step"),
        );
        match (asked, self.layout.by) {
            (By::Time, By::Time) if self.layout.polled_together => {
                lines.push(format!("which task ran when: {by_step}"));
            }
            (By::Step, By::Step) if self.story.length_us() > 0 => {
                let by_time = command.unwrap_or_else(|| "--by time".to_owned());
                lines.push(format!("how long they wait: {by_time}"));
            }
            (By::Time, By::Step) if self.layout.polls > 0 => {
                let now = self.layout.time(0);
                lines[0] += &format!(" · all at {now}, so each column is a poll");
            }
            _ => {}
        }
        for line in &lines {
            for line in wrap(&self.own(line), self.width) {
                writeln!(self.out, "{DIM}{line}{DIM:#}")?;
            }
        }
        self.out.flush()
    }

    /// Returns a text of the timeline itself in the characters of the terminal.
    fn own(&self, text: &str) -> String {
        self.glyphs.text(text)
    }
}

/// Returns the style of a task.
pub(crate) fn task_style(task: u32) -> Style {
    task_colour(task).map_or(Style::new(), AnsiColor::on_default)
}
