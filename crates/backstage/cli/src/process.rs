//! Runs one example as a process of its own, and stops it on Ctrl-C.

use std::io::{self, BufRead, BufReader, Read};
use std::num::NonZero;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread;
use std::time::Duration;

use recording::protocol::{Live, RECORD_SEPARATOR, RunRequest};
use recording::{Clock, Event, Reader};

use crate::trouble::Trouble;

/// How an example is to run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Conditions<'a> {
    /// On the virtual clock.
    pub(crate) fast: bool,
    /// Against the internet.
    pub(crate) live: Option<&'a Live>,
    /// Another seed than its own.
    pub(crate) seed: Option<u64>,
    /// It is killed when it takes longer: a check must not hang with what it checks.
    pub(crate) limit: Option<Duration>,
}

/// The running example, for the Ctrl-C handler; 0 when none is.
/// Locked while one is being started: Ctrl-C finds none, or one that it can end.
static RUNNING: Mutex<u32> = Mutex::new(0);

/// A poisoned number is still a number.
fn running() -> MutexGuard<'static, u32> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether Ctrl-C was pressed.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Passes Ctrl-C on to the running example, so that it ends (or, where that is the
/// lesson, cleans up) before we do. Pressed twice, it ends the example for good.
pub(crate) fn pass_on_interrupts() -> Result<(), Trouble> {
    static ONCE: Once = Once::new();
    let mut result = Ok(());
    ONCE.call_once(|| {
        result = ctrlc::set_handler(|| {
            let again = INTERRUPTED.swap(true, Ordering::SeqCst);
            interrupt(*running(), again);
        });
    });
    result.map_err(|error| Trouble::Failed(format!("cannot listen to Ctrl-C: {error}")))
}

#[cfg(unix)]
fn interrupt(process: u32, again: bool) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;

    if process == 0 {
        // Nothing runs that must end first: cargo hears of Ctrl-C by itself.
        std::process::exit(130);
    }
    let signal = if again {
        Signal::SIGKILL
    } else {
        Signal::SIGINT
    };
    if let Ok(group) = i32::try_from(process) {
        // It fails only when the example has just ended, which is what we want.
        let _ = killpg(Pid::from_raw(group), signal);
    }
}

#[cfg(not(unix))]
fn interrupt(process: u32, again: bool) {
    // The console has told the example too.
    if process == 0 || again {
        std::process::exit(130);
    }
}

/// The command that runs an example, before it is said where its output goes.
pub(crate) fn command(
    program: &Path,
    conditions: Conditions<'_>,
    request: RunRequest,
) -> Command {
    let request = RunRequest {
        clock: match conditions.fast {
            true => Clock::Virtual,
            false => Clock::Real,
        },
        live: conditions.live.cloned(),
        seed: conditions.seed,
        ..request
    };
    let mut command = Command::new(program);
    request.set_on(&mut command);
    command
        .stdin(Stdio::null())
        // A panic is shown with its place; tokio's frames below it teach nothing.
        .env("RUST_BACKTRACE", "0");
    own_group(&mut command);
    command
}

/// A group of its own: Ctrl-C reaches it once, through us.
pub(crate) fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Ends a started program for good, and what it has started.
pub(crate) fn stop(child: &mut Child) {
    #[cfg(unix)]
    interrupt(child.id(), true);
    // It fails only when the program has just ended, which is what we want.
    #[cfg(not(unix))]
    let _ = child.kill();
}

/// A started example; it is ended when dropped.
pub(crate) struct Running {
    pub(crate) child: Child,
    /// Dropped with the rest, which tells the thread behind it that all is well.
    _in_time: Option<Sender<()>>,
}

impl Running {
    pub(crate) fn start(
        command: &mut Command,
        limit: Option<Duration>,
    ) -> io::Result<Running> {
        let mut running = running();
        let child = command.spawn()?;
        let process = child.id();
        *running = process;
        drop(running);
        let in_time = limit.map(|limit| {
            let (in_time, late) = mpsc::channel();
            thread::spawn(move || {
                // The sender is dropped when the example has ended.
                if late.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                    interrupt(process, true);
                }
            });
            in_time
        });
        Ok(Running {
            child,
            _in_time: in_time,
        })
    }

    pub(crate) fn wait(mut self) -> io::Result<ExitStatus> {
        self.child.wait()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        *running() = 0;
        if let Ok(None) = self.child.try_wait() {
            // Our reader went away in the middle of the run. Both calls fail only if
            // the example has ended meanwhile.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Runs the program with its output going where ours goes.
pub(crate) fn run_plain(
    program: &Path,
    conditions: Conditions<'_>,
) -> io::Result<ExitStatus> {
    // Its text is its own, but a deadlock must not hang the terminal.
    let request = RunRequest {
        watch: true,
        ..RunRequest::default()
    };
    let mut command = command(program, conditions, request);
    Running::start(&mut command, conditions.limit)?.wait()
}

/// Runs the program unrecorded on that many threads and the real clock, and returns how
/// it ended and what it printed.
pub(crate) fn run_on_threads(
    program: &Path,
    threads: NonZero<usize>,
    conditions: Conditions<'_>,
) -> io::Result<(ExitStatus, String)> {
    let request = RunRequest {
        threads: Some(threads),
        ..RunRequest::default()
    };
    let mut command = command(program, conditions, request);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut running = Running::start(&mut command, conditions.limit)?;
    let mut text = Vec::new();
    if let Some(mut stdout) = running.child.stdout.take() {
        stdout.read_to_end(&mut text)?;
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok((running.wait()?, text))
}

/// One thing on the stdout of a recorded example.
pub(crate) enum Heard {
    /// An event of the recording.
    Event(Event),
    /// A line that the program printed by other means than `classroom::println!`.
    Other(String),
}

/// Runs the program recorded, and hands over what it says as it says it.
///
/// The error of `hear` ends the program.
pub(crate) fn run_recorded<E: From<io::Error>>(
    program: &Path,
    conditions: Conditions<'_>,
    mut hear: impl FnMut(Heard) -> Result<(), E>,
) -> Result<ExitStatus, E> {
    let request = RunRequest {
        record: true,
        ..RunRequest::default()
    };
    let mut command = command(program, conditions, request);
    command.stdout(Stdio::piped());
    if conditions.limit.is_some() {
        // Nobody watches a check, and panics are part of the recording.
        command.stderr(Stdio::null());
    }
    let mut running = Running::start(&mut command, conditions.limit)?;
    let Some(stdout) = running.child.stdout.take() else {
        unreachable!("stdout was asked to be a pipe");
    };
    let mut stdout = BufReader::new(stdout);
    let mut line = Vec::new();
    loop {
        line.clear();
        if stdout.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        // What comes before the first separator was printed without a line end.
        let mut parts = line.split(|byte| *byte == RECORD_SEPARATOR);
        let other = parts.next().unwrap_or_default();
        if !other.is_empty() {
            let text = String::from_utf8_lossy(other);
            hear(Heard::Other(text.trim_end_matches(['\n', '\r']).to_owned()))?;
        }
        for part in parts {
            // A program that is killed breaks off in the middle of an event.
            if let Some(Ok(event)) = Reader::new(part).next() {
                hear(Heard::Event(event))?;
            }
        }
    }
    Ok(running.wait()?)
}

/// What is wrong with the way an example ended, if anything is.
pub(crate) fn unexpected_end(status: ExitStatus, expected: i32) -> Option<String> {
    match status.code() {
        Some(code) if code == expected => None,
        Some(101) => Some("it panicked (exit code 101)".to_owned()),
        Some(code) => Some(format!("it ended with exit code {code}")),
        None => {
            #[cfg(unix)]
            if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status)
            {
                return Some(format!("it was killed by signal {signal}"));
            }
            Some("it was killed".to_owned())
        }
    }
}
