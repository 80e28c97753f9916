//! `/get`, `/headers`, `/post` and `/redirect`: answers in the bytes of httpbin, with the
//! request as the server saw it.

use axum::body::Bytes;
use axum::extract::multipart::Multipart;
use axum::extract::{Extension, FromRequest, Path, Request};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, HOST,
    LOCATION,
};
use axum::http::{HeaderMap, StatusCode, Uri};
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
    request: Request,
) -> Result<Response, Response> {
    let body = Body::read(request).await?;
    Ok(answer(&json!({
        "args": arguments(&uri),
        "data": body.data,
        "files": body.files,
        "form": body.form,
        "headers": all(&headers, &visit.host),
        "json": serde_json::from_str(&body.data).unwrap_or(Value::Null),
        "origin": ORIGIN,
        "url": url(&uri, &visit.host),
    })))
}

/// A request's body by its content type: a form, a form with files, or plain data.
#[derive(Default)]
struct Body {
    data: String,
    files: Map<String, Value>,
    form: Map<String, Value>,
}

impl Body {
    async fn read(request: Request) -> Result<Body, Response> {
        let content_type = request.headers().get(CONTENT_TYPE);
        let content_type = content_type.and_then(|it| it.to_str().ok());
        let content_type = content_type.and_then(|it| it.split(';').next());
        match content_type.map(str::trim) {
            Some("multipart/form-data") => Body::read_parts(request).await,
            Some("application/x-www-form-urlencoded") => {
                let bytes = bytes(request).await?;
                Ok(Body {
                    form: pairs(form_urlencoded::parse(&bytes)),
                    ..Body::default()
                })
            }
            _ => Ok(Body {
                data: String::from_utf8_lossy(&bytes(request).await?).into_owned(),
                ..Body::default()
            }),
        }
    }

    async fn read_parts(request: Request) -> Result<Body, Response> {
        let parts = Multipart::from_request(request, &()).await;
        let mut parts = parts.map_err(IntoResponse::into_response)?;
        let (mut files, mut fields) = (Vec::new(), Vec::new());
        while let Some(part) = parts
            .next_field()
            .await
            .map_err(IntoResponse::into_response)?
        {
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.file_name().is_some();
            let bytes = part.bytes().await.map_err(IntoResponse::into_response)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if is_file { &mut files } else { &mut fields }.push((name, text));
        }
        Ok(Body {
            data: String::new(),
            files: pairs(files),
            form: pairs(fields),
        })
    }
}

async fn bytes(request: Request) -> Result<Bytes, Response> {
    let bytes = Bytes::from_request(request, &()).await;
    bytes.map_err(IntoResponse::into_response)
}

/// Redirects to `n - 1`, and at 1 to `/get`.
pub(crate) async fn redirect(Path(n): Path<u64>) -> Response {
    let location = match n {
        0 | 1 => "/get".to_owned(),
        n => format!("/redirect/{}", n - 1),
    };
    (StatusCode::FOUND, [(LOCATION, location)]).into_response()
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

fn arguments(uri: &Uri) -> Map<String, Value> {
    let query = uri.query().unwrap_or_default();
    pairs(form_urlencoded::parse(query.as_bytes()))
}

/// Returns the pairs as an object. A name that is repeated has the list of its values.
fn pairs<T: Into<String>>(
    pairs: impl IntoIterator<Item = (T, T)>,
) -> Map<String, Value> {
    let mut all = Map::new();
    for (name, value) in pairs {
        let (name, value) = (name.into(), Value::String(value.into()));
        match all.get_mut(&name) {
            None => _ = all.insert(name, value),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    all
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
