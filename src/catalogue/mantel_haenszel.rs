//! `mantel_haenszel`: two groups over strata, test and common measure.

use super::{Asks, Effect, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use, YesNo, choice, gives, options};
use crate::number::NotEstimable;

choice! {
    Measure {
        OddsRatio "odds_ratio" ("odds ratio", "rapport des cotes") estimates OddsRatio,
        RiskRatio "risk_ratio" ("risk ratio", "rapport des risques") estimates RiskRatio,
        RiskDifference "risk_difference" ("risk difference", "différence de risques") estimates RiskDifference,
    }
}

choice! {
    Form {
        Asymptotic "asymptotic" ("asymptotic", "asymptotique"),
        Exact "exact" ("exact", "exact"),
    }
}

options! {
    measure: choice(Measure) = OddsRatio, "What is taken as common to the strata." ("measure", "mesure");
    form: choice(Form) = Asymptotic, "The chi-squared test, or the exact conditional test with its odds ratio and interval." ("form", "forme") is Test;
    correction: choice(YesNo) = No, "Continuity correction of the chi-squared test." ("correction", "correction de continuité");
}

const EXACT: Fact = Fact::Option(OPTION.form.is(&[Form::Exact]));
const ASYMPTOTIC: Fact = Fact::Option(OPTION.form.is(&[Form::Asymptotic]));

gives! {
    Estimate [Lower, Upper]: estimate(Ratio).instead_of_title().when(&[&[EXACT], &[Fact::Option(OPTION.measure.is(&[Measure::OddsRatio, Measure::RiskRatio]))]]);
    Difference as Estimate [Lower, Upper]: estimate(ProportionDifference).instead_of_title().when(&[&[ASYMPTOTIC, Fact::Option(OPTION.measure.is(&[Measure::RiskDifference]))]]);
    ChiSquared: test(Statistic).when(&[&[ASYMPTOTIC]]);
    Df: test(Statistic).when(&[&[ASYMPTOTIC]]);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::MantelHaenszel,
    name: "mantel_haenszel",
    title: "Mantel–Haenszel test and common measure over strata",
    title_fr: "Test et mesure commune de Mantel–Haenszel sur les strates",
    begins_with_name: true,
    citation: "Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719–748; Robins J, Breslow N, Greenland S. Biometrics 1986;42:311–323; Greenland S, Robins JM. Biometrics 1985;41:55–68; Sato T. Biometrics 1989;45:1323–1324",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::OddsRatio, Effect::RiskRatio, Effect::RiskDifference],
    groups: Groups::Two,
    asks: Asks {
        reads: &[Reads::Strata],
        needs: &[Reads::Strata],
        conditions: &[OPTION.correction.read_where(OPTION.form.is(&[Form::Asymptotic]))],
        never: &[Never {
            all: &[EXACT, Fact::Option(OPTION.measure.is(&[Measure::RiskRatio, Measure::RiskDifference]))],
            because: NotEstimable::ExactFormForOddsRatio,
        }],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.measure.name()),
    page: include_str!("pages/mantel_haenszel.md"),
};
