//! The web site that a Python twin fetches from: `loopback`, as a program of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use super::process::Running;

/// The environment variable with the site's address. A twin that names it gets a site.
pub(crate) const SITE_URL_VAR: &str = "LOOPBACK_URL";

/// Beginning of the line with the site's arguments, in a twin that needs some.
const ARGUMENTS_MARK: &str = "# loopback ";

/// A running site; it ends when dropped.
pub(crate) struct Site {
    _process: Running,
    /// Its address, for instance `http://127.0.0.1:40123`.
    pub(crate) url: String,
}

impl Site {
    /// Starts the site on a port that is free. A line `# loopback --jitter` in the twin
    /// gives it these arguments.
    ///
    /// # Errors
    /// Returns an error if it does not start, or does not print its address.
    pub(crate) fn start(program: &Path, twin: &str) -> Result<Site, String> {
        let failed =
            |error: std::io::Error| format!("cannot start the loopback site ({error})");
        let arguments = twin
            .lines()
            .find_map(|line| line.strip_prefix(ARGUMENTS_MARK));
        let mut command = Command::new(program);
        command
            .args(["--port", "0"])
            .args(arguments.unwrap_or_default().split_whitespace())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = Running::start(&mut command, None).map_err(failed)?;
        // It prints its address as soon as it listens.
        let mut line = String::new();
        if let Some(stdout) = process.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut line)
                .map_err(failed)?;
        }
        match line.trim_end() {
            "" => Err("the loopback site exited during startup".to_owned()),
            url => Ok(Site {
                _process: process,
                url: url.to_owned(),
            }),
        }
    }
}
