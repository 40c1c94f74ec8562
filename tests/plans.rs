//! Small complete plans over public data, run through the whole engine: that a plan reaches a method, and that the numbers
//! are those of `tests/reference`, whose provenance is written there.

#[path = "plans/agreement.rs"]
mod agreement;
#[path = "plans/groups.rs"]
mod groups;
#[path = "plans/later.rs"]
mod later;
#[path = "plans/reach.rs"]
mod reach;
#[path = "plans/support.rs"]
mod support;
#[path = "plans/survival.rs"]
mod survival;
