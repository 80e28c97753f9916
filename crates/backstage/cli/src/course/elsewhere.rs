//! Python names that no lesson covers, with their tokio counterparts.

/// A name that a reader who knows asyncio may look up.
pub(crate) struct Elsewhere {
    /// As a Python programmer writes it.
    pub(crate) name: &'static str,
    /// The code to write with tokio.
    pub(crate) tokio: &'static str,
    /// The difference, in one sentence.
    pub(crate) differs: &'static str,
}

/// The entry for a name in lower case without `asyncio.`; or for the class or the module
/// that it belongs to.
pub(super) fn find(path: &str) -> Option<&'static Elsewhere> {
    let entry = |path: &str| {
        ENTRIES.iter().find(|entry| {
            let name = entry.name.to_lowercase();
            let last = name.rsplit_once('.').map(|(_, last)| last);
            name == path || last == Some(path)
        })
    };
    let mut path = path;
    loop {
        if let Some(entry) = entry(path) {
            return Some(entry);
        }
        (path, _) = path.rsplit_once('.')?;
    }
}

const fn entry(
    name: &'static str,
    tokio: &'static str,
    differs: &'static str,
) -> Elsewhere {
    Elsewhere {
        name,
        tokio,
        differs,
    }
}

pub(super) const ENTRIES: [Elsewhere; 15] = [
    entry(
        "contextvars.ContextVar",
        "`tokio::task_local!`",
        "The value is set around a future with `scope`, and a spawned task does not inherit it.",
    ),
    entry(
        "asyncio.StreamReader",
        "`tokio::io::BufReader`, with `AsyncBufReadExt` and `AsyncReadExt`",
        "The methods come from traits that must be imported: `read_line`, `read_exact`.",
    ),
    entry(
        "asyncio.StreamWriter",
        "`tokio::io::AsyncWriteExt`: `write_all(…).await`, then `flush().await`",
        "`write_all` waits until the socket has taken everything, so there is no `drain`.",
    ),
    entry(
        "asyncio.start_server",
        "`tokio::net::TcpListener`: `bind`, then `accept` in a loop",
        "You spawn the task for each connection yourself.",
    ),
    entry(
        "asyncio.create_subprocess_shell",
        "`tokio::process::Command::new(\"sh\").arg(\"-c\")`",
        "There is no shell unless you start one.",
    ),
    entry(
        "asyncio.Process",
        "`tokio::process::Child`",
        "`wait_with_output` takes the place of `communicate`.",
    ),
    entry(
        "async with",
        "a value that cleans up in `Drop`, such as a guard",
        "`Drop` cannot await; what must be awaited at the end is called by name.",
    ),
    entry(
        "asyncio.iscoroutinefunction",
        "none: a type says whether it is a `Future`",
        "The compiler refuses to await anything else.",
    ),
    entry(
        "anyio",
        "`tokio::task::JoinSet` for a task group, `tokio_util::sync::CancellationToken` for a cancel scope",
        "The end of a block waits for nothing.",
    ),
    entry(
        "trio",
        "`tokio::task::JoinSet` for a nursery, `tokio_util::sync::CancellationToken` for a cancel scope",
        "The end of a block waits for nothing.",
    ),
    entry(
        "httpx",
        "`reqwest::Client`",
        "There is one client for each of the two worlds: `reqwest::blocking` and `reqwest`.",
    ),
    entry(
        "websockets",
        "`tokio_tungstenite::connect_async`",
        "A connection is a stream and a sink of messages.",
    ),
    entry(
        "asyncio.Protocol",
        "none: `read` in a loop on a `tokio::net::TcpStream`",
        "tokio calls nothing back.",
    ),
    entry(
        "asyncio.set_event_loop_policy",
        "none: the runtime is built by hand, with `tokio::runtime::Builder`",
        "No global state decides which loop is used.",
    ),
    entry(
        "asyncio.iscoroutine",
        "none: a type says whether it is a `Future`",
        "The compiler refuses to await anything else.",
    ),
];
