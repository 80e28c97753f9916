//! What a page says: its title and its links, whatever its bytes are like.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, driver};
use scraper::{Html, HtmlTreeSink, Selector};
use url::Url;

use crate::links::{self, Scope};

/// As much of a title is kept, in characters.
pub const MOST_TITLE_CHARS: usize = 500;
/// Elements within elements, each of them open, take the parser a time that grows with
/// the square of their number: minutes for two megabytes of `<div>`.
pub const MOST_PARSING: Duration = Duration::from_secs(1);
/// The parser gets so much at once.
const PIECE_BYTES: usize = 4096;
/// The HTML standard has browsers look so far for a `<meta charset>`.
const META_BYTES: usize = 1024;

/// What was read from a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// In one line; `None` for a page without one, or with an empty one.
    pub title: Option<String>,
    /// Where it leads, within the crawl: each page once, in the order of the page.
    pub links: Vec<Url>,
    /// Links that lead out of the crawl, or nowhere.
    pub not_followed: usize,
    /// There were more links than [`Limits::links`](crate::fetch::Limits::links).
    pub too_many_links: bool,
    /// It took longer than [`MOST_PARSING`], and the rest was not read.
    pub too_slow: bool,
    /// Some bytes are no text in the page's encoding.
    pub broken_text: bool,
}

/// Reads a page. It works on any bytes at all, as a browser does. It takes the processor
/// for a while, so async code hands it to `spawn_blocking`.
///
/// `charset` is what the header `Content-Type` says, and `url` where the page is from.
pub fn read(
    bytes: &[u8],
    charset: Option<&str>,
    url: &Url,
    scope: &Scope,
    most_links: usize,
) -> Page {
    let (text, _, broken_text) = encoding(bytes, charset).decode(bytes);
    let (html, too_slow) = parse(&text);
    let mut page = Page {
        title: title(&html),
        broken_text,
        too_slow,
        ..Page::default()
    };
    let base = select("base[href]");
    let base = html.select(&base).find_map(|base| base.attr("href"));
    let base = base.and_then(|base| url.join(base).ok());
    let base = base.as_ref().unwrap_or(url);
    let mut seen = BTreeSet::new();
    for link in html.select(&select("a[href], area[href]")) {
        let href = link.attr("href").unwrap_or_default();
        // What bounds the memory is the number of links, and nothing else here does.
        match links::resolve(base, href)
            .ok()
            .filter(|url| scope.contains(url))
        {
            None => page.not_followed += 1,
            Some(url) if seen.contains(&url) => {}
            Some(_) if page.links.len() == most_links => {
                page.too_many_links = true;
                break;
            }
            Some(url) => {
                seen.insert(url.clone());
                page.links.push(url);
            }
        }
    }
    page
}

/// `Html::parse_document`, with an eye on the clock.
fn parse(text: &str) -> (Html, bool) {
    let begin = Instant::now();
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = driver::parse_document(sink, ParseOpts::default());
    let mut rest = text;
    while !rest.is_empty() && begin.elapsed() < MOST_PARSING {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES));
        parser.process(StrTendril::from_slice(piece));
        rest = after;
    }
    (parser.finish(), !rest.is_empty())
}

fn select(selector: &'static str) -> Selector {
    Selector::parse(selector).expect("the selector is a constant, and tested")
}

/// The first `<title>` that is not one of a picture in SVG.
fn title(html: &Html) -> Option<String> {
    let titles = select("title");
    let title = html
        .select(&titles)
        .find(|title| &*title.value().name.ns == "http://www.w3.org/1999/xhtml")?;
    let mut one_line = String::new();
    for word in title.text().flat_map(str::split_whitespace) {
        if !one_line.is_empty() {
            one_line.push(' ');
        }
        // Whoever shows a title on a terminal does not want its commands.
        one_line.extend(word.chars().filter(|c| !c.is_control()));
    }
    let one_line = one_line.trim_start().chars().take(MOST_TITLE_CHARS);
    let one_line = one_line.collect::<String>();
    (!one_line.is_empty()).then_some(one_line)
}

/// The encoding of a page, by the rules of browsers: a byte order mark (`decode` sees to
/// that), the header, `<meta>`, and else what the bytes look like.
fn encoding(bytes: &[u8], charset: Option<&str>) -> &'static Encoding {
    let header = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(encoding) = header.or_else(|| declared(bytes)) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// What follows `charset=` near the beginning.
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
