//! Runs a program for `compare`: what it printed, and what it cost.
//!
//! The system tells a parent what a child has cost, when it has ended. This process is not
//! a good parent for that: the memory counted for a child begins with that of the process
//! that started it, and this one holds the whole registry. So it starts itself again, as a
//! small process that does nothing else ([`run`]).

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::program::process::{
    Limit, MAX_OUTPUT_BYTES, Running, interrupted, lossy_text,
};

/// The command that starts the small process. It is not for typing.
const COMMAND: &str = "measured";

/// Maximum size of what is kept of a program's stderr, from the end.
const MAX_STDERR_BYTES: usize = 64 << 10;

/// The byte before the line in which the small process reports what it measured.
const SEPARATOR: u8 = 0x1e;

/// A run of a program: its output and its cost.
#[derive(Debug, Default)]
pub(super) struct Measured {
    pub(super) stdout: String,
    pub(super) stderr: String,
    /// Why it was stopped, if it was.
    pub(super) stopped: Option<String>,
    /// Its cost, unless it was stopped.
    pub(super) cost: Option<Cost>,
}

/// Report of the small process.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Cost {
    /// The exit status, as the system has it.
    status: u32,
    /// Elapsed time in microseconds.
    pub(super) wall_us: u64,
    /// Microseconds of computing, of the program and of the system for it, where known.
    pub(super) cpu_us: Option<u64>,
    /// Maximum memory in use at once, where known.
    pub(super) peak_bytes: Option<u64>,
}

impl Cost {
    /// How it ended.
    pub(super) fn status(&self) -> ExitStatus {
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            ExitStatus::from_raw(self.status.cast_signed())
        }
        #[cfg(windows)]
        {
            use std::os::windows::process::ExitStatusExt;
            ExitStatus::from_raw(self.status)
        }
    }
}

/// Runs the program until it ends, or for `limit`.
pub(super) fn measure(command: &Command, limit: Duration) -> io::Result<Measured> {
    let mut small = Command::new(std::env::current_exe()?);
    small.arg(COMMAND).arg(command.get_program());
    small.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => small.env(name, value),
            None => small.env_remove(name),
        };
    }
    small
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = Running::start(&mut small, Some(limit))?;
    let (Some(mut stdout), Some(mut stderr)) =
        (running.stdout.take(), running.stderr.take())
    else {
        unreachable!("both were asked to be pipes");
    };
    let stderr = thread::spawn(move || last_of(&mut stderr));
    let mut text = Vec::new();
    // Read one byte past the limit to tell full from too long.
    let limit = MAX_OUTPUT_BYTES as u64 + 1;
    stdout.by_ref().take(limit).read_to_end(&mut text)?;
    let too_much = text.len() > MAX_OUTPUT_BYTES;
    if too_much {
        text.truncate(MAX_OUTPUT_BYTES);
        running.stop();
    }
    let stderr = stderr.join().unwrap_or_else(|_| Ok(Vec::new()))?;
    let ended = running.wait()?;
    let report = stderr.iter().rposition(|byte| *byte == SEPARATOR);
    let cost = report.and_then(|at| serde_json::from_slice(&stderr[at + 1..]).ok());
    let messages = &stderr[..report.unwrap_or(stderr.len())];
    let stopped = match (&cost, ended.stopped) {
        (Some(_), _) => None,
        (None, _) if too_much => Some(Limit::Output(MAX_OUTPUT_BYTES).to_string()),
        (None, Some(limit)) => Some(limit.to_string()),
        (None, None) => Some("was ended from outside".to_owned()),
    };
    if interrupted() {
        return Err(io::ErrorKind::Interrupted.into());
    }
    Ok(Measured {
        stdout: lossy_text(&text),
        stderr: lossy_text(messages),
        stopped,
        cost,
    })
}

/// Reads to the end, and keeps the last [`MAX_STDERR_BYTES`].
fn last_of(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut kept = VecDeque::new();
    let mut piece = [0; 8 << 10];
    loop {
        match input.read(&mut piece) {
            Ok(0) => return Ok(kept.into()),
            Ok(read) => kept.extend(&piece[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        let over = kept.len().saturating_sub(MAX_STDERR_BYTES);
        kept.drain(..over);
    }
}

/// The program to measure, if these are the arguments of the small process.
pub(crate) fn requested(
    mut arguments: impl Iterator<Item = OsString>,
) -> Option<Command> {
    arguments.next().filter(|first| first == COMMAND)?;
    let mut program = Command::new(arguments.next()?);
    program.args(arguments);
    Some(program)
}

/// Is the small process: runs the program, and reports on stderr what it cost.
pub(crate) fn run(mut program: Command) -> Result<(), Error> {
    // Ctrl-C is for the program; this process stays to report how it ended. (A signal
    // that is handled, unlike one that is ignored, is not inherited as such.)
    static PRESSED: AtomicBool = AtomicBool::new(false);
    ctrlc::set_handler(|| PRESSED.store(true, Ordering::SeqCst))
        .map_err(io::Error::other)?;
    let began = Instant::now();
    let mut child = program.spawn()?;
    if PRESSED.load(Ordering::SeqCst) {
        // Perhaps before there was a program to receive it.
        child.kill()?;
    }
    let status = child.wait()?;
    let wall_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let (cpu_us, peak_bytes) = used_by_children();
    let cost = Cost {
        status: raw(status),
        wall_us,
        cpu_us,
        peak_bytes,
    };
    let mut line = vec![SEPARATOR];
    serde_json::to_writer(&mut line, &cost).map_err(io::Error::from)?;
    Ok(io::stderr().write_all(&line)?)
}

#[cfg(unix)]
fn raw(status: ExitStatus) -> u32 {
    std::os::unix::process::ExitStatusExt::into_raw(status).cast_unsigned()
}

#[cfg(not(unix))]
fn raw(status: ExitStatus) -> u32 {
    status.code().unwrap_or_default().cast_unsigned()
}

/// Microseconds of computing and the maximum of memory, of the one child.
#[cfg(unix)]
fn used_by_children() -> (Option<u64>, Option<u64>) {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;

    let Ok(usage) = getrusage(UsageWho::RUSAGE_CHILDREN) else {
        return (None, None);
    };
    let microseconds = |time: TimeVal| {
        let whole = u64::try_from(time.tv_sec()).unwrap_or_default();
        whole * 1_000_000 + u64::try_from(time.tv_usec()).unwrap_or_default()
    };
    let cpu_us = microseconds(usage.user_time()) + microseconds(usage.system_time());
    // Apple's systems count bytes; the others kilobytes.
    let unit = if cfg!(target_vendor = "apple") {
        1
    } else {
        1024
    };
    let peak = u64::try_from(usage.max_rss()).ok().filter(|peak| *peak > 0);
    (Some(cpu_us), peak.map(|peak| peak * unit))
}

#[cfg(not(unix))]
fn used_by_children() -> (Option<u64>, Option<u64>) {
    (None, None)
}
