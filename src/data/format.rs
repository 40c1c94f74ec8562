//! Formats that hold no text, known by their first bytes.

use crate::file::NoFile;

/// What the first bytes of a file that holds no text give it away as.
const FORMATS: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"PK\x03\x04", "a ZIP archive, as a spreadsheet (.xlsx, .ods) is"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old spreadsheet or document (.xls, .doc)"),
    (b"BZh", "compressed (bzip2)"),
    (b"\xFD7zXZ\x00", "compressed (xz)"),
    (b"\x28\xB5\x2F\xFD", "compressed (zstd)"),
    (b"7z\xBC\xAF\x27\x1C", "an archive (7z)"),
    (b"%PDF-", "a PDF"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a database (SQLite)"),
    (b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xC2\xEA\x81\x60", "a SAS data set (.sas7bdat)"),
];

/// Bytes that are no text in the encoding `declared`, by what they are.
pub fn text_or_what(bytes: &[u8], declared: &'static encoding_rs::Encoding) -> Result<(), NoFile> {
    if let Some((_, name)) = FORMATS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(NoFile::Format(name));
    }
    let utf_16 = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE];
    let marked = encoding_rs::Encoding::for_bom(bytes).is_some();
    if !utf_16.contains(&declared) && !marked && every_second_is_zero(bytes) {
        return Err(NoFile::Utf16);
    }
    Ok(())
}

/// Letters of European writing in UTF-16: nearly every second byte is 0, and no other.
fn every_second_is_zero(bytes: &[u8]) -> bool {
    const BEGINNING: usize = 4096;
    let start = bytes.get(..BEGINNING).unwrap_or(bytes);
    let zeros = |offset: usize| start.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), start.len() / 2);
    half >= 2 && even.min(odd) == 0 && even.max(odd) * 10 >= half * 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_named() {
        let of = |bytes: &[u8]| text_or_what(bytes, encoding_rs::UTF_8);
        assert_eq!(of(b"\x1f\x8b\x08\x00"), Err(NoFile::Format("compressed (gzip)")));
        assert_eq!(of(b"i\0d\0;\0\n\0\x31\0"), Err(NoFile::Utf16));
        assert_eq!(of(b"\0i\0d\0;\0\n"), Err(NoFile::Utf16));
        assert_eq!(of(b"\xFF\xFEi\0d\0;\0"), Ok(()), "a mark is a finding of its own");
        assert_eq!(of("id;é\n".as_bytes()), Ok(()));
        assert_eq!(of(b"id;\0\0\0\0\0\0\0"), Ok(()), "control characters are findings");
        assert_eq!(of(b""), Ok(()));
    }
}
