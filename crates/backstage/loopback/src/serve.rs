//! Accepting connections, and ending them as no web framework would.

use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::iter::successors;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::faults::Fault;

/// Connections that wait to be accepted. One too many is dropped by the system, and its
/// client tries again a second later by the real clock: on a virtual one, for ever.
/// Linux allows no more than this by default.
const BACKLOG: u32 = 4096;
/// The request line and all header lines. Also what is read ahead of a body.
const MOST_HEAD_BYTES: usize = 16 * 1024;
const MOST_HEADER_LINES: usize = 100;
/// There may be no descriptor left; a moment later there may.
const PAUSE_AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(10);

/// Takes the port.
pub(crate) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // On Unix it lets a program that has just ended be started again. On Windows it
    // would let two listen on the same port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until it is aborted, and the connections with it: they are its own.
pub(crate) async fn accept(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            // Only to forget those that have ended.
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, router.clone()));
                }
                Err(_) => sleep(PAUSE_AFTER_FAILED_ACCEPT).await,
            },
        }
    }
}

async fn connection(stream: TcpStream, router: Router) {
    // With Nagle's algorithm on, the second packet of an answer waits for the client's
    // acknowledgement, up to 40 ms by the real clock; a virtual one would run away.
    // It fails only if the client is gone.
    let _gone = stream.set_nodelay(true);
    let mut connection = http1::Builder::new()
        .auto_date_header(false)
        .max_buf_size(MOST_HEAD_BYTES)
        .max_headers(MOST_HEADER_LINES)
        // A timer for each idle connection would keep a virtual clock going. A client
        // that stops half-way holds up nobody else.
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    // `connection.await` would not give the socket back.
    let ended = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
    if let Err(error) = ended
        && is_reset(&error)
    {
        let stream = connection.into_parts().io.into_inner();
        // Not to linger is to send RST instead of FIN, and what was not sent is lost.
        let _gone = stream.set_zero_linger();
    }
}

fn is_reset(error: &hyper::Error) -> bool {
    successors(Some(error as &dyn Error), |&error| error.source())
        .any(|cause| matches!(cause.downcast_ref(), Some(Fault::Reset)))
}
