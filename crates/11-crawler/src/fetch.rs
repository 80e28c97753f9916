//! One request: what a server may take of our time and memory, and what came of it.

use std::error::Error;
use std::fmt;
use std::io;
use std::iter::successors;
use std::net::SocketAddr;
use std::time::Duration;

use reqwest::header::{
    CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode, redirect};
use tokio::time::{Instant, timeout_at};
use url::Url;

/// A server may ask for patience, but not for more than this.
const MOST_RETRY_AFTER: Duration = Duration::from_secs(60);

/// What one page may cost.
#[derive(Debug, Clone)]
pub struct Limits {
    /// What comes after so many bytes is not read.
    pub bytes: usize,
    /// From the request to the last byte. What came until then is kept.
    pub time: Duration,
    /// So many different links of a page are followed.
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

/// What came of a request.
#[derive(Debug)]
pub enum Answer {
    /// A page, perhaps cut.
    Html(Body),
    /// It is elsewhere.
    Redirect(StatusCode, Url),
    /// It is not there, or it is nothing to read.
    Failed(Failure),
}

/// What was read of a page.
#[derive(Debug)]
pub struct Body {
    /// The bytes as they came, [`Limits::bytes`] at most.
    pub bytes: Vec<u8>,
    /// The charset that the header tells.
    pub charset: Option<String>,
    /// Why there is no more of it.
    pub cut: Option<Cut>,
}

/// Which limit a page has met.
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
    /// In a few words, the same for all that failed so.
    pub problem: Problem,
    /// Whether it may be there a little later.
    pub passing: bool,
    /// How long the server wants to be left alone, if it said so.
    pub retry_after: Option<Duration>,
}

/// What went wrong, so that the summary can count it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Any status but success and redirects.
    Status(StatusCode),
    /// Something that is not HTML.
    NotHtml,
    /// A redirect that leads nowhere.
    BadRedirect,
    /// The body is compressed, and we did not ask for that.
    Compressed,
    /// Nobody is there, or nobody knows the name.
    NoConnection,
    /// It ended in the middle.
    BrokenOff,
    /// Nothing came within [`Limits::time`].
    NoAnswer,
    /// What came is not HTTP.
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
            Problem::BrokenOff => "connection broken off",
            Problem::NoAnswer => "no answer in time",
            Problem::NotHttp => "not HTTP",
        })
    }
}

/// Makes the requests. It follows no redirects: where they lead is a page of its own.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    limits: Limits,
}

impl Fetcher {
    /// A client that goes by the name `agent`. It heeds no proxy of the environment,
    /// only the one given here. `resolve` says where hosts are that no DNS knows.
    ///
    /// # Errors
    ///
    /// If `agent` cannot stand in a header, or the proxy is no URL.
    pub fn new(
        agent: &str,
        limits: Limits,
        proxy: Option<&str>,
        resolve: &[(String, SocketAddr)],
    ) -> reqwest::Result<Fetcher> {
        let mut builder = Client::builder()
            .no_proxy()
            // A page that is compressed all the same is refused.
            .no_gzip()
            .redirect(redirect::Policy::none())
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

    /// The limits it was made with.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Asks for a page. It takes [`Limits::time`] at most.
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
                None => Answer::Failed(lasting(Problem::BadRedirect)),
            };
        }
        if !status.is_success() {
            return Answer::Failed(refused(&response));
        }
        let headers = response.headers();
        let encodings = headers.get_all(CONTENT_ENCODING);
        if encodings.iter().any(|it| it != "identity") {
            return Answer::Failed(lasting(Problem::Compressed));
        }
        let charset = match content_type(headers) {
            Ok(charset) => charset,
            Err(problem) => return Answer::Failed(lasting(problem)),
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

    /// Asks for a robots.txt, through at most five redirects, as RFC 9309 has it.
    ///
    /// # Errors
    ///
    /// If the server cannot be asked now: whether it has rules is not known then. A
    /// server that says it has none (4xx) gives an empty text.
    pub async fn robots(&self, url: &Url) -> Result<String, Failure> {
        const MOST_REDIRECTS: usize = 5;
        let deadline = Instant::now() + self.limits.time;
        let mut url = url.clone();
        for _ in 0..=MOST_REDIRECTS {
            let response = self.head(&url, deadline).await?;
            let status = response.status();
            if status.is_redirection() {
                match location(&url, response.headers()) {
                    Some(target) => url = target,
                    None => return Ok(String::new()),
                }
                continue;
            }
            if status.is_success() {
                let most = crate::robots::MOST_ROBOTS_BYTES;
                let (bytes, _) = read(response, most, deadline).await?;
                return Ok(String::from_utf8_lossy(&bytes).replace('\0', ""));
            }
            if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
                return Err(refused(&response));
            }
            return Ok(String::new());
        }
        Ok(String::new())
    }

    async fn head(&self, url: &Url, deadline: Instant) -> Result<Response, Failure> {
        match timeout_at(deadline, self.client.get(url.clone()).send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(explain(&error)),
            Err(_elapsed) => Err(passing(Problem::NoAnswer)),
        }
    }
}

/// The body, up to a limit. Dropping the response there ends its connection, so the rest
/// is never sent.
async fn read(
    mut response: Response,
    most: usize,
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
        let room = most - bytes.len();
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

/// The charset of an HTML page. A server that does not say what it sends is believed to
/// send HTML.
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

/// What a status says that is neither success nor a redirect.
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
    let seconds = response.headers().get(RETRY_AFTER);
    let seconds = seconds.and_then(|it| it.to_str().ok()?.trim().parse().ok());
    Failure {
        problem: Problem::Status(status),
        passing: later.contains(&status)
            || status.is_server_error() && !never.contains(&status),
        retry_after: seconds.map(|it| Duration::from_secs(it).min(MOST_RETRY_AFTER)),
    }
}

/// reqwest says what it was doing; what happened is among the causes.
fn explain(error: &reqwest::Error) -> Failure {
    let causes = || successors(Some(error as &dyn Error), |&cause| cause.source());
    let broken_off = causes().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        let http = cause.downcast_ref::<hyper::Error>();
        io.is_some()
            || http.is_some_and(|http| http.is_incomplete_message() || http.is_closed())
    });
    if error.is_connect() {
        passing(Problem::NoConnection)
    } else if broken_off || error.is_body() || error.is_decode() {
        passing(Problem::BrokenOff)
    } else {
        lasting(Problem::NotHttp)
    }
}

fn passing(problem: Problem) -> Failure {
    Failure {
        problem,
        passing: true,
        retry_after: None,
    }
}

fn lasting(problem: Problem) -> Failure {
    Failure {
        problem,
        passing: false,
        retry_after: None,
    }
}
