//! The picture of a slide: the heading, what its stage shows, the clock and the keys.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use recording::task_name;
use unicode_width::UnicodeWidthStr;
use views::columns::{clip, escape_controls, pad, wrap};
use views::timeline::{self, Settings};
use views::{By, Capabilities, Slide};

use super::stage::{Stage, Stop};
use super::state::{Run, Teach, is_message};
use crate::highlight::highlighted;
use crate::ui::widgets::{BOLD, DIM, PLAIN, put, rule, task_style};
use crate::ui::{MIN_SIZE, fallback, too_small};

/// Rows above and below the body.
const TOP: u16 = 3;
const BOTTOM: u16 = 2;

/// The keys, with what they do.
const HELP: [(&str, &str); 9] = [
    ("→ space", "next (also Page Down, Enter)"),
    ("←", "back (also Page Up, Backspace)"),
    ("↑ ↓", "scroll"),
    ("i", "the run at once"),
    ("r", "the run again"),
    ("w", "walk through the run, from this moment"),
    ("e", "change the program in your editor, and run it"),
    ("Home End", "to the goals, to the recap"),
    ("q", "leave (also Esc, Ctrl-C)"),
];

/// One row of the body.
pub(super) type Row = Vec<Span<'static>>;

/// Draws the present stop.
pub(super) fn draw(
    frame: &mut Frame<'_>,
    teach: &mut Teach,
    capabilities: Capabilities,
) {
    let area = frame.area();
    let out = frame.buffer_mut();
    if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
        too_small(area, out);
        return;
    }
    heading(area, teach, out);
    let body = Rect {
        y: area.y + TOP,
        height: area.height - TOP - BOTTOM,
        ..area
    };
    let width = usize::from(body.width);
    let (top, bottom) = match teach.help {
        true => (help(&teach.deck.lesson), Vec::new()),
        false => rows(teach, width, capabilities),
    };
    // What is at the bottom stays there: the question below its program.
    let fixed = u16::try_from(bottom.len()).unwrap_or(0).min(body.height);
    let upper = Rect {
        height: body.height - fixed,
        ..body
    };
    let height = usize::from(upper.height);
    teach.scrolled = teach.scrolled.min(top.len().saturating_sub(height));
    // The end of a run is what has just come.
    let from = match teach.stop() {
        Stop::Page(_, Stage::Run) if teach.playing.is_some() => {
            top.len().saturating_sub(height)
        }
        _ => teach.scrolled,
    };
    for (row, spans) in (0..).zip(top.iter().skip(from).take(height)) {
        put(upper, row, spans.iter().cloned(), out);
    }
    let below = top.len().saturating_sub(from + height);
    let lower = Rect {
        y: upper.y + upper.height,
        height: fixed,
        ..body
    };
    for (row, spans) in (0..).zip(&bottom) {
        put(lower, row, spans.iter().cloned(), out);
    }
    footer(area, teach, below, out);
    fallback::apply(capabilities, out);
}

fn heading(area: Rect, teach: &Teach, out: &mut Buffer) {
    let width = usize::from(area.width);
    let (name, claim) = match teach.page() {
        Some((slide, ..)) => (slide.name.as_str(), slide.claim.as_str()),
        None => ("", ""),
    };
    let heading = match name.is_empty() {
        true => teach.deck.heading.clone(),
        false => format!("{} › {name}", teach.deck.heading),
    };
    put(area, 0, [Span::styled(clip(&heading, width), BOLD)], out);
    put(area, 1, [Span::raw(clip(claim, width))], out);
    let title = match teach.stop() {
        _ if teach.help => "keys",
        Stop::Goals => "after this lesson",
        Stop::Recap => "recap",
        Stop::Page(_, Stage::Program) => "program",
        Stop::Page(_, Stage::Ask) => "question",
        Stop::Page(_, Stage::Run) => "run",
        Stop::Page(_, Stage::Picture) => "picture",
        Stop::Page(_, Stage::Answer) => "answer",
        Stop::Page(_, Stage::Try) => "try",
        Stop::Page(_, Stage::Outcome) => "what happens",
    };
    let line = Rect {
        y: area.y + 2,
        height: 1,
        ..area
    };
    rule(line, title, out);
}

fn footer(area: Rect, teach: &Teach, below: usize, out: &mut Buffer) {
    let line = Rect {
        y: area.y + area.height - 1,
        height: 1,
        ..area
    };
    let used = teach.began.elapsed().as_secs() / 60;
    let page = match teach.stop() {
        Stop::Goals => "goals".to_owned(),
        Stop::Recap => "recap".to_owned(),
        Stop::Page(page, _) => {
            format!("page {} of {}", page + 1, teach.deck.slides.len())
        }
    };
    let (planned, all) = (teach.planned(), teach.deck.minutes());
    let clock = format!("{page} · {used} min used, {planned} planned of {all}");
    let keys = match below {
        0 => "→ next  ← back  ? keys".to_owned(),
        rows => format!("↓ {rows} more  → next  ? keys"),
    };
    let room = usize::from(area.width).saturating_sub(keys.width() + 2);
    let clock = pad(&clip(&clock, room), room + 2);
    put(line, 0, [Span::styled(clock + &keys, DIM)], out);
}

/// The rows of the body: those that scroll, and those that stay below them.
fn rows(
    teach: &Teach,
    width: usize,
    capabilities: Capabilities,
) -> (Vec<Row>, Vec<Row>) {
    let deck = &teach.deck;
    let Some((slide, run, stage)) = teach.page() else {
        let text = match teach.stop() {
            Stop::Goals => &deck.goals,
            _ => &deck.recap,
        };
        return (texts(text, PLAIN, width), Vec::new());
    };
    match stage {
        Stage::Program => {
            let mut rows = texts(&slide.idea, PLAIN, width);
            rows.push(Row::new());
            rows.extend(program(slide, width));
            (rows, Vec::new())
        }
        Stage::Ask => (code(slide, width), framed(texts(&slide.ask, BOLD, width))),
        Stage::Run => (output(teach, slide, run, width), Vec::new()),
        Stage::Picture => (picture(run, width, capabilities), Vec::new()),
        Stage::Answer => {
            let mut rows = texts(&slide.ask, DIM, width);
            rows.push(Row::new());
            rows.extend(texts(&slide.answer, BOLD, width));
            if !slide.in_python.is_empty() {
                rows.push(Row::new());
                let python = format!("In Python: {}", slide.in_python.join(" "));
                rows.extend(texts(&[python], PLAIN, width));
            }
            (rows, Vec::new())
        }
        Stage::Try => (
            code(slide, width),
            framed(texts(&slide.try_it, BOLD, width)),
        ),
        Stage::Outcome => {
            let mut rows = texts(&slide.try_it, DIM, width);
            rows.push(Row::new());
            rows.extend(texts(&slide.outcome, BOLD, width));
            (rows, Vec::new())
        }
    }
}

/// A question below the program, with an empty row above it.
fn framed(rows: Vec<Row>) -> Vec<Row> {
    [vec![Row::new()], rows].concat()
}

/// Texts in rows of at most `width` columns.
pub(super) fn texts(texts: &[String], style: Style, width: usize) -> Vec<Row> {
    let rows = texts.iter().flat_map(|text| {
        if text.starts_with("    ") {
            return vec![clip(text, width)];
        }
        let indent = if text.starts_with("- ") { "  " } else { "" };
        let rows = wrap(text, width - indent.len());
        let rows = rows.into_iter().enumerate();
        let mut rows = rows
            .map(|(index, row)| {
                if index == 0 {
                    row
                } else {
                    format!("{indent}{row}")
                }
            })
            .collect::<Vec<_>>();
        if rows.is_empty() {
            rows.push(String::new());
        }
        rows
    });
    rows.map(|row| vec![Span::styled(row, style)]).collect()
}

fn program(slide: &Slide, width: usize) -> Vec<Row> {
    lines(slide, 0, width)
}

/// The program without the `use` at its top: what it does.
fn code(slide: &Slide, width: usize) -> Vec<Row> {
    let is_code = |(_, line): &(usize, String)| {
        !line.is_empty() && !line.starts_with("use ") && !line.starts_with(['}', ' '])
    };
    lines(
        slide,
        slide.program.iter().position(is_code).unwrap_or(0),
        width,
    )
}

fn lines(slide: &Slide, from: usize, width: usize) -> Vec<Row> {
    let last = slide.program.last().map_or(0, |(number, _)| *number);
    let digits = last.to_string().len();
    let lines = slide.program[from..].iter().map(|(number, line)| {
        let margin = Span::styled(format!("{number:>digits$} "), DIM);
        let line = clip(&escape_controls(line), width.saturating_sub(digits + 1));
        let code = highlighted(&line);
        std::iter::once(margin).chain(code).collect()
    });
    lines.collect()
}

/// The lines of the run that have come.
fn output(teach: &Teach, slide: &Slide, run: &Run, width: usize) -> Vec<Row> {
    let texts = run.lines.iter().flat_map(|line| line.text.lines());
    let widest = texts.map(UnicodeWidthStr::width).max().unwrap_or(0);
    let lead = 6 + 2 + 7 + 2;
    let room = widest.clamp(16, (width - lead).saturating_sub(22).max(16));
    let mut rows = Vec::new();
    for line in teach.lines_shown() {
        let text = line.text.split('\n').map(escape_controls);
        let message = is_message(line);
        let room = if message { width - lead } else { room };
        let text = text.flat_map(|text| wrap(&text, room)).collect::<Vec<_>>();
        let why = match message {
            true => Vec::new(),
            false => wrap(&line.why, (width - lead).saturating_sub(room + 2).max(10)),
        };
        for index in 0..text.len().max(why.len()).max(1) {
            let of = |rows: &[String]| rows.get(index).cloned().unwrap_or_default();
            let name = if message {
                "stderr".to_owned()
            } else {
                task_name(line.task)
            };
            let (time, name) = match index {
                0 => (run.seconds(line.at_us), name),
                _ => (String::new(), String::new()),
            };
            rows.push(vec![
                Span::styled(format!("{time:>6}"), DIM),
                Span::raw("  "),
                Span::styled(pad(&name, 7), task_style(line.task)),
                Span::raw("  "),
                Span::styled(pad(&of(&text), room), BOLD),
                Span::raw("  "),
                Span::styled(of(&why), DIM),
            ]);
        }
    }
    if !teach.is_playing() {
        let end = match &slide.failed {
            Some(failed) => escape_controls(failed),
            None => format!("done at {}", run.seconds(run.length_us())),
        };
        rows.push(Row::new());
        rows.push(vec![Span::styled(end, DIM)]);
    }
    rows
}

/// The timeline of the run, as the terminal draws it.
fn picture(run: &Run, width: usize, capabilities: Capabilities) -> Vec<Row> {
    let Some(story) = &run.story else {
        return vec![vec![Span::raw("no task ran")]];
    };
    let settings = Settings {
        by: By::Time,
        width,
        ascii: !capabilities.unicode,
        all: false,
    };
    let mut text = Vec::new();
    // Into memory it is always written.
    let _ = timeline::draw(story, &views::Subject::default(), settings, &mut text);
    let text = anstream::adapter::strip_bytes(&text).into_vec();
    let text = String::from_utf8_lossy(&text);
    let lines = text.lines().skip_while(|line| line.is_empty());
    lines.map(|line| vec![Span::raw(line.to_owned())]).collect()
}

fn help(lesson: &str) -> Vec<Row> {
    let keys = HELP.iter().map(|(key, does)| {
        let key = Span::styled(format!("  {}", pad(key, 11)), BOLD);
        vec![key, Span::raw(*does)]
    });
    let mut rows = keys.collect::<Vec<_>>();
    rows.push(Row::new());
    let notes =
        format!("Your remarks, in a second window: just teach {lesson} --notes");
    rows.push(vec![Span::raw(notes)]);
    rows
}
