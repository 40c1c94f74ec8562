//! What keeps a text a text: JSON within a page, and the hashes by which alone a browser runs a script or a style.

use serde::Serialize;
use serde_json::ser::Formatter;
use sha2::{Digest, Sha256};
use std::io::{Result, Write};

/// A value as JSON that can stand within the tags of a script: in no text of it can a tag or a comment begin or end.
pub fn json(value: &impl Serialize) -> serde_json::Result<String> {
    let mut bytes = vec![];
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, Tagless))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

struct Tagless;

impl Formatter for Tagless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> Result<()> {
        let mut from = 0;
        for (at, found) in fragment.match_indices(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            writer.write_all(&fragment.as_bytes()[from..at])?;
            for c in found.chars() {
                write!(writer, "\\u{:04x}", c as u32)?;
            }
            from = at + found.len();
        }
        writer.write_all(&fragment.as_bytes()[from..])
    }
}

/// The source of a script or style as a content-security policy names it: `sha256-…`.
pub fn source(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

/// The identifier of an element, and what follows `#` in its address: letters that an address has not are coded.
pub fn fragment(text: &str) -> String {
    let mut coded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b'~' | b'(' | b')' => {
                coded.push(char::from(byte));
            }
            _ => coded.push_str(&format!("%{byte:02X}")),
        }
    }
    coded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_the_data_ends_its_script() {
        let hostile = ["</script><script>alert(1)</script>", "<!--", "-->", "a & b", "\u{2028}\"\\\n"];
        let written = json(&hostile).expect("JSON");
        assert!(!written.contains(['<', '>', '&', '\u{2028}']), "{written}");
        let read: Vec<String> = serde_json::from_str(&written).expect("JSON");
        assert_eq!(read, hostile);
    }

    /// RFC 4648, section 10.
    #[test]
    fn bytes_in_base_64() {
        let cases =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (bytes, expected) in cases {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }

    /// SHA-256 of no bytes (FIPS 180-4) begins with e3b0c442.
    #[test]
    fn the_source_of_nothing() {
        assert_eq!(source(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn letters_that_an_address_has_not_are_coded() {
        assert_eq!(fragment("x.log10(afp).blood & lymph"), "x.log10(afp).blood%20%26%20lymph");
        assert_eq!(fragment("é%"), "%C3%A9%25");
    }
}
