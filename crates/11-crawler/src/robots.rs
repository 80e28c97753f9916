//! robots.txt, after RFC 9309: what a site asks crawlers to leave alone.
//!
//! `texting_robots`, the crate for it, makes regular expressions of the site's text, with
//! libraries that are no longer kept up. The rules themselves are a page of code.

use std::time::Duration;

/// So much of a robots.txt is read; the RFC asks for no less than 500 KiB.
pub const MOST_ROBOTS_BYTES: usize = 500 * 1024;
/// A site may ask for a longer delay, but not stop the crawl with it.
pub const MOST_CRAWL_DELAY: Duration = Duration::from_secs(60);

/// The rules of one site for one crawler.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Robots {
    rules: Vec<Rule>,
    crawl_delay: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: String,
}

impl Robots {
    /// Reads a robots.txt. `agent` is the name the crawler goes by (its product token,
    /// without a version): the groups with this name count, or else those for `*`.
    ///
    /// Unknown lines are skipped, as the RFC asks. `Crawl-delay` is not in it, but many
    /// sites have it; seconds, up to [`MOST_CRAWL_DELAY`].
    pub fn parse(text: &str, agent: &str) -> Robots {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut named = None::<Robots>;
        let mut anyone = Robots::default();
        // Whom the current group is for. Its lines end where, after rules, names begin.
        let (mut for_us, mut for_anyone, mut in_rules) = (false, false, false);
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if in_rules {
                    (for_us, for_anyone, in_rules) = (false, false, false);
                }
                if value == "*" {
                    for_anyone = true;
                } else if product_token(value).eq_ignore_ascii_case(agent) {
                    for_us = true;
                    named.get_or_insert_default();
                }
                continue;
            }
            let ours = named.as_mut().filter(|_| for_us);
            let groups = ours.into_iter().chain(for_anyone.then_some(&mut anyone));
            match key.as_str() {
                "allow" | "disallow" => {
                    in_rules = true;
                    // An empty rule rules nothing.
                    for group in groups.filter(|_| !value.is_empty()) {
                        group.rules.push(Rule {
                            allow: key == "allow",
                            pattern: percent_encoded(value),
                        });
                    }
                }
                "crawl-delay" => {
                    in_rules = true;
                    let seconds = value.parse().ok();
                    let delay =
                        seconds.and_then(|it| Duration::try_from_secs_f64(it).ok());
                    for group in groups {
                        group.crawl_delay =
                            delay.unwrap_or_default().min(MOST_CRAWL_DELAY);
                    }
                }
                _ => {}
            }
        }
        named.unwrap_or(anyone)
    }

    /// Whether this path (with its query, from `/` on, percent-encoded) may be fetched.
    /// The longest rule that fits decides, and `Allow` wins where two are as long.
    pub fn allows(&self, path_and_query: &str) -> bool {
        let fitting = self
            .rules
            .iter()
            .filter(|rule| fits(&rule.pattern, path_and_query));
        let longest = fitting.max_by_key(|rule| (rule.pattern.len(), rule.allow));
        longest.is_none_or(|rule| rule.allow)
    }

    /// The pause it asks for between two requests; zero if it does not.
    pub fn crawl_delay(&self) -> Duration {
        self.crawl_delay
    }
}

/// `Crawler/1.0 (a note)` is for `crawler`.
fn product_token(value: &str) -> &str {
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || c == '_' || c == '-'));
    &value[..end.unwrap_or(value.len())]
}

/// `*` is any text, a `$` at the end the end; else the path may go on.
///
/// The pieces between the stars are looked for from the left, each right after the one
/// before: no pattern makes it slow.
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

/// As paths are: `/статьи` in a rule is `/%D1%81…` in a URL.
fn percent_encoded(value: &str) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        match byte.is_ascii() {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    crate::links::one_encoding(&out)
}
