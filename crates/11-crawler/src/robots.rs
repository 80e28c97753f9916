//! robots.txt, after RFC 9309: what a site asks crawlers to leave alone.
//!
//! `texting_robots`, the crate for it, turns the site's text into regular expressions,
//! with libraries that are no longer maintained. The rules themselves are a page of code.
//!
//! Where the RFC leaves a choice, this follows google/robotstxt and crawler-commons: a
//! colon may be missing, usual misspellings are understood, and `Crawl-delay` belongs to
//! the names right above it. Three extensions are left out: `index.html` is not
//! `/`, lines are not cut, and `Sitemap` is not read.

use std::collections::BTreeMap;
use std::time::Duration;

/// Maximum size of a robots.txt that is read; the RFC asks for at least 500 KiB.
pub const MAX_ROBOTS_BYTES: usize = 500 * 1024;
/// Longest delay that a site may ask for. A longer one would stop the crawl.
pub const MAX_CRAWL_DELAY: Duration = Duration::from_secs(60);

/// The rules of one site for one crawler.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Robots {
    /// The longest pattern first, and `Allow` before `Disallow`: the first that fits
    /// decides.
    rules: Vec<Rule>,
    crawl_delay: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: String,
}

/// Lines for one crawler: whether each pattern allows, and the delay.
#[derive(Default)]
struct Group {
    patterns: BTreeMap<String, bool>,
    crawl_delay: Duration,
}

/// The crawlers that a line is for.
#[derive(Clone, Copy, Default)]
struct Names {
    us: bool,
    anyone: bool,
}

enum Key {
    UserAgent,
    Allow,
    Disallow,
    CrawlDelay,
}

impl Robots {
    /// Parses a robots.txt. `agent` is the name that the crawler goes by; only its
    /// [`product_token`] counts. The groups with this name apply, or else those for `*`.
    ///
    /// Unknown lines are skipped, as the RFC asks. `Crawl-delay` is not in it, but many
    /// sites have it; in seconds, at most [`MAX_CRAWL_DELAY`].
    pub fn parse(text: &str, agent: &str) -> Robots {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let agent = product_token(agent);
        let mut named = None::<Group>;
        let mut anyone = Group::default();
        // A rule ends the list of names that it and the following rules are for. Any
        // other line does not, but a delay is only for the names right above it.
        let (mut for_rules, mut for_delay) = (Names::default(), Names::default());
        let (mut after_rule, mut after_delay) = (false, false);
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default().trim();
            let Some((key, value)) = key_and_value(line) else {
                continue;
            };
            let names = match key {
                Key::UserAgent => {
                    if std::mem::take(&mut after_rule) {
                        for_rules = Names::default();
                        after_delay = true;
                    }
                    if std::mem::take(&mut after_delay) {
                        for_delay = Names::default();
                    }
                    let token = product_token(value);
                    let us = !agent.is_empty() && token.eq_ignore_ascii_case(agent);
                    if us {
                        named.get_or_insert_default();
                    }
                    let is_star = value.starts_with('*');
                    for names in [&mut for_rules, &mut for_delay] {
                        names.us |= us;
                        names.anyone |= is_star;
                    }
                    continue;
                }
                Key::Allow | Key::Disallow => {
                    after_rule = true;
                    for_rules
                }
                Key::CrawlDelay => {
                    after_delay = true;
                    for_delay
                }
            };
            let ours = named.as_mut().filter(|_| names.us);
            let groups = ours.into_iter().chain(names.anyone.then_some(&mut anyone));
            for group in groups {
                match key {
                    Key::CrawlDelay => group.crawl_delay = crawl_delay(value),
                    // An empty pattern fits nothing.
                    _ if value.is_empty() => {}
                    _ => {
                        let allow = matches!(key, Key::Allow);
                        let pattern = encoded_pattern(value);
                        *group.patterns.entry(pattern).or_default() |= allow;
                    }
                }
            }
        }
        named.unwrap_or(anyone).into()
    }

    /// Whether this path may be fetched. It begins with `/`, includes the query, and is
    /// percent-encoded. The longest pattern that fits decides, and `Allow` if both have
    /// it.
    ///
    /// The time grows with the number of rules and the length of the path: tens of
    /// milliseconds if both are as large as they may be.
    pub fn allows(&self, path_and_query: &str) -> bool {
        // RFC 9309, section 2.2.2: implicitly allowed.
        if path_and_query == "/robots.txt" {
            return true;
        }
        let path = encoded_path(path_and_query);
        let mut rules = self.rules.iter();
        let deciding = rules.find(|rule| fits(&rule.pattern, &path));
        deciding.is_none_or(|rule| rule.allow)
    }

    /// The pause that the site asks for between two requests; zero if it does not.
    pub fn crawl_delay(&self) -> Duration {
        self.crawl_delay
    }

    /// Number of rules.
    pub(crate) fn len(&self) -> usize {
        self.rules.len()
    }
}

impl From<Group> for Robots {
    fn from(group: Group) -> Robots {
        let rules = group.patterns.into_iter();
        let rules = rules.map(|(pattern, allow)| Rule { allow, pattern });
        let mut rules = rules.collect::<Vec<_>>();
        rules.sort_by_key(|rule| std::cmp::Reverse((rule.pattern.len(), rule.allow)));
        Robots {
            rules,
            crawl_delay: group.crawl_delay,
        }
    }
}

/// The part of a User-Agent that robots.txt goes by: `Crawler` of `Crawler/1.0 (a note)`.
///
/// The RFC has letters, `_` and `-` in it; digits and dots occur, as in `mj12bot`.
pub fn product_token(agent: &str) -> &str {
    let belongs = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let end = agent.find(|c| !belongs(c)).unwrap_or(agent.len());
    &agent[..end]
}

/// The line `key: value`, or `key value`, which means the same.
fn key_and_value(line: &str) -> Option<(Key, &str)> {
    let (key, value) = line
        .split_once(':')
        .or_else(|| line.split_once(char::is_whitespace))?;
    let key = match key.trim().to_ascii_lowercase().as_str() {
        "user-agent" | "useragent" | "user agent" => Key::UserAgent,
        "allow" => Key::Allow,
        "disallow" | "dissallow" | "dissalow" | "disalow" | "diasllow" | "disallaw"
        | "desallow" => Key::Disallow,
        "crawl-delay" => Key::CrawlDelay,
        _ => return None,
    };
    Some((key, value.trim()))
}

fn crawl_delay(value: &str) -> Duration {
    let seconds = value.parse::<f64>().ok();
    let delay = seconds.and_then(|it| Duration::try_from_secs_f64(it).ok());
    delay.unwrap_or_default().min(MAX_CRAWL_DELAY)
}

/// Whether a pattern fits a path: `*` is any text, `$` at the end is the end of the path;
/// without it the path may go on.
///
/// The pieces between the stars are looked for from the left, each right after the one
/// before, so no pattern takes more than one pass.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return !to_the_end || rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if to_the_end && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
    }
    true
}

/// A path as patterns have it: `*` and `$` in it are text.
fn encoded_path(path: &str) -> String {
    crate::links::one_encoding(&path.replace('*', "%2A").replace('$', "%24"))
}

/// A pattern as paths are: `/статьи` in a rule is `/%D1%81…` in a URL. A `$` that is not
/// at the end is text.
fn encoded_pattern(value: &str) -> String {
    let (pattern, end) = match value.strip_suffix('$') {
        Some(pattern) => (pattern, "$"),
        None => (value, ""),
    };
    let mut out = String::new();
    for byte in pattern.bytes() {
        match byte {
            b'$' => out.push_str("%24"),
            _ if byte.is_ascii() => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    crate::links::one_encoding(&out) + end
}
