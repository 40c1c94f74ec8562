//! `shift_table`: categories at baseline by categories afterwards.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, gives, options};

options! {}

gives! {
    N: estimate(Count).each(Group);
    BothAssessed: estimate(Count).each(Group);
    Patients: estimate(Count).each(GroupAndShift);
    Proportion: estimate(Proportion).each(GroupAndAssessedShift);
}

pub const METHOD: Method = Method {
    id: Id::ShiftTable,
    name: "shift_table",
    title: "Shift from baseline",
    title_fr: "Évolution depuis l’inclusion",
    begins_with_name: false,
    citation: "ICH Harmonised Guideline E3. Structure and content of clinical study reports. 1995, section 12.4.2",
    takes: &[OutcomeKind::Shift],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/shift_table.md"),
};
