//! `frequencies`: how many patients of each group are in each category.

use super::statistic::{Answer, At};
use super::table::by_group_and_category;
use super::yes_no::whole;
use super::{Input, Outcome, Term};
use crate::catalogue::frequencies::{Bounded, Gives, Interval, Options};
use crate::stats::proportion::Proportion;
use crate::stats::proportion::one_sample::{clopper_pearson, wilson};

pub(super) fn run(input: &Input, options: &Options) -> Answer<Gives> {
    let mut output = Answer::default();
    let counts = by_group_and_category(input);
    let named: &[String] = match &input.outcome {
        Outcome::Category { categories, .. } => categories,
        _ => &[],
    };
    for group in 0..input.groups {
        let of = counts.as_ref().map(|all| all[group].as_slice()).map_err(Clone::clone);
        let n = of.clone().map(|row| row.iter().sum());
        let at = At::all().group(group);
        output.push(Gives::N, &at, whole(n.clone()));
        for (category, name) in named.iter().enumerate() {
            let at = at.term(Term::Category(name.clone()));
            let patients = of.clone().map(|row| row[category]);
            let share = patients.clone().and_then(|patients| Ok(Proportion::new(patients, n.clone()?)));
            output.push(Gives::Patients, &at, whole(patients));
            let interval = share.clone().and_then(|share| match options.interval {
                Interval::ClopperPearson => clopper_pearson(share, input.level),
                Interval::Wilson => wilson(share, input.level),
            });
            output.push_interval(Bounded::Estimate, &at, share.and_then(Proportion::estimate), interval);
        }
    }
    output
}
