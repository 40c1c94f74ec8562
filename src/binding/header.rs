//! The names of the columns of a file, from its first bytes: what a binding names is set against them, and nothing else is read.

use super::Notation;

/// Bytes of a file within which its first line ends.
pub const LONGEST: u64 = 1 << 16;

/// The fields of the first line of text; none where there is no text in these bytes.
pub fn header_of(bytes: &[u8], notation: &Notation) -> Option<Vec<String>> {
    let (text, ..) = notation.encoding.decode(bytes);
    if text.contains('\0') {
        return None;
    }
    let separator = char::from(notation.separator);
    let (first, rest) = first_row(&text, separator);
    // A spreadsheet may name its separator first, in a line of its own.
    let names_separator = first.len() == 2 && first[0].eq_ignore_ascii_case(SEPARATOR) && first[1].is_empty();
    Some(if names_separator { first_row(rest, separator).0 } else { first })
}

const SEPARATOR: &str = "sep=";

/// The fields of the first line of a text, and what follows it.
fn first_row(text: &str, separator: char) -> (Vec<String>, &str) {
    let (mut fields, mut field, mut quoted) = (vec![], String::new(), false);
    let mut letters = text.char_indices().peekable();
    let mut rest = "";
    while let Some((at, c)) = letters.next() {
        match c {
            '"' if quoted && letters.peek().is_some_and(|(_, next)| *next == '"') => {
                letters.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            c if c == separator && !quoted => fields.push(std::mem::take(&mut field)),
            '\n' | '\r' if !quoted => {
                rest = text[at..].trim_start_matches(['\r', '\n']);
                break;
            }
            c => field.push(c),
        }
    }
    fields.push(field);
    (fields.into_iter().map(|field| field.trim().to_string()).collect(), rest)
}

#[cfg(test)]
mod tests {
    use super::first_row;

    #[test]
    fn the_first_line_is_split() {
        let row = |text| first_row(text, ';').0;
        assert_eq!(row("a;\"b;\"\"c\"\"\"; d\r\n1;2;3\r\n"), ["a", "b;\"c\"", "d"]);
        assert_eq!(row("only"), ["only"]);
        assert_eq!(row("\"a\nb\";c\n1;2"), ["a\nb", "c"]);
        assert_eq!(first_row("sep=;\r\na;b\r\n", ';').1, "a;b\r\n");
    }
}
