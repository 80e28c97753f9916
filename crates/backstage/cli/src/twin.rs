//! The Python twins: which Python runs them, and how one is started.

use std::process::{Command, Stdio};

use crate::registry::{Example, Registry};
use crate::site::{ASKS_FOR_A_SITE, Site};

/// The oldest Python that the twins are written for.
pub(crate) const OLDEST: (u32, u32) = (3, 11);

/// What a twin may import that Python does not bring along. Each is also the name under
/// which pip installs it.
const PACKAGES: [&str; 2] = ["aiohttp", "requests"];

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

/// Prints the version, and those of the packages in the arguments that are not there.
const ABOUT_ITSELF: &str = "
import importlib, sys
def is_missing(name):
    try:
        importlib.import_module(name)
    except ImportError:
        return True
print(*sys.version_info[:2], *filter(is_missing, sys.argv[1:]))
";

/// A Python that is new enough.
#[derive(Clone, Debug)]
pub(crate) struct Python {
    name: &'static str,
    pub(crate) version: (u32, u32),
    /// Those of [`PACKAGES`] that it does not have.
    missing: Vec<&'static str>,
}

impl Python {
    /// The Python to run, if there is one that is new enough.
    pub(crate) fn find() -> Result<Python, String> {
        for name in ["python3", "python"] {
            let questions = ["-c", ABOUT_ITSELF];
            let mut command = Command::new(name);
            let Ok(output) = command.args(questions).args(PACKAGES).output() else {
                continue;
            };
            let text = String::from_utf8_lossy(&output.stdout);
            let mut numbers = text.split_whitespace().map(str::parse::<u32>);
            if let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next())
            {
                let version = (major, minor);
                if version >= OLDEST {
                    let missing = |package: &&str| {
                        text.split_whitespace().any(|word| word == *package)
                    };
                    return Ok(Python {
                        name,
                        version,
                        missing: PACKAGES.into_iter().filter(missing).collect(),
                    });
                }
                return Err(format!(
                    "{name} is {major}.{minor}, they need {}.{} or newer",
                    OLDEST.0, OLDEST.1
                ));
            }
        }
        Err("there is no python3".to_owned())
    }

    /// The package that the twin imports and this Python does not have.
    pub(crate) fn lacks(&self, twin: &Twin<'_>) -> Option<&'static str> {
        let mut missing = self.missing.iter().copied();
        missing.find(|package| twin.imports(package))
    }

    /// The command that runs the twin, with the site it fetches from if it asked for one.
    pub(crate) fn command(
        &self,
        registry: &Registry,
        twin: &Twin<'_>,
        site: Option<&Site>,
    ) -> Command {
        let mut command = Command::new(self.name);
        command
            .args(["-c", SAME_TURN])
            .arg(registry.root.join(twin.example.file("py")))
            .env("PYTHONIOENCODING", "utf-8")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            // A proxy of yours does not know the sites in here.
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1")
            .stdin(Stdio::null());
        if let Some(site) = site {
            command.env(ASKS_FOR_A_SITE, &site.url);
        }
        command
    }
}

/// A twin to run.
pub(crate) struct Twin<'a> {
    pub(crate) example: &'a Example,
    pub(crate) text: String,
}

impl<'a> Twin<'a> {
    /// The twin of the example, if it has one.
    pub(crate) fn of(registry: &Registry, example: &'a Example) -> Option<Twin<'a>> {
        let text = std::fs::read_to_string(registry.root.join(example.file("py")));
        text.ok().map(|text| Twin { example, text })
    }

    /// Whether it begins with `import package`, or imports something from it.
    fn imports(&self, package: &str) -> bool {
        self.text.lines().any(|line| {
            let mut words = line.split([' ', ',', '.']);
            matches!(words.next(), Some("import" | "from"))
                && words.any(|word| word == package)
        })
    }

    /// Whether it fetches pages.
    pub(crate) fn asks_for_a_site(&self) -> bool {
        self.text.contains(ASKS_FOR_A_SITE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_however_they_are_written() {
        let imports = |text: &str| {
            let example = &Example {
                name: String::new(),
                stem: String::new(),
                source: Err(String::new()),
            };
            let text = text.to_owned();
            Twin { example, text }.imports("aiohttp")
        };
        assert!(imports("import asyncio\nimport aiohttp\n"));
        assert!(imports("import time, aiohttp"));
        assert!(imports("from aiohttp import web"));
        assert!(imports("import aiohttp.web"));
        assert!(!imports("# import aiohttp"));
        assert!(!imports("import aiohttp_retry"));
    }
}
