//! The bytes of a file, or what stands in its place.
//!
//! A leaf that the front end and the reading of data share.
//! Only a regular file is opened: a pipe would be waited for, and a device may never end.

pub mod bundled;

use sha2::{Digest, Sha256};
use std::io::Read;
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

/// The bytes of a regular file, or of a document that comes with the program.
pub fn read_file(path: &Path) -> Result<Vec<u8>, NoFile> {
    if let Some(document) = bundled::at(path) {
        return Ok(document.text.as_bytes().to_vec());
    }
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

/// At most this many of the first bytes of a regular file below a folder; none where there is no such file.
pub fn beginning(folder: &Path, path: &Path, most: u64) -> Option<Vec<u8>> {
    within(folder, path).ok()?;
    if !std::fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut bytes = vec![];
    std::fs::File::open(path).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A file below `folder`, once links are followed.
pub fn within(folder: &Path, path: &Path) -> Result<(), NoFile> {
    let (Ok(folder), Ok(target)) = (folder.canonicalize(), path.canonicalize()) else { return Ok(()) };
    if target.starts_with(folder) { Ok(()) } else { Err(NoFile::Outside(target)) }
}

/// A renaming, and a file that is new, survive a loss of power only once their folder is synced.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// SHA-256 of the bytes, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Two digits for each byte.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
