//! The command line: what may be asked, and what is wrong with it.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use clap::builder::RangedU64ValueParser;
use crawler::fetch::Limits;
use crawler::frontier::Rules;
use crawler::links::{self, NotFollowed, Scope};
use url::Url;

/// Crawl sites, politely, and store the title of each page.
///
/// The frontier is a database. Killed and started again, the crawl goes on;
/// started several times at once, on any number of machines, the crawlers share
/// the work.
#[derive(Debug, Parser)]
#[command(
    version,
    args_override_self = true,
    verbatim_doc_comment,
    after_help = "\
Every page has a row in the table `page`, and every title one in `article_test`.
Ctrl-C finishes what is in flight; a second one does not.
Exit code: 0 when all is done, 130 after Ctrl-C, 1 if the database fails, 2 for
a wrong option."
)]
pub(crate) struct Cli {
    /// Where to begin; the crawl stays on these hosts
    #[arg(required = true, value_name = "URL", value_parser = start_url)]
    pub(crate) urls: Vec<Url>,

    /// An SQLite file, or mysql://USER:PASSWORD@HOST/NAME
    #[arg(
        long,
        value_name = "FILE or URL",
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "crawl.sqlite"
    )]
    pub(crate) database: String,

    /// Pages in flight at once, of this crawler
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = at_least(1))]
    pub(crate) workers: u64,

    /// Pages in flight at once at one host, of all crawlers
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = at_least(1))]
    per_host: u64,

    /// Between two requests to one host; its Crawl-delay, if that is longer
    #[arg(long, value_name = "MS", default_value_t = 1000)]
    delay_ms: u32,

    /// No more pages than these, of all crawlers
    #[arg(long, value_name = "N")]
    pub(crate) max_pages: Option<u64>,

    /// How often a page is tried again that fails in passing
    #[arg(long, value_name = "N", default_value_t = 3)]
    max_retries: u16,

    /// The pause before the first retry; it doubles each time
    #[arg(long, value_name = "MS", default_value_t = 500)]
    retry_delay_ms: u32,

    /// A longer page is cut there
    #[arg(long, value_name = "KIB", default_value_t = 2048, value_parser = at_least(1))]
    max_page_kib: u64,

    /// A page that takes longer is cut there
    #[arg(long, value_name = "MS", default_value_t = 30_000, value_parser = at_least(1))]
    max_page_ms: u64,

    /// Of a page with more different links, the first are followed
    #[arg(long, value_name = "N", default_value_t = 5000)]
    max_links: u32,

    /// Follow links to this domain too, and to all hosts under it
    #[arg(long = "domain", value_name = "NAME")]
    domains: Vec<String>,

    /// Follow links to any host
    #[arg(long)]
    everywhere: bool,

    /// Whoever is silent for so long is taken for dead; its pages are free
    #[arg(long, value_name = "MS", default_value_t = 10_000, value_parser = at_least(100))]
    lease_ms: u64,

    /// The name sent to the sites, and looked for in robots.txt
    #[arg(long, value_name = "NAME", default_value = "await-and-see")]
    pub(crate) user_agent: String,

    /// An HTTP proxy for all requests; that of the environment is not used
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,

    /// Where a host is, as in blog.example=127.0.0.1:5000
    #[arg(long, value_name = "HOST=ADDRESS:PORT", value_parser = resolved)]
    pub(crate) resolve: Vec<(String, SocketAddr)>,

    /// Print the summary for programs
    #[arg(long)]
    pub(crate) json: bool,

    /// Show no progress
    #[arg(long)]
    pub(crate) quiet: bool,
}

impl Cli {
    pub(crate) fn rules(&self) -> Rules {
        Rules {
            agent: self.product_token(),
            delay: Duration::from_millis(self.delay_ms.into()),
            per_host: as_usize(self.per_host),
            most_retries: self.max_retries.into(),
            retry_delay: Duration::from_millis(self.retry_delay_ms.into()),
            most_pages: self.max_pages,
            lease: Duration::from_millis(self.lease_ms),
        }
    }

    /// `crawler/1.0 (a note)` is called `crawler` in robots.txt.
    fn product_token(&self) -> String {
        let name = self.user_agent.split(['/', ' ']).next();
        name.unwrap_or_default().to_owned()
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

    /// Often enough that a slow moment does not cost the lease.
    pub(crate) fn keep_up_every(&self) -> Duration {
        Duration::from_millis(self.lease_ms / 4)
    }
}

/// clap's message, without the usage that follows it.
pub(crate) fn in_one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let text = text.split("\n\n").next().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn at_least(least: u64) -> RangedU64ValueParser<u64> {
    RangedU64ValueParser::new().range(least..)
}

fn as_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn start_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| {
        let looks_right =
            !text.contains(' ') && Url::parse(&format!("http://{text}")).is_ok();
        match looks_right {
            true => format!("no URL; try http://{text}"),
            false => "no URL, such as http://example.org/".to_owned(),
        }
    })?;
    links::normalise(url).map_err(|why| match why {
        NotFollowed::OtherScheme if text.starts_with("https:") => {
            "this build speaks no https; build it with --features tls".to_owned()
        }
        NotFollowed::OtherScheme => format!("no web page; try http://{text}"),
        NotFollowed::Broken => "no URL".to_owned(),
        NotFollowed::TooLong => format!("longer than {} bytes", links::MOST_URL_BYTES),
    })
}

fn resolved(text: &str) -> Result<(String, SocketAddr), String> {
    let pair = text.split_once('=');
    let pair = pair.and_then(|(host, address)| Some((host, address.parse().ok()?)));
    let (host, address) = pair.ok_or("not like blog.example=127.0.0.1:5000")?;
    Ok((host.to_ascii_lowercase(), address))
}
