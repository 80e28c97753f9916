//! The commands, each in a file of its name.

pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod list;
pub(crate) mod lookup;
pub(crate) mod practice;
pub(crate) mod predict;
pub(crate) mod run;
pub(crate) mod shake;
pub(crate) mod teach;
pub(crate) mod timeline;
pub(crate) mod tree;
pub(crate) mod walk;
mod watch;

pub(crate) use compare::measured;
