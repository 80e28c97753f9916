//! The course itself: every output shown is what a run prints.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use common::{lesson, root, run};

/// All examples, their notes, and the README. Where `CHECK_PYTHON` is set, as in CI, the
/// twins as well.
#[test]
fn every_output_shown_is_what_a_run_prints() {
    let ran = match std::env::var_os("CHECK_PYTHON") {
        Some(_) => run(&["check", "--python"]),
        None => run(&["check"]),
    };
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("all as shown"), "{}", ran.stdout);
}

/// Programs read this; its shape is a promise.
#[test]
fn the_list_for_programs_has_its_shape() {
    let ran = run(&["list", "--json"]);
    let list: serde_json::Value =
        serde_json::from_str(ran.succeeds()).expect("it is one JSON object");
    let lessons = list["lessons"].as_array().expect("a list of lessons");
    let names = lessons.iter().map(|lesson| lesson["name"].as_str());
    let names = names.collect::<Vec<_>>();
    assert_eq!(
        names[..3],
        [
            Some("coroutines"),
            Some("tasks-and-callbacks"),
            Some("gather-vs-wait")
        ]
    );
    for (index, lesson) in lessons.iter().enumerate() {
        assert_eq!(lesson["number"], index + 1);
        assert!(lesson["title"].is_string() && lesson["minutes"].is_u64());
        let examples = lesson["examples"].as_array().expect("a list of examples");
        assert!(!examples.is_empty());
        for example in examples {
            let keys = example.as_object().expect("an object").keys();
            let keys = keys.map(String::as_str).collect::<BTreeSet<_>>();
            let expected = [
                "name",
                "title",
                "path",
                "minutes",
                "look_alike",
                "tutorial",
                "clock",
            ];
            assert_eq!(keys, BTreeSet::from(expected));
            assert_eq!(example["path"], example["minutes"].is_u64(), "{example}");
            assert!(example["look_alike"].is_boolean(), "{example}");
            assert!(example["tutorial"].is_array());
            let clock = example["clock"].as_str();
            assert!(matches!(clock, Some("virtual" | "real")), "{example}");
        }
    }
}

/// Each path comes first, has six to ten programs, takes the lesson's minutes, and holds
/// the tutorials' central programs.
#[test]
fn every_lesson_has_a_path() {
    let ran = run(&["list", "--json"]);
    let list: serde_json::Value =
        serde_json::from_str(ran.succeeds()).expect("it is one JSON object");
    let central = "coroutine_in_coroutine sleep producer_consumer done_callbacks \
        fetch_with_callback simple gather_coroutines ten_pages run_forever_stop \
        wait_or_ctrl_c timers_by_deadline shared_total cache_one_request two_requests \
        any_seven_numbers goods_pages coro_threadsafe session_get readhub \
        three_connections crawler_as_printed crawler_fixed";
    let mut missing = central.split_whitespace().collect::<BTreeSet<_>>();
    for lesson in list["lessons"].as_array().expect("a list of lessons") {
        let name = &lesson["name"];
        let examples = lesson["examples"].as_array().expect("a list of examples");
        let is_on_path = |example: &serde_json::Value| example["path"] == true;
        let (path, more) =
            examples.split_at(examples.iter().filter(|e| is_on_path(e)).count());
        assert!(path.iter().all(is_on_path), "{name}");
        assert!(!more.iter().any(is_on_path), "{name}");
        assert!((6..=10).contains(&path.len()), "{name}: {}", path.len());
        let minutes = path
            .iter()
            .filter_map(|example| example["minutes"].as_u64());
        assert_eq!(lesson["minutes"], minutes.sum::<u64>(), "{name}");
        for example in path {
            missing.remove(example["name"].as_str().expect("a name"));
        }
    }
    assert!(missing.is_empty(), "not on a path: {missing:?}");
}

/// A lesson plays its path; the rest is for those who ask.
#[test]
fn a_lesson_plays_its_path() {
    let headings = |arguments: &[&str]| {
        let ran = run(&[&["run", "coroutines", "--fast"], arguments].concat());
        let lines = ran.succeeds().lines();
        let headings = lines.filter_map(|line| line.strip_prefix("1 · coroutines › "));
        let names = headings.filter_map(|heading| heading.split_whitespace().next());
        let names = names.map(str::to_owned).collect::<Vec<_>>();
        let closing = ran.stdout.rsplit("\n\n").next();
        (names, closing.unwrap_or_default().to_owned())
    };
    let list = run(&["list", "coroutines", "--json"]);
    let list: serde_json::Value =
        serde_json::from_str(list.succeeds()).expect("it is one JSON object");
    let named = |wanted: &dyn Fn(&serde_json::Value) -> bool| {
        let examples = list["lessons"][0]["examples"].as_array().expect("a list");
        let wanted = examples.iter().filter(|example| wanted(example));
        let names = wanted.filter_map(|example| example["name"].as_str());
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    let (path, closing) = headings(&[]);
    assert_eq!(path, named(&|example| example["path"] == true));
    let more = named(&|example| example["path"] == false).len();
    let rest = format!(
        "that was the path; with {more} more programs: cargo lesson run coroutines --all\n\
         now your own: cargo lesson practice coroutines\n\
         next lesson: cargo lesson run tasks-and-callbacks\n"
    );
    assert_eq!(closing, rest);
    assert_eq!(headings(&["--all"]).0, named(&|_| true));
    let mut tutorials = named(&|example| example["tutorial"] != serde_json::json!([]));
    let (mut played, _) = headings(&["--tutorials"]);
    // The order is that of the snippets: 000-1.1, 000-1.2, …
    assert_eq!(played[0], "define");
    tutorials.sort();
    played.sort();
    assert_eq!(played, tutorials);
    let ran = run(&["run", "coroutines", "sleep", "--all"]);
    assert!(ran.complains(2).contains("cannot be used with"), "{ran:?}");
}

/// The snippets that each lesson is about, each with its example.
#[test]
fn the_tutorials_snippets_are_covered() {
    let ran = run(&["list", "--json"]);
    let list: serde_json::Value =
        serde_json::from_str(ran.succeeds()).expect("it is one JSON object");
    let lessons = [
        "000-1.1-define 000-1.2-await-chain 000-1.2-run-until-complete \
         000-1.2v-sleep-uncommented 001-1v-single 001-7-coroutine-in-coroutine \
         003-1-not-awaited 003-2-producer-consumer 003-3-coroutine-objects \
         003-6v-sleep-not-awaited 004-1-not-awaited",
        "000-1.3-done-callbacks 000-1.3v-both-sleep 000-1.3v-first-sleeps \
         001-4-callback-partial 001-4v-create-task 001-4v-callback-plain \
         002-1-wait-results 002-2-callback 003-4-task-objects 003-4v-blocking-sleep \
         003-4v-time-sleep-vs-await 003-7-full-py36 003-7v-sleep-not-awaited \
         003-8-full-py37",
        "000-1.4a-gather-coros 000-1.4b-gather-star-list 000-1.4c-gather-futures \
         000-1.4v-gather-sleep 000-1.4v-gather-results 000-1.5-compute-print-sum \
         000-3.2.1-wait 000-3.2.1v-gather 000-3.2.1v-serial 000-3.2.2-nested \
         000-3.2.2v-nested-list-order 001-1-wait10 001-5-gather-groups 001-5v-single \
         001-5v-wait 001-5v-gather-star 001-5v-groups-flat 001-5v-group-cancel \
         003-6-wait 003-6v-list-error 003-6v-serial-await 003-6v-await-each \
         003-6v-gather",
        "000-1.5-run-forever-stop 000-1.5v-run-forever-nostop 001-6-run 001-6-ctrlc-1s \
         001-6-ctrlc-2.5s 001-6v-ctrlc-no-run-forever",
        "001-8-call-at 001-8v-call-later 001-8v-stoploop 001-8v-blocking-sleep",
        "001-12-shared-total 001-12a-lock 001-12av-acquire 001-12av-with-await-lock \
         001-12a-lock-fixed 001-12a-nolock",
        "004-5-semaphore",
        "001-15-priority-queue 001-15v-seeded 001-15v-three-consumers",
        "001-9-threadpool 001-9v-setblocking-false 001-9v-print-data \
         001-13-threadsafe 001-13-coro-threadsafe",
        "000-2.1-timeout-cp1251 000-2.1v-timeout-long 000-2.1v-cp1251-page \
         000-2.2-session-get 000-2.2-session-post 000-2.2-official-fetch \
         000-3.1-readhub 000-3.1v-readhub-proxy 000-3.1v-readhub-size2 \
         001-10-asyncio-http 001-10v-split-crlf-lf 001-10v-split-crlf-crlf \
         002-3-aiohttp-request 002-3-aiohttp-request-jitter 002-4-client-session \
         002-4-client-session-jitter 004-2-requests 004-3-aiohttp-headers \
         004-4-server 004-6-tcpconnector",
        "001-14-crawler 001-14v-else-only 001-14-crawler-minfix 001-14-crawler-fixed",
    ];
    for (index, expected) in lessons.iter().enumerate() {
        let lesson = &list["lessons"][index];
        let examples = lesson["examples"].as_array().expect("a list of examples");
        let covered = examples
            .iter()
            .flat_map(|example| example["tutorial"].as_array().into_iter().flatten())
            .filter_map(|id| id.as_str())
            .collect::<BTreeSet<_>>();
        for id in expected.split_whitespace() {
            assert!(
                covered.contains(id),
                "no example of {} covers {id}",
                lesson["name"]
            );
        }
    }
}

/// A class uses the Rust it has: nothing that the course links asks for a newer one than
/// `launch` declares. (That its own code does not is clippy's `incompatible_msrv`.)
#[test]
fn the_declared_rust_version_is_enough() {
    let rustc = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()))
        .arg("-vV")
        .output()
        .expect("rustc starts");
    let version = String::from_utf8_lossy(&rustc.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    // What other systems need is not downloaded here.
    let platform = ["--filter-platform", host.expect("rustc names its host")];
    let metadata = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(platform)
        .current_dir(root())
        .output()
        .expect("cargo starts");
    let metadata: serde_json::Value =
        serde_json::from_slice(&metadata.stdout).expect("cargo writes JSON");
    let number = |version: &str| {
        let parts = version.split('.').map(|part| part.parse::<u32>());
        let mut parts = parts.collect::<Result<Vec<_>, _>>().expect("numbers");
        // 1.88 is 1.88.0.
        parts.resize(3, 0);
        parts
    };
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let by_id = |package: &serde_json::Value| {
        Some((package["id"].as_str()?.to_owned(), package.clone()))
    };
    let packages = packages
        .iter()
        .filter_map(by_id)
        .collect::<BTreeMap<_, _>>();
    let nodes = metadata["resolve"]["nodes"].as_array().expect("a graph");
    let launch = packages
        .values()
        .find(|package| package["name"] == "launch");
    let declared = launch.and_then(|launch| launch["rust_version"].as_str());
    let declared = declared.expect("`launch` declares a rust-version");
    for package in nodes.iter().filter_map(|node| node["id"].as_str()) {
        let package = &packages[package];
        if let Some(wanted) = package["rust_version"].as_str() {
            assert!(
                number(wanted) <= number(declared),
                "{} wants Rust {wanted}, and `launch` declares {declared}",
                package["name"]
            );
        }
    }
    let msrv = format!("msrv = \"{declared}\"");
    let clippy = fs::read_to_string(root().join("clippy.toml")).expect("clippy.toml");
    assert!(clippy.contains(&msrv), "clippy.toml must say: {msrv}");
}

/// One run for all views: the annotated one, the plain one and the recording agree.
#[test]
fn the_views_agree() {
    let example = ["run", "gather-vs-wait", "simple", "--fast"];
    let plain = run(&[&example[..], &["--plain"]].concat());
    assert_eq!(
        plain.succeeds(),
        "Waiting:  1\nWaiting:  2\nWaiting:  4\nTask ret:  Done after 1s\n\
         Task ret:  Done after 2s\nTask ret:  Done after 4s\nTIME:  4.00\n"
    );
    let json = run(&[&example[..], &["--json"]].concat());
    let events = recording::Reader::new(json.succeeds().as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .expect("it is a recording");
    let printed = events.iter().filter_map(|event| match &event.kind {
        recording::EventKind::Printed { text, .. } => Some(format!("{text}\n")),
        _ => None,
    });
    assert_eq!(printed.collect::<String>(), plain.stdout);
    let annotated = run(&example);
    for line in plain.stdout.lines() {
        assert!(annotated.succeeds().contains(line), "{line}");
    }
}

/// `--seed` gives another order of what the tutorial left to chance, and the same seed
/// the same one.
#[test]
fn a_seed_gives_another_order() {
    let nested = |seed: &str| {
        let seed = ["--seed", seed];
        let example = ["run", "gather-vs-wait", "nested", "--fast", "--plain"];
        run(&[&example[..], &seed].concat()).succeeds().to_owned()
    };
    assert_eq!(nested("1"), nested("1"));
    let orders = (0..20).map(|seed| nested(&seed.to_string()));
    assert!(orders.collect::<BTreeSet<_>>().len() > 3);
}

/// Lessons are found by number, by name, by the title, and by a Python name.
#[test]
fn lessons_have_several_names() {
    let by_name = run(&["list", "gather-vs-wait"]);
    for name in [
        "3",
        "gather vs wait",
        "asyncio.gather",
        "gather",
        "gather()",
    ] {
        assert_eq!(
            run(&["list", name]).succeeds(),
            by_name.succeeds(),
            "{name}"
        );
    }
}

/// The command works from any folder of the workspace.
#[test]
fn it_runs_from_any_folder_of_the_workspace() {
    let output = lesson(&["run", "1", "sleep", "--fast", "--plain"])
        .current_dir(root().join("crates/01-coroutines/examples"))
        .output();
    let ran = common::Ran::from(output.expect("the command starts"));
    assert!(ran.succeeds().starts_with("1, Hello world!\n"));
}

/// Into a pipe, and with NO_COLOR, nothing but text is written; on demand there is colour.
#[test]
fn colour_is_for_terminals() {
    let colours = |name: &str, value: &str| {
        let mut command = lesson(&["run", "1", "sleep", "--fast"]);
        let ran = command.env(name, value).output().expect("it starts");
        common::Ran::from(ran).succeeds().contains('\x1b')
    };
    assert!(!colours("UNRELATED", "1"), "into a pipe");
    assert!(!colours("NO_COLOR", "1"));
    assert!(colours("CLICOLOR_FORCE", "1"));
}

/// No line of any view is wider than a page, however the text wraps.
#[test]
fn eighty_columns_are_enough() {
    for arguments in [
        &["run", "coroutines", "--fast"][..],
        &["run", "tasks-and-callbacks", "done_callbacks", "--fast"],
        &["list"],
        &["lookup"],
        &["lookup", "asyncio.gather"],
    ] {
        for line in run(arguments).succeeds().lines() {
            let width = unicode_width::UnicodeWidthStr::width(line);
            assert!(width <= 80, "{arguments:?} is {width} columns wide: {line}");
        }
    }
}
