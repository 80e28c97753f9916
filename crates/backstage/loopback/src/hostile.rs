//! Hostile and careless pages, all of which a crawler has to survive.

use std::convert::Infallible;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, Path, Query};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use futures::stream;
use serde::Deserialize;

use crate::counts::Visit;
use crate::pages;
use crate::params::{UpTo, wait_ms};

const MAX_MEGABYTES: u64 = 100_000;
const MAX_LINKS: u64 = 1_000_000;
const MAX_LEVELS: u64 = 1_000_000;
const MAX_REDIRECTS: u64 = 1_000_000;
const TRICKLE_EVERY_MS: u64 = 100;
const CHUNK_BYTES: usize = 64 * 1024;
const CHUNKS_IN_MEGABYTE: u64 = 16;

/// Name under `/hostile/`, `Content-Type`, and bytes.
const TEXTS: [(&str, &str, &[u8]); 8] = [
    (
        "broken",
        "text/html",
        b"<html><title>Broken &amp; <b>bent</title><title>Second</title><body \
          <p>Text <a href=leaf/1>no quotes<a href='leaf/2>one quote</a>\
          <table><a href=\"leaf/3\"><td></b></i></table>\0<a href><a href=\"http://[\">\
          <!-- <a href=\"leaf/4\">no end",
    ),
    // Only the page names its encoding.
    (
        "gbk",
        "text/html",
        b"<meta charset=\"gbk\"><title>\xc4\xe3\xba\xc3\xa3\xac\xca\xc0\xbd\xe7</title>",
    ),
    // Only the header names the encoding.
    (
        "gbk-header",
        "text/html; charset=GBK",
        b"<title>\xc4\xe3\xba\xc3\xa3\xac\xca\xc0\xbd\xe7</title>",
    ),
    (
        "windows-1251",
        "text/html",
        b"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">\
          <title>\xcf\xf0\xe8\xe2\xe5\xf2</title>",
    ),
    // The header says UTF-8, the page is GBK.
    (
        "wrong-charset",
        "text/html; charset=utf-8",
        b"<title>\xc4\xe3\xba\xc3\xa3\xac\xca\xc0\xbd\xe7</title>",
    ),
    (
        "no-such-charset",
        "text/html; charset=klingon",
        "<title>你好，世界</title>".as_bytes(),
    ),
    ("picture", "image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ("noise", "text/html", b"\xff\xfe\xfd<\0<a<<title\x80>\x9f&#0;&#xFFFFFFFF;</"),
];

/// Name under `/hostile/title/`, and the text between the tags.
const TITLES: [(&str, &str); 11] = [
    ("quotes", "Rust's \"async\" and `await`"),
    ("sql", "x'); DELETE FROM article_test; -- "),
    ("percent", "100% of %s, {title}, ? and :name"),
    ("escapes", "\x1b[2J\x1b[31mred\x07\x1b]0;pwned\x07"),
    ("wide", "深入理解 asyncio：全角 ＡＢＣ 🦀"),
    ("backwards", "invoice\u{202e}fdp.exe"),
    ("nul", "before\0after"),
    ("lines", "\n  one\r\n\ttwo  \n"),
    ("markup", "<b>bold</b> &lt;i&gt; &eacute;"),
    ("empty", "  \n "),
    ("svg", "</title><svg><title>in a picture</title></svg>"),
];

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/hostile/", get(index))
        .route("/hostile/{name}", get(text))
        .route("/hostile/title/{name}", get(title))
        .route("/hostile/long", get(long))
        .route("/hostile/endless", get(endless))
        .route("/hostile/trickle", get(trickle))
        .route("/hostile/deep", get(deep))
        .route("/hostile/many-links", get(many_links))
        .route("/hostile/leaf/{n}", get(leaf))
        .route("/hostile/flaky/{name}", get(flaky))
        .route("/hostile/trap/{n}", get(trap))
        .route("/hostile/compressed", get(compressed))
        .route("/hostile/redirect-loop", get(there))
        .route("/hostile/redirect-back", get(back))
        .route("/hostile/redirect-chain/{n}", get(redirect_chain))
        .route("/hostile/redirect-away", get(away))
        .route("/hostile/redirect-nowhere", get(nowhere))
}

/// Links to all the others except the trap, which a crawl would never leave.
async fn index() -> Html<String> {
    let mut links = TEXTS.map(|(name, ..)| name.to_owned()).to_vec();
    links.extend(TITLES.map(|(name, _)| format!("title/{name}")));
    links.extend(
        ["title/none", "title/long", "long", "endless", "trickle"].map(Into::into),
    );
    links.extend(["deep", "many-links", "compressed", "redirect-loop"].map(Into::into));
    links.extend(["redirect-chain/5", "redirect-chain/30"].map(Into::into));
    links.extend(["redirect-away", "redirect-nowhere"].map(Into::into));
    links.extend(["/unavailable/shop?retry_after=0", "/status/404"].map(Into::into));
    links.extend(["/truncated", "/reset", "/hang"].map(Into::into));
    Html(linking("Pages that mean harm", links))
}

fn linking(title: &str, links: impl IntoIterator<Item = String>) -> String {
    let mut page =
        format!("<!DOCTYPE html>\n<meta charset=\"utf-8\"><title>{title}</title>\n");
    for link in links {
        page += &format!("<a href=\"{link}\">{link}</a>\n");
    }
    page
}

async fn text(Path(name): Path<String>) -> Response {
    match TEXTS.into_iter().find(|text| text.0 == name) {
        Some((_, kind, bytes)) => ([(CONTENT_TYPE, kind)], bytes).into_response(),
        None => pages::NOT_FOUND.into_response(),
    }
}

async fn title(Path(name): Path<String>) -> Response {
    let title = match name.as_str() {
        "none" => return Html("<p>A page without a title.</p>").into_response(),
        "long" => "long ".repeat(2000),
        name => match TITLES.into_iter().find(|title| title.0 == name) {
            Some((_, title)) => title.to_owned(),
            None => return pages::NOT_FOUND.into_response(),
        },
    };
    Html(format!("<meta charset=\"utf-8\"><title>{title}</title>")).into_response()
}

fn html(body: Body) -> Response {
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
}

/// Returns a page with `piece` repeated `times` times, each after a wait. The page is made
/// as it is taken, so it needs no memory.
fn pieces(title: &str, piece: Vec<u8>, times: u64, every_ms: u64) -> Response {
    let head = Bytes::from(format!("<!DOCTYPE html>\n<title>{title}</title>\n<p>"));
    let piece = Bytes::from(piece);
    html(Body::from_stream(stream::unfold(0, move |n| {
        let next = match n {
            0 => head.clone(),
            _ => piece.clone(),
        };
        async move {
            if n > times {
                return None;
            }
            if n > 0 && every_ms > 0 {
                wait_ms(every_ms).await;
            }
            Some((Ok::<_, Infallible>(next), n + 1))
        }
    })))
}

#[derive(Deserialize)]
#[serde(default)]
struct Long {
    mb: UpTo<MAX_MEGABYTES>,
}

impl Default for Long {
    fn default() -> Self {
        Long { mb: UpTo(100) }
    }
}

async fn long(Query(Long { mb }): Query<Long>) -> Response {
    let chunk = b"long ".repeat(CHUNK_BYTES / 5 + 1);
    let chunk = chunk[..CHUNK_BYTES].to_vec();
    let chunks = mb.0 * CHUNKS_IN_MEGABYTE;
    pieces("A long page", chunk, chunks, 0)
}

async fn endless() -> Response {
    let chunk = b"endless ".repeat(CHUNK_BYTES / 8);
    pieces("A page without an end", chunk, u64::MAX - 1, 0)
}

async fn trickle() -> Response {
    pieces(
        "A page in drops",
        b"drop ".to_vec(),
        u64::MAX - 1,
        TRICKLE_EVERY_MS,
    )
}

#[derive(Deserialize)]
#[serde(default)]
struct Deep {
    levels: UpTo<MAX_LEVELS>,
}

impl Default for Deep {
    fn default() -> Self {
        Deep {
            levels: UpTo(100_000),
        }
    }
}

async fn deep(Query(Deep { levels }): Query<Deep>) -> Html<String> {
    let levels = usize::try_from(levels.0).unwrap_or_default();
    let page = format!(
        "<title>Deep</title>{}<a href=\"leaf/1\">",
        "<div>".repeat(levels)
    );
    Html(page)
}

#[derive(Deserialize)]
#[serde(default)]
struct ManyLinks {
    links: UpTo<MAX_LINKS>,
}

impl Default for ManyLinks {
    fn default() -> Self {
        ManyLinks {
            links: UpTo(10_000),
        }
    }
}

async fn many_links(Query(ManyLinks { links }): Query<ManyLinks>) -> Html<String> {
    let links = (0..links.0).map(|n| format!("leaf/{n}"));
    Html(linking("Many links", links))
}

async fn leaf(Path(n): Path<u64>) -> Html<String> {
    Html(pages::titled(&format!("Leaf {n}")))
}

#[derive(Deserialize)]
#[serde(default)]
struct Flaky {
    times: u64,
}

impl Default for Flaky {
    fn default() -> Self {
        Flaky { times: 2 }
    }
}

/// Answers with 503 the first times, and then with the page.
async fn flaky(
    Extension(visit): Extension<Visit>,
    Path(name): Path<String>,
    Query(Flaky { times }): Query<Flaky>,
) -> Response {
    match visit.number > times {
        true => Html(pages::titled(&name)).into_response(),
        false => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Links to the next day, as a calendar does, without an end.
async fn trap(Path(n): Path<u64>) -> Html<String> {
    let next = n.saturating_add(1);
    Html(linking(&format!("Day {n}"), [next.to_string()]))
}

/// Answers with text that its header calls gzip, whatever the client accepts.
async fn compressed() -> Response {
    let header = [(CONTENT_TYPE, "text/html"), (CONTENT_ENCODING, "gzip")];
    (header, b"\x1f\x8b, it says").into_response()
}

fn redirect(to: &str) -> Response {
    (StatusCode::FOUND, [(LOCATION, to)]).into_response()
}

async fn there() -> Response {
    redirect("/hostile/redirect-back")
}

async fn back() -> Response {
    redirect("/hostile/redirect-loop")
}

async fn redirect_chain(Path(n): Path<UpTo<MAX_REDIRECTS>>) -> Response {
    match n.0 {
        0 => Html(pages::titled("The end of a chain")).into_response(),
        n => redirect(&(n - 1).to_string()),
    }
}

async fn away() -> Response {
    redirect("http://www.example.com/")
}

async fn nowhere() -> Response {
    redirect("http://[")
}
