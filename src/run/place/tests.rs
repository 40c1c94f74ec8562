use super::*;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Two sets of one run and the next: what the second has no more, what is new in it, what is below a folder.
const OLD: &[(&str, &str)] = &[("a", "old a"), ("gone", "old gone"), ("run", "old run"), ("sets/x", "old x")];
const LATER: &[(&str, &str)] = &[("a", "new a"), ("more", "new more"), ("run", "new run"), ("sets/x", "new x")];

fn contents<'a>(set: &'a [(&'a str, &'a str)]) -> Vec<(&'a str, Content<'a>)> {
    set.iter().map(|(name, text)| (*name, Content::Bytes(text.as_bytes()))).collect()
}

fn all(folder: &Path, below: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder.join(below)).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            all(folder, &name, found);
        } else {
            found.insert(name, fs::read_to_string(entry.path()).expect("text"));
        }
    }
}

fn standing(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    all(folder, "", &mut found);
    found
}

fn expected(set: &[(&str, &str)]) -> BTreeMap<String, String> {
    set.iter().chain(&[("mine", "of the user")]).map(|(name, text)| (name.to_string(), text.to_string())).collect()
}

/// A folder with the old set and a file of the user's own.
fn old() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("mine"), "of the user").expect("written");
    Place::open(folder.path()).expect("opened").put(contents(OLD), &[]).expect("put");
    assert_eq!(standing(folder.path()), expected(OLD));
    folder
}

/// Fails the step of this number, and all that follow where it is a kill.
fn seam(at: usize, kill: bool) -> impl Fn(&Path) -> io::Result<()> {
    let count = Cell::new(0);
    move |_| {
        count.set(count.get() + 1);
        match count.get() == at || kill && count.get() > at {
            true => Err(ErrorKind::StorageFull.into()),
            false => Ok(()),
        }
    }
}

fn put_by(folder: &Path, seam: Seam) -> Result<(), WriteError> {
    Place::open_by(folder, seam)?.put(contents(LATER), &["gone"])
}

fn steps() -> usize {
    let folder = old();
    let count = Cell::new(0);
    put_by(folder.path(), &|_| {
        count.set(count.get() + 1);
        Ok(())
    })
    .expect("nothing fails");
    count.get()
}

/// Whichever step fails or is the last before a kill: whoever reads next has the one set or the other, and none beside it.
#[test]
fn one_set_stands_whatever_fails() {
    for kill in [false, true] {
        let mut seen = BTreeSet::new();
        for at in 1..=steps() {
            let folder = old();
            put_by(folder.path(), &seam(at, kill)).expect_err("a step failed");
            let half = folder.path().join(WHOLE).exists();
            if !half && !kill {
                assert!(!folder.path().join(NEW).exists(), "step {at} leaves what is not whole");
            }
            drop(reading(folder.path()).expect("it can be finished"));
            let mut stands = standing(folder.path());
            stands.retain(|name, _| !name.starts_with(NEW));
            let later = stands == expected(LATER);
            assert!(later || stands == expected(OLD), "step {at}, kill {kill}: {stands:?}");
            seen.insert(later);
            // The next run clears what is left and writes its own.
            put_by(folder.path(), &|_| Ok(())).expect("nothing fails");
            assert_eq!(standing(folder.path()), expected(LATER), "step {at}, kill {kill}");
        }
        assert_eq!(seen.len(), 2, "kills before and after the set was whole");
    }
}

/// A kill, then another while what it left is finished.
#[test]
fn finishing_may_be_broken_off_too() {
    // Each step after the set is whole, and some before.
    let steps = steps();
    for first in steps - 14..=steps {
        for second in 1..6 {
            let folder = old();
            put_by(folder.path(), &seam(first, true)).expect_err("a kill");
            drop(Place::open_by(folder.path(), &seam(second, true)));
            drop(Place::open(folder.path()).expect("it can be finished"));
            let stands = standing(folder.path());
            assert!(stands == expected(LATER) || stands == expected(OLD), "{first}, {second}: {stands:?}");
        }
    }
}

#[test]
fn two_at_once_leave_the_set_of_one() {
    let folder = old();
    let other: Vec<(&str, String)> = LATER.iter().map(|(name, text)| (*name, text.replace("new", "other"))).collect();
    let other: Vec<(&str, &str)> = other.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let write = |set: &[(&str, &str)]| {
        for _ in 0..20 {
            Place::open(folder.path()).expect("opened").put(contents(set), &["gone"]).expect("put");
        }
    };
    let read = || {
        for _ in 0..40 {
            let _held = reading(folder.path()).expect("read").expect("a folder");
            let stands = standing(folder.path());
            assert!([OLD, LATER, &other].iter().any(|set| stands == expected(set)), "{stands:?}");
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| write(LATER));
        scope.spawn(|| write(&other));
        scope.spawn(read);
    });
}

#[test]
fn a_list_that_leads_out_of_the_folder_is_not_followed() {
    let folder = old();
    let outside = tempfile::NamedTempFile::new().expect("a file");
    let whole = folder.path().join(WHOLE);
    for name in [format!("../{}", outside.path().display()), outside.path().display().to_string(), String::new()] {
        fs::create_dir_all(&whole).expect("a folder");
        let made = Made { files: vec![], removed: vec![name] };
        fs::write(whole.join(MADE_OF), serde_json::to_vec(&made).expect("JSON")).expect("written");
        assert!(reading(folder.path()).is_err());
        assert!(outside.path().exists());
    }
}

#[test]
fn a_folder_in_the_place_of_an_output_changes_nothing() {
    let folder = old();
    fs::create_dir(folder.path().join("more")).expect("a folder");
    let error = put_by(folder.path(), &|_| Ok(())).expect_err("a folder is no file");
    assert_eq!(error.path, folder.path().join("more"));
    assert_eq!(standing(folder.path()), expected(OLD));
}

#[cfg(unix)]
#[test]
fn permissions_are_kept_and_nobody_else_reads_what_is_new() {
    use std::os::unix::fs::PermissionsExt;
    let folder = old();
    let mode = |name: &str| fs::metadata(folder.path().join(name)).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode("a") & 0o007, 0);
    fs::set_permissions(folder.path().join("a"), fs::Permissions::from_mode(0o600)).expect("set");
    fs::set_permissions(folder.path().join("run"), fs::Permissions::from_mode(0o644)).expect("set");
    put_by(folder.path(), &|_| Ok(())).expect("nothing fails");
    assert_eq!((mode("a"), mode("run"), mode("more") & 0o007), (0o600, 0o644, 0));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_folder_is_followed() {
    let (folder, beside) = (old(), tempfile::tempdir().expect("a folder"));
    let link = beside.path().join("out");
    std::os::unix::fs::symlink(folder.path(), &link).expect("a link");
    put_by(&link, &|_| Ok(())).expect("nothing fails");
    assert_eq!(standing(folder.path()), expected(LATER));
    assert!(link.symlink_metadata().expect("a link").is_symlink());
}
