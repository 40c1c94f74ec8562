//! French of the words that results name and no other list holds.

/// Names of what is no statistic of its own.
pub(super) const STATISTICS: &[(&str, &str)] =
    &[("pair_counts", "Paires : les deux / premier / second / aucun"), ("risk_ratio", "Rapport des risques")];

/// Responses, and groups that are no arm.
pub(super) const TERMS: &[(&str, &str)] = &[
    ("all", "tous"),
    ("exposed", "exposé"),
    ("unexposed", "non exposé"),
    ("response CR", "réponse complète (CR)"),
    ("response PR", "réponse partielle (PR)"),
    ("response SD", "maladie stable (SD)"),
    ("response PD", "progression (PD)"),
    ("response NE", "non évaluable"),
    ("response NON_CR_NON_PD", "ni réponse complète ni progression, sans lésion cible (Non-CR/Non-PD)"),
    ("response iCR", "réponse complète (iCR)"),
    ("response iPR", "réponse partielle (iPR)"),
    ("response iSD", "maladie stable (iSD)"),
    ("response iUPD", "progression non confirmée (iUPD)"),
    ("response iCPD", "progression confirmée (iCPD)"),
    ("response NON_iCR_NON_iUPD", "ni réponse complète ni progression, sans lésion cible (Non-iCR/Non-iUPD)"),
];
