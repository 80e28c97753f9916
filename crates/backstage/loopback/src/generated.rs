//! A site of any number of pages, all of which can be reached from the first, and the
//! robots.txt of all hosts.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use crate::pages;
use crate::params::{BadRequest, UpTo, WaitMs, wait_ms};

const MAX_PAGES: u64 = 10_000_000;
/// Number of pages that each page is the first to link to.
const CHILDREN: u64 = 3;
/// Number of different pages that dead links lead to.
const DEAD_PAGES: u64 = 7;
/// Number of linked pages that robots.txt disallows.
const PRIVATE_PAGES: u64 = 3;
/// Last digit of the pages that have their number in the query.
const IN_QUERY: u64 = 3;

const ROBOTS: &str = "\
# What this site asks of crawlers.
User-agent: patient
Crawl-delay: 0.1
Disallow: /private/

User-agent: unwelcome
Disallow: /

User-agent: *
Disallow: /private/
Allow: /private/open
";

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/robots.txt", get(ROBOTS))
        .route("/private/{name}", get(private))
        .route("/generated/{pages}/{n}", get(at_once))
        .route("/generated/{pages}/{ms}/{n}", get(after_a_while))
}

async fn private(Path(name): Path<String>) -> Html<String> {
    Html(pages::titled(&format!("Private: {name}")))
}

#[derive(Deserialize)]
struct Number {
    n: Option<u64>,
}

async fn at_once(
    Path((pages, n)): Path<(u64, String)>,
    number: Query<Number>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, BadRequest> {
    after_a_while(Path((pages, UpTo(0), n)), number, headers, uri).await
}

async fn after_a_while(
    Path((pages, wait, n)): Path<(u64, WaitMs, String)>,
    Query(number): Query<Number>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, BadRequest> {
    if !(1..=MAX_PAGES).contains(&pages) {
        return Err(BadRequest(format!("a site has 1 to {MAX_PAGES} pages\n")));
    }
    wait_ms(wait.0).await;
    let n = match n.as_str() {
        "page" => number.n,
        n => n.parse().ok(),
    };
    let Some(n) = n.filter(|&n| n < pages) else {
        return Ok(pages::NOT_FOUND.into_response());
    };
    let host = uri.authority().map(|authority| authority.as_str());
    let host = host.or_else(|| headers.get(HOST)?.to_str().ok());
    let folder = uri.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    Ok(Html(page(host.unwrap_or_default(), folder, pages, n)).into_response())
}

/// Returns page `n`, with links in every form that pages use.
fn page(host: &str, folder: &str, pages: u64, n: u64) -> String {
    let mut links = Vec::new();
    for child in (n * CHILDREN + 1..=n * CHILDREN + CHILDREN).filter(|&it| it < pages) {
        let name = name(child);
        links.push(match child % 4 {
            0 => format!("http://{host}{folder}/{name}"),
            1 => name,
            2 => format!("{folder}/{name}"),
            _ => format!(
                "../{}/./{name}#more",
                folder.rsplit('/').next().unwrap_or("")
            ),
        });
    }
    // Across the tree, to pages that others link to as well.
    links.push(name((n * 7 + 5) % pages));
    links.push(format!("{}#comments", name((n * 11 + 2) % pages)));
    links.push(name(0));
    links
        .extend(["#top", "mailto:shop@example.com", "javascript:;"].map(str::to_owned));
    links.push("http://www.example.com/".to_owned());
    links.push(format!("/private/{}", n % PRIVATE_PAGES));
    links.push(format!("gone-{}", n % DEAD_PAGES));
    let links = links.into_iter();
    let links =
        links.map(|url| format!("<li><a href=\"{}\">there</a></li>\n", quoted(&url)));
    let links = links.collect::<String>();
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\
         <title>Article {n} of {pages}</title></head>\n\
         <body><h1>Article {n}</h1>\n<ul>\n{links}</ul>\n</body></html>\n"
    )
}

/// Returns the last part of a page's URL. Each page has one, so a site has as many URLs
/// as pages.
fn name(n: u64) -> String {
    match n % 10 {
        IN_QUERY => format!("page?n={n}"),
        _ => n.to_string(),
    }
}

/// Escapes `url` for a quoted attribute. Its host is whatever the client has sent.
fn quoted(url: &str) -> String {
    url.replace('&', "&amp;").replace('"', "&quot;")
}
