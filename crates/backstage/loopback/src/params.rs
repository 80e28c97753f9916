//! Bounded numbers in the path or query of a request, and the refusal of everything
//! else.

use std::fmt;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::time::sleep;

/// An hour.
pub(crate) const MAX_WAIT_MS: u64 = 3_600_000;

/// A number of a path or a query that is at most `MAX`; 400 if it is larger.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "u64")]
pub(crate) struct UpTo<const MAX: u64>(pub(crate) u64);

impl<const MAX: u64> TryFrom<u64> for UpTo<MAX> {
    type Error = TooLarge;

    fn try_from(number: u64) -> Result<Self, TooLarge> {
        match number <= MAX {
            true => Ok(UpTo(number)),
            false => Err(TooLarge { number, max: MAX }),
        }
    }
}

/// More than the maximum.
pub(crate) struct TooLarge {
    number: u64,
    max: u64,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is more than {}", self.number, self.max)
    }
}

/// A duration that a request asks for.
pub(crate) type WaitMs = UpTo<MAX_WAIT_MS>;

/// Sleeps; returns at once for 0.
pub(crate) async fn wait_ms(ms: u64) {
    sleep(Duration::from_millis(ms)).await;
}

/// 400 and the reason.
pub(crate) struct BadRequest(pub(crate) String);

impl IntoResponse for BadRequest {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, self.0).into_response()
    }
}
