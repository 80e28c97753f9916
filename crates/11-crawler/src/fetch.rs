//! One request, with limits on the time and memory that a server may take.

use std::error::Error;
use std::fmt;
use std::io;
use std::iter::successors;
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION,
    RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode, redirect};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::robots::MAX_ROBOTS_BYTES;

/// Longest pause that a server may ask for with `Retry-After`.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(300);
/// Maximum number of redirects that lead to a robots.txt (RFC 9309, section 2.3.1.2).
const MAX_ROBOTS_REDIRECTS: usize = 5;
/// Message about an `https:` URL in a build without TLS.
pub const NEEDS_TLS: &str =
    "built without TLS; run `cargo crawl`, or build with --features tls";
/// Maximum number of headers of a response.
const MAX_HEADERS: usize = 256;

/// Limits for one page.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Maximum number of bytes that are read.
    pub bytes: usize,
    /// Maximum time from the request to the last byte. What has arrived by then is kept.
    pub time: Duration,
    /// Maximum number of distinct links that are followed.
    pub links: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: 2 * 1024 * 1024,
            time: Duration::from_secs(30),
            links: 5000,
        }
    }
}

/// Result of a request.
#[derive(Debug)]
pub enum Answer {
    /// A page, perhaps cut.
    Html(Body),
    /// The page is at another URL.
    Redirect(StatusCode, Url),
    /// There is no page, or it is not HTML.
    Failed(Failure),
}

/// The part of a page that was read.
#[derive(Debug)]
pub struct Body {
    /// The bytes as they arrived, [`Limits::bytes`] at most.
    pub bytes: Vec<u8>,
    /// The charset that the header names.
    pub charset: Option<String>,
    /// The limit that the page has met, if any.
    pub cut: Option<Cut>,
}

/// The limit that a page has met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// [`Limits::bytes`]
    Bytes,
    /// [`Limits::time`]
    Time,
}

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The problem, in words that are the same for all pages with it.
    pub problem: Problem,
    /// Whether the page may be available later.
    pub transient: bool,
    /// The pause that the server asks for, at most [`MAX_RETRY_AFTER`].
    pub retry_after: Option<Duration>,
}

impl Failure {
    fn transient(problem: Problem) -> Failure {
        Failure {
            problem,
            transient: true,
            retry_after: None,
        }
    }

    pub(crate) fn permanent(problem: Problem) -> Failure {
        Failure {
            problem,
            transient: false,
            retry_after: None,
        }
    }

    /// Whether the server asks for a pause of all requests, and not only of this one.
    pub(crate) fn asks_for_a_pause(&self) -> bool {
        self.retry_after.is_some()
            || self.problem == Problem::Status(StatusCode::TOO_MANY_REQUESTS)
    }
}

/// Kinds of failures, which the summary counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Any status but success and redirects.
    Status(StatusCode),
    /// The content is not HTML.
    NotHtml,
    /// The target of a redirect is missing, or is not a URL of a web page.
    BadRedirect,
    /// The body is compressed although the request asked for it plain.
    Compressed,
    /// Could not connect, or the host name is unknown.
    NoConnection,
    /// The TLS handshake failed, for instance because of an invalid certificate.
    Tls,
    /// This build cannot fetch `https:` URLs.
    TlsNotBuiltIn,
    /// The connection ended before the response did.
    BrokenOff,
    /// Nothing arrived within [`Limits::time`].
    NoAnswer,
    /// The response is not HTTP.
    NotHttp,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Problem::Status(status) => return write!(f, "HTTP {}", status.as_u16()),
            Problem::NotHtml => "not HTML",
            Problem::BadRedirect => "redirect to nowhere",
            Problem::Compressed => "compressed unasked",
            Problem::NoConnection => "no connection",
            Problem::Tls => "TLS handshake failed",
            Problem::TlsNotBuiltIn => NEEDS_TLS,
            Problem::BrokenOff => "connection broken off",
            Problem::NoAnswer => "no answer in time",
            Problem::NotHttp => "not HTTP",
        })
    }
}

/// Makes the requests. It follows no redirects: their targets are pages of their own.
///
/// It asks for bodies that are not compressed. A limit on what is read is then a limit on
/// what it becomes; a body that is compressed nevertheless is not read.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    limits: Limits,
}

impl Fetcher {
    /// A client that sends `agent` as its User-Agent. It uses no proxy but the one given.
    /// `resolve` holds the addresses of hosts that DNS does not know.
    ///
    /// # Errors
    ///
    /// Returns an error if `agent` is not a valid header value, or the proxy is not a
    /// URL.
    pub fn new(
        agent: &str,
        limits: Limits,
        proxy: Option<&str>,
        resolve: &[(String, SocketAddr)],
    ) -> reqwest::Result<Fetcher> {
        let plain = (ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let mut builder = Client::builder()
            .no_proxy()
            // A page that is compressed all the same is refused.
            .no_gzip()
            .redirect(redirect::Policy::none())
            .default_headers(HeaderMap::from_iter([plain]))
            // Browsers accept all of these, so servers send them.
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_max_headers(MAX_HEADERS)
            .user_agent(agent);
        if let Some(proxy) = proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy)?);
        }
        for (host, address) in resolve {
            builder = builder.resolve(host, *address);
        }
        let client = builder.build()?;
        Ok(Fetcher { client, limits })
    }

    /// The limits given to [`new`](Fetcher::new).
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Requests a page. This takes [`Limits::time`] at most.
    pub async fn page(&self, url: &Url) -> Answer {
        let deadline = Instant::now() + self.limits.time;
        let response = match self.head(url, deadline).await {
            Ok(response) => response,
            Err(failure) => return Answer::Failed(failure),
        };
        let status = response.status();
        if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
            return match location(url, response.headers()) {
                Some(target) => Answer::Redirect(status, target),
                None => Answer::Failed(Failure::permanent(Problem::BadRedirect)),
            };
        }
        if !status.is_success() {
            return Answer::Failed(refused(&response));
        }
        let headers = response.headers();
        if is_compressed(headers) {
            return Answer::Failed(Failure::permanent(Problem::Compressed));
        }
        let charset = match content_type(headers) {
            Ok(charset) => charset,
            Err(problem) => return Answer::Failed(Failure::permanent(problem)),
        };
        match read(response, self.limits.bytes, deadline).await {
            Ok((bytes, cut)) => Answer::Html(Body {
                bytes,
                charset,
                cut,
            }),
            Err(failure) => Answer::Failed(failure),
        }
    }

    /// Requests a robots.txt, through at most five redirects, as RFC 9309 has it: also to
    /// another host, whose limits and rules do not apply to this one request.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not known whether the site has rules: the server fails,
    /// or its answer cannot be read. If the server says that there is no robots.txt
    /// (4xx, or too many redirects), the text is empty.
    pub async fn robots(&self, url: &Url) -> Result<String, Failure> {
        let deadline = Instant::now() + self.limits.time;
        let mut url = url.clone();
        for _ in 0..=MAX_ROBOTS_REDIRECTS {
            let response = self.head(&url, deadline).await?;
            let status = response.status();
            if status.is_redirection() {
                let target = location(&url, response.headers());
                match target
                    .filter(|target| matches!(target.scheme(), "http" | "https"))
                {
                    Some(target) => url = target,
                    None => return Ok(String::new()),
                }
                continue;
            }
            if status.is_success() {
                if is_compressed(response.headers()) {
                    return Err(Failure::permanent(Problem::Compressed));
                }
                let (mut bytes, cut) =
                    read(response, MAX_ROBOTS_BYTES, deadline).await?;
                match cut {
                    None => {}
                    Some(Cut::Time) => {
                        return Err(Failure::transient(Problem::NoAnswer));
                    }
                    // Half a line would be another rule.
                    Some(Cut::Bytes) => {
                        let end = bytes.iter().rposition(|byte| b"\r\n".contains(byte));
                        bytes.truncate(end.unwrap_or_default());
                    }
                }
                // UTF-8, unless the text begins with the byte order mark of UTF-16.
                let (text, _, _) = encoding_rs::UTF_8.decode(&bytes);
                return Ok(text.replace('\0', ""));
            }
            if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
                return Err(refused(&response));
            }
            return Ok(String::new());
        }
        Ok(String::new())
    }

    async fn head(&self, url: &Url, deadline: Instant) -> Result<Response, Failure> {
        if url.scheme() == "https" && !cfg!(feature = "tls") {
            return Err(Failure::permanent(Problem::TlsNotBuiltIn));
        }
        match timeout_at(deadline, self.client.get(url.clone()).send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(explain(&error)),
            Err(_elapsed) => Err(Failure::transient(Problem::NoAnswer)),
        }
    }
}

/// Whether the body is anything but the bytes that were asked for.
fn is_compressed(headers: &HeaderMap) -> bool {
    let codings = headers.get_all(CONTENT_ENCODING).iter();
    let mut codings = codings.flat_map(|value| value.as_bytes().split(|&b| b == b','));
    codings.any(|coding| {
        let coding = coding.trim_ascii();
        !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity")
    })
}

/// Reads the body up to a limit. Dropping the response there closes its connection, so
/// the rest is never sent.
async fn read(
    mut response: Response,
    max_bytes: usize,
    deadline: Instant,
) -> Result<(Vec<u8>, Option<Cut>), Failure> {
    let mut bytes = Vec::new();
    loop {
        let chunk = match timeout_at(deadline, response.chunk()).await {
            Ok(Ok(Some(chunk))) => chunk,
            Ok(Ok(None)) => return Ok((bytes, None)),
            Ok(Err(error)) => return Err(explain(&error)),
            Err(_elapsed) => return Ok((bytes, Some(Cut::Time))),
        };
        let room = max_bytes - bytes.len();
        if chunk.len() > room {
            bytes.extend_from_slice(&chunk[..room]);
            return Ok((bytes, Some(Cut::Bytes)));
        }
        bytes.extend_from_slice(&chunk);
    }
}

fn location(url: &Url, headers: &HeaderMap) -> Option<Url> {
    // Often UTF-8 in spite of the standard.
    let location = std::str::from_utf8(headers.get(LOCATION)?.as_bytes()).ok()?;
    url.join(location.trim()).ok()
}

/// Returns the charset of an HTML page. Without a type, the content counts as HTML.
fn content_type(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return Ok(None);
    };
    let value = value.to_str().map_err(|_| Problem::NotHtml)?;
    let value = value.to_ascii_lowercase();
    let mut parts = value.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default();
    if kind != "text/html" && kind != "application/xhtml+xml" {
        return Err(Problem::NotHtml);
    }
    let charset = parts.find_map(|part| part.strip_prefix("charset="));
    Ok(charset.map(|charset| charset.trim_matches('"').to_owned()))
}

/// The failure for a status that is neither success nor a redirect.
fn refused(response: &Response) -> Failure {
    let status = response.status();
    let later = [
        StatusCode::REQUEST_TIMEOUT,
        StatusCode::TOO_EARLY,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    let never = [
        StatusCode::NOT_IMPLEMENTED,
        StatusCode::HTTP_VERSION_NOT_SUPPORTED,
    ];
    let retry_after = response.headers().get(RETRY_AFTER);
    let retry_after = retry_after.and_then(|value| value.to_str().ok());
    Failure {
        problem: Problem::Status(status),
        transient: later.contains(&status)
            || status.is_server_error() && !never.contains(&status),
        retry_after: retry_after.and_then(|value| pause(value, SystemTime::now())),
    }
}

/// Reads a `Retry-After`, which is a number of seconds or a date.
fn pause(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    let pause = match digits {
        // A number that is too long is a long pause.
        true => value.parse().map_or(Duration::MAX, Duration::from_secs),
        false => {
            let date = httpdate::parse_http_date(value).ok()?;
            date.duration_since(now).unwrap_or_default()
        }
    };
    Some(pause.min(MAX_RETRY_AFTER))
}

/// Finds out what happened: reqwest says what it was doing, and has the cause below.
fn explain(error: &reqwest::Error) -> Failure {
    let causes = || successors(Some(error as &dyn Error), |&cause| cause.source());
    let io = || causes().filter_map(|cause| cause.downcast_ref::<io::Error>());
    let broken_off = io().next().is_some()
        || causes()
            .filter_map(|cause| cause.downcast_ref::<hyper::Error>())
            .any(|http| http.is_incomplete_message() || http.is_closed());
    let is_tls = io()
        .flat_map(|io| successors(Some(io), |io| io.get_ref()?.downcast_ref()))
        // rustls reports all that is wrong with a handshake so.
        .any(|io: &io::Error| io.kind() == io::ErrorKind::InvalidData);
    if error.is_connect() && is_tls {
        Failure::permanent(Problem::Tls)
    } else if error.is_connect() {
        Failure::transient(Problem::NoConnection)
    } else if broken_off || error.is_body() || error.is_decode() {
        Failure::transient(Problem::BrokenOff)
    } else {
        Failure::permanent(Problem::NotHttp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date_and_capped() {
        let now = httpdate::parse_http_date("Wed, 21 Oct 2015 07:28:00 GMT");
        let now = now.expect("it is a date");
        for (value, seconds) in [
            ("0", Some(0)),
            (" 7 ", Some(7)),
            ("86400", Some(300)),
            ("99999999999999999999999", Some(300)),
            ("Wed, 21 Oct 2015 07:28:09 GMT", Some(9)),
            ("Wednesday, 21-Oct-15 07:28:09 GMT", Some(9)),
            ("Wed Oct 21 07:28:09 2015", Some(9)),
            ("Thu, 22 Oct 2015 07:28:00 GMT", Some(300)),
            ("Tue, 20 Oct 2015 07:28:00 GMT", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(pause(value, now), expected, "{value:?}");
        }
    }
}
