//! `timeline`: the lanes of a run in the terminal, or as a file.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use views::timeline::Settings;
use views::{Capabilities, html, perfetto, svg, timeline};

use crate::args::TimelineArgs;
use crate::caller::Caller;
use crate::course::Registry;
use crate::error::Error;
use crate::program::recorded::{Recorded, shown};

/// Draws a run.
pub(crate) fn timeline(
    registry: &Registry,
    args: &TimelineArgs,
    caller: Caller,
    width: usize,
    out: impl Write,
) -> Result<(), Error> {
    let recorded = Recorded::new(registry, &args.source, caller)?;
    let Recorded { story, subject, .. } = &recorded;
    let (by, all) = (args.by.into(), args.all);
    if let Some(path) = &args.svg {
        write(path, |out| {
            svg::write(story, subject, svg::Settings { by, all }, out)
        })?;
    }
    if let Some(path) = &args.html {
        write(path, |out| html::write(story, subject, out))?;
    }
    if let Some(path) = &args.perfetto {
        write(path, |out| perfetto::write(story, subject, out))?;
    }
    if args.svg.is_none() && args.html.is_none() && args.perfetto.is_none() {
        let settings = Settings {
            by,
            width,
            ascii: args.ascii || !Capabilities::of_environment().unicode,
            all,
        };
        timeline::draw(story, subject, settings, out)?;
    }
    match recorded.failed {
        Some(why) => Err(Error::Failed(why)),
        None => Ok(()),
    }
}

/// Writes a file and says so, or the output when `path` is `-`. What cannot be drawn
/// leaves the file as it was.
fn write(
    path: &Path,
    draw: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
) -> Result<(), Error> {
    let mut content = Vec::new();
    let drawn = draw(&mut content);
    if path == Path::new("-") {
        drawn?;
        return Ok(io::stdout().lock().write_all(&content)?);
    }
    let shown = shown(path);
    match drawn.and_then(|()| fs::write(path, &content)) {
        Ok(()) => {
            eprintln!("wrote {shown}");
            Ok(())
        }
        Err(error) => Err(Error::Failed(format!("{shown}: {error}"))),
    }
}
