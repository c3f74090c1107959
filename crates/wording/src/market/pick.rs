//! What was picked, in a few words: for buttons, lists and the picture.

use shared::competitor::{Competitor, Role};
use shared::game::Game;
use shared::id::CompetitorId;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};

use super::counted::{counted, statistic, unit};
use super::period::part;
use crate::Said;
use crate::catalogue::{Catalogue, Value};
use crate::names::{NameForm, called};

/// What was picked: `Bears +3.5`, `Over 45.5`, `Saka over 1.5 shots`.
pub fn pick(catalogue: Catalogue, selection: &Selection, game: &Game, form: NameForm) -> Said {
    if let Some((_, pick)) = game.written() {
        return Said::prose(pick);
    }
    let picked = Picked {
        catalogue,
        selection,
        game,
        form,
    };
    let said = picked.say();
    match part(catalogue, selection.period).filter(|_| selection.kind != MarketKind::Outright) {
        Some(part) => catalogue.line(
            "public-pick-part",
            &[("pick", said.into()), ("part", part.into())],
        ),
        None => said,
    }
}

/// How a fight ends: `knockout`.
pub(super) fn method(catalogue: Catalogue, side: Side) -> Said {
    catalogue.say(match side {
        Side::Knockout => "public-method-knockout",
        Side::Submission => "public-method-submission",
        Side::Decision => "public-method-decision",
        _ => "public-method-disqualification",
    })
}

struct Picked<'a> {
    catalogue: Catalogue,
    selection: &'a Selection,
    game: &'a Game,
    form: NameForm,
}

impl Picked<'_> {
    fn say(&self) -> Said {
        let side = self.selection.side;
        match self.selection.kind {
            MarketKind::Moneyline2 | MarketKind::Moneyline3 | MarketKind::Manual => {
                self.side("public-pick-win")
            }
            MarketKind::DrawNoBet => self.side("public-pick-draw-no-bet"),
            MarketKind::DoubleChance => self.double_chance(side),
            MarketKind::Spread => self.spread(),
            MarketKind::Total | MarketKind::TotalRounds => self.total(),
            MarketKind::TeamTotal | MarketKind::PlayerTotal => self.total_of_one(),
            MarketKind::BothTeamsToScore => match side {
                Side::No => self.catalogue.say("public-pick-both-score-no"),
                _ => self.catalogue.say("public-pick-both-score"),
            },
            MarketKind::OddEven => match side {
                Side::Odd => self.catalogue.say("public-pick-odd"),
                _ => self.catalogue.say("public-pick-even"),
            },
            MarketKind::CorrectScore => self.score(side),
            MarketKind::HalfTimeFullTime => self.half_full(side),
            MarketKind::WinningMargin => self.margin(side),
            MarketKind::ToQualify => self.side("public-pick-qualify"),
            MarketKind::PlayerYesNo => self.yes_no(side),
            MarketKind::Method => self.method(side),
            MarketKind::HeadToHead | MarketKind::HeadToHead3 => self.beats(side),
            MarketKind::BestOfGroup => self.best(side),
            MarketKind::TopFinish => self.top(side),
            MarketKind::Outright => self.side("public-pick-win"),
        }
    }

    fn line(&self, key: &str, places: &[(&'static str, Said)]) -> Said {
        let places = places.iter().map(|(name, it)| (*name, it.into()));
        let places: Vec<(&str, Value<'_>)> = places.collect();
        self.catalogue.line(key, &places)
    }

    /// The side that was picked, or `Draw`.
    fn side(&self, key: &str) -> Said {
        match self.team(self.selection.side) {
            Some(team) => self.line(key, &[("team", team)]),
            None => self.catalogue.say("public-pick-draw"),
        }
    }

    fn team(&self, side: Side) -> Option<Said> {
        match side {
            Side::Draw | Side::Tie => None,
            Side::Entrant(id) => Some(self.name(Some(id))),
            Side::Home => Some(self.side_called(Role::Home)),
            _ => Some(self.side_called(Role::Away)),
        }
    }

    fn called(&self, competitor: &Competitor) -> Said {
        called(self.game, competitor, self.form)
    }

    fn side_called(&self, role: Role) -> Said {
        let side = self.game.side(role);
        side.map_or_else(
            || self.catalogue.say("public-somebody"),
            |it| self.called(it),
        )
    }

    /// A name, or a word for somebody of whom none is known.
    fn name(&self, id: Option<CompetitorId>) -> Said {
        let found = id.and_then(|it| self.game.find(it));
        found.map_or_else(
            || self.catalogue.say("public-somebody"),
            |it| self.called(it),
        )
    }

    fn subject(&self) -> Said {
        self.name(self.selection.subject)
    }

    /// What is counted, with a space before it, where it is not the score.
    fn counted(&self) -> Said {
        let unit = unit(self.game.sport, self.selection);
        let name = match (unit, self.selection.kind) {
            (Some(name), _) => name,
            (None, MarketKind::TotalRounds) => "rounds",
            (None, _) => return Said::default(),
        };
        // A line of one is a number too: over 1 goal.
        let line = self.selection.line.unwrap_or(Line::ZERO);
        let number = if line.quarters() == 4 { 1 } else { 0 };
        Said::from(" ").then(&counted(self.catalogue, name, number))
    }

    fn points(&self) -> Said {
        Said::ours(self.selection.line.unwrap_or(Line::ZERO).to_string())
    }

    fn spread(&self) -> Said {
        let line = match self.selection.line.unwrap_or(Line::ZERO) {
            Line::ZERO => self.catalogue.say("public-pick-em"),
            line => Said::ours(line.signed()),
        };
        let team = self.team(self.selection.side).unwrap_or_default();
        let counted = self.counted();
        self.line(
            "public-pick-line",
            &[("team", team), ("line", line), ("counted", counted)],
        )
    }

    fn total(&self) -> Said {
        let key = match self.selection.side {
            Side::Under => "public-pick-under",
            _ => "public-pick-over",
        };
        self.line(key, &[("line", self.points()), ("counted", self.counted())])
    }

    fn total_of_one(&self) -> Said {
        let key = match self.selection.side {
            Side::Under => "public-pick-team-under",
            _ => "public-pick-team-over",
        };
        let (line, counted) = (self.points(), self.counted());
        let places = [
            ("team", self.subject()),
            ("line", line),
            ("counted", counted),
        ];
        self.line(key, &places)
    }

    fn double_chance(&self, side: Side) -> Said {
        let team = |side| self.team(side).unwrap_or_default();
        let (key, team) = match side {
            Side::HomeOrAway => {
                let places = [("first", team(Side::Home)), ("second", team(Side::Away))];
                return self.line("public-pick-no-draw", &places);
            }
            Side::HomeOrDraw => ("public-pick-or-draw", team(Side::Home)),
            _ => ("public-pick-or-draw", team(Side::Away)),
        };
        self.line(key, &[("team", team)])
    }

    /// The winner's score first, as people say it.
    fn score(&self, side: Side) -> Said {
        let Side::Score { home, away } = side else {
            return self.catalogue.say("public-pick-draw");
        };
        let (more, less) = (number(home.max(away)), number(home.min(away)));
        let winner = match home.cmp(&away) {
            std::cmp::Ordering::Greater => self.team(Side::Home),
            std::cmp::Ordering::Less => self.team(Side::Away),
            std::cmp::Ordering::Equal => None,
        };
        match winner {
            Some(team) => self.line(
                "public-pick-score",
                &[("team", team), ("more", more), ("less", less)],
            ),
            None => self.line("public-pick-score-draw", &[("points", more)]),
        }
    }

    fn half_full(&self, side: Side) -> Said {
        let Side::HalfFull { half, full } = side else {
            return Said::default();
        };
        let lead = |it| {
            let found = self.game.leader(it);
            found.map_or_else(
                || self.catalogue.say("public-lead-draw"),
                |it| self.called(it),
            )
        };
        let key = match self.form {
            NameForm::Code => "public-pick-half-full-short",
            _ => "public-pick-half-full",
        };
        self.line(key, &[("half", lead(half)), ("full", lead(full))])
    }

    fn margin(&self, side: Side) -> Said {
        let Side::Margin { home, from, to } = side else {
            return self.catalogue.say("public-pick-draw");
        };
        let team = self.team(if home { Side::Home } else { Side::Away });
        let places = |to: u16| {
            [
                ("team", team.clone().unwrap_or_default()),
                ("from", number(from)),
                ("to", number(to)),
            ]
        };
        match to {
            None => self.line("public-pick-margin-more", &places(from)),
            Some(to) if to == from => self.line("public-pick-margin-just", &places(to)),
            Some(to) => self.line("public-pick-margin", &places(to)),
        }
    }

    fn yes_no(&self, side: Side) -> Said {
        let name = self.selection.statistic.as_deref().unwrap_or_default();
        let key = match (name, side) {
            ("goals", Side::No) => "public-pick-goals-no",
            ("goals", _) => "public-pick-goals",
            ("first_goal", Side::No) => "public-pick-first-goal-no",
            ("first_goal", _) => "public-pick-first-goal",
            ("last_goal", Side::No) => "public-pick-last-goal-no",
            ("last_goal", _) => "public-pick-last-goal",
            ("first_basket", Side::No) => "public-pick-first-basket-no",
            ("first_basket", _) => "public-pick-first-basket",
            ("made_cut", Side::No) => "public-pick-made-cut-no",
            ("made_cut", _) => "public-pick-made-cut",
            (_, Side::No) => "public-pick-happens-no",
            (_, _) => "public-pick-happens",
        };
        let what = statistic(self.catalogue, name);
        self.line(key, &[("team", self.subject()), ("what", what)])
    }

    fn method(&self, side: Side) -> Said {
        let method = method(self.catalogue, side);
        match self.selection.subject {
            None => self.line("public-pick-ends-by", &[("method", method)]),
            Some(id) => {
                let team = self.name(Some(id));
                self.line("public-pick-wins-by", &[("team", team), ("method", method)])
            }
        }
    }

    fn beats(&self, side: Side) -> Said {
        let Side::Entrant(picked) = side else {
            let places = [("others", self.group(None)), ("counted", self.counted())];
            return match self.selection.statistic {
                Some(_) => self.line("public-pick-tie-in", &places),
                None => self.line("public-pick-tie", &places),
            };
        };
        let places = [
            ("team", self.name(Some(picked))),
            ("others", self.group(Some(picked))),
            ("counted", self.counted()),
        ];
        match self.selection.statistic {
            Some(_) => self.line("public-pick-beats-by", &places),
            None => self.line("public-pick-beats", &places),
        }
    }

    /// Those who are compared, without the one that was picked.
    fn group(&self, without: Option<CompetitorId>) -> Said {
        let group = self.selection.group.iter();
        let names = group.filter(|it| Some(**it) != without);
        let names: Vec<Said> = names.map(|it| self.name(Some(*it))).collect();
        join(self.catalogue, &names)
    }

    fn best(&self, side: Side) -> Said {
        let team = self.team(side).unwrap_or_default();
        let count = self.selection.group.len();
        if let (2..=3, Side::Entrant(picked)) = (count, side) {
            let places = [
                ("team", team),
                ("others", self.group(Some(picked))),
                ("counted", self.counted()),
            ];
            return match self.selection.statistic {
                Some(_) => self.line("public-pick-beats-by", &places),
                None => self.line("public-pick-beats", &places),
            };
        }
        let key = match self.selection.statistic {
            Some(_) => "public-pick-best-in",
            None => "public-pick-best",
        };
        let places = [
            ("team", team),
            ("count", number(count)),
            ("counted", self.counted()),
        ];
        self.line(key, &places)
    }

    fn top(&self, side: Side) -> Said {
        let team = self.team(side).unwrap_or_default();
        let key = match self.selection.line {
            Some(line) if line.quarters() == 4 => "public-pick-win",
            _ => "public-pick-top",
        };
        self.line(key, &[("team", team), ("places", self.points())])
    }
}

/// A number that is put into a sentence as it is.
pub(super) fn number(number: impl std::fmt::Display) -> Said {
    Said::ours(number.to_string())
}

/// `A`, `A and B`, `A, B and C`.
pub(super) fn join(catalogue: Catalogue, names: &[Said]) -> Said {
    match names {
        [] => Said::default(),
        [only] => only.clone(),
        [rest @ .., last] => catalogue.line(
            "public-and",
            &[
                ("rest", crate::list(rest.iter().cloned(), ", ").into()),
                ("last", last.into()),
            ],
        ),
    }
}
