//! The Python twins: which Python runs them, and how one is started.

use std::process::{Command, Stdio};

use crate::registry::{Example, Registry};

/// The oldest Python that the twins are written for.
pub(crate) const OLDEST: (u32, u32) = (3, 11);

/// Runs the program that is its argument, with all timers that are due within 10 ms ending
/// in one turn of the loop. Sleeps of the same length begin some microseconds apart; in
/// about one run of fifty CPython takes them in two turns, and a callback gets in between.
/// The virtual clock of the Rust programs has the same rule: one time, one turn.
const SAME_TURN: &str = "
import asyncio, runpy, sys
begin = asyncio.BaseEventLoop.__init__
def begin_with_coarse_timers(loop):
    begin(loop)
    loop._clock_resolution = 0.01
asyncio.BaseEventLoop.__init__ = begin_with_coarse_timers
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name='__main__')
";

/// A Python that is new enough.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Python {
    name: &'static str,
    pub(crate) version: (u32, u32),
}

impl Python {
    /// The Python to run, if there is one that is new enough.
    pub(crate) fn find() -> Result<Python, String> {
        for name in ["python3", "python"] {
            let version = "import sys; print(*sys.version_info[:2])";
            let Ok(output) = Command::new(name).args(["-c", version]).output() else {
                continue;
            };
            let text = String::from_utf8_lossy(&output.stdout);
            let mut numbers = text.split_whitespace().map(str::parse::<u32>);
            if let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next())
            {
                let version = (major, minor);
                if version >= OLDEST {
                    return Ok(Python { name, version });
                }
                return Err(format!(
                    "{name} is {major}.{minor}, they need {}.{} or newer",
                    OLDEST.0, OLDEST.1
                ));
            }
        }
        Err("there is no python3".to_owned())
    }

    /// The command that runs the twin of an example.
    pub(crate) fn twin(self, registry: &Registry, example: &Example) -> Command {
        let mut command = Command::new(self.name);
        command
            .args(["-c", SAME_TURN])
            .arg(registry.root.join(example.file("py")))
            .env("PYTHONIOENCODING", "utf-8")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::null());
        command
    }
}
