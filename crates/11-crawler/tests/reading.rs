//! Links, robots.txt and pages: what the crawler reads in them.

use crawler::links::{MAX_URL_BYTES, NotFollowed, Scope, normalise, resolve};
use crawler::page;
use crawler::robots::Robots;
use proptest::prelude::*;
use url::Url;

fn base() -> Url {
    Url::parse("http://shop.example/parcels/2/list?page=3").expect("it is a URL")
}

#[test]
fn links_are_resolved_and_have_one_spelling() {
    for (link, expected) in [
        ("", "http://shop.example/parcels/2/list?page=3"),
        ("#top", "http://shop.example/parcels/2/list?page=3"),
        ("?page=4#x", "http://shop.example/parcels/2/list?page=4"),
        ("?", "http://shop.example/parcels/2/list"),
        ("../7", "http://shop.example/parcels/7"),
        ("../../../..", "http://shop.example/"),
        ("/a/./b/../c/", "http://shop.example/a/c/"),
        ("  /new\n", "http://shop.example/new"),
        ("//other.example/x", "http://other.example/x"),
        ("HTTP://Shop.EXAMPLE:80/A", "http://shop.example/A"),
        ("http://shop.example:8080", "http://shop.example:8080/"),
        ("http://user:secret@shop.example/", "http://shop.example/"),
        ("/%7euser/%c3%a9%2f", "http://shop.example/~user/%C3%A9%2F"),
        ("/é?q=é", "http://shop.example/%C3%A9?q=%C3%A9"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("/100%", "http://shop.example/100%"),
        ("\\windows\\path", "http://shop.example/windows/path"),
    ] {
        let resolved = resolve(&base(), link).map(|url| url.to_string());
        assert_eq!(resolved.as_deref(), Ok(expected), "{link:?}");
    }
}

#[test]
fn some_links_lead_nowhere() {
    for (link, why) in [
        ("mailto:shop@shop.example", NotFollowed::OtherScheme),
        ("javascript:void(0)", NotFollowed::OtherScheme),
        ("ftp://shop.example/", NotFollowed::OtherScheme),
        ("data:text/html,x", NotFollowed::OtherScheme),
        ("http://[", NotFollowed::Broken),
        ("http://a b/", NotFollowed::Broken),
        (
            &format!("/{}", "x".repeat(MAX_URL_BYTES)),
            NotFollowed::TooLong,
        ),
    ] {
        assert_eq!(resolve(&base(), link), Err(why), "{link:?}");
    }
}

proptest! {
    /// Any link: its spelling does not change again, and fits the database.
    #[test]
    fn a_normalised_url_stays_as_it_is(link in "(https?:)?[/a-zA-Z0-9%.:@?#&=é\\\\ _~-]{0,40}") {
        if let Ok(url) = resolve(&base(), &link) {
            prop_assert_eq!(normalise(url.clone()), Ok(url.clone()));
            let again = Url::parse(url.as_str()).expect("its text is a URL");
            prop_assert_eq!(normalise(again), Ok(url.clone()));
            prop_assert_eq!(url.fragment(), None);
            prop_assert!(url.as_str().is_ascii() && url.as_str().len() <= MAX_URL_BYTES);
            prop_assert!(url.username().is_empty() && url.password().is_none());
            prop_assert!(url.path().starts_with('/') && url.query() != Some(""));
            prop_assert!(!url.path().split('/').any(|part| part == "." || part == ".."));
        }
    }

    /// A fragment, a default port, the case of the host: none makes another page.
    #[test]
    fn other_spellings_are_the_same_page(path in "[a-z0-9/]{0,12}", mark in "[a-z]{0,5}") {
        let plain = resolve(&base(), &format!("http://shop.example/{path}"));
        let other = resolve(&base(), &format!("HTTP://SHOP.example:80/./{path}#{mark}"));
        prop_assert_eq!(plain, other);
    }

    /// Any bytes are a page, and what is read from it is within bounds.
    #[test]
    fn any_bytes_are_a_page(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"<a href=/>&;title!-\"'".to_vec())], 0..300),
        charset in prop::option::of(prop::sample::select(vec!["utf-8", "gbk", "utf-16", "x"])),
    ) {
        let page = page::read(&bytes, charset, &base(), &Scope::everywhere(), 3);
        prop_assert!(page.links.len() <= 3);
        if let Some(title) = page.title {
            prop_assert!(!title.is_empty() && title.chars().count() <= page::MAX_TITLE_CHARS);
            prop_assert!(!title.chars().any(char::is_control));
        }
    }

    /// `fits` by the book: try all splits. Any robots.txt is read without a panic.
    #[test]
    fn robots_patterns_fit_as_rfc_9309_says(pattern in "/[ab*]{0,6}\\$?", path in "/[ab]{0,8}") {
        fn model(pattern: &[u8], path: &[u8]) -> bool {
            match pattern {
                [] => true,
                [b'$'] => path.is_empty(),
                [b'*', rest @ ..] => (0..=path.len()).any(|at| model(rest, &path[at..])),
                [c, rest @ ..] => path.first() == Some(c) && model(rest, &path[1..]),
            }
        }
        let robots = Robots::parse(&format!("User-agent: *\nDisallow: {pattern}"), "us");
        prop_assert_eq!(robots.allows(&path), !model(pattern.as_bytes(), path.as_bytes()));
    }

    #[test]
    fn any_text_is_a_robots_txt(text in "((User-agent|Allow|Disallow|Crawl-delay|x)?:? ?[*/$a-c0-9é.-]{0,6}[\r\n#]{0,2}){0,12}") {
        let robots = Robots::parse(&text, "a");
        robots.allows("/a?b");
        prop_assert!(robots.crawl_delay() <= crawler::robots::MAX_CRAWL_DELAY);
    }
}

#[test]
fn robots_txt_speaks_to_its_crawlers() {
    let text = "\u{feff}User-Agent: other\nDisallow: /\n\
                user-agent: AWAIT-and-see/2.0 # us\r\nuser-agent: third\r\n\
                Disallow: /private\r\nAllow: /private/open\r\nCrawl-Delay: 1.5\r\n\
                Sitemap: http://shop.example/map\r\n\r\n\
                User-agent: *\nDisallow: /shop\nDisallow:\nDisallow: /*.pdf$\nDisallow: /é\n";
    let us = Robots::parse(text, "await-and-see");
    assert!(us.allows("/shop") && us.allows("/private/open") && us.allows("/"));
    assert!(
        !us.allows("/private") && !us.allows("/private/x") && !us.allows("/privately")
    );
    assert_eq!(us.crawl_delay().as_millis(), 1500);
    assert!(!Robots::parse(text, "other").allows("/x"));
    let anyone = Robots::parse(text, "await");
    assert!(
        anyone.allows("/") && anyone.allows("/a.pdf?x") && anyone.allows("/private")
    );
    assert!(!anyone.allows("/shop/1") && !anyone.allows("/a.pdf"));
    assert!(!anyone.allows("/%C3%A9t%C3%A9"));
    assert!(Robots::parse("", "x").allows("/"));
    // As long: `Allow` wins.
    assert!(Robots::parse("User-agent: *\nDisallow: /a\nAllow: /a", "x").allows("/ab"));
}

#[test]
fn links_of_a_page() {
    let html = b"<base href='/shop/'><title> One\n title </title><title>two</title>\
                 <a href=1>x</a><a href='1#again'><a name=x><area href='../2'>\
                 <a href='mailto:x@y'><a href='http://elsewhere.example/'><svg><title>no";
    let mut scope = Scope::default();
    scope.add_domain("Shop.Example");
    let page = page::read(html, None, &base(), &scope, 10);
    assert_eq!(page.title.as_deref(), Some("One title"));
    let links = page.links.iter().map(Url::as_str).collect::<Vec<_>>();
    assert_eq!(
        links,
        ["http://shop.example/shop/1", "http://shop.example/2"]
    );
    assert_eq!((page.skipped.outside, page.skipped.other_scheme), (1, 1));
    let evil = Url::parse("http://evilshop.example/").expect("it is a URL");
    assert!(!scope.contains(&evil), "a domain begins after a dot");
}

/// Two megabytes of open elements would take minutes.
#[test]
fn reading_ends_in_time() {
    let deep = [b"<title>Deep</title>".as_slice(), &b"<div>".repeat(400_000)].concat();
    let begin = std::time::Instant::now();
    let page = page::read(&deep, None, &base(), &Scope::everywhere(), 10);
    assert!(page.too_slow);
    assert_eq!(page.title.as_deref(), Some("Deep"));
    assert!(begin.elapsed().as_secs() < 30, "{:?}", begin.elapsed());
}

/// A page of which only its bytes are known.
fn page_of(bytes: &[u8]) -> page::Page {
    page::read(bytes, None, &base(), &Scope::everywhere(), 10)
}

fn links_of(bytes: &[u8]) -> Vec<String> {
    page_of(bytes).links.iter().map(Url::to_string).collect()
}

#[test]
fn a_meta_charset_counts() {
    // In KOI8-R it is Russian; the bytes are valid in windows-1251 too.
    let koi8 = b"<meta charset=koi8-r><title>\xf0\xd2\xc9\xd7\xc5\xd4</title>";
    assert_eq!(page_of(koi8).title.as_deref(), Some("Привет"));
}

/// The URL standard: a query is in the encoding of its page, the rest is UTF-8.
#[test]
fn a_query_has_the_encoding_of_its_page() {
    let (gbk, _, _) =
        encoding_rs::GBK.encode("<meta charset=gbk><a href='/中?q=中文#中'>");
    let expected = "http://shop.example/%E4%B8%AD?q=%D6%D0%CE%C4";
    assert_eq!(links_of(&gbk), [expected]);
    // A character that the encoding does not have is a number, as in HTML.
    let latin = b"<meta charset=windows-1252><a href='/?q=\xe9&#x4e2d;'>";
    assert_eq!(
        links_of(latin),
        ["http://shop.example/?q=%E9%26%2320013%3B"]
    );
    let utf8 = "<meta charset=utf-8><a href='/?q=中'>";
    assert_eq!(
        links_of(utf8.as_bytes()),
        ["http://shop.example/?q=%E4%B8%AD"]
    );
}

#[test]
fn links_are_found_where_no_script_runs() {
    let html = b"<noscript><a href=/1>x</a></noscript>\
                 <meta http-equiv=Refresh content='3; URL=\"/2\"'>\
                 <meta http-equiv=refresh content='3'>\
                 <meta http-equiv=refresh content='0;url=/3'>";
    let links = ["1", "2", "3"].map(|n| format!("http://shop.example/{n}"));
    assert_eq!(links_of(html), links);
}

#[test]
fn a_page_may_ask_not_to_be_followed_or_listed() {
    let page = page_of(b"<title>T</title><a rel='x NoFollow' href=/1><a href=/2>");
    assert_eq!((page.links.len(), page.skipped.nofollow), (1, 1));
    assert_eq!(page.title.as_deref(), Some("T"));
    let html =
        b"<meta name=Robots content='noindex, NOFOLLOW'><title>T</title><a href=/1>";
    let page = page_of(html);
    assert_eq!((page.links.len(), page.skipped.nofollow), (0, 1));
    assert!(page.noindex && page.title.is_none());
    let page = page_of(b"<meta name=robots content=none><title>T</title><a href=/1>");
    assert_eq!((page.links.len(), page.title), (0, None));
}

#[test]
fn a_scope_is_hosts_and_ports() {
    let url = |text: &str| Url::parse(text).expect("it is a URL");
    let mut start = Scope::default();
    start.add_host_of(&url("http://shop.example:8000/"));
    let mut domain = Scope::default();
    domain.add_domain("shop.example");
    let everywhere = Scope::everywhere();
    for (text, in_start, in_domain) in [
        ("http://shop.example:8000/x", true, false),
        ("http://shop.example/x", true, true),
        ("https://shop.example/x", true, true),
        ("http://shop.example:22/", false, false),
        ("http://shop.example:8001/", false, false),
        ("http://new.shop.example/", false, true),
        ("http://mill.example/", false, false),
    ] {
        let url = url(text);
        assert_eq!(start.contains(&url), in_start, "{text}");
        assert_eq!(domain.contains(&url), in_domain, "{text}");
        assert_eq!(everywhere.contains(&url), url.port().is_none(), "{text}");
    }
}
