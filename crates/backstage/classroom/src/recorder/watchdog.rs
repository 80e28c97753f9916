//! Notices a run that can never go on, so that it ends with a reason instead of hanging.
//!
//! It is asked when the runtime has no ready task left. It never ends a run that could go
//! on: nothing may be left that could wake a task. That excludes timers, open sockets and
//! other threads, and on the real clock signals that the program handles, such as Ctrl-C.
//! Where one of these cannot be told, it is silent; but a circle of locks is named where
//! the number of threads is unknown (on Windows).

use recording::{Clock, TaskKind, task_name};

use super::state::State;

/// The reason why the run can never go on, if it cannot.
pub(super) fn stuck_reason(state: &State, clock: Clock) -> Option<String> {
    // Asked each time the thread goes to sleep, so the usual answer must be quick.
    let timer = |task: &super::state::Task| task.waits.iter().any(|wait| wait.timer);
    let mut tasks = state.tasks.iter().filter(|task| !task.ended);
    if tasks.any(|task| task.ready || task.kind == TaskKind::Blocking || timer(task)) {
        return None;
    }
    let signals = || clock == Clock::Real && handles_signals();
    let alone = num_threads::is_single_threaded();
    if state.time.open_sockets() != Some(0) || alone == Some(false) || signals() {
        return None;
    }
    if let Some(circle) = circle(state) {
        return Some(format!("deadlock: {}", circle.join("; ")));
    }
    alone?;
    let waiting = (0..).zip(&state.tasks).filter(|(_, task)| !task.ended);
    let names = waiting.map(|(number, _)| task_name(number));
    let names = names.collect::<Vec<_>>().join(", ");
    Some(format!("stuck: nothing is left that could wake {names}"))
}

/// The links of a circle of tasks, each of which waits for a lock that the next holds.
fn circle(state: &State) -> Option<Vec<String>> {
    let link = |number: u32| {
        let waits = &state.tasks.get(number as usize)?.waits;
        waits.iter().find_map(|wait| {
            let holder = state.held.get(&wait.resource)?;
            Some((wait, *holder))
        })
    };
    let tasks = u32::try_from(state.tasks.len()).unwrap_or(u32::MAX);
    (0..tasks).find_map(|first| {
        let mut links = Vec::new();
        let mut number = first;
        loop {
            let (wait, holder) = link(number)?;
            let lock = match &wait.place {
                Some(place) => format!("the lock made in line {}", place.line),
                None => "a lock".to_owned(),
            };
            let since = holder.since_us as f64 / 1e6;
            links.push(format!(
                "{} waits for {lock}, which {} holds since {since:.2} s",
                task_name(number),
                task_name(holder.task),
            ));
            if holder.task == first {
                return Some(links);
            }
            // A chain longer than that leads into a circle that begins elsewhere.
            if links.len() > tasks as usize {
                return None;
            }
            number = holder.task;
        }
    })
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
