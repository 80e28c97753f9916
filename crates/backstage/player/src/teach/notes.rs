//! The teacher's remarks, in a second window that follows the first.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, KeyCode, KeyModifiers};
use ratatui::layout::Rect;
use ratatui::text::Span;
use views::columns::clip;
use views::{Capabilities, Deck};

use super::draw::{Row, texts};
use super::stage::{Stop, stops};
use crate::Screen;
use crate::ui::fallback;
use crate::ui::widgets::{BOLD, DIM, PLAIN, put};

/// The time between two looks at where the first window is.
const PAUSE: Duration = Duration::from_millis(200);

/// Shows the remarks until the teacher leaves them. `place` is the file in which the first
/// window tells where it is.
///
/// # Errors
/// Returns an error if the terminal cannot be written to or read from.
pub fn show_notes(
    deck: &Deck,
    place: &Path,
    capabilities: Capabilities,
) -> io::Result<()> {
    let stops = stops(deck);
    let mut screen = Screen::enter()?;
    let mut scrolled = 0_usize;
    loop {
        let at = fs::read_to_string(place).ok();
        let at = at.and_then(|text| text.trim().parse::<usize>().ok());
        let stop = stops[at.unwrap_or(0).min(stops.len() - 1)];
        screen.draw(|frame| {
            let area = frame.area();
            let rows = remarks(deck, stop, usize::from(area.width).max(20));
            let height = usize::from(area.height).saturating_sub(1);
            scrolled = scrolled.min(rows.len().saturating_sub(height));
            let out = frame.buffer_mut();
            for (row, spans) in (0..).zip(rows.iter().skip(scrolled).take(height)) {
                put(area, row, spans.iter().cloned(), out);
            }
            let last = Rect {
                y: area.y + area.height.saturating_sub(1),
                height: 1,
                ..area
            };
            let keys = "follows the lesson · ↑ ↓ scroll  q quit";
            put(last, 0, [Span::styled(keys, DIM)], out);
            fallback::apply(capabilities, out);
        })?;
        if event::poll(PAUSE)?
            && let Event::Key(key) = event::read()?
            && !key.is_release()
        {
            let control = key.modifiers.contains(KeyModifiers::CONTROL);
            match key.code {
                KeyCode::Char('q') | KeyCode::Esc => return Ok(()),
                KeyCode::Char('c' | 'd') if control => return Ok(()),
                KeyCode::Down | KeyCode::Char('j') => scrolled += 1,
                KeyCode::Up | KeyCode::Char('k') => {
                    scrolled = scrolled.saturating_sub(1);
                }
                _ => {}
            }
        }
    }
}

/// What the teacher needs at this stop: the page with its answer, what comes next, and the
/// page for the teacher.
fn remarks(deck: &Deck, stop: Stop, width: usize) -> Vec<Row> {
    let mut rows = vec![vec![Span::styled(clip(&deck.heading, width), BOLD)]];
    let page = match stop {
        Stop::Page(page, _) => Some(page),
        Stop::Goals | Stop::Recap => None,
    };
    if let Some(slide) = page.map(|page| &deck.slides[page]) {
        let title = format!("{} · {} min: {}", slide.name, slide.minutes, slide.claim);
        rows.extend(texts(&[title], BOLD, width));
        for (label, part) in [
            ("ask", &slide.ask),
            ("answer", &slide.answer),
            ("try", &slide.try_it),
            ("then", &slide.outcome),
        ] {
            if !part.is_empty() {
                let text = format!("{label}: {}", part.join(" "));
                rows.extend(texts(&[text], PLAIN, width));
            }
        }
    }
    let next = match (page, stop) {
        (Some(page), _) => deck.slides.get(page + 1),
        (None, Stop::Goals) => deck.slides.first(),
        _ => None,
    };
    if let Some(next) = next {
        let text =
            format!("next: {} · {} min: {}", next.name, next.minutes, next.claim);
        rows.extend(texts(&[text], DIM, width));
    }
    rows.push(Row::new());
    rows.extend(texts(&deck.remarks, PLAIN, width));
    rows
}
