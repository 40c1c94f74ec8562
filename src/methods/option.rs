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
