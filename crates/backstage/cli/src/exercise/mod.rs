//! Exercises: a program that is wrong in some way, and the goals that its run must meet.
//!
//! An exercise is a folder in its lesson's `exercises/`:
//!
//! | file | holds |
//! |---|---|
//! | `starter.rs` | the program that the learner begins with; its header is the task |
//! | `exercise.toml` | minutes, goals and hints; see [`catalogue::Spec`] and [`Goal`] |
//! | `solution.rs` | a program that meets all goals |
//! | `output.txt` | what the solution prints, written by `check --bless` |
//! | every other `.rs` | a wrong solution that only one of the goals catches |

mod attempt;
mod catalogue;
mod facts;
mod goal;
mod grade;
mod progress;
mod workspace;

pub(crate) use attempt::{Demand, Graded, Program, Verdict, grade, output, run};
pub(crate) use catalogue::{Exercise, OutputFile, exercises, exercises_of};
pub(crate) use goal::Goal;
pub(crate) use grade::{met_by_nothing, time};
pub(crate) use progress::Progress;
pub(crate) use workspace::{Workspace, practice_folder, write_if_new};
