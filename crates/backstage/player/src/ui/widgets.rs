//! The parts of the panes: rules, rows, paragraphs, and styles.

use anstyle::AnsiColor;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;
use views::columns::{clip, wrap};

/// Width of a name such as `task 10`, and a gap.
pub(crate) const NAME: usize = 9;

pub(crate) const PLAIN: Style = Style::new();
pub(crate) const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
pub(crate) const DIM: Style = Style::new().add_modifier(Modifier::DIM);

/// Returns the style of a task's name.
pub(crate) fn task_style(task: u32) -> Style {
    match views::task_colour(task) {
        None => BOLD,
        Some(AnsiColor::Cyan) => PLAIN.fg(Color::Cyan),
        Some(AnsiColor::Green) => PLAIN.fg(Color::Green),
        Some(AnsiColor::Magenta) => PLAIN.fg(Color::Magenta),
        Some(AnsiColor::Yellow) => PLAIN.fg(Color::Yellow),
        Some(_) => PLAIN.fg(Color::Blue),
    }
}

/// Draws a line across the area, with a title in it.
pub(crate) fn rule(area: Rect, title: &str, out: &mut Buffer) {
    let width = usize::from(area.width);
    let title = clip(title, width.saturating_sub(4));
    let rest = width.saturating_sub(title.width() + 4);
    let spans = [
        Span::styled("─ ", DIM),
        Span::raw(title),
        Span::styled(format!(" {}", "─".repeat(rest + 1)), DIM),
    ];
    put(area, 0, spans, out);
}

/// Returns the area without its first row, which has the rule.
pub(crate) fn below_rule(area: Rect) -> Rect {
    Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    }
}

/// Draws the texts, each in rows of its own and in its own style, in as many rows as fit;
/// with `…` where they are cut.
pub(crate) fn paragraphs(area: Rect, texts: &[(&str, Style)], out: &mut Buffer) {
    let width = usize::from(area.width);
    let texts = texts.iter().filter(|(text, _)| !text.is_empty());
    let rows = texts.flat_map(|(text, style)| {
        let rows = wrap(text, width).into_iter();
        rows.map(|row| (row, *style))
    });
    let rows = rows.collect::<Vec<_>>();
    let height = usize::from(area.height);
    for (row, (text, style)) in (0..).zip(rows.iter().take(height)) {
        let cut = usize::from(row) + 1 == height && rows.len() > height;
        let text = match cut {
            true => clip(&format!("{text} …"), width),
            false => text.clone(),
        };
        put(area, row, [Span::styled(text, *style)], out);
    }
}

/// Draws one row.
pub(crate) fn put<'t>(
    area: Rect,
    row: u16,
    spans: impl IntoIterator<Item = Span<'t>>,
    out: &mut Buffer,
) {
    if row < area.height {
        let line = Line::from_iter(spans);
        out.set_line(area.x, area.y + row, &line, area.width);
    }
}
