//! The statistics: what a number of the results is a number of. One list for all methods and for what is counted beside them, with the
//! words that a report has for each in every language.

use super::Language;
use serde::{Deserialize, Serialize};

/// Where a statistic stands in the table of its analysis. All stand in the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In a line of its own.
    Line,
    /// Beside the number that it is a limit of, as its method declares it.
    Lower,
    Upper,
    /// The whole of which counts of the same method are parts: `32` of `18/32`.
    Whole,
    /// A part of that whole: `18` of `18/32`.
    OutOfWhole,
    /// Behind the count that it is the share of, `7 (21.9)`, where that is there.
    ShareOf(Statistic),
    /// In one line with the other counts of matched pairs.
    WithPairs,
    /// In the line of the number that is tested, where there is one such number.
    PValue,
    /// It serves the computation of others, and stands in the results only.
    Nowhere,
}

macro_rules! statistics {
    ($($name:ident: $code:literal, $en:literal $(/ $en_short:literal)?, $fr:literal $(/ $fr_short:literal)?, $shown:expr;)*) => {
        /// What a number is a number of. In the results it is its code: `hazard_ratio`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum Statistic {
            $(#[serde(rename = $code)] $name,)*
        }

        impl Statistic {
            pub const ALL: &'static [Statistic] = &[$(Statistic::$name,)*];

            /// As it stands in an identifier and in the results: `hazard_ratio`.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Statistic::$name => $code,)*
                }
            }

            /// Its name where it stands for itself: `Hazard ratio`.
            pub const fn words(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Statistic::$name, Language::English) => $en,
                    (Statistic::$name, Language::French) => $fr,)*
                }
            }

            /// Its name where there is little room, where it has a shorter one: `HR`.
            pub const fn short_words(self, language: Language) -> &'static str {
                match (self, language) {
                    $($((Statistic::$name, Language::English) => $en_short,)?
                    $((Statistic::$name, Language::French) => $fr_short,)?)*
                    (any, language) => any.words(language),
                }
            }

            pub const fn shown(self) -> Shown {
                use Shown::*;
                match self {
                    $(Statistic::$name => $shown,)*
                }
            }
        }
    };
}

statistics! {
    // Who and what is counted.
    N: "n", "Patients", "Patients", Whole;
    Events: "events", "Events", "Événements", OutOfWhole;
    Responders: "responders", "Responders", "Répondeurs", OutOfWhole;
    Lesions: "lesions", "Lesions", "Lésions", Line;
    LesionsUntold: "lesions_untold", "Lesions without a category", "Lésions sans catégorie", Line;
    LesionProportion: "lesion_proportion", "Proportion of the lesions", "Proportion des lésions", ShareOf(Statistic::Lesions);
    Readings: "readings", "Readings", "Lectures", Line;
    ReadingProportion: "reading_proportion", "Proportion of the readings", "Proportion des lectures", ShareOf(Statistic::Readings);
    Patients: "patients", "Patients", "Patients", Line;
    BothAssessed: "both_assessed", "Patients with both assessed", "Patients évalués aux deux moments", Line;
    Intervals: "intervals", "Intervals of follow-up", "Intervalles de suivi", Line;
    Pairs: "pairs", "Pairs", "Paires", Nowhere;
    InformativeSets: "informative_sets", "Informative sets", "Ensembles informatifs", Line;
    Readers: "readers", "Readers", "Lecteurs", Line;
    TimeAtRisk: "time_at_risk", "Time at risk", "Temps à risque", Line;
    Completeness: "completeness", "Completeness of follow-up (Clark’s C)", "Complétude du suivi (C de Clark)", Line;
    AtRisk: "at_risk", "At risk", "À risque", Nowhere;
    EffectiveSampleSize: "effective_sample_size", "Effective sample size", "Effectif efficace", Line;
    // Pairs of yes and no.
    Both: "both", "Both", "Les deux", WithPairs;
    FirstOnly: "first_only", "First only", "Le premier seul", WithPairs;
    SecondOnly: "second_only", "Second only", "Le second seul", WithPairs;
    Neither: "neither", "Neither", "Aucun des deux", WithPairs;
    // What is estimated of a group, or of their comparison.
    Estimate: "estimate", "Estimate", "Estimation", Line;
    Proportion: "proportion", "Proportion", "Proportion", ShareOf(Statistic::Patients);
    Difference: "difference", "Difference", "Différence", Line;
    Ratio: "ratio", "Ratio", "Rapport", Line;
    LostRatio: "lost_ratio", "Ratio of time lost", "Rapport du temps perdu", Line;
    OddsRatio: "odds_ratio", "Odds ratio" / "OR", "Rapport des cotes" / "OR", Line;
    HazardRatio: "hazard_ratio", "Hazard ratio" / "HR", "Rapport des risques instantanés" / "HR", Line;
    SubdistributionHazardRatio: "subdistribution_hazard_ratio", "Subdistribution hazard ratio" / "sHR", "Rapport des risques de sous-distribution" / "sHR", Line;
    CauseSpecificHazardRatio: "cause_specific_hazard_ratio", "Cause-specific hazard ratio" / "csHR", "Rapport des risques instantanés de la cause" / "csHR", Line;
    Survival: "survival", "Survival", "Survie", Line;
    Incidence: "incidence", "Incidence", "Incidence", Line;
    CumulativeHazard: "cumulative_hazard", "Cumulative hazard", "Risque cumulé", Line;
    Rate: "rate", "Rate", "Taux", Line;
    Median: "median", "Median", "Médiane", Line;
    FirstQuartile: "first_quartile", "First quartile", "Premier quartile", Line;
    ThirdQuartile: "third_quartile", "Third quartile", "Troisième quartile", Line;
    Mean: "mean", "Mean", "Moyenne", Line;
    AdjustedMean: "adjusted_mean", "Adjusted mean", "Moyenne ajustée", Line;
    StandardDeviation: "standard_deviation", "Standard deviation", "Écart-type", Line;
    Minimum: "minimum", "Minimum", "Minimum", Line;
    Maximum: "maximum", "Maximum", "Maximum", Line;
    MedianAbsoluteDeviation: "median_absolute_deviation", "Median absolute deviation", "Écart absolu médian", Line;
    CoefficientOfVariation: "coefficient_of_variation", "Coefficient of variation", "Coefficient de variation", Line;
    GeometricMean: "geometric_mean", "Geometric mean", "Moyenne géométrique", Line;
    GeometricCoefficientOfVariation: "geometric_coefficient_of_variation", "Geometric coefficient of variation", "Coefficient de variation géométrique", Line;
    Skewness: "skewness", "Skewness", "Asymétrie", Line;
    Kurtosis: "kurtosis", "Kurtosis", "Aplatissement", Line;
    ResidualStandardDeviation: "residual_standard_deviation", "Residual standard deviation", "Écart-type résiduel", Line;
    RSquared: "r_squared", "R squared", "R²", Line;
    Concordance: "concordance", "Concordance", "Concordance", Line;
    CramerV: "cramer_v", "Cramer v", "V de Cramér", Line;
    ProbabilityLarger: "probability_larger", "Probability larger", "Probabilité d’une valeur plus grande", Line;
    EValue: "e_value", "E value", "E-value", Line;
    EValueOfLimit: "e_value_of_limit", "E value of limit", "E-value de la limite", Line;
    // Agreement.
    ObservedAgreement: "observed_agreement", "Observed agreement", "Accord observé", Line;
    GwetAc1: "gwet_ac1", "Gwet ac1", "AC1 de Gwet", Line;
    ScottPi: "scott_pi", "Scott pi", "π de Scott", Line;
    BennettS: "bennett_s", "Bennett s", "S de Bennett", Line;
    PrevalenceAdjusted: "prevalence_adjusted", "Prevalence adjusted", "Kappa ajusté pour la prévalence et le biais", Line;
    // A diagnostic test against its reference.
    TruePositives: "true_positives", "True positives", "Vrais positifs", Line;
    FalsePositives: "false_positives", "False positives", "Faux positifs", Line;
    FalseNegatives: "false_negatives", "False negatives", "Faux négatifs", Line;
    TrueNegatives: "true_negatives", "True negatives", "Vrais négatifs", Line;
    TestUndetermined: "test_undetermined", "Test undetermined, counted as planned", "Test indéterminé, compté comme prévu", Line;
    ReferenceUndetermined: "reference_undetermined", "Reference undetermined, counted as planned", "Référence indéterminée, comptée comme prévu", Line;
    Prevalence: "prevalence", "Prevalence by the reference", "Prévalence selon la référence", Line;
    Sensitivity: "sensitivity", "Sensitivity", "Sensibilité", Line;
    SensitivityLower: "sensitivity_lower", "Sensitivity lower", "Limite inférieure de la sensibilité", Lower;
    SensitivityUpper: "sensitivity_upper", "Sensitivity upper", "Limite supérieure de la sensibilité", Upper;
    Specificity: "specificity", "Specificity", "Spécificité", Line;
    SpecificityLower: "specificity_lower", "Specificity lower", "Limite inférieure de la spécificité", Lower;
    SpecificityUpper: "specificity_upper", "Specificity upper", "Limite supérieure de la spécificité", Upper;
    PositivePredictiveValue: "positive_predictive_value", "Positive predictive value", "Valeur prédictive positive", Line;
    PositivePredictiveValueLower: "positive_predictive_value_lower", "Positive predictive value lower", "Limite inférieure de la valeur prédictive positive", Lower;
    PositivePredictiveValueUpper: "positive_predictive_value_upper", "Positive predictive value upper", "Limite supérieure de la valeur prédictive positive", Upper;
    NegativePredictiveValue: "negative_predictive_value", "Negative predictive value", "Valeur prédictive négative", Line;
    NegativePredictiveValueLower: "negative_predictive_value_lower", "Negative predictive value lower", "Limite inférieure de la valeur prédictive négative", Lower;
    NegativePredictiveValueUpper: "negative_predictive_value_upper", "Negative predictive value upper", "Limite supérieure de la valeur prédictive négative", Upper;
    Accuracy: "accuracy", "Accuracy", "Exactitude", Line;
    AccuracyLower: "accuracy_lower", "Accuracy lower", "Limite inférieure de l’exactitude", Lower;
    AccuracyUpper: "accuracy_upper", "Accuracy upper", "Limite supérieure de l’exactitude", Upper;
    PositiveLikelihoodRatio: "positive_likelihood_ratio", "Positive likelihood ratio", "Rapport de vraisemblance positif", Line;
    PositiveLikelihoodRatioLower: "positive_likelihood_ratio_lower", "Positive likelihood ratio lower", "Limite inférieure du rapport de vraisemblance positif", Lower;
    PositiveLikelihoodRatioUpper: "positive_likelihood_ratio_upper", "Positive likelihood ratio upper", "Limite supérieure du rapport de vraisemblance positif", Upper;
    NegativeLikelihoodRatio: "negative_likelihood_ratio", "Negative likelihood ratio", "Rapport de vraisemblance négatif", Line;
    NegativeLikelihoodRatioLower: "negative_likelihood_ratio_lower", "Negative likelihood ratio lower", "Limite inférieure du rapport de vraisemblance négatif", Lower;
    NegativeLikelihoodRatioUpper: "negative_likelihood_ratio_upper", "Negative likelihood ratio upper", "Limite supérieure du rapport de vraisemblance négatif", Upper;
    // How well it is known.
    Lower: "lower", "Lower", "Limite inférieure", Lower;
    Upper: "upper", "Upper", "Limite supérieure", Upper;
    AdjustedMeanLower: "adjusted_mean_lower", "Adjusted mean lower", "Limite inférieure de la moyenne ajustée", Lower;
    AdjustedMeanUpper: "adjusted_mean_upper", "Adjusted mean upper", "Limite supérieure de la moyenne ajustée", Upper;
    MedianLower: "median_lower", "Median lower", "Limite inférieure de la médiane", Lower;
    MedianUpper: "median_upper", "Median upper", "Limite supérieure de la médiane", Upper;
    FirstQuartileLower: "first_quartile_lower", "First quartile lower", "Limite inférieure du premier quartile", Lower;
    FirstQuartileUpper: "first_quartile_upper", "First quartile upper", "Limite supérieure du premier quartile", Upper;
    ThirdQuartileLower: "third_quartile_lower", "Third quartile lower", "Limite inférieure du troisième quartile", Lower;
    ThirdQuartileUpper: "third_quartile_upper", "Third quartile upper", "Limite supérieure du troisième quartile", Upper;
    StandardError: "standard_error", "Standard error", "Erreur standard", Nowhere;
    LogOddsRatio: "log_odds_ratio", "Log odds ratio", "Log du rapport des cotes", Nowhere;
    LogHazardRatio: "log_hazard_ratio", "Log hazard ratio", "Log du rapport des risques instantanés", Nowhere;
    // Tests.
    PValue: "p_value", "P value", "Valeur p", PValue;
    ChiSquared: "chi_squared", "χ²", "χ²", Line;
    Df: "df", "Df", "Degrés de liberté", Nowhere;
    DfWithin: "df_within", "Df within", "Degrés de liberté intra-groupes", Line;
    Z: "z", "Z", "z", Nowhere;
    T: "t", "T", "t", Line;
    F: "f", "F", "F", Line;
    J: "j", "J", "J", Line;
    U: "u", "U", "U", Line;
    V: "v", "V", "V", Line;
    LikelihoodRatio: "likelihood_ratio", "Likelihood ratio", "Rapport de vraisemblance", Line;
    LikelihoodRatioPValue: "likelihood_ratio_p_value", "Likelihood ratio p value", "Valeur p du rapport de vraisemblance", Line;
    Observed: "observed", "Observed", "Observés", Nowhere;
    Expected: "expected", "Expected", "Attendus", Nowhere;
    LowerMargin: "lower_margin", "Lower margin", "Marge inférieure", Line;
    LowerLimit: "lower_limit", "Lower limit that decides", "Limite inférieure qui décide", Line;
    UpperMargin: "upper_margin", "Upper margin", "Marge supérieure", Line;
    UpperLimit: "upper_limit", "Upper limit that decides", "Limite supérieure qui décide", Line;
    // What a planned number of patients can show.
    PlannedPairs: "planned_pairs", "Pairs planned", "Paires prévues", Line;
    LeastDiscordant: "least_discordant", "Fewest discordant pairs that can be significant", "Plus petit nombre de paires discordantes pouvant être significatif", Line;
    LeastDifference: "least_difference", "Smallest difference of the proportions that can be significant", "Plus petite différence des proportions pouvant être significative", Line;
    Power: "power", "Power", "Puissance", Line;
    ExpectedWidth: "expected_width", "Expected width of the interval of the difference", "Largeur attendue de l’intervalle de la différence", Line;
    // Matching and its balance.
    Treated: "treated", "Treated", "Traités", Line;
    Controls: "controls", "Controls", "Témoins", Line;
    Unmatched: "unmatched", "Unmatched", "Non appariés", Line;
    LeftOut: "left_out", "Left out", "Écartés", Line;
    Coefficient: "coefficient", "Coefficient", "Coefficient", Line;
    Deviance: "deviance", "Deviance", "Déviance", Line;
    Caliper: "caliper", "Caliper", "Calibre", Line;
    Aim: "aim", "Aim", "Objectif", Line;
    Missed: "missed", "Missed", "Hors objectif", Line;
    Largest: "largest", "Largest", "Plus grande", Line;
    SmdBefore: "smd_before", "Smd before", "Différence standardisée avant appariement", Line;
    SmdAfter: "smd_after", "Smd after", "Différence standardisée après appariement", Line;
    MeanBefore: "mean_before", "Mean before", "Moyenne avant appariement", Line;
    MeanAfter: "mean_after", "Mean after", "Moyenne après appariement", Line;
    SmdWeighted: "smd_weighted", "Smd weighted", "Différence standardisée après pondération", Line;
    MeanWeighted: "mean_weighted", "Mean weighted", "Moyenne après pondération", Line;
    StandardisedDifference: "standardised_difference", "Standardised difference", "Différence standardisée", Line;
    // Patients, their characteristics and their events.
    Considered: "considered", "Considered", "Considérés", Line;
    Excluded: "excluded", "Excluded", "Exclus", Line;
    Remaining: "remaining", "Remaining", "Restants", Line;
    NotMet: "not_met", "Not met", "Non rempli", Line;
    Included: "included", "Included", "Inclus", Line;
    Missing: "missing", "Missing", "Manquants", Line;
    Count: "count", "Count", "Nombre", Line;
    Severe: "severe", "Severe", "Patients avec un événement sévère", Line;
    SevereProportion: "severe_proportion", "Severe proportion", "Proportion avec un événement sévère", Line;
    Occurrences: "occurrences", "Occurrences", "Événements", Line;
}

impl Statistic {
    pub fn named(code: &str) -> Option<Statistic> {
        Statistic::ALL.iter().copied().find(|s| s.code() == code)
    }
}

/// A number that is what its method is there for.
impl Default for Statistic {
    fn default() -> Self {
        Statistic::Estimate
    }
}

impl std::fmt::Display for Statistic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statistic_is_known_by_one_code() {
        for statistic in Statistic::ALL {
            assert_eq!(Statistic::named(statistic.code()), Some(*statistic));
            assert_eq!(serde_json::to_value(statistic).expect("a word"), statistic.code());
            assert!(Language::ALL.iter().all(|language| !statistic.words(*language).is_empty()), "{statistic}");
        }
    }
}
