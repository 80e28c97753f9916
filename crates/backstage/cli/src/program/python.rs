//! The Python twins: the Python that runs them, and how one is started.

use std::process::{Command, Stdio};

use recording::Clock;

use super::site::{SITE_URL_VAR, Site};
use crate::course::{Example, Registry, read_text};

/// Minimum version of Python that the twins are written for.
pub(crate) const MIN_VERSION: (u32, u32) = (3, 11);

/// Packages that a twin may import and Python does not include. Each is also the name
/// under which pip installs it.
const PACKAGES: [&str; 2] = ["aiohttp", "requests"];

/// Runs the program that is its second argument, on the clock that is the first.
const RUN_TWIN: &str = include_str!("run_twin.py");

/// Prints the version, and the packages in the arguments that are not installed.
const DESCRIBE_PYTHON: &str = "
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
    /// The [`PACKAGES`] that it does not have.
    missing: Vec<&'static str>,
}

impl Python {
    /// The Python to run, if there is one that is new enough.
    pub(crate) fn find() -> Result<Python, String> {
        for name in ["python3", "python"] {
            let questions = ["-c", DESCRIBE_PYTHON];
            let mut command = Command::new(name);
            let Ok(output) = command.args(questions).args(PACKAGES).output() else {
                continue;
            };
            let text = String::from_utf8_lossy(&output.stdout);
            let mut numbers = text.split_whitespace().map(str::parse::<u32>);
            if let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next())
            {
                let version = (major, minor);
                if version >= MIN_VERSION {
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
                    "{name} is {major}.{minor}; the twins need {}.{} or newer",
                    MIN_VERSION.0, MIN_VERSION.1
                ));
            }
        }
        Err("python3 is not installed".to_owned())
    }

    /// The package that the twin imports and this Python does not have.
    pub(crate) fn lacks(&self, twin: &Twin<'_>) -> Option<&'static str> {
        let mut missing = self.missing.iter().copied();
        missing.find(|package| imports(&twin.text, package))
    }

    /// The command that runs the twin on the clock, with the site it fetches from if it asks
    /// for one.
    pub(crate) fn command(
        &self,
        registry: &Registry,
        twin: &Twin<'_>,
        clock: Clock,
        site: Option<&Site>,
    ) -> Command {
        let mut command = Command::new(self.name);
        command
            .args(["-c", RUN_TWIN])
            .arg(match clock {
                Clock::Real => "real",
                Clock::Virtual => "virtual",
            })
            .arg(registry.root.join(twin.example.file("py")))
            .env("PYTHONIOENCODING", "utf-8")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            // A proxy of the reader's network cannot reach the local site.
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1")
            .stdin(Stdio::null());
        if let Some(site) = site {
            command.env(SITE_URL_VAR, &site.url);
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
        let text = read_text(&registry.root.join(example.file("py")));
        text.ok().map(|text| Twin { example, text })
    }

    /// Whether it fetches pages.
    pub(crate) fn asks_for_a_site(&self) -> bool {
        self.text.contains(SITE_URL_VAR)
    }
}

/// Whether a program has a line `import package`, or imports something from it.
fn imports(text: &str, package: &str) -> bool {
    text.lines().any(|line| {
        let mut words = line.split([' ', ',', '.']);
        matches!(words.next(), Some("import" | "from"))
            && words.any(|word| word == package)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_however_they_are_written() {
        let imports = |text: &str| imports(text, "aiohttp");
        assert!(imports("import asyncio\nimport aiohttp\n"));
        assert!(imports("import time, aiohttp"));
        assert!(imports("from aiohttp import web"));
        assert!(imports("import aiohttp.web"));
        assert!(!imports("# import aiohttp"));
        assert!(!imports("import aiohttp_retry"));
    }
}
