//! Short ways to declare options.

use super::{OptionKind, OptionSpec};

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

/// A plain number.
pub(super) const fn plain(name: &'static str, default: &'static str, about: &'static str) -> OptionSpec {
    OptionSpec { name, kind: OptionKind::Number, default: Some(default), about }
}
