//! Small complete plans over public data, run through the whole engine: that a plan reaches a method, and that the numbers
//! are those of `tests/reference`, whose provenance is written there.

mod adam;
mod agreement;
mod attributes;
mod begun;
mod circulation;
mod colon;
mod facts;
mod french;
mod glioma;
mod grades;
mod groups;
mod held;
mod joints;
mod later;
mod lymphoma;
mod margins;
mod months;
mod reach;
mod reads;
mod regions;
mod scans;
mod schema;
mod skin;
mod standards;
mod support;
mod survival;
mod three;
mod treated;
