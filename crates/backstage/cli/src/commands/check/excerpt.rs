//! Programs as a page shows them: whole, or their decisive lines.

use super::markdown::compact;
use super::pages::MAX_WHOLE_LINES;

/// Stands for lines that are left out.
const LEFT_OUT: &str = "…";

/// The program without its header and, unless they are asked for, its imports.
pub(super) fn body(text: &str, imports: bool) -> String {
    let mut kept = String::new();
    let (mut in_docstring, mut in_import) = (false, false);
    for line in text.lines() {
        let quotes = line.matches("\"\"\"").count();
        if in_docstring || (kept.is_empty() && quotes > 0) {
            in_docstring ^= quotes == 1;
            continue;
        }
        if kept.is_empty() && (line.starts_with("//!") || line.trim().is_empty()) {
            continue;
        }
        let begins = ["use ", "import ", "from "];
        if in_import || begins.iter().any(|begin| line.starts_with(begin)) {
            // A list of names may take several lines.
            in_import = match line.contains('{') || line.contains('(') || in_import {
                true => !line.ends_with(';') && !line.ends_with(')'),
                false => false,
            };
            if !imports {
                continue;
            }
        }
        kept += line;
        kept.push('\n');
    }
    // Python's own layout has two blank lines between functions.
    let kept = kept.replace("\n\n\n", "\n\n");
    format!("{}\n", kept.trim())
}

/// What a page should show of the program where it shows `shown`, or what is wrong with
/// it.
pub(super) fn expected(
    program: &str,
    shown: &str,
    imports: bool,
) -> Result<String, String> {
    let whole = body(program, imports);
    let is_cut = |line: &str| {
        let line = line.trim();
        ["// …", "# …"].contains(&line)
    };
    if !shown.lines().any(is_cut) {
        return Ok(whole);
    }
    if whole.lines().count() <= MAX_WHOLE_LINES && shown.contains("// …") {
        return Err(format!(
            "leaves lines out of a program of at most {MAX_WHOLE_LINES}: show it whole"
        ));
    }
    let mut rest = &*compact(&whole);
    let mut piece = String::new();
    for line in shown.lines().chain(["// …"]) {
        if !is_cut(line) {
            piece += line;
            piece.push('\n');
            continue;
        }
        let wanted = compact(&piece);
        match rest.find(&wanted) {
            // The line end before a piece is also the end of the piece before it.
            Some(at) => rest = &rest[at + wanted.len() - 1..],
            None => {
                let first = piece.trim().lines().next().unwrap_or_default();
                return Err(format!(
                    "shows lines that are not in the program: «{first}» …"
                ));
            }
        }
        piece.clear();
    }
    Ok(shown.to_owned())
}

/// Whether `shown` is `printed`, with lines left out where it says `…`.
pub(super) fn leaves_out(shown: &str, printed: &str) -> bool {
    let shown = shown.lines().collect::<Vec<_>>();
    let pieces = shown.split(|line| *line == LEFT_OUT).collect::<Vec<_>>();
    let printed = printed.lines().collect::<Vec<_>>();
    let [first, middle @ .., last] = &pieces[..] else {
        return false;
    };
    let Some(mut rest) = printed.strip_prefix(*first) else {
        return false;
    };
    for piece in middle {
        let at = (0..rest.len()).find(|at| rest[*at..].starts_with(piece));
        match at {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "//! Title.\n//!\n//! Tutorial: none\n\nuse a::{\n    B,\n};\n\n\
                           fn f() {\n    g();\n    h();\n}\n\nfn main() {\n    f();\n}\n";

    #[test]
    fn header_and_imports_are_left_out() {
        let shown = "fn f() {\n    g();\n    h();\n}\n\nfn main() {\n    f();\n}\n";
        assert_eq!(body(PROGRAM, false), shown);
        assert!(body(PROGRAM, true).starts_with("use a::{\n    B,\n};\n\nfn f()"));
        let python =
            "\"\"\"Title.\"\"\"\n\nimport a\nfrom b import (\n    c,\n)\n\n\nf()\n";
        assert_eq!(body(python, false), "f()\n");
    }

    #[test]
    fn a_short_program_is_shown_whole() {
        assert!(expected(PROGRAM, "// …\nfn main() {\n", false).is_err());
        assert_eq!(expected(PROGRAM, "", false), Ok(body(PROGRAM, false)));
    }

    #[test]
    fn an_excerpt_is_in_the_program_and_in_order() {
        let long = format!("{PROGRAM}{}", "// more\n".repeat(30));
        let good = "// …\n    g();\n    // …\nfn main() {\n    f();\n// …\n";
        assert_eq!(expected(&long, good, false), Ok(good.to_owned()));
        for bad in ["// …\nfn main() {\n    g();\n", "f();\n// …\ng();\n// …\n"] {
            assert!(expected(&long, bad, false).is_err(), "{bad}");
        }
    }

    #[test]
    fn lines_of_a_run_may_be_left_out() {
        let printed = "a\nb\nc\nd\n";
        assert!(leaves_out("a\n…\nd\n", printed));
        assert!(leaves_out("a\n…\nc\nd\n", printed));
        assert!(!leaves_out("a\n…\nx\nd\n", printed));
        assert!(!leaves_out("a\n…\nc2\n…\nd\n", printed));
        assert!(!leaves_out(printed, "a\n"));
        assert!(!leaves_out("b\n…\nd\n", printed));
    }
}
