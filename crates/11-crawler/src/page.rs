//! The title and the links of a page, whatever its bytes are like.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, driver};
use scraper::{Html, HtmlTreeSink, Selector};
use url::Url;

use crate::links::{self, Scope, Skipped};

/// Longest title that is kept, in characters.
pub const MAX_TITLE_CHARS: usize = 500;
/// Longest time that a page is parsed. Elements within elements, each of them open, take
/// the parser a time that grows with the square of their number: minutes for two
/// megabytes of `<div>`.
const MAX_PARSE_TIME: Duration = Duration::from_secs(1);
/// The clock is looked at after each piece of this size.
const PIECE_BYTES: usize = 4096;
/// The HTML standard has browsers look for a `<meta charset>` up to here.
const META_BYTES: usize = 1024;

static BASE: LazyLock<Selector> = LazyLock::new(|| select("base[href]"));
static LINKS: LazyLock<Selector> = LazyLock::new(|| {
    select("a[href], area[href], meta[http-equiv='refresh' i][content]")
});
static META_ROBOTS: LazyLock<Selector> =
    LazyLock::new(|| select("meta[name='robots' i][content]"));
static TITLES: LazyLock<Selector> = LazyLock::new(|| select("title"));

/// Title, links and oddities of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The title in one line; `None` if the page has none, an empty one, or asks with
    /// `noindex` not to be listed.
    pub title: Option<String>,
    /// Links within the crawl: each URL once, in the order of the page.
    pub links: Vec<Url>,
    /// Number of links that are not followed.
    pub skipped: Skipped,
    /// Whether there were more links than
    /// [`Limits::links`](crate::fetch::Limits::links).
    pub too_many_links: bool,
    /// Whether the parser took longer than a second, and the rest was not read.
    pub too_slow: bool,
    /// Whether some bytes are not text in the encoding of the page.
    pub broken_text: bool,
    /// Whether the page asks not to be listed.
    pub noindex: bool,
}

/// Reads a page. It accepts any bytes, as a browser does. It takes the processor for a
/// while, so async code hands it to `spawn_blocking`.
///
/// `charset` is the one of the header `Content-Type`, and `url` the URL of the page.
///
/// Links are `<a>`, `<area>` and `<meta http-equiv=refresh>`. A link with
/// `rel="nofollow"`, and every link of a page with `<meta name=robots content=nofollow>`,
/// is left alone. The header `X-Robots-Tag` and sitemaps are not read.
pub fn read(
    bytes: &[u8],
    charset: Option<&str>,
    url: &Url,
    scope: &Scope,
    max_links: usize,
) -> Page {
    let (text, encoding, broken_text) = encoding(bytes, charset).decode(bytes);
    let (html, too_slow) = parse(&text);
    let (noindex, nofollow) = meta_robots(&html);
    let mut page = Page {
        title: title(&html).filter(|_| !noindex),
        broken_text,
        too_slow,
        noindex,
        ..Page::default()
    };
    let base = html.select(&BASE).find_map(|base| base.attr("href"));
    let base = base.and_then(|base| url.join(base).ok());
    let base = base.as_ref().unwrap_or(url);
    let mut seen = BTreeSet::new();
    for link in html.select(&LINKS) {
        let href = match link.value().name() {
            "meta" => link.attr("content").and_then(refresh_target),
            _ => link.attr("href"),
        };
        let Some(href) = href else {
            continue;
        };
        let rel = link.attr("rel").unwrap_or_default();
        if nofollow || has_word(rel, "nofollow") {
            page.skipped.nofollow += 1;
            continue;
        }
        // Nothing but the number of links bounds the memory that they take.
        match links::resolve_in(base, href, encoding) {
            Err(reason) => page.skipped.count(reason),
            Ok(url) if !scope.contains(&url) => page.skipped.outside += 1,
            Ok(url) if seen.contains(&url) => {}
            Ok(_) if page.links.len() == max_links => {
                page.too_many_links = true;
                break;
            }
            Ok(url) => {
                seen.insert(url.clone());
                page.links.push(url);
            }
        }
    }
    page
}

/// Whether the page asks not to be listed, and not to have its links followed.
fn meta_robots(html: &Html) -> (bool, bool) {
    let (mut noindex, mut nofollow) = (false, false);
    for meta in html.select(&META_ROBOTS) {
        let content = meta.attr("content").unwrap_or_default();
        let none = has_word(content, "none");
        noindex |= none || has_word(content, "noindex");
        nofollow |= none || has_word(content, "nofollow");
    }
    (noindex, nofollow)
}

/// Whether a list, separated by commas or blanks, has this word in it.
fn has_word(list: &str, word: &str) -> bool {
    let mut words = list.split(|c: char| c == ',' || c.is_ascii_whitespace());
    words.any(|it| it.eq_ignore_ascii_case(word))
}

/// The URL in `5; url=/next`; without one the page refreshes itself.
fn refresh_target(content: &str) -> Option<&str> {
    let (_seconds, target) = content.split_once([';', ','])?;
    let target = target.trim();
    let is_url = target.get(..3)?.eq_ignore_ascii_case("url");
    let target = target.get(3..)?.trim_start().strip_prefix('=')?.trim();
    let quote = target.chars().next().filter(|c| ['"', '\''].contains(c));
    let target = match quote {
        Some(quote) => target[1..].split(quote).next()?,
        None => target,
    };
    is_url.then_some(target)
}

/// `Html::parse_document`, with a limit of time. Without scripts, `<noscript>` has
/// elements in it.
fn parse(text: &str) -> (Html, bool) {
    let begin = Instant::now();
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = driver::parse_document(sink, options);
    let mut rest = text;
    while !rest.is_empty() && begin.elapsed() < MAX_PARSE_TIME {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES));
        parser.process(StrTendril::from_slice(piece));
        rest = after;
    }
    (parser.finish(), !rest.is_empty())
}

fn select(selector: &'static str) -> Selector {
    Selector::parse(selector).expect("the selector is a constant, and tested")
}

/// The first `<title>` that does not belong to a picture in SVG.
fn title(html: &Html) -> Option<String> {
    let title = html
        .select(&TITLES)
        .find(|title| &*title.value().name.ns == "http://www.w3.org/1999/xhtml")?;
    let mut one_line = String::new();
    for word in title.text().flat_map(str::split_whitespace) {
        if !one_line.is_empty() {
            one_line.push(' ');
        }
        // On a terminal, control characters are commands.
        one_line.extend(word.chars().filter(|c| !c.is_control()));
    }
    let one_line = one_line.trim_start().chars().take(MAX_TITLE_CHARS);
    let one_line = one_line.collect::<String>();
    (!one_line.is_empty()).then_some(one_line)
}

/// The encoding of a page, by the rules of browsers: a byte order mark (which `decode`
/// looks for), the header, `<meta>`, and else a guess from the bytes.
fn encoding(bytes: &[u8], charset: Option<&str>) -> &'static Encoding {
    let header = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(encoding) = header.or_else(|| declared(bytes)) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// The encoding after `charset=` near the beginning.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(META_BYTES)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let meta = head.split("<meta").skip(1);
    meta.filter_map(|meta| {
        let (_, label) = meta.split('>').next()?.split_once("charset")?;
        let label = label.trim_start().strip_prefix('=')?;
        let label = label.trim_start().trim_start_matches(['"', '\'']);
        let end = label.find(|c: char| {
            c == '"' || c == '\'' || c == ';' || c == '/' || c.is_whitespace()
        });
        let label = &label[..end.unwrap_or(label.len())];
        let encoding = Encoding::for_label(label.as_bytes())?;
        // A page in UTF-16 could not say so in ASCII.
        Some(match encoding.name().starts_with("UTF-16") {
            true => UTF_8,
            false => encoding,
        })
    })
    .next()
}
