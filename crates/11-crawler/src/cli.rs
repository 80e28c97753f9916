//! The command line: options, and errors about them.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use clap::builder::RangedU64ValueParser;
use crawler::fetch::{Fetcher, Limits, NEEDS_TLS};
use crawler::frontier::{MAX_LEASE, Rules};
use crawler::links::{self, NotFollowed, Scope};
use crawler::robots::product_token;
use url::Url;

/// Crawl web sites politely and store the title of each page.
///
/// The list of pages to fetch is a database: a crawl that was killed resumes when
/// started again, and any number of crawlers, on any number of machines, can share
/// it. Each start retries the pages that failed temporarily.
#[derive(Debug, Parser)]
#[command(
    version,
    args_override_self = true,
    verbatim_doc_comment,
    after_help = "\
Each page has a row in the table `page`, and each title one in `article_test`.
Ctrl-C finishes the requests in flight and exits; a second Ctrl-C exits at once.
Exit status: 0 success, 1 database error, 2 usage error, 130 interrupted."
)]
pub(crate) struct Cli {
    /// Start URLs; only their hosts are crawled (see --domain, --everywhere)
    #[arg(required = true, value_name = "URL", value_parser = start_url)]
    pub(crate) urls: Vec<Url>,

    /// SQLite file or mysql://USER:PASSWORD@HOST/NAME
    #[arg(
        long,
        value_name = "FILE or URL",
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "crawl.sqlite"
    )]
    pub(crate) database: String,

    /// Concurrent requests of this crawler
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = at_least(1))]
    pub(crate) workers: u64,

    /// Concurrent requests per host, across all crawlers
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = at_least(1))]
    per_host: u64,

    /// Minimum delay between requests to a host (its Crawl-delay, if longer)
    #[arg(long, value_name = "MS", default_value_t = 1000)]
    delay_ms: u32,

    /// Stop after this many pages, across all crawlers
    #[arg(long, value_name = "N")]
    pub(crate) max_pages: Option<u64>,

    /// Retries after a temporary failure
    #[arg(long, value_name = "N", default_value_t = 3)]
    max_retries: u16,

    /// Delay before the first retry; doubles with each retry
    #[arg(long, value_name = "MS", default_value_t = 500)]
    retry_delay_ms: u32,

    /// Retry the pages that failed for good in an earlier run
    #[arg(long)]
    pub(crate) retry_failed: bool,

    /// Stop reading a page after this many KiB
    #[arg(long, value_name = "KIB", default_value_t = 2048, value_parser = at_least(1))]
    max_page_kib: u64,

    /// Stop reading a page after this long
    #[arg(long, value_name = "MS", default_value_t = 30_000, value_parser = at_least(1))]
    max_page_ms: u64,

    /// Follow at most this many distinct links per page
    #[arg(long, value_name = "N", default_value_t = 5000)]
    max_links: u32,

    /// Also crawl this domain and its subdomains (repeatable)
    #[arg(long = "domain", value_name = "NAME")]
    domains: Vec<String>,

    /// Follow links to any host
    #[arg(long)]
    everywhere: bool,

    /// Release a crawler's pages after this long without a sign of life
    #[arg(long, value_name = "MS", default_value_t = 10_000, value_parser = lease_ms())]
    lease_ms: u64,

    /// User-Agent to send, and to match in robots.txt
    #[arg(
        long,
        value_name = "NAME",
        default_value = "await-and-see",
        value_parser = user_agent
    )]
    pub(crate) user_agent: String,

    /// HTTP proxy for all requests (proxy variables are ignored)
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,

    /// Connect to ADDRESS:PORT for HOST, without DNS (repeatable)
    #[arg(long, value_name = "HOST=ADDRESS:PORT", value_parser = resolved)]
    pub(crate) resolve: Vec<(String, SocketAddr)>,

    /// Print the summary as JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// Do not show progress
    #[arg(long)]
    pub(crate) quiet: bool,
}

impl Cli {
    pub(crate) fn rules(&self) -> Rules {
        Rules {
            agent: product_token(&self.user_agent).to_owned(),
            delay: Duration::from_millis(self.delay_ms.into()),
            per_host: as_usize(self.per_host),
            max_retries: self.max_retries.into(),
            retry_delay: Duration::from_millis(self.retry_delay_ms.into()),
            max_pages: self.max_pages,
            lease: Duration::from_millis(self.lease_ms),
        }
    }

    /// The client for these options.
    pub(crate) fn fetcher(&self) -> Result<Fetcher, String> {
        let (agent, proxy) = (&self.user_agent, self.proxy.as_deref());
        Fetcher::new(agent, self.limits(), proxy, &self.resolve).map_err(
            |_| match proxy {
                Some(proxy) => format!("invalid --proxy '{proxy}': expected a URL"),
                None => "invalid --user-agent".to_owned(),
            },
        )
    }

    pub(crate) fn limits(&self) -> Limits {
        Limits {
            bytes: as_usize(self.max_page_kib.saturating_mul(1024)),
            time: Duration::from_millis(self.max_page_ms),
            links: as_usize(self.max_links.into()),
        }
    }

    pub(crate) fn scope(&self) -> Scope {
        if self.everywhere {
            return Scope::everywhere();
        }
        let mut scope = Scope::default();
        for url in &self.urls {
            scope.add_host_of(url);
        }
        for domain in &self.domains {
            scope.add_domain(domain);
        }
        scope
    }

    /// A fraction of the lease, so that a slow moment does not cost it.
    pub(crate) fn renew_every(&self) -> Duration {
        Duration::from_millis(self.lease_ms / 4)
    }
}

/// clap's message without the usage after it.
pub(crate) fn in_one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let text = text.split("\n\n").next().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn at_least(min: u64) -> RangedU64ValueParser<u64> {
    RangedU64ValueParser::new().range(min..)
}

fn lease_ms() -> RangedU64ValueParser<u64> {
    RangedU64ValueParser::new().range(100..=MAX_LEASE.as_millis() as u64)
}

fn as_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn start_url(text: &str) -> Result<Url, String> {
    const EXPECTED: &str = "expected a URL, such as http://example.org/";
    let url = Url::parse(text).map_err(|_| {
        let with_scheme = format!("http://{text}");
        let is_host = !text.contains("://") && !text.contains(char::is_whitespace);
        match is_host && Url::parse(&with_scheme).is_ok() {
            true => format!("not a URL; did you mean {with_scheme}?"),
            false => EXPECTED.to_owned(),
        }
    })?;
    // `localhost:8000` is a URL whose scheme is `localhost`.
    let is_port =
        url.cannot_be_a_base() && url.path().starts_with(|c: char| c.is_ascii_digit());
    links::normalise(url).map_err(|reason| match reason {
        NotFollowed::TlsNotBuiltIn => NEEDS_TLS.to_owned(),
        NotFollowed::OtherScheme if is_port => {
            format!("not a URL; did you mean http://{text}?")
        }
        NotFollowed::OtherScheme => {
            "not a web page; expected a URL that begins with http:// or https://"
                .to_owned()
        }
        NotFollowed::Broken => EXPECTED.to_owned(),
        NotFollowed::TooLong => format!("longer than {} bytes", links::MAX_URL_BYTES),
    })
}

fn user_agent(text: &str) -> Result<String, String> {
    let is_header = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    match is_header && !product_token(text).is_empty() {
        true => Ok(text.to_owned()),
        false => {
            Err("expected a name and perhaps a version, such as crawler/1.0".to_owned())
        }
    }
}

fn resolved(text: &str) -> Result<(String, SocketAddr), String> {
    let pair = text.split_once('=');
    let pair = pair.and_then(|(host, address)| Some((host, address.parse().ok()?)));
    let expected = "expected HOST=ADDRESS:PORT, such as blog.example=127.0.0.1:5000";
    let (host, address) = pair.ok_or(expected)?;
    Ok((host.to_ascii_lowercase(), address))
}
