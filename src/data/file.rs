//! The bytes of a file, or what stands in its place.
//!
//! Only a regular file is opened: a pipe would be waited for, and a device may never end.

use std::path::{Path, PathBuf};

/// Why a path gives no text to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFile {
    Absent,
    Folder,
    /// A named pipe (FIFO).
    Pipe,
    Device,
    Socket,
    /// By a symbolic link, the file lies outside the folder that it should be in.
    Outside(PathBuf),
    /// A format that holds no text as such, by its name: `gzip`.
    Format(&'static str),
    /// Text in UTF-16 that does not say so with a mark.
    Utf16,
    /// What the system says.
    System(String),
}

impl std::fmt::Display for NoFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoFile::Absent => f.write_str("there is no such file"),
            NoFile::Folder => f.write_str("it is a folder"),
            NoFile::Pipe => f.write_str("it is a pipe and no file"),
            NoFile::Device => f.write_str("it is a device and no file"),
            NoFile::Socket => f.write_str("it is a socket and no file"),
            NoFile::Outside(target) => {
                write!(f, "a link leads out of the folder of the study, to {}", target.display())
            }
            NoFile::Format(name) => write!(f, "it is {name}, not text"),
            NoFile::Utf16 => f.write_str("it is text in UTF-16 without a mark that says so"),
            NoFile::System(reason) => f.write_str(reason),
        }
    }
}

/// The bytes of a regular file.
pub fn read_file(path: &Path) -> Result<Vec<u8>, NoFile> {
    let metadata = std::fs::metadata(path).map_err(of_system)?;
    if !metadata.is_file() {
        return Err(kind(&metadata.file_type()));
    }
    std::fs::read(path).map_err(of_system)
}

fn of_system(error: std::io::Error) -> NoFile {
    match error.kind() {
        std::io::ErrorKind::NotFound => NoFile::Absent,
        _ => NoFile::System(error.to_string()),
    }
}

fn kind(file_type: &std::fs::FileType) -> NoFile {
    if file_type.is_dir() {
        return NoFile::Folder;
    }
    special(file_type)
}

#[cfg(unix)]
fn special(file_type: &std::fs::FileType) -> NoFile {
    use std::os::unix::fs::FileTypeExt;
    match (file_type.is_fifo(), file_type.is_socket()) {
        (true, _) => NoFile::Pipe,
        (_, true) => NoFile::Socket,
        (false, false) => NoFile::Device,
    }
}

#[cfg(not(unix))]
fn special(_: &std::fs::FileType) -> NoFile {
    NoFile::Device
}

/// A file below `folder`, once links are followed.
pub fn within(folder: &Path, path: &Path) -> Result<(), NoFile> {
    let (Ok(folder), Ok(target)) = (folder.canonicalize(), path.canonicalize()) else { return Ok(()) };
    if target.starts_with(folder) { Ok(()) } else { Err(NoFile::Outside(target)) }
}

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
