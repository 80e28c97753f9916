//! Notices a run that can never go on, so that it ends with a reason instead of hanging.
//!
//! It is asked when the runtime has no ready task left. A run is stuck for good
//!
//! - when tasks wait for each other's locks in a circle, and no timer is left that could
//!   make one of them give up;
//! - on the virtual clock, when there is no timer, no socket and no other thread left
//!   that could wake anybody. (On the real one, somebody may press Ctrl-C.)

use recording::{Clock, TaskKind, task_name};

use crate::recorder::State;

/// How a program ends that is stuck: no shell and no panic uses this code.
pub(crate) const EXIT_CODE: i32 = 3;

/// Why the run can never go on, if so.
pub(crate) fn stuck(
    state: &State,
    clock: Clock,
    open_sockets: Option<u64>,
) -> Option<String> {
    // Asked each time the thread goes to sleep, so the usual answer must be quick.
    if !state.timers.is_empty() {
        return None;
    }
    let mut tasks = state.tasks.iter().filter(|task| !task.over);
    if tasks.any(|task| task.ready || task.kind == TaskKind::Blocking) {
        return None;
    }
    if let Some(circle) = circle(state) {
        return Some(format!("deadlock: {}", circle.join("; ")));
    }
    let nobody_else =
        open_sockets == Some(0) && only_thread() && clock == Clock::Virtual;
    nobody_else.then(|| {
        let waiting = (0..).zip(&state.tasks).filter(|(_, task)| !task.over);
        let names = waiting
            .map(|(number, _)| task_name(number))
            .collect::<Vec<_>>();
        format!(
            "stuck: nothing is left that could wake {}",
            names.join(", ")
        )
    })
}

/// The links of a circle of tasks, each of which waits for a lock that the next holds.
fn circle(state: &State) -> Option<Vec<String>> {
    let link = |number: u32| {
        let waits = &state.tasks.get(number as usize)?.waits;
        waits.iter().find_map(|wait| {
            let (holder, since_us) = state.held.get(&wait.resource)?;
            Some((wait, *holder, *since_us))
        })
    };
    let tasks = u32::try_from(state.tasks.len()).unwrap_or(u32::MAX);
    (0..tasks).find_map(|first| {
        let mut links = Vec::new();
        let mut number = first;
        loop {
            let (wait, holder, since_us) = link(number)?;
            let lock = match &wait.place {
                Some(place) => format!("the lock made in line {}", place.line),
                None => "a lock".to_owned(),
            };
            let since = since_us as f64 / 1e6;
            links.push(format!(
                "{} waits for {lock}, which {} holds since {since:.2} s",
                task_name(number),
                task_name(holder),
            ));
            if holder == first {
                return Some(links);
            }
            // A chain longer than that leads into a circle that begins elsewhere.
            if links.len() > tasks as usize {
                return None;
            }
            number = holder;
        }
    })
}

/// Whether this is the only thread of the process, where that can be told.
fn only_thread() -> bool {
    // One folder for each thread; systems other than Linux have no such file system.
    std::fs::read_dir("/proc/self/task").is_ok_and(|threads| threads.count() == 1)
}
