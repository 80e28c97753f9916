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
        ("RLock", "threading.RLock"),
        ("subprocess.run", "subprocess.run"),
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
        ("StreamReader.readline", "asyncio.StreamReader"),
        ("Process.wait", "asyncio.Process"),
        ("ContextVar", "contextvars.ContextVar"),
        ("async with", "async with"),
    ] {
        let found = cards(typed);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{typed}");
    }
    assert_eq!(cards("cancel").len(), 4);
}

/// A name of tokio's leads to the Python names that it answers.
#[test]
fn names_of_tokio() {
    for (typed, expected) in [
        ("Mutex", "asyncio.Lock"),
        ("tokio::sync::Notify", "asyncio.Event"),
        ("JoinSet", "asyncio.TaskGroup"),
        (
            "tokio::select!",
            "asyncio.wait(return_when=FIRST_COMPLETED)",
        ),
        ("spawn_blocking", "asyncio.to_thread"),
    ] {
        let found = cards(typed);
        assert!(
            found.iter().any(|name| name == expected),
            "{typed}: {found:?}"
        );
    }
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
    for (typed, guess) in [
        ("asyncio.Lock.foo", "asyncio.Lock"),
        ("asyncio.Event.wait", "asyncio.Event"),
        ("Barrier.wait", "asyncio.Barrier"),
        ("asyncio.gathr", "asyncio.gather"),
    ] {
        let ran = run(&["lookup", typed]);
        let hint = format!("did you mean '{guess}'?");
        assert!(ran.complains(2).contains(&hint), "{ran:?}");
    }
}
