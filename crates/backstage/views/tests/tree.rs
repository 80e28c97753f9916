//! The await tree of a run at one moment.

use views::tree::{At, Settings, draw};
use views::{Replay, Story, Subject};

const RUN: &str = r#"{"at_us":0,"task":0,"event":"began","clock":"virtual","waits":"recorded"}
{"at_us":0,"task":0,"event":"polled"}
{"at_us":0,"task":1,"event":"spawned","parent":0,"kind":"task"}
{"at_us":0,"task":2,"event":"spawned","parent":0,"kind":"task"}
{"at_us":0,"task":0,"event":"waiting","on":null,"stack":[{"function":"main","line":9,"awaits":"sell()"},{"function":"sell","line":5,"awaits":"first"}],"file":"shop.rs","line":5}
{"at_us":0,"task":1,"event":"polled"}
{"at_us":0,"task":1,"event":"waiting","on":{"sleep":{"ms":20,"until_us":20000}},"stack":[{"function":"bake","line":2,"awaits":"sleep(TIME)"}],"file":"shop.rs","line":2}
{"at_us":0,"task":2,"event":"polled"}
{"at_us":0,"task":2,"event":"waiting","on":{"sleep":{"ms":30,"until_us":30000}},"stack":[{"function":"both","line":7,"awaits":"join!(…)"},{"function":"bake","line":2,"awaits":"sleep(TIME)"}],"file":"shop.rs","line":2}
{"at_us":0,"task":2,"event":"waiting","on":{"sleep":{"ms":10,"until_us":10000}},"stack":[{"function":"both","line":7,"awaits":"join!(…)"},{"function":"bake","line":2,"awaits":"sleep(TIME)"}],"file":"shop.rs","line":2}
{"at_us":20000,"task":1,"event":"woken","by":"timer"}
{"at_us":20000,"task":1,"event":"polled"}
{"at_us":20000,"task":1,"event":"finished","how":"completed"}
{"at_us":20000,"task":0,"event":"woken","by":{"task":1}}
{"at_us":20000,"task":0,"event":"polled"}
{"at_us":20000,"task":0,"event":"finished","how":"completed"}
{"at_us":20000,"task":2,"event":"finished","how":"cancelled"}
"#;

fn tree(at: At, ascii: bool) -> Result<String, String> {
    let story = Story::read(RUN.as_bytes()).expect("it is a recording");
    let mut replay = Replay::new(&story, false).expect("it is short");
    let subject = Subject {
        heading: "shop".to_owned(),
        file: "shop.rs".to_owned(),
        ..Subject::default()
    };
    let settings = Settings {
        at,
        width: 60,
        ascii,
    };
    let mut out = anstream::StripStream::new(Vec::new());
    draw(&mut replay, &subject, settings, &mut out)
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8(out.into_inner()).expect("it is text"))
}

#[test]
fn a_task_is_below_the_one_that_it_will_wake() {
    let shown = "\
shop
at 0.00 s
main                              woken by task 1 at 0.02
└─ main, line 9: sell()
   └─ sell, line 5: first.await
      └─ task 1                   woken by the timer at 0.02
         └─ bake, line 2: sleep(TIME)
task 2                            cancelled at 0.02
└─ both, line 7: join!(…)
   ├─ bake, line 2: sleep(TIME)   until 0.03
   └─ bake, line 2: sleep(TIME)   until 0.01
3 tasks: 3 waiting
";
    assert_eq!(tree(At::MostWaiting, false).as_deref(), Ok(shown));
    let at_line = tree(At::Line(7), false).expect("it is drawn");
    assert!(
        at_line.contains("task 2 ") && !at_line.contains("until"),
        "{at_line}"
    );
    let ascii = tree(At::MostWaiting, true).expect("it is drawn");
    assert!(
        ascii.contains("\n`- main, line 9: sell()\n   `- sell"),
        "{ascii}"
    );
    assert!(ascii.contains("\n   |- bake, line 2"), "{ascii}");
}

#[test]
fn a_moment_is_a_time_or_a_line() {
    let later = tree(At::Time(15_000), false).expect("it is drawn");
    assert!(later.starts_with("shop\nat 0.01"), "{later}");
    let end = tree(At::Time(u64::MAX), false).expect("it is drawn");
    assert!(end.ends_with("3 tasks: 3 ended\n"), "{end}");
    assert_eq!(
        tree(At::Line(8), false),
        Err(
            "no task ever waits at line 8; these are awaited at: 2, 5, 7, 9".to_owned()
        )
    );
}
