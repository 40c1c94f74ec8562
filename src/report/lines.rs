//! From the records of an analysis to the lines of its table.

use crate::catalogue::{self, Shown, Statistic};
use crate::number::{Number, Quantity};
use crate::results::{MethodUse, Record, Standing, Term};

/// A number with its interval, as indices of records.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    pub estimate: usize,
    pub lower: Option<usize>,
    pub upper: Option<usize>,
    /// What a count is out of.
    pub of: Option<usize>,
    /// Which proportion of its group a count is.
    pub share: Option<usize>,
}

/// The same statistic of one method, for each arm and for their comparison.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    pub method: Option<&'a MethodUse>,
    pub standing: Standing,
    pub term: Option<&'a Term>,
    /// The time that it is read at.
    pub time: Option<i64>,
    /// The p-value where the test has no other number.
    pub statistic: Statistic,
    /// The four counts of matched pairs, told together.
    pub pairs: bool,
    pub groups: Vec<(&'a str, Measure)>,
    pub comparison: Option<Measure>,
    pub p_value: Option<usize>,
    pub quantity: Quantity,
    /// Numbers that follow the comparison in the same cell.
    pub further: Vec<usize>,
}

impl Line<'_> {
    /// Neither of a term nor at a time.
    pub fn is_whole(&self) -> bool {
        self.term.is_none() && self.time.is_none()
    }

    /// Of a group; of all patients where it has no group and none is named.
    pub fn of_group(&self, group: &str) -> Option<&Measure> {
        match group {
            "" => self.comparison.as_ref().filter(|_| self.groups.is_empty()),
            group => self.groups.iter().find(|(own, _)| *own == group).map(|(_, measure)| measure),
        }
    }

    /// One of its records, which has the same place as all.
    pub fn one(&self) -> Option<usize> {
        let measure = self.groups.first().map(|(_, m)| m).or(self.comparison.as_ref());
        measure.map(|m| m.estimate).or(self.p_value)
    }

    /// Whether it counts patients, pairs or events.
    pub fn counts(&self) -> bool {
        self.quantity == Quantity::Count
    }
}

/// The lines of a table, from records in their order with their indices.
pub fn lines<'a>(records: &[(usize, &'a Record)]) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for (i, record) in records.iter().filter(|(_, r)| r.statistic.shown() != Shown::Nowhere) {
        place(&mut lines, *i, record);
    }
    join_p_values(&mut lines);
    join_denominators(&mut lines);
    join_shares(&mut lines);
    drop_repeated_counts(&mut lines, records);
    join_pairs(&mut lines);
    lines.retain(|line| !left_nobody_out(line, records));
    lines.sort_by_key(rank);
    lines
}

/// That a covariate is missing of no patient is not worth a line.
fn left_nobody_out(line: &Line, records: &[(usize, &Record)]) -> bool {
    let is_zero = |i: usize| records.iter().any(|(j, r)| *j == i && r.value == Number::Count(0));
    let mut measures = line.groups.iter().map(|(_, m)| m).chain(&line.comparison);
    line.statistic == Statistic::LeftOut && measures.all(|m| is_zero(m.estimate))
}

/// Several methods may each say how many patients or events there were; once is enough.
fn drop_repeated_counts(lines: &mut Vec<Line<'_>>, records: &[(usize, &Record)]) {
    let find = |i: usize| records.iter().find(|(j, _)| *j == i);
    let text = |i: usize| find(i).map(|(_, r)| format!("{:?}", r.value)).unwrap_or_default();
    let denominators = lines.iter().map(|l| l.groups.iter().filter_map(|(g, m)| Some((*g, text(m.of?)))).collect());
    let mut seen: Vec<(Statistic, Vec<(&str, String)>)> = denominators.map(|d| (Statistic::N, d)).collect();
    let by_arm = lines.iter().any(|l| l.counts() && !l.groups.is_empty());
    lines.retain(|line| {
        if !(line.counts() || line.statistic == Statistic::ObservedAgreement) || !line.is_whole() {
            return true;
        }
        let total = matches!(line.statistic, Statistic::N | Statistic::Events) && line.groups.is_empty();
        let groups = line.groups.iter().map(|(g, m)| (*g, text(m.estimate)));
        let all = groups.chain(line.comparison.iter().map(|m| ("", text(m.estimate))));
        let key = (line.statistic, all.collect());
        let new = !seen.contains(&key);
        seen.push(key);
        new && !(total && by_arm)
    });
}

/// What is told first: who was counted, what was found in each arm, the comparison, the test that decides, the rest.
fn rank(line: &Line) -> usize {
    match line.standing {
        _ if line.counts() && !line.groups.is_empty() => 0,
        Standing::Estimate if !line.groups.is_empty() => 1,
        _ if line.counts() => 2,
        Standing::Estimate => 3,
        Standing::MainTest => 4,
        Standing::AlsoGiven | Standing::Count => 5,
    }
}

/// Puts a record into the line it belongs to.
fn place<'a>(lines: &mut Vec<Line<'a>>, index: usize, record: &'a Record) {
    let same_use = |l: &Line| {
        let same_place = l.term == record.term.as_ref() && l.time == record.time();
        l.method == record.method.as_ref() && same_place && l.standing == record.standing
    };
    let holds = |l: &Line| match record.group.word() {
        Some(group) => l.groups.iter().any(|(g, _)| *g == group),
        None => l.comparison.is_some(),
    };
    if let Shown::Lower | Shown::Upper = record.statistic.shown() {
        let bounded = bounded_by(record);
        let limit_of =
            |l: &Line| same_use(l) && l.quantity == record.quantity && bounded.contains(&l.statistic) && holds(l);
        if let Some(line) = lines.iter_mut().rev().find(|l| limit_of(l)) {
            let measure = match record.group.word() {
                Some(group) => line.groups.iter_mut().find(|(g, _)| *g == group).map(|(_, m)| m),
                None => line.comparison.as_mut(),
            };
            if let Some(measure) = measure {
                let lower = record.statistic.shown() == Shown::Lower;
                *(if lower { &mut measure.lower } else { &mut measure.upper }) = Some(index);
            }
            return;
        }
    }
    let measure = Measure { estimate: index, lower: None, upper: None, of: None, share: None };
    let open = |l: &Line| same_use(l) && l.statistic == record.statistic && !holds(l);
    let at = lines.iter().position(open).unwrap_or_else(|| {
        lines.push(Line {
            method: record.method.as_ref(),
            standing: record.standing,
            term: record.term.as_ref(),
            time: record.time(),
            statistic: record.statistic,
            pairs: false,
            groups: vec![],
            comparison: None,
            p_value: None,
            quantity: record.quantity,
            further: vec![],
        });
        lines.len() - 1
    });
    match (record.group.word(), record.statistic.shown()) {
        (Some(group), _) => lines[at].groups.push((group, measure)),
        (None, Shown::PValue) => lines[at].p_value = Some(index),
        (None, _) => lines[at].comparison = Some(measure),
    }
}

/// What a limit can be a limit of: its method declares it.
fn bounded_by(record: &Record) -> Vec<Statistic> {
    let method = record.method.as_ref().and_then(|method| catalogue::named(&method.name));
    method.into_iter().flat_map(|method| method.bounded_by(record.statistic)).collect()
}

/// A p-value stands in the line of the number it tests, where only one has the same method, options and standing.
fn join_p_values(lines: &mut Vec<Line<'_>>) {
    for i in (0..lines.len()).rev() {
        let (line, p) = match &lines[i] {
            l if l.statistic.shown() == Shown::PValue && l.groups.is_empty() => (l.clone(), l.p_value),
            _ => continue,
        };
        let tested = |l: &Line| {
            let same_place = (l.term, l.time) == (line.term, line.time);
            let same = l.method == line.method && same_place && l.standing == line.standing;
            same && l.statistic.shown() != Shown::PValue && l.comparison.is_some() && !l.counts()
        };
        let places: Vec<usize> = (0..lines.len()).filter(|j| tested(&lines[*j])).collect();
        if let [one] = places.as_slice()
            && lines[*one].p_value.is_none()
        {
            lines[*one].p_value = p;
            lines.remove(i);
        }
    }
}

/// Both, only the first, only the second, neither: one line.
fn join_pairs(lines: &mut Vec<Line<'_>>) {
    let counts = |l: &Line| l.statistic.shown() == Shown::WithPairs && l.comparison.is_some();
    let places: Vec<usize> = (0..lines.len()).filter(|i| counts(&lines[*i])).collect();
    let [first, further @ ..] = places.as_slice() else { return };
    if further.len() != 3 {
        return;
    }
    lines[*first].further = further.iter().filter_map(|i| Some(lines[*i].comparison?.estimate)).collect();
    lines[*first].pairs = true;
    lines.retain(|l| l.statistic.shown() != Shown::WithPairs || l.pairs);
}

/// `events` or `responders` with `n`, of the same method, become one line: 18/32.
fn join_denominators(lines: &mut Vec<Line<'_>>) {
    for i in (0..lines.len()).rev() {
        let all = match lines.get(i) {
            Some(l) if l.statistic.shown() == Shown::Whole && !l.groups.is_empty() => l.clone(),
            _ => continue,
        };
        let part = lines.iter_mut().find(|l| {
            l.statistic.shown() == Shown::OutOfWhole
                && l.method == all.method
                && (l.term, l.time) == (all.term, all.time)
                && l.groups.len() == all.groups.len()
        });
        if let Some(part) = part {
            for (group, measure) in &mut part.groups {
                measure.of = all.groups.iter().find(|(g, _)| g == group).map(|(_, m)| m.estimate);
            }
            lines.remove(i);
        }
    }
}

/// `patients` and their `proportion`, of one term and method, become one line: 7 (21.9).
fn join_shares(lines: &mut Vec<Line<'_>>) {
    for i in (0..lines.len()).rev() {
        let (shares, whole) = match &lines[i] {
            l if l.comparison.is_none() => match l.statistic.shown() {
                Shown::ShareOf(whole) => (l.clone(), whole),
                _ => continue,
            },
            _ => continue,
        };
        let groups = |l: &Line| l.groups.iter().map(|(g, _)| g.to_string()).collect::<Vec<_>>();
        let of = |l: &&mut Line| {
            l.statistic == whole
                && l.method == shares.method
                && (l.term, l.time) == (shares.term, shares.time)
                && groups(l) == groups(&shares)
        };
        if let Some(counts) = lines.iter_mut().find(of) {
            for ((_, count), (_, share)) in counts.groups.iter_mut().zip(&shares.groups) {
                count.share = Some(share.estimate);
            }
            lines.remove(i);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Group;

    fn record(method: &str, standing: Standing, group: Option<&str>, statistic: &str, quantity: Quantity) -> Record {
        Record {
            analysis: "x".into(),
            method: Some(MethodUse { name: method.into(), ..MethodUse::default() }),
            standing,
            group: group.map_or(Group::All, |g| Group::Arm(g.to_string())),
            statistic: Statistic::named(statistic).expect("a statistic"),
            value: Number::Count(1),
            quantity,
            ..Record::default()
        }
    }

    /// Statistic, indices of each arm's measure, of the comparison, and of the p-value.
    fn shape(records: Vec<Record>) -> Vec<String> {
        let records: Vec<(usize, &Record)> = records.iter().enumerate().collect();
        let bound = |i: Option<usize>| i.map_or("-".to_string(), |i| i.to_string());
        let measure = |m: &Measure| {
            let of = m.of.map(|i| format!("/{i}")).unwrap_or_default();
            format!("{}{of}[{},{}]", m.estimate, bound(m.lower), bound(m.upper))
        };
        let line = |l: &Line| {
            let groups: Vec<String> = l.groups.iter().map(|(g, m)| format!("{g}={}", measure(m))).collect();
            let comparison = l.comparison.as_ref().map(measure).unwrap_or_default();
            format!(
                "{} {} {comparison} p={}",
                if l.pairs { "pair_counts" } else { l.statistic.code() },
                groups.join(" "),
                bound(l.p_value)
            )
        };
        lines(&records).iter().map(line).collect()
    }

    #[test]
    fn limits_stand_with_the_number_before_them_in_each_arm() {
        use Quantity::{Count, Proportion};
        let arm = |g| {
            let one = |s, q| record("proportion", Standing::Estimate, Some(g), s, q);
            [
                one("responders", Count),
                one("n", Count),
                one("estimate", Proportion),
                one("lower", Proportion),
                one("upper", Proportion),
            ]
        };
        let lines = shape(arm("a").into_iter().chain(arm("b")).collect());
        assert_eq!(lines, ["responders a=0/1[-,-] b=5/6[-,-]  p=-", "estimate a=2[3,4] b=7[8,9]  p=-"]);
    }

    #[test]
    fn a_count_stands_with_its_share() {
        let one = |g, s, q| record("", Standing::Count, Some(g), s, q);
        let records = ["a", "b"]
            .iter()
            .flat_map(|g| [one(*g, "patients", Quantity::Count), one(*g, "proportion", Quantity::Proportion)]);
        let records: Vec<Record> = records.collect();
        let records: Vec<(usize, &Record)> = records.iter().enumerate().collect();
        let lines = lines(&records);
        let shown: Vec<(usize, Option<usize>)> = lines[0].groups.iter().map(|(_, m)| (m.estimate, m.share)).collect();
        assert_eq!((lines.len(), shown), (1, vec![(0, Some(1)), (2, Some(3))]));
    }

    #[test]
    fn named_limits_stand_with_what_they_name() {
        let one = |s| record("kaplan_meier", Standing::Estimate, Some("a"), s, Quantity::Days);
        let records =
            ["first_quartile", "median", "first_quartile_lower", "median_lower", "median_upper"].map(one).to_vec();
        assert_eq!(shape(records), ["first_quartile a=0[2,-]  p=-", "median a=1[3,4]  p=-"]);
    }

    #[test]
    fn a_p_value_joins_the_one_number_of_its_test_and_never_a_count() {
        let one = |s, q| record("cox", Standing::AlsoGiven, None, s, q);
        let records = vec![
            one("events", Quantity::Count),
            one("hazard_ratio", Quantity::Ratio),
            one("lower", Quantity::Ratio),
            one("upper", Quantity::Ratio),
            one("p_value", Quantity::PValue),
        ];
        assert_eq!(shape(records), ["events  0[-,-] p=-", "hazard_ratio  1[2,3] p=4"]);
        let decides = vec![
            one("hazard_ratio", Quantity::Ratio),
            record("cox", Standing::MainTest, None, "p_value", Quantity::PValue),
        ];
        assert_eq!(shape(decides), ["p_value   p=1", "hazard_ratio  0[-,-] p=-"]);
        let two =
            vec![one("difference", Quantity::Days), one("ratio", Quantity::Ratio), one("p_value", Quantity::PValue)];
        assert_eq!(shape(two), ["difference  0[-,-] p=-", "ratio  1[-,-] p=-", "p_value   p=2"]);
    }

    #[test]
    fn limits_of_another_standing_or_quantity_are_not_mixed_up() {
        let one = |standing, s, q| record("risk_difference", standing, None, s, q);
        let points = Quantity::ProportionDifference;
        let records = vec![
            one(Standing::Estimate, "estimate", points),
            one(Standing::AlsoGiven, "estimate", points),
            one(Standing::Estimate, "lower", points),
            one(Standing::AlsoGiven, "lower", points),
        ];
        assert_eq!(shape(records), ["estimate  0[2,-] p=-", "estimate  1[3,-] p=-"]);
    }

    #[test]
    fn pairs_are_told_together_and_equal_counts_once() {
        let one = |method, s| record(method, Standing::Estimate, None, s, Quantity::Count);
        let names = ["both", "first_only", "second_only", "neither"];
        let records = names.iter().map(|s| one("risk_difference", s)).chain(names.iter().map(|s| one("mcnemar", s)));
        assert_eq!(shape(records.collect()), ["pair_counts  0[-,-] p=-"]);
    }
}
