//! Answers that fail or take their time, on request.

use std::convert::Infallible;
use std::fmt;
use std::future;
use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes};
use axum::extract::{Extension, Query};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde::Deserialize;
use tokio::task::yield_now;

use crate::counts::Visit;
use crate::params::{MAX_WAIT_MS, UpTo, WaitMs, wait_ms};

const MAX_CHUNKS: u64 = 1000;
const KIB_BYTES: u64 = 1024;
const MAX_KIB: u64 = 1024;
const MAX_RETRY_AFTER_SECONDS: u64 = MAX_WAIT_MS / 1000;
/// Unix time of the site's dates, 3 February 2018, 05:00:00 GMT. Its clock stands still, so
/// that an answer is the same in every run.
const NOW_SECONDS: u64 = 1_517_634_000;
/// Length of the body of `/truncated` as its head promises it.
const PROMISED_BYTES: usize = 1000;
/// Length of the body of `/truncated` as it is sent.
const SENT_BYTES: usize = 500;

/// An error of a body that ends its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection ends with RST.
    Reset,
    /// The connection ends with FIN, as after a complete answer.
    Cut,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?} on request")
    }
}

impl std::error::Error for Fault {}

pub(crate) async fn reset() -> Body {
    reset_now()
}

/// Returns a body that resets its connection before any of the answer is sent.
pub(crate) fn reset_now() -> Body {
    // hyper sends the head together with the first bytes of the body. This body has none.
    Body::from_stream(stream::iter([Err::<Bytes, _>(Fault::Reset)]))
}

pub(crate) async fn truncated(Extension(visit): Extension<Visit>) -> Response {
    let body = stream::unfold((false, visit), |(sent, visit)| async move {
        if sent {
            // Lets the first half be sent before the connection ends.
            yield_now().await;
            return Some((Err(Fault::Cut), (sent, visit)));
        }
        let half = Bytes::from_static(&[b'x'; SENT_BYTES]);
        Some((Ok(half), (true, visit)))
    });
    let header = [
        (CONTENT_TYPE, "text/plain".to_owned()),
        (CONTENT_LENGTH, PROMISED_BYTES.to_string()),
    ];
    (header, Body::from_stream(body)).into_response()
}

#[derive(Deserialize)]
#[serde(default)]
pub(crate) struct Drip {
    chunks: UpTo<MAX_CHUNKS>,
    every_ms: WaitMs,
}

impl Default for Drip {
    fn default() -> Self {
        Drip {
            chunks: UpTo(5),
            every_ms: UpTo(100),
        }
    }
}

pub(crate) async fn drip(
    Extension(visit): Extension<Visit>,
    Query(Drip { chunks, every_ms }): Query<Drip>,
) -> Response {
    let chunk = move |n| format!("chunk {n} of {}\n", chunks.0).into();
    let body = in_pieces(visit, chunks.0, every_ms.0, chunk);
    ([(CONTENT_TYPE, "text/plain")], body).into_response()
}

#[derive(Deserialize)]
#[serde(default)]
pub(crate) struct Download {
    kib: UpTo<MAX_KIB>,
    every_ms: WaitMs,
}

impl Default for Download {
    fn default() -> Self {
        Download {
            kib: UpTo(8),
            every_ms: UpTo(100),
        }
    }
}

pub(crate) async fn download(
    Extension(visit): Extension<Visit>,
    Query(Download { kib, every_ms }): Query<Download>,
) -> Response {
    let piece = |_| Bytes::from_static(&[b'x'; KIB_BYTES as usize]);
    let header = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_LENGTH, (kib.0 * KIB_BYTES).to_string()),
    ];
    let body = in_pieces(visit, kib.0, every_ms.0, piece);
    (header, body).into_response()
}

/// Returns a body of `pieces` pieces, numbered from 1, with a wait before each. The visit
/// ends with the last piece, not when the client asks for more.
fn in_pieces(
    visit: Visit,
    pieces: u64,
    every_ms: u64,
    piece: impl Fn(u64) -> Bytes + Send + 'static,
) -> Body {
    Body::from_stream(stream::unfold((1, Some(visit)), move |(n, visit)| {
        let piece = piece(n);
        async move {
            let visit = visit.filter(|_| n <= pieces)?;
            wait_ms(every_ms).await;
            let visit = (n < pieces).then_some(visit);
            Some((Ok::<_, Infallible>(piece), (n + 1, visit)))
        }
    }))
}

pub(crate) async fn hang() {
    future::pending().await
}

#[derive(Deserialize)]
#[serde(default)]
pub(crate) struct Unavailable {
    times: u64,
    retry_after: UpTo<MAX_RETRY_AFTER_SECONDS>,
    /// Whether `Retry-After` is a date, and the answer has a `Date` to compare it with.
    date: bool,
}

impl Default for Unavailable {
    fn default() -> Self {
        Unavailable {
            times: u64::MAX,
            retry_after: UpTo(1),
            date: false,
        }
    }
}

pub(crate) async fn unavailable(
    Extension(visit): Extension<Visit>,
    Query(query): Query<Unavailable>,
) -> Response {
    if visit.number > query.times {
        return "available again\n".into_response();
    }
    let seconds = query.retry_after.0;
    let refusal = (StatusCode::SERVICE_UNAVAILABLE, "unavailable\n");
    if !query.date {
        return ([(RETRY_AFTER, seconds.to_string())], refusal).into_response();
    }
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW_SECONDS);
    let header = [
        (DATE, httpdate::fmt_http_date(now)),
        (
            RETRY_AFTER,
            httpdate::fmt_http_date(now + Duration::from_secs(seconds)),
        ),
    ];
    (header, refusal).into_response()
}
