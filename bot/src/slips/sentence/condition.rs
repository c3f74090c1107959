//! What must happen for a selection to win.

use grading::HouseRules;
use grading::rules::{Options, Reach};
use grading::sentence::{self, Condition, Exactly, Wins};
use shared::game::Period;
use shared::id::CompetitorId;
use shared::league::Sport;
use shared::line::Line;
use shared::market::{Lead, MarketKind, Selection, Side};
use shared::settings::RuleChoices;

use super::clock;
use super::part::the_part;
use super::pick::{Cast, counted, join, method, unit};
use crate::text::{Text, Value};

/// What must happen: `Wins if Chicago wins, or loses by 3 or fewer`, where the server goes by
/// these choices. Nothing where no rule of ours covers the market.
pub(crate) fn wins_if<'a>(
    text: Text,
    choices: &RuleChoices,
    selection: &Selection,
    cast: impl Into<Cast<'a>>,
) -> Option<String> {
    let cast = cast.into();
    if let Some((_, pick)) = cast.game.written() {
        return Some(text.line("manual-wins-if", &[("pick", pick.into())]));
    }
    let game = cast.game;
    let options = Options::try_from(choices).ok()?;
    let rules = HouseRules::new(game.sport, game.league_code.as_str()).with_options(options);
    let condition = sentence::condition(&rules, selection).ok()?;
    let said = Said {
        text,
        selection,
        cast,
        condition: &condition,
    };
    let sentence = said.wins();
    Some(match (condition.push_on, condition.half) {
        (Some(back), _) => said.exactly(&sentence, back, "public-then-back"),
        (None, Some(half)) if half.won => said.exactly(&sentence, half.on, "public-then-half-won"),
        (None, Some(half)) => said.exactly(&sentence, half.on, "public-then-half-lost"),
        (None, None) => sentence,
    })
}

struct Said<'a> {
    text: Text,
    selection: &'a Selection,
    cast: Cast<'a>,
    condition: &'a Condition,
}

impl Said<'_> {
    fn wins(&self) -> String {
        if self.compares_units() {
            return self.units();
        }
        match self.condition.wins {
            Wins::Outright => self.team("public-wins-outright"),
            Wins::ByAtLeast(points) => self.points("public-wins-by", points),
            Wins::OrDraws => self.team("public-wins-or-draws"),
            Wins::OrLosesByAtMost(points) => {
                // Where a draw is rare, saying it each time only lengthens the sentence.
                let key = if draws_are_usual(self.cast.game.sport) {
                    "public-wins-draws-or-loses-by"
                } else {
                    "public-wins-or-loses-by"
                };
                self.points(key, points)
            }
            Wins::Draws => self.team("public-wins-draw"),
            Wins::NotLevel => self.team("public-wins-not-level"),
            Wins::TotalAtLeast(points) => self.total(points, "over"),
            Wins::TotalAtMost(points) => self.total(points, "under"),
            Wins::SubjectAtLeast(points) => self.total_of_one(points, "over"),
            Wins::SubjectAtMost(points) => self.total_of_one(points, "under"),
            Wins::BothScore(true) => self.team("public-wins-both-score"),
            Wins::BothScore(false) => self.team("public-wins-not-both-score"),
            Wins::Odd(true) => self.team("public-wins-odd"),
            Wins::Odd(false) => self.team("public-wins-even"),
            Wins::Exact(home, away) => self.exact(home, away),
            Wins::HalfFull(half, full) => self.half_full(half, full),
            Wins::ByBetween(from, to) => self.between(from, to),
            Wins::GoesThrough => self.team("public-wins-through"),
            Wins::Happens(happens) => self.happens(happens),
            Wins::EndsSo => self.ends_so(),
            Wins::Lasts { seconds, longer } => self.lasts(seconds, longer),
            Wins::PlacedWithin(1) => self.team("public-wins-outright"),
            Wins::PlacedWithin(places) => self.points("public-wins-placed", places),
            Wins::Best => self.best(),
            Wins::Tied => {
                let key = match self.selection.statistic {
                    None => "public-wins-tied",
                    Some(_) => "public-wins-tied-in",
                };
                let places = [("others", self.group(None)), ("counted", self.counted(0))];
                self.line(key, &places)
            }
        }
    }

    fn line(&self, key: &str, places: &[(&'static str, String)]) -> String {
        let places = places.iter().map(|(name, it)| (*name, it.as_str().into()));
        let mut places: Vec<(&str, Value<'_>)> = places.collect();
        places.push(("reach", self.reach().into()));
        self.text.line(key, &places)
    }

    /// A sentence about the side that was picked, or about none.
    fn team(&self, key: &str) -> String {
        self.line(key, &[("team", self.picked())])
    }

    fn points(&self, key: &str, points: i64) -> String {
        let places = [
            ("team", self.picked().into()),
            ("points", points.into()),
            // One or more goals: a plural.
            ("counted", self.counted(0).into()),
            ("reach", self.reach().into()),
        ];
        self.text.line(key, &places)
    }

    fn picked(&self) -> String {
        match self.selection.side {
            Side::Entrant(id) => self.name(Some(id)),
            Side::Home | Side::HomeOrDraw | Side::Margin { home: true, .. } => {
                self.cast.game.home.place.clone()
            }
            _ if self.selection.subject.is_some() => self.name(self.selection.subject),
            _ => self.cast.game.away.place.clone(),
        }
    }

    /// A side by its place, anybody else by name.
    fn name(&self, id: Option<CompetitorId>) -> String {
        let found = id.and_then(|it| self.cast.find(it));
        found.map_or_else(
            || self.text.say("public-somebody"),
            |it| {
                let is_side = [self.cast.game.home.id, self.cast.game.away.id].contains(&it.id);
                let name = if is_side { &it.place } else { &it.name };
                name.clone()
            },
        )
    }

    /// Those who are compared, without one of them.
    fn group(&self, without: Option<CompetitorId>) -> String {
        let group = self.selection.group.iter();
        let others = group.filter(|it| Some(**it) != without);
        let names: Vec<String> = others.map(|it| self.name(Some(*it))).collect();
        join(self.text, &names)
    }

    /// What is counted, where it is not the score, after that number: ` games`.
    fn counted(&self, number: i64) -> String {
        let name = self.unit();
        name.map_or_else(String::new, |it| {
            format!(" {}", counted(self.text, it, number))
        })
    }

    fn unit(&self) -> Option<&str> {
        unit(self.cast.game.sport, self.selection)
    }

    /// Whether a line is added to something else than the score: who has more of it need not win.
    fn compares_units(&self) -> bool {
        self.selection.kind == MarketKind::Spread && self.unit().is_some()
    }

    fn units(&self) -> String {
        let (key, points) = match self.condition.wins {
            Wins::ByAtLeast(points) => ("public-count-more-by", points),
            Wins::OrDraws => ("public-count-as-many", 0),
            Wins::OrLosesByAtMost(points) => ("public-count-fewer-by", points),
            _ => ("public-count-more", 0),
        };
        let game = self.cast.game;
        let other = match self.selection.side {
            Side::Home => &game.away,
            _ => &game.home,
        };
        let places = [
            ("team", self.picked()),
            ("other", other.place.clone()),
            ("points", points.to_string()),
            ("counted", self.counted(points)),
        ];
        self.line(key, &places)
    }

    fn total(&self, points: i64, way: &str) -> String {
        let key = match (way, self.unit().is_some()) {
            ("over", false) => "public-wins-total-over",
            ("over", true) => "public-wins-count-over",
            (_, false) => "public-wins-total-under",
            (_, true) => "public-wins-count-under",
        };
        self.points(key, points)
    }

    fn total_of_one(&self, points: i64, way: &str) -> String {
        let key = match (way, self.unit().is_some()) {
            ("over", false) => "public-wins-team-over",
            ("over", true) => "public-wins-player-over",
            (_, false) => "public-wins-team-under",
            (_, true) => "public-wins-player-under",
        };
        let places = [
            ("team", self.name(self.selection.subject).into()),
            ("points", points.into()),
            // One or more goals: a plural.
            ("counted", self.counted(0).into()),
            ("reach", self.reach().into()),
        ];
        self.text.line(key, &places)
    }

    /// The winner's score first, as people say it.
    fn exact(&self, home: i64, away: i64) -> String {
        let game = self.cast.game;
        let (more, less) = (home.max(away).to_string(), home.min(away).to_string());
        let team = match home.cmp(&away) {
            std::cmp::Ordering::Greater => &game.home.place,
            std::cmp::Ordering::Less => &game.away.place,
            std::cmp::Ordering::Equal => {
                return self.line("public-wins-exact-draw", &[("points", more)]);
            }
        };
        let team = team.clone();
        self.line(
            "public-wins-exact",
            &[("team", team), ("more", more), ("less", less)],
        )
    }

    fn half_full(&self, half: Lead, full: Lead) -> String {
        let leads = |lead| {
            let team = match lead {
                Lead::Home => &self.cast.game.home.place,
                Lead::Away => &self.cast.game.away.place,
                Lead::Draw => return self.text.say("public-leads-nobody"),
            };
            let team = team.as_str();
            self.text.line("public-leads", &[("team", team.into())])
        };
        let places = [("half", leads(half)), ("full", leads(full))];
        self.line("public-wins-half-full", &places)
    }

    fn between(&self, from: i64, to: Option<i64>) -> String {
        let key = match to {
            None => "public-wins-by",
            Some(to) if to == from => "public-wins-by-just",
            Some(_) => "public-wins-by-between",
        };
        let places = [
            ("team", self.picked().into()),
            ("points", from.into()),
            ("to", to.unwrap_or(from).into()),
            ("reach", self.reach().into()),
        ];
        self.text.line(key, &places)
    }

    fn happens(&self, happens: bool) -> String {
        let name = self.selection.statistic.as_deref().unwrap_or_default();
        let key = match (name, happens) {
            ("goals", true) => "public-wins-goals",
            ("goals", false) => "public-wins-goals-no",
            ("first_goal", true) => "public-wins-first-goal",
            ("first_goal", false) => "public-wins-first-goal-no",
            ("last_goal", true) => "public-wins-last-goal",
            ("last_goal", false) => "public-wins-last-goal-no",
            ("first_basket", true) => "public-wins-first-basket",
            ("first_basket", false) => "public-wins-first-basket-no",
            ("made_cut", true) => "public-wins-made-cut",
            ("made_cut", false) => "public-wins-made-cut-no",
            (_, true) => "public-wins-happens",
            (_, false) => "public-wins-happens-no",
        };
        let what = counted(self.text, name, 0);
        let team = self.name(self.selection.subject);
        self.line(key, &[("team", team), ("what", what)])
    }

    fn ends_so(&self) -> String {
        let method = method(self.text, self.selection.side);
        match self.selection.subject {
            None => self.line("public-wins-ends-by", &[("method", method)]),
            Some(id) => {
                let team = self.name(Some(id));
                self.line("public-wins-team-by", &[("team", team), ("method", method)])
            }
        }
    }

    fn lasts(&self, seconds: i64, longer: bool) -> String {
        let key = if longer {
            "public-wins-lasts"
        } else {
            "public-wins-lasts-not"
        };
        let line = self.selection.line.unwrap_or(Line::ZERO).to_string();
        self.line(key, &[("line", line), ("clock", clock(seconds))])
    }

    fn best(&self) -> String {
        let Side::Entrant(picked) = self.selection.side else {
            return self.team("public-wins-outright");
        };
        if self.selection.kind == MarketKind::Outright {
            return self.team("public-wins-outright");
        }
        let key = match self.selection.statistic {
            None => "public-wins-ahead",
            Some(_) => "public-wins-more",
        };
        let places = [
            ("team", self.name(Some(picked))),
            ("others", self.group(Some(picked))),
            ("counted", self.counted(0)),
        ];
        self.line(key, &places)
    }

    /// What one exact end comes to.
    fn exactly(&self, sentence: &str, on: Exactly, then: &str) -> String {
        let (key, points) = match (on, self.compares_units()) {
            (Exactly::Level, false) => ("public-exactly-level", 0),
            (Exactly::Level, true) => ("public-exactly-as-many", 0),
            (Exactly::LosesBy(points), false) => ("public-exactly-loss", points),
            (Exactly::LosesBy(points), true) => ("public-exactly-fewer", points),
            (Exactly::WinsBy(points), true) => ("public-exactly-more", points),
            (Exactly::WinsBy(points) | Exactly::Total(points), _) => {
                ("public-exactly-points", points)
            }
        };
        let then = self.text.say(then);
        let places = [
            ("sentence", sentence.into()),
            ("points", points.into()),
            ("then", then.into()),
        ];
        self.text.line(key, &places)
    }

    fn reach(&self) -> String {
        let period = self.condition.period;
        let part = || the_part(self.text, period).unwrap_or_default();
        match (self.condition.reach, period) {
            (_, Period::IncludingOvertime) => self.text.say("public-reach-overtime"),
            (Reach::WholeGame, _) => String::new(),
            (Reach::RegularTime, _) => self.text.say("public-reach-regular"),
            (Reach::Part, _) => self
                .text
                .line("public-reach-part", &[("part", part().into())]),
            (Reach::PartAndOvertime, _) => self
                .text
                .line("public-reach-part-overtime", &[("part", part().into())]),
        }
    }
}

const fn draws_are_usual(sport: Sport) -> bool {
    matches!(
        sport,
        Sport::Soccer
            | Sport::RugbyUnion
            | Sport::RugbyLeague
            | Sport::AustralianRules
            | Sport::Handball
    )
}
