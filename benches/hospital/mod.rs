//! Exports of a hospital in the shape of the first study, at any number of patients: the files that its binding reads, in which
//! nothing blocks a report. The same number and seed give the same bytes on every machine.
//!
//! Each patient has five examinations, at each of which one reader describes three lesions and the other two: 25 rows. Both
//! measure the same lengths, so that their responses agree and none needs a consensus by RECIST 1.1.

use std::fs;
use std::io::Result;
use std::path::Path;

/// Days from 1970-01-01 to 2021-01-01, the first day of inclusion.
const FIRST_DAY: i64 = 18_628;
const DAYS_OF_INCLUSION: i64 = 1_400;
/// The cut-off of the binding, 2026-01-30: more than a year after the last day of inclusion.
const CUT_OFF: i64 = 20_483;

const TERMS: [(&str, &str); 12] = [
    ("Fatigue", "General disorders and administration site conditions"),
    ("Fever", "General disorders and administration site conditions"),
    ("Diarrhea", "Gastrointestinal disorders"),
    ("Nausea", "Gastrointestinal disorders"),
    ("Ascites", "Gastrointestinal disorders"),
    ("Hypertension", "Vascular disorders"),
    ("Proteinuria", "Renal and urinary disorders"),
    ("Pruritus", "Skin and subcutaneous tissue disorders"),
    ("Sepsis", "Infections and infestations"),
    ("Hepatic failure", "Hepatobiliary disorders"),
    ("Platelet count decreased", "Investigations"),
    ("Insomnia", "Psychiatric disorders"),
];

/// A linear congruential generator with Knuth's constants.
struct Random(u64);

impl Random {
    /// A whole number from `low` to `high`, both included.
    fn whole(&mut self, low: i64, high: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + ((self.0 >> 33) as i64) % (high - low + 1)
    }

    fn one_in(&mut self, n: i64) -> bool {
        self.whole(1, n) == 1
    }

    fn of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.whole(0, words.len() as i64 - 1) as usize]
    }
}

/// Rows of each file, with its header.
struct Files {
    patients: String,
    treatments: String,
    exams: String,
    lesions: String,
    followup: String,
    pathology: String,
    adverse_events: String,
    adjudication: String,
}

/// Writes the files of `patients` patients into `folder`.
pub fn write(folder: &Path, patients: usize, seed: u64) -> Result<()> {
    let header = |text: &str| format!("{text}\n");
    let mut files = Files {
        patients: header(
            "patient_id;centre;sexe;annee_naissance;etiologie;ecog;child_pugh;bclc;afp_ng_ml;bilirubine_umol_l;albumine_g_l;\
             nb_lesions;taille_max_mm;tvp;extra_hepatique;diabete;hta;date_information;opposition;date_opposition",
        ),
        treatments: header("patient_id;date;traitement;dose;unite;dose_tumorale_gy;cycle"),
        exams: header("exam_id;patient_id;date;modalite;phase_arterielle;qualite"),
        lesions: header("exam_id;lecteur;lesion_no;role;organe;ganglion;diametre_mm;diametre_viable_mm;etat;lr_tr"),
        followup: header(
            "patient_id;date_dernieres_nouvelles;statut;date_deces;cause_deces;date_traitement_curatif;type_curatif;\
             date_nouvelle_ligne;nouvelle_ligne",
        ),
        pathology: header("patient_id;date;acte;necrose_pct"),
        adverse_events: header(
            "ae_id;patient_id;terme;soc;grade;date_debut;date_fin;lien_sirt;lien_atezolizumab;lien_bevacizumab;grave",
        ),
        adjudication: header("exam_id;critere;reponse"),
    };
    let mut random = Random(seed);
    for patient in 1..=patients {
        files.patient(patient, &mut random);
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("patients.csv"), files.patients)?;
    fs::write(folder.join("treatments.csv"), files.treatments)?;
    fs::write(folder.join("exams.csv"), files.exams)?;
    fs::write(folder.join("lesions.csv"), files.lesions)?;
    fs::write(folder.join("followup.csv"), files.followup)?;
    fs::write(folder.join("pathology.csv"), files.pathology)?;
    fs::write(folder.join("adverse_events.csv"), files.adverse_events)?;
    fs::write(folder.join("adjudication.csv"), files.adjudication)
}

impl Files {
    fn patient(&mut self, patient: usize, random: &mut Random) {
        let zero = FIRST_DAY + random.whole(0, DAYS_OF_INCLUSION);
        let dead = random.whole(1, 3) > 1;
        let end = if dead { random.whole(130, 450) } else { CUT_OFF - zero };
        self.characteristics(patient, zero, random);
        self.treatments(patient, zero, end, random);
        self.imaging(patient, zero, end, random);
        self.followup(patient, zero, end, dead, random);
        self.adverse_events(patient, zero, end, random);
    }

    fn characteristics(&mut self, patient: usize, zero: i64, random: &mut Random) {
        let row = [
            format!("P{patient:07}"),
            random.of(&["PBR", "BCT"]).into(),
            random.of(&["M", "M", "F"]).into(),
            random.whole(1935, 1980).to_string(),
            random.of(&["MASH", "alcool"]).into(),
            random.whole(0, 2).to_string(),
            random.whole(5, 8).to_string(),
            random.of(&["B", "C"]).into(),
            tenths(random.whole(20, 40_000)),
            tenths(random.whole(50, 400)),
            tenths(random.whole(280, 480)),
            random.whole(2, 9).to_string(),
            random.whole(20, 140).to_string(),
            random.of(YES_NO).into(),
            random.of(YES_NO).into(),
            random.of(YES_NO).into(),
            random.of(YES_NO).into(),
            date(zero - random.whole(1, 30)),
            "non".into(),
            String::new(),
        ];
        line(&mut self.patients, &row);
    }

    /// Six cycles, the radioembolisation of a third of the patients, and a biopsy of half of them.
    fn treatments(&mut self, patient: usize, zero: i64, end: i64, random: &mut Random) {
        let mut given = |day: i64, what: [&str; 5]| {
            let row = [format!("P{patient:07}"), date(zero + day)];
            line(&mut self.treatments, &[&row[..], &what.map(String::from)].concat());
        };
        for cycle in (0..6).filter(|cycle| 21 * cycle <= end) {
            let number = (cycle + 1).to_string();
            given(21 * cycle, ["ATEZOLIZUMAB", "1200", "mg", "", &number]);
            given(21 * cycle, ["BEVACIZUMAB", "1080", "mg", "", &number]);
        }
        if random.one_in(3) {
            given(random.whole(10, 115), ["SIRT_Y90", "1,4", "GBq", "210", ""]);
        }
        if random.one_in(2) {
            let taken = date(zero - random.whole(1, 60));
            line(&mut self.pathology, &[format!("P{patient:07}"), taken, "biopsie".into(), String::new()]);
        }
    }

    fn imaging(&mut self, patient: usize, zero: i64, end: i64, random: &mut Random) {
        let mut lengths = [random.whole(250, 900), random.whole(250, 900)];
        let last = end.min(400);
        for exam in 0..5 {
            let day = if exam == 0 { -random.whole(1, 30) } else { exam * last / 4 - random.whole(0, 10) };
            let id = format!("E{:08}", 10 * patient as i64 + exam);
            let row = [id.clone(), format!("P{patient:07}"), date(zero + day), "IRM".into()];
            line(&mut self.exams, &[&row[..], &["oui".into(), "evaluable".into()]].concat());
            if exam > 0 {
                let percent = random.whole(60, 130);
                lengths = lengths.map(|length| (length * percent / 100).max(110));
            }
            for reader in ["R1", "R2"] {
                for (place, length) in lengths.iter().enumerate() {
                    self.lesion(&id, reader, place + 1, "cible", &tenths(*length), &tenths(*length * 4 / 5));
                }
            }
            self.lesion(&id, "R1", 3, "non-cible", "", "");
            if exam == 1 && random.one_in(10) {
                line(&mut self.adjudication, &[id, "mRECIST".into(), "SD".into()]);
            }
        }
    }

    fn lesion(&mut self, exam: &str, reader: &str, number: usize, role: &str, length: &str, viable: &str) {
        let number = number.to_string();
        let row = [exam, reader, &number, role, "foie", "non", length, viable, "present", ""];
        line(&mut self.lesions, &row.map(String::from));
    }

    fn followup(&mut self, patient: usize, zero: i64, end: i64, dead: bool, random: &mut Random) {
        let status = if dead { "decede" } else { "vivant" };
        let where_any = |there: bool, what: &str| if there { what.to_string() } else { String::new() };
        let on = |day: Option<i64>| day.map(|day| date(zero + day)).unwrap_or_default();
        let curative = random.one_in(10).then(|| random.whole(60, 120));
        let new_line = random.one_in(4).then(|| random.whole(90, 130));
        let row = [
            format!("P{patient:07}"),
            date(zero + end),
            status.into(),
            on(dead.then_some(end)),
            where_any(dead, "progression tumorale"),
            on(curative),
            where_any(curative.is_some(), "ablation"),
            on(new_line),
            where_any(new_line.is_some(), "FOLFOX"),
        ];
        line(&mut self.followup, &row);
    }

    fn adverse_events(&mut self, patient: usize, zero: i64, end: i64, random: &mut Random) {
        for event in 0..4 {
            let (term, class) = TERMS[random.whole(0, TERMS.len() as i64 - 1) as usize];
            let onset = random.whole(0, end - 40);
            let link = |random: &mut Random| random.of(&["non lie", "possible", "probable"]).to_string();
            let row = [
                format!("AE{:08}", 10 * patient + event),
                format!("P{patient:07}"),
                term.into(),
                class.into(),
                random.whole(1, 4).to_string(),
                date(zero + onset),
                date(zero + onset + random.whole(1, 30)),
                link(random),
                link(random),
                link(random),
                random.of(YES_NO).into(),
            ];
            line(&mut self.adverse_events, &row);
        }
    }
}

const YES_NO: &[&str] = &["oui", "non"];

/// No field has a separator or a quotation mark.
fn line(text: &mut String, fields: &[String]) {
    text.push_str(&fields.join(";"));
    text.push('\n');
}

/// With a decimal comma.
fn tenths(value: i64) -> String {
    format!("{},{}", value / 10, value % 10)
}

/// Days since 1970-01-01 as day, month and year.
fn date(days: i64) -> String {
    let day = i32::try_from(days).ok().and_then(prespec::calendar::date).expect("a day of the calendar");
    day.strftime("%d/%m/%Y").to_string()
}
