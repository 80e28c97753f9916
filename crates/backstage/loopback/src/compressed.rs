//! A text that is sent as gzip to the clients that accept gzip.

use std::io::{self, Write};

use axum::extract::Query;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;

use crate::params::UpTo;

/// 16 MiB.
const MAX_KIB: u64 = 16 * 1024;
/// 32 bytes.
const LINE: &str = "bread, butter, jam, and more...\n";
const LINES_IN_KIB: usize = 1024 / LINE.len();

#[derive(Deserialize)]
#[serde(default)]
pub(crate) struct Text {
    kib: UpTo<MAX_KIB>,
}

impl Default for Text {
    fn default() -> Self {
        Text { kib: UpTo(64) }
    }
}

pub(crate) async fn text(
    Query(Text { kib }): Query<Text>,
    headers: HeaderMap,
) -> Response {
    let kib = usize::try_from(kib.0).unwrap_or_default();
    let text = LINE.repeat(kib * LINES_IN_KIB);
    let header = [(CONTENT_TYPE, "text/plain"), (VARY, "accept-encoding")];
    if !accepts_gzip(&headers) {
        return (header, text).into_response();
    }
    let gzipped = gzip(text.as_bytes()).expect("writing to a Vec never fails");
    (header, [(CONTENT_ENCODING, "gzip")], gzipped).into_response()
}

/// Whether gzip is in the list. Weights, which no lesson sends, are not read.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    accepted.is_some_and(|list| list.split(',').any(|name| name.trim() == "gzip"))
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}
