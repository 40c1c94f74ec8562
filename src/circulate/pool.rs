//! What is told already, and whether something more can be told beside it.
//!
//! Two counts of patients who may be the same ones are told together only where they are equal or differ by the limit: one group
//! may lie within the other, and the difference is then a count too.

use crate::results::Group;
use std::collections::BTreeSet;

/// Whose patients a count is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    All,
    /// Of these arms together.
    Arms(BTreeSet<String>),
}

impl Who {
    /// None where a group is no set of patients of its own, such as time before an exposure.
    pub fn of(group: &Group) -> Option<Who> {
        match group {
            Group::All => Some(Who::All),
            Group::Arm(arm) => Some(Who::arm(arm)),
            // What compares arms counts the patients of all of them.
            Group::Between(members) => {
                let arms: Option<BTreeSet<String>> = members.iter().map(|m| m.arm().map(str::to_string)).collect();
                arms.map(Who::Arms)
            }
            Group::Exposed | Group::Unexposed | Group::Value | Group::Baseline | Group::Against { .. } => None,
        }
    }

    pub fn arm(arm: &str) -> Who {
        Who::Arms(BTreeSet::from([arm.to_string()]))
    }

    /// Whether a patient can be of both: the arms of a plan have none in common.
    fn meets(&self, other: &Who) -> bool {
        match (self, other) {
            (Who::Arms(own), Who::Arms(others)) => !own.is_disjoint(others),
            (Who::All, _) | (_, Who::All) => true,
        }
    }
}

/// A count, and those of its group who are not in it: of a group itself there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub who: Who,
    /// What is counted, by its name; nothing of a group itself. Of two arms together and of one of them, what is named alike may be one set within another.
    pub what: String,
    /// The timepoint it is of; counts of two timepoints are of no two sets of which one holds the other.
    pub point: Option<String>,
    pub count: i64,
    pub rest: i64,
}

impl Counted {
    pub fn group(who: Who, n: i64) -> Counted {
        Counted { who, what: String::new(), point: None, count: n, rest: 0 }
    }

    fn meets(&self, other: &Counted) -> bool {
        let points = self.point.is_none() || other.point.is_none() || self.point == other.point;
        points && self.who.meets(&other.who) && (self.who == other.who || self.what == other.what)
    }
}

impl Counted {
    /// Whether nothing below the limit lies between this and other counts of what may be the same patients. Of groups it is told that
    /// nobody does. That nobody in between is counted is an outcome of all who are: only one and the same count is told twice.
    fn is_clear_of(&self, what: &str, (count, rest): (i64, i64), smallest: i64) -> bool {
        if self.what.is_empty() {
            return clear(self.count, count, smallest);
        }
        let same = self.what == what && (self.count, self.rest) == (count, rest);
        same || ((self.count - count).abs() >= smallest && (self.rest - rest).abs() >= smallest)
    }
}

/// Whether a difference of two counts says nothing: there is none, or it is a count that may be told.
pub fn clear(a: i64, b: i64, smallest: i64) -> bool {
    a == b || (a - b).abs() >= smallest
}

/// Counts that are told of things that one patient can have together.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    told: Vec<Counted>,
}

impl Pool {
    /// Whether all of these can be told, beside each other and beside what is told.
    pub fn fits(&self, counted: &[Counted], smallest: i64) -> bool {
        let new = unions(counted);
        let beside = |a: &Counted, b: &Counted| !a.meets(b) || a.is_clear_of(&b.what, (b.count, b.rest), smallest);
        let among = new.iter().enumerate().all(|(i, a)| new[i + 1..].iter().all(|b| beside(a, b)));
        among && new.iter().all(|a| self.told.iter().all(|b| beside(a, b)) && self.leaves_no_rest(a, smallest))
    }

    /// Whether these, of which none holds another, can be told beside what is told.
    pub fn fits_beside(&self, counted: &[Counted], smallest: i64) -> bool {
        let told = |a: &Counted, b: &Counted| !a.meets(b) || a.is_clear_of(&b.what, (b.count, b.rest), smallest);
        counted.iter().all(|a| self.told.iter().all(|b| told(a, b)))
    }

    /// Of two groups that may be parts of a third, what is left of that is a count as well: of patients in two of three clinics.
    fn leaves_no_rest(&self, new: &Counted, smallest: i64) -> bool {
        let alike = |told: &&Counted| told.who == new.who && told.what == new.what && told.meets(new);
        let told: Vec<&Counted> = self.told.iter().filter(alike).collect();
        let pair = |a: &Counted, b: &Counted| {
            let both = (a.count + b.count, a.rest + b.rest);
            let with = |one: &Counted, whole: &Counted| {
                whole.is_clear_of(&one.what, (one.count + new.count, one.rest + new.rest), smallest)
            };
            new.is_clear_of(&a.what, both, smallest) && with(a, b) && with(b, a)
        };
        told.iter().enumerate().all(|(i, a)| told[i + 1..].iter().all(|b| pair(a, b)))
    }

    pub fn add(&mut self, counted: &[Counted]) {
        for new in unions(counted) {
            if !self.told.contains(&new) {
                self.told.push(new);
            }
        }
    }

    /// Takes what fits, and says whether it did.
    pub fn take(&mut self, counted: &[Counted], smallest: i64) -> bool {
        let fits = self.fits(counted, smallest);
        if fits {
            self.add(counted);
        }
        fits
    }

    /// Whether what is told of the same patients says more of this count than that it is small.
    pub fn tells_of(&self, counted: &Counted, smallest: i64) -> bool {
        let alike = |told: &Counted| told.what == counted.what || told.count < smallest || told.rest < smallest;
        self.told.iter().any(|told| told.meets(counted) && alike(told))
    }
}

/// Arms up to which every union of them is looked at; of more, each by itself and all together.
const MOST_ARMS: usize = 6;

/// The counts, and those of every union of arms that follow from them.
fn unions(counted: &[Counted]) -> Vec<Counted> {
    let mut all: Vec<Counted> = counted.to_vec();
    let mut single: Vec<&Counted> = vec![];
    for one in counted {
        if matches!(&one.who, Who::Arms(arms) if arms.len() == 1) && single.iter().all(|s| s.who != one.who) {
            single.push(one);
        }
    }
    let whole = (1_usize << single.len().min(MOST_ARMS)) - 1;
    let subsets: Vec<Vec<&Counted>> = if single.len() > MOST_ARMS {
        vec![single.clone()]
    } else {
        let members = |subset: usize| (0..single.len()).filter(|i| subset & (1 << i) != 0).map(|i| single[i]).collect();
        (1..=whole).map(members).collect()
    };
    for subset in subsets.iter().filter(|subset| subset.len() > 1) {
        let arms = subset.iter().flat_map(|one| match &one.who {
            Who::Arms(arms) => arms.iter().cloned().collect(),
            Who::All => vec![],
        });
        all.push(Counted {
            who: Who::Arms(arms.collect()),
            what: subset.first().map(|one| one.what.clone()).unwrap_or_default(),
            point: subset.first().and_then(|one| one.point.clone()),
            count: subset.iter().map(|one| one.count).sum(),
            rest: subset.iter().map(|one| one.rest).sum(),
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(arm: &str, count: i64, n: i64) -> Counted {
        Counted { who: Who::arm(arm), what: "better".into(), point: None, count, rest: n - count }
    }

    fn all(count: i64, n: i64) -> Counted {
        Counted { who: Who::All, what: "better".into(), point: None, count, rest: n - count }
    }

    /// 32 of whom 30 are known already: of the other 2 everything would be told.
    #[test]
    fn a_group_within_another_leaves_out_none_or_many() {
        let mut pool = Pool::default();
        assert!(pool.take(&[Counted::group(Who::arm("a"), 32)], 5));
        assert!(!pool.take(&[Counted::group(Who::arm("a"), 30)], 5));
        assert!(pool.take(&[Counted::group(Who::arm("a"), 27)], 5));
        assert!(pool.take(&[Counted::group(Who::arm("b"), 30)], 5), "no patient is of both arms");
    }

    /// 20 of all, 9 of one arm and 8 of another leave 3 of the third.
    #[test]
    fn what_two_arms_leave_of_all_is_counted() {
        let mut pool = Pool::default();
        assert!(pool.take(&[all(20, 60)], 5));
        assert!(!pool.fits(&[share("a", 9, 20), share("b", 8, 20)], 5));
        assert!(pool.fits(&[share("a", 7, 20), share("b", 8, 20)], 5));
    }

    /// Those who are not counted differ by 2, though those who are differ by 10.
    #[test]
    fn the_others_are_counted_too() {
        let mut pool = Pool::default();
        pool.add(&[share("a", 20, 40)]);
        assert!(!pool.fits(&[share("a", 10, 28)], 5));
        assert!(pool.fits(&[share("a", 10, 25)], 5));
    }

    #[test]
    fn counts_of_two_timepoints_are_no_difference() {
        let at = |point: &str, count| Counted { point: Some(point.into()), ..share("a", count, 40) };
        let mut pool = Pool::default();
        pool.add(&[at("M3", 20)]);
        assert!(pool.fits(&[at("M6", 18)], 5));
        assert!(!pool.fits(&[at("M3", 18)], 5));
        assert!(!pool.fits(&[share("a", 18, 40)], 5), "at any timepoint");
    }

    /// That 24 of both arms are worse has nothing to do with 23 of one arm who are cured.
    #[test]
    fn one_arm_and_both_are_set_against_each_other_in_what_is_named_alike() {
        let mut pool = Pool::default();
        pool.add(&[share("a", 20, 40), share("b", 20, 40)]);
        let cured = |arm: &str, count| Counted { what: "cured".into(), ..share(arm, count, 80) };
        assert!(pool.fits(&[cured("a", 39)], 5), "beside 40 of both arms");
        assert!(!pool.fits(&[cured("a", 21)], 5), "beside 20 of the same arm");
        assert!(!pool.fits(&[all(39, 80)], 5), "beside 40 of both arms");
    }

    /// 119 in three clinics, 50 and 66 of them in two: 3 are in the third.
    #[test]
    fn what_two_parts_leave_of_a_third_is_counted() {
        let of = |n| Counted::group(Who::All, n);
        let mut pool = Pool::default();
        assert!(pool.take(&[of(119)], 5) && pool.take(&[of(50)], 5));
        assert!(!pool.fits(&[of(66)], 5));
        assert!(pool.fits(&[of(60)], 5));
        assert!(pool.fits(&[of(69)], 5), "nobody is left");
    }

    /// 13 respond and 13 have their disease under control: that no disease is stable would be told of all 32.
    #[test]
    fn two_outcomes_of_the_same_patients_are_no_one_count() {
        let mut pool = Pool::default();
        pool.add(&[share("a", 13, 32)]);
        let controlled = |count, n| Counted { what: "controlled".into(), ..share("a", count, n) };
        assert!(pool.fits(&[share("a", 13, 32)], 5), "the same once more");
        assert!(!pool.fits(&[controlled(13, 32)], 5));
        assert!(!pool.fits(&[share("a", 13, 40)], 5), "of 8 more nobody responds");
        assert!(pool.fits(&[controlled(19, 32)], 5));
    }
}
