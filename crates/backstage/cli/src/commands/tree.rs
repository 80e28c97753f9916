//! `tree`: where every task of a run stands at one moment.

use std::io::Write;

use views::tree::Settings;
use views::{Capabilities, Replay, tree};

use crate::args::TreeArgs;
use crate::caller::Caller;
use crate::course::Registry;
use crate::error::Error;
use crate::program::recorded::Recorded;

/// Draws the await tree of a run.
pub(crate) fn tree(
    registry: &Registry,
    args: &TreeArgs,
    caller: Caller,
    width: usize,
    out: impl Write,
) -> Result<(), Error> {
    let recorded = Recorded::new(registry, &args.source, caller)?;
    let settings = Settings {
        at: args.at(),
        width,
        ascii: args.ascii || !Capabilities::of_environment().unicode,
    };
    let replay = Replay::new(&recorded.story, false);
    let mut replay = replay.map_err(|refused| Error::Failed(refused.to_string()))?;
    tree::draw(&mut replay, &recorded.subject, settings, out)?;
    match recorded.failed {
        Some(why) => Err(Error::Failed(why)),
        None => Ok(()),
    }
}
