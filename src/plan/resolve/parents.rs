//! The analysis beside which another stands: the one whose estimand its own is compared with.

use super::*;

impl Resolver<'_> {
    pub(crate) fn find_parents(&mut self) {
        for index in 0..self.plan.analyses.len() {
            self.plan.analyses[index].parent = self.parent_of(index);
        }
    }

    /// Of an analysis that answers a question of its own, the one that it is like. Of one that stands beside others, the nearest of
    /// those it is like that answers a question of its own about the same endpoint; else the first such that compares the same arms;
    /// else the first such; else the one that it is like, where that
    /// answers a question of its own or is about the same endpoint.
    fn parent_of(&self, index: usize) -> Option<usize> {
        let analyses = &self.plan.analyses;
        let own = &analyses[index];
        let like = self.like(index);
        if is_main(own) {
            return like;
        }
        let about_it = |other: &usize| is_main(&analyses[*other]) && analyses[*other].endpoint == own.endpoint;
        let mut chain = vec![];
        let mut next = like;
        while let Some(base) = next.filter(|base| !chain.contains(base)) {
            chain.push(base);
            next = self.like(base);
        }
        let all = || (0..analyses.len()).filter(about_it);
        let nearest = chain.into_iter().find(about_it);
        nearest
            .or_else(|| all().find(|other| analyses[*other].compare == own.compare))
            .or_else(|| all().next())
            .or(like.filter(|base| is_main(&analyses[*base]) || analyses[*base].endpoint == own.endpoint))
    }

    /// The analysis that one is written like.
    pub(super) fn like(&self, index: usize) -> Option<usize> {
        let name = &self.plan.analyses[index].header.name;
        let base = self.bases.get(&("analysis".to_string(), name.clone()))?;
        self.plan.analyses.iter().position(|a| a.header.name == *base)
    }
}

fn is_main(analysis: &Analysis) -> bool {
    match analysis.role {
        Role::Primary | Role::Secondary => true,
        Role::Sensitivity | Role::Supplementary => false,
    }
}
