//! Answers that go wrong or take their time, on request.

use std::convert::Infallible;
use std::fmt;
use std::future;

use axum::body::{Body, Bytes};
use axum::extract::{Extension, RawQuery};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use futures::stream;
use tokio::task::yield_now;

use crate::counts::Visit;
use crate::routes::{BadRequest, MOST_WAIT_MS, number, wait_ms};

const MOST_CHUNKS: u64 = 1000;
const KIB_BYTES: u64 = 1024;
const MOST_KIB: u64 = 1024;
/// What `/truncated` promises, and what it keeps.
const PROMISED_BYTES: usize = 1000;
const SENT_BYTES: usize = 500;

/// A body that ends with this ends its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// With RST.
    Reset,
    /// As if all were said.
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

/// A body that resets its connection before any of the answer has gone.
pub(crate) fn reset_now() -> Body {
    // The head of an answer is sent together with what comes first of its body. Here
    // nothing does, so nothing is sent.
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

pub(crate) async fn drip(
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Result<Response, BadRequest> {
    let chunks = number(query.as_deref(), "chunks", 5, MOST_CHUNKS)?;
    let every_ms = number(query.as_deref(), "every_ms", 100, MOST_WAIT_MS)?;
    let body = stream::unfold((1, Some(visit)), move |(n, visit)| async move {
        let visit = visit.filter(|_| n <= chunks)?;
        wait_ms(every_ms).await;
        // With the last chunk the request is over, not when the client asks for more.
        let rest = (n < chunks).then_some(visit);
        let chunk = format!("chunk {n} of {chunks}\n");
        Some((Ok::<_, Infallible>(chunk), (n + 1, rest)))
    });
    let header = [(CONTENT_TYPE, "text/plain")];
    Ok((header, Body::from_stream(body)).into_response())
}

pub(crate) async fn download(
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Result<Response, BadRequest> {
    let kib = number(query.as_deref(), "kib", 8, MOST_KIB)?;
    let every_ms = number(query.as_deref(), "every_ms", 100, MOST_WAIT_MS)?;
    let body = stream::unfold((1, Some(visit)), move |(n, visit)| async move {
        let visit = visit.filter(|_| n <= kib)?;
        wait_ms(every_ms).await;
        // With the last piece the request is over, not when the client asks for more.
        let rest = (n < kib).then_some(visit);
        let piece = Bytes::from_static(&[b'x'; KIB_BYTES as usize]);
        Some((Ok::<_, Infallible>(piece), (n + 1, rest)))
    });
    let header = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_LENGTH, (kib * KIB_BYTES).to_string()),
    ];
    Ok((header, Body::from_stream(body)).into_response())
}

pub(crate) async fn hang() {
    future::pending().await
}

pub(crate) async fn unavailable(
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Result<Response, BadRequest> {
    let times = number(query.as_deref(), "times", u64::MAX, u64::MAX)?;
    let retry_after = number(query.as_deref(), "retry_after", 1, MOST_WAIT_MS / 1000)?;
    if visit.number > times {
        return Ok("available again\n".into_response());
    }
    let header = [(RETRY_AFTER, retry_after.to_string())];
    let answer = (StatusCode::SERVICE_UNAVAILABLE, header, "unavailable\n");
    Ok(answer.into_response())
}
