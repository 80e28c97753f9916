//! The awaits at which tasks stand, read off the stack of the thread.
//!
//! A capture is a list of addresses and takes microseconds. What lines they are is looked
//! up once for each different stack, from the debug information of the program.

use std::collections::HashMap;
use std::hint::black_box;
use std::path::Path;
use std::ptr;
use std::sync::Arc;

use recording::{Frame, Place};

/// Maximum number of frames of a stack: a recursion may be deeper.
const MAX_FRAMES: usize = 256;

/// Maximum number of captures. A run in class has some hundreds; ten thousand tasks would
/// take several times as long if each of their waits were captured.
const MAX_CAPTURES: usize = 2000;

/// How far above the address in [`Stacks::capture`] the frames of the poll can begin.
const STACK_TOP_BYTES: usize = 4096;

/// Where the functions live that poll a task: those above them are not its own.
const POLLS: [&str; 2] = [
    "tokio::runtime::task::core::",
    "classroom::main_task::Observed",
];

/// The number of a stack.
#[derive(Clone, Copy)]
pub(crate) struct StackId(usize);

/// The different stacks of a run.
#[derive(Default)]
pub(crate) struct Stacks {
    ids: HashMap<Arc<[usize]>, StackId>,
    stacks: Vec<Stack>,
    captures: usize,
    /// The folder that the workspace was compiled in, with a `/` at its end.
    root: Option<String>,
}

enum Stack {
    /// The return addresses, the innermost first.
    Captured(Arc<[usize]>),
    Resolved(Arc<[Frame]>, Option<Place>),
}

/// One line of source on a stack.
struct Line {
    /// The file, from the workspace root.
    file: String,
    line: u32,
    column: Option<u32>,
    function: String,
}

/// Returns an address on the stack of this thread, near its end.
#[inline(never)]
pub(crate) fn stack_address() -> usize {
    let local = 0_u8;
    ptr::from_ref(black_box(&local)).addr()
}

/// Reads the debug information of the program, which is otherwise done for the first stack.
pub(crate) fn read_debug_information() {
    backtrace::trace(|frame| {
        backtrace::resolve_frame(frame, |_| {});
        false
    });
}

impl Stacks {
    /// Captures the stack of this thread, up to the frame that called for the poll if an
    /// address near that is known. `None` after [`MAX_CAPTURES`].
    pub(crate) fn capture(&mut self, stack_top: Option<usize>) -> Option<StackId> {
        if self.captures == MAX_CAPTURES {
            return None;
        }
        self.captures += 1;
        let end = stack_top.map(|address| address + STACK_TOP_BYTES);
        let mut addresses = Vec::with_capacity(64);
        backtrace::trace(|frame| {
            addresses.push(frame.ip().addr());
            addresses.len() < MAX_FRAMES
                && end.is_none_or(|end| frame.sp().addr() < end)
        });
        if let Some(known) = self.ids.get(&*addresses) {
            return Some(*known);
        }
        let id = StackId(self.stacks.len());
        let addresses = Arc::<[usize]>::from(addresses);
        self.stacks.push(Stack::Captured(addresses.clone()));
        self.ids.insert(addresses, id);
        Some(id)
    }

    /// The awaits on a stack of the program whose main file is `file`, and the line of the
    /// innermost one. Nothing where the program has no debug information.
    pub(crate) fn lines(
        &mut self,
        StackId(id): StackId,
        file: &str,
    ) -> (Arc<[Frame]>, Option<Place>) {
        if let Stack::Captured(addresses) = &self.stacks[id] {
            let addresses = addresses.clone();
            let (frames, place) = self.resolve(&addresses, file);
            self.stacks[id] = Stack::Resolved(frames, place);
        }
        match &self.stacks[id] {
            Stack::Resolved(frames, place) => (frames.clone(), place.clone()),
            Stack::Captured(_) => Default::default(),
        }
    }

    /// The line of the innermost await on a stack.
    pub(crate) fn line(&mut self, stack: StackId, file: &str) -> Option<u32> {
        self.lines(stack, file).1.map(|place| place.line)
    }

    fn resolve(
        &mut self,
        addresses: &[usize],
        file: &str,
    ) -> (Arc<[Frame]>, Option<Place>) {
        let mut lines = Vec::new();
        let mut in_poll = true;
        for address in addresses {
            // A return address is behind the call.
            let address = ptr::without_provenance_mut(address.wrapping_sub(1));
            backtrace::resolve(address, |symbol| {
                let name = symbol.name().map(|name| format!("{name:#}"));
                let name = name.unwrap_or_default();
                in_poll &= !POLLS.iter().any(|poll| name.contains(poll));
                if let (Some(path), Some(line)) = (symbol.filename(), symbol.lineno())
                    && let Some(file) = self.in_workspace(path, file)
                {
                    let function = function_name(&name);
                    lines.push(Line {
                        file,
                        line,
                        column: symbol.colno(),
                        function,
                    });
                }
            });
            if !in_poll {
                break;
            }
        }
        // Where a library of the course waits, the program's await that leads there counts.
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let of_program = |line: &Line| line.file.starts_with(folder);
        match lines.iter().any(of_program) {
            true => lines.retain(of_program),
            false => lines.retain(|line| !line.file.starts_with("crates/backstage/")),
        }
        lines.reverse();
        // Of the closures that a macro wraps around its branches, only the function is left.
        lines.dedup_by(|inner, outer| {
            inner.function == ASYNC_BLOCK && same_line(inner, outer)
        });
        let Some(place) = lines.last().map(|line| Place::new(&line.file, line.line))
        else {
            return Default::default();
        };
        let frames = lines.into_iter().map(|line| Frame {
            function: line.function,
            line: line.line,
            column: line.column,
            awaits: None,
            file: (line.file != place.file).then_some(line.file),
        });
        (frames.collect(), Some(place))
    }

    /// The path from the workspace root, of a file in it.
    fn in_workspace(&mut self, path: &Path, file: &str) -> Option<String> {
        let path = path.to_str()?.replace('\\', "/");
        if self.root.is_none() {
            let root = path
                .strip_suffix(file)
                .or_else(|| path.strip_suffix(file!()));
            self.root = root.map(str::to_owned);
        }
        path.strip_prefix(self.root.as_deref()?).map(str::to_owned)
    }
}

const ASYNC_BLOCK: &str = "async block";

fn same_line(one: &Line, other: &Line) -> bool {
    one.line == other.line && one.file == other.file
}

/// The name of a function as a reader knows it, from its path: `wait` of
/// `simple::wait::{{closure}}`, which is the body of an async function; a further closure
/// is an async block in it.
fn function_name(path: &str) -> String {
    let path = path.replace("{{closure}}", "{closure}");
    let mut parts = split_path(&path);
    let closures = parts
        .iter()
        .rev()
        .take_while(|part| part.starts_with('{'))
        .count();
    parts.truncate(parts.len() - closures);
    match (parts.as_slice(), closures) {
        (_, 2..) => ASYNC_BLOCK.to_owned(),
        ([.., kind, function], _) if kind.starts_with('<') || starts_upper(kind) => {
            format!("{}::{function}", type_name(kind))
        }
        ([.., function], _) => (*function).to_owned(),
        ([], _) => ASYNC_BLOCK.to_owned(),
    }
}

/// The parts of a path between its `::`, apart from those inside of angle brackets. Generic
/// arguments are left out.
fn split_path(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut begin) = (0, 0);
    for (index, character) in path.char_indices() {
        match character {
            '<' => depth += 1,
            // That of an arrow closes nothing.
            '>' if !path[..index].ends_with('-') => depth -= 1,
            ':' if depth == 0 && path[index..].starts_with("::") => {
                parts.push(&path[begin..index]);
                begin = index + 2;
            }
            _ => {}
        }
    }
    parts.push(&path[begin..]);
    // `::<u32>` is a part of its own behind the function; `<T as Trait>` is the first part.
    let first = parts.remove(0);
    parts.retain(|part| !part.starts_with('<') && !part.is_empty());
    parts.insert(0, first);
    parts
}

/// The type in `<crate::Type<T> as Trait>`, or in `Type<T>`.
fn type_name(part: &str) -> &str {
    let part = part.trim_start_matches('<');
    let part = part.split([' ', '<', '>']).next().unwrap_or(part);
    part.rsplit("::").next().unwrap_or(part)
}

fn starts_upper(part: &str) -> bool {
    part.starts_with(|first: char| first.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_have_the_names_that_a_reader_knows() {
        for (path, name) in [
            ("simple::main", "main"),
            ("simple::main::{{closure}}", "main"),
            ("simple::wait::{{closure}}", "wait"),
            ("simple::main::{{closure}}::{{closure}}", "async block"),
            (
                "simple::first::<alloc::string::String>::{{closure}}",
                "first",
            ),
            ("simple::Till::sell::{{closure}}", "Till::sell"),
            ("simple::Till<T>::sell::{{closure}}", "Till::sell"),
            (
                "<simple::Egg<T> as core::future::future::Future>::poll",
                "Egg::poll",
            ),
            ("simple::{async_fn#0}", "simple"),
            ("<fn(u32) -> u8 as simple::Call>::call", "fn(u32)::call"),
        ] {
            assert_eq!(function_name(path), name, "{path}");
        }
    }
}
