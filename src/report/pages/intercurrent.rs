//! How an analysis handles intercurrent events, in a sentence each.

use crate::report::document::{Span, Text, sentence, text};
use crate::report::select::Book;
use crate::results::{AnalysisInfo, EventOnThatDay, EventOrder, ExaminationOnThatDay, Settles, Strategy};
use crate::words::{fill, lower_first};

/// Each with a space before it; empty where there is nothing to handle.
pub fn sentences(book: &Book, analysis: &AnalysisInfo) -> Text {
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
            Settles::Earlier(set) => fill(words.earlier_response, &[("set", set)]),
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
