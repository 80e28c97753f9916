//! The whole picture, at every stop and in windows of all sizes.

use std::time::Instant;

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{Event, KeyCode};
use ratatui::{Terminal, TerminalOptions, Viewport};
use views::{Story, Subject};

use super::*;
use crate::terminal::Picture;

const SIMPLE: &str = include_str!("../../../views/tests/runs/simple.jsonl");

/// Every stop in windows of every sort, with a program of odd lines.
#[test]
fn there_is_a_picture_at_every_size() {
    let story = Story::read(SIMPLE.as_bytes()).expect("it was recorded");
    let wide = format!("let 名 = \"{}\"; // why", "请求".repeat(60));
    let mut source = vec![wide; 20];
    source.extend(["\t\x1b[2J".to_owned(), String::new()]);
    let subject = Subject {
        heading: "名".repeat(200),
        file: "crates/03-gather-vs-wait/examples/simple.rs".to_owned(),
        source,
        annotations: [(14, "why ".repeat(300))].into(),
        ..Subject::default()
    };
    let capabilities = Capabilities {
        colour: true,
        unicode: true,
    };
    let sizes = [
        (1, 1),
        (59, 16),
        (60, 16),
        (61, 19),
        (80, 24),
        (300, 100),
        (60, 100),
    ];
    for (width, height) in sizes {
        let bytes = Picture::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let backend = CrosstermBackend::new(bytes.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport });
        let mut terminal = terminal.expect("it is in memory");
        let mut screen = vt100::Parser::new(height, width, 0);
        let mut app =
            App::new(&story, &subject, Some("it failed")).expect("it is short");
        let press = |app: &mut App<'_>, key: char| {
            let key = Event::Key(KeyCode::Char(key).into());
            app.event(&key, Instant::now());
        };
        press(&mut app, 'a');
        for _ in 0..app.replay.stops().len() {
            let drawn = terminal.draw(|frame| draw(frame, &mut app, capabilities));
            drawn.expect("it is in memory");
            screen.process(&bytes.0.take());
            // Only the changes were written; they must look like a new picture.
            let mut anew = Buffer::empty(Rect::new(0, 0, width, height));
            if width >= MIN_SIZE.0 && height >= MIN_SIZE.1 {
                panes(anew.area, &mut app, &mut anew);
                let rows = screen.screen().rows(0, width);
                let rows = rows.map(|row| row.trim_end().to_owned());
                assert_eq!(rows.collect::<Vec<_>>(), visible(&anew));
            }
            press(&mut app, 'l');
        }
        let last = screen.screen().contents();
        assert!(width < 60 || last.contains("it failed"), "{last}");
        press(&mut app, '?');
        let drawn = terminal.draw(|frame| draw(frame, &mut app, capabilities));
        drawn.expect("it is in memory");
    }
}

/// A recording in a file has the name of the file as its heading, and of its program.
#[test]
fn a_name_wider_than_the_window_is_cut() {
    let story = Story::read(SIMPLE.as_bytes()).expect("it was recorded");
    let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
    for name in ["a".repeat(500), "名".repeat(500), family.repeat(500)] {
        let subject = Subject {
            heading: name.clone(),
            title: name.clone(),
            file: name.clone(),
            source: vec![name; 3],
            ..Subject::default()
        };
        let mut app = App::new(&story, &subject, None).expect("it is short");
        for width in 60..90 {
            let mut picture = Buffer::empty(Rect::new(0, 0, width, 24));
            panes(picture.area, &mut app, &mut picture);
        }
    }
}

/// The rows as a terminal shows them: what a wide character covers is not seen.
fn visible(picture: &Buffer) -> Vec<String> {
    let rows = picture.content.chunks(usize::from(picture.area.width));
    let rows = rows.map(|row| {
        let mut text = String::new();
        let mut column = 0;
        while let Some(cell) = row.get(column) {
            text += cell.symbol();
            column += cell.symbol().width().max(1);
        }
        text.trim_end().to_owned()
    });
    rows.collect()
}

#[test]
fn the_line_to_see_is_in_the_picture() {
    for height in 1..30 {
        for lines in 1..60 {
            let mut top = 0;
            for lit in (1..=lines).chain([lines / 2 + 1, 1, lines]) {
                top = source::scroll(top, Some(lit), lines, height);
                assert!((top..top + height).contains(&(lit - 1)), "{lit} of {lines}");
                assert!(top == 0 || top + height <= lines, "{lit} of {lines}");
                assert_eq!(source::scroll(top, None, lines, height), top);
            }
        }
    }
}
