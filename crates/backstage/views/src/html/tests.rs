//! The frame of the page: nothing from outside is in it.

use std::collections::BTreeMap;

use recording::{Event, EventKind};

use super::*;

fn page(text: &str) -> String {
    let event = |what| Event {
        at_us: 0,
        task: 0,
        kind: what,
        place: Some(recording::Place::new(text, 1)),
    };
    let printed = EventKind::Printed {
        text: text.to_owned(),
        stream: Stream::Stdout,
    };
    let on = Some(text.to_owned());
    let events = [
        printed,
        EventKind::Polled,
        EventKind::Waiting {
            on: on.map(recording::Wait::Named),
            more: 0,
            stack: [].into(),
        },
    ]
    .map(event);
    let story = Story::of(&events).expect("it is in order");
    let subject = Subject {
        heading: text.to_owned(),
        title: text.to_owned(),
        file: text.to_owned(),
        source: vec![text.to_owned()],
        annotations: BTreeMap::from([(1, text.to_owned())]),
        ..Subject::default()
    };
    let mut page = Vec::new();
    write(&story, &subject, &mut page).expect("a Vec takes all");
    String::from_utf8(page).expect("it is UTF-8")
}

/// The page without its data, which are letters, digits, `+`, `/` and `=`.
fn frame(page: &str) -> String {
    let mut frame = String::new();
    let mut parts = page.split("octet-stream\" id=\"data");
    frame.push_str(parts.next().expect("there is a first part"));
    for part in parts {
        let (name, rest) = part.split_once("\">").expect("the tag ends");
        let (data, rest) = rest.split_once("</script>").expect("the data end");
        let is_data = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
        assert!(data.bytes().all(is_data), "{name}: {data}");
        frame.push_str(name);
        frame.push_str(rest);
    }
    frame
}

#[test]
fn what_comes_from_outside_is_nowhere_but_in_the_data() {
    let plain = frame(&page("baked"));
    for text in [
        "</script><script>alert(1)</script>",
        "<!--",
        "{{script}}",
        "\u{1b}[2J\u{202e}\0",
    ] {
        assert_eq!(frame(&page(text)), plain, "{text}");
    }
}

#[test]
fn the_page_refers_to_nothing_outside_itself() {
    let page = page("baked");
    for reference in [
        "http:",
        "https:",
        "ws:",
        "src=",
        "href",
        "url(",
        "@import",
        "import(",
        "fetch(",
        "<link",
        "<iframe",
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
        "{{",
    ] {
        assert!(!page.contains(reference), "{reference}");
    }
    // What would end the script or the style early.
    assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
    assert!(!STYLE.contains("</"));
}
