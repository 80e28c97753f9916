//! One lane as a row of characters.

use std::ops::Range;

use anstyle::{AnsiColor, Style};
use recording::Outcome;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::BEHIND;
use super::signs::Signs;
use crate::Story;
use crate::layout::{Cell, Lane, Look, Rest};
use crate::words::wait_names;

/// A name is cut to no less than this.
const SHORTEST_NAME: usize = 6;

/// What stands in one column.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Column {
    Blank,
    /// The lane itself.
    Lane(char),
    /// A letter of a name; `None` behind one that takes two columns.
    Name(Option<char>),
    Mark(char),
    End(char, Outcome),
}

/// The columns of one lane.
#[derive(Debug)]
pub(super) struct Row {
    columns: Vec<Column>,
}

impl Row {
    /// The part of the lane that stands in these bins.
    pub(super) fn of_lane(
        story: &Story,
        lane: &Lane,
        signs: &Signs,
        bins: Range<usize>,
    ) -> Row {
        let cells = &lane.cells[bins.clone()];
        let looks = cells.iter().map(|cell| cell.look()).collect::<Vec<_>>();
        let mut columns = looks
            .iter()
            .map(|look| {
                look.map_or(Column::Blank, |look| Column::Lane(signs.look(look)))
            })
            .collect::<Vec<_>>();
        for (index, pair) in cells.windows(2).enumerate() {
            let runs = |cell: &Cell| cell.look() == Some(Look::Running);
            if runs(&pair[0]) && runs(&pair[1]) && pair[1].polled && !pair[0].polled {
                columns[index + 1] = Column::Lane(signs.again);
            }
        }
        columns.extend([Column::Blank; BEHIND]);
        for (column, cell) in columns.iter_mut().zip(cells) {
            if let Some(mark) = cell.mark {
                *column = Column::Mark(signs.mark(mark));
            }
        }
        match lane.end {
            Some((how, bin, _)) if (bins.start..=bins.end).contains(&bin) => {
                // By step, the first column of a band is not behind the last of the
                // one before.
                let behind = bin - bins.start;
                let marked = matches!(columns[behind], Column::Mark(_));
                let ends_here = behind < cells.len() || bin == lane.cells.len();
                if ends_here {
                    columns[behind + usize::from(marked)] =
                        Column::End(signs.end(how), how);
                } else if marked {
                    columns[behind] = Column::End(signs.end(how), how);
                }
            }
            // It is still there at the end of the run.
            None if bins.end == lane.cells.len()
                && looks.last().is_some_and(Option::is_some) =>
            {
                columns[cells.len()] = Column::Lane(signs.open);
            }
            _ => {}
        }
        for bar in &lane.bars {
            let from = bar.from.max(bins.start);
            let to = (bar.to + 1).min(bins.end);
            if from >= to {
                continue;
            }
            let waiting = |column: &usize| {
                looks[*column] == Some(Look::Waiting)
                    && matches!(columns[*column], Column::Lane(_))
            };
            let mut inside = (from - bins.start..to - bins.start)
                .skip_while(|column| !waiting(column));
            let Some(start) = inside.next() else { continue };
            let length = 1 + inside.take_while(waiting).count();
            let names = wait_names(story, bar.wait);
            for (index, letter) in
                name_in(&names, length, signs).into_iter().enumerate()
            {
                columns[start + index] = letter;
            }
        }
        Row { columns }
    }

    /// How many of the tasks without a lane there are.
    pub(super) fn of_rest(rest: &Rest, signs: &Signs, bins: Range<usize>) -> Row {
        let most = rest.alive.iter().max().copied().unwrap_or_default().max(1);
        let height = |alive: &u32| {
            let highest = signs.heights.len() - 1;
            let height = u64::from(*alive) * highest as u64 / u64::from(most);
            match alive {
                0 => Column::Blank,
                _ => Column::Lane(signs.heights[height as usize]),
            }
        };
        let alive = rest.alive[bins.clone()].iter().map(height);
        let marks = rest.marks[bins].iter();
        let columns = alive.zip(marks).map(|(column, mark)| match mark {
            Some(mark) => Column::Mark(signs.mark(*mark)),
            None => column,
        });
        Row {
            columns: columns.collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.iter().all(|column| *column == Column::Blank)
    }

    /// The signs in it, without letters.
    pub(super) fn signs(&self) -> impl Iterator<Item = char> {
        self.columns.iter().filter_map(|column| match column {
            Column::Lane(sign) | Column::End(sign, _) => Some(*sign),
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
            let (sign, style) = match column {
                Column::Blank => (Some(' '), Style::new()),
                Column::Lane(sign) => (Some(*sign), style),
                Column::Name(letter) => (*letter, Style::new()),
                Column::Mark(letter) => (Some(*letter), style.bold()),
                Column::End(sign, Outcome::Completed) => (Some(*sign), style.bold()),
                Column::End(sign, _) => {
                    (Some(*sign), AnsiColor::Red.on_default().bold())
                }
            };
            if style != now {
                text += &format!("{now:#}{style}");
                now = style;
            }
            text.extend(sign);
        }
        text + &format!("{now:#}")
    }
}

/// The columns of the first of these names that fits a bar of this length, between two
/// blanks; of a cut one, if none does.
fn name_in(names: &[String], length: usize, signs: &Signs) -> Vec<Column> {
    let fits = |name: &&String| name.width() + 2 <= length;
    let name = match names.iter().find(fits) {
        Some(name) => name.clone(),
        None if length >= SHORTEST_NAME + 2 => cut(names, length - 2, signs.ellipsis),
        None => return Vec::new(),
    };
    let mut columns = vec![Column::Name(Some(' '))];
    for letter in name.chars() {
        match letter.width() {
            None | Some(0) => {}
            Some(width) => {
                columns.push(Column::Name(Some(letter)));
                columns.extend(vec![Column::Name(None); width - 1]);
            }
        }
    }
    columns.push(Column::Name(Some(' ')));
    columns
}

/// The beginning of the last name, in this many columns.
fn cut(names: &[String], room: usize, end: &str) -> String {
    let mut cut = String::new();
    for letter in names.last().map_or("", String::as_str).chars() {
        if cut.width() + letter.width().unwrap_or(0) + end.width() > room {
            break;
        }
        cut.push(letter);
    }
    cut + end
}
