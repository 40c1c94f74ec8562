//! What is assumed before there are data.

use super::Out;
use super::criterion::point_names;
use crate::plan::ir::*;
use rust_decimal::Decimal;

impl Out<'_> {
    pub(super) fn assumption(&mut self, assumption: &Assumption) {
        let Assumption { header, patients, followed, outcomes, matched, power, because } = assumption;
        self.head("assume", header);
        let plan = self.printer.plan;
        let arm = |index: usize| plan.arms.arms[index].name.as_str();
        let patients = patients.iter().enumerate().map(|(index, number)| format!("{} {number}", arm(index)));
        let until = followed.map_or("the horizon".to_string(), |day| format!("day {day}"));
        self.line(1, format!("patients {}; to {until}", patients.collect::<Vec<_>>().join(", ")));
        for AssumedOutcome { endpoint, each, arms, discordant } in outcomes {
            let at = each.map(|(response, point)| {
                let name = &plan.responses[response.0].header.name;
                format!(" by {name} at {}", point_names(plan, response, &[point]))
            });
            let arms = arms.iter().map(|(index, assumed)| format!("{} {}", arm(*index), assumed_text(assumed)));
            let arms = arms.collect::<Vec<_>>().join(", ");
            let pairs = discordant.map_or(String::new(), |share| format!("; {} discordant", share.normalize()));
            let name = &plan.endpoints[endpoint.0].header.name;
            self.line(1, format!("{name}{}: {arms}{pairs}", at.unwrap_or_default()));
        }
        for (matching, share) in matched {
            let name = plan.matching(*matching).map_or("", |m| m.header.name.as_str());
            self.line(1, format!("{name}: {} of the treated", share.normalize()));
        }
        self.line(1, format!("power {}", power.normalize()));
        if self.prose {
            self.line(1, format!("because: {because}"));
        }
    }
}

fn assumed_text(assumed: &Assumed) -> String {
    let plain = |number: &Decimal| number.normalize();
    match assumed {
        Assumed::Proportion(share) => plain(share).to_string(),
        Assumed::Exponential(Hazard::Median(days)) => format!("exponential, median {} days", plain(days)),
        Assumed::Exponential(Hazard::Rate { events, in_days }) => {
            format!("exponential, {} in {} days", plain(events), plain(in_days))
        }
        Assumed::Exponential(Hazard::EventFree { share, on }) => {
            format!("exponential, {} without event on day {on}", plain(share))
        }
        Assumed::Normal { mean, standard_deviation } => {
            format!("normal, mean {}, standard deviation {}", plain(mean), plain(standard_deviation))
        }
    }
}
