//! One lane as a row of characters.

use std::ops::Range;

use anstyle::{AnsiColor, Style};
use recording::Outcome;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::glyphs::Glyphs;
use crate::Story;
use crate::layout::{Cell, CellState, Lane, Rest};
use crate::words::wait_names;

/// Number of columns after the last one of the run: for a mark and for the end.
pub(super) const BEHIND: usize = 2;

/// The name of a wait whose own names do not fit.
const ANY_WAIT: &str = "waits";

/// One column of a row.
#[derive(Clone, Debug, PartialEq)]
enum Column {
    Blank,
    /// The lane itself.
    Lane(char),
    /// A grapheme cluster of a name; empty for the second column of a wide one.
    Name(String),
    Mark(char),
    End(char, Outcome),
}

/// The columns of one lane.
#[derive(Debug)]
pub(super) struct Row {
    columns: Vec<Column>,
}

impl Row {
    /// The part of the lane in these bins.
    pub(super) fn of_lane(
        story: &Story,
        lane: &Lane,
        glyphs: &Glyphs,
        bins: Range<usize>,
    ) -> Row {
        let cells = &lane.cells[bins.clone()];
        let states = cells.iter().map(|cell| cell.state()).collect::<Vec<_>>();
        let mut columns = states
            .iter()
            .map(|state| {
                state.map_or(Column::Blank, |state| Column::Lane(glyphs.state(state)))
            })
            .collect::<Vec<_>>();
        for (index, pair) in cells.windows(2).enumerate() {
            let runs = |cell: &Cell| cell.state() == Some(CellState::Running);
            if runs(&pair[0]) && runs(&pair[1]) && pair[1].polled && !pair[0].polled {
                columns[index + 1] = Column::Lane(glyphs.again);
            }
        }
        columns.extend([const { Column::Blank }; BEHIND]);
        for (column, cell) in columns.iter_mut().zip(cells) {
            if let Some(mark) = cell.mark {
                *column = Column::Mark(glyphs.mark(mark));
            }
        }
        for (how, bin, _) in &lane.ends {
            if !(bins.start..=bins.end).contains(bin) {
                continue;
            }
            // By step, the first column of a band is not right after the last of the
            // one before.
            let after = bin - bins.start;
            let marked = matches!(columns[after], Column::Mark(_));
            let ends_here = after < cells.len() || *bin == lane.cells.len();
            if ends_here {
                columns[after + usize::from(marked)] =
                    Column::End(glyphs.end(*how), *how);
            } else if marked {
                columns[after] = Column::End(glyphs.end(*how), *how);
            }
        }
        let goes_on = states.last().is_some_and(Option::is_some);
        if lane.open && goes_on && bins.end == lane.cells.len() {
            columns[cells.len()] = Column::Lane(glyphs.open);
        }
        for bar in &lane.bars {
            let from = bar.from.max(bins.start);
            let to = (bar.to + 1).min(bins.end);
            if from >= to {
                continue;
            }
            let waiting = |column: &usize| {
                states[*column] == Some(CellState::Waiting)
                    && matches!(columns[*column], Column::Lane(_))
            };
            let mut inside = (from - bins.start..to - bins.start)
                .skip_while(|column| !waiting(column));
            let Some(start) = inside.next() else { continue };
            let length = 1 + inside.take_while(waiting).count();
            let names = wait_names(story, bar.wait);
            let name = name_in(&names, length);
            for (column, name) in columns[start..].iter_mut().zip(name) {
                *column = name;
            }
        }
        Row { columns }
    }

    /// The number of tasks without a lane, in these bins.
    pub(super) fn of_rest(rest: &Rest, glyphs: &Glyphs, bins: Range<usize>) -> Row {
        let max = rest.alive.iter().max().copied().unwrap_or_default().max(1);
        let height = |alive: &u32| {
            let highest = glyphs.heights.len() - 1;
            let height = u64::from(*alive) * highest as u64 / u64::from(max);
            match alive {
                0 => Column::Blank,
                _ => Column::Lane(glyphs.heights[height as usize]),
            }
        };
        let alive = rest.alive[bins.clone()].iter().map(height);
        let marks = rest.marks[bins].iter();
        let columns = alive.zip(marks).map(|(column, mark)| match mark {
            Some(mark) => Column::Mark(glyphs.mark(*mark)),
            None => column,
        });
        Row {
            columns: columns.collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.iter().all(|column| *column == Column::Blank)
    }

    /// The characters of the lane in it, without letters.
    pub(super) fn glyphs(&self) -> impl Iterator<Item = char> {
        self.columns.iter().filter_map(|column| match column {
            Column::Lane(glyph) | Column::End(glyph, _) => Some(*glyph),
            _ => None,
        })
    }

    /// The row as text. `style` is that of its task.
    pub(super) fn styled(&self, style: Style) -> String {
        let last = self
            .columns
            .iter()
            .rposition(|column| *column != Column::Blank);
        let columns = &self.columns[..last.map_or(0, |last| last + 1)];
        let mut text = String::new();
        let mut now = Style::new();
        for column in columns {
            let mut letter = [0; 4];
            let (glyph, style) = match column {
                Column::Blank => (" ", Style::new()),
                Column::Lane(glyph) => (&*glyph.encode_utf8(&mut letter), style),
                Column::Name(cluster) => (cluster.as_str(), Style::new()),
                Column::Mark(mark) => (&*mark.encode_utf8(&mut letter), style.bold()),
                Column::End(glyph, outcome) => {
                    let style = match outcome {
                        Outcome::Completed => style,
                        _ => AnsiColor::Red.on_default(),
                    };
                    (&*glyph.encode_utf8(&mut letter), style.bold())
                }
            };
            if style != now {
                text += &format!("{now:#}{style}");
                now = style;
            }
            text += glyph;
        }
        text + &format!("{now:#}")
    }
}

/// Returns the columns of the first of these names that fits a bar of this length,
/// between two blanks; none if not even [`ANY_WAIT`] does.
fn name_in(names: &[String], length: usize) -> Vec<Column> {
    let names = names.iter().map(String::as_str).chain([ANY_WAIT]);
    let mut names = names.map(columns_of);
    names.find(|name| name.len() <= length).unwrap_or_default()
}

fn columns_of(name: &str) -> Vec<Column> {
    let mut columns = vec![Column::Name(" ".to_owned())];
    for cluster in name.graphemes(true) {
        match (cluster.width(), columns.last_mut()) {
            // A mark without a letter belongs to the one before.
            (0, Some(Column::Name(before))) => before.push_str(cluster),
            (width, _) => {
                columns.push(Column::Name(cluster.to_owned()));
                columns
                    .extend(vec![Column::Name(String::new()); width.saturating_sub(1)]);
            }
        }
    }
    columns.push(Column::Name(" ".to_owned()));
    columns
}
