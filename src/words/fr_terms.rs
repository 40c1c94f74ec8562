//! French of the words that results name and no other list holds.

/// Groups that are no arm.
pub(super) const TERMS: &[(&str, &str)] = &[("all", "tous"), ("exposed", "exposé"), ("unexposed", "non exposé")];

/// Responses.
pub(super) const RESPONSES: &[(&str, &str)] = &[
    ("CR", "réponse complète (CR)"),
    ("PR", "réponse partielle (PR)"),
    ("SD", "maladie stable (SD)"),
    ("PD", "progression (PD)"),
    ("NON_CR_NON_PD", "ni réponse complète ni progression, sans lésion cible (Non-CR/Non-PD)"),
    ("iCR", "réponse complète (iCR)"),
    ("iPR", "réponse partielle (iPR)"),
    ("iSD", "maladie stable (iSD)"),
    ("iUPD", "progression non confirmée (iUPD)"),
    ("iCPD", "progression confirmée (iCPD)"),
    ("NON_iCR_NON_iUPD", "ni réponse complète ni progression, sans lésion cible (Non-iCR/Non-iUPD)"),
];
