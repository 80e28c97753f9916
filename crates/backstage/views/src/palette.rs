//! The colours of tasks, the same in every view.

use anstyle::AnsiColor;

/// Returns the colour of a task; `None` for `main`. Five colours repeat, so no view
/// tells tasks apart by colour alone.
pub fn task_colour(task: u32) -> Option<AnsiColor> {
    const COLOURS: [AnsiColor; 5] = [
        AnsiColor::Cyan,
        AnsiColor::Green,
        AnsiColor::Magenta,
        AnsiColor::Yellow,
        AnsiColor::Blue,
    ];
    (task != recording::MAIN).then(|| COLOURS[task as usize % COLOURS.len()])
}
