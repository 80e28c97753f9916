//! The generated site and the hostile pages, as a crawler meets them.

#![allow(clippy::unwrap_used, reason = "in the helpers, as in the tests")]

mod common;

use std::collections::{BTreeMap, VecDeque};

use common::{client, ms};
use loopback::Site;
use reqwest::header::LOCATION;
use reqwest::{Client, StatusCode, Url, redirect};
use tokio::time::{Instant, sleep, timeout};

/// Returns a client that follows no redirects.
fn plain() -> Client {
    let builder = Client::builder().no_proxy();
    builder.redirect(redirect::Policy::none()).build().unwrap()
}

/// Returns the resolved links of a page, without fragments.
fn links(url: &Url, page: &str) -> Vec<Url> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| {
        let mut link = url.join(rest.split('"').next()?).ok()?;
        link.set_fragment(None);
        Some(link)
    });
    links.collect()
}

/// Fetches every page that can be reached, once; returns its status and title.
async fn crawl(site: &Site, from: &str) -> BTreeMap<String, (StatusCode, String)> {
    let client = plain();
    let mut queue = VecDeque::from([Url::parse(&site.url(from)).unwrap()]);
    let mut pages = BTreeMap::new();
    while let Some(url) = queue.pop_front() {
        let path = url.as_str().replace(&site.base_url(), "");
        if pages.contains_key(&path) {
            continue;
        }
        let answer = client.get(url.clone()).send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        let title = text.split("<title>").nth(1).unwrap_or_default();
        let title = title.split("</title>").next().unwrap_or_default();
        pages.insert(path, (status, title.to_owned()));
        let here = |link: &Url| link.as_str().starts_with(&site.base_url());
        queue.extend(links(&url, &text).into_iter().filter(here));
    }
    pages
}

/// A crawl finds all pages, under one name each, seven dead links, three private pages,
/// and nothing else.
#[tokio::test(start_paused = true)]
async fn every_generated_page() {
    for pages in [1, 2, 14, 500] {
        for folder in [
            format!("/generated/{pages}"),
            format!("/generated/{pages}/7"),
        ] {
            let site = loopback::start().await.unwrap();
            let found = crawl(&site, &format!("{folder}/0")).await;
            let mut expected = BTreeMap::new();
            for n in 0..pages {
                let name = match n % 10 {
                    3 => format!("page?n={n}"),
                    _ => n.to_string(),
                };
                let title = format!("Article {n} of {pages}");
                expected.insert(format!("{folder}/{name}"), (StatusCode::OK, title));
            }
            for n in 0..pages.min(7) {
                let dead = (StatusCode::NOT_FOUND, "404".to_owned());
                expected.insert(format!("{folder}/gone-{n}"), dead);
            }
            for n in 0..pages.min(3) {
                let private = (StatusCode::OK, format!("Private: {n}"));
                expected.insert(format!("/private/{n}"), private);
            }
            assert_eq!(found, expected);
        }
    }
}

/// A page is the same every time, takes its time, and has links of every form.
#[tokio::test(start_paused = true)]
async fn a_generated_page() {
    let site = loopback::start().await.unwrap();
    let get = async |path: &str| {
        let begin = Instant::now();
        let answer = plain().get(site.url(path)).send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        (begin.elapsed(), status, text)
    };
    let page = get("/generated/100/20/2").await;
    assert_eq!(page, get("/generated/100/20/2").await);
    assert_eq!(page.0, ms(20));
    let base = site.base_url();
    let expected = [
        "../20/./7#more".to_owned(),
        format!("{base}/generated/100/20/8"),
        "9".to_owned(),
        "19".to_owned(),
        "24#comments".to_owned(),
        "0".to_owned(),
        "#top".to_owned(),
        "mailto:shop@example.com".to_owned(),
        "javascript:;".to_owned(),
        "http://www.example.com/".to_owned(),
        "/private/2".to_owned(),
        "gone-2".to_owned(),
    ];
    let links = page.2.split("href=\"").skip(1);
    let links = links.map(|rest| rest.split('"').next().unwrap());
    assert_eq!(links.collect::<Vec<_>>(), expected);
    let at_once = get("/generated/100/page?n=13").await;
    assert_eq!((at_once.0, at_once.1), (ms(0), StatusCode::OK));
    for (path, status) in [
        ("/generated/100/99", 200),
        ("/generated/100/100", 404),
        ("/generated/100/-1", 404),
        ("/generated/100/18446744073709551615", 404),
        ("/generated/100/page", 404),
        ("/generated/100/page?n=100", 404),
        ("/generated/100/page?n=many", 400),
        ("/generated/0/0", 400),
        ("/generated/10000001/0", 400),
        ("/generated/10000000/9999999", 200),
        ("/generated/many/0", 400),
        ("/generated/100/3600001/0", 400),
    ] {
        assert_eq!(get(path).await.1, status, "{path}");
    }
}

/// The host in whole URLs is the client's, and cannot end the attribute that it is in.
#[tokio::test(start_paused = true)]
async fn a_host_in_quotes() {
    let site = loopback::start().await.unwrap();
    let get = plain().get(site.url("/generated/10/1"));
    let page = get.header("Host", "a\"><script>").send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(
        page.contains("\"http://a&quot;><script>/generated/10/4\""),
        "{page}"
    );
}

#[tokio::test(start_paused = true)]
async fn robots() {
    let site = loopback::start().await.unwrap();
    for host in ["http://www.jobbole.com", &site.base_url()] {
        let robots = client(&site).get(format!("{host}/robots.txt")).send().await;
        let robots = robots.unwrap();
        assert_eq!(
            robots.headers()["content-type"],
            "text/plain; charset=utf-8"
        );
        let text = robots.text().await.unwrap();
        let group = "User-agent: *\nDisallow: /private/\nAllow: /private/open\n";
        assert!(text.ends_with(group), "{text}");
    }
}

/// Every link of the index leads to a page or to the fault it is named after.
#[tokio::test(start_paused = true)]
async fn the_hostile_index() {
    let site = loopback::start().await.unwrap();
    let client = plain();
    let index = Url::parse(&site.url("/hostile/")).unwrap();
    let page = client.get(index.clone()).send().await.unwrap();
    let links = links(&index, &page.text().await.unwrap());
    let mut ok = 0;
    let mut others = BTreeMap::new();
    for link in &links {
        let head = timeout(ms(1000), client.get(link.clone()).send()).await;
        let outcome = match head {
            Err(_elapsed) => "no answer".to_owned(),
            Ok(Err(_broken)) => "broken off".to_owned(),
            Ok(Ok(head)) if head.status() == 200 => {
                ok += 1;
                continue;
            }
            Ok(Ok(head)) => match head.headers().get(LOCATION) {
                Some(to) => format!("to {}", to.to_str().unwrap()),
                None => head.status().as_u16().to_string(),
            },
        };
        others.insert(link.path(), outcome);
    }
    let expected = BTreeMap::from([
        ("/hang", "no answer"),
        ("/hostile/redirect-away", "to http://www.example.com/"),
        ("/hostile/redirect-chain/30", "to 29"),
        ("/hostile/redirect-chain/5", "to 4"),
        ("/hostile/redirect-loop", "to /hostile/redirect-back"),
        ("/hostile/redirect-nowhere", "to http://["),
        ("/reset", "broken off"),
        ("/status/404", "404"),
        ("/unavailable/shop", "503"),
    ]);
    let expected = expected
        .into_iter()
        .map(|(path, outcome)| (path, outcome.to_owned()));
    assert_eq!(others, expected.collect());
    assert_eq!(ok, links.len() - others.len());
    assert_eq!(links.len(), 37);
}

/// reqwest decodes by the header and ignores `<meta>`; the caller can name the encoding.
#[tokio::test(start_paused = true)]
async fn encodings() {
    let site = loopback::start().await.unwrap();
    let get = async |name: &str, default: &str| {
        let path = format!("/hostile/{name}");
        let answer = plain().get(site.url(&path)).send().await.unwrap();
        answer.text_with_charset(default).await.unwrap()
    };
    let chinese = "<title>你好，世界</title>";
    assert!(get("gbk", "gbk").await.ends_with(chinese));
    assert_eq!(get("gbk-header", "utf-8").await, chinese);
    assert_eq!(get("no-such-charset", "utf-8").await, chinese);
    assert!(get("wrong-charset", "gbk").await.contains('\u{fffd}'));
    let russian = get("windows-1251", "windows-1251").await;
    assert!(russian.ends_with("<title>Привет</title>"), "{russian}");
}

/// The hostile pages, in bytes.
#[tokio::test(start_paused = true)]
async fn hostile_pages() {
    let site = loopback::start().await.unwrap();
    let get = async |path: &str| {
        let path = format!("/hostile/{path}");
        let answer = plain().get(site.url(&path)).send().await.unwrap();
        let kind = answer.headers()["content-type"]
            .to_str()
            .unwrap()
            .to_owned();
        let bytes = answer.bytes().await.unwrap();
        (kind, bytes)
    };
    let long = get("long?mb=3").await.1;
    assert_eq!(
        long.len(),
        3 * 1024 * 1024 + "<!DOCTYPE html>\n<title>A long page</title>\n<p>".len()
    );
    let deep = get("deep?levels=1000").await.1;
    assert_eq!(
        deep.len(),
        "<title>Deep</title><a href=\"leaf/1\">".len() + 5000
    );
    let many = get("many-links").await.1;
    let many = String::from_utf8(many.to_vec()).unwrap();
    assert_eq!(many.matches("href=\"leaf/").count(), 10_000);
    assert!(get("trap/7").await.1.ends_with(b"<a href=\"8\">8</a>\n"));
    let (kind, gbk) = get("gbk-header").await;
    assert_eq!(kind, "text/html; charset=GBK");
    assert_eq!(get("wrong-charset").await.1, gbk);
    let escapes = get("title/escapes").await.1;
    assert!(escapes.windows(4).any(|four| four == b"\x1b[2J"));
    assert_eq!(get("title/long").await.1.len(), 10_000 + 37);
    for nowhere in ["nowhere", "title/nowhere"] {
        assert_eq!(
            get(nowhere).await.1,
            "<html><head><title>404</title></head><body>404</body></html>\n"
        );
    }
}

/// Each flaky page counts for itself.
#[tokio::test(start_paused = true)]
async fn flaky() {
    let site = loopback::start().await.unwrap();
    let mut statuses = Vec::new();
    for path in ["a?times=1", "a?times=1", "b", "b", "b"] {
        let answer = plain().get(site.url(&format!("/hostile/flaky/{path}")));
        statuses.push(answer.send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [503, 200, 503, 503, 200]);
}

/// Endless pages go on until their reader leaves, and then stop.
#[tokio::test(start_paused = true)]
async fn without_an_end() {
    let site = loopback::start().await.unwrap();
    let mut endless = plain()
        .get(site.url("/hostile/endless"))
        .send()
        .await
        .unwrap();
    let mut bytes = 0;
    while bytes < 50_000_000 {
        bytes += endless.chunk().await.unwrap().unwrap().len();
    }
    drop(endless);
    let mut trickle = plain()
        .get(site.url("/hostile/trickle"))
        .send()
        .await
        .unwrap();
    let begin = Instant::now();
    for n in 0..50_u64 {
        trickle.chunk().await.unwrap().unwrap();
        assert_eq!(begin.elapsed(), ms(100 * n));
    }
    drop(trickle);
    sleep(ms(100)).await;
    assert_eq!(site.in_flight(), 0);
}
