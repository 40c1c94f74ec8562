//! `smallest_significant`: the smallest result that the planned number of patients can show.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, gives, options};

options! {}

gives! {
    PlannedPairs: estimate(Count);
    LeastDiscordant: estimate(Count);
    LeastDifference: estimate(ProportionDifference);
}

pub const METHOD: Method = Method {
    id: Id::SmallestSignificant,
    name: "smallest_significant",
    title: "Smallest result that can be significant",
    title_fr: "Plus petit résultat pouvant être significatif",
    begins_with_name: false,
    citation: "McNemar Q. Psychometrika 1947;12:153–157; Agresti A. Categorical Data Analysis, 3rd ed. Wiley 2013, section 11.1",
    takes: &[OutcomeKind::PlannedPairs],
    uses: &[Use::SampleSize],
    estimates: &[],
    groups: Groups::None,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/smallest_significant.md"),
};
