//! Whatever is called in whatever order: the loop does what asyncio's own loop does.
//!
//! Without Python 3.11 or newer, this test says that it was not run; see `testing::python`.

mod common;

use std::fmt::Write as _;

use common::program::{any_program, run_here};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

const PROGRAMS: usize = 500;

/// Asyncio documents the order of `call_soon`, of deadlines, and of turns, but not all
/// that follows: this asks the original, with ties in its heap put in the order of the
/// calls. Before, it shows that CPython does not do that by itself.
#[test]
fn the_loop_does_what_cpython_does() {
    let mut runner = TestRunner::deterministic();
    let programs: Vec<_> = (0..PROGRAMS)
        .map(|_| any_program(40).new_tree(&mut runner))
        .map(|tree| tree.expect("nothing is rejected").current())
        .collect();
    let mut input = String::new();
    for program in &programs {
        writeln!(input, "{program}end").expect("a String takes every text");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cpython.py");
    let Some(lines) = testing::python::run(script, input) else {
        return;
    };
    let mut lines = lines.iter().map(String::as_str);
    assert_eq!(lines.next(), Some("0 2 6 5 9 8 7 1 3 4"), "as CPython is");
    assert_eq!(lines.next(), Some("0 1 2 3 4 5 6 7 8 9"), "with our rule");
    for program in &programs {
        let calls: Vec<_> = run_here(program)
            .iter()
            .map(|(now, callback)| format!("{now} {callback}"))
            .collect();
        let here = calls.join(", ");
        assert_eq!(lines.next(), Some(here.as_str()), "{program:?}");
    }
    assert_eq!(lines.next(), None);
}
