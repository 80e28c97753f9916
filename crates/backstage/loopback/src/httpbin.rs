//! `/get`, `/headers` and `/post`: the request as the server saw it, in the bytes of
//! httpbin.

use std::borrow::Cow;

use axum::body::Bytes;
use axum::extract::Extension;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, HOST,
};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::counts::Visit;

/// Address of every client.
const ORIGIN: &str = "127.0.0.1";

pub(crate) async fn get(
    Extension(visit): Extension<Visit>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&json!({
        "args": arguments(&uri),
        "headers": all(&headers, &visit.host),
        "origin": ORIGIN,
        "url": url(&uri, &visit.host),
    }))
}

pub(crate) async fn headers(
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
) -> Response {
    answer(&json!({ "headers": all(&headers, &visit.host) }))
}

pub(crate) async fn post(
    Extension(visit): Extension<Visit>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    let (form, data) = if kind == Some("application/x-www-form-urlencoded") {
        (pairs(&body), Cow::Borrowed(""))
    } else {
        (Value::Object(Map::new()), String::from_utf8_lossy(&body))
    };
    answer(&json!({
        "args": arguments(&uri),
        "data": data,
        "files": {},
        "form": form,
        "headers": all(&headers, &visit.host),
        "json": serde_json::from_str(&data).unwrap_or(Value::Null),
        "origin": ORIGIN,
        "url": url(&uri, &visit.host),
    }))
}

/// Returns the answer of `/delay`. In httpbin's, there is also all of `/get`.
pub(crate) fn only_url(uri: &Uri, host: &str) -> Response {
    answer(&json!({ "url": url(uri, host) }))
}

/// Returns the JSON that Python's `json.dumps(…, indent=2, sort_keys=True)` writes.
fn answer(value: &Value) -> Response {
    let header = [
        (CONTENT_TYPE, "application/json; charset=utf-8"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
    ];
    let mut text = String::new();
    for c in format!("{value:#}\n").chars() {
        if c <= '~' {
            text.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                text += &format!("\\u{unit:04x}");
            }
        }
    }
    (header, text).into_response()
}

fn arguments(uri: &Uri) -> Value {
    pairs(uri.query().unwrap_or_default().as_bytes())
}

/// Returns the decoded pairs. A name that is repeated has the list of its values.
fn pairs(encoded: &[u8]) -> Value {
    let mut all = Map::new();
    for (name, value) in form_urlencoded::parse(encoded) {
        let value = Value::from(value);
        match all.get_mut(&*name) {
            None => _ = all.insert(name.into_owned(), value),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Value::Object(all)
}

fn all(headers: &HeaderMap, host: &str) -> Value {
    let fields = headers.iter().map(|(name, value)| {
        let value = match *name {
            // Without the port, which is another in every run.
            HOST => host.into(),
            _ => String::from_utf8_lossy(value.as_bytes()),
        };
        (title_case(name.as_str()), Value::from(value))
    });
    fields.collect()
}

/// Returns `Content-Type` for `content-type`.
fn title_case(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    });
    words.collect::<Vec<_>>().join("-")
}

fn url(uri: &Uri, host: &str) -> String {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    format!("http://{host}{path}")
}
