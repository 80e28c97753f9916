//! `shake` runs an example on several threads and tells luck from promise.

mod common;

use common::{Course, run};

/// Each task keeps the order of its own lines, whatever the threads do.
#[test]
fn the_order_within_a_task_always_holds() {
    let ran = run(&[
        "shake",
        "gather-vs-wait",
        "gather_coroutines",
        "--runs",
        "40",
    ]);
    let shown = ran.succeeds();
    let first = "3 · gather vs wait › gather_coroutines\n40 runs on 4 threads, ";
    assert!(shown.starts_with(first), "{shown}");
    let place = |line: &str| shown.find(line).expect("every line is shown");
    assert!(place("1, Hello world!") < place("1, Hello again!"));
    assert!(place("2, Hello world!") < place("2, Hello again!"));
    assert!(
        shown.lines().all(|line| line.chars().count() <= 80),
        "{shown}"
    );
}

#[test]
fn an_example_that_cannot_run_there_says_so() {
    let course = Course::new();
    let refuse = "std::env::var_os(\"CLASSROOM_THREADS\").is_some() { panic!() }";
    let file = "crates/bakery/examples/bread.rs";
    course.replace(
        file,
        "fn main() {\n",
        &format!("fn main() {{\n    if {refuse}\n"),
    );
    let ran = course.run(&["shake", "bakery", "bread", "--runs", "3"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let why = "error: bread cannot run on 4 threads: it panicked (exit code 101)\n";
    assert!(ran.stderr.ends_with(why), "{ran:?}");
}

#[test]
fn the_number_of_runs_has_bounds() {
    for runs in ["0", "-1", "100001", "many"] {
        let ran = run(&["shake", "1", "sleep", &format!("--runs={runs}")]);
        assert!(ran.complains(2).contains("--runs"), "{ran:?}");
    }
}

#[test]
fn a_deadlock_is_named_at_once() {
    for example in ["oops_deadlock", "oops_locked_twice"] {
        let ran = run(&["shake", "locks", example]);
        let why = format!("error: cannot shake {example} (");
        let said = ran.complains(1);
        assert!(said.starts_with(&why), "{said}");
        assert!(said.contains("task 1") || said.contains("main"), "{said}");
    }
}

#[test]
fn a_program_that_does_not_end_is_stopped() {
    let course = Course::new();
    let hang = "if std::env::var_os(\"CLASSROOM_THREADS\").is_some() { loop { std::thread::park(); } }";
    let file = "crates/bakery/examples/bread.rs";
    course.replace(
        file,
        "println(\"sold\", 15);",
        &format!("{hang} println(\"sold\", 15);"),
    );
    let ran = course.run(&["shake", "bakery", "bread", "--runs", "3", "--limit", "1"]);
    let said = ran.complains(1);
    assert!(
        said.contains(
            "bread stopped: on 4 threads it did not end within 1 s, after printing «"
        ),
        "{said}"
    );
    assert!(
        said.contains("it may be a deadlock (--limit SECONDS waits longer)"),
        "{said}"
    );
}
