//! `run --live`: which examples can fetch from the open web, and whether it is there.

use std::env;
use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use recording::protocol::Live;

use crate::registry::{Example, Lesson};
use crate::trouble::Trouble;

/// For looking up a name and connecting. Whoever has a network needs less than one.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where reqwest looks for a proxy. Behind one, the web may be there and out of reach.
const PROXIES: [&str; 3] = ["http_proxy", "https_proxy", "all_proxy"];

/// The page that `--url` asks for.
///
/// # Errors
/// When it is no http address.
pub(crate) fn page(text: &str) -> Result<String, &'static str> {
    match address(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("write it as http://HOST/PATH or https://HOST/PATH"),
    }
}

/// The example if it can go live, or all of the lesson that can.
///
/// # Errors
/// When it cannot, or none can.
pub(crate) fn can_go<'a>(
    lesson: &'a Lesson,
    example: Option<&'a Example>,
) -> Result<Vec<&'a Example>, Trouble> {
    let goes = |example: &&Example| !example.live().is_empty();
    let all = lesson.examples.iter().filter(goes).collect::<Vec<_>>();
    let what = match example {
        Some(example) if goes(&example) => return Ok(vec![example]),
        None if !all.is_empty() => return Ok(all),
        Some(example) => &example.name,
        None => &lesson.name,
    };
    let names = all.iter().map(|example| example.name.as_str());
    let names = names.collect::<Vec<_>>().join(", ");
    Err(Trouble::Usage(match names.is_empty() {
        true => format!("{what} cannot run --live, nor can anything of that lesson"),
        false => format!("{what} cannot run --live; these can: {names}"),
    }))
}

/// Connects once to where the example will fetch from, so that a missing network is
/// told in one line.
///
/// # Errors
/// When it cannot be reached.
pub(crate) fn reach(asked: &Live, example: &Example) -> Result<(), Trouble> {
    let set = |name: &&str| {
        env::var_os(name).is_some() || env::var_os(name.to_uppercase()).is_some()
    };
    if PROXIES.iter().any(set) {
        return Ok(());
    }
    let page = match (asked, example.live()) {
        (Live::Page(page), _) | (Live::OwnPages, [page, ..]) => page,
        (Live::OwnPages, []) => return Ok(()),
    };
    let Some((host, port)) = address(page) else {
        return Err(Trouble::Failed(format!("{page} has no host")));
    };
    let (tell, told) = mpsc::channel();
    let name = host.clone();
    // Looking up a name has no time limit of its own. The thread is left behind.
    thread::spawn(move || tell.send(connect(&name, port)));
    let why = match told.recv_timeout(PATIENCE) {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer in {} s", PATIENCE.as_secs()),
    };
    Err(Trouble::Failed(format!(
        "{} cannot be reached ({why}); without a network, leave out --live",
        host.escape_debug()
    )))
}

fn connect(host: &str, port: u16) -> io::Result<()> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "it has no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(_) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The host and the port of an http address.
fn address(page: &str) -> Option<(String, u16)> {
    let (scheme, rest) = page.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit('@').next()?;
    let standard = match scheme {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let (host, port) = match authority.rsplit_once(':') {
        // The colons of `[::1]` are no ports.
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
        _ => (authority, standard),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (!host.is_empty()).then(|| (host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_and_the_port_of_an_address() {
        let found =
            |page: &str| address(page).map(|(host, port)| format!("{host} {port}"));
        let cases = [
            ("http://python.org", Some("python.org 80")),
            ("https://python.org/about?x=1:2", Some("python.org 443")),
            ("http://127.0.0.1:5000/page/a", Some("127.0.0.1 5000")),
            ("http://me:secret@python.org:81/", Some("python.org 81")),
            ("http://[::1]/", Some("::1 80")),
            ("http://[::1]:81/", Some("::1 81")),
            ("http://", None),
            ("http://:80/", None),
            ("http://python.org:port/", None),
            ("python.org", None),
            ("ftp://python.org/", None),
        ];
        for (page, expected) in cases {
            assert_eq!(found(page).as_deref(), expected, "{page}");
        }
    }
}
