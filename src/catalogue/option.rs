//! Short ways to declare options.

use super::{Limits, OptionKind, OptionSpec};

/// One of these words; the default must be one of them.
pub(super) const fn choice(
    name: &'static str,
    words: &'static [&'static str],
    default: Option<&'static str>,
    about: &'static str,
) -> OptionSpec {
    OptionSpec { name, kind: OptionKind::Choice(words), default, about }
}

/// `correction: no | yes`, no by default.
pub(super) const fn correction(about: &'static str) -> OptionSpec {
    choice("correction", &["no", "yes"], Some("no"), about)
}

/// A plain number within limits.
pub(super) const fn plain(
    name: &'static str,
    limits: Limits,
    default: &'static str,
    about: &'static str,
) -> OptionSpec {
    OptionSpec { name, kind: OptionKind::Number(limits), default: Some(default), about }
}

pub(super) const FORM_OF_RANKS: OptionSpec = choice(
    "form",
    &["asymptotic", "exact"],
    Some("asymptotic"),
    "The normal approximation, or the exact distribution given the values.",
);
pub(super) const CORRECTION_OF_RANKS: OptionSpec = correction("Continuity correction of the asymptotic p-value.");
pub(super) const INTERVAL_OF_SHIFT: OptionSpec = choice(
    "interval",
    &["moses", "exact", "inverted"],
    Some("moses"),
    "Limits by the normal approximation or the exact distribution without ties, or by inverting the corrected test.",
);
