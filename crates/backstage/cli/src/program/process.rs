//! Runs a program as a process of its own, within limits, and stops it on Ctrl-C.
//!
//! Each program leads a process group, which ends with it: whatever it has started ends
//! when it does, and all of them end when this process is told to.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::num::NonZero;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use recording::protocol::{Live, RECORD_SEPARATOR, RunRequest};
use recording::{Clock, Event, EventKind, MAIN};

use super::sources::Sources;
use crate::error::Error;

/// Maximum size of what is kept of a program's output where all of it is collected.
pub(crate) const MAX_OUTPUT_BYTES: usize = 1 << 20;

/// Maximum number of events of a run that is collected before it is shown.
pub(crate) const MAX_EVENTS: usize = 1_000_000;

/// Maximum length of a line on a recorded program's stdout. The rest is left out.
const MAX_LINE_BYTES: u64 = 16 << 20;

/// Maximum length of a text in a recording. The rest is left out, so that a recording
/// can be read again.
const MAX_TEXT_BYTES: usize = 16 << 10;

/// The conditions of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Conditions<'a> {
    /// On the virtual clock.
    pub(crate) fast: bool,
    /// Against the internet.
    pub(crate) live: Option<&'a Live>,
    /// Another seed than its own.
    pub(crate) seed: Option<u64>,
    /// Its only argument.
    pub(crate) argument: Option<&'a str>,
    /// The time after which it is stopped.
    pub(crate) limit: Option<Duration>,
    /// The number of events after which it is stopped.
    pub(crate) max_events: Option<usize>,
    /// The folder with the sources, which tell what its tasks await.
    pub(crate) root: Option<&'a Path>,
    /// Its own output on stderr is dropped.
    pub(crate) quiet: bool,
}

/// How a program ended.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// Why it was stopped, if it was.
    pub(crate) stopped: Option<Limit>,
    /// It called `exit` while its runtime was running.
    pub(crate) exited_early: bool,
}

/// The limit that a program has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Time(Duration),
    Output(usize),
    Events(usize),
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::Time(time) => write!(f, "did not end within {} s", time.as_secs()),
            Limit::Output(bytes) => write!(f, "printed more than {} MiB", bytes >> 20),
            Limit::Events(events) => write!(f, "recorded more than {events} events"),
        }
    }
}

impl Ended {
    /// Returns why the end is not the expected one, if it is not.
    pub(crate) fn unexpected(&self, expected: i32) -> Option<String> {
        match self.stopped {
            Some(limit) => Some(format!("it {limit}")),
            None => unexpected_end(self.status, expected),
        }
    }
}

/// Returns why an exit status is not the expected one, if it is not. The end by a signal
/// has the code that a shell gives it: 128 and the signal's number.
pub(crate) fn unexpected_end(status: ExitStatus, expected: i32) -> Option<String> {
    match status.code() {
        Some(code) if code == expected => None,
        Some(101) => Some("it panicked (exit code 101)".to_owned()),
        Some(code) => Some(format!("it ended with exit code {code}")),
        None => {
            #[cfg(unix)]
            if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status)
            {
                let is_expected = 128 + signal == expected;
                return (!is_expected)
                    .then(|| format!("it was killed by signal {signal}"));
            }
            Some("it was killed".to_owned())
        }
    }
}

/// The groups of the running programs, for the Ctrl-C handler. It is locked while one is
/// being started: Ctrl-C finds all there are, and no other follows.
static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// A poisoned set is still a set.
fn running() -> MutexGuard<'static, BTreeSet<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether Ctrl-C was pressed.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// The effect of Ctrl-C on the running programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnInterrupt {
    /// They receive it, and may clean up. Pressed again, it ends them.
    PassOn,
    /// It ends them.
    Stop,
}

/// Makes Ctrl-C, and the signals that end a process, reach the running programs before
/// this process ends.
pub(crate) fn handle_interrupts(how: OnInterrupt) -> Result<(), Error> {
    static ONCE: Once = Once::new();
    let mut result = Ok(());
    ONCE.call_once(|| {
        result = ctrlc::set_handler(move || {
            let again = INTERRUPTED.swap(true, Ordering::SeqCst);
            let running = running();
            if running.is_empty() {
                std::process::exit(130);
            }
            for group in &*running {
                signal(*group, again || how == OnInterrupt::Stop);
            }
        });
    });
    result.map_err(|error| {
        Error::Failed(format!("cannot install a Ctrl-C handler ({error})"))
    })
}

/// Ends all programs that are running.
pub(crate) fn stop_all() {
    for group in &*running() {
        signal(*group, true);
    }
}

/// Interrupts a process group, or kills it.
#[cfg(unix)]
fn signal(group: u32, kill: bool) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;

    let signal = match kill {
        true => Signal::SIGKILL,
        false => Signal::SIGINT,
    };
    if let Ok(group) = i32::try_from(group) {
        // It fails only if all of the group have ended.
        let _ = killpg(Pid::from_raw(group), signal);
    }
}

#[cfg(not(unix))]
fn signal(process: u32, kill: bool) {
    // The console has sent Ctrl-C to the program as well.
    if kill {
        let process = process.to_string();
        let mut command = Command::new("taskkill");
        command.args(["/T", "/F", "/PID", &process]);
        // It fails only if the program has ended.
        let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// A started program. It is ended when dropped, and with it what it has started.
pub(crate) struct Running {
    group: u32,
    /// Waits for its end.
    waiter: Option<JoinHandle<io::Result<ExitStatus>>>,
    limit: Option<Duration>,
    late: Arc<AtomicBool>,
    pub(crate) stdout: Option<ChildStdout>,
    pub(crate) stderr: Option<ChildStderr>,
}

impl Running {
    /// Starts a program, which is ended after `limit`.
    pub(crate) fn start(
        command: &mut Command,
        limit: Option<Duration>,
    ) -> io::Result<Running> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = running();
        if interrupted() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let mut child = command.spawn()?;
        let group = child.id();
        running.insert(group);
        drop(running);
        let late = Arc::new(AtomicBool::new(false));
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let ended = limit.map(|limit| timer(group, limit, Arc::clone(&late)));
        let waiter = thread::spawn(move || wait(&mut child, group, ended));
        Ok(Running {
            group,
            waiter: Some(waiter),
            limit,
            late,
            stdout,
            stderr,
        })
    }

    /// Ends it for good.
    pub(crate) fn stop(&self) {
        signal(self.group, true);
    }

    /// Waits until it has ended.
    pub(crate) fn wait(mut self) -> io::Result<Ended> {
        let waiter = self.waiter.take();
        let status = waiter.and_then(|waiter| waiter.join().ok());
        let late = self.late.load(Ordering::SeqCst);
        Ok(Ended {
            status: status.unwrap_or_else(|| Err(io::ErrorKind::Other.into()))?,
            stopped: self.limit.filter(|_| late).map(Limit::Time),
            exited_early: false,
        })
    }
}

/// Waits for a program, and ends what it has started: that may hold our pipes open.
fn wait(
    child: &mut Child,
    group: u32,
    ended: Option<SyncSender<()>>,
) -> io::Result<ExitStatus> {
    let status = child.wait();
    drop(ended);
    let mut running = running();
    running.remove(&group);
    #[cfg(unix)]
    signal(group, true);
    drop(running);
    status
}

/// Ends a program after `limit`, unless the sender is dropped before.
fn timer(group: u32, limit: Duration, late: Arc<AtomicBool>) -> SyncSender<()> {
    let (ended, receiver) = mpsc::sync_channel(0);
    thread::spawn(move || {
        if receiver.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
            late.store(true, Ordering::SeqCst);
            signal(group, true);
        }
    });
    ended
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(waiter) = self.waiter.take() {
            self.stop();
            // Whatever it reports, the program has ended.
            let _ = waiter.join();
        }
    }
}

/// The command that runs an example; the caller sets stdout and stderr.
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
        .args(conditions.argument)
        // In a process group of its own it could not read from the terminal.
        .stdin(Stdio::null())
        // A panic is shown with its place; tokio's frames below it teach nothing.
        .env("RUST_BACKTRACE", "0");
    command
}

/// Runs the program with its output going where ours goes.
pub(crate) fn run_plain(
    program: &Path,
    conditions: Conditions<'_>,
) -> io::Result<Ended> {
    // Its text is its own, but a deadlock must not hang the terminal.
    let request = RunRequest {
        watch: true,
        ..RunRequest::default()
    };
    let mut command = command(program, conditions, request);
    Running::start(&mut command, conditions.limit)?.wait()
}

/// Runs the program unrecorded on that many threads and the real clock.
pub(crate) fn run_on_threads(
    program: &Path,
    threads: NonZero<usize>,
    limit: Duration,
) -> io::Result<Captured> {
    let request = RunRequest {
        threads: Some(threads),
        ..RunRequest::default()
    };
    capture(command(program, Conditions::default(), request), limit)
}

/// The output of a program, and how it ended.
pub(crate) struct Captured {
    pub(crate) ended: Ended,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a program, and collects what it prints: of each stream at most
/// [`MAX_OUTPUT_BYTES`].
pub(crate) fn capture(mut command: Command, limit: Duration) -> io::Result<Captured> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = Running::start(&mut command, Some(limit))?;
    let (stdout, stderr) = (running.stdout.take(), running.stderr.take());
    let stop = || running.stop();
    let (stdout, stderr) = thread::scope(|scope| {
        let stderr = scope.spawn(|| collect(stderr, stop));
        (collect(stdout, stop), stderr.join())
    });
    let stdout = stdout?;
    let stderr = stderr.unwrap_or_else(|_| Ok(Vec::new()))?;
    let full = stdout.len().max(stderr.len()) > MAX_OUTPUT_BYTES;
    let mut ended = running.wait()?;
    if full {
        ended.stopped = Some(Limit::Output(MAX_OUTPUT_BYTES));
    }
    Ok(Captured {
        ended,
        stdout: lossy_text(&stdout),
        stderr: lossy_text(&stderr),
    })
}

/// Reads to the end, or one byte past the limit; then the program is stopped.
fn collect(stream: Option<impl Read>, stop: impl Fn()) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        let limit = MAX_OUTPUT_BYTES as u64 + 1;
        stream.take(limit).read_to_end(&mut bytes)?;
    }
    if bytes.len() > MAX_OUTPUT_BYTES {
        stop();
    }
    Ok(bytes)
}

/// Text as it is compared: its line ends are `\n` on every system.
pub(crate) fn lossy_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}

/// One thing that a recorded example has written.
pub(crate) enum ChildOutput {
    /// An event of the recording.
    Event(Event),
    /// A line that was written by other means than `classroom::println!`.
    Unrecorded(String),
}

/// Runs the program recorded, and hands over what it writes as it is written.
///
/// What it writes to stderr by itself, or by a process that it starts, comes in the same
/// order as the rest. An error of `receive` ends the program.
pub(crate) fn run_recorded<E: From<io::Error>>(
    program: &Path,
    conditions: Conditions<'_>,
    mut receive: impl FnMut(ChildOutput) -> Result<(), E>,
) -> Result<Ended, E> {
    let request = RunRequest {
        record: true,
        ..RunRequest::default()
    };
    let (reader, writer) = io::pipe()?;
    let mut command = command(program, conditions, request);
    command.stderr(match conditions.quiet {
        true => Stdio::null(),
        false => writer.try_clone()?.into(),
    });
    command.stdout(writer);
    let running = Running::start(&mut command, conditions.limit)?;
    // It holds the ends of the pipe that the program writes to.
    drop(command);
    let mut lines = BufReader::new(reader);
    let mut line = Vec::new();
    let mut events = 0;
    let mut full = false;
    let mut in_main = false;
    let mut sources = conditions.root.map(Sources::new);
    while !full && read_line(&mut lines, &mut line)? {
        for mut output in outputs(&line) {
            if let ChildOutput::Event(event) = &mut output {
                if let Some(sources) = &mut sources {
                    sources.name_awaits(event);
                }
                events += 1;
                full = conditions.max_events.is_some_and(|max| events > max);
                if event.task == MAIN {
                    match event.kind {
                        EventKind::Polled => in_main = true,
                        EventKind::Finished { .. } => in_main = false,
                        _ => {}
                    }
                }
            }
            receive(output)?;
        }
    }
    if full {
        running.stop();
    }
    let mut ended = running.wait()?;
    if let Some(max) = conditions.max_events.filter(|_| full) {
        ended.stopped = Some(Limit::Events(max));
    }
    ended.exited_early = in_main && ended.status.code() == Some(0);
    Ok(ended)
}

/// Reads a line with its end into `line`, and returns whether there was one. A line that
/// is too long is replaced by a note.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    input
        .by_ref()
        .take(MAX_LINE_BYTES)
        .read_until(b'\n', line)?;
    if line.len() as u64 == MAX_LINE_BYTES && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
        let note = format!(
            "a line of more than {} MiB is left out\n",
            MAX_LINE_BYTES >> 20
        );
        *line = note.into_bytes();
    }
    Ok(!line.is_empty())
}

/// The events in a line of a program's stdout, and what it wrote beside them.
fn outputs(line: &[u8]) -> Vec<ChildOutput> {
    let mut outputs = Vec::new();
    let unrecorded = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        ChildOutput::Unrecorded(text.trim_end_matches(['\n', '\r']).to_owned())
    };
    // What comes before the first separator was written without a line end.
    let mut parts = line.split(|byte| *byte == RECORD_SEPARATOR);
    let before = parts.next().unwrap_or_default();
    if !before.is_empty() {
        outputs.push(unrecorded(before));
    }
    for part in parts {
        match serde_json::from_slice::<Event>(part) {
            Ok(event) => outputs.push(ChildOutput::Event(with_short_text(event))),
            // A program that is killed breaks off in the middle of an event.
            Err(error) if error.is_eof() && !part.ends_with(b"\n") => {}
            Err(_) => outputs.push(unrecorded(part)),
        }
    }
    outputs
}

/// The event, with a text that fits in a recording.
fn with_short_text(mut event: Event) -> Event {
    if let EventKind::Printed { text, .. } = &mut event.kind
        && text.len() > MAX_TEXT_BYTES
    {
        let cut = text.floor_char_boundary(MAX_TEXT_BYTES);
        let more = text.len() - cut;
        text.truncate(cut);
        *text += &format!(" … ({more} bytes more are left out)");
    }
    event
}
