//! Detached signatures (`FILE.sig`, as `ssh-keygen -Y sign -n file FILE` writes them), checked by `ssh-keygen` where it is
//! installed.

use super::Verified;
use crate::compile::shown;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a signature of a file is called by.
const NAMESPACE: &str = "file";

/// Of each of the files that has a signature beside it.
pub fn of(files: &BTreeSet<PathBuf>, signers: Option<&Path>, verified: &mut Verified) {
    for file in files {
        let signature = PathBuf::from(format!("{}.sig", file.display()));
        if signature.is_file() {
            one(file, &signature, signers, verified);
        }
    }
}

fn one(file: &Path, signature: &Path, signers: Option<&Path>, verified: &mut Verified) {
    let checked = match signers {
        Some(signers) => of_known(file, signature, signers),
        None => ssh_keygen(&["check-novalidate"], &[("-s", signature)], Some(file)),
    };
    match checked {
        Ok(output) if output.status.success() => {
            let told = String::from_utf8_lossy(&output.stdout);
            let whose = if signers.is_some() { "" } else { " (`--signers FILE` says whether the key is known)" };
            verified.notes.push(format!("{}: {}{whose}", shown(file), told.trim()));
        }
        Ok(_) => verified.differs(shown(signature), &format!("no signature of {} that holds", shown(file))),
        Err(error) if error.kind() == ErrorKind::NotFound => verified.notes.push(format!(
            "{}: not checked, for there is no ssh-keygen on this machine that checks it",
            shown(signature)
        )),
        Err(error) => verified.differs(shown(signature), &error.to_string()),
    }
}

/// By whom it is, then whether it holds.
fn of_known(file: &Path, signature: &Path, signers: &Path) -> std::io::Result<Output> {
    let found = ssh_keygen(&["find-principals"], &[("-s", signature), ("-f", signers)], None)?;
    let told = String::from_utf8_lossy(&found.stdout).into_owned();
    match told.lines().next().filter(|_| found.status.success()) {
        Some(who) => ssh_keygen(&["verify", "-I", who], &[("-s", signature), ("-f", signers)], Some(file)),
        None => Ok(found),
    }
}

fn ssh_keygen(does: &[&str], files: &[(&str, &Path)], signed: Option<&Path>) -> std::io::Result<Output> {
    let mut command = Command::new("ssh-keygen");
    command.arg("-Y").args(does).args(["-n", NAMESPACE]);
    for (option, path) in files {
        command.arg(option).arg(path);
    }
    let input = signed.map(File::open).transpose()?.map_or_else(Stdio::null, Stdio::from);
    command.stdin(input).stderr(Stdio::null()).output()
}
