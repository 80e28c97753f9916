//! The texts of the site: those of the tutorials' hosts, as they were.

use axum::http::StatusCode;
use axum::response::Html;

/// The host names of the tutorials, for a client to resolve to
/// [`Site::address`](crate::Site::address).
pub const HOSTS: [&str; 14] = [
    "httpbin.org",
    "api.github.com",
    "api.readhub.me",
    "shop.projectsedu.com",
    "www.jobbole.com",
    "blog.jobbole.com",
    "www.example.com",
    "www.baidu.com",
    "www.qq.com",
    "www.163.com",
    "python.org",
    "www.python.org",
    "github.com",
    "www.imooc.com",
];

/// Host, latency in milliseconds, title.
const HOME: [(&str, u64, &str); 7] = [
    ("www.baidu.com", 50, "百度一下，你就知道"),
    ("www.qq.com", 100, "腾讯首页"),
    ("www.163.com", 150, "网易"),
    ("python.org", 20, "Welcome to Python.org"),
    ("www.python.org", 20, "Welcome to Python.org"),
    (
        "github.com",
        200,
        "GitHub · Build software better, together",
    ),
    ("www.imooc.com", 20, "慕课网"),
];

/// Host and path, title, links. There is no `/404404/`.
const BLOG: [(&str, &str, &[&str]); 7] = [
    (
        "www.jobbole.com/",
        "首页 - 伯乐在线",
        &[
            "http://blog.jobbole.com/114321/",
            "http://blog.jobbole.com/114322/",
            "http://blog.jobbole.com/all-posts/",
            "/about/",
            "javascript:;",
            "#top",
            "http://blog.jobbole.com/114321/",
            "http://www.example.com/",
        ],
    ),
    (
        "blog.jobbole.com/114321/",
        "Python 并发编程之 asyncio",
        &["http://blog.jobbole.com/114322/", "http://www.jobbole.com/"],
    ),
    (
        "blog.jobbole.com/114322/",
        "Rust's async/await 入门",
        &[
            "http://blog.jobbole.com/114321/",
            "http://blog.jobbole.com/114323/",
        ],
    ),
    (
        "blog.jobbole.com/114323/",
        "深入理解事件循环",
        &["http://blog.jobbole.com/114322/"],
    ),
    // For programs that build SQL from strings.
    (
        "blog.jobbole.com/114324/",
        "x'); DELETE FROM article_test; -- ",
        &["http://blog.jobbole.com/all-posts/"],
    ),
    (
        "blog.jobbole.com/all-posts/",
        "全部文章",
        &[
            "http://blog.jobbole.com/114323/",
            "http://blog.jobbole.com/114324/",
            "http://blog.jobbole.com/404404/",
        ],
    ),
    ("www.example.com/", "Example Domain", &[]),
];

const TOPIC_TITLES: [&str; 12] = [
    "苹果发布新一代处理器",
    "Rust 1.0 十周年纪念",
    "某电商平台宣布开源调度系统",
    "国产数据库刷新基准测试纪录",
    "Python 社区讨论移除 GIL",
    "自动驾驶公司获得路测牌照",
    "浏览器厂商联合推进新标准",
    "开源基金会公布年度报告",
    "云服务商下调对象存储价格",
    "卫星互联网完成首次测试",
    "手机厂商公布折叠屏新品",
    "科研团队公布量子计算进展",
];

/// Answer of api.github.com at `/events`.
pub(crate) const EVENTS: &str = concat!(
    r#"[{"id": "7190000001", "type": "PushEvent", "#,
    r#""actor": {"id": 1, "login": "octocat"}, "#,
    r#""repo": {"id": 11, "name": "octocat/Hello-World"}, "#,
    r#""payload": {"size": 1}, "public": true, "#,
    r#""created_at": "2018-02-03T06:03:45Z"}, "#,
    r#"{"id": "7190000002", "type": "WatchEvent", "#,
    r#""actor": {"id": 2, "login": "hubot"}, "#,
    r#""repo": {"id": 12, "name": "aio-libs/aiohttp"}, "#,
    r#""payload": {"action": "started"}, "public": true, "#,
    r#""created_at": "2018-02-03T06:03:44Z"}]"#,
);

/// `Привет, мир!`
pub(crate) const WINDOWS_1251: &[u8] =
    b"<!DOCTYPE html>\n<html><head><meta charset=\"windows-1251\">\
    <title>\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0!</title></head></html>\n";

/// Answer for a page that does not exist.
pub(crate) const NOT_FOUND: (StatusCode, Html<&str>) = (
    StatusCode::NOT_FOUND,
    Html("<html><head><title>404</title></head><body>404</body></html>\n"),
);

/// Latency of 127.0.0.1 at `/`, the slow page that a tutorial's author ran himself.
const SLOW_MS: u64 = 1000;
const SLOW: &str = "Hello World!";

/// Returns the latency in milliseconds and the text of a host's page at `/`.
pub(crate) fn home(host: &str) -> Option<(u64, String)> {
    if ["127.0.0.1", "localhost", ""].contains(&host) {
        return Some((SLOW_MS, SLOW.to_owned()));
    }
    let (_, ms, title) = HOME.into_iter().find(|home| home.0 == host)?;
    Some((ms, titled(title)))
}

/// Returns a page with nothing but a title.
pub(crate) fn titled(title: &str) -> String {
    let title = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title>\
        </head><body><h1>{title}</h1></body></html>\n"
    )
}

/// Returns a page of the blog, if it exists.
pub(crate) fn blog(host: &str, path: &str) -> Option<String> {
    let key = format!("{host}{path}");
    let (_, title, links) = BLOG.into_iter().find(|page| page.0 == key)?;
    let title = escaped(title);
    let links = links
        .iter()
        .map(|url| format!("<li><a href=\"{url}\">{url}</a></li>\n"))
        .collect::<String>();
    Some(format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title>\
        </head>\n<body><h1>{title}</h1>\n<ul>\n{links}</ul>\n</body></html>\n"
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Returns the page of article `n`, if `n` is a number.
pub(crate) fn goods(n: &str) -> Option<String> {
    if !n.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let price = n.parse::<u64>().ok()?.checked_add(10)?;
    Some(format!(
        "<!DOCTYPE html>\n<html lang=\"zh\"><head><title>商品 {n}</title></head>\n\
        <body>\n<h1>商品详情：商品 {n}</h1>\n<p class=\"price\">￥{price}.00</p>\n\
        </body>\n</html>\n"
    ))
}

/// Returns `size` topics, but at least one and at most all of them.
pub(crate) fn topics(size: u64) -> String {
    let total = TOPIC_TITLES.len();
    let size = usize::try_from(size).map_or(total, |size| size.clamp(1, total));
    let topics = (0..size).map(topic).collect::<Vec<_>>().join(",");
    let pages = total.div_ceil(size);
    [
        format!(r#"{{"data":[{topics}],"pageSize":{size},"#),
        format!(r#""totalItems":{total},"totalPages":{pages}}}"#),
    ]
    .concat()
}

fn topic(i: usize) -> String {
    let title = TOPIC_TITLES[i];
    let news = ["新浪", "36氪"].into_iter().enumerate().map(|(k, site)| {
        let (id, report) = (1000 + 10 * i + k, k + 1);
        [
            format!(r#"{{"id":{id},"url":"https://news.example.com/{id}","#),
            format!(r#""title":"{title}（报道 {report}）","siteName":"{site}","#),
            r#""mobileUrl":null,"authorName":null,"duplicateId":1,"#.to_owned(),
            format!(r#""publishDate":"2018-02-03T04:{i:02}:00.000Z"}}"#),
        ]
        .concat()
    });
    let news = news.collect::<Vec<_>>().join(",");
    let (order, nth) = (40000 - i, i + 1);
    [
        format!(r#"{{"id":"7Qx{i:03}","createdAt":"2018-02-03T05:{i:02}:00.000Z","#),
        format!(r#""eventData":[],"newsArray":[{news}],"order":{order},"#),
        format!(r#""publishDate":"2018-02-03T05:{i:02}:00.000Z","#),
        format!(
            r#""summary":"{title}。这是第 {nth} 条话题的摘要。","title":"{title}","#
        ),
        format!(r#""updatedAt":"2018-02-03T06:{i:02}:00.000Z","timeline":null,"#),
        r#""extra":{"instantView":false}}"#.to_owned(),
    ]
    .concat()
}
