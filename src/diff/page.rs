//! What is told, as a page for a browser: one file, which runs nothing and asks the network for nothing. Every text is escaped.

use super::telling::Telling;
use crate::diagnostic::visible;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

const TEMPLATE: &str = include_str!("../../templates/html/diff.html.j2");
const STYLE: &str = include_str!("../../templates/html/diff.css");

/// The same telling gives the same bytes. The error is a fault of the template.
pub fn page(telling: &Telling) -> Result<String, String> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    let read = context! {
        language => telling.language,
        title => &telling.title,
        style => Value::from_safe_string(STYLE.to_string()),
        lines => Value::from(Serde(&telling.lines)),
    };
    templates.render_str(TEMPLATE, read).map(|page| visible(&page)).map_err(|e| format!("{e:#}"))
}
