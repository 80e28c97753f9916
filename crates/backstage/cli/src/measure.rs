//! Runs a program for `compare`: what it printed, and what it cost.
//!
//! What a process has cost is asked of the system by its parent, when it has ended. We
//! are no good parent for that: the memory counted for a child begins with that of the
//! process that started it, and ours holds the whole registry. So we start ourselves
//! again, as a small process that does nothing else ([`begin`]).

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::process::{Running, interrupted, own_group, stop};

/// The command that makes us the small process; nobody types it.
pub(crate) const COMMAND: &str = "measured";

/// A program that prints more than this is stopped.
pub(crate) const MOST_OUTPUT: usize = 1 << 20;

/// Of its complaints only so much is kept, from the end.
const MOST_COMPLAINTS: usize = 64 << 10;

/// Stands before the line in which the small process tells what it measured.
const SEPARATOR: u8 = 0x1e;

/// What a program did, and what it cost.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// Why we ended it, if we did.
    pub(crate) stopped: Option<String>,
    /// Unless it was stopped.
    pub(crate) cost: Option<Cost>,
}

/// What the small process tells.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Cost {
    /// The exit status, as the system has it.
    status: u32,
    /// From its start to its end, in microseconds.
    pub(crate) wall_us: u64,
    /// How long it computed, itself and the system for it; where the system tells.
    pub(crate) cpu_us: Option<u64>,
    /// The most memory that it had at once.
    pub(crate) peak_bytes: Option<u64>,
}

impl Cost {
    /// How it ended.
    pub(crate) fn status(&self) -> ExitStatus {
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

/// Runs the program to its end, or to `limit`.
pub(crate) fn measure(command: &Command, limit: Duration) -> io::Result<Measured> {
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
    own_group(&mut small);
    let began = Instant::now();
    let mut running = Running::start(&mut small, Some(limit))?;
    let (Some(mut stdout), Some(mut stderr)) =
        (running.child.stdout.take(), running.child.stderr.take())
    else {
        unreachable!("both were asked to be pipes");
    };
    let stderr = thread::spawn(move || last_of(&mut stderr));
    let mut text = Vec::new();
    // One byte more tells what is just full from what is too much.
    let most = MOST_OUTPUT as u64 + 1;
    stdout.by_ref().take(most).read_to_end(&mut text)?;
    let too_much = text.len() > MOST_OUTPUT;
    if too_much {
        text.truncate(MOST_OUTPUT);
        stop(&mut running.child);
    }
    let stderr = stderr.join().unwrap_or_else(|_| Ok(Vec::new()))?;
    let in_time = began.elapsed() < limit;
    running.wait()?;
    let told = stderr.iter().rposition(|byte| *byte == SEPARATOR);
    let cost = told.and_then(|at| serde_json::from_slice(&stderr[at + 1..]).ok());
    let complaints = &stderr[..told.unwrap_or(stderr.len())];
    let stopped = match cost {
        Some(_) => None,
        None if too_much => {
            Some(format!("printed more than {} MiB", MOST_OUTPUT >> 20))
        }
        None if in_time || interrupted() => Some("was ended from outside".to_owned()),
        None => Some(format!("was not done after {} s", limit.as_secs())),
    };
    Ok(Measured {
        stdout: text_of(&text),
        stderr: text_of(complaints),
        stopped,
        cost,
    })
}

/// Reads to the end, and keeps the last [`MOST_COMPLAINTS`].
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
        let over = kept.len().saturating_sub(MOST_COMPLAINTS);
        kept.drain(..over);
    }
}

/// The text as it is compared: line ends are those of this system's programs.
fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}

/// Is the small process: runs the program that the arguments name, and tells on stderr
/// what it cost.
pub(crate) fn begin(mut arguments: impl Iterator<Item = OsString>) -> io::Result<()> {
    // Ctrl-C is for the program; we stay to tell how it ended. (Handled is not ignored:
    // the program does not inherit it.)
    static PRESSED: AtomicBool = AtomicBool::new(false);
    ctrlc::set_handler(|| PRESSED.store(true, Ordering::SeqCst))
        .map_err(io::Error::other)?;
    let program = arguments.next().unwrap_or_default();
    let began = Instant::now();
    let mut child = Command::new(program).args(arguments).spawn()?;
    if PRESSED.load(Ordering::SeqCst) {
        // Perhaps before there was a program to hear it.
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
    serde_json::to_writer(&mut line, &cost)?;
    io::stderr().write_all(&line)
}

#[cfg(unix)]
fn raw(status: ExitStatus) -> u32 {
    std::os::unix::process::ExitStatusExt::into_raw(status).cast_unsigned()
}

#[cfg(not(unix))]
fn raw(status: ExitStatus) -> u32 {
    status.code().unwrap_or_default().cast_unsigned()
}

/// Microseconds of computing, and the most bytes; of the one child there was.
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
