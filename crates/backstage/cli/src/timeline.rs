//! `timeline`: the lanes of a run in the terminal, or as a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use views::timeline::Settings;
use views::{By, html, perfetto, svg, timeline};

use crate::recorded::{Recorded, shown};
use crate::trouble::Trouble;

/// Where the pictures of a run go; into the terminal when no file is named.
#[derive(Debug, Default)]
pub(crate) struct Files {
    pub(crate) svg: Option<PathBuf>,
    pub(crate) html: Option<PathBuf>,
    pub(crate) perfetto: Option<PathBuf>,
}

/// Draws the run.
pub(crate) fn draw(
    recorded: &Recorded,
    settings: Settings,
    files: &Files,
    out: impl Write,
) -> Result<(), Trouble> {
    let Recorded { story, subject, .. } = recorded;
    let Settings { by, all, .. } = settings;
    if let Some(path) = &files.svg {
        write(path, |out| {
            svg::write(story, subject, svg::Settings { by, all }, out)
        })?;
    }
    if let Some(path) = &files.html {
        write(path, |out| html::write(story, subject, out))?;
    }
    if let Some(path) = &files.perfetto {
        write(path, |out| perfetto::write(story, subject, out))?;
    }
    if files.svg.is_none() && files.html.is_none() && files.perfetto.is_none() {
        timeline::draw(story, subject, settings, out)?;
    }
    match &recorded.failed {
        Some(how) => Err(Trouble::Failed(format!("{} failed: {how}", subject.file))),
        None => Ok(()),
    }
}

/// Writes a file, or the output when `path` is `-`, and says so.
fn write(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Trouble> {
    if path == Path::new("-") {
        let mut out = BufWriter::new(io::stdout().lock());
        content(&mut out)?;
        return Ok(out.flush()?);
    }
    let written = File::create(path).and_then(|file| {
        let mut out = BufWriter::new(file);
        content(&mut out)?;
        out.flush()
    });
    let shown = shown(path);
    match written {
        Ok(()) => {
            eprintln!("wrote {shown}");
            Ok(())
        }
        Err(error) => Err(Trouble::Failed(format!("{shown}: {error}"))),
    }
}

impl From<ByName> for By {
    fn from(by: ByName) -> By {
        match by {
            ByName::Time => By::Time,
            ByName::Step => By::Step,
        }
    }
}

/// What `--by` takes.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum ByName {
    /// The time of the run
    Time,
    /// One column for each poll
    Step,
}
