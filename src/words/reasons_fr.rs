//! Why a number cannot be estimated, in French: part of a sentence, without a capital or a full stop.

use super::fr;
use crate::number::{Among, ModelTerm, NotEstimable};
use std::borrow::Cow;

/// The compiler asks for the words of each reason.
pub(super) fn french(reason: &NotEstimable) -> Cow<'static, str> {
    Cow::Borrowed(match reason {
        NotEstimable::LastObservationBefore { last, day } => {
            let day_of = |day: &f64| fr::WORDS.number(&day.to_string());
            return format!("la dernière observation est au jour {}, avant le jour {}", day_of(last), day_of(day))
                .into();
        }
        NotEstimable::Redundant { constant, determined, among } => {
            return redundant(constant, determined, *among).into();
        }
        NotEstimable::MonotoneLikelihood { term } => {
            let name = named(term);
            return format!(
                "vraisemblance monotone\u{a0}: les événements sont entièrement séparés par {name}, le rapport n’a pas d’estimation finie"
            )
            .into();
        }
        NotEstimable::Separated { terms } if terms.is_empty() => "le critère de jugement est parfaitement prédit",
        NotEstimable::Separated { terms } => {
            return format!("le critère de jugement est parfaitement prédit par {}", listed(terms)).into();
        }
        NotEstimable::StrataReadBy { option } => {
            return format!("seul `{option}: strata` lit les strates").into();
        }
        NotEstimable::OptionOutOfRange { option } => {
            return format!("la valeur de `{option}` sort de ses limites").into();
        }
        NotEstimable::InAGroup { because } => return format!("{}, dans un groupe", french(because)).into(),
        NotEstimable::CaliperNotEstimable { because } => {
            return format!("le calibre ne peut être calculé\u{a0}: {}", french(because)).into();
        }
        NotEstimable::NotComputed => "non calculé",
        NotEstimable::Undefined => "indéfini",
        NotEstimable::NotReached => "non atteint",
        NotEstimable::TooManyToCount => "plus qu’on n’en peut compter",
        NotEstimable::NoPatient => "aucun patient",
        NotEstimable::NoPatientInGroup => "aucun patient dans le groupe",
        NotEstimable::NoPatientInStratum => "la strate n’a aucun patient",
        NotEstimable::NobodyToBeAShareOf => "personne dont ce serait une part",
        NotEstimable::NoValue => "aucune valeur",
        NotEstimable::NoSubjectRead => "aucun sujet n’a été lu",
        NotEstimable::NoPair => "aucune paire",
        NotEstimable::NothingSignificant => "avec si peu de paires, rien ne peut être significatif",
        NotEstimable::NoSuchPairs => "aucune paire n’a ces proportions",
        NotEstimable::NoPairOfReadings => "aucune paire de lectures",
        NotEstimable::NoPairAcrossGroups => "aucune paire formée d’un patient de chaque groupe",
        NotEstimable::NoDiscordantPair => "aucune paire discordante",
        NotEstimable::NoStratum => "aucune strate",
        NotEstimable::NoStratumWithBothGroups => "aucune strate ne contient les deux groupes",
        NotEstimable::NoStratumWithBothGroupsAndOutcomes => {
            "aucune strate ne contient à la fois les deux groupes et les deux issues"
        }
        NotEstimable::FewStrataWithBothGroupsAndOutcomes => {
            "moins de deux strates contiennent à la fois les deux groupes et les deux issues"
        }
        NotEstimable::NoTimeAtRisk => "aucun temps à risque",
        NotEstimable::NobodyObservedUntilThen => "personne n’est observé jusque-là",
        NotEstimable::NoTwoComparablePatients => "deux patients quelconques ne peuvent jamais être comparés",
        NotEstimable::NothingToCompare => "il n’y a rien à comparer",
        NotEstimable::NothingToTest => "rien à tester, ou variance résiduelle nulle",
        NotEstimable::FewerThanTwoGroups => "moins de deux groupes",
        NotEstimable::FewerThanTwoGroupsWithPatients => "moins de deux groupes comptant des patients",
        NotEstimable::OneGroupOnly => "il n’y a qu’un seul groupe",
        NotEstimable::AllInOneGroup => "tous les patients sont dans un seul groupe",
        NotEstimable::AllInOneGroupOrCategory => "tous les patients sont dans un seul groupe ou une seule catégorie",
        NotEstimable::TwoGroupsNeeded => "la comparaison demande deux groupes",
        NotEstimable::GroupOrCategoryEmpty => "un groupe ou une catégorie est vide",
        NotEstimable::TableTooSmall => "le tableau a moins de deux lignes ou colonnes",
        NotEstimable::TableTooSmallOrEmpty => {
            "le tableau a moins de deux lignes ou colonnes, ou ne compte aucun patient"
        }
        NotEstimable::FewerThanTwoCategories => "moins de deux catégories",
        NotEstimable::FewerThanTwoReaders => "moins de deux lecteurs",
        NotEstimable::FewerThanTwoSubjectsOrReaders => "moins de deux sujets ou de deux lecteurs",
        NotEstimable::FewerThanTwoPatients => "moins de deux patients",
        NotEstimable::FewerThanTwoPatientsOrMissingValue => "moins de deux patients, ou une valeur manquante",
        NotEstimable::FewerThanThreePatients => "moins de trois patients",
        NotEstimable::FewerThanFourPatientsOrPerfectCorrelation => {
            "moins de quatre patients, ou une corrélation parfaite"
        }
        NotEstimable::FewerThanTwoValues => "moins de deux valeurs",
        NotEstimable::TooFewDistinctValues => "trop peu de valeurs distinctes",
        NotEstimable::TooFewPatients => "trop peu de patients",
        NotEstimable::FewerPatientsThanCoefficients => "moins de patients que de coefficients",
        NotEstimable::NoMorePatientsThanCoefficients => "pas plus de patients que de coefficients",
        NotEstimable::NoMoreClustersThanCoefficients => "pas plus de grappes que de coefficients",
        NotEstimable::TooFewClusters => "trop peu de grappes",
        NotEstimable::OneClusterOnly => "il n’y a qu’une seule grappe",
        NotEstimable::OnePatientOrClusterOnly => "il n’y a qu’un seul patient ou qu’une seule grappe",
        NotEstimable::OnePatientPerGroup => "chacun des deux groupes ne compte qu’un patient",
        NotEstimable::NoEvents => "aucun événement",
        NotEstimable::NoEventInEitherGroup => "aucun événement dans les deux groupes",
        NotEstimable::NoEventInOneGroup => "aucun événement dans l’un des groupes",
        NotEstimable::NoEventsUntilThatDay => "aucun événement jusqu’à ce jour",
        NotEstimable::NoEventsUntilThen => "aucun événement jusque-là",
        NotEstimable::OneGroupAtRiskAtEvents => "un seul groupe est à risque lorsque surviennent les événements",
        NotEstimable::NoEventsOrOneGroupAtRisk => "aucun événement, ou un seul groupe à risque lorsqu’ils surviennent",
        NotEstimable::AllHaveTheEventAtOnce => "tous les patients à risque ont l’événement en même temps",
        NotEstimable::AllHaveTheEventAtTheSameTime => "tous les patients à risque ont l’événement au même moment",
        NotEstimable::EventsAtOneValueOfTime => {
            "tous les événements surviennent à une même valeur de la fonction du temps"
        }
        NotEstimable::EventOnDayZeroHasNoLogarithm => "un événement au jour 0 n’a pas de logarithme",
        NotEstimable::SurvivalIsZero => "la survie est de 0",
        NotEstimable::SurvivalIsOne => "la survie est de 1",
        NotEstimable::IncidenceIsZero => "l’incidence est de 0",
        NotEstimable::IncidenceIsOne => "l’incidence est de 1",
        NotEstimable::IncidenceWithoutVariance => "l’incidence n’a pas de variance",
        NotEstimable::RateBeyondNumbers => "le taux dépasse l’étendue des nombres représentables",
        NotEstimable::NoResponderInEitherGroup => "aucun répondeur dans les deux groupes",
        NotEstimable::NoResponderInOneGroup => "aucun répondeur dans l’un des groupes",
        NotEstimable::AllOrNoneRespond => "tous répondent, ou aucun",
        NotEstimable::AllOrNoneRespondNoVariance => "tous répondent, ou aucun\u{a0}: il n’y a pas de variance",
        NotEstimable::AllOrNoneRespondInEachGroup => {
            "dans chaque groupe tous répondent, ou aucun\u{a0}: il n’y a pas de variance"
        }
        NotEstimable::AllOrNoneRespondInEachStratum => {
            "dans chaque strate tous répondent, ou aucun\u{a0}: il n’y a pas de variance"
        }
        NotEstimable::AllRespondInBothGroups => "tous répondent dans les deux groupes\u{a0}: il n’y a pas de variance",
        NotEstimable::MarginsLeaveOneTable => {
            "les marges ne laissent qu’un seul tableau possible\u{a0}: tous répondent, ou aucun"
        }
        NotEstimable::OddsRatioZeroOverZero => "le rapport des cotes est 0/0\u{a0}: tous répondent, ou aucun",
        NotEstimable::CellEmpty => "une case du tableau est vide",
        NotEstimable::CommonRatioZeroOrInfinite => "le rapport commun est nul ou infini",
        NotEstimable::CommonOddsRatioZeroOrInfinite => "le rapport des cotes commun est nul ou infini",
        NotEstimable::PairsHaveOneDifference => {
            "toutes les paires ont la même différence\u{a0}: il n’y a pas de variance"
        }
        NotEstimable::NoDiscordantPairNoWidth => {
            "aucune paire n’est discordante\u{a0}: cet intervalle n’a pas de largeur"
        }
        NotEstimable::NoRiskRatio => "aucun rapport de risques",
        NotEstimable::ValuesDoNotVary => "les valeurs ne varient pas",
        NotEstimable::ValuesDoNotVaryWithinGroups => "les valeurs ne varient pas au sein des groupes",
        NotEstimable::ValuesOfAGroupDoNotVary => "les valeurs d’un groupe ne varient pas",
        NotEstimable::AllValuesEqual => "toutes les valeurs sont égales",
        NotEstimable::AllDifferencesZero => "toutes les différences sont nulles",
        NotEstimable::DifferencesTied => "les différences comptent tant d’ex æquo que l’intervalle n’a pas de largeur",
        NotEstimable::OutcomeDoesNotVary => "le critère de jugement ne varie pas",
        NotEstimable::CovariateDoesNotVaryWithinGroups => "la covariable ne varie pas au sein des groupes",
        NotEstimable::OneOfGroupHasNoVariance => "un groupe d’un seul patient n’a pas de variance",
        NotEstimable::OnePatientHasNoVariance => "un seul patient n’a pas de variance",
        NotEstimable::NoVariance => "il n’y a pas de variance",
        NotEstimable::TestWithoutVariance => "la statistique du test n’a pas de variance",
        NotEstimable::TermWithoutVariance => "un terme n’a pas de variance",
        NotEstimable::StandardErrorIsZero => "l’erreur standard est nulle",
        NotEstimable::ClusterContributionsCancel => {
            "les contributions de chaque grappe s’annulent\u{a0}: il n’y a pas de variance"
        }
        NotEstimable::PatientsAgreeWithModelAlike => {
            "tous les patients concordent également avec le modèle\u{a0}: il n’y a pas de variance"
        }
        NotEstimable::PerfectCorrelation => "la corrélation est parfaite\u{a0}: il n’y a pas de variance",
        NotEstimable::CategorySeparatesGroups => "une catégorie réunit tout un groupe et personne de l’autre",
        NotEstimable::OnePatientDeterminesACoefficient => "un seul patient détermine à lui seul un coefficient",
        NotEstimable::MeanIsZero => "la moyenne est nulle",
        NotEstimable::ValueNotPositive => "une valeur n’est pas positive",
        NotEstimable::RatioToZero => "un rapport à 0 n’a pas de valeur",
        NotEstimable::RatioOfZeroHasNoLogarithm => "un rapport nul n’a pas de logarithme",
        NotEstimable::AllReadingsTheSame => "toutes les lectures sont identiques",
        NotEstimable::BothReadingsConstant => "les deux lectures sont constantes",
        NotEstimable::OneReadingConstant => "l’une des lectures est constante",
        NotEstimable::ReadingConstantNoVariance => "une lecture est constante\u{a0}: il n’y a pas de variance",
        NotEstimable::PairsAllAgree => "toutes les paires concordent\u{a0}: il n’y a pas de variance",
        NotEstimable::SubjectsAllTheSame => "tous les sujets disent la même chose\u{a0}: il n’y a pas de variance",
        NotEstimable::OneSubjectHasNoVariance => "un seul sujet n’a pas de variance",
        NotEstimable::CategoryOfNoReadingOrAll => "la catégorie n’est celle d’aucune lecture, ou l’est de toutes",
        NotEstimable::SubjectsDifferInReadings => "les sujets n’ont pas tous le même nombre de lectures",
        NotEstimable::ReadingsDoNotDifferBetweenSubjects => "les lectures ne diffèrent pas entre les sujets",
        NotEstimable::ReadingsLeaveNoError => "les lectures d’un même sujet ne laissent aucune erreur",
        NotEstimable::DegreesOfFreedomVanish => "les degrés de liberté de l’intervalle s’annulent",
        NotEstimable::LimitsHaveNoValue => "les limites de l’intervalle n’ont pas de valeur",
        NotEstimable::RedundantCovariate => "une covariable ne varie pas, ou est déterminée par les autres",
        NotEstimable::RedundantTerm => "constant chez les patients, ou déterminé par les autres termes",
        NotEstimable::NoFiniteRatio => {
            "la vraisemblance est monotone\u{a0}: aucun rapport des risques instantanés fini ne la maximise"
        }
        NotEstimable::LikelihoodNotMaximised => "la vraisemblance n’a pas pu être maximisée",
        NotEstimable::FitDoesNotConverge => "l’ajustement ne converge pas",
        NotEstimable::PenalisedFitDoesNotConverge => "l’ajustement pénalisé ne converge pas",
        NotEstimable::ProfileDoesNotReachLimit => "le profil n’atteint pas la limite",
        NotEstimable::ProfileHasPeaks => {
            "le profil de la vraisemblance pénalisée y a plus d’un sommet, ou n’atteint pas la limite"
        }
        NotEstimable::CovariateTooLarge => "une covariable ou un décalage est trop grand",
        NotEstimable::ValuesTooLarge => "les valeurs sont trop grandes",
        NotEstimable::OddsRatioNotFound => "le rapport des cotes n’a pas été trouvé",
        NotEstimable::ScoreLimitNotFound => "la limite du score n’a pas été trouvée",
        NotEstimable::MidPLimitNotFound => "la limite mi-P n’a pas été trouvée",
        NotEstimable::TooManyForExactDistribution => "trop de patients pour la loi exacte",
        NotEstimable::TooManyPairsForExactDistribution => "trop de paires pour la loi exacte",
        NotEstimable::TooManyTables => "trop de tableaux pour le test exact",
        NotEstimable::PropensityScoreWithoutCovariate => "le score de propension n’a pas de covariable",
        NotEstimable::AdjustsNotEstimable => "la valeur p à ajuster n’est pas estimable",
        NotEstimable::ExactLikelihoodTakesNoWeights => "la vraisemblance exacte ne prend pas de poids",
        NotEstimable::ExactLikelihoodHasNoResiduals => "les résidus ne sont pas définis pour la vraisemblance exacte",
        NotEstimable::ExactLikelihoodHasNoTest => "le test n’est pas défini pour la vraisemblance exacte",
        NotEstimable::ExactLikelihoodHasNoPenalty => "la pénalisation n’est pas définie pour la vraisemblance exacte",
        NotEstimable::ExactLikelihoodHasNoSandwich => {
            "l’estimateur sandwich n’est pas défini pour la vraisemblance exacte"
        }
        NotEstimable::PenalisedLikelihoodHasNoRobustVariance => {
            "la vraisemblance pénalisée n’a pas ici de variance robuste"
        }
        NotEstimable::ProfileLikelihoodHasNoRobustVersion => "la vraisemblance profilée n’a pas de version robuste",
        NotEstimable::LikelihoodRatioIsNoTestWithRobustVariance => {
            "avec une variance robuste, le rapport de vraisemblance n’est pas un test"
        }
        NotEstimable::RobustScoreTestTakesNoCovariates => {
            "le test du score robuste n’est défini que sans autres covariables"
        }
        NotEstimable::SmallSampleFactorsByPatient => "les facteurs pour petits échantillons sont définis par patient",
        NotEstimable::SmallSampleFactorsNeedOneRow => {
            "les facteurs pour petits échantillons demandent une ligne par patient"
        }
        NotEstimable::TakesNoWeights => "la méthode ne prend pas de poids",
        NotEstimable::GreenwoodTakesNoWeights => "la variance de Greenwood ne prend pas de poids, le jackknife oui",
        NotEstimable::WeightsNeedRobustVariance => "les poids demandent la variance robuste",
        NotEstimable::AlreadyWeighted => "la population est déjà pondérée",
        NotEstimable::OnlyOverlapWeightsReadCovariates => "seuls les poids de recouvrement lisent des covariables",
        NotEstimable::TableHasNoDirection => "un tableau de plus de deux lignes ou colonnes n’a pas de direction",
        NotEstimable::CategoriesHaveNoDirection => "un tableau de catégories n’a pas de direction",
        NotEstimable::CorrectionForTwoByTwo => "la correction est définie pour deux groupes et deux catégories",
        NotEstimable::CorrectionOfPearsonOnly => "seule la statistique de Pearson a une correction de continuité",
        NotEstimable::CorrectionOfAsymptoticFormOnly => "seule la forme asymptotique a une correction de continuité",
        NotEstimable::IntervalHasNoCorrection => "cet intervalle n’a pas de correction de continuité",
        NotEstimable::ExactFormForOddsRatio => "la forme exacte est définie pour le rapport des cotes",
        NotEstimable::IntervalOfPearsonOnly => "un intervalle n’est donné que pour le coefficient de Pearson",
        NotEstimable::WrongOutcome => "la méthode ne prend pas ce critère de jugement",
        NotEstimable::RowsDiffer => "les nombres de lignes diffèrent",
        NotEstimable::TiesHaveNoExactTrend => {
            "des valeurs sont ex æquo, et le test exact est celui de valeurs sans ex æquo"
        }
        NotEstimable::NoSubgroups => "aucun sous-groupe n’est nommé",
        NotEstimable::OneSubgroup => "tous les patients sont dans un seul sous-groupe",
        NotEstimable::SubgroupWithoutEstimate => "dans un sous-groupe, l’effet ne peut être estimé",
        NotEstimable::NotMatched => "la population n’est pas appariée",
        NotEstimable::NoStrata => "l’analyse n’a pas de strates",
        NotEstimable::PossibleFollowUpUnknown => "on ne sait pas combien de temps chaque patient pouvait être suivi",
        NotEstimable::NoClusters => "l’analyse n’a pas de grappes",
        NotEstimable::NoWeights => "la population n’a pas de poids",
        NotEstimable::NoSuchCause => "le critère de jugement n’a pas cette cause",
        NotEstimable::NoSuchCoefficient => "ce coefficient n’existe pas",
        NotEstimable::CategoryOutsideList => "une catégorie ne figure pas dans sa liste",
        NotEstimable::ReadingImpossible => "une lecture n’est pas un nombre d’une grandeur possible",
        NotEstimable::CovariateUnknown => "une covariable est inconnue",
        NotEstimable::ValueMissingOrInfinite => "une valeur manque ou est infinie",
        NotEstimable::TimeUnknown => "un temps est inconnu",
        NotEstimable::TimeBeforeDayZero => "un temps précède le jour 0",
        NotEstimable::TimeAtRiskMissingOrNegative => "un temps à risque manque ou est négatif",
        NotEstimable::EntryNotBeforeExit => "une ligne quitte l’observation le jour où elle y entre",
        NotEstimable::WeightNegativeOrMissing => "un poids manque ou est négatif",
        NotEstimable::NoPositiveWeight => "aucun poids supérieur à 0",
        NotEstimable::NoPositiveWeightInGroup => "un groupe n’a aucun poids supérieur à 0",
        NotEstimable::TooManyRows => "il y a trop de lignes",
        NotEstimable::DayNotAfterZero => "le jour n’est pas postérieur au jour 0",
        NotEstimable::ProportionTestedOutOfRange => "la proportion testée n’est pas comprise entre 0 et 1",
        NotEstimable::RateTestedOutOfRange => {
            "le taux testé n’est pas positif, ou suppose plus d’événements qu’on n’en peut compter"
        }
        NotEstimable::CaliperWidthInvalid => "sa largeur n’est pas un nombre",
        NotEstimable::CaliperFewScores => "moins de deux des patients sur lesquels il porte ont un score",
        NotEstimable::LogitHasNoDeviation => "le logit n’a pas d’écart-type",
    })
}

fn named(term: &ModelTerm) -> &str {
    match term {
        ModelTerm::Group => "le groupe",
        ModelTerm::Covariate(name) => name,
        ModelTerm::Unnamed => "une covariable",
    }
}

fn listed(terms: &[ModelTerm]) -> String {
    terms.iter().map(named).collect::<Vec<_>>().join(", ")
}

/// `age, sex ne varient pas parmi les patients à risque lors d’un événement; stage découle des autres`.
fn redundant(constant: &[ModelTerm], determined: &[ModelTerm], among: Among) -> String {
    let among = match among {
        Among::AllPatients => "",
        Among::AtRisk => " parmi les patients à risque lors d’un événement",
        Among::MatchedSets => " au sein des ensembles appariés",
    };
    let verb = |terms: &[ModelTerm], one: &'static str, more: &'static str| if terms.len() == 1 { one } else { more };
    let mut parts = vec![];
    if !constant.is_empty() {
        parts.push(format!("{} ne {} pas{among}", listed(constant), verb(constant, "varie", "varient")));
    }
    if !determined.is_empty() {
        parts.push(format!("{} {} des autres", listed(determined), verb(determined, "découle", "découlent")));
    }
    parts.join("\u{a0}; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_days_stand_in_the_sentence() {
        let age = ModelTerm::Covariate("age".to_string());
        let among = Among::MatchedSets;
        let both = NotEstimable::Redundant { constant: vec![age], determined: vec![ModelTerm::Group], among };
        let expected = "age ne varie pas au sein des ensembles appariés\u{a0}; le groupe découle des autres";
        assert_eq!(french(&both), expected);
        let because = Box::new(NotEstimable::LastObservationBefore { last: 28.5, day: 30.0 });
        let expected = "la dernière observation est au jour 28,5, avant le jour 30, dans un groupe";
        assert_eq!(french(&NotEstimable::InAGroup { because }), expected);
    }
}
