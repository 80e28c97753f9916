//! The web site that a Python twin fetches from: `loopback`, as a program of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The environment variable with the site's address. A twin that names it gets a site.
pub(crate) const ASKS_FOR_A_SITE: &str = "LOOPBACK_URL";

/// What stands before the site's arguments in a twin that wants it otherwise.
const ARGUMENTS: &str = "# loopback ";

/// A running site; it ends when dropped.
pub(crate) struct Site {
    child: Child,
    /// Such as `http://127.0.0.1:40123`.
    pub(crate) url: String,
}

impl Site {
    /// Starts the site on a port that is free. A line `# loopback --jitter` in the twin
    /// is a site with these arguments.
    ///
    /// # Errors
    /// When it does not start, or says nothing.
    pub(crate) fn start(program: &Path, twin: &str) -> Result<Site, String> {
        let arguments = twin.lines().find_map(|line| line.strip_prefix(ARGUMENTS));
        let child = Command::new(program)
            .args(["--port", "0"])
            .args(arguments.unwrap_or_default().split_whitespace())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("the site for it does not start: {error}"))?;
        let mut site = Site {
            child,
            url: String::new(),
        };
        // It prints its address as soon as it listens.
        if let Some(stdout) = site.child.stdout.take() {
            let mut line = String::new();
            let read = BufReader::new(stdout).read_line(&mut line);
            read.map_err(|error| format!("the site for it: {error}"))?;
            site.url = line.trim_end().to_owned();
        }
        if site.url.is_empty() {
            return Err("the site for it ended before it began".to_owned());
        }
        Ok(site)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
