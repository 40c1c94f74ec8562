//! What is assumed of a patient is drawn and set. It depends on the seed, the patient's number and arm alone, and not on the
//! attempt: what is made anew does not choose among outcomes.

use super::assumed::{BEYOND, By, Drawn, hazard, real};
use super::clocks::whole;
use super::course::Ended;
use super::making::Making;
use super::rows::{Here, Value};
use super::scene::day;
use crate::plan::ir::{Arm, Assumed, EventId, EventSource, RowExpr};
use crate::stats::distribution::normal_upper_quantile;

/// What was drawn, as the rows must have it.
#[derive(Clone, Debug)]
pub(super) enum Target<'a> {
    Truth {
        of: &'a RowExpr,
        wanted: bool,
    },
    Value {
        of: &'a RowExpr,
        wanted: Value,
    },
    Date {
        of: EventId,
        wanted: Option<i32>,
    },
    /// Of the outcome of this place, which examinations tell.
    Examined {
        outcome: usize,
        wanted: Wanted,
    },
}

/// What examinations are to tell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
    Response(bool),
    Time(Ended),
}

/// Days from time zero to an event with this hazard.
fn days_to(unit: f64, hazard: f64) -> i64 {
    whole(-libm::log(unit) / hazard)
}

/// What lies further out than a column is asked to hold is put where that ends.
fn normal(unit: f64, mean: f64, standard_deviation: f64) -> f64 {
    mean - standard_deviation * normal_upper_quantile(unit).clamp(-(BEYOND as f64), BEYOND as f64)
}

impl<'a> Making<'a> {
    /// Days until a death that is assumed, where it is.
    pub fn assumed_death(&self) -> Option<i64> {
        let death = EventSource::Event(self.scene.plan.death()?);
        self.clocks.iter().find(|(of, _)| **of == death).map(|(_, days)| *days)
    }

    /// What is drawn stays as it is set.
    pub fn assume(&mut self) {
        let scene = self.scene;
        let Some(drawing) = &scene.assumed else { return };
        self.locking = true;
        for (of, days) in self.clocks.clone() {
            match of {
                EventSource::Event(event) if scene.plan.death() == Some(*event) => {
                    self.targets.push(Target::Date { of: *event, wanted: self.death });
                }
                EventSource::Event(event) => self.settle_event(*event, days),
                // The examinations are made by it.
                EventSource::Response { .. } => {}
            }
        }
        for (place, drawn) in drawing.outcomes.iter().enumerate() {
            if let Some(assumed) = drawn.outcome.of(self.arm) {
                self.draw_outcome(place, drawn, assumed);
            }
        }
        self.locking = false;
    }

    fn draw_outcome(&mut self, place: usize, drawn: &'a Drawn<'a>, assumed: &Assumed) {
        let unit = drawn.unit(self.seed, self.number);
        match (drawn.by, assumed) {
            (By::Condition(of), Assumed::Proportion(share)) => self.settle_truth(of, unit < real(*share)),
            (By::Response { .. } | By::Best(_), Assumed::Proportion(share)) => {
                let wanted = Wanted::Response(unit < real(*share));
                self.targets.push(Target::Examined { outcome: place, wanted });
            }
            (By::Time { value, event, days_of_unit }, Assumed::Exponential(of)) => {
                self.settle_time((value, event), unit, hazard(of) * real(days_of_unit), real(days_of_unit));
            }
            // Dates are settled; what ends it and is none is told by the examinations.
            (By::Dates(time), Assumed::Exponential(_)) => {
                if let Some(ending) = self.ending.filter(|_| self.scene.leads(time)) {
                    self.targets.push(Target::Examined { outcome: place, wanted: Wanted::Time(ending.ended) });
                }
            }
            (By::Number(of), Assumed::Normal { mean, standard_deviation }) => {
                self.settle_number(of, normal(unit, real(*mean), real(*standard_deviation)));
            }
            (By::Change { value, baseline, within, percent }, Assumed::Normal { mean, standard_deviation }) => {
                let change = normal(unit, real(*mean), real(*standard_deviation));
                self.settle_change((value, baseline), within, (change, percent));
            }
            // A distribution is of the kind of its endpoint.
            (
                By::Condition(_)
                | By::Response { .. }
                | By::Time { .. }
                | By::Best(_)
                | By::Dates(_)
                | By::Number(_)
                | By::Change { .. },
                Assumed::Proportion(_) | Assumed::Exponential(_) | Assumed::Normal { .. },
            ) => {}
        }
    }

    fn settle_truth(&mut self, of: &'a RowExpr, wanted: bool) {
        let patient = self.patient();
        self.make(patient, of, wanted, 0);
        self.lock(of);
        self.targets.push(Target::Truth { of, wanted });
    }

    fn settle_value(&mut self, of: &'a RowExpr, (here, column): (Here, usize), steps: i64) {
        let wanted = self.scene.limits[here.table][column].number(steps);
        self.set(here, column, Some(wanted.clone()));
        self.targets.push(Target::Value { of, wanted });
    }

    /// In steps of its column, the hazard being that of a unit. Who has had no event by the last day of follow-up is censored
    /// there.
    fn settle_time(&mut self, (value, event): (&'a RowExpr, &'a RowExpr), unit: f64, hazard: f64, days_of_unit: f64) {
        let Some((here, column)) = self.place(self.patient(), value) else { return };
        let steps_of_unit = 10_i64.pow(self.scene.limits[here.table][column].decimals);
        let happens = days_to(unit, hazard / steps_of_unit as f64);
        let followed = self.scene.assumed.as_ref().and_then(|drawing| drawing.followed);
        let ends = followed.map_or(i64::MAX, |day| (day as f64 / days_of_unit * steps_of_unit as f64) as i64);
        self.settle_value(value, (here, column), happens.min(ends));
        self.settle_truth(event, happens <= ends);
    }

    fn settle_event(&mut self, event: EventId, days: i64) {
        let Some(date) = self.scene.plan.event(event).map(|event| &event.date) else { return };
        let happens = Some(day(i64::from(self.zero) + days)).filter(|day| *day <= self.end);
        let patient = self.patient();
        match happens {
            Some(_) => self.assign_date(patient, date, happens, 0),
            None => self.empty(patient, date, 0),
        }
        if let Some(place) = self.place(patient, date) {
            self.locked.insert(place);
        }
        self.targets.push(Target::Date { of: event, wanted: happens });
    }

    fn settle_number(&mut self, of: &'a RowExpr, number: f64) {
        let Some((here, column)) = self.place(self.patient(), of) else { return };
        let steps_of_unit = 10_i64.pow(self.scene.limits[here.table][column].decimals);
        self.settle_value(of, (here, column), (number * steps_of_unit as f64).round() as i64);
    }

    /// The baseline is drawn where every change fits, whatever the arm and the change.
    fn settle_change(&mut self, (value, baseline): (&'a RowExpr, &'a RowExpr), within: (i64, i64), how: (f64, bool)) {
        let patient = self.patient();
        let places = self.place(patient, value).zip(self.place(patient, baseline));
        let Some(((here, column), (before, of_before))) = places else { return };
        let drawn = self.random.between(within.0, within.1);
        self.settle_value(baseline, (before, of_before), drawn);
        let Some(Value::Number(found)) = self.rows.cell(before, of_before) else { return };
        let (change, percent) = how;
        let after = real(*found) + if percent { real(*found) * change / 100.0 } else { change };
        let steps_of_unit = 10_i64.pow(self.scene.limits[here.table][column].decimals);
        self.settle_value(value, (here, column), (after * steps_of_unit as f64).round() as i64);
    }

    /// Whether the rows have what was drawn, as far as it does not rest on examinations.
    pub fn has_what_was_drawn(&self) -> bool {
        let (told, patient) = (self.evaluation(), self.patient());
        let arms = &self.scene.plan.arms;
        let is_of = |arm: &Arm| arm.condition.as_ref().is_none_or(|e| told.truth(patient, e) == Some(true));
        // What makes an arm later may not come about.
        let in_its_arm = arms.settled_by_day.is_some() || arms.arms.iter().position(is_of) == Some(self.arm);
        let drawn = self.scene.assumed.is_some();
        (!drawn || in_its_arm)
            && self.targets.iter().all(|target| match target {
                Target::Truth { of, wanted } => told.truth(patient, of) == Some(*wanted),
                Target::Value { of, wanted } => told.value(patient, of).as_ref() == Some(wanted),
                Target::Date { of, wanted } => {
                    let date = self.scene.plan.event(*of).and_then(|event| told.date(patient, &event.date));
                    date == *wanted
                }
                Target::Examined { .. } => true,
            })
    }
}
