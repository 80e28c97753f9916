//! The table of routes, the plain pages, and what is counted and refused on the way.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Extension, Path, Query, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST};
use axum::http::{StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use crate::counts::{Counts, Visit};
use crate::params::{BadRequest, WaitMs, wait_ms};
use crate::settings::Settings;
use crate::shop::{self, Parcels};
use crate::{compressed, faults, generated, hostile, httpbin, pages};

const MAX_BODY_BYTES: usize = 64 * 1024;
const MAX_PATH_BYTES: usize = 1024;
/// The maximum of a DNS name.
const MAX_HOST_BYTES: usize = 255;
/// More than any encoding's name has.
const MAX_CHARSET_BYTES: usize = 40;

type Shared = Arc<Settings>;

/// Returns the whole site.
pub(crate) fn router(settings: Settings, counts: Arc<Counts>) -> Router {
    let stats = Router::new()
        .route("/stats", get(stats))
        .route("/stats/reset", get(reset_stats))
        .with_state(counts.clone());
    let parcels = Router::new()
        .route("/parcels", get(shop::ordered).post(shop::order))
        .with_state(Arc::new(Parcels::default()));
    Router::new()
        .route("/get", get(httpbin::get))
        .route("/headers", get(httpbin::headers))
        .route("/post", post(httpbin::post))
        .route("/redirect/{n}", get(httpbin::redirect))
        .route("/events", get(events))
        .route("/topic", get(topics))
        .route("/goods/{n}/", get(goods))
        .route("/windows-1251", get(windows_1251))
        .route("/delay/{ms}", get(delay))
        .route("/page/{name}", get(page))
        .route("/status/{code}", get(status))
        .route("/text", get(compressed::text))
        .route("/unavailable/{name}", get(faults::unavailable))
        .route("/drip", get(faults::drip))
        .route("/download", get(faults::download))
        .route("/truncated", get(faults::truncated))
        .route("/reset", get(faults::reset))
        .route("/hang", get(faults::hang))
        .route("/login", post(shop::login))
        .route("/account", get(shop::account))
        .route("/logout", post(shop::logout))
        .merge(generated::routes())
        .merge(hostile::routes())
        .fallback(by_host)
        .with_state(Arc::new(settings))
        .merge(parcels)
        .layer(from_fn_with_state(counts, count))
        .merge(stats)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
}

/// Refuses requests that are out of bounds and counts the others until they are answered.
async fn count(
    State(counts): State<Arc<Counts>>,
    mut request: Request,
    next: Next,
) -> Response {
    let host = host(&request);
    if let Some(refusal) = refuse(&request, &host) {
        return refusal.into_response();
    }
    let visit = counts.arrived(host, request.uri().path());
    // An answer that takes its time keeps a clone, and so stays in flight.
    request.extensions_mut().insert(visit.clone());
    next.run(request).await
}

fn refuse(request: &Request, host: &str) -> Option<StatusCode> {
    let path = request.uri().path_and_query();
    if path.is_some_and(|path| path.as_str().len() > MAX_PATH_BYTES) {
        return Some(StatusCode::URI_TOO_LONG);
    }
    if host.len() > MAX_HOST_BYTES {
        return Some(StatusCode::BAD_REQUEST);
    }
    // `DefaultBodyLimit` does not see the pages that never read a body.
    let body = request.headers().get(CONTENT_LENGTH)?.to_str().ok()?;
    let body = body.parse::<u64>().ok()?;
    (body > MAX_BODY_BYTES as u64).then_some(StatusCode::PAYLOAD_TOO_LARGE)
}

/// Returns the requested host without its port. A proxy finds it in the request line.
fn host(request: &Request) -> String {
    let header = || request.headers().get(HOST)?.to_str().ok();
    let host = request.uri().host().or_else(header).unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    host.to_ascii_lowercase()
}

async fn stats(State(counts): State<Arc<Counts>>) -> Response {
    Json(counts.to_json()).into_response()
}

async fn reset_stats(State(counts): State<Arc<Counts>>) -> &'static str {
    counts.reset();
    "ok\n"
}

async fn events() -> Response {
    json(pages::EVENTS.to_owned())
}

#[derive(Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Topics {
    page_size: u64,
}

impl Default for Topics {
    fn default() -> Self {
        Topics { page_size: 10 }
    }
}

async fn topics(Query(Topics { page_size }): Query<Topics>) -> Response {
    json(pages::topics(page_size))
}

fn json(text: String) -> Response {
    let header = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    (header, text).into_response()
}

async fn goods(Path(n): Path<String>) -> Response {
    let Some(page) = pages::goods(&n) else {
        return pages::NOT_FOUND.into_response();
    };
    let header = [
        ("server", "nginx/1.12.2"),
        ("vary", "Cookie"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "SAMEORIGIN"),
    ];
    (header, Html(page)).into_response()
}

#[derive(Deserialize)]
struct Charset {
    charset: Option<String>,
}

async fn windows_1251(
    Query(Charset { charset }): Query<Charset>,
) -> Result<Response, BadRequest> {
    let content_type = match charset {
        None => "text/html".to_owned(),
        Some(name) if is_charset(&name) => format!("text/html; charset={name}"),
        Some(_) => return Err(BadRequest("charset is not a name\n".to_owned())),
    };
    Ok(([(CONTENT_TYPE, content_type)], pages::WINDOWS_1251).into_response())
}

/// Whether `name` looks like the name of an encoding. The encoding need not exist.
fn is_charset(name: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
    (1..=MAX_CHARSET_BYTES).contains(&name.len()) && name.chars().all(is_allowed)
}

async fn delay(
    Extension(visit): Extension<Visit>,
    Path(wait): Path<WaitMs>,
    uri: Uri,
) -> Response {
    wait_ms(wait.0).await;
    httpbin::only_url(&uri, &visit.host)
}

#[derive(Deserialize)]
struct Latency {
    ms: Option<WaitMs>,
}

async fn page(
    State(settings): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(name): Path<String>,
    Query(Latency { ms }): Query<Latency>,
    uri: Uri,
) -> Html<String> {
    let drawn = settings.draw_latency(&visit.host, uri.path());
    wait_ms(ms.map_or(drawn, |ms| ms.0)).await;
    Html(pages::titled(&name))
}

async fn status(Path(code): Path<u16>) -> Result<StatusCode, BadRequest> {
    let code = Some(code).filter(|code| (200..600).contains(code));
    let code = code.and_then(|code| StatusCode::from_u16(code).ok());
    code.ok_or_else(|| BadRequest("a status is 200 to 599\n".to_owned()))
}

/// Answers the paths at which each host has a page of its own.
async fn by_host(
    State(settings): State<Shared>,
    Extension(visit): Extension<Visit>,
    uri: Uri,
) -> Response {
    let host = visit.host.as_str();
    if uri.path() == "/"
        && let Some((latency_ms, page)) = pages::home(host)
    {
        let latency_ms = match settings.jitter {
            true => settings.draw_latency(host, "/"),
            false => latency_ms,
        };
        wait_ms(latency_ms).await;
        return Html(page).into_response();
    }
    match pages::blog(host, uri.path()) {
        Some(page) => Html(page).into_response(),
        None => pages::NOT_FOUND.into_response(),
    }
}
