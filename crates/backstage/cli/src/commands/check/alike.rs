//! Compares the shown and the printed output of a run on the real clock.

use unicode_width::UnicodeWidthChar;

use super::excerpt::leaves_out;

/// Whether two runs on the real clock differ in nothing but times, and in what woke a task:
/// that too depends on time.
pub(super) fn alike(one: &str, other: &str) -> bool {
    without_times(one) == without_times(other)
}

/// Whether the rows of `shown` are those of `printed`, alike, with rows left out where it
/// says `…`.
pub(super) fn alike_with_gaps(shown: &str, printed: &str) -> bool {
    leaves_out(
        &without_times(shown).join("\n"),
        &without_times(printed).join("\n"),
    )
}

/// The rows of an annotated run and the lines around them, without the times, the causes in
/// brackets, and the blanks: the widths of the columns follow from the causes.
fn without_times(text: &str) -> Vec<String> {
    let mut lines = Vec::<(String, String)>::new();
    // Where the columns `output` and `why now` begin.
    let mut columns = None;
    for line in text.lines() {
        let heading = line.find("output").zip(line.find("why now"));
        match columns {
            None if heading.is_some() => columns = heading,
            Some((output, why)) if line.starts_with(' ') => {
                let (row, cause) = split_at_column(line, why);
                if let (true, Some(last)) = (
                    split_at_column(row, output).0.trim().is_empty(),
                    lines.last_mut(),
                ) {
                    last.0 += row;
                    last.1 += cause;
                } else {
                    lines.push((row.to_owned(), cause.to_owned()));
                }
            }
            // How long the tasks slept is shown only if it is not zero.
            _ => lines.push(match line.split_once(" s of sleep in ") {
                Some((before, after)) => {
                    let before = before.trim_end_matches(|digit| digit != ' ');
                    (before.to_owned() + after, String::new())
                }
                None => (line.to_owned(), String::new()),
            }),
        }
    }
    let lines = lines.into_iter().map(|(mut line, cause)| {
        if !cause.trim().starts_with('(') {
            line += &cause;
        }
        line.retain(|character| !character.is_whitespace());
        without_decimals(&line)
    });
    // A short summary is followed by what comes next on the same line.
    let lines = lines.flat_map(|line| {
        let (line, next) = match line.split_once("·next:") {
            Some((line, next)) => (line.to_owned(), Some(format!("next:{next}"))),
            None => (line, None),
        };
        [Some(line), next]
    });
    lines.flatten().collect()
}

/// The parts of the line before and from the column on; a wide character takes two.
fn split_at_column(line: &str, column: usize) -> (&str, &str) {
    let mut width = 0;
    let end = line.char_indices().find(|(_, character)| {
        width += character.width().unwrap_or(0);
        width > column
    });
    line.split_at(end.map_or(line.len(), |(index, _)| index))
}

/// The line without its numbers that have a decimal point, one after another.
fn without_decimals(line: &str) -> String {
    let mut without = String::new();
    let mut rest = line;
    while let Some(point) = rest.find('.') {
        let is_digit = |character: char| character.is_ascii_digit();
        let (before, after) = (&rest[..point], &rest[point + 1..]);
        let (whole, decimals) = (
            before.trim_end_matches(is_digit),
            after.trim_start_matches(is_digit),
        );
        let is_number = whole.len() < before.len() && decimals.len() < after.len();
        without += if is_number { whole } else { &rest[..=point] };
        rest = if is_number { decimals } else { after };
    }
    without + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_runs_may_differ_in_time_and_in_what_woke_a_task() {
        let shown = "\
  time  task     output          why now
   0.2  task 2   done 请求        (first poll)
   0.2  main     a line that     ready
                 is long
2 tasks · 0.1 s of sleep in 0.2 s
next: just run-lesson locks
";
        let found = "\
  time  task     output        why now
   0.3  task 2   done 请求      (woken by
                               another thread)
   0.4  main     a line that   ready
                 is long
2 tasks · 0.4 s · next: just run-lesson locks
";
        assert!(alike(shown, found));
        for (from, to) in [
            ("请求", "请 1"),
            ("task 2", "task 3"),
            ("ready", "steady"),
            ("is long", "is short"),
            ("2 tasks", "3 tasks"),
            ("locks", "semaphores"),
        ] {
            assert!(!alike(shown, &found.replace(from, to)), "{to}");
        }
    }

    #[test]
    fn only_numbers_with_a_decimal_point_are_left_out() {
        assert_eq!(
            without_decimals("0.2main1.com2tasks0.15s."),
            "main1.com2taskss."
        );
    }

    #[test]
    fn rows_may_be_left_out_of_a_real_run() {
        let shown = "\
  time  task     output     why now
   0.0  main     page 1     arrived
…
   0.0  main     took 0.0
3 tasks · 0.0 s
";
        let printed = "\
  time  task     output     why now
   0.1  main     page 1     arrived
   0.1  main     page 2
   0.1  main     took 0.1
3 tasks · 0.1 s
";
        assert!(alike_with_gaps(shown, printed));
        assert!(!alike_with_gaps(
            shown,
            &printed.replace("page 1", "page 3")
        ));
        assert!(!alike_with_gaps(
            shown,
            &printed.replace("took", "has taken")
        ));
    }
}
