//! The pages of a note: the program is on them, and their parts are in order.

mod common;

use common::{Course, GOOD_EXAMPLE};

const EXAMPLE: &str = "crates/bakery/examples/bread.rs";
const MANIFEST: &str = "crates/bakery/Cargo.toml";
const NOTES: &str = "lessons/01-bakery.md";

/// A note in which everything is as it should be, once it is blessed.
const GOOD_NOTE: &str = "# Bakery

Goals.

## The path

### bread: it is baked before it is sold · 5 min

Bread takes time.

```rust bread
```

**Ask:** Which comes first?

```console
$ just run-lesson bakery bread
```

<details><summary>Answer</summary>

Baked.

</details>

**In Python:** the same.

**Try:** Sell it first.

<details><summary>What happens</summary>

Sold comes first.

</details>

## Recap

Bake first.

## More

## For the teacher

Bring bread.
";

/// A course with this note, blessed.
fn course(note: &str) -> Course {
    let course = Course::new();
    course.write(NOTES, note);
    course.run(&["check", "--bless"]);
    course
}

#[track_caller]
fn finds(course: &Course, expected: &str) {
    let ran = course.run(&["check"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains(expected), "{expected}: {}", ran.stdout);
}

#[test]
fn the_program_is_written_into_the_page() {
    let course = course(GOOD_NOTE);
    course.run(&["check"]).succeeds();
    let (_, program) = GOOD_EXAMPLE.split_once("\n\n").expect("a header");
    let shown = format!("```rust bread\n{program}```\n");
    assert!(
        course.read(NOTES).contains(&shown),
        "{}",
        course.read(NOTES)
    );
    // It follows the file.
    course.replace(EXAMPLE, "fn println", "// It prints.\nfn println");
    finds(&course, "01-bakery.md:12: shows something else");
    course.run(&["check", "--bless"]);
    assert!(course.read(NOTES).contains("// It prints.\nfn println"));
}

#[test]
fn an_excerpt_that_is_not_in_the_program() {
    let note = GOOD_NOTE.replace("```rust bread\n", "```rust bread\n// …\nfn cake()\n");
    let long = "    let _ = 1;\n".repeat(20);
    let course = course(&note);
    finds(
        &course,
        "leaves lines out of a program of at most 25: show it whole",
    );
    course.replace(EXAMPLE, "fn main() {\n", &format!("fn main() {{\n{long}"));
    finds(
        &course,
        "01-bakery.md:11: shows lines that are not in the program: «fn cake()»",
    );
    course.replace(NOTES, "fn cake()", "fn main() {");
    let ran = course.run(&["check"]);
    assert!(!ran.stdout.contains("not in the program"), "{ran:?}");
    course.replace(NOTES, "rust bread", "rust cake");
    finds(
        &course,
        "01-bakery.md:11: names cake, which no lesson lists",
    );
}

#[test]
fn the_parts_of_a_page_are_there_and_in_order() {
    for (from, to, expected) in [
        ("**Ask:**", "Ask:", "has no `**Ask:**` in the page of bread"),
        ("**Try:**", "Try:", "has no `**Try:**` in the page of bread"),
        (
            "rust bread",
            "rust",
            "has no ````rust` in the page of bread",
        ),
        (
            "<summary>Answer",
            "<summary>Yes",
            "has no `<details><summary>Answer",
        ),
        (
            "Bread takes time.\n\n",
            "**Ask:** Why?\n\n",
            "`**Ask:**` comes too late in the page of bread",
        ),
        (
            "Bread takes time.",
            "*Uses this course's oven.*",
            "says that bread uses a look-alike",
        ),
        ("· 5 min", "· 4 min", "must be `### bread: CLAIM · 5 min`"),
        ("## Recap\n", "", "needs the sections The path, Recap, More"),
        (
            "## Recap",
            "## Summary",
            "is none of the sections The path, Recap, Exercises, More",
        ),
        (
            "## Recap",
            "### cake: it is sold · 5 min\n\n## Recap",
            "is not a page of the path",
        ),
        (
            "### bread",
            "#### bread",
            "has no page on the path for bread",
        ),
    ] {
        let note = match from {
            // The question must still come first.
            "Bread takes time.\n\n" => GOOD_NOTE.replace("**Ask:** Which", "Which"),
            _ => GOOD_NOTE.to_owned(),
        };
        finds(&course(&note.replace(from, to)), expected);
    }
}

#[test]
fn a_look_alike_is_declared() {
    let course = course(GOOD_NOTE);
    course.replace(MANIFEST, "path =", "look_alikes = [\"Oven\"]\npath =");
    course.write(
        "crates/bakery/src/lib.rs",
        "//! A bakery.\npub struct Oven;\n",
    );
    course.replace(
        EXAMPLE,
        "fn println",
        "use bakery::Oven as _;\n\nfn println",
    );
    finds(
        &course,
        "imports a look-alike of asyncio; add `//! Uses: look-alike`",
    );
    course.replace(EXAMPLE, "//! Twin", "//! Uses: look-alike\n//! Twin");
    finds(&course, "has no `*Uses this course's` in the page of bread");
    course.replace(NOTES, "Bread takes time.", "*Uses this course's `Oven`.*");
    course.run(&["check", "--bless"]);
    course.run(&["check"]).succeeds();
    let heading = "1 · the bakery › bread · look-alike";
    let ran = course.run(&["run", "bakery", "bread"]);
    assert!(ran.succeeds().contains(heading), "{ran:?}");
    let list = course.run(&["list"]);
    assert!(
        list.succeeds().contains("   5 min *bread  Bread"),
        "{list:?}"
    );
}

#[test]
fn a_word_is_explained_before_it_is_used() {
    let course = course(GOOD_NOTE);
    let glossary = "# Glossary

## Work

### half-done

Neither raw nor done. (2)

### rise

To become
larger. (1, 2)
";
    course.write("lessons/glossary.md", glossary);
    course.run(&["check"]).succeeds();
    course.replace(NOTES, "Bread takes time.", "Rolls rise, half-done.");
    finds(
        &course,
        "01-bakery.md:7: uses «half-done», a word of lesson 2, before a link to \
         glossary.md#half-done",
    );
    finds(&course, "uses «rise», a word of lesson 1, before a link");
    // Code is not prose, *rises* is the same word, and *riser* is another.
    course.replace(NOTES, "rise, half-done.", "rises, `half-done`.");
    finds(&course, "uses «rise», a word of lesson 1");
    course.replace(NOTES, "Rolls rises,", "Rolls have a riser,");
    course.run(&["check"]).succeeds();
    course.replace(
        NOTES,
        "Rolls have a riser",
        "Rolls [rise](glossary.md#rise)",
    );
    course.run(&["check"]).succeeds();
    course.replace(NOTES, "Bake first.", "Bake first, half-done.");
    course.run(&["check"]).succeeds();
}
