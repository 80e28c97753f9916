//! A site of as many pages as asked for, every one of which can be reached, and the
//! robots.txt of all sites.

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::pages;
use crate::routes::{BadRequest, MOST_WAIT_MS, number, wait_ms};

const MOST_PAGES: u64 = 10_000_000;
/// Each page leads to so many that no page before it leads to.
const CHILDREN: u64 = 3;
/// Dead links lead to so many different pages that are not there.
const DEAD_PAGES: u64 = 7;
/// As many pages as robots.txt asks to leave alone are linked.
const PRIVATE_PAGES: u64 = 3;
/// Of each ten pages one has its number in the query.
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

async fn at_once(
    Path((pages, n)): Path<(u64, String)>,
    query: RawQuery,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, BadRequest> {
    after_a_while(Path((pages, 0, n)), query, headers, uri).await
}

async fn after_a_while(
    Path((pages, ms, n)): Path<(u64, u64, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, BadRequest> {
    if !(1..=MOST_PAGES).contains(&pages) || ms > MOST_WAIT_MS {
        return Err(BadRequest(format!(
            "pages are 1 to {MOST_PAGES}, waits {MOST_WAIT_MS} ms at most\n"
        )));
    }
    wait_ms(ms).await;
    let n = match n.as_str() {
        "page" => Some(number(query.as_deref(), "n", pages, u64::MAX)?),
        n => n.parse().ok(),
    };
    let Some(n) = n.filter(|&n| n < pages) else {
        return Ok((StatusCode::NOT_FOUND, Html(pages::NOT_FOUND)).into_response());
    };
    let host = uri.authority().map(|authority| authority.as_str());
    let host = host.or_else(|| headers.get(HOST)?.to_str().ok());
    let folder = uri.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    Ok(Html(page(host.unwrap_or_default(), folder, pages, n)).into_response())
}

/// The page's own links, in every form in which pages write them.
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
    // Across the tree: to pages that others lead to as well.
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

/// How links name a page: always the same way, so there are as many URLs as pages.
fn name(n: u64) -> String {
    match n % 10 {
        IN_QUERY => format!("page?n={n}"),
        _ => n.to_string(),
    }
}

/// For within quotation marks. The host is what the client says it is.
fn quoted(url: &str) -> String {
    url.replace('&', "&amp;").replace('"', "&quot;")
}
