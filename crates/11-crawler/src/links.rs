//! From what stands in a page to the URLs the frontier knows: resolved and normalised.

use url::Url;

/// As long as fits into an index of MariaDB.
pub const MOST_URL_BYTES: usize = 2000;

/// Why a link is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotFollowed {
    /// `mailto:`, `javascript:`, `ftp:` and the like, and `https:` without TLS.
    OtherScheme,
    /// It cannot be read as a URL.
    Broken,
    /// Longer than [`MOST_URL_BYTES`].
    TooLong,
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
/// Tells why there is nothing to fetch at this link.
pub fn resolve(base: &Url, link: &str) -> Result<Url, NotFollowed> {
    let url = base.join(link.trim()).map_err(|_| NotFollowed::Broken)?;
    normalise(url)
}

/// The second half of [`resolve`].
///
/// # Errors
///
/// As [`resolve`].
pub fn normalise(mut url: Url) -> Result<Url, NotFollowed> {
    let known =
        url.scheme() == "http" || cfg!(feature = "tls") && url.scheme() == "https";
    if !known {
        return Err(NotFollowed::OtherScheme);
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
    if url.as_str().len() > MOST_URL_BYTES {
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

/// Scheme, name and port: what robots.txt and politeness go by.
pub fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Which hosts belong to the crawl. The tutorial's crawler went wherever a link led.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    hosts: std::collections::BTreeSet<String>,
    domains: Vec<String>,
    everywhere: bool,
}

impl Scope {
    /// Every host there is.
    pub fn everywhere() -> Scope {
        Scope {
            everywhere: true,
            ..Scope::default()
        }
    }

    /// The host of this URL too, on any port.
    pub fn add_host_of(&mut self, url: &Url) {
        self.hosts.extend(url.host_str().map(str::to_owned));
    }

    /// This domain too, and all under it.
    pub fn add_domain(&mut self, domain: &str) {
        self.domains.push(domain.to_ascii_lowercase());
    }

    /// Whether this URL belongs to the crawl.
    pub fn contains(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else {
            return false;
        };
        let under = |domain: &String| {
            let prefix = host.strip_suffix(domain.as_str());
            prefix.is_some_and(|prefix| prefix.is_empty() || prefix.ends_with('.'))
        };
        self.everywhere || self.hosts.contains(host) || self.domains.iter().any(under)
    }
}
