//! `explain`: the page of a diagnostic code or of a method.

use super::{COULD_NOT_RUN, note, out};
use crate::catalogue;
use crate::diagnostic::{codes, nearest};

pub(super) fn explain(word: &str) -> u8 {
    let code = codes::ALL.iter().find(|e| e.code.0.eq_ignore_ascii_case(word));
    let method = catalogue::ALL.iter().find(|m| m.name.eq_ignore_ascii_case(word));
    match (code, method) {
        (Some(entry), _) => out(entry.page),
        (None, Some(method)) => out(method.page),
        (None, None) => {
            let known = codes::ALL.iter().map(|e| e.code.0).chain(catalogue::ALL.iter().map(|m| m.name));
            let hint = nearest(word, known).map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
            note(&format!("there is no code and no method `{word}`{hint}\n"));
            COULD_NOT_RUN
        }
    }
}
