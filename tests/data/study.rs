//! The two exports of the first study: the locked one has nothing that blocks, the draft has the errors planted in it.

use super::{FIRST_STUDY, findings_of};
use prespec::data::{from_folder, read};
use std::sync::LazyLock;

fn findings(export: &str) -> String {
    let (plan, sources, binding, folder) = &*FIRST_STUDY;
    let read = read(plan, binding, &folder.join("data").join(export), &from_folder(folder)).expect("the export");
    findings_of(plan, sources, &read)
}

/// Those of the locked export.
static LOCKED: LazyLock<String> = LazyLock::new(|| findings("locked"));

#[test]
fn nothing_in_the_locked_export_blocks() {
    let found = &*LOCKED;
    assert!(!found.contains(",blocks_lock,"), "{found}");
    insta::assert_snapshot!("locked_findings", found);
}

/// Each planted error once, and nothing beside them but what the locked export still asks (the last of the list), the note
/// on the cut-off, and what concerns readings that differ: some were left open in the draft, others follow from an error.
#[test]
fn every_planted_error_that_the_plan_can_see_is_found_once() {
    let found = findings("draft");
    let about_readings = |l: &&str| ["D020", "D021", "D025"].iter().any(|code| l.starts_with(code));
    let rows: Vec<&str> = found.lines().filter(|l| !about_readings(l)).collect();
    for planted in PLANTED {
        assert_eq!(rows.iter().filter(|r| r.contains(planted)).count(), 1, "{planted} in\n{found}");
    }
    assert_eq!(rows.len(), PLANTED.len() + 1, "{found}");
    assert!(rows.last().is_some_and(|r| r.starts_with("D017,note,")), "{found}");
    // The consensus on P057 was planted; the one on P004 contradicts readings that rest on a planted diameter.
    let contradicted: Vec<&str> = found.lines().filter(|l| l.starts_with("D021")).collect();
    assert!(
        matches!(contradicted[..], [a, b] if a.contains(",P004,PR,") && b.contains(",P057,PR,")),
        "{contradicted:?}"
    );
    // Four targets too many at baseline, and one whose next row was planted with a reader that there is not.
    let given_up: Vec<&str> = found.lines().filter(|l| l.starts_with("D025")).collect();
    let of = |patient: &str| given_up.iter().filter(|l| l.contains(patient)).count();
    assert_eq!((given_up.len(), of(",P064,"), of(",P139,")), (5, 4, 1), "{given_up:?}");
    insta::assert_snapshot!("draft_findings", found);
}

/// The locked export with a change of one file.
fn locked_with(file: &str, change: impl Fn(&str) -> String) -> String {
    let (plan, sources, binding, folder) = &*FIRST_STUDY;
    let copy = tempfile::tempdir().expect("a folder for the files");
    for entry in std::fs::read_dir(folder.join("data/locked")).expect("the export") {
        let from = entry.expect("a file").path();
        std::fs::copy(&from, copy.path().join(from.file_name().expect("a name"))).expect("a copy");
    }
    let path = copy.path().join(file);
    let bytes = std::fs::read(&path).expect("the file");
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&bytes);
    let new = change(&text);
    assert_ne!(new, text, "nothing was changed in {file}");
    std::fs::write(&path, encoding_rs::WINDOWS_1252.encode(&new).0).expect("the changed file");
    let found =
        findings_of(plan, sources, &read(plan, binding, copy.path(), &from_folder(copy.path())).expect("the export"));
    found.lines().filter(|l| !LOCKED.contains(l)).map(|l| format!("{l}\n")).collect()
}

/// Without its row at the baseline examination E0059 a target lesion would silently leave every later sum.
#[test]
fn a_target_lesion_that_does_not_stand_at_baseline_is_asked_about_once() {
    let found = locked_with("lesions.csv", |t| t.replacen("E0059;R1;1;cible;foie;non;27,5;27,5;present;\r\n", "", 1));
    let asked: Vec<&str> = found.lines().filter(|l| l.starts_with("D022")).collect();
    // Lines are one fewer from there on: its first later row was line 584.
    let expected = "D022,query,\"RECIST 1.1, RECIST 1.1 without holding a response, mRECIST, iRECIST\",lesion,lesions.csv,583,lesion_no,P003,\"Reader R1, Lesion 1\",";
    assert!(matches!(asked[..], [one] if one.starts_with(expected)), "{found}");
    insta::assert_snapshot!("not_at_baseline", asked.join("\n"));
}

/// By mRECIST nothing is compared with a baseline without an arterial phase, and the patient would only be counted as not
/// assessed.
#[test]
fn a_baseline_that_a_criterion_takes_for_none_is_asked_about() {
    let found = locked_with("exams.csv", |t| {
        t.replacen("E0059;P003;24/10/2021;IRM;oui;evaluable", "E0059;P003;24/10/2021;IRM;non;evaluable", 1)
    });
    let asked: Vec<&str> = found.lines().filter(|l| l.starts_with("D026")).collect();
    let expected = "D026,query,mRECIST,exam,exams.csv,60,,P003,the examination at baseline,";
    assert!(matches!(asked[..], [one] if one.starts_with(expected)), "{found}");
    insta::assert_snapshot!("unfit_baseline", asked.join("\n"));
}

/// Table, what stands in the locked export, what takes its place, and the beginning of the finding.
const IMPLAUSIBLE: &[(&str, &str, &str, &str)] = &[
    ("patients.csv", ";6,6;11;39,6;2;116;", ";6,6;0,64;39,6;2;116;", "D019,query,Bilirubin is plausible,"),
    ("patients.csv", ";6,6;11;39,6;2;116;", ";6,6;11;39,6;2;9,6;", "D019,query,The largest lesion is plausible,"),
    ("exams.csv", "E0238;P001;25/01/2023", "E0238;P001;01/12/2025", "D019,blocks_lock,Nobody is examined after death,"),
    (
        "exams.csv",
        "E0238;P001;25/01/2023",
        "E0238;P001;25/01/2019",
        "D019,query,An examination is not older than 180 days",
    ),
    ("followup.csv", ";09/11/2022;\"chimio", ";09/11/2019;\"chimio", "D019,query,A new line is not before the start"),
    ("patients.csv", ";MASH;0;5;B;6,6;", ";MASH;1;5;B;6,6;", "D019,query,Stage B has no sign of stage C,"),
    (
        "patients.csv",
        ";1;6;C;39,2;11,3;42;2;98;oui;",
        ";0;6;C;39,2;11,3;42;2;98;non;",
        "D019,query,Stage C has a sign of it,",
    ),
    (
        "patients.csv",
        ";03/10/2022;non;",
        ";15/01/2026;non;",
        "D019,query,A patient was informed before 31 December 2025,",
    ),
    (
        "lesions.csv",
        "E0001;R1;1;cible;foie;non;59,5;47;",
        "E0001;R1;1;cible;os;non;59,5;47;",
        "D019,query,\"Bone, peritoneum and portal vein hold no target lesion\",",
    ),
    (
        "lesions.csv",
        "E0001;R1;3;non-cible;ganglion;oui;10;",
        "E0001;R1;3;cible;foie;non;10;",
        "D019,query,At most two target lesions of an organ at baseline,exam,exams.csv,2,,P136,\"Examination E0001, Reader 1, liver\",",
    ),
    (
        "lesions.csv",
        "E0001;R1;1;cible;foie;non;59,5;47;",
        "E0001;R1;1;cible;foie;non;;47;",
        "D019,query,Target lesions have a size at baseline,",
    ),
    (
        "lesions.csv",
        "E0001;R1;1;cible;foie;non;59,5;47;",
        "E0001;R1;1;cible;foie;non;59,5;;",
        "D019,query,A hepatic target has its viable diameter in the arterial phase,",
    ),
    (
        "lesions.csv",
        "E0001;R1;3;non-cible;ganglion;oui;10;",
        "E0001;R1;3;non-cible;poumon;oui;10;",
        "D019,query,A lymph node is a lesion of the organ node,",
    ),
    (
        "adverse_events.csv",
        "Insomnia;Psychiatric disorders;3;",
        "Insomnia;Psychiatric disorders;4;",
        "D019,query,The term has the grade in CTCAE v5.0,",
    ),
    (
        "pathology.csv",
        ";19/03/2025;transplantation;90",
        ";19/03/2025;biopsie;",
        "D019,query,An operation has a specimen,",
    ),
    (
        "followup.csv",
        ";09/11/2022;\"chimio",
        ";09/11/2023;\"chimio",
        "D019,blocks_lock,Nobody starts a new line after death,",
    ),
];

#[test]
fn an_implausible_value_is_asked_about() {
    for (file, old, new, finding) in IMPLAUSIBLE {
        let found = locked_with(file, |t| t.replacen(old, new, 1));
        assert!(found.lines().any(|l| l.starts_with(finding)), "{new}: {finding} is not in\n{found}");
    }
}

/// File, line, column, patient and beginning of what stands there, as `findings.csv` shows them: the rows in which the
/// draft and the locked export differ by an error in a column that the plan reads.
const PLANTED: &[&str] = &[
    "patients.csv,9,annee_naissance,P008,1859",
    "patients.csv,17,date_information,P016,",
    "patients.csv,21,albumine_g_l,P020,",
    "patients.csv,29,taille_max_mm,P028,,",
    "patients.csv,34,bilirubine_umol_l,P033,10.1",
    "patients.csv,46,patient_id,P044,P044",
    "patients.csv,47,ecog,P045,7",
    "Every living patient was informed,patient,patients.csv,62,,P060",
    "Every patient has a follow-up,patient,patients.csv,64,,P062",
    "patients.csv,68,sexe,P066,H",
    "patients.csv,80,,P078,21 fields",
    "patients.csv,125,afp_ng_ml,P123,",
    "Every patient received atezolizumab,patient,patients.csv,130,,P128",
    // An examination misdated by two months leaves the patient without a baseline.
    "an evaluable examination at baseline,patient,patients.csv,149,,P147",
    "patients.csv,153,child_pugh,P151,17",
    "patients.csv,157,date_opposition,P155,,",
    "patients.csv,159,patient_id,P068,P068",
    "treatments.csv,732,,P040,6 fields",
    "Nobody is treated after death,treatment,treatments.csv,2573,date,P051",
    "Further progression follows an earlier examination,exam,exams.csv,15,date,P021",
    "Both radiologists read every evaluable examination,exam,exams.csv,139,,P099",
    "exams.csv,344,exam_id,P049,E0348",
    "At most five target lesions at baseline,exam,exams.csv,361,,P064",
    "exams.csv,374,date,P102,14/03/2032",
    "exams.csv,413,date,P154,31/02/2023",
    "exams.csv,451,,P004,\"Examination E0458, Reader 1\"",
    "exams.csv,518,,P112,\"Examination E0526, Reader 1\"",
    "exams.csv,521,,P069,\"Examination E0529, Reader 2\"",
    "exams.csv,526,qualite,P097,moyenne",
    "exams.csv,569,date,P071,2025-03-14",
    "exams.csv,602,patient_id,P999,P999",
    "lesions.csv,154,lecteur,P139,R3",
    "lesions.csv,439,diametre_viable_mm,P013,63",
    "lesions.csv,762,role,P103,cible",
    "lesions.csv,772,role,P104,non-cible",
    "lesions.csv,2527,exam_id,P108,",
    "lesions.csv,2737,diametre_mm,P015,",
    "lesions.csv,2871,diametre_mm,P149,",
    "lesions.csv,2956,diametre_mm,P132,28.5",
    "lesions.csv,3024,diametre_mm,P125,'-80",
    "lesions.csv,3272,exam_id,,E9777",
    "adjudication.csv,95,critere,P031,RECIST1.1m",
    "adjudication.csv,157,reponse,P127,",
    "followup.csv,63,date_deces,P063,,",
    "followup.csv,65,statut,P065,",
    "followup.csv,83,date_dernieres_nouvelles,P083,",
    "adverse_events.csv,150,date_debut,P042,00/07/2023",
    "adverse_events.csv,261,lien_atezolizumab,P073,peut-etre",
    "adverse_events.csv,417,grade,P117,6",
    "adverse_events.csv,423,soc,P118,Cardiac disorders",
    "adverse_events.csv,546,terme,P156,Fatige",
    "No adverse event begins after death,adverse_event,adverse_events.csv,172,",
    "An event of grade 5 is a death,adverse_event,adverse_events.csv,22,",
    "An adverse event does not end before its onset,adverse_event,adverse_events.csv,448,",
    "patients.csv,40,etiologie,P039,",
    "A dose is in the unit of its drug,treatment,treatments.csv,442,traitement,P023,",
    "treatments.csv,1613,dose,P094,1 200,",
    "treatments.csv,1804,unite,P110,MBq,",
    "followup.csv,20,type_curatif,P019,,",
    "pathology.csv,46,necrose_pct,P093,120,",
    // What follows from a planted role and a planted grade: a third hepatic target, and a second fatal event.
    "At most two target lesions of an organ at baseline,exam,exams.csv,146,,P103,",
    "A patient has one fatal event at most,patient,patients.csv,119,,P117,",
    // What follows from a planted date: the death of P083 before examinations, the examination of P102 in 2032.
    "Nobody is examined after death,exam,exams.csv,144,date,P083",
    // A category of a patient who had no SIRT.
    "A LI-RADS treatment response follows SIRT,lesion,lesions.csv,162,",
    // Queries that stand in the locked export too, where they were answered.
    "The Child–Pugh score is not below its parts,patient,patients.csv,28,child_pugh,P027,",
    "The Child–Pugh score is not below its parts,patient,patients.csv,33,child_pugh,P032,",
    "The Child–Pugh score is not below its parts,patient,patients.csv,40,child_pugh,P039,",
    "The Child–Pugh score is not below its parts,patient,patients.csv,79,child_pugh,P077,",
    "The Child–Pugh score is not below its parts,patient,patients.csv,105,child_pugh,P103,",
    "an evaluable examination at baseline,patient,patients.csv,19,,P018",
    "Every living patient was informed,patient,patients.csv,89,,P087",
    "an evaluable examination at baseline,patient,patients.csv,98,,P096",
    "Every patient received atezolizumab,patient,patients.csv,132,,P130",
    "A patient with SIRT has a LI-RADS treatment response,patient,patients.csv,84,,P082,",
    "A node below 10 mm is no lesion at baseline,exam,exams.csv,17,,P065,\"Examination E0016, Reader 1\",",
    "A node below 10 mm is no lesion at baseline,exam,exams.csv,92,,P046,\"Examination E0091, Reader 1\",",
    "A node below 10 mm is no lesion at baseline,exam,exams.csv,146,,P103,\"Examination E0145, Reader 1\",",
    "A node below 10 mm is no lesion at baseline,exam,exams.csv,146,,P103,\"Examination E0145, Reader 2\",",
    "A node below 10 mm is no lesion at baseline,exam,exams.csv,283,,P131,\"Examination E0286, Reader 1\",",
    "A node below 10 mm is no lesion at baseline,exam,exams.csv,487,,P078,\"Examination E0495, Reader 2\",",
    "A node below 10 mm is no lesion at baseline,exam,exams.csv,525,,P125,\"Examination E0533, Reader 2\",",
    "each has\",exam,exams.csv,149,",
    "each has\",exam,exams.csv,206,",
    "each has\",exam,exams.csv,455,",
    "each has\",exam,exams.csv,572,",
];
