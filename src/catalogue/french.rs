//! What each method is and what its options do, in French: its page in short. The page itself, with the equations, is English.

use super::{ALL, Id, Language, Method, Names, OptionSpec};
use std::borrow::Cow;

pub struct French {
    /// What is estimated or tested.
    pub meaning: &'static str,
    /// Of each option, in the order of the signature.
    pub options: &'static [&'static str],
}

impl Method {
    pub const fn titles(&self) -> Names {
        Names { en: self.title, fr: self.title_fr }
    }

    /// Its page of the reference, or in French in short, as the reference is English.
    pub fn page_in(&self, language: Language) -> Cow<'static, str> {
        match language {
            Language::English => Cow::Borrowed(self.page),
            Language::French => {
                let told = french(self.id);
                let options = self.options.iter().zip(told.options);
                let options = options.map(|(option, about)| format!("- {}\u{a0}: {about}\n", option.names.fr));
                Cow::Owned(format!("{}\n\n{}", told.meaning, options.collect::<String>()))
            }
        }
    }
}

/// No method without it compiles, and none with an option that is not told.
pub const fn french(method: Id) -> French {
    match method {
        Id::Proportion => French {
            meaning: "La part des patients chez qui l’issue est un succès, avec son intervalle de confiance.",
            options: &[
                "Comment l’intervalle de confiance est construit.",
                "Correction de continuité des intervalles de Wilson et de Wald\u{a0}; les autres n’en ont pas.",
            ],
        },
        Id::BinomialTest => French {
            meaning: "La probabilité, si la proportion était celle qui est supposée, d’un nombre de succès au moins aussi peu probable que celui qui est observé.",
            options: &["La proportion qui est testée."],
        },
        Id::RiskDifference => French {
            meaning: "La proportion du premier groupe moins celle du second, en points de pourcentage.",
            options: &[
                "Comment l’intervalle de confiance est construit\u{a0}; ceux dits appariés demandent des paires.",
                "Correction de continuité des intervalles de Newcombe (score hybride) et de Wald\u{a0}; les autres n’en ont pas.",
            ],
        },
        Id::WeightedRiskDifference => French {
            meaning: "La différence des proportions de deux groupes où chaque patient compte selon son poids.",
            options: &[
                "Les poids de la population, pris comme connus\u{a0}; ou des poids de recouvrement tirés d’un modèle logistique du groupe sur les covariables, dont l’estimation entre dans l’erreur standard.",
            ],
        },
        Id::RiskRatio => French {
            meaning: "La proportion du premier groupe divisée par celle du second.",
            options: &[
                "L’intervalle de Wald sur le logarithme.",
                "Si les E-values du rapport et de sa limite la plus proche de 1 sont données.",
            ],
        },
        Id::OddsRatio => French {
            meaning: "La cote du succès dans le premier groupe divisée par celle du second.",
            options: &[
                "L’intervalle de Wald sur le logarithme, du tableau tel quel ou avec ½ ajouté à chaque case, estimation comprise.",
            ],
        },
        Id::FisherExact => French {
            meaning: "L’indépendance du groupe et de l’issue, par la loi exacte du tableau quand ses marges sont fixées\u{a0}; et le rapport des cotes conditionnel.",
            options: &[
                "Bilatérale\u{a0}: la somme de tous les tableaux qui ne sont pas plus probables que celui qui est observé\u{a0}; supérieure\u{a0}: plus de succès dans le premier groupe.",
            ],
        },
        Id::ChiSquared => French {
            meaning: "L’indépendance du groupe et des catégories, par l’écart entre effectifs observés et attendus.",
            options: &[
                "La statistique de Pearson, ou le rapport de vraisemblance.",
                "Correction de continuité de Yates de la statistique de Pearson, pour deux groupes et deux catégories.",
            ],
        },
        Id::Frequencies => French {
            meaning: "Combien de patients sont dans chaque catégorie, et quelle part de leur groupe ils forment.",
            options: &["Comment l’intervalle de confiance de la proportion de chaque catégorie est construit."],
        },
        Id::ShiftTable => French {
            meaning: "Combien de patients sont passés de quelle catégorie à l’inclusion à quelle catégorie ensuite.",
            options: &[],
        },
        Id::DiagnosticAccuracy => French {
            meaning: "À quelle fréquence un test est positif chez les patients dont la référence l’est, et négatif chez les autres\u{a0}; et à quelle fréquence un résultat du test est juste.",
            options: &["Comment les intervalles de confiance des proportions sont construits."],
        },
        Id::CochranArmitage => French {
            meaning: "Si la proportion de succès monte ou descend d’un groupe au suivant, les groupes étant dans leur ordre.",
            options: &[],
        },
        Id::Mcnemar => French {
            meaning: "Si, dans les paires, le succès d’un seul des deux membres est aussi souvent celui de l’un que celui de l’autre\u{a0}; les paires concordantes n’en disent rien.",
            options: &[
                "La loi binomiale des paires discordantes, sa version mid-P, ou le chi-deux.",
                "Correction de continuité de la forme asymptotique\u{a0}; les autres n’en ont pas.",
                "Ce qui est apparié.",
                "Bilatérale\u{a0}; supérieure\u{a0}: plus de succès dans le premier groupe\u{a0}; inférieure\u{a0}: moins.",
            ],
        },
        Id::MatchedOddsRatio => French {
            meaning: "Le nombre de paires où seul le premier groupe réussit, divisé par celui des paires où seul le second réussit.",
            options: &["L’intervalle de la part des paires discordantes, qui est changée en cote."],
        },
        Id::MantelHaenszel => French {
            meaning: "Une mesure commune aux strates de la différence entre deux groupes, et le test qu’il n’y en a dans aucune.",
            options: &[
                "Ce qui est tenu pour commun aux strates.",
                "Le test du chi-deux, ou le test conditionnel exact avec son rapport des cotes et son intervalle.",
                "Correction de continuité du test du chi-deux.",
            ],
        },
        Id::BreslowDay => French {
            meaning: "Si le rapport des cotes est le même dans toutes les strates.",
            options: &["La correction de Tarone."],
        },
        Id::CochranMantelHaenszel => French {
            meaning: "Si groupes et catégories sont liés, à l’intérieur des strates.",
            options: &[
                "Contre toute association, contre des scores moyens différents des groupes ou des catégories, ou contre une corrélation des deux scores.",
            ],
        },
        Id::Logistic => French {
            meaning: "Le rapport des cotes du succès entre groupes, les covariables étant tenues constantes.",
            options: &[
                "Le maximum de vraisemblance, ou la vraisemblance pénalisée de Firth, finie là où l’issue est séparée.",
                "L’inverse de l’information, ou l’estimateur sandwich par grappe.",
                "Avec robuste\u{a0}: ce qui n’est pas indépendant, une paire, un patient, ou la grappe de l’analyse.",
                "Avec robuste par patient\u{a0}: aucun facteur, n/(n − k), ou des scores divisés par 1 − levier.",
                "L’intervalle de Wald sur le logarithme du rapport des cotes, ou celui de la vraisemblance profilée.",
            ],
        },
        Id::ConditionalLogistic => French {
            meaning: "Le rapport des cotes du succès entre patients d’un même ensemble apparié.",
            options: &["Les ensembles à l’intérieur desquels les patients sont comparés."],
        },
        Id::IncidenceRate => French {
            meaning: "Le nombre d’événements divisé par le temps à risque de tous les patients.",
            options: &[
                "L’intervalle de Poisson exact, ou l’approximation de Byar.",
                "Le temps auquel le taux se rapporte, dans l’unité du temps à risque\u{a0}; 36525 jours font 100 ans.",
            ],
        },
        Id::PoissonTest => French {
            meaning: "La probabilité, si le taux était celui qui est supposé, d’un nombre d’événements au moins aussi peu probable que celui qui est observé.",
            options: &[
                "Le taux qui est testé.",
                "Le temps auquel ce taux se rapporte, dans l’unité du temps à risque\u{a0}; 36525 jours font 100 ans.",
            ],
        },
        Id::RateRatio => French {
            meaning: "Le taux d’incidence du premier groupe divisé par celui du second.",
            options: &[
                "L’intervalle exact quand le nombre de tous les événements est fixé, ou celui de Wald sur le logarithme.",
            ],
        },
        Id::Summary => French {
            meaning: "Moyenne, écart-type, médiane, quartiles et étendue des valeurs connues de chaque groupe.",
            options: &[
                "La définition des quartiles, de 1 à 9 selon Hyndman et Fan\u{a0}; 2 est celle de SAS, 7 celle de R.",
            ],
        },
        Id::TTest => French {
            meaning: "La moyenne du premier groupe moins celle du second, son intervalle, et le test qu’elle est nulle.",
            options: &[
                "Une variance pour chaque groupe (Welch), une pour les deux (Student), ou celle des différences dans les paires.",
                "Bilatérale\u{a0}; supérieure\u{a0}: la première moyenne est plus grande\u{a0}; inférieure\u{a0}: elle est plus petite.",
            ],
        },
        Id::RankSum => French {
            meaning: "Si les valeurs d’un groupe sont plus grandes que celles de l’autre, par leurs rangs\u{a0}; et le décalage entre les deux, la médiane des différences.",
            options: &[
                "L’approximation normale, ou la loi exacte les valeurs étant données.",
                "Correction de continuité de la valeur p asymptotique.",
                "Les limites par l’approximation normale ou par la loi exacte sans ex æquo, ou en inversant le test corrigé.",
                "Bilatérale\u{a0}; supérieure\u{a0}: les valeurs du premier groupe sont plus grandes\u{a0}; inférieure\u{a0}: plus petites.",
            ],
        },
        Id::SignedRank => French {
            meaning: "Si les différences dans les paires sont symétriques autour de 0, par leurs rangs\u{a0}; et leur centre.",
            options: &[
                "L’approximation normale, ou la loi exacte les valeurs étant données.",
                "Correction de continuité de la valeur p asymptotique.",
                "Les limites par l’approximation normale ou par la loi exacte sans ex æquo, ou en inversant le test corrigé.",
                "Bilatérale\u{a0}; supérieure\u{a0}: les différences, premier moins second, sont au-dessus de 0\u{a0}; inférieure\u{a0}: au-dessous.",
            ],
        },
        Id::SignTest => French {
            meaning: "Si les différences dans les paires sont aussi souvent positives que négatives.",
            options: &[
                "Bilatérale\u{a0}; supérieure\u{a0}: plus de différences, premier moins second, sont positives\u{a0}; inférieure\u{a0}: moins.",
            ],
        },
        Id::AnalysisOfVariance => French {
            meaning: "Si les moyennes de plusieurs groupes sont les mêmes.",
            options: &["Une variance pour tous les groupes, ou une pour chacun (Welch)."],
        },
        Id::KruskalWallis => French {
            meaning: "Si les valeurs de plusieurs groupes sont de même grandeur, par leurs rangs.",
            options: &[],
        },
        Id::LinearByLinear => French {
            meaning: "Si les catégories ordonnées montent ou descendent avec l’ordre des groupes.",
            options: &[
                "1, 2, 3, … dans l’ordre du plan, ou les rangs moyens des patients de chaque groupe et de chaque catégorie.",
            ],
        },
        Id::JonckheereTerpstra => French {
            meaning: "Si les valeurs montent ou descendent d’un groupe au suivant, les groupes étant dans leur ordre.",
            options: &[
                "L’approximation normale avec la variance des valeurs ex æquo, ou la loi sur tous les ordres des valeurs sans ex æquo.",
            ],
        },
        Id::LinearModel => French {
            meaning: "La différence de moyennes entre groupes, les covariables étant tenues constantes.",
            options: &[
                "Une seule variance résiduelle, ou un estimateur sandwich.",
                "Pour les moyennes ajustées\u{a0}: chaque catégorie d’une covariable à parts égales, ou telle qu’observée chez les patients analysés. Les nombres sont à leur moyenne.",
            ],
        },
        Id::Correlation => French {
            meaning: "À quel point deux valeurs d’un même patient vont ensemble, de −1 à 1.",
            options: &["Des valeurs, de leurs rangs, ou de l’ordre des couples (τ_b)."],
        },
        Id::VarianceRatio => French {
            meaning: "La variance du premier groupe divisée par celle du second, et le test qu’elles sont égales.",
            options: &[],
        },
        Id::Bartlett => French { meaning: "Si les variances de plusieurs groupes sont les mêmes.", options: &[] },
        Id::KaplanMeier => French {
            meaning: "La part des patients qui n’ont pas eu l’événement à un jour donné, quand certains cessent d’être observés avant d’avoir pu l’avoir.",
            options: &[
                "L’échelle sur laquelle l’intervalle de la survie est symétrique.",
                "Les jours auxquels la survie est lue.",
                "La variance\u{a0}: celle de Greenwood, ou le jackknife infinitésimal par patient, que les poids demandent.",
                "La censure échange événement et censure\u{a0}: l’estimation inverse, dont la médiane est celle du suivi.",
                "Les temps auxquels la moitié, ou un quart, la moitié et trois quarts des patients ont eu l’événement.",
                "La survie après la dernière observation\u{a0}: inconnue, à moins qu’elle ne soit 0, ou la dernière valeur reportée.",
            ],
        },
        Id::LogRank => French {
            meaning: "Si la survie diffère entre groupes, sur tout le temps observé.",
            options: &[
                "Ce que compte le temps d’un événement\u{a0}: 1, le nombre à risque, sa racine, la survie juste avant, ou un produit de puissances.",
                "Avec Fleming–Harrington\u{a0}: la puissance de la survie juste avant le temps.",
                "Avec Fleming–Harrington\u{a0}: la puissance de un moins cette survie.",
                "Une différence quelle qu’elle soit, ou une tendance sur les groupes dans leur ordre.",
                "Bilatérale\u{a0}; de deux groupes, supérieure\u{a0}: plus d’événements qu’attendu dans le premier, qui viennent donc plus tôt\u{a0}; inférieure\u{a0}: moins.",
            ],
        },
        Id::Cox => French {
            meaning: "Le rapport des risques instantanés entre groupes\u{a0}: combien de fois plus souvent l’événement survient à chaque instant dans l’un que dans l’autre, parmi ceux qui ne l’ont pas eu.",
            options: &[
                "Comment les événements d’un même jour sont traités.",
                "L’inverse de l’information, ou l’estimateur sandwich par grappe.",
                "Avec robuste\u{a0}: ce qui n’est pas indépendant, une paire, un patient, ou la grappe de l’analyse.",
                "Le test du groupe.",
                "La vraisemblance partielle de Cox, ou celle pénalisée de Firth, avec intervalles et tests de son profil.",
            ],
        },
        Id::ProportionalHazards => French {
            meaning: "Si le logarithme d’un rapport de risques instantanés change avec une fonction du temps.",
            options: &[
                "La fonction du temps avec laquelle le logarithme du rapport peut changer.",
                "Comment les événements d’un même jour sont traités dans le modèle.",
                "Le test est rapporté\u{a0}; aucune analyse n’est choisie par lui.",
            ],
        },
        Id::Rmst => French {
            meaning: "Le temps moyen sans l’événement jusqu’à un jour\u{a0}: l’aire sous la courbe de Kaplan–Meier du jour 0 à ce jour.",
            options: &[
                "Le jour jusqu’auquel la moyenne est prise.",
                "Ce qui compare les groupes\u{a0}: la différence des moyennes, leur rapport, ou le rapport des temps perdus.",
            ],
        },
        Id::SurvivalDifference => French {
            meaning: "La survie du premier groupe moins celle du second, à chacun des jours demandés.",
            options: &["Les jours auxquels la survie est comparée."],
        },
        Id::NelsonAalen => French {
            meaning: "Combien d’événements un patient aurait jusqu’à un jour s’il pouvait les avoir encore et encore au risque instantané observé.",
            options: &[
                "L’échelle sur laquelle l’intervalle du risque cumulé est symétrique.",
                "Les jours auxquels le risque cumulé est lu.",
            ],
        },
        Id::Concordance => French {
            meaning: "De deux patients qui peuvent être comparés, à quelle fréquence celui à qui le modèle donne le plus grand risque a l’événement le premier. 0,5 est le hasard.",
            options: &[
                "Comment les événements d’un même jour sont traités dans le modèle.",
                "Sur quoi les influences sont additionnées pour l’erreur standard.",
            ],
        },
        Id::AalenJohansen => French {
            meaning: "La part des patients qui ont eu un événement d’une cause à un jour donné, quand d’autres causes peuvent venir avant.",
            options: &[
                "L’échelle sur laquelle l’intervalle de l’incidence est symétrique.",
                "Les jours auxquels l’incidence est lue.",
                "La variance\u{a0}: celle d’Aalen, ou le jackknife infinitésimal.",
            ],
        },
        Id::Gray => French {
            meaning: "Si l’incidence cumulée d’une cause diffère entre groupes en présence des autres causes.",
            options: &["La puissance de un moins l’incidence, par laquelle les temps sont pondérés."],
        },
        Id::FineGray => French {
            meaning: "Le rapport entre groupes du risque de sous-distribution d’une cause\u{a0}: celui qui ordonne les incidences cumulées.",
            options: &[
                "Laquelle des causes du critère de jugement, dans leur ordre.",
                "Si les patients qui ont un événement un jour risquaient d’être censurés ce jour-là.",
                "Parmi qui la loi de la censure est estimée.",
                "Avec ou sans ce qu’apporte l’estimation des poids de censure.",
            ],
        },
        Id::CauseSpecificCox => French {
            meaning: "Le rapport entre groupes du risque instantané d’une cause\u{a0}: à quelle fréquence elle survient parmi ceux à qui rien n’est encore arrivé.",
            options: &[
                "Laquelle des causes du critère de jugement, dans leur ordre.",
                "Comment les événements d’un même jour sont traités.",
                "L’inverse de l’information, ou l’estimateur sandwich par grappe.",
                "Avec robuste\u{a0}: ce qui n’est pas indépendant, une paire, un patient, ou la grappe de l’analyse.",
            ],
        },
        Id::CauseSpecificLogRank => French {
            meaning: "Si le risque instantané d’une cause est le même dans tous les groupes.",
            options: &["Laquelle des causes du critère de jugement, dans leur ordre."],
        },
        Id::Kappa => French {
            meaning: "L’accord de deux lecteurs au-delà de ce que le hasard donnerait, 1 étant l’accord parfait.",
            options: &["À quelle distance deux catégories peuvent être et s’accorder encore en partie."],
        },
        Id::AgreementCoefficients => French {
            meaning: "L’accord de deux lecteurs par des coefficients qui dépendent moins que le kappa de la fréquence des catégories.",
            options: &[],
        },
        Id::FleissKappa => {
            French { meaning: "L’accord de plusieurs lecteurs au-delà de ce que le hasard donnerait.", options: &[] }
        }
        Id::IntraclassCorrelation => French {
            meaning: "Quelle part de la variance des lectures vient des sujets, et non des lecteurs ni de l’erreur.",
            options: &[
                "Des lecteurs qui diffèrent d’un sujet à l’autre\u{a0}; les mêmes lecteurs, tirés de beaucoup (accord absolu)\u{a0}; ou les mêmes et les seuls (cohérence).",
                "La fiabilité d’une seule lecture, ou de la moyenne des lecteurs.",
            ],
        },
        Id::AdjustedPValues => French {
            meaning: "Les valeurs p d’une famille d’hypothèses, ajustées pour qu’elles soient jugées ensemble.",
            options: &["Comment les valeurs p sont ajustées."],
        },
        Id::CoxBaseline => French {
            meaning: "Le risque cumulé, et la survie, que le modèle de Cox donne à une sorte de patient.",
            options: &[
                "Comment les événements d’un même jour sont traités.",
                "Le patient décrit\u{a0}: toutes les covariables, groupe compris, à leur moyenne, ou à 0.",
                "Les jours auxquels l’estimation est lue.",
            ],
        },
        Id::Interaction => French {
            meaning: "Si l’effet est le même dans tous les niveaux d’une caractéristique.",
            options: &[
                "Du produit du groupe et du sous-groupe dans le modèle de l’issue, ou de l’hétérogénéité des estimations des sous-groupes.",
                "Avec l’hétérogénéité\u{a0}: ce qui est estimé dans chaque sous-groupe, l’effet de l’estimand.",
                "Des rapports de risques instantanés\u{a0}: comment les événements d’un même jour sont traités, comme dans les estimations de l’analyse.",
            ],
        },
        Id::SmallestSignificant => French {
            meaning: "Le plus petit nombre de paires discordantes, et la plus petite différence, que le test principal peut déclarer significatifs avec le nombre de paires prévu.",
            options: &[],
        },
        Id::Power => French {
            meaning: "La probabilité que le test principal soit significatif, si ce qui est supposé est vrai.",
            options: &[
                "La part, supposée, des paires où un seul membre répond\u{a0}: 0,4.",
                "La vraie différence des deux proportions, supposée\u{a0}; au plus la part des paires discordantes.",
            ],
        },
        Id::ExpectedWidth => French {
            meaning: "La largeur moyenne de l’intervalle de la différence, si ce qui est supposé est vrai.",
            options: &[
                "La part, supposée, des paires où un seul membre répond.",
                "La vraie différence des deux proportions, supposée\u{a0}; au plus la part des paires discordantes.",
                "La proportion, supposée, de succès du bras de référence.",
            ],
        },
    }
}

const _: () = {
    let mut at = 0;
    while at < ALL.len() {
        let told = french(ALL[at].id).options.len();
        assert!(told == ALL[at].options.len(), "an option of a method is not told in French");
        at += 1;
    }
};

/// What an option of a method does.
pub fn about(method: Id, option: &OptionSpec) -> &'static str {
    let declared = ALL.iter().find(|known| known.id == method).map_or(&[][..], |known| known.options);
    let told = declared.iter().zip(french(method).options).find(|(known, _)| known.name == option.name);
    told.map_or("", |(_, told)| told)
}
