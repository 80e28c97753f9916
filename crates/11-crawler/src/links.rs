//! From the text of a link to the URL that the frontier knows: resolved and normalised.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::AddAssign;

use encoding_rs::Encoding;
use serde::Serialize;
use url::Url;

/// Longest URL; a longer one does not fit into an index of MariaDB.
pub const MAX_URL_BYTES: usize = 2000;
/// Longest host name that DNS can hold.
pub const MAX_HOST_BYTES: usize = 253;

/// Why a link is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotFollowed {
    /// `mailto:`, `javascript:`, `ftp:` and the like.
    OtherScheme,
    /// This build cannot fetch `https:` URLs.
    TlsNotBuiltIn,
    /// The link is not a URL, or its host is longer than [`MAX_HOST_BYTES`].
    Broken,
    /// The URL is longer than [`MAX_URL_BYTES`].
    TooLong,
}

/// Number of links that are not followed, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Links out of the crawl: to another host, or to an unusual port.
    pub outside: u64,
    /// Links such as `mailto:`, and `https:` in a build without TLS.
    pub other_scheme: u64,
    /// Links that are not a URL, or too long.
    pub invalid: u64,
    /// Links that the page asks not to follow.
    pub nofollow: u64,
}

impl Skipped {
    /// Counts a link that is not followed.
    pub(crate) fn count(&mut self, reason: NotFollowed) {
        *match reason {
            NotFollowed::OtherScheme | NotFollowed::TlsNotBuiltIn => {
                &mut self.other_scheme
            }
            NotFollowed::Broken | NotFollowed::TooLong => &mut self.invalid,
        } += 1;
    }

    /// Number of links for all reasons together.
    pub fn total(&self) -> u64 {
        self.outside + self.other_scheme + self.invalid + self.nofollow
    }
}

impl AddAssign for Skipped {
    fn add_assign(&mut self, other: Skipped) {
        self.outside += other.outside;
        self.other_scheme += other.other_scheme;
        self.invalid += other.invalid;
        self.nofollow += other.nofollow;
    }
}

/// The one spelling of a link that the frontier knows, so that each page is fetched once.
///
/// The link is resolved against `base` and parsed as browsers do (the WHATWG URL
/// standard): host in lower case and Punycode, default port left out, `.` and `..`
/// resolved, other than ASCII percent-encoded. Then, after RFC 3986, section 6.2: the
/// fragment goes, and user and password with it; an empty query goes; letters and
/// digits are not percent-encoded, and the hex digits of what is are capitals.
///
/// # Errors
///
/// Returns the reason if there is nothing to fetch at this link.
pub fn resolve(base: &Url, link: &str) -> Result<Url, NotFollowed> {
    resolve_in(base, link, encoding_rs::UTF_8)
}

/// [`resolve`] for a link in a page with another encoding than UTF-8. The query of a URL
/// is in the encoding of the page, as browsers have it.
///
/// # Errors
///
/// As [`resolve`].
pub(crate) fn resolve_in(
    base: &Url,
    link: &str,
    encoding: &'static Encoding,
) -> Result<Url, NotFollowed> {
    let encode: &dyn Fn(&str) -> Cow<'_, [u8]> =
        &|query| encoded_query(query, encoding).into();
    let options = Url::options().base_url(Some(base));
    let options = match encoding == encoding_rs::UTF_8 {
        true => options,
        false => options.encoding_override(Some(encode)),
    };
    let url = options
        .parse(link.trim())
        .map_err(|_| NotFollowed::Broken)?;
    normalise(url)
}

/// The bytes of a query. What the encoding does not have is a number, as in HTML, and
/// percent-encoded.
fn encoded_query(query: &str, encoding: &'static Encoding) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4];
    for c in query.chars() {
        let (encoded, _, missing) = encoding.encode(c.encode_utf8(&mut buffer));
        match missing {
            false => bytes.extend_from_slice(&encoded),
            true => {
                bytes.extend_from_slice(format!("%26%23{}%3B", c as u32).as_bytes())
            }
        }
    }
    bytes
}

/// The second half of [`resolve`].
///
/// # Errors
///
/// As [`resolve`].
pub fn normalise(mut url: Url) -> Result<Url, NotFollowed> {
    match url.scheme() {
        "http" => {}
        "https" if cfg!(feature = "tls") => {}
        "https" => return Err(NotFollowed::TlsNotBuiltIn),
        _ => return Err(NotFollowed::OtherScheme),
    }
    if url
        .host_str()
        .is_none_or(|host| host.len() > MAX_HOST_BYTES)
    {
        return Err(NotFollowed::Broken);
    }
    url.set_fragment(None);
    if url.query() == Some("") {
        url.set_query(None);
    }
    // They fail only for URLs without a host, and http has one.
    let _has_host = url.set_username("").and(url.set_password(None));
    if url.path().contains('%') {
        let path = one_encoding(url.path());
        url.set_path(&path);
    }
    if let Some(query) = url.query().filter(|query| query.contains('%')) {
        let query = one_encoding(query);
        url.set_query(Some(&query));
    }
    if url.as_str().len() > MAX_URL_BYTES {
        return Err(NotFollowed::TooLong);
    }
    Ok(url)
}

/// `%7euser` and `~user` are one page, as are `%c3` and `%C3`.
pub(crate) fn one_encoding(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let digits = rest.get(at + 1..at + 3);
        let byte =
            digits.filter(|digits| digits.bytes().all(|d| d.is_ascii_hexdigit()));
        let byte = byte.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.map(char::from) {
            // A dot would be taken for `.` or `..` in the next round.
            Some(c) if c.is_ascii_alphanumeric() || "-_~".contains(c) => out.push(c),
            Some(c) => out.push_str(&format!("%{:02X}", c as u32)),
            None => {
                out.push('%');
                rest = &rest[at + 1..];
                continue;
            }
        }
        rest = &rest[at + 3..];
    }
    out + rest
}

/// Scheme, host and port: each origin has a robots.txt of its own.
pub fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Which hosts belong to the crawl. The tutorial's crawler followed every link.
///
/// Of a host, the default ports belong to it, 80 and 443, and the port of a start URL. A
/// link to any other port may lead to a service that is not meant for visitors.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    hosts: BTreeSet<String>,
    /// Host and port of start URLs with a port.
    ports: BTreeSet<(String, u16)>,
    domains: Vec<String>,
    everywhere: bool,
}

impl Scope {
    /// A scope with every host.
    pub fn everywhere() -> Scope {
        Scope {
            everywhere: true,
            ..Scope::default()
        }
    }

    /// Adds the host of this URL, on the port of this URL and the default ports.
    pub fn add_host_of(&mut self, url: &Url) {
        let Some(host) = url.host_str() else {
            return;
        };
        self.hosts.insert(host.to_owned());
        if let Some(port) = url.port() {
            self.ports.insert((host.to_owned(), port));
        }
    }

    /// Adds this domain and its subdomains.
    pub fn add_domain(&mut self, domain: &str) {
        self.domains.push(domain.to_ascii_lowercase());
    }

    /// Whether this URL belongs to the crawl.
    pub fn contains(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else {
            return false;
        };
        let is_port_known = match url.port() {
            None => true,
            Some(port) => self.ports.contains(&(host.to_owned(), port)),
        };
        let is_under = |domain: &String| {
            let prefix = host.strip_suffix(domain.as_str());
            prefix.is_some_and(|prefix| prefix.is_empty() || prefix.ends_with('.'))
        };
        is_port_known
            && (self.everywhere
                || self.hosts.contains(host)
                || self.domains.iter().any(is_under))
    }
}
