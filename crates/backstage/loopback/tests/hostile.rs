//! Every request gets an answer of 4xx or a closed connection, and the site goes on
//! without a panic.

#![allow(clippy::unwrap_used, reason = "in the helpers, as in the tests")]

mod common;

use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{client, said_to};
use loopback::Site;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Starts a site in a process that counts panics: one in a connection's task would only
/// close the connection.
async fn watched_site() -> Site {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            PANICS.fetch_add(1, Ordering::Relaxed);
            report(info);
        }));
    });
    loopback::start().await.unwrap()
}

async fn assert_site_works(site: &Site) {
    let page = client(site).get(site.url("/get")).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
}

/// Asserts that the answer has one of these statuses; `closed` means no answer.
#[track_caller]
fn assert_status(said: &str, statuses: &[&str]) {
    let status = said.split(' ').nth(1).unwrap_or("closed");
    assert!(statuses.contains(&status), "{statuses:?}: {said}");
}

fn post(headers: &str, body: &str) -> Vec<u8> {
    let host = "Host: httpbin.org";
    format!("POST /post HTTP/1.1\r\n{host}\r\n{headers}\r\n\r\n{body}").into_bytes()
}

/// Each limit is reached, and exceeded by one.
#[tokio::test(start_paused = true)]
async fn bounds() {
    let site = watched_site().await;
    let get = |path: &str, headers: &str| {
        format!("GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n")
            .into_bytes()
    };
    let path = |bytes: usize| format!("/get?{}", "p".repeat(bytes - 5));
    let line = |bytes: usize| format!("A: {}\r\n", "a".repeat(bytes));
    let host = |bytes: usize| format!("Host: {}\r\n", "h".repeat(bytes));
    let body = |bytes: usize| {
        let length = format!("Connection: close\r\nContent-Length: {bytes}");
        post(&length, &"b".repeat(bytes))
    };
    let chunked = |bytes: usize| {
        let headers = "Connection: close\r\nTransfer-Encoding: chunked";
        let chunk = "c".repeat(bytes);
        post(headers, &format!("{bytes:x}\r\n{chunk}\r\n0\r\n\r\n"))
    };
    for (request, status) in [
        (get(&path(1024), ""), "200"),
        (get(&path(1025), ""), "414"),
        (get(&path(15_000), ""), "414"),
        (get(&path(70_000), ""), "431"),
        (get("/get", &line(15_000)), "200"),
        (get("/get", &line(17_000)), "431"),
        (get("/get", &"A: a\r\n".repeat(99)), "200"),
        (get("/get", &"A: a\r\n".repeat(100)), "431"),
        (get("/get", &host(255)), "200"),
        (get("/get", &host(256)), "400"),
        (body(64 * 1024), "200"),
        (body(64 * 1024 + 1), "413"),
        (chunked(64 * 1024), "200"),
        (chunked(64 * 1024 + 1), "413"),
        (post("Content-Length: 99999999999999999999999", ""), "400"),
        (get("/get", "Content-Length: 65537\r\n"), "413"),
    ] {
        assert_status(&said_to(&site, &request).await, &[status]);
    }
    assert_site_works(&site).await;
}

/// A client that sends too large a body gets 413, even while it is still sending.
#[tokio::test(start_paused = true)]
async fn too_large_for_reqwest() {
    let site = watched_site().await;
    for bytes in [65_537, 1 << 20, 1 << 24] {
        for path in ["/post", "/nowhere"] {
            let post = client(&site).post(site.url(path)).body(vec![b'b'; bytes]);
            assert_eq!(post.send().await.unwrap().status(), 413, "{bytes} {path}");
        }
    }
    assert_site_works(&site).await;
}

/// Requests that are not HTTP, or not quite.
#[tokio::test(start_paused = true)]
async fn malformed() {
    let site = watched_site().await;
    let chunked = |body: &str| post("Transfer-Encoding: chunked", body);
    for request in [
        b"\r\n\r\n\r\n\r\n".to_vec(),
        b"\0\0\0\0".to_vec(),
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET /get\r\n\r\n".to_vec(),
        b"GET get HTTP/1.1\r\n\r\n".to_vec(),
        b"GET /get HTTP/9.9\r\n\r\n".to_vec(),
        b"GET /get HTTP/1.1\r\nno colon\r\n\r\n".to_vec(),
        b"GET /page/%ff HTTP/1.1\r\n\r\n".to_vec(),
        b"GET /goods/%ff%fe/ HTTP/1.1\r\n\r\n".to_vec(),
        b"GET /delay/-1 HTTP/1.1\r\n\r\n".to_vec(),
        b"CONNECT httpbin.org HTTP/1.1\r\n\r\n".to_vec(),
        b"CONNECT /get HTTP/1.1\r\n\r\n".to_vec(),
        b"CONNECT http://httpbin.org:80/get HTTP/1.1\r\n\r\n".to_vec(),
        b"OPTIONS * HTTP/1.1\r\n\r\n".to_vec(),
        b"BREW /get HTTP/1.1\r\n\r\n".to_vec(),
        chunked("not a number\r\n"),
        chunked("ffffffffffffffffffffff\r\n"),
        chunked("4\r\nbreadbread\r\n0\r\n\r\n"),
        chunked(&format!("1;{}\r\n", "e".repeat(100_000))),
        chunked(&format!("0\r\n{}\r\n", "T: t\r\n".repeat(10_000))),
        post("Transfer-Encoding: gzip", ""),
        post("Content-Type: multipart/form-data", ""),
        post(
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 3",
            "--b",
        ),
        post("Content-Length: 1\r\nContent-Length: 2", "ab"),
        post("Content-Length: -1", ""),
    ] {
        let said = said_to(&site, &request).await;
        let closed = said.is_empty();
        let line = request.escape_ascii().to_string();
        let line = &line[..line.len().min(90)];
        assert!(closed || said.starts_with("HTTP/1.1 4"), "{line}: {said}");
    }
    assert_site_works(&site).await;
}

/// An endless header or body is cut off when it reaches its limit.
#[tokio::test(start_paused = true)]
async fn endless() {
    let site = watched_site().await;
    for begin in [
        "GET /get HTTP/1.1\r\nA: ",
        "GET /",
        "G",
        "POST /post HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n",
        "POST /get HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n",
    ] {
        let mut stream = TcpStream::connect(site.address()).await.unwrap();
        stream.write_all(begin.as_bytes()).await.unwrap();
        let mut megabytes = 0;
        while stream.write_all(&[b'a'; 1 << 20]).await.is_ok() {
            megabytes += 1;
            assert!(megabytes < 100, "{begin} is still read");
        }
    }
    assert_site_works(&site).await;
}

/// The limits hold inside a tunnel too, and a tunnel ends when its client leaves.
#[tokio::test(start_paused = true)]
async fn through_a_tunnel() {
    let site = watched_site().await;
    for rest in [
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".as_slice(),
        b"GET get HTTP/1.1\r\n\r\n",
        b"GET /",
        b"CONNECT httpbin.org HTTP/1.1\r\n\r\n",
        b"",
    ] {
        let mut stream = TcpStream::connect(site.address()).await.unwrap();
        let connect = b"CONNECT httpbin.org:80 HTTP/1.1\r\n\r\n";
        stream.write_all(connect).await.unwrap();
        stream.write_all(rest).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut said = String::new();
        let _reset = stream.read_to_string(&mut said).await;
        let said = said.split_once("\r\n\r\n").unwrap();
        assert!(said.0.starts_with("HTTP/1.1 200 "), "{said:?}");
        assert!(
            said.1.is_empty() || said.1.starts_with("HTTP/1.1 4"),
            "{said:?}"
        );
    }
    assert_site_works(&site).await;
}

/// Made-up keys do not fill the memory: the thousand and first is refused.
#[tokio::test(start_paused = true)]
async fn many_keys() {
    let site = watched_site().await;
    let client = client(&site);
    let order = |key: String| {
        let order = client.post(site.url("/parcels"));
        order.header("idempotency-key", key).send()
    };
    for n in 0..1000 {
        assert_eq!(order(n.to_string()).await.unwrap().status(), 201);
    }
    assert_eq!(order("1000".to_owned()).await.unwrap().status(), 507);
    assert_eq!(order("999".to_owned()).await.unwrap().status(), 200);
    assert_eq!(order("k".repeat(65)).await.unwrap().status(), 400);
    assert_site_works(&site).await;
}

/// A client that leaves halfway leaves nothing in flight.
#[tokio::test(start_paused = true)]
async fn half_a_request() {
    let site = watched_site().await;
    for half in [
        "",
        "GE",
        "GET /get HT",
        "GET /get HTTP/1.1\r\nHost: httpbin.org\r\n",
        "POST /post HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc",
        "POST /post HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ] {
        let mut stream = TcpStream::connect(site.address()).await.unwrap();
        stream.write_all(half.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut said = String::new();
        let _reset = stream.read_to_string(&mut said).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    }
    assert_site_works(&site).await;
    assert_eq!((site.in_flight(), site.max_in_flight()), (0, 1));
}

/// Noise, and valid requests with noise in them, which may still be valid.
#[tokio::test(start_paused = true)]
async fn noise() {
    let site = watched_site().await;
    // The same noise in every run.
    let mut noise = Xoshiro256PlusPlus::seed_from_u64(1);
    for _ in 0..300 {
        let length = noise.random_range(0..3000);
        let bytes = (0..length).map(|_| noise.random()).collect::<Vec<u8>>();
        let said = said_to(&site, &bytes).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    }
    let good = post("Content-Length: 9\r\nAccept: */*", "name=rust");
    for _ in 0..1000 {
        let mut bytes = good.clone();
        for _ in 0..noise.random_range(1..=4) {
            let at = noise.random_range(..bytes.len());
            bytes[at] = noise.random();
        }
        let said = said_to(&site, &bytes).await;
        let good = said.starts_with("HTTP/1.1 200") || said.starts_with("HTTP/1.0 200");
        let refused = said.starts_with("HTTP/1.1 4") || said.starts_with("HTTP/1.0 4");
        assert!(good || refused || said.is_empty(), "{said}");
    }
    assert_site_works(&site).await;
}

/// Random paths do not fill the memory: only a thousand are counted by name.
#[tokio::test(start_paused = true)]
async fn many_names() {
    let site = watched_site().await;
    let client = client(&site);
    for n in 0..1010 {
        let page = client.get(site.url(&format!("/nowhere/{n}"))).send().await;
        assert_eq!(page.unwrap().status(), 404);
    }
    let stats = client.get(site.url("/stats")).send().await.unwrap();
    let stats = stats.json::<serde_json::Value>().await.unwrap();
    assert_eq!(stats["total"], 1010);
    assert_eq!(stats["hits"]["others"], 10);
    assert_eq!(stats["hits"].as_object().unwrap().len(), 1001);
}
