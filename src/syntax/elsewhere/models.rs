//! What formulas and papers write of models and matching: products, ratios, sums of covariates.

use super::rules::FORM;
use super::tokens::Tokens;

/// `3x ULN`, `3 × ULN`, `1.5 X 20`: the product.
pub(super) fn multiples(tokens: &mut Tokens) {
    const PRODUCT: &str = "a product is written with `*`";
    for at in 0..tokens.all.len() {
        let lower = tokens.lower(at);
        let attached = lower.strip_suffix('x').filter(|number| number.parse::<f64>().is_ok()).map(str::to_string);
        if let Some(number) = attached.filter(|_| tokens.is_value(at + 1)) {
            let of = tokens.between(at + 1, at + 2);
            tokens.replace(at, at + 2, format!("{number} * {of}"), PRODUCT);
            continue;
        }
        let sign = ["x", "×"].contains(&tokens.lower(at + 1).as_str());
        if sign && tokens.is_number(at) && tokens.is_value(at + 2) {
            let (number, of) = (tokens.between(at, at + 1), tokens.between(at + 2, at + 3));
            tokens.replace(at, at + 3, format!("{number} * {of}"), PRODUCT);
        }
    }
}

/// `ratio: 1:1`, `ratio: 2:1`: so many controls of one treated patient.
pub(super) fn ratios(tokens: &mut Tokens) {
    for at in 0..tokens.all.len() {
        let joined = tokens.is(at + 3, ":") || tokens.is(at + 3, "/") || tokens.are(at + 3, &["to"]);
        if !(tokens.are(at, &["ratio", ":"]) && tokens.is_number(at + 2) && joined && tokens.is_number(at + 4)) {
            continue;
        }
        let (one, other) = (tokens.between(at + 2, at + 3), tokens.between(at + 4, at + 5));
        if let Some(controls) = [(&one, &other), (&other, &one)].into_iter().find(|(one, _)| *one == "1") {
            tokens.replace(at + 2, at + 5, controls.1.clone(), "the controls of one treated patient");
        }
    }
}

/// `~ age + sex`: the list.
pub(super) fn formulas(tokens: &mut Tokens) {
    let Some(tilde) = (1..tokens.all.len()).find(|at| tokens.is(*at, "~") && tokens.is(*at - 1, ":")) else { return };
    let mut depth = 0usize;
    let mut end = tilde + 1;
    while let Some(token) = tokens.all.get(end) {
        match token.text.as_str() {
            "(" => depth += 1,
            ")" | "}" | "," if depth == 0 => break,
            ")" => depth -= 1,
            "+" if depth == 0 => tokens.all[end].text = ",".to_string(),
            _ => {}
        }
        end += 1;
    }
    let list = tokens.between(tilde + 1, end).replace(" ,", ",");
    tokens.replace(tilde, end, format!("({list})"), FORM);
}
