//! robots.txt: cases of RFC 9309, and of the suites of google/robotstxt and
//! crawler-commons, retold.

use std::time::Duration;

use crawler::robots::{MAX_CRAWL_DELAY, Robots, product_token};
use url::{Position, Url};

/// A file, and for an agent and a path whether it may be fetched.
struct Case {
    file: &'static str,
    may: &'static [(&'static str, &'static str)],
    may_not: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    // Keys in any case; the colon may be missing; unknown keys are skipped.
    Case {
        file: "USER-AGENT: bot\nALLOW: /x/\nDisAllow: /\n",
        may: &[("bot", "/x/y"), ("other", "/a")],
        may_not: &[("bot", "/a/b")],
    },
    Case {
        file: "user-agent bot\ndisallow /\n",
        may: &[("other", "/x")],
        may_not: &[("bot", "/x")],
    },
    Case {
        file: "foo: bot\nbar: /\n",
        may: &[("bot", "/x")],
        may_not: &[],
    },
    Case {
        file: "useragent: bot\ndissallow: /a\n\nuser agent: two\nDesallow : /b\n",
        may: &[("bot", "/b"), ("two", "/a")],
        may_not: &[("bot", "/a"), ("two", "/b")],
    },
    // Groups: rules before any are for none; those of one name are joined.
    Case {
        file: "allow: /foo/\n\nuser-agent: a\ndisallow: /\nallow: /x/\n\
               user-agent: b\ndisallow: /\nallow: /y/\n\n\nallow: /w/\n\
               user-agent: c\n\nuser-agent: a\nallow: /z/\ndisallow: /\n",
        may: &[
            ("a", "/x/b"),
            ("a", "/z/d"),
            ("b", "/y/c"),
            ("b", "/w/a"),
            ("c", "/z/d"),
        ],
        may_not: &[
            ("a", "/y/c"),
            ("b", "/z/d"),
            ("a", "/foo/bar"),
            ("b", "/foo/"),
            ("c", "/q"),
        ],
    },
    // Other lines do not end the list of names.
    Case {
        file: "User-agent: a\nSitemap: https://x/map\nUser-agent: *\nDisallow: /\n",
        may: &[],
        may_not: &[("a", "/"), ("b", "/")],
    },
    Case {
        file: "User-agent: a\nSome-Unknown: line\nUser-agent: *\nDisallow: /\n",
        may: &[],
        may_not: &[("a", "/"), ("b", "/")],
    },
    Case {
        file: "User-agent: a\nCrawl-delay: 1\nUser-agent: b\nDisallow: /x/\n",
        may: &[("a", "/y"), ("c", "/x/")],
        may_not: &[("a", "/x/"), ("b", "/x/")],
    },
    Case {
        file: "User-agent: mine\nRequest-rate: 10/1m\nUser-agent: yours\nDisallow: /private/\n\n\
               User-agent: *\nDisallow: /\n\nUser-agent: mine\nClean-Param: x /\n\n\
               User-agent: yours\nDisallow: /login/\n",
        may: &[("yours", "/")],
        may_not: &[
            ("mine", "/private/"),
            ("mine", "/login/"),
            ("yours", "/private/"),
            ("yours", "/login/"),
            ("x", "/y"),
        ],
    },
    // An empty rule is a rule: it ends the list of names.
    Case {
        file: "User-agent: a\nDisallow:\nUser-agent: *\nDisallow: /\n",
        may: &[("a", "/x")],
        may_not: &[("b", "/x")],
    },
    // The group of a name, else that of *, else none.
    Case {
        file: "user-agent: *\nallow: /\nuser-agent: bot\ndisallow: /\n",
        may: &[("other", "/x")],
        may_not: &[("bot", "/x")],
    },
    Case {
        file: "user-agent: a\nallow: /\nuser-agent: b\ndisallow: /\n",
        may: &[("c", "/x"), ("a", "/x")],
        may_not: &[("b", "/x")],
    },
    Case {
        file: "User-Agent: *\nDisallow: /\nUser-Agent: Foo Bar\nAllow: /x/\nDisallow: /\n",
        may: &[("foo", "/x/y"), ("Foo", "/x/y")],
        may_not: &[("foo", "/y"), ("bar", "/x/y")],
    },
    Case {
        file: "User-Agent: *\nUser-Agent: wget\nDisallow: /tmp\n\nUser-agent: wget\nAllow: /tmp/a\n",
        may: &[("wget", "/tmp/a")],
        may_not: &[("wget", "/tmp/b"), ("other", "/tmp/a")],
    },
    // Names: whole ones, in any case, with digits, and without a version.
    Case {
        file: "User-agent: MJ12bot/1.4\nDisallow: /\n",
        may: &[("mj", "/"), ("mj12", "/"), ("", "/")],
        may_not: &[("mj12bot", "/"), ("MJ12bot/2.0 (a note)", "/")],
    },
    Case {
        file: "User-agent: /1.0\nDisallow: /\n",
        may: &[("", "/x"), ("bot", "/x")],
        may_not: &[],
    },
    Case {
        file: "User-agent: * # anyone\nDisallow: /x # not this\n",
        may: &[("bot", "/y")],
        may_not: &[("bot", "/x")],
    },
    // The longest rule decides, and Allow if both are as long.
    Case {
        file: "user-agent: a\ndisallow: /x/page.html\nallow: /x/\n",
        may: &[("a", "/x/other")],
        may_not: &[("a", "/x/page.html")],
    },
    Case {
        file: "user-agent: a\nallow: /x/page.html\ndisallow: /x/\n",
        may: &[("a", "/x/page.html")],
        may_not: &[("a", "/x/")],
    },
    Case {
        file: "user-agent: a\ndisallow: \nallow: \n",
        may: &[("a", "/x")],
        may_not: &[],
    },
    Case {
        file: "user-agent: a\ndisallow: /\nallow: /\n",
        may: &[("a", "/x")],
        may_not: &[],
    },
    Case {
        file: "user-agent: a\ndisallow: /x\nallow: /x/\n",
        may: &[("a", "/x/")],
        may_not: &[("a", "/x")],
    },
    Case {
        file: "user-agent: a\nallow: /page\ndisallow: /*.html\n",
        may: &[("a", "/page")],
        may_not: &[("a", "/page.html")],
    },
    Case {
        file: "user-agent: a\nallow: /x/page.\ndisallow: /*.html\n",
        may: &[("a", "/x/page.html")],
        may_not: &[("a", "/x/y.html")],
    },
    Case {
        file: "User-agent: *\nDisallow: /x/\nUser-agent: a\nDisallow: /y/\n",
        may: &[("a", "/x/page")],
        may_not: &[("a", "/y/page"), ("b", "/x/page")],
    },
    Case {
        file: "User-agent: a\nDisallow: /foo\n\nUser-agent: a\nAllow: /foo/bar\nDisallow: /foo/b*\n",
        may: &[("a", "/foo/bar")],
        may_not: &[("a", "/foo"), ("a", "/foo/bag")],
    },
    Case {
        file: "user-agent: a\nallow: /$\ndisallow: /\n",
        may: &[("a", "/")],
        may_not: &[("a", "/page.html")],
    },
    // Paths are compared in their case; a rule is a prefix.
    Case {
        file: "user-agent: a\ndisallow: /fish\n",
        may: &[
            ("a", "/Fish.asp"),
            ("a", "/catfish"),
            ("a", "/?id=fish"),
            ("a", "/fis"),
        ],
        may_not: &[
            ("a", "/fish"),
            ("a", "/fish.html"),
            ("a", "/fishheads/x"),
            ("a", "/fish.php?id=1"),
        ],
    },
    Case {
        file: "user-agent: a\ndisallow: /fish*\n",
        may: &[("a", "/Fish.asp"), ("a", "/catfish")],
        may_not: &[("a", "/fish"), ("a", "/fish/salmon.html")],
    },
    Case {
        file: "user-agent: a\ndisallow: /fish/\n",
        may: &[
            ("a", "/fish"),
            ("a", "/fish.html"),
            ("a", "/Fish/Salmon.asp"),
        ],
        may_not: &[
            ("a", "/fish/"),
            ("a", "/fish/?id=1"),
            ("a", "/fish/salmon.htm"),
        ],
    },
    // Wildcards and the end.
    Case {
        file: "user-agent: a\ndisallow: /*.php\n",
        may: &[
            ("a", "/"),
            ("a", "/windows.PHP"),
            ("a", "/php/"),
            ("a", "/index?php"),
        ],
        may_not: &[
            ("a", "/f.php"),
            ("a", "/d/f.php?x"),
            ("a", "/f.php/"),
            ("a", "/i?f=f.php/"),
            ("a", "//d/any.php.f.html"),
        ],
    },
    Case {
        file: "user-agent: a\ndisallow: /*.php$\n",
        may: &[
            ("a", "/f.php?x"),
            ("a", "/f.php/"),
            ("a", "/f.php5"),
            ("a", "/aaaphpaaa"),
        ],
        may_not: &[("a", "/f.php"), ("a", "/d/f.php")],
    },
    Case {
        file: "user-agent: a\ndisallow: /fish*.php\n",
        may: &[("a", "/Fish.PHP")],
        may_not: &[("a", "/fish.php"), ("a", "/fishheads/catfish.php?p")],
    },
    Case {
        file: "user-agent: a\ndisallow: /*fish*.php\n",
        may: &[("a", "/fishheads/catfish.htm")],
        may_not: &[("a", "/superfishheads/catfish.php?p")],
    },
    Case {
        file: "user-agent: a\ndisallow: /foo/bar/quz\nallow: /foo/*/qux\n",
        may: &[("a", "/foo/quz"), ("a", "/foo//quz"), ("a", "/foo/bax/quz")],
        may_not: &[("a", "/foo/bar/quz")],
    },
    Case {
        file: "user-agent: a\ndisallow: /foo/bar$\nallow: /foo/bar/qux\n",
        may: &[
            ("a", "/foo/bar/qux"),
            ("a", "/foo/bar/"),
            ("a", "/foo/bar/baz"),
        ],
        may_not: &[("a", "/foo/bar")],
    },
    // Comments, and all line ends.
    Case {
        file: "user-agent: a\r# disallow: /\r\ndisallow: /foo/quz#qux\rallow: /",
        may: &[("a", "/foo/bar")],
        may_not: &[("a", "/foo/quz")],
    },
    Case {
        file: "#user-agent: a\n\n#disallow: /\n",
        may: &[("a", "/x")],
        may_not: &[],
    },
    // Encodings: whatever is the same URL is the same path.
    Case {
        file: "user-agent: a\ndisallow: /\nallow: /foo/bar?qux=taz&baz=http://foo.bar?tar&par\n",
        may: &[("a", "/foo/bar?qux=taz&baz=http://foo.bar?tar&par")],
        may_not: &[("a", "/foo/bar")],
    },
    Case {
        file: "user-agent: a\ndisallow: /foo/ツ\ndisallow: /%E3%83%84\n",
        may: &[("a", "/foo/x")],
        may_not: &[
            ("a", "/foo/%E3%83%84"),
            ("a", "/foo/ツ"),
            ("a", "/ツ"),
            ("a", "/%e3%83%84"),
        ],
    },
    Case {
        file: "user-agent: a\ndisallow: /foo/%62%61%7A\n",
        may: &[],
        may_not: &[("a", "/foo/baz"), ("a", "/foo/%62%61%7A")],
    },
    Case {
        file: "user-agent: a\ndisallow: /~mak\n",
        may: &[("a", "/~jim")],
        may_not: &[("a", "/%7Emak/x.html"), ("a", "/~mak")],
    },
    Case {
        file: "user-agent: a\ndisallow: /*%20\ndisallow: /topic/9%2F11/\n",
        may: &[("a", "/foobar/"), ("a", "/topic/9/11/")],
        may_not: &[
            ("a", "/foobar%20/"),
            ("a", "/topic/9%2F11/x"),
            ("a", "/topic/9%2f11/x"),
        ],
    },
    Case {
        file: "user-agent: a\ndisallow: /%24\ndisallow: /search/%2A/\ndisallow: /a$b\n",
        may: &[("a", "/"), ("a", "/search/foobar/")],
        may_not: &[
            ("a", "/%24100"),
            ("a", "/$100"),
            ("a", "/search/%2A/"),
            ("a", "/search/%2a/"),
            ("a", "/search/*/"),
            ("a", "/a$bc"),
        ],
    },
    Case {
        file: "user-agent: a\ndisallow: /wiki/a%3Mx/\ndisallow: /wiki/b:c/\n",
        may: &[("a", "/wiki/")],
        may_not: &[("a", "/wiki/a%3Mx/"), ("a", "/wiki/b:c/")],
    },
    // robots.txt itself; no file at all.
    Case {
        file: "user-agent: *\ndisallow: /\n",
        may: &[("a", "/robots.txt")],
        may_not: &[("a", "/robots.txt.bak"), ("a", "/?q=a")],
    },
    Case {
        file: "",
        may: &[("a", "/x")],
        may_not: &[],
    },
    Case {
        file: "<html><body>Not Found: /\n</body></html>",
        may: &[("a", "/x")],
        may_not: &[],
    },
];

#[test]
fn the_longest_rule_of_the_right_group_decides() {
    let site = Url::parse("http://shop.example/").expect("it is a URL");
    for Case { file, may, may_not } in CASES {
        let all = may.iter().map(|case| (case, true));
        for ((agent, path), expected) in
            all.chain(may_not.iter().map(|case| (case, false)))
        {
            let robots = Robots::parse(file, agent);
            let url = site.join("/").expect("it is a URL");
            let url = Url::parse(&format!("{}{path}", &url[..Position::BeforePath]));
            let url = url.expect("it is a URL");
            let allowed = robots.allows(&url[Position::BeforePath..]);
            assert_eq!(allowed, expected, "{agent:?} and {path:?} with\n{file}");
        }
    }
}

#[test]
fn a_delay_is_for_the_names_right_above_it() {
    let file = "User-agent: mine\nCrawl-delay: 10\nUser-agent: yours\nDisallow: /private/\n\n\
                User-agent: *\nAllow: /\n\nUser-agent: yours\nDisallow: /login/\n\n\
                User-agent: *\nCrawl-delay: 30\n\n\
                User-agent: a\nCrawl-delay: 1\n\nUser-agent: b\nCrawl-delay: 2.5\n\n\
                User-agent: c\nCrawl-delay: 3600\nUser-agent: d\nCrawl-delay: -1\n";
    for (agent, delay_ms) in [
        ("mine", 10_000),
        ("yours", 0),
        ("another", 30_000),
        ("a", 1000),
        ("b", 2500),
        ("c", MAX_CRAWL_DELAY.as_millis() as u64),
        ("d", 0),
    ] {
        let delay = Robots::parse(file, agent).crawl_delay();
        assert_eq!(delay, Duration::from_millis(delay_ms), "{agent}");
    }
}

#[test]
fn a_product_token_has_no_version() {
    for (agent, token) in [
        ("await-and-see", "await-and-see"),
        ("MJ12bot/1.4", "MJ12bot"),
        ("Foo Bar", "Foo"),
        ("Black.Hole (x)", "Black.Hole"),
        ("ツ", ""),
        ("", ""),
    ] {
        assert_eq!(product_token(agent), token, "{agent:?}");
    }
}
