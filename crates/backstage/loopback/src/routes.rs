//! Which path gives what, and what is counted and refused on the way.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Extension, Path, RawQuery, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST};
use axum::http::{StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use tokio::time::sleep;

use crate::counts::{Counts, Visit};
use crate::shop::{self, Parcels};
use crate::{Settings, faults, generated, hostile, httpbin, pages};

const MOST_BODY_BYTES: usize = 64 * 1024;
const MOST_PATH_BYTES: usize = 1024;
/// As long as a name in the DNS may be.
const MOST_HOST_BYTES: usize = 255;
/// Longer than the name of any encoding is.
const MOST_CHARSET_BYTES: usize = 40;
/// An hour.
pub(crate) const MOST_WAIT_MS: u64 = 3_600_000;

type Shared = Arc<Settings>;

/// All that the site answers.
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
        .route("/events", get(events))
        .route("/topic", get(topics))
        .route("/goods/{n}/", get(goods))
        .route("/windows-1251", get(windows_1251))
        .route("/delay/{ms}", get(delay))
        .route("/page/{name}", get(page))
        .route("/status/{code}", get(status))
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
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
}

/// 400, and the reason why.
pub(crate) struct BadRequest(pub(crate) String);

impl IntoResponse for BadRequest {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, self.0).into_response()
    }
}

/// A number of the query, or what it is by default.
pub(crate) fn number(
    query: Option<&str>,
    name: &str,
    default: u64,
    most: u64,
) -> Result<u64, BadRequest> {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let Some((_, value)) = pairs.find(|pair| pair.0 == name) else {
        return Ok(default);
    };
    let number = value.parse().ok().filter(|&number| number <= most);
    number.ok_or_else(|| BadRequest(format!("{name} is a number up to {most}\n")))
}

/// Sleeps; not at all for 0.
pub(crate) async fn wait_ms(ms: u64) {
    sleep(Duration::from_millis(ms)).await;
}

/// Refuses what is out of bounds and counts the rest, until it is answered.
async fn count(
    State(counts): State<Arc<Counts>>,
    mut request: Request,
    next: Next,
) -> Response {
    let host = host(&request);
    if let Some(refused) = refuse(&request, &host) {
        return refused.into_response();
    }
    let visit = counts.arrived(host, request.uri().path());
    // An answer that takes its time keeps a clone, and so stays in flight.
    request.extensions_mut().insert(visit.clone());
    next.run(request).await
}

fn refuse(request: &Request, host: &str) -> Option<StatusCode> {
    let path = request.uri().path_and_query();
    if path.is_some_and(|path| path.as_str().len() > MOST_PATH_BYTES) {
        return Some(StatusCode::URI_TOO_LONG);
    }
    if host.len() > MOST_HOST_BYTES {
        return Some(StatusCode::BAD_REQUEST);
    }
    // Said here too, for the pages that never read a body.
    let body = request.headers().get(CONTENT_LENGTH)?.to_str().ok()?;
    let body = body.parse::<u64>().ok()?;
    (body > MOST_BODY_BYTES as u64).then_some(StatusCode::PAYLOAD_TOO_LARGE)
}

/// The host that is asked, without the port. A proxy is told it in the request line.
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

async fn topics(RawQuery(query): RawQuery) -> Result<Response, BadRequest> {
    let size = number(query.as_deref(), "pageSize", 10, u64::MAX)?;
    Ok(json(pages::topics(size)))
}

fn json(text: String) -> Response {
    let header = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    (header, text).into_response()
}

async fn goods(Path(n): Path<String>) -> Response {
    let Some(page) = pages::goods(&n) else {
        return not_found();
    };
    let header = [
        ("server", "nginx/1.12.2"),
        ("vary", "Cookie"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "SAMEORIGIN"),
    ];
    (header, Html(page)).into_response()
}

async fn windows_1251(RawQuery(query): RawQuery) -> Result<Response, BadRequest> {
    let query = query.unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let kind = match pairs.find(|pair| pair.0 == "charset") {
        None => "text/html".to_owned(),
        Some((_, name)) if is_charset(&name) => format!("text/html; charset={name}"),
        Some(_) => return Err(BadRequest("charset is a name\n".to_owned())),
    };
    Ok(([(CONTENT_TYPE, kind)], pages::WINDOWS_1251).into_response())
}

/// Whether it looks like one. There need be none of that name.
fn is_charset(name: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
    (1..=MOST_CHARSET_BYTES).contains(&name.len()) && name.chars().all(known)
}

async fn delay(
    Extension(visit): Extension<Visit>,
    Path(ms): Path<u64>,
    uri: Uri,
) -> Result<Response, BadRequest> {
    if ms > MOST_WAIT_MS {
        return Err(BadRequest(format!(
            "waits are of {MOST_WAIT_MS} ms at most\n"
        )));
    }
    wait_ms(ms).await;
    Ok(httpbin::only_url(&uri, &visit.host))
}

async fn page(
    State(settings): State<Shared>,
    Extension(visit): Extension<Visit>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    uri: Uri,
) -> Result<Response, BadRequest> {
    let drawn = draw(&settings, &visit.host, uri.path());
    wait_ms(number(query.as_deref(), "ms", drawn, MOST_WAIT_MS)?).await;
    Ok(Html(pages::titled(&name)).into_response())
}

async fn status(Path(code): Path<u16>) -> Result<StatusCode, BadRequest> {
    let code = Some(code).filter(|code| (200..600).contains(code));
    let code = code.and_then(|code| StatusCode::from_u16(code).ok());
    code.ok_or_else(|| BadRequest("codes are 200 to 599\n".to_owned()))
}

/// The pages that only the host tells apart.
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
            true => draw(&settings, host, "/"),
            false => latency_ms,
        };
        wait_ms(latency_ms).await;
        return Html(page).into_response();
    }
    match pages::blog(host, uri.path()) {
        Some(page) => Html(page).into_response(),
        None => not_found(),
    }
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, Html(pages::NOT_FOUND)).into_response()
}

/// The latency of a page, from the seed and its name alone.
fn draw(settings: &Settings, host: &str, path: &str) -> u64 {
    // FNV-1a tells the names apart, and the steps of SplitMix64 spread them out.
    let mut drawn = settings.seed ^ 0xcbf2_9ce4_8422_2325;
    for byte in host.bytes().chain(path.bytes()) {
        drawn = (drawn ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    drawn ^= drawn >> 31;
    let (from, to) = (*settings.latency_ms.start(), *settings.latency_ms.end());
    // `to - from + 1` may be one more than fits.
    let width = to.saturating_sub(from);
    from + width.checked_add(1).map_or(drawn, |width| drawn % width)
}
