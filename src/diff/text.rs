//! What is told, as text for a terminal.

use super::telling::{Line, Telling};
use std::fmt::Write;

pub fn text(telling: &Telling) -> String {
    let mut out = format!("{}\n", telling.title);
    for line in &telling.lines {
        // Writing to a String cannot fail.
        let _ = match line {
            Line::Heading { text } => write!(out, "\n{text}\n"),
            Line::Sentence { text } => writeln!(out, "{text}"),
            Line::Entry { how, what, place } => {
                let said: Vec<&str> = [how.as_str(), what].into_iter().filter(|part| !part.is_empty()).collect();
                let place = if place.is_empty() { String::new() } else { format!("  ({place})") };
                writeln!(out, "  {}{place}", said.join("  "))
            }
            Line::Note { text } => writeln!(out, "      {text}"),
            Line::Difference { key, changed } => {
                let key = if key.is_empty() { String::new() } else { format!("      {key}\n") };
                let sides = [("-", &changed.before), ("+", &changed.after)];
                let side = |(sign, text): (&str, &Option<String>)| {
                    let text = text.as_ref()?.replace('\n', "\n          ");
                    Some(format!("        {sign} {text}\n"))
                };
                write!(out, "{key}{}", sides.into_iter().filter_map(side).collect::<String>())
            }
        };
    }
    out
}
