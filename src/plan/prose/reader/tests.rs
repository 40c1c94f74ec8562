use super::*;

fn lengths() -> Lengths {
    Lengths { month: "30.4375".parse().unwrap(), year: "365.25".parse().unwrap() }
}

/// Each number as its value and what it is a number of.
fn shown(text: &str) -> Vec<String> {
    let one = |said: &Said| {
        let Quantity { measure, value, .. } = said.may_be[0];
        let measure = match measure {
            Measure::Bare => "",
            Measure::Days => " d",
            Measure::Share => " of 1",
            Measure::Deviations => " SD",
            Measure::Date => " date",
            Measure::Month => " month",
            Measure::Of(dimension) => dimension,
        };
        format!("{}{measure}", value.normalize())
    };
    read(text, lengths()).said.iter().map(one).collect()
}

#[test]
fn a_number_has_the_unit_that_stands_by_it() {
    for (text, expected) in [
        ("from day 46 to day 136", vec!["46 d", "136 d"]),
        ("within six weeks, or four to eight weeks", vec!["42 d", "28 d", "56 d"]),
        ("at days 91, 183, 274 and 365, of 30 patients", vec!["91 d", "183 d", "274 d", "365 d", "30"]),
        ("the responses at 6, 9 and 12 months", vec!["183 d", "274 d", "365 d"]),
        ("a 3-month window, the 46th day and the second week", vec!["91 d", "46 d", "14 d"]),
        (
            "albumin, 10 to 60 g/L, bilirubin, 3–700 µmol/L",
            vec!["10mass concentration", "60mass concentration", "3amount concentration", "700amount concentration"],
        ),
        ("an increase of 20 % and 5 mm, to 120%, five per cent", vec!["0.2 of 1", "5length", "1.2 of 1", "0.05 of 1"]),
        ("a caliper of 0.2 standard deviations, two-sided, at 0.05", vec!["0.2 SD", "2", "0.05"]),
        ("within a year, or at most one examination", vec!["365 d", "1"]),
        ("on day 120 and 30 patients", vec!["120 d", "30"]),
        ("twenty-one days, one hundred and twenty days", vec!["21 d", "120 d"]),
        ("at least 28 days later", vec!["28 d"]),
        ("100 patient-years", vec!["100"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

/// A date with points, deviations in the plural, and the day next to one that was said.
#[test]
fn other_ways_to_say_a_number() {
    for (text, expected) in [
        ("informed before 31.12.2025, by version 4.6.2", vec!["20251231 date"]),
        ("a caliper of 0.2 SDs", vec!["0.2 SD"]),
        ("until day 136, and from the day after", vec!["136 d", "137 d"]),
        ("jusqu’au jour 136, puis dès le lendemain", vec!["136 d", "137 d"]),
        ("on the day after the operation", vec![]),
        ("from 2 mm to 5 mm", vec!["2length", "5length"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
    let around = |text: &str| read(text, lengths()).said.iter().map(|s| s.around).collect::<Vec<_>>();
    assert_eq!(around("day 91, and 45 days before and after"), [false, true]);
    assert_eq!(around("day 91 ± 45 days, on days before or since"), [false, true]);
}

#[test]
fn french_is_read_as_well() {
    for (text, expected) in [
        ("du jour 46 au jour 136", vec!["46 d", "136 d"]),
        ("dans les six semaines, soit 42 jours", vec!["42 d", "42 d"]),
        ("à 3, 6, 9 et 12 mois", vec!["91 d", "183 d", "274 d", "365 d"]),
        ("un calibre de 0,2 écart-type, un test bilatéral à 5 pour cent", vec!["1", "0.2 SD", "1", "2", "0.05 of 1"]),
        ("quatre-vingt-dix jours, cent vingt jours, vingt et un jours", vec!["90 d", "120 d", "21 d"]),
        ("du 1er janvier 2021 au 31 décembre 2024", vec!["20210101 date", "20241231 date"]),
        ("de 10 à 60 g/L", vec!["10mass concentration", "60mass concentration"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn what_is_numbered_is_no_number() {
    for text in [
        "(Eisenhauer et al., Eur J Cancer 2009;45:228–247)",
        "Stat Med 1998;17:2635–2650, method 10",
        "RECIST 1.1 and mRECIST 1.1, CTCAE v5.0, by M3 and P041, for yttrium-90",
        "sections 3.1.1 and 4.3.1, Tables 1 and 2, version 3.2.3",
        "clauses 8.1 to 8.3 and 8.5",
        "ad − bc − n/2 and log10(x)",
    ] {
        assert_eq!(shown(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn dates_are_dates() {
    assert_eq!(shown("from 1 January 2021 to 31 December 2024"), ["20210101 date", "20241231 date"]);
    assert_eq!(
        shown("2021-01-01, January 1, 2021, and the end of January 2026"),
        ["20210101 date", "20210101 date", "202601 month"]
    );
}

#[test]
fn clauses_are_named() {
    let named = |text: &str| -> Vec<String> {
        let one = |r: Referred| r.from.map_or(r.number.clone(), |from| format!("{from}..{}", r.number));
        read(text, lengths()).referred.into_iter().map(one).collect()
    };
    assert_eq!(named("(clause 4), clauses 8.1 to 8.3 and 10.5. Clause 7"), ["4", "8.1", "8.1..8.3", "10.5", "7"]);
    assert_eq!(named("voir les clauses 3.1, 3.2 et 4 à 6"), ["3.1", "3.2", "4", "4..6"]);
}

#[test]
fn a_sentence_says_whose_its_numbers_are() {
    let aside = |text: &str| -> Vec<bool> { read(text, lengths()).said.iter().map(|s| s.aside).collect() };
    assert_eq!(
        aside("The paper asks for four weeks (section 3.2.1); we chose six weeks. Seven days."),
        [true, false, false]
    );
    assert_eq!(aside("Sums of 70 and 80 mm, for example, are one."), [true, true, true]);
}

#[test]
fn one_of_a_unit_is_in_the_singular() {
    let shown = |text: &str| read(text, lengths()).said.into_iter().map(|said| said.shown).collect::<Vec<_>>();
    assert_eq!(shown("after 1, 2 or 3 months"), ["1 month", "2 months", "3 months"]);
    assert_eq!(words::counted("1", "days"), "1 day");
    assert_eq!(words::counted("1", ""), "1");
}

#[test]
fn a_number_with_a_unit_is_no_clause() {
    let named = |text: &str| read(text, lengths()).referred.into_iter().map(|r| r.number).collect::<Vec<_>>();
    assert_eq!(named("in clause 4, 12 months after"), ["4"]);
    assert_eq!(named("in clause 4, 12 and 18 months after"), ["4"]);
    assert_eq!(named("in clauses 4, 5 and 6 a patient"), ["4", "5", "6"]);
    assert_eq!(shown("in clause 4, 12 months after"), ["365 d"]);
}

#[test]
fn a_clause_or_section_is_of_a_document() {
    use Document::{Other, Perhaps, Plan, This};
    for (text, expected) in [
        ("as ISO 14155, clause 7.99, asks", vec![Perhaps]),
        ("by RECIST 1.1 (clause 7.99)", vec![This]),
        ("clause 15 of the law, clause 15 of this plan", vec![Perhaps, This]),
        ("article 6", vec![Perhaps]),
        ("Section 15 says more, and so do §§ 3 and 4.", vec![Plan, Plan, Plan]),
        ("See section 15, sec. 4 and § 7.12; le reste (paragraphe 9.2)", vec![This, Plan, Plan, Plan]),
        ("section 5 of ICH E9", vec![Other]),
        ("(section 2 below), section 9 of the statistical analysis plan", vec![This, This]),
        ("la section 9 du présent plan, la section 4 du règlement", vec![This, Other]),
        ("RECIST 1.1 asks for four weeks (section 3.2.1); we chose six.", vec![Other]),
        ("The protocol asks for four. Section 3.2 says why. See section 4.", vec![Other, This]),
        ("ICH E9 (R1), section 5.1", vec![Other]),
        ("Smith et al. define it in section 2.3", vec![Other]),
        ("tables and sections", vec![]),
    ] {
        let of: Vec<Document> = read(text, lengths()).referred.iter().map(|r| r.of).collect();
        assert_eq!(of, expected, "{text}");
    }
    assert_eq!(shown("in section 4, 12 months after"), ["365 d"]);
}
