//! `run --live`: the same program, against the open web.

mod common;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use common::{Ran, lesson, run};

/// Runs an example of lesson 10 live, with no proxy on the way.
fn live(example: &str, url: &str, more: &[&str]) -> Ran {
    let mut command = lesson(&["run", "http-fetch", example, "--live", "--url", url]);
    command.args(more);
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    command.output().expect("the command starts").into()
}

/// Answers every request with a page that holds what was asked for.
fn answer(stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(&stream).lines();
    // A connection without a request only looks whether we are here.
    let Some(first) = lines.next().transpose()? else {
        return Ok(());
    };
    while !lines.next().transpose()?.unwrap_or_default().is_empty() {}
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}", first.len());
    write!(&stream, "{head}\r\nConnection: close\r\n\r\n{first}")
}

#[test]
fn a_live_run_asks_where_it_is_told_to() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the system gives a port");
    let address = listener.local_addr().expect("it has one");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _gone = answer(stream);
        }
    });
    let url = format!("http://{address}/today");
    let ran = live("session_get", &url, &["--plain"]);
    assert_eq!(ran.succeeds(), "200\nGET /today HTTP/1.1\n");
}

#[test]
fn nobody_there() {
    let ran = live("session_get", "http://127.0.0.1:1/", &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(ran.stdout, "");
    // cargo may have said above that it builds.
    let last = ran.stderr.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("error: cannot connect to 127.0.0.1 ("),
        "{last}"
    );
    assert!(
        last.ends_with("; leave out --live to use the local site"),
        "{last}"
    );
}

#[test]
fn what_cannot_go_live() {
    let ran = run(&["run", "http-fetch", "goods_by_hand", "--live"]);
    let said = ran.complains(2);
    assert!(
        said.contains("goods_by_hand cannot run --live; these can: "),
        "{said}"
    );
    assert!(said.contains("session_get"), "{said}");
    let ran = run(&["run", "coroutines", "--live"]);
    let said = ran.complains(2);
    assert!(said.contains("coroutines cannot run --live"), "{said}");
}

#[test]
fn live_is_real_and_goes_to_an_address() {
    let example = ["run", "http-fetch", "session_get"];
    for (more, expected) in [
        (
            &["--live", "--fast"][..],
            "'--live' cannot be used with '--fast'",
        ),
        (&["--url", "http://python.org"], "--live"),
        (
            &["--live", "--url", "python.org"],
            "expected an http or https URL, such as http://python.org",
        ),
        (
            &["--live", "--url", "ftp://python.org/"],
            "expected an http or https URL, such as http://python.org",
        ),
        (
            &["--live", "--url", "http://:80/"],
            "expected an http or https URL",
        ),
        (
            &["--live", "--url", "http:///"],
            "expected an http or https URL, such as http://python.org",
        ),
    ] {
        let ran = run(&[&example[..], more].concat());
        assert!(ran.complains(2).contains(expected), "{ran:?}");
    }
}
