//! Lugano 2014 written a second time, from the words of its table, by plain loops over whole tenths of a millimetre.

use super::{Exam, Site};

fn find(exam: &Exam, number: i64) -> Option<&Site> {
    exam.sites.iter().find(|site| site.number == number)
}

fn diameter(site: &Site, recorded: Option<i64>) -> Option<i64> {
    match site.state {
        "gone" => Some(0),
        "too_small" => Some(50),
        "not_evaluable" => None,
        _ => recorded,
    }
}

/// Longest and perpendicular diameter of a site at an examination.
fn sizes(exam: &Exam, number: i64) -> (Option<i64>, Option<i64>) {
    find(exam, number).map_or((None, None), |s| (diameter(s, s.longest), diameter(s, s.shortest)))
}

fn is_disease(site: &Site) -> bool {
    site.role == "target" || site.role == "non_target"
}

/// The six largest measurable targets, and all other disease.
fn sites_of(baseline: &Exam) -> (Vec<Site>, Vec<Site>) {
    let mut measured: Vec<(i64, i64, Site)> = vec![];
    for site in &baseline.sites {
        if let ("target", Some(long), Some(short)) = (site.role, site.longest, site.shortest)
            && long > if site.node { 150 } else { 100 }
        {
            measured.push((long * short, long, site.clone()));
        }
    }
    measured.sort_by(|a, b| (b.0, b.1, a.2.number).cmp(&(a.0, a.1, b.2.number)));
    let measured: Vec<Site> = measured.into_iter().take(6).map(|(_, _, site)| site).collect();
    let is_measured = |site: &&Site| measured.iter().any(|m| m.number == site.number);
    let other = baseline.sites.iter().filter(|s| is_disease(s) && !is_measured(s)).cloned().collect();
    (measured, other)
}

fn spleen(exam: &Exam) -> Option<i64> {
    let seen = exam.sites.iter().filter(|s| s.role == "spleen" && s.state != "gone" && s.state != "not_evaluable");
    seen.filter_map(|s| s.longest).max()
}

/// Involved, and with a row that tells.
fn marrow(exam: &Exam) -> (bool, bool) {
    let rows = || exam.sites.iter().filter(|s| s.role == "marrow");
    let involved = rows().any(|s| matches!(s.state, "present" | "too_small" | "progression"));
    (involved, rows().any(|s| s.state != "not_evaluable"))
}

/// Sums of the products: of all measured sites, or none where one is not measured.
fn sum(exam: &Exam, measured: &[Site]) -> Option<i64> {
    let mut sum = 0;
    for site in measured {
        let (long, short) = sizes(exam, site.number);
        sum += long? * short?;
    }
    Some(sum)
}

fn grows(exam: &Exam, site: &Site, seen: &[&Exam]) -> bool {
    let smallest = |of: &dyn Fn(&Exam) -> Option<i64>| seen.iter().filter_map(|e| of(e)).min();
    let product = |e: &Exam| {
        let (long, short) = sizes(e, site.number);
        Some(long? * short?)
    };
    let (long, short) = sizes(exam, site.number);
    let least_long = smallest(&|e| sizes(e, site.number).0);
    let least_short = smallest(&|e| sizes(e, site.number).1);
    let step = if least_long.is_some_and(|l| l > 200) { 100 } else { 50 };
    let by = |now: Option<i64>, least: Option<i64>| now.zip(least).is_some_and(|(now, least)| now - least >= step);
    let half_more = product(exam).zip(smallest(&product)).is_some_and(|(now, least)| 2 * now >= 3 * least);
    long.is_some_and(|l| l > 150) && half_more && (by(long, least_long) || by(short, least_short))
}

fn large(site: &Site, long: Option<i64>) -> bool {
    long.is_some_and(|l| l > if site.node { 150 } else { 100 })
}

fn is_new(site: &Site) -> bool {
    let there = site.role == "new" && site.state != "gone" && site.state != "not_evaluable";
    there && (large(site, site.longest) || (!site.node && site.unequivocal == Some(true)))
}

fn spleen_progresses(now: Option<i64>, before: Option<i64>, was_normal: bool) -> bool {
    let Some(now) = now.filter(|now| *now > 1300) else { return false };
    match before {
        Some(before) if before > 1300 => was_normal || 2 * (now - before) > before - 1300,
        Some(before) => now - before >= 200,
        None => false,
    }
}

struct Past<'e> {
    /// The baseline and the examinations that could be read.
    seen: Vec<&'e Exam>,
}

fn by_ct(exam: &Exam, past: &Past, measured: &[Site], other: &[Site]) -> &'static str {
    let baseline = past.seen[0];
    let row = |site: &Site| find(exam, site.number);
    let was_gone = |site: &Site| past.seen[1..].iter().any(|e| find(e, site.number).is_some_and(|s| s.state == "gone"));
    let regrown = |site: &&Site| was_gone(site) && large(site, sizes(exam, site.number).0);
    let (now, before) = (spleen(exam), spleen(baseline));
    let was_normal = past.seen[1..].iter().any(|e| spleen(e).is_some_and(|l| l <= 1300));
    let (marrow_now, marrow_told) = marrow(exam);
    let marrow_before = marrow(baseline).0;
    let marrow_worse = exam.sites.iter().any(|s| s.role == "marrow" && s.state == "progression");
    let progresses = measured.iter().any(|site| grows(exam, site, &past.seen))
        || measured.iter().chain(other).any(|site| regrown(&site))
        || other.iter().any(|site| row(site).is_some_and(|s| s.state == "progression"))
        || exam.sites.iter().any(is_new)
        || spleen_progresses(now, before, was_normal)
        || marrow_worse
        || (marrow_now && !marrow_before);
    if progresses {
        return "PD";
    }
    let enlarged_before = before.is_some_and(|l| l > 1300);
    let cleared = |site: &Site| {
        let long = sizes(exam, site.number).0;
        long.is_some_and(|l| l == 0 || (site.node && l <= 150))
    };
    let spleen_normal = now.map_or(!enlarged_before, |l| l <= 1300);
    let marrow_normal = !marrow_now && (!marrow_before || marrow_told);
    if measured.iter().chain(other).all(cleared) && spleen_normal && marrow_normal {
        return "CR";
    }
    let (Some(sum_now), Some(sum_before)) = (sum(exam, measured), sum(baseline, measured)) else { return "NE" };
    if enlarged_before && now.is_none() {
        return "NE";
    }
    let halved = match (now, before) {
        (Some(now), Some(before)) if before > 1300 => 2 * (now - 1300) < before - 1300,
        _ => true,
    };
    if !measured.is_empty() && 2 * sum_now <= sum_before && halved { "PR" } else { "SD" }
}

fn by_pet(exam: &Exam, baseline: &Exam, sites: &[&Site]) -> &'static str {
    let score = |site: &Site| {
        let row = find(exam, site.number)?;
        row.score.or((row.state == "gone").then_some(1))
    };
    let uptake = |site: &Site| find(exam, site.number).and_then(|row| row.uptake);
    let avid = |site: &Site| score(site).is_some_and(|s| s > 3);
    let (marrow_now, marrow_told) = marrow(exam);
    let marrow_before = marrow(baseline).0;
    let focus = |s: &Site| {
        s.role == "new" && s.state != "gone" && s.state != "not_evaluable" && s.score.is_some_and(|score| score >= 4)
    };
    let marrow_worse = exam.sites.iter().any(|s| s.role == "marrow" && s.state == "progression");
    if sites.iter().any(|s| avid(s) && uptake(s) == Some("increased"))
        || exam.sites.iter().any(focus)
        || marrow_worse
        || (marrow_now && !marrow_before)
    {
        return "PD";
    }
    if sites.iter().any(|s| score(s).is_none() || (avid(s) && uptake(s).is_none())) {
        return "NE";
    }
    if marrow_before && !marrow_told {
        return "NE";
    }
    if !sites.iter().any(|s| avid(s)) && !marrow_now {
        return "CR";
    }
    if sites.iter().any(|s| avid(s) && uptake(s) == Some("unchanged")) { "SD" } else { "PR" }
}

pub fn lugano(avid: bool, baseline: &Exam, exams: &[Exam]) -> Vec<&'static str> {
    let (measured, other) = sites_of(baseline);
    let mut past = Past { seen: vec![baseline] };
    let mut answers = vec![];
    for exam in exams {
        if !exam.readable || exam.sites.is_empty() {
            answers.push("NE");
            continue;
        }
        let sites: Vec<&Site> = measured.iter().chain(&other).collect();
        answers.push(match (avid, exam.pet) {
            (true, true) => by_pet(exam, baseline, &sites),
            (true, false) => "NE",
            (false, _) => by_ct(exam, &past, &measured, &other),
        });
        past.seen.push(exam);
    }
    answers
}
