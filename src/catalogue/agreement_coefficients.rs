//! `agreement_coefficients`: agreement of two or more readings corrected for chance in other ways than κ.

use super::{Asks, Fact, Groups, Id, Method, OutcomeKind, Use, gives, options};

options! {}

const OF_TWO: &[&[Fact]] = &[&[Fact::Outcome(OutcomeKind::Agreement)]];

gives! {
    GwetAc1 [Lower, Upper]: estimate(Statistic);
    StandardError: estimate(Statistic);
    ScottPi: estimate(Statistic).when(OF_TWO);
    BennettS: estimate(Statistic);
    PrevalenceAdjusted: estimate(Statistic).when(OF_TWO);
    ObservedAgreement: estimate(Proportion);
}

pub const METHOD: Method = Method {
    id: Id::AgreementCoefficients,
    name: "agreement_coefficients",
    title: "Agreement coefficients of Gwet, Scott, Bennett and Byrt",
    title_fr: "Coefficients d’accord de Gwet, Scott, Bennett et Byrt",
    begins_with_name: false,
    citation: "Gwet KL. Br J Math Stat Psychol 2008;61:29–48; Scott WA. Public Opin Q 1955;19:321–325; Bennett EM, Alpert R, Goldstein AC. Public Opin Q 1954;18:303–308; Byrt T, Bishop J, Carlin JB. J Clin Epidemiol 1993;46:423–429",
    takes: &[OutcomeKind::Agreement, OutcomeKind::SeveralReadings],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::None,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/agreement_coefficients.md"),
};
