//! `loopback` as a program.

#![allow(clippy::unwrap_used, reason = "in the helpers, as in the tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};

fn loopback(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loopback"));
    command.args(arguments);
    command
}

/// Asserts that the program exits with `code` and one line on stderr that has `reason`.
#[track_caller]
fn assert_fails(arguments: &[&str], code: i32, reason: &str) {
    let Output {
        status,
        stdout,
        stderr,
    } = loopback(arguments).output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(code), "{stderr}");
    assert!(stdout.is_empty());
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(
        stderr.starts_with("error: ") && stderr.contains(reason),
        "{stderr}"
    );
}

#[test]
fn bad_arguments() {
    assert_fails(&["--prot", "1"], 2, r#"unknown option "--prot""#);
    assert_fails(&["5000"], 2, "5000");
    assert_fails(&["--port"], 2, "--port takes a number up to 65535");
    assert_fails(&["--port", "65536"], 2, "65536");
    assert_fails(&["--port", "-1"], 2, "-1");
    assert_fails(&["--seed", "\u{1b}[1m\n"], 2, r#""\u{1b}[1m\n""#);
}

#[test]
fn help() {
    let output = loopback(&["--help"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.starts_with(b"usage: loopback"));
}

#[test]
fn port_taken() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    assert_fails(&["--port", &port], 1, &format!("port {port} is in use"));
}

/// It prints its address, answers there, and exits with 0 on Ctrl-C.
#[cfg(unix)]
#[test]
fn serves_until_interrupted() {
    let mut program = loopback(&["--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut shown = String::new();
    let mut stdout = BufReader::new(program.stdout.take().unwrap());
    stdout.read_line(&mut shown).unwrap();
    let address = shown.trim_end().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let request = b"GET /status/418 HTTP/1.1\r\nConnection: close\r\n\r\n";
    stream.write_all(request).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 418 "), "{answer}");
    let kill = Command::new("kill")
        .args(["-INT", &program.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    assert_eq!(program.wait().unwrap().code(), Some(0));
}
