//! Sentences with places in them.

/// A template with its places filled. A place without a filling stays as it stands.
pub fn fill(template: &str, fillings: &[(&str, &str)]) -> String {
    parts(template)
        .map(|part| match part {
            Part::Words(words) => words,
            Part::Place(name, whole) => fillings.iter().find(|(n, _)| *n == name).map_or(whole, |(_, text)| text),
        })
        .collect()
}

pub enum Part<'a> {
    Words(&'a str),
    /// The name of the place, and the place as written.
    Place(&'a str, &'a str),
}

/// The words and places of a template, in order.
pub fn parts(template: &str) -> impl Iterator<Item = Part<'_>> {
    template.split_inclusive('}').flat_map(|piece| {
        let (words, place) = match piece.find('{') {
            Some(at) if piece.ends_with('}') => piece.split_at(at),
            _ => (piece, ""),
        };
        let place = place.strip_prefix('{').and_then(|p| p.strip_suffix('}')).map(|name| Part::Place(name, place));
        [Some(Part::Words(words)).filter(|_| !words.is_empty()), place].into_iter().flatten()
    })
}
