//! The name of a document in the protocol, and its path.

use lsp_types::Uri;
use std::path::{Path, PathBuf};

const FILE: &str = "file://";

/// The path of a file; a document that is none, such as one that was never saved, has its whole name for a path.
pub(super) fn path_of(uri: &Uri) -> PathBuf {
    let Some(rest) = uri.0.strip_prefix(FILE) else { return PathBuf::from(&uri.0) };
    // What stands before the path is a host, which is empty for a file of this machine.
    let path = rest.find('/').map_or(rest, |slash| &rest[slash..]);
    let path = decoded(path);
    // `/c:/study`: the drive begins the path.
    let bytes = path.as_bytes();
    let is_drive = bytes.len() > 2 && bytes[1].is_ascii_alphabetic() && bytes[2] == b':';
    PathBuf::from(if is_drive { &path[1..] } else { &path })
}

/// The name of a file.
pub(super) fn uri_of(path: &Path) -> Uri {
    let path = crate::compile::shown(path);
    let before = if path.starts_with('/') { "" } else { "/" };
    Uri(format!("{FILE}{before}{}", encoded(&path)))
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
    let (mut out, mut at) = (vec![], 0);
    while at < bytes.len() {
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn encoded(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    let letter = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    path.bytes().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_comes_back() {
        for path in ["/work/my study/plan.md", "/é/µ%20/plan.md", "/a+b&c/#1.md"] {
            assert_eq!(path_of(&uri_of(Path::new(path))), PathBuf::from(path), "{}", uri_of(Path::new(path)));
        }
        assert_eq!(uri_of(Path::new("/my study/é.md")).0, "file:///my%20study/%C3%A9.md");
    }

    #[test]
    fn other_spellings_are_understood() {
        let path = |uri: &str| path_of(&Uri(uri.to_string()));
        assert_eq!(path("file:///c%3A/study/plan.md"), PathBuf::from("c:/study/plan.md"));
        assert_eq!(path("file://localhost/study/plan.md"), PathBuf::from("/study/plan.md"));
        assert_eq!(path("file:///100%/plan.md"), PathBuf::from("/100%/plan.md"));
        assert_eq!(path("untitled:Untitled-1"), PathBuf::from("untitled:Untitled-1"));
    }
}
