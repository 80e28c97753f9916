//! The steps of a lesson, in their order.

use views::{Deck, Slide};

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// What one can do after the lesson.
    Goals,
    /// A stage of the slide of this number.
    Page(usize, Stage),
    /// The lesson in three sentences.
    Recap,
}

/// What a slide shows, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The idea and the program.
    Program,
    /// The question, and time to answer.
    Ask,
    /// The run, as it prints.
    Run,
    /// The run as a timeline.
    Picture,
    /// The answer, and what Python does.
    Answer,
    /// A line to change.
    Try,
    /// What happens then.
    Outcome,
}

/// The steps of a lesson: of each slide those for which the note has something.
pub(super) fn stops(deck: &Deck) -> Vec<Stop> {
    let mut stops = vec![Stop::Goals];
    for (index, slide) in deck.slides.iter().enumerate() {
        let stages = [
            Stage::Program,
            Stage::Ask,
            Stage::Run,
            Stage::Picture,
            Stage::Answer,
            Stage::Try,
            Stage::Outcome,
        ];
        let there = stages.into_iter().filter(|stage| has(slide, *stage));
        stops.extend(there.map(|stage| Stop::Page(index, stage)));
    }
    stops.push(Stop::Recap);
    stops
}

fn has(slide: &Slide, stage: Stage) -> bool {
    match stage {
        Stage::Program | Stage::Run | Stage::Picture => true,
        Stage::Ask => !slide.ask.is_empty(),
        Stage::Answer => !slide.answer.is_empty(),
        Stage::Try => !slide.try_it.is_empty(),
        Stage::Outcome => !slide.outcome.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slide_has_the_stages_of_its_page() {
        let full = Slide {
            ask: vec!["When?".to_owned()],
            answer: vec!["At once.".to_owned()],
            ..Slide::default()
        };
        let deck = Deck {
            slides: vec![full, Slide::default()],
            ..Deck::default()
        };
        assert_eq!(
            stops(&deck),
            [
                Stop::Goals,
                Stop::Page(0, Stage::Program),
                Stop::Page(0, Stage::Ask),
                Stop::Page(0, Stage::Run),
                Stop::Page(0, Stage::Picture),
                Stop::Page(0, Stage::Answer),
                Stop::Page(1, Stage::Program),
                Stop::Page(1, Stage::Run),
                Stop::Page(1, Stage::Picture),
                Stop::Recap,
            ]
        );
    }
}
