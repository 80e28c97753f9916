//! Notices a run that can never go on, so that it ends with a reason instead of hanging.
//!
//! It is asked when the runtime has no ready task left. It never ends a run that could go
//! on: nothing may be left that could wake a task. That excludes timers, open sockets and
//! other threads, and on the real clock signals that the program handles, such as Ctrl-C.
//! Where one of these cannot be told, it is silent; but a circle of locks is named where
//! the number of threads is unknown (on Windows).

use recording::{Clock, TaskKind, task_name};

use super::record::Recorder;
use super::stacks::StackId;
use super::state::{Holder, PendingWait, State, Task};

/// The reason why the run can never go on, if it cannot.
pub(super) fn stuck_reason(recorder: &Recorder, state: &mut State) -> Option<String> {
    // Asked each time the thread goes to sleep, so the usual answer must be quick.
    let rings = |wait: &PendingWait| wait.timer && !wait.rung;
    let goes_on = |task: &&Task| {
        task.ready || task.kind == TaskKind::Blocking || task.waits.iter().any(rings)
    };
    if state.tasks.iter().any(|task| !task.ended && goes_on(&task)) {
        return None;
    }
    let signals = || recorder.clock == Clock::Real && handles_signals();
    let alone = num_threads::is_single_threaded();
    if state.time.open_sockets() != Some(0) || alone == Some(false) || signals() {
        return None;
    }
    if let Some(links) = circle(state) {
        let links = links
            .into_iter()
            .map(|link| describe(recorder, state, link));
        return Some(format!(
            "deadlock: {}",
            links.collect::<Vec<_>>().join("; ")
        ));
    }
    alone?;
    let waiting = (0..).zip(&state.tasks).filter(|(_, task)| !task.ended);
    let waiting = waiting.map(|(number, task)| {
        let mut stands = task
            .waits
            .iter()
            .filter_map(|wait| wait.stands)
            .collect::<Vec<_>>();
        stands.extend(task.stands.filter(|_| stands.is_empty()));
        (number, stands)
    });
    let waiting = waiting.collect::<Vec<_>>();
    let names = waiting.into_iter().map(|(number, stands)| {
        let mut lines = stands
            .into_iter()
            .filter_map(|stands| state.stacks.line(stands, &recorder.file))
            .collect::<Vec<_>>();
        lines.dedup();
        let lines = lines
            .into_iter()
            .map(|line| line.to_string())
            .collect::<Vec<_>>();
        match lines.as_slice() {
            [] => task_name(number),
            [line] => format!("{} (in line {line})", task_name(number)),
            lines => {
                format!("{} (in lines {})", task_name(number), lines.join(" and "))
            }
        }
    });
    let names = names.collect::<Vec<_>>().join(", ");
    Some(format!("stuck: nothing is left that could wake {names}"))
}

/// A task that waits for a lock, and the one that holds it.
struct Link {
    waiter: u32,
    stands: Option<StackId>,
    holder: Holder,
    /// Where a future of the same task stands that is not polled any more.
    left_alone: Option<StackId>,
}

/// A circle of tasks, each of which waits for a lock that the next holds.
fn circle(state: &State) -> Option<Vec<Link>> {
    let link = |waiter: u32| {
        let waits = &state.tasks.get(waiter as usize)?.waits;
        waits.iter().find_map(|wait| {
            let others = waits.iter().filter(|other| other.poll != wait.poll);
            Some(Link {
                waiter,
                stands: wait.stands,
                holder: *state.held.get(&wait.resource)?,
                left_alone: others.filter_map(|other| other.stands).next(),
            })
        })
    };
    let tasks = u32::try_from(state.tasks.len()).unwrap_or(u32::MAX);
    (0..tasks).find_map(|first| {
        let mut links = vec![link(first)?];
        // A chain longer than that leads into a circle that begins elsewhere.
        while links.len() <= tasks as usize {
            let next = links.last()?.holder.task;
            if next == first {
                return Some(links);
            }
            links.push(link(next)?);
        }
        None
    })
}

fn describe(recorder: &Recorder, state: &mut State, link: Link) -> String {
    let mut line = |stands: Option<StackId>| {
        let line = state.stacks.line(stands?, &recorder.file)?;
        Some(format!("line {line}"))
    };
    let waits = line(link.stands).map_or(String::new(), |line| format!(" in {line}"));
    let since_s = link.holder.since_us as f64 / 1e6;
    let took = line(link.holder.stands);
    let took = took.map_or(String::new(), |line| format!(" in {line}"));
    // A task that locks twice has one future; one that has two may have left the other.
    let alone = link.left_alone.filter(|_| link.waiter == link.holder.task);
    let alone = line(alone).map_or(String::new(), |line| {
        format!(", in a future that stands in {line} and is not polled any more")
    });
    format!(
        "{} waits{waits} for the lock that {} took{took} at {since_s:.2} s{alone}",
        task_name(link.waiter),
        task_name(link.holder.task),
    )
}

/// Whether the program handles a signal, or that cannot be told.
fn handles_signals() -> bool {
    /// The bits of SIGBUS and SIGSEGV, by which the standard library notices the overflow
    /// of a stack.
    const STACK_OVERFLOW: u64 = 1 << 6 | 1 << 10;
    let caught = std::fs::read_to_string("/proc/self/status").ok();
    let caught = caught.as_deref().and_then(|status| {
        let mask = status
            .lines()
            .find_map(|line| line.strip_prefix("SigCgt:"))?;
        u64::from_str_radix(mask.trim(), 16).ok()
    });
    caught.is_none_or(|caught| caught & !STACK_OVERFLOW != 0)
}
