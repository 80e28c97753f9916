//! `timeline` in the terminal and in files.

mod common;

use common::{Ran, lesson, run};

const SIMPLE: [&str; 3] = ["timeline", "gather-vs-wait", "simple"];

fn in_locale(locale: &str) -> Ran {
    let mut command = lesson(&SIMPLE);
    command.env_remove("LC_ALL").env_remove("LC_CTYPE");
    command.env("LANG", locale);
    command.output().expect("the command starts").into()
}

/// Into a pipe go neither colours nor more than 80 columns.
#[test]
fn a_pipe_gets_plain_text() {
    let ran = in_locale("de_DE.UTF-8");
    let shown = ran.succeeds();
    assert!(!shown.contains('\x1b'), "{shown:?}");
    assert!(shown.contains("\ntask 2   B sleep 2s ──"), "{shown}");
    assert!(
        shown.lines().all(|line| line.chars().count() <= 80),
        "{shown}"
    );
}

#[test]
fn a_locale_without_unicode_gets_ascii() {
    for locale in ["C", "de_DE.ISO-8859-1"] {
        let ran = in_locale(locale);
        assert!(ran.succeeds().is_ascii(), "{}", ran.stdout);
        assert!(
            ran.stdout.contains("\ntask 2   B sleep 2s --"),
            "{}",
            ran.stdout
        );
    }
    assert!(!in_locale("").succeeds().is_ascii());
    let asked = run(&["timeline", "gather-vs-wait", "simple", "--ascii"]);
    assert!(asked.succeeds().is_ascii(), "{}", asked.stdout);
}

#[test]
fn a_picture_goes_where_it_is_told() {
    let ran = run(&["timeline", "gather-vs-wait", "simple", "--svg", "-"]);
    let svg = ran.succeeds();
    assert!(
        svg.starts_with("<svg ") && svg.ends_with("</svg>\n"),
        "{svg}"
    );
    assert!(
        svg.contains("<title id=\"title\">3 · gather vs wait › simple: "),
        "{svg}"
    );
    // From a file: nothing is compiled, so nothing waits for another test's cargo.
    let file = "crates/backstage/views/tests/runs/simple.jsonl";
    let nowhere = run(&["timeline", "--from", file, "--svg", "no/such/x.svg"]);
    assert!(nowhere.complains(1).contains("no/such/x.svg"));
}

/// A program in which nothing happens has no picture, and that is said in a sentence.
#[test]
fn nothing_to_draw() {
    let ran = run(&["timeline", "coroutines", "define"]);
    let expected = "define runs no task and prints nothing: no picture";
    assert!(ran.complains(1).contains(expected));
}
