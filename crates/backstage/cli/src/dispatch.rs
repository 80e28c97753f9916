//! From a command line to the command it names.

use std::ffi::OsString;

use crate::args::{self, Command};
use crate::commands::{
    check, compare, list, lookup, practice, predict, run, shake, teach, timeline, tree,
    walk,
};
use crate::course::Registry;
use crate::error::Error;
use crate::{caller::Caller, terminal};

/// Runs the command that these words ask for.
pub(crate) fn run(words: impl IntoIterator<Item = OsString>) -> Result<(), Error> {
    let Some(command) = args::parse(words)? else {
        return Ok(());
    };
    let registry = Registry::load()?;
    let caller = Caller::from_env();
    let width = terminal::width();
    let out = &mut anstream::stdout();
    match command {
        Command::List(args) => {
            list::warn_of_broken(&registry);
            list::list(&registry, &args, caller, width, out)
        }
        Command::Run(args) => run::run(&registry, &args, caller, width),
        Command::Timeline(args) => {
            timeline::timeline(&registry, &args, caller, width, out)
        }
        Command::Tree(args) => tree::tree(&registry, &args, caller, width, out),
        Command::Compare(args) => compare::compare(&registry, &args, width, out),
        Command::Walk(args) => walk::walk(&registry, &args, caller),
        Command::Shake(args) => shake::shake(&registry, &args, width, out),
        Command::Lookup(args) => lookup::lookup(&registry, &args, caller, width, out),
        Command::Teach(args) => teach::teach(&registry, &args, caller),
        Command::Predict(args) => {
            predict::predict(&registry, &args, caller, width, out)
        }
        Command::Practice(args) => {
            practice::practice(&registry, &args, caller, width, out)
        }
        Command::Check(args) => check::check(&registry, &args),
    }
}
