//! Accepting connections, tunnels among them, and ending them as no web framework would.

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
pub(crate) async fn accept(listener: TcpListener, router: Router, counts: Arc<Counts>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            // Only to forget those that have ended.
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
    // acknowledgement, up to 40 ms by the real clock; a virtual one would run away.
    // It fails only if the client is gone.
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
        .max_buf_size(MOST_HEAD_BYTES)
        .max_headers(MOST_HEADER_LINES)
        // A timer for each idle connection would keep a virtual clock going. A client
        // that stops half-way holds up nobody else.
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(stream), service);
    // `connection.await` would not give the socket back.
    let ended = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
    let rest = connection.into_parts();
    let stream = rest.io.into_inner();
    match ended {
        Ok(()) if tunnel_asked.load(Ordering::Relaxed) => {
            // It ends when both ends have closed it, or one has gone.
            let _ended = tunnel(stream, &rest.read_buf).await;
        }
        Err(error) if is_reset(&error) => {
            // Not to linger is to send RST instead of FIN, and what was not sent is lost.
            let _gone = stream.set_zero_linger();
        }
        _ => {}
    }
}

/// The answer to CONNECT. After 200 the connection is no longer HTTP.
fn connect(accepted: bool) -> Result<Response, Infallible> {
    Ok(match accepted {
        true => StatusCode::OK.into_response(),
        false => (StatusCode::BAD_REQUEST, "CONNECT takes HOST:PORT\n").into_response(),
    })
}

/// Passes on all that comes, in both directions, between a client and the site: whatever
/// host was asked for, the site stands in for it. `read_already` is what the client has
/// sent before it was answered.
async fn tunnel(mut client: TcpStream, read_already: &[u8]) -> io::Result<()> {
    let mut site = TcpStream::connect(client.local_addr()?).await?;
    site.set_nodelay(true)?;
    site.write_all(read_already).await?;
    let passed = copy_bidirectional(&mut client, &mut site).await;
    if passed.is_err() {
        // What broke off at one end breaks off at the other.
        client.set_zero_linger()?;
        site.set_zero_linger()?;
    }
    Ok(())
}

fn is_reset(error: &hyper::Error) -> bool {
    successors(Some(error as &dyn Error), |&error| error.source())
        .any(|cause| matches!(cause.downcast_ref(), Some(Fault::Reset)))
}
