//! How an analysis handles intercurrent events, in a sentence each.

use crate::catalogue::Names;
use crate::report::document::{Span, Text, sentence, text};
use crate::report::select::Book;
use crate::results::{AnalysisInfo, EventOnThatDay, EventOrder, ExaminationOnThatDay, Settles, Strategy};
use crate::words::{fill, lower_first};

const AS_IN: Names = Names::with_places(
    "Intercurrent events are handled as in “{analysis}”.",
    "Les événements intercurrents sont traités comme dans «\u{a0}{analysis}\u{a0}».",
);

/// Each with a space before it; empty where there is nothing to handle. What is handled as in the analysis that this one is
/// like is stated there, once.
pub fn sentences(book: &Book, analysis: &AnalysisInfo) -> Text {
    let stated = stated(book, analysis);
    match stated_in(book, analysis) {
        Some(first) if !stated.is_empty() => {
            let said = sentence(book.said(AS_IN), &[("analysis", text(&first.label))]);
            [vec![Span::new(" ")], said].concat()
        }
        Some(_) | None => stated,
    }
}

/// The first of those that an analysis is like, each like the next, that the report has and that handles events as it does.
fn stated_in(book: &Book, analysis: &AnalysisInfo) -> Option<AnalysisInfo> {
    let shown = book.analyses();
    let mut found: Option<AnalysisInfo> = None;
    // As many steps as there are analyses, should two be like each other.
    for _ in shown {
        let differs = found.as_ref().unwrap_or(analysis).differs.as_ref();
        let next = differs.and_then(|differs| shown.iter().find(|a| a.name == differs.from));
        match next.filter(|a| a.strategies == analysis.strategies && a.meeting == analysis.meeting) {
            Some(next) if next.name != analysis.name => found = Some(next.clone()),
            Some(_) | None => return found,
        }
    }
    found
}

pub fn stated(book: &Book, analysis: &AnalysisInfo) -> Text {
    let (words, meeting) = (&book.words.intercurrent, &analysis.meeting);
    let mut all = vec![];
    let mut add = |found: Text| {
        all.push(Span::new(" "));
        all.extend(found);
    };
    if !analysis.strategies.is_empty() {
        let one = |(event, strategy): &(String, Strategy)| {
            fill(words.strategy, &[("event", &lower_first(event)), ("strategy", book.words.strategy_of(*strategy))])
        };
        let strategies: Vec<String> = analysis.strategies.iter().map(one).collect();
        add(sentence(words.strategies, &[("strategies", text(&strategies.join("; ")))]));
    }
    if let Some(order) = &meeting.order {
        let (form, named) = match order {
            EventOrder::InOrder(named) => (words.events_in_order, named),
            EventOrder::FirstToHappen(named) => (words.events_first_to_happen, named),
        };
        let one = |settles: &Settles| match settles {
            Settles::Event(label) => lower_first(label),
            Settles::Earlier(set) => fill(words.earlier_response, &[("set", &book.words.set_named(set))]),
        };
        let named: Vec<String> = named.iter().map(one).collect();
        add(sentence(form, &[("events", text(&named.join(", ")))]));
    }
    if let Some(examination) = meeting.examination_on_that_day {
        let said = match examination {
            ExaminationOnThatDay::AfterEvent => words.examination_after_event,
            ExaminationOnThatDay::BeforeEvent => words.examination_before_event,
        };
        add(text(said));
    }
    if let Some(event) = meeting.event_on_that_day {
        let said = match event {
            EventOnThatDay::Counts => words.event_that_day_counts,
            EventOnThatDay::DoesNotCount => words.event_that_day_does_not_count,
        };
        add(text(said));
    }
    all
}
