//! Connections and tunnels: accepting them, and ending them as no web framework would.

use std::convert::Infallible;
use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::iter::successors;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::future::{Either, ready};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::counts::Counts;
use crate::faults::Fault;

/// Maximum number of connections that wait to be accepted. The system drops any more, and
/// their clients retry after a second of the real clock: on a virtual clock, forever.
/// Linux allows no more than this by default.
const BACKLOG: u32 = 4096;
/// Maximum length of the request line with all headers, and of what is read of a body in
/// advance.
const MAX_HEAD_BYTES: usize = 16 * 1024;
const MAX_HEADER_LINES: usize = 100;
/// Pause when there is no file descriptor left; another connection may close meanwhile.
const PAUSE_AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(10);

/// Binds the port and listens.
pub(crate) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // On Unix it lets a program that has just ended be started again. On Windows it
    // would let two programs listen on the same port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until it is aborted. Its connections are aborted with it.
pub(crate) async fn accept(listener: TcpListener, router: Router, counts: Arc<Counts>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            // Removes the connections that have ended from the set.
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    counts.connected();
                    connections.spawn(connection(stream, router.clone()));
                }
                Err(_) => sleep(PAUSE_AFTER_FAILED_ACCEPT).await,
            },
        }
    }
}

async fn connection(stream: TcpStream, router: Router) {
    // With Nagle's algorithm on, the second packet of an answer waits for the client's
    // acknowledgement, up to 40 ms of the real clock, and a virtual clock would leap.
    // This fails only if the client has gone.
    let _gone = stream.set_nodelay(true);
    let site = TowerToHyperService::new(router);
    let tunnel_asked = AtomicBool::new(false);
    let service = service_fn(|request: hyper::Request<_>| {
        if *request.method() != Method::CONNECT {
            return Either::Left(site.call(request));
        }
        let target = request.uri();
        let accepted = target.scheme().is_none() && target.port().is_some();
        tunnel_asked.store(accepted, Ordering::Relaxed);
        Either::Right(ready(connect(accepted)))
    });
    let mut connection = http1::Builder::new()
        .auto_date_header(false)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADER_LINES)
        // A timer for each idle connection would move a virtual clock. A client that
        // stops halfway delays no other client.
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(stream), service);
    // `connection.await` would shut the socket down and not return it.
    let ended = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
    let rest = connection.into_parts();
    let stream = rest.io.into_inner();
    match ended {
        Ok(()) if tunnel_asked.load(Ordering::Relaxed) => {
            // It ends when both sides have closed it, or one has gone.
            let _ended = tunnel(stream, &rest.read_buf).await;
        }
        Err(error) if is_reset(&error) => {
            // The socket then sends RST instead of FIN and drops its unsent bytes.
            let _gone = stream.set_zero_linger();
        }
        _ => {}
    }
}

/// Answers CONNECT. After 200, the connection is no longer HTTP.
fn connect(accepted: bool) -> Result<Response, Infallible> {
    Ok(match accepted {
        true => StatusCode::OK.into_response(),
        false => (StatusCode::BAD_REQUEST, "CONNECT takes HOST:PORT\n").into_response(),
    })
}

/// Copies bytes in both directions between a client and the site, which stands in for
/// every host. `read_already` holds the bytes that the client sent before the answer.
async fn tunnel(mut client: TcpStream, read_already: &[u8]) -> io::Result<()> {
    let mut site = TcpStream::connect(client.local_addr()?).await?;
    site.set_nodelay(true)?;
    site.write_all(read_already).await?;
    let passed = copy_bidirectional(&mut client, &mut site).await;
    if passed.is_err() {
        // A reset at one end becomes a reset at the other.
        client.set_zero_linger()?;
        site.set_zero_linger()?;
    }
    Ok(())
}

fn is_reset(error: &hyper::Error) -> bool {
    successors(Some(error as &dyn Error), |&error| error.source())
        .any(|cause| matches!(cause.downcast_ref(), Some(Fault::Reset)))
}
