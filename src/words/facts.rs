//! The closed sets of the results in words. No value is without them in any language: the compiler asks for each.

use super::{Words, capitalised, fill, lower_first};
use crate::catalogue::{FindingRule, Language};
use crate::results::{CountedFrom, Role, Severity, Standing, Strategy, Term, TimeUnit};
use std::borrow::Cow;

impl Words {
    /// What begins a time, within a sentence.
    pub fn counted_from(&self, start: &CountedFrom) -> String {
        match start {
            CountedFrom::Event(label) => lower_first(label),
            CountedFrom::Response { set, by } => {
                fill(self.start_response, &[("set", &set.replace('_', " ")), ("by", by)])
            }
        }
    }

    /// `Secondary analyses`.
    pub fn role(&self, role: Role) -> String {
        capitalised(match self.language {
            Language::English => match role {
                Role::Primary => "primary analysis",
                Role::Secondary => "secondary analyses",
                Role::Sensitivity => "sensitivity analyses",
                Role::Supplementary => "supplementary analyses",
                Role::Agreement => "agreement",
                Role::Lesions => "single lesions",
                Role::Rules => "rules of the criteria",
                Role::SampleSize => "sample size",
                Role::Attrition => "attrition",
                Role::Balance => "balance",
                Role::Baseline => "baseline",
            },
            Language::French => match role {
                Role::Primary => "analyse principale",
                Role::Secondary => "analyses secondaires",
                Role::Sensitivity => "analyses de sensibilité",
                Role::Supplementary => "analyses supplémentaires",
                Role::Agreement => "accord",
                Role::Lesions => "lésions une à une",
                Role::Rules => "règles des critères",
                Role::SampleSize => "nombre de patients",
                Role::Attrition => "sélection des patients",
                Role::Balance => "équilibre",
                Role::Baseline => "inclusion",
            },
        })
    }

    /// `Secondary analysis`, of one among several.
    pub fn role_of_one(&self, role: Role) -> String {
        let one = match (self.language, role) {
            (Language::English, Role::Secondary) => "Secondary analysis",
            (Language::English, Role::Sensitivity) => "Sensitivity analysis",
            (Language::English, Role::Supplementary) => "Supplementary analysis",
            (Language::French, Role::Secondary) => "Analyse secondaire",
            (Language::French, Role::Sensitivity) => "Analyse de sensibilité",
            (Language::French, Role::Supplementary) => "Analyse supplémentaire",
            (
                Language::English | Language::French,
                Role::Primary
                | Role::Agreement
                | Role::Lesions
                | Role::Rules
                | Role::SampleSize
                | Role::Attrition
                | Role::Balance
                | Role::Baseline,
            ) => return self.role(role),
        };
        one.to_string()
    }

    pub fn standing(&self, standing: Standing) -> &'static str {
        match self.language {
            Language::English => match standing {
                Standing::MainTest => "main test",
                Standing::Estimate => "estimate",
                Standing::AlsoGiven => "also given",
                Standing::Count => "count",
            },
            Language::French => match standing {
                Standing::MainTest => "test principal",
                Standing::Estimate => "estimation",
                Standing::AlsoGiven => "donné en outre",
                Standing::Count => "effectif",
            },
        }
    }

    pub fn severity(&self, severity: Severity) -> String {
        capitalised(match self.language {
            Language::English => match severity {
                Severity::BlocksLock => "blocks the lock",
                Severity::Query => "query",
                Severity::Note => "note",
            },
            Language::French => match severity {
                Severity::BlocksLock => "empêche le gel",
                Severity::Query => "à demander",
                Severity::Note => "note",
            },
        })
    }

    /// How an intercurrent event is treated.
    pub fn strategy_of(&self, strategy: Strategy) -> &'static str {
        match self.language {
            Language::English => match strategy {
                Strategy::TreatmentPolicy => "treatment policy",
                Strategy::CompositeFailure => "composite (failure)",
                Strategy::CompositeSuccess => "composite (success)",
                Strategy::ValueBeforeEvent => "the value before it",
                Strategy::NotAssessed => "taken as not assessed",
                Strategy::CensorBefore => "censored at the last assessed examination before it",
            },
            Language::French => match strategy {
                Strategy::TreatmentPolicy => "politique de traitement",
                Strategy::CompositeFailure => "composite (échec)",
                Strategy::CompositeSuccess => "composite (succès)",
                Strategy::ValueBeforeEvent => "la valeur qui le précède",
                Strategy::NotAssessed => "tenue pour non évaluée",
                Strategy::CensorBefore => "censuré au dernier examen évalué qui le précède",
            },
        }
    }

    /// A term that has no name in the plan: `Worst grade 3`. None where the plan has its words.
    pub fn own_term(&self, term: &Term) -> Option<Cow<'static, str>> {
        let said = |english: &'static str, french: &'static str| match self.language {
            Language::English => Some(Cow::Borrowed(english)),
            Language::French => Some(Cow::Borrowed(french)),
        };
        match term {
            Term::LeftOut(reason) => Some(Cow::Borrowed(self.left_out(*reason))),
            Term::WorstGrade(None) => Some(Cow::Borrowed(self.grade_unknown)),
            Term::WorstGrade(Some(grade)) => {
                Some(Cow::Owned(fill(self.worst_grade_n, &[("grade", &grade.to_string())])))
            }
            Term::Score => said("Logit of the propensity score", "Logit du score de propension"),
            Term::Intercept => said("intercept", "constante"),
            Term::WholeModel => said("global", "ensemble"),
            Term::MeanOfReadings => said("average", "moyenne"),
            Term::Covariate { .. }
            | Term::Stratum(_)
            | Term::Cause(_)
            | Term::Category(_)
            | Term::Shift { .. }
            | Term::Response(_)
            | Term::Requirement(_)
            | Term::Characteristic { .. }
            | Term::Line(_)
            | Term::PValue(_)
            | Term::Settled { .. }
            | Term::Met(_)
            | Term::Rule(_) => None,
        }
    }

    /// `day 91`, `6 months`.
    pub fn time(&self, at: i64, unit: TimeUnit) -> String {
        self.times_at(&[at], unit)
    }

    /// `day 91, 183`, `6, 12 months`.
    pub fn times_at(&self, at: &[i64], unit: TimeUnit) -> String {
        let at = at.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        match unit {
            TimeUnit::Days => fill(self.day, &[("day", &at)]),
            TimeUnit::Weeks | TimeUnit::Months | TimeUnit::Years => format!("{at} {}", self.times(unit)),
        }
    }

    /// What a finding in the data goes against; a check of the plan's own as the plan names it.
    pub fn finding_rule<'a>(&self, rule: &'a FindingRule) -> &'a str {
        match self.language {
            Language::English => rule.english(),
            Language::French => match rule {
                FindingRule::DeclaredType => "type déclaré",
                FindingRule::Encoding => "encodage",
                FindingRule::CharactersThatAreSeen => "caractères visibles",
                FindingRule::FieldsOfARow => "champs d’une ligne",
                FindingRule::EmptyTable => "table vide",
                FindingRule::RowsOfAFile => "lignes d’un fichier",
                FindingRule::FileAsStated => "fichier tel que déclaré",
                FindingRule::ColumnsOfAFile => "colonnes d’un fichier",
                FindingRule::Reference => "référence",
                FindingRule::Key => "clé",
                FindingRule::RequiredValue => "valeur exigée",
                FindingRule::CutOff => "arrêt des données",
                FindingRule::MissingValue => "valeur manquante",
                FindingRule::EarliestDate => "première date possible",
                FindingRule::Range => "étendue",
                FindingRule::TwoColumns => "deux colonnes",
                FindingRule::OrderOfDates => "ordre des dates",
                FindingRule::SameThing => "même objet",
                FindingRule::Stated(label) => label,
            },
        }
    }
}
