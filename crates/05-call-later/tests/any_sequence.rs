//! Whatever is called in whatever order: the loop does what the model does.

mod common;

use common::program::{Program, any_program, run_here, run_on_paper};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Any sequence of `call_soon`, `call_later`, `call_at` and `cancel`, also from
    /// inside callbacks, calls what was not cancelled, each once, at its time, in the
    /// order of turn, deadline and call.
    #[test]
    fn the_loop_does_what_the_model_does(program in any_program(40)) {
        prop_assert_eq!(run_here(&program), run_on_paper(&program));
    }

    /// Without cancelling, everything is called exactly once, and never early.
    #[test]
    fn nothing_is_lost_and_nothing_is_early(program in any_program(40)) {
        let mut program: Program = program;
        for actions in &mut program.0 {
            actions.retain(|action| !matches!(action, common::program::Action::Cancel { .. }));
        }
        let calls = run_here(&program);
        let mut called: Vec<_> = calls.iter().map(|(_, callback)| *callback).collect();
        called.sort_unstable();
        let all: Vec<_> = (1..program.0.len()).collect();
        prop_assert_eq!(called, all);
        prop_assert!(calls.is_sorted_by_key(|(now, _)| *now), "the clock went back");
    }
}
