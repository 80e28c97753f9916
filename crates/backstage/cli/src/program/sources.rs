//! The sources of the programs, which tell what a task awaits at a line.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use recording::{Event, EventKind};

use crate::course::{Position, awaited_at, read_text};

/// The sources below one folder, as far as they were asked for.
pub(crate) struct Sources<'a> {
    root: &'a Path,
    files: HashMap<String, String>,
    found: HashMap<(String, Position), Option<String>>,
}

impl<'a> Sources<'a> {
    pub(crate) fn new(root: &'a Path) -> Self {
        Sources {
            root,
            files: HashMap::new(),
            found: HashMap::new(),
        }
    }

    /// Adds to a wait what is awaited at the lines at which its task stands.
    pub(crate) fn name_awaits(&mut self, event: &mut Event) {
        let EventKind::Waiting { stack, .. } = &mut event.kind else {
            return;
        };
        let Some(place) = &event.place else {
            return;
        };
        for frame in Arc::make_mut(stack) {
            let file = frame.file.as_deref().unwrap_or(&place.file);
            frame.awaits = self.awaited_at(file, (frame.line, frame.column));
        }
    }

    fn awaited_at(&mut self, file: &str, at: Position) -> Option<String> {
        let key = (file.to_owned(), at);
        if let Some(known) = self.found.get(&key) {
            return known.clone();
        }
        let (files, root) = (&mut self.files, self.root);
        let text = files
            .entry(file.to_owned())
            .or_insert_with(|| read_text(&root.join(file)).unwrap_or_default());
        let found = awaited_at(text, at);
        self.found.insert(key, found.clone());
        found
    }
}
