//! The patients and events of an analysis of events, as they were counted.

use super::events::Events;
use super::frame;
use super::identifier;
use super::record::{Frame, Records};
use super::sets::{self, EventPatient, EventRow, EventSet};
use crate::derive::model::Occurrence;
use crate::results::{EventLevel, EventLine};

pub(super) fn set(records: &Records, events: &Events, frame: &Frame, lines: &[EventLine]) -> EventSet {
    let (analysis, seen) = (events.analysis, events.seen);
    let pseudonyms = records.context.seen.patients();
    let groups = frame::groups(records, analysis);
    let key = |level: EventLevel, occurrence: &Occurrence| {
        let own = lines.iter().find(|line| line.level == level && events.is_in(line, occurrence));
        own.map(|line| line.key.clone())
    };
    let event = |occurrence: &&Occurrence| EventRow {
        patient: pseudonyms[occurrence.patient].clone(),
        day: seen.day(occurrence.patient, occurrence.date),
        grade: occurrence.grade,
        severe: events.is_severe(occurrence),
        class: occurrence.class.as_ref().and_then(|_| key(EventLevel::Class, occurrence)),
        term: key(EventLevel::Term, occurrence),
    };
    let patient = |place: usize| EventPatient {
        patient: pseudonyms[events.patients[place]].clone(),
        group: events.group[place],
        at_risk: events.at_risk(place),
    };
    let names = identifier::of_calls(&analysis.methods);
    let calls = analysis.methods.iter().zip(&names);
    EventSet {
        of: frame.record.clone(),
        groups: groups.iter().map(|group| group.word().unwrap_or_default().to_string()).collect(),
        patients: (0..events.patients.len()).map(patient).collect(),
        events: events.occurrences.iter().flatten().map(event).collect(),
        grades: events.endpoint.grades.clone().collect(),
        year: records.context.program.flat.settings.year(),
        calls: calls.flat_map(|(call, name)| sets::of_call(records, frame, analysis, (call, name))).collect(),
    }
}
