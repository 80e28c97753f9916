//! `run --live`: the examples that can fetch from the internet, and whether it can be
//! reached.

use std::env;
use std::io;
use std::net::TcpStream;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use recording::protocol::Live;
use url::Url;

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
    let url = Url::parse(page);
    let url = url.map_err(|error| Error::Failed(format!("{page}: {error}")))?;
    let host = url.host_str().unwrap_or(page).to_owned();
    let (sender, result) = mpsc::channel();
    // Name lookup has no timeout, so it runs in a detached thread.
    thread::spawn(move || sender.send(connect(&url)));
    let why = match result.recv_timeout(CONNECT_TIMEOUT) {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer in {} s", CONNECT_TIMEOUT.as_secs()),
    };
    Err(Error::Failed(format!(
        "cannot connect to {host} ({why}); leave out --live to use the local site"
    )))
}

fn connect(url: &Url) -> io::Result<()> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "it has no address");
    for address in url.socket_addrs(|| None)? {
        match TcpStream::connect_timeout(&address, CONNECT_TIMEOUT) {
            Ok(_) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(last)
}
