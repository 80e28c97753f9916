//! Every route, in one session whose transcript is `session.txt`. The texts of the
//! tutorials' hosts in it are those of the Python site they were recorded with.

#![allow(clippy::unwrap_used, reason = "in the helpers, as in the tests")]

mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use common::{client, said_to};
use loopback::Site;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Response};
use tokio::time::Instant;

const GETS: [&str; 50] = [
    "http://httpbin.org/get?page=1&tag=rust&tag=tokio&q=%E4%BD%A0",
    "http://httpbin.org/headers",
    "http://httpbin.org/redirect/2",
    "http://httpbin.org/",
    "http://api.github.com/events",
    "http://api.readhub.me/topic?pageSize=2",
    "http://api.readhub.me/topic?pageSize=few",
    "http://shop.projectsedu.com/goods/7/",
    "http://shop.projectsedu.com/goods/seven/",
    "http://shop.projectsedu.com/goods/+7/",
    "http://shop.projectsedu.com/goods/99999999999999999999/",
    "http://shop.projectsedu.com/goods/18446744073709551615/",
    "http://www.jobbole.com/",
    "http://blog.jobbole.com/114321/",
    "http://blog.jobbole.com/114324/",
    "http://blog.jobbole.com/404404/",
    "http://www.baidu.com/",
    "http://WWW.QQ.com/",
    "http://www.163.com/",
    "http://github.com/",
    "/",
    "/windows-1251",
    "/windows-1251?charset=utf-8",
    "/windows-1251?charset=a%0d%0ab",
    "/windows-1251?charset=",
    "/delay/0",
    "/delay/100",
    "/delay/3600001",
    "/delay/soon",
    "/text?kib=0",
    "/text?kib=16385",
    "/page/crab",
    "/page/crab?ms=7",
    "/page/a%3Cb%26c?ms=1",
    "/status/204",
    "/status/418",
    "/status/100",
    "/status/600",
    "/unavailable/bakery?times=1&retry_after=3",
    "/unavailable/bakery?times=1",
    "/unavailable/post",
    "/unavailable/clock?retry_after=90&date=true",
    "/unavailable/clock?date=maybe",
    "/drip?chunks=3&every_ms=40",
    "/drip?chunks=0",
    "/drip?chunks=1001",
    "/download?kib=0",
    "/download?kib=1025",
    "/account",
    "/parcels",
];

async fn session(site: &Site) -> String {
    let client = client(site);
    let begin = Instant::now();
    let mut transcript = String::new();
    for url in GETS {
        let absolute = match url.starts_with('/') {
            true => site.url(url),
            false => url.to_owned(),
        };
        let response = client.get(absolute).send().await.unwrap();
        let answer = answer(begin, response).await;
        write!(transcript, "GET {url}\n{answer}").unwrap();
    }
    for request in posts(&client) {
        let answer = answer(begin, request.send().await.unwrap()).await;
        write!(transcript, "POST http://httpbin.org/post\n{answer}").unwrap();
    }
    for (path, form) in [
        ("/login", "name=crab"),
        ("/login", "name=a%3B%20b"),
        ("/login", ""),
        ("/logout", ""),
        ("/parcels", ""),
    ] {
        let request = client.post(site.url(path)).body(form);
        let answer = answer(begin, request.send().await.unwrap()).await;
        write!(transcript, "POST {path} {form}\n{answer}").unwrap();
    }
    for path in [
        "/login",
        "/post",
        "/nowhere",
        "/stats",
        "/stats/reset",
        "/stats",
    ] {
        let response = client.get(site.url(path)).send().await.unwrap();
        let answer = answer(begin, response).await;
        write!(transcript, "GET {path}\n{answer}").unwrap();
    }
    transcript
}

fn posts(client: &Client) -> [reqwest::RequestBuilder; 4] {
    let post = || client.post("http://httpbin.org/post?draft");
    [
        post().body("data"),
        post().body("{\"bread\": [1, 2.5, null], \"name\": \"面包\"}"),
        post().form(&[("name", "rye bread"), ("slice", "1"), ("slice", "2")]),
        post().body(vec![0xff, 0x00, 0x7f]),
    ]
}

/// Returns the status, headers and body of an answer, and the time of its last byte.
async fn answer(begin: Instant, response: Response) -> String {
    let status = response.status();
    let headers = response.headers().clone();
    let body = response.bytes().await.unwrap();
    let at = begin.elapsed().as_millis();
    let mut answer = format!("[{at} ms] {status}\n");
    for (name, value) in &headers {
        writeln!(answer, "{name}: {}", value.to_str().unwrap()).unwrap();
    }
    let body = match str::from_utf8(&body) {
        Ok(text) => text.to_owned(),
        Err(_) => body.escape_ascii().to_string(),
    };
    answer + "\n" + body.trim_end() + "\n\n"
}

/// The transcript is the one on file, to the virtual millisecond. So is that of a second
/// session on another port: no port, no time of day and no chance is in it.
#[tokio::test(start_paused = true)]
async fn the_same_every_time() {
    let expected = include_str!("session.txt");
    for _ in 0..2 {
        let site = loopback::start().await.unwrap();
        let transcript = session(&site).await;
        if transcript != expected {
            let now = Path::new(env!("CARGO_TARGET_TMPDIR")).join("session.txt");
            fs::write(&now, transcript).unwrap();
            panic!("tests/session.txt is not what {} is", now.display());
        }
    }
}

/// A form with files is parsed; its files are the parts with a file name.
#[tokio::test(start_paused = true)]
async fn parts() {
    let site = loopback::start().await.unwrap();
    let post = async |form: Form| {
        let post = client(&site).post(site.url("/post")).multipart(form);
        post.send().await.unwrap()
    };
    let list = |text: &'static str| Part::text(text).file_name("list.txt");
    let form = Form::new()
        .text("name", "crab")
        .text("bread", "rye")
        .text("bread", "oat")
        .part("list", list("2 面包\n"));
    let seen = post(form).await.json::<serde_json::Value>().await.unwrap();
    let form = serde_json::json!({"bread": ["rye", "oat"], "name": "crab"});
    assert_eq!(seen["form"], form);
    assert_eq!(seen["files"], serde_json::json!({"list": "2 面包\n"}));
    assert_eq!(seen["data"], "");
    let too_large = Part::bytes(vec![b'b'; 64 * 1024]).file_name("list.txt");
    assert_eq!(
        post(Form::new().part("list", too_large)).await.status(),
        413
    );
}

/// The text is sent as gzip if the client accepts gzip, and as it is otherwise.
#[tokio::test(start_paused = true)]
async fn compressed() {
    let site = loopback::start().await.unwrap();
    let raw = Client::builder().no_proxy().no_gzip().build().unwrap();
    for (accepted, is_gzipped) in [
        ("gzip", true),
        ("br, gzip", true),
        ("br", false),
        ("gzip2", false),
    ] {
        let get = raw.get(site.url("/text?kib=64"));
        let answer = get
            .header("accept-encoding", accepted)
            .send()
            .await
            .unwrap();
        assert_eq!(
            answer.headers().contains_key("content-encoding"),
            is_gzipped
        );
        let length = answer.content_length().unwrap();
        assert_eq!(length < 1024, is_gzipped, "{length} bytes");
    }
    let get = client(&site).get(site.url("/text?kib=64"));
    let text = get.send().await.unwrap().text().await.unwrap();
    assert_eq!(text.len(), 64 * 1024);
}

/// As a proxy, the site is sent whole URLs and answers as the host in them.
#[tokio::test(start_paused = true)]
async fn as_a_proxy() {
    let site = loopback::start().await.unwrap();
    let proxy = reqwest::Proxy::http(site.base_url()).unwrap();
    let client = Client::builder().proxy(proxy).build().unwrap();
    let home = client.get("http://www.163.com/").send().await.unwrap();
    assert!(home.text().await.unwrap().contains("网易"));
    let echo = client.get("http://httpbin.org/get").send().await.unwrap();
    let echo = echo.json::<serde_json::Value>().await.unwrap();
    assert_eq!(echo["url"], "http://httpbin.org/get");
}

/// A tunnel leads to the site, for several requests, and for bytes that were sent before
/// the tunnel existed.
#[tokio::test(start_paused = true)]
async fn as_a_tunnel() {
    let site = loopback::start().await.unwrap();
    let said = said_to(
        &site,
        b"CONNECT www.qq.com:80 HTTP/1.1\r\nHost: www.qq.com:80\r\n\r\n\
        GET / HTTP/1.1\r\nHost: www.qq.com\r\n\r\n\
        GET /get HTTP/1.1\r\nHost: httpbin.org\r\nConnection: close\r\n\r\n",
    )
    .await;
    let (connected, answers) = said.split_once("\r\n\r\n").unwrap();
    assert!(connected.starts_with("HTTP/1.1 200 OK"), "{said}");
    assert!(answers.contains("腾讯首页"), "{said}");
    assert!(answers.contains("http://httpbin.org/get"), "{said}");
    assert_eq!((site.requests(), site.connections()), (2, 2));
    // A reset at one end is a reset at the other.
    let said = said_to(
        &site,
        b"CONNECT www.qq.com:80 HTTP/1.1\r\n\r\nGET /reset HTTP/1.1\r\n\r\n",
    );
    assert!(said.await.ends_with("\r\n\r\n"));
}

/// reqwest decodes the page by its header or by the caller's choice.
#[tokio::test(start_paused = true)]
async fn windows_1251() {
    let site = loopback::start().await.unwrap();
    let get = || client(&site).get(site.url("/windows-1251"));
    let page = get().send().await.unwrap();
    assert_eq!(page.headers()["content-type"], "text/html");
    let text = page.text_with_charset("windows-1251").await.unwrap();
    assert!(text.contains("<title>Привет, мир!</title>"), "{text}");
    // UTF-8 by default.
    let text = get().send().await.unwrap().text().await.unwrap();
    assert!(text.contains('\u{fffd}'), "{text}");
    // The header names the encoding.
    let get = get().query(&[("charset", "windows-1251")]);
    let text = get.send().await.unwrap().text().await.unwrap();
    assert!(text.contains("Привет"), "{text}");
}
