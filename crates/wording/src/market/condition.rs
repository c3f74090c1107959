//! What must happen for a selection to win.

use grading::HouseRules;
use grading::rules::{Options, Reach};
use grading::sentence::{self, Condition, Exactly, Wins};
use shared::competitor::{Competitor, Lead, Role};
use shared::game::{Game, Period};
use shared::id::CompetitorId;
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};
use shared::settings::RuleChoices;

use super::clock;
use super::counted::{counted, unit};
use super::period::the_part;
use super::pick::{join, method, number};
use crate::Said;
use crate::catalogue::{Catalogue, Value};
use crate::names::{NameForm, called, visitors_first};

/// What must happen: `Wins if Chicago wins, or loses by 3 or fewer`, under these choices of the
/// server. `None` if no rule covers the market.
pub fn wins_if(
    catalogue: Catalogue,
    choices: &RuleChoices,
    selection: &Selection,
    game: &Game,
) -> Option<Said> {
    if let Some((_, pick)) = game.written() {
        return Some(catalogue.line("manual-wins-if", &[("pick", Said::prose(pick).into())]));
    }
    let options = Options::try_from(choices).ok()?;
    let rules = HouseRules::new(game.sport, game.league_code.as_str()).with_options(options);
    let condition = sentence::condition(&rules, selection).ok()?;
    let said = Told {
        catalogue,
        selection,
        game,
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

struct Told<'a> {
    catalogue: Catalogue,
    selection: &'a Selection,
    game: &'a Game,
    condition: &'a Condition,
}

impl Told<'_> {
    fn wins(&self) -> Said {
        if self.compares_units() {
            return self.units();
        }
        match self.condition.wins {
            Wins::Outright => self.team("public-wins-outright"),
            Wins::ByAtLeast(points) => self.points("public-wins-by", points),
            Wins::OrDraws => self.team("public-wins-or-draws"),
            Wins::OrLosesByAtMost(points) => {
                // Where a draw is rare, saying it each time only lengthens the sentence.
                let key = if draws_are_usual(self.game.sport) {
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

    fn line(&self, key: &str, places: &[(&'static str, Said)]) -> Said {
        let places = places.iter().map(|(name, it)| (*name, it.into()));
        let mut places: Vec<(&str, Value<'_>)> = places.collect();
        places.push(("reach", self.reach().into()));
        places.push(("many", self.many(self.lead())));
        self.catalogue.line(key, &places)
    }

    /// A sentence about the side that was picked, or about none.
    fn team(&self, key: &str) -> Said {
        self.line(key, &[("team", self.picked())])
    }

    fn points(&self, key: &str, points: i64) -> Said {
        let places = [
            ("team", self.picked().into()),
            ("points", points.into()),
            // One or more goals: a plural.
            ("counted", self.counted(0).into()),
            ("reach", self.reach().into()),
            ("many", self.many(self.lead())),
        ];
        self.catalogue.line(key, &places)
    }

    fn picked(&self) -> Said {
        match self.selection.side {
            Side::Entrant(id) => self.name(Some(id)),
            Side::Home | Side::HomeOrDraw | Side::Margin { home: true, .. } => {
                self.side(Lead::Home)
            }
            _ if self.selection.subject.is_some() => self.name(self.selection.subject),
            _ => self.side(Lead::Away),
        }
    }

    /// Which side the sentence is about, where it is about one.
    fn lead(&self) -> Option<Lead> {
        let id = match self.selection.side {
            Side::Entrant(id) => Some(id),
            _ => self.selection.subject,
        };
        match (id, self.selection.side) {
            (Some(id), _) => match self.game.role(id) {
                Some(Role::Home) => Some(Lead::Home),
                Some(Role::Away) => Some(Lead::Away),
                _ => None,
            },
            (None, Side::Home | Side::HomeOrDraw | Side::Margin { home: true, .. }) => {
                Some(Lead::Home)
            }
            (None, _) => Some(Lead::Away),
        }
    }

    /// Whether that side has a nickname, which takes a plural verb: the Bears win.
    fn many<'v>(&self, lead: Option<Lead>) -> Value<'v> {
        let side = lead.and_then(|it| self.game.leader(it));
        let is_nickname = |it: &Competitor| {
            visitors_first(self.game.sport) && it.short_name != it.name && it.short_name != it.place
        };
        Value::from(u8::from(side.is_some_and(is_nickname)))
    }

    /// A side by the name that it has in every list and on every slip.
    fn side(&self, lead: Lead) -> Said {
        let side = match lead {
            Lead::Home => self.game.side(Role::Home),
            _ => self.game.side(Role::Away),
        };
        self.called(side)
    }

    /// A side by its short name, anybody else by the whole one.
    fn name(&self, id: Option<CompetitorId>) -> Said {
        self.called(id.and_then(|it| self.game.find(it)))
    }

    /// The name, or a word for somebody of whom none is known.
    fn called(&self, competitor: Option<&Competitor>) -> Said {
        competitor.map_or_else(
            || self.catalogue.say("public-somebody"),
            |it| called(self.game, it, NameForm::Short),
        )
    }

    /// Those who are compared, without one of them.
    fn group(&self, without: Option<CompetitorId>) -> Said {
        let group = self.selection.group.iter();
        let others = group.filter(|it| Some(**it) != without);
        let names: Vec<Said> = others.map(|it| self.name(Some(*it))).collect();
        join(self.catalogue, &names)
    }

    /// What is counted, where it is not the score, after that number: ` games`.
    fn counted(&self, number: i64) -> Said {
        let name = self.unit();
        name.map_or_else(Said::default, |it| {
            Said::from(" ").then(&counted(self.catalogue, it, number))
        })
    }

    fn unit(&self) -> Option<&str> {
        unit(self.game.sport, self.selection)
    }

    /// Whether a line is added to something else than the score: who has more of it need not win.
    fn compares_units(&self) -> bool {
        self.selection.kind == MarketKind::Spread && self.unit().is_some()
    }

    fn units(&self) -> Said {
        let (key, points) = match self.condition.wins {
            Wins::ByAtLeast(points) => ("public-count-more-by", points),
            Wins::OrDraws => ("public-count-as-many", 0),
            Wins::OrLosesByAtMost(points) => ("public-count-fewer-by", points),
            _ => ("public-count-more", 0),
        };
        let other = match self.selection.side {
            Side::Home => Lead::Away,
            _ => Lead::Home,
        };
        let places = [
            ("team", self.picked()),
            ("other", self.side(other)),
            ("points", number(points)),
            ("counted", self.counted(points)),
        ];
        self.line(key, &places)
    }

    fn total(&self, points: i64, way: &str) -> Said {
        let key = match (way, self.unit().is_some()) {
            ("over", false) => "public-wins-total-over",
            ("over", true) => "public-wins-count-over",
            (_, false) => "public-wins-total-under",
            (_, true) => "public-wins-count-under",
        };
        self.points(key, points)
    }

    fn total_of_one(&self, points: i64, way: &str) -> Said {
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
            ("many", self.many(self.lead())),
        ];
        self.catalogue.line(key, &places)
    }

    /// The winner's score first, as people say it.
    fn exact(&self, home: i64, away: i64) -> Said {
        let (more, less) = (number(home.max(away)), number(home.min(away)));
        let lead = match home.cmp(&away) {
            std::cmp::Ordering::Greater => Lead::Home,
            std::cmp::Ordering::Less => Lead::Away,
            std::cmp::Ordering::Equal => {
                return self.line("public-wins-exact-draw", &[("points", more)]);
            }
        };
        let places = [
            ("team", self.side(lead).into()),
            ("more", more.into()),
            ("less", less.into()),
            ("reach", self.reach().into()),
            ("many", self.many(Some(lead))),
        ];
        self.catalogue.line("public-wins-exact", &places)
    }

    fn half_full(&self, half: Lead, full: Lead) -> Said {
        let leads = |lead| {
            if lead == Lead::Draw {
                return self.catalogue.say("public-leads-nobody");
            }
            let team = ("team", self.side(lead).into());
            let many = ("many", self.many(Some(lead)));
            self.catalogue.line("public-leads", &[team, many])
        };
        let places = [("half", leads(half)), ("full", leads(full))];
        self.line("public-wins-half-full", &places)
    }

    fn between(&self, from: i64, to: Option<i64>) -> Said {
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
            ("many", self.many(self.lead())),
        ];
        self.catalogue.line(key, &places)
    }

    fn happens(&self, happens: bool) -> Said {
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
        let what = counted(self.catalogue, name, 0);
        let team = self.name(self.selection.subject);
        self.line(key, &[("team", team), ("what", what)])
    }

    fn ends_so(&self) -> Said {
        let method = method(self.catalogue, self.selection.side);
        match self.selection.subject {
            None => self.line("public-wins-ends-by", &[("method", method)]),
            Some(id) => {
                let team = self.name(Some(id));
                self.line("public-wins-team-by", &[("team", team), ("method", method)])
            }
        }
    }

    fn lasts(&self, seconds: i64, longer: bool) -> Said {
        let key = if longer {
            "public-wins-lasts"
        } else {
            "public-wins-lasts-not"
        };
        let line = self.selection.line.unwrap_or(Line::ZERO);
        self.line(key, &[("line", number(line)), ("clock", clock(seconds))])
    }

    fn best(&self) -> Said {
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

    /// The consequence of one exact end.
    fn exactly(&self, sentence: &Said, on: Exactly, then: &str) -> Said {
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
        let then = self.catalogue.say(then);
        let places = [
            ("sentence", sentence.into()),
            ("points", points.into()),
            ("then", then.into()),
        ];
        self.catalogue.line(key, &places)
    }

    fn reach(&self) -> Said {
        let period = self.condition.period;
        let part = || the_part(self.catalogue, period).unwrap_or_default();
        match (self.condition.reach, period) {
            (_, Period::IncludingOvertime) => self.catalogue.say("public-reach-overtime"),
            (Reach::WholeGame, _) => Said::default(),
            (Reach::RegularTime, _) => self.catalogue.say("public-reach-regular"),
            (Reach::Part, _) => self
                .catalogue
                .line("public-reach-part", &[("part", part().into())]),
            (Reach::PartAndOvertime, _) => self
                .catalogue
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
