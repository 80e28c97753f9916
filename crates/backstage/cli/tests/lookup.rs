//! `lookup`: what is found, and what is not.

mod common;

use common::run;

/// The names on the cards that are shown.
fn cards(name: &str) -> Vec<String> {
    let ran = run(&["lookup", name]);
    let names = ran
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("python   "));
    names.map(str::to_owned).collect()
}

#[test]
fn names_are_found_however_they_are_written() {
    for (typed, expected) in [
        ("asyncio.gather", "asyncio.gather"),
        ("gather", "asyncio.gather"),
        ("Gather()", "asyncio.gather"),
        ("await asyncio.gather(a, b)", "asyncio.gather"),
        (
            "asyncio.gather(return_exceptions=True)",
            "asyncio.gather(return_exceptions=True)",
        ),
        ("lock", "asyncio.Lock"),
        ("asyncio.Queue.join", "queue.join"),
        ("call_later", "loop.call_later"),
        // Messages, with their variable parts.
        (
            "RuntimeWarning: coroutine 'main' was never awaited",
            "RuntimeWarning: coroutine was never awaited",
        ),
        (
            "Task was destroyed but it is pending! task: <Task pending name='Task-2'>",
            "Task was destroyed but it is pending!",
        ),
        (
            "Exception in callback f() at x.py:4",
            "Exception in callback",
        ),
        // No lesson covers these.
        ("asyncio.Event.wait", "asyncio.Event"),
        ("Barrier.wait", "asyncio.Barrier"),
        ("subprocess.run", "subprocess"),
        ("async for", "async for"),
        ("contextvars", "contextvars"),
        ("RLock", "threading.RLock"),
        // The other way round.
        ("Mutex", "asyncio.Lock"),
        ("tokio::sync::Notify", "loop.stop"),
        ("JoinSet", "asyncio.TaskGroup"),
    ] {
        let found = cards(typed);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{typed}");
    }
    assert_eq!(cards("cancel").len(), 4);
}

/// Words may be typed without quotation marks.
#[test]
fn several_words() {
    let ran = run(&["lookup", "async", "for"]);
    assert!(ran.succeeds().starts_with("python   async for\n"));
}

/// A wrong card is worse than none.
#[test]
fn other_names_are_not_mistaken_for_those_of_asyncio() {
    for typed in ["str.join", "dict.get", "socket.timeout", "os.wait", "zzz"] {
        let ran = run(&["lookup", typed]);
        let said = ran.complains(2);
        assert!(said.contains("the phrasebook has no entry"), "{said}");
        assert!(!said.contains("did you mean"), "{said}");
    }
    let ran = run(&["lookup", "asyncio.Lock.foo"]);
    assert!(ran.complains(2).contains("did you mean 'asyncio.Lock'?"));
}
