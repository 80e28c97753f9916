//! `run --live`: the examples that can fetch from the internet, and whether it can be
//! reached.

use std::env;
use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use http::Uri;
use recording::protocol::Live;

use crate::course::{Example, Lesson};
use crate::error::Error;

/// Maximum time for looking up a name and connecting. With a network it takes less than
/// one second.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The variables in which reqwest looks for a proxy. With one, a direct connection tells
/// nothing.
const PROXY_VARS: [&str; 3] = ["http_proxy", "https_proxy", "all_proxy"];

/// Returns the example if it can go live, or all of the lesson that can.
///
/// # Errors
/// Returns an error if it cannot, or none can.
pub(crate) fn live_examples<'a>(
    lesson: &'a Lesson,
    example: Option<&'a Example>,
) -> Result<Vec<&'a Example>, Error> {
    let can_go = |example: &&Example| !example.live().is_empty();
    let all = lesson.examples.iter().filter(can_go).collect::<Vec<_>>();
    let name = match example {
        Some(example) if can_go(&example) => return Ok(vec![example]),
        None if !all.is_empty() => return Ok(all),
        Some(example) => &example.name,
        None => &lesson.name,
    };
    let names = all.iter().map(|example| example.name.as_str());
    let names = names.collect::<Vec<_>>().join(", ");
    Err(Error::Usage(match names.is_empty() {
        true => format!("{name} cannot run --live; no example of the lesson can"),
        false => format!("{name} cannot run --live; these can: {names}"),
    }))
}

/// Connects once to the host that the example will fetch from, so that a missing network
/// is reported in one line.
///
/// # Errors
/// Returns an error if the host cannot be reached.
pub(crate) fn check_connection(asked: &Live, example: &Example) -> Result<(), Error> {
    let is_set = |name: &&str| {
        env::var_os(name).is_some() || env::var_os(name.to_uppercase()).is_some()
    };
    if PROXY_VARS.iter().any(is_set) {
        return Ok(());
    }
    let page = match (asked, example.live()) {
        (Live::Page(page), _) | (Live::OwnPages, [page, ..]) => page,
        (Live::OwnPages, []) => return Ok(()),
    };
    let Some((host, port)) = address(page) else {
        return Err(Error::Failed(format!("{page} has no host")));
    };
    let name = host.clone();
    let (sender, result) = mpsc::channel();
    // Name lookup has no timeout, so it runs in a detached thread.
    thread::spawn(move || sender.send(connect(&name, port)));
    let why = match result.recv_timeout(CONNECT_TIMEOUT) {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer in {} s", CONNECT_TIMEOUT.as_secs()),
    };
    Err(Error::Failed(format!(
        "cannot connect to {host} ({why}); leave out --live to use the local site"
    )))
}

fn connect(host: &str, port: u16) -> io::Result<()> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "it has no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, CONNECT_TIMEOUT) {
            Ok(_) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The host and the port of an http address.
fn address(page: &str) -> Option<(String, u16)> {
    let uri = page.parse::<Uri>().ok()?;
    let standard = if uri.scheme_str() == Some("https") {
        443
    } else {
        80
    };
    // An IPv6 address is in brackets.
    let host = uri.host()?.trim_matches(['[', ']']);
    Some((host.to_owned(), uri.port_u16().unwrap_or(standard)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_and_the_port_of_an_address() {
        for (page, expected) in [
            ("http://python.org", Some(("python.org", 80))),
            ("https://python.org/about?x=1:2", Some(("python.org", 443))),
            ("http://127.0.0.1:5000/page/a", Some(("127.0.0.1", 5000))),
            ("http://me:secret@python.org:81/", Some(("python.org", 81))),
            ("http://[::1]/", Some(("::1", 80))),
            ("http://[::1]:81/", Some(("::1", 81))),
            ("http://", None),
        ] {
            let found = address(page);
            let found = found.as_ref().map(|(host, port)| (host.as_str(), *port));
            assert_eq!(found, expected, "{page}");
        }
    }
}
