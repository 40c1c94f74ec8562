//! `linear_by_linear`: test of a trend of ordered categories between groups.

use super::{Asks, Groups, Id, Method, OutcomeKind, Reads, Use, choice, gives, options};

choice! {
    Scores {
        Equidistant "equidistant" ("equidistant", "équidistants"),
        Midranks "midranks" ("midranks", "rangs moyens"),
    }
}

options! {
    scores: choice(Scores), "1, 2, 3, … in the order of the plan, or the mean ranks of the patients of each group and of each category." ("scores", "scores") is Test;
}

gives! {
    ChiSquared: test(Statistic);
    Df: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::LinearByLinear,
    name: "linear_by_linear",
    title: "Linear-by-linear association test",
    title_fr: "Test d’association linéaire par linéaire",
    begins_with_name: false,
    citation: "Mantel N. J Am Stat Assoc 1963;58:690–700; Agresti A. Categorical Data Analysis, 3rd ed. 2013, section 3.4.1",
    takes: &[OutcomeKind::Category],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Together,
    asks: Asks {
        needs: &[Reads::Order],
        by_order: Some(OPTION.scores.is(&[Scores::Equidistant, Scores::Midranks])),
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.scores.name()),
    page: include_str!("pages/linear_by_linear.md"),
};
