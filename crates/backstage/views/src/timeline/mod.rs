//! The timeline in a terminal: a lane for each task, time to the right.

mod row;
mod signs;

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use recording::{Outcome, Stream, task_name};
use unicode_width::UnicodeWidthStr;

use crate::annotated::colour;
use crate::axis::Axis;
use crate::columns::{pad, wrap};
use crate::layout::{Frame, Layout, Output, columns, effective};
use crate::words::{
    MOST_CHARACTERS, clipped, counted, printed, rest, running_by_step, summary,
};
use crate::{Story, Subject};

use row::Row;
use signs::{ASCII, MODERN, Signs};

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
const GAP: usize = 2;
/// Behind the last column of the run there is room for a mark and for the end.
const BEHIND: usize = 2;
/// More lanes than this do not fit a screen.
const MOST_LANES: usize = 40;
/// The widest that a poll is drawn, and the most rows of lanes, one below the other,
/// before several polls share a column.
const WIDEST_POLL: usize = 8;
const MOST_BANDS: usize = 6;
/// Of one text that was printed, so many rows are shown.
const MOST_ROWS: usize = 12;

/// What is to the right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The time of the run: waits are bars, and polls in virtual time are ticks.
    #[default]
    Time,
    /// One column for each poll: who ran when.
    Step,
}

/// How the timeline is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What is to the right.
    pub by: By,
    /// The columns there are.
    pub width: usize,
    /// Without the characters that only a modern terminal has.
    pub ascii: bool,
    /// With the tasks of libraries.
    pub all: bool,
}

/// Draws the run into `out`, in at most `settings.width` columns (40 at least). Colours
/// are ANSI sequences; `out` takes them away where nobody wants them.
///
/// # Errors
/// Whatever `out` reports.
pub fn draw(
    story: &Story,
    subject: &Subject,
    settings: Settings,
    out: impl Write,
) -> io::Result<()> {
    let by = effective(story, settings.by);
    let width = settings.width.max(40);
    let last = story
        .lanes(settings.all)
        .last()
        .copied()
        .unwrap_or_default();
    let names = task_name(last).width().max("seconds".width());
    let room = width - names - GAP - BEHIND;
    let columns = columns(story, settings.all);
    let bins = match by {
        By::Time => room,
        By::Step if columns <= room => {
            columns * (room / columns.max(1)).min(WIDEST_POLL)
        }
        By::Step if columns <= room * MOST_BANDS => columns,
        By::Step => room,
    };
    let frame = Frame {
        by,
        all: settings.all,
        bins,
        mark: 1,
        most_lanes: MOST_LANES,
    };
    let mut picture = Picture {
        story,
        layout: Layout::of(story, frame),
        signs: if settings.ascii { &ASCII } else { &MODERN },
        width,
        names,
        room,
        seen: BTreeSet::new(),
        out,
    };
    picture.heading(subject)?;
    picture.bands()?;
    picture.outputs()?;
    picture.legend()?;
    picture.closing(subject, settings.by)
}

/// The timeline while it is written.
struct Picture<'a, W> {
    story: &'a Story,
    layout: Layout,
    signs: &'static Signs,
    width: usize,
    /// The columns of the names, and those of the lanes.
    names: usize,
    room: usize,
    /// The signs that have been drawn.
    seen: BTreeSet<char>,
    out: W,
}

impl<W: Write> Picture<'_, W> {
    fn heading(&mut self, subject: &Subject) -> io::Result<()> {
        let heading = self.own(&clipped(&subject.heading, MOST_CHARACTERS));
        let title = self.own(&clipped(&subject.title, MOST_CHARACTERS));
        let taken = heading.width() + GAP + title.width();
        if taken <= self.width {
            let gap = self.width - heading.width() - title.width();
            let gap = if title.is_empty() { 0 } else { gap };
            return writeln!(self.out, "{BOLD}{heading}{BOLD:#}{:gap$}{title}", "");
        }
        for line in wrap(&heading, self.width) {
            writeln!(self.out, "{BOLD}{line}{BOLD:#}")?;
        }
        for line in wrap(&title, self.width) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// The lanes; by step there may be several bands of them, one below the other.
    fn bands(&mut self) -> io::Result<()> {
        let mut from = 0;
        loop {
            let to = (from + self.room).min(self.layout.bins);
            self.axis(from, to)?;
            for index in 0..self.layout.lanes.len() {
                let lane = &self.layout.lanes[index];
                let row = Row::of_lane(self.story, lane, self.signs, from..to);
                let name = task_name(lane.task);
                // A task that is not there in this band needs no row, if there are more.
                let alone = self.layout.bins <= self.room;
                if alone || !row.is_empty() {
                    self.row(&name, row)?;
                }
            }
            if let Some(rest) = &self.layout.rest {
                let row = Row::of_rest(rest, self.signs, from..to);
                self.row(&format!("+{}", rest.tasks), row)?;
            }
            from = to;
            if from >= self.layout.bins {
                return Ok(());
            }
            writeln!(self.out)?;
        }
    }

    fn row(&mut self, name: &str, row: Row) -> io::Result<()> {
        let style = colour(name);
        self.seen.extend(row.signs());
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
        let idle = self.layout.idle[from..to].iter();
        let rule = idle.map(|idle| if *idle { ' ' } else { self.signs.rule });
        let mut rule = rule.collect::<Vec<_>>();
        for (column, number) in marks {
            rule[column - from] = self.signs.rule_mark;
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
        let unit = pad("seconds", self.names);
        writeln!(self.out, "{DIM}{unit}{:GAP$}{numbers}{DIM:#}", "")?;
        let indent = self.names + GAP;
        writeln!(self.out, "{DIM}{:indent$}{rule}{DIM:#}", "")
    }

    fn time_marks(&self) -> Vec<(usize, String)> {
        let length = self.story.length_us();
        let columns = self.layout.bins - 1;
        let column = |at_us: u64| {
            let column = at_us as f64 * columns as f64 / length as f64;
            column.round() as usize
        };
        // As many as there is room for.
        let mut most = columns / 10;
        loop {
            let axis = Axis::fit(length, most);
            let marks = axis.marks(length);
            let marks = marks.map(|(at_us, number)| (column(at_us), number));
            let marks = marks.collect::<Vec<_>>();
            let crowded = marks
                .windows(2)
                .any(|pair| pair[1].0 - pair[0].0 < pair[1].1.width() + GAP);
            if !crowded || most <= 1 {
                return marks;
            }
            most -= 1;
        }
    }

    fn step_marks(&self, from: usize, to: usize) -> Vec<(usize, String)> {
        let jumps = self.layout.jumps.iter();
        let shown = jumps.filter(|(bin, _)| (from..to).contains(bin));
        shown
            .map(|(bin, at_us)| (*bin, self.layout.time(*at_us)))
            .collect()
    }

    /// What was printed, with the mark of each line.
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
            let rows = printed(self.story.text(output.text), text, room, MOST_ROWS);
            for (index, row) in rows.iter().enumerate() {
                let first = index == 0 && !known;
                if !first && row.is_empty() {
                    writeln!(self.out)?;
                    continue;
                }
                let of = |text: String| if first { text } else { String::new() };
                let mark = of(self.signs.mark(output.mark).to_string());
                let time = of(self.layout.time(output.at_us));
                let name = pad(&of(name.clone()), names);
                let colour = colour(name.trim_end());
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

    /// The signs that occur, and what they mean.
    fn legend(&mut self) -> io::Result<()> {
        let signs = self.signs;
        let running = match self.layout.by {
            By::Step => running_by_step(&self.layout),
            By::Time => "runs".to_owned(),
        };
        let open = "not over when the recording ends";
        let meanings = [
            (signs.poll, "runs for a moment (a poll)".to_owned()),
            (signs.running, running),
            (signs.ready, "ready, but another one runs".to_owned()),
            (signs.waiting, "waits".to_owned()),
            (signs.end(Outcome::Completed), "done".to_owned()),
            (signs.end(Outcome::Cancelled), "cancelled".to_owned()),
            (signs.end(Outcome::Panicked), "panicked".to_owned()),
            (signs.open, open.to_owned()),
        ];
        let mut legend = Vec::new();
        if !self.layout.outputs.is_empty() {
            legend.push("A printed, see above".to_owned());
        }
        if self.layout.idle.contains(&true) {
            legend.push("(gap above) nobody runs, the clock jumps".to_owned());
        }
        for (sign, meaning) in meanings {
            if self.seen.contains(&sign) {
                legend.push(format!("{sign} {meaning}"));
            }
        }
        writeln!(self.out)?;
        // A sign and its meaning stay together.
        let legend = legend.iter().map(|entry| entry.replace(' ', "\u{a0}"));
        let legend = legend.collect::<Vec<_>>().join("   ");
        for line in wrap(&legend, self.width) {
            writeln!(self.out, "{DIM}{}{DIM:#}", line.replace('\u{a0}', " "))?;
        }
        if let Some(others) = &self.layout.rest {
            let (few, many) =
                (signs.heights[0], signs.heights[signs.heights.len() - 1]);
            let most = others.alive.iter().max().copied().unwrap_or_default();
            let text = rest(self.story, others);
            let text = format!("{text}; from few of them, {few}, to {most}, {many}");
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
            .map(|command| clipped(command, MOST_CHARACTERS));
        let by_step = command.as_ref().map_or_else(
            || "--by step".to_owned(),
            |command| format!("{command} --by step"),
        );
        match (asked, self.layout.by) {
            (By::Time, By::Time) if self.layout.polled_together => {
                lines.push(format!("who ran when: {by_step}"));
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

    /// Text of ours in the characters there are.
    fn own(&self, text: &str) -> String {
        self.signs.text(text)
    }
}
