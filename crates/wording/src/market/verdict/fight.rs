//! How a fight ended, and how long it lasted.

use shared::competitor::Lead;
use shared::facts::Method;

use super::super::clock;
use super::super::pick::number;
use super::VerdictText;
use crate::Said;

impl VerdictText<'_> {
    pub(super) fn ended(
        &self,
        winner: Option<Lead>,
        method: Option<Method>,
        round: Option<u8>,
    ) -> Said {
        let mut said = match winner {
            None => self.catalogue.say("public-fight-nobody"),
            Some(lead) => match self.lead(lead) {
                Some(team) => self.line("public-fight-won", &[("team", team)]),
                None => self.catalogue.say("public-fight-draw"),
            },
        };
        if let Some(method) = method {
            let method = self.catalogue.say(match method {
                Method::Knockout => "public-method-knockout",
                Method::TechnicalKnockout => "public-method-technical-knockout",
                Method::Submission => "public-method-submission",
                Method::Decision => "public-method-decision",
                Method::Disqualification => "public-method-disqualification",
                Method::NoContest => "public-method-no-contest",
                Method::Retirement => "public-method-retirement",
                Method::Walkover => "public-method-walkover",
            });
            said = self.line("public-fight-by", &[("said", said), ("method", method)]);
        }
        if let Some(round) = round {
            said = self.line(
                "public-fight-round",
                &[("said", said), ("round", number(round))],
            );
        }
        said
    }

    pub(super) fn lasted(&self, seconds: i64, bound: i64) -> Said {
        let key = match seconds.cmp(&bound) {
            std::cmp::Ordering::Greater => "public-lasted-over",
            std::cmp::Ordering::Equal => "public-lasted-exact",
            std::cmp::Ordering::Less => "public-lasted-under",
        };
        self.line(key, &[("clock", clock(seconds)), ("bound", clock(bound))])
    }
}
