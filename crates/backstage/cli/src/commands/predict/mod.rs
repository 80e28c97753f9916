//! `predict`: a program is shown, and its lines are asked for one by one before they come.

mod answers;
mod quiz;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use recording::{Stream, task_name};
use unicode_width::UnicodeWidthStr;
use views::columns::{escape_controls, pad, wrap};
use views::{
    Capabilities, PrintedLine, PrintedLines, RecordingError, Replay, Story, Subject,
};

use super::compare::wrap_code;
use crate::args::PredictArgs;
use crate::caller::Caller;
use crate::course::{Example, Lesson, Registry, without_comments};
use crate::error::Error;
use crate::program::recorded::{RunOf, events, subject};
use answers::Answers;
use quiz::{MIN_DIFFERENT, Question, questions};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RIGHT: Style = AnsiColor::Green.on_default().bold();
const WRONG: Style = AnsiColor::Red.on_default().bold();

/// Number of lines that are shown again before a question.
const MAX_LINES_SO_FAR: usize = 6;

/// One run that is asked about.
struct Game<'a> {
    lesson: &'a Lesson,
    example: &'a Example,
    subject: Subject,
    lines: Vec<PrintedLine>,
    questions: Vec<Question>,
    replay: Replay<'a>,
    width: usize,
}

/// How a game ended.
struct Score {
    asked: usize,
    right: usize,
    /// The index of the first line that was not foreseen.
    first_wrong: Option<usize>,
    /// The answers came to an end, or the reader left.
    left: bool,
}

/// Asks about one example, or about those of the lesson's path in turn.
pub(crate) fn predict(
    registry: &Registry,
    args: &PredictArgs,
    caller: Caller,
    width: usize,
    out: &mut impl Write,
) -> Result<(), Error> {
    let lesson = registry.lesson(&args.name)?;
    let named = args.example.as_deref();
    let named = named.map(|name| registry.example_of(lesson, name));
    let named = named.transpose()?;
    let examples = match &named {
        Some(example) => vec![example],
        None => lesson.path().collect(),
    };
    let mut answers = None;
    let mut asked = 0;
    for example in examples {
        let run = RunOf {
            lesson,
            example,
            seed: args.seed,
            limit: args.limit.duration(),
        };
        let (events, failed) = events(registry, run)?;
        let subject = subject(registry, lesson, example, args.seed, caller);
        let lines = PrintedLines::of(&events, &subject);
        let lines = lines.into_iter();
        let lines = lines.filter(|line| line.stream == Stream::Stdout);
        let lines = lines.collect::<Vec<_>>();
        let Some(questions) = questions(&example.name, &lines) else {
            if named.is_some() {
                return Err(Error::Usage(format!(
                    "{} prints fewer than {MIN_DIFFERENT} different lines: nothing to \
                     predict",
                    example.name
                )));
            }
            continue;
        };
        let unreadable = |error: RecordingError| Error::Failed(error.to_string());
        let story = Story::of(&events).map_err(unreadable)?;
        let replay = Replay::new(&story, false).map_err(unreadable)?;
        let game = Game {
            lesson,
            example,
            subject,
            lines,
            questions,
            replay,
            width,
        };
        if asked > 0 {
            writeln!(out)?;
        }
        game.show_program(out)?;
        let answers = match &mut answers {
            Some(answers) => answers,
            none => none.insert(Answers::from(args.answers.as_deref())?),
        };
        let score = game.play(answers, out)?;
        game.close(&score, caller, out)?;
        asked += 1;
        if let Some(why) = failed {
            return Err(Error::Failed(why));
        }
        if score.left {
            break;
        }
    }
    if asked == 0 {
        let what = "no example of the path prints enough to predict";
        return Err(Error::Usage(format!("{}: {what}", lesson.name)));
    }
    Ok(())
}

impl Game<'_> {
    /// The program, without the comments, which say what happens.
    fn show_program(&self, out: &mut impl Write) -> io::Result<()> {
        let heading = &self.subject.heading;
        writeln!(out, "{BOLD}{}{BOLD:#}\n", escape_controls(heading))?;
        let text = self.subject.source.join("\n");
        let numbers = self.subject.source.len().to_string().len();
        let mut blank = true;
        for (index, line) in without_comments(&text).lines().enumerate() {
            // Where comments were, one empty line is enough.
            let was_blank = std::mem::replace(&mut blank, line.trim().is_empty());
            if blank && was_blank {
                continue;
            }
            let number = index + 1;
            let rows = wrap_code(&escape_controls(line), self.width - numbers - 1);
            for (row, text) in rows.iter().enumerate() {
                let number = if row == 0 {
                    number.to_string()
                } else {
                    String::new()
                };
                let line = format!("{DIM}{number:>numbers$}{DIM:#} {text}");
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        out.flush()
    }

    fn play(
        &self,
        answers: &mut Answers,
        out: &mut impl Write,
    ) -> Result<Score, Error> {
        let mut score = Score {
            asked: 0,
            right: 0,
            first_wrong: None,
            left: false,
        };
        let mut told = 0;
        for question in &self.questions {
            self.ask(question, out)?;
            let Some(answer) = self.answer(question, answers, out)? else {
                score.left = true;
                break;
            };
            score.asked += 1;
            let right = answer == question.right;
            if right {
                score.right += 1;
            } else {
                score.first_wrong.get_or_insert(question.known);
            }
            self.tell(question, right, out)?;
            told = question.known + 1;
        }
        // What nobody was asked about.
        if !score.left && told < self.lines.len() {
            writeln!(out, "\n{DIM}and then{DIM:#}")?;
            for line in &self.lines[told..] {
                self.line("  ", line, out)?;
            }
        }
        Ok(score)
    }

    fn ask(&self, question: &Question, out: &mut impl Write) -> io::Result<()> {
        let known = &self.lines[..question.known];
        writeln!(out)?;
        if let Some(skipped @ 1..) = known.len().checked_sub(MAX_LINES_SO_FAR) {
            writeln!(out, "{DIM}  … {skipped} before{DIM:#}")?;
        }
        let shown = known.len().saturating_sub(MAX_LINES_SO_FAR);
        for line in &known[shown..] {
            self.line("  ", line, out)?;
        }
        let which = if known.is_empty() { "first" } else { "next" };
        writeln!(out, "{BOLD}Which line comes {which}?{BOLD:#}")?;
        for (letter, choice) in ('a'..).zip(&question.choices) {
            let time = self.replay.seconds(choice.at_us);
            let lead = format!("  {letter}  {time:>6}  ");
            for (index, row) in self.rows(&choice.text, lead.width()).iter().enumerate()
            {
                match index {
                    0 => writeln!(out, "{BOLD}{lead}{BOLD:#}{row}")?,
                    _ => writeln!(out, "{:1$}{row}", "", lead.width())?,
                }
            }
        }
        Ok(())
    }

    /// The index of the choice that was made; `None` if there is no further answer.
    fn answer(
        &self,
        question: &Question,
        answers: &mut Answers,
        out: &mut impl Write,
    ) -> Result<Option<usize>, Error> {
        let number = question.choices.len();
        let last = char::from(b'a' + number as u8 - 1);
        loop {
            write!(out, "> ")?;
            out.flush()?;
            let answer = answers.next()?;
            if !answers.are_echoed() {
                let shown = answer.as_deref().unwrap_or_default();
                writeln!(out, "{}", escape_controls(shown))?;
            }
            let Some(answer) = answer else {
                return Ok(None);
            };
            let index = match answer.as_str() {
                "q" => return Ok(None),
                "" => number,
                answer => match (answer.parse::<usize>(), answer.as_bytes()) {
                    (Ok(index), _) => index.wrapping_sub(1),
                    (_, [letter]) => usize::from(letter.wrapping_sub(b'a')),
                    _ => number,
                },
            };
            if index < number {
                return Ok(Some(index));
            }
            writeln!(out, "type a letter from a to {last}, or q to leave")?;
        }
    }

    /// The line that came, and why.
    fn tell(
        &self,
        question: &Question,
        right: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let line = &self.lines[question.known];
        let unicode = Capabilities::of_environment().unicode;
        let (style, mark) = match (right, unicode) {
            (true, true) => (RIGHT, "✓ "),
            (true, false) => (RIGHT, "+ "),
            (false, true) => (WRONG, "✗ "),
            (false, false) => (WRONG, "- "),
        };
        let mark = format!("{style}{mark}{style:#}");
        self.line(&mark, line, out)?;
        if !line.why.is_empty() {
            let indent = 2 + self.time_width() + 2;
            for row in wrap(&line.why, self.width - indent) {
                writeln!(out, "{:indent$}{DIM}{row}{DIM:#}", "")?;
            }
        }
        Ok(())
    }

    /// A printed line with its time and its task, behind a mark of two columns.
    fn line(
        &self,
        mark: &str,
        line: &PrintedLine,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let time = self.replay.seconds(line.at_us);
        let width = self.time_width();
        let name = pad(&task_name(line.task), 7);
        let indent = 2 + width + 2 + name.width() + 2;
        for (index, row) in self.rows(&line.text, indent).iter().enumerate() {
            match index {
                0 => writeln!(out, "{mark}{DIM}{time:>width$}{DIM:#}  {name}  {row}")?,
                _ => writeln!(out, "{:indent$}{row}", "")?,
            }
        }
        Ok(())
    }

    fn time_width(&self) -> usize {
        let last = self.lines.last().map_or(0, |line| line.at_us);
        self.replay.seconds(last).len().max(6)
    }

    /// A text in the rows that it takes to the right of `indent`.
    fn rows(&self, text: &str, indent: usize) -> Vec<String> {
        let lines = text.split('\n').map(escape_controls);
        let rows = lines.flat_map(|line| wrap(&line, self.width - indent));
        let rows = rows.collect::<Vec<_>>();
        if rows.is_empty() {
            vec![String::new()]
        } else {
            rows
        }
    }

    fn close(
        &self,
        score: &Score,
        caller: Caller,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let Score { asked, right, .. } = score;
        writeln!(out, "\n{right} of {asked} right")?;
        if let Some(wrong) = score.first_wrong {
            let walk = format!("walk {} {}", self.lesson.name, self.example.name);
            let walk = match self.stop(wrong) {
                Some(stop) => format!("{walk} --step {}", stop + 1),
                None => walk,
            };
            let walk = caller.command_line(&walk);
            let missed = format!("line {} was the first you missed", wrong + 1);
            writeln!(out, "{missed}; to look at it:\n{DIM}{walk}{DIM:#}")?;
        }
        out.flush()
    }

    /// The stop of the replay at which a line is printed.
    fn stop(&self, line: usize) -> Option<usize> {
        let steps = self.replay.story().steps();
        let prints = |(_, step): &(u32, &views::Step)| {
            matches!(step.kind, views::StepKind::Printed(_, Stream::Stdout))
        };
        let mut events = (0..).zip(steps).filter(prints);
        let (event, _) = events.nth(line)?;
        self.replay.stop_of(event)
    }
}
