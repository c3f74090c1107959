//! What decided: the arithmetic of a receipt, and the rules that had a say.

mod fight;

use grading::Receipt;
use grading::rules::{self, Printed};
use grading::sentence::{self, Comparison, Numbers, Points, Verdict};
use shared::competitor::{Competitor, Lead, Role};
use shared::game::{Game, GameStatus};
use shared::grade::{LegOutcome, Share};
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};

use super::counted::{counted, statistic, unit};
use super::not_played;
use super::pick::{join, number};
use crate::Said;
use crate::catalogue::{Catalogue, Value};
use crate::names::{NameForm, called};

/// The arithmetic that decided, as the picture says it: `24 + 3.5 = 27.5 beats 27`.
pub fn verdict(catalogue: Catalogue, receipt: &Receipt, game: &Game) -> Said {
    let text = VerdictText::new(catalogue, receipt, game, false);
    let sum = text.numbers();
    let key = match text.verdict.outcome {
        LegOutcome::Won | LegOutcome::Lost => return sum,
        LegOutcome::Push | LegOutcome::Void => "public-decided-back",
        LegOutcome::HalfWon => "public-decided-half-won",
        LegOutcome::HalfLost => "public-decided-half-lost",
        LegOutcome::DeadHeat => "public-decided-dead-heat",
    };
    let share = share(text.verdict.win);
    catalogue.line(key, &[("sum", sum.into()), ("share", share.into())])
}

/// The same with names, and with what follows from it: `CHI 24 + 3.5 = 27.5 beats GB 27, so won`.
pub fn explained(catalogue: Catalogue, receipt: &Receipt, game: &Game) -> Said {
    let text = VerdictText::new(catalogue, receipt, game, true);
    let sum = text.numbers();
    let key = match text.verdict.outcome {
        LegOutcome::Won => "why-so-won",
        LegOutcome::Lost => "why-so-lost",
        LegOutcome::Push => "why-so-push",
        LegOutcome::Void => "why-so-void",
        LegOutcome::HalfWon => "why-so-half-won",
        LegOutcome::HalfLost => "why-so-half-lost",
        LegOutcome::DeadHeat => "why-so-dead-heat",
    };
    let share = share(text.verdict.win);
    catalogue.line(key, &[("sum", sum.into()), ("share", share.into())])
}

/// Those rules beside the market's own that had a say, other than what is plain from the sum.
pub fn cited_rules(receipt: &Receipt) -> Vec<Printed> {
    const PLAIN: [&str; 2] = ["general/push", "general/quarter_line"];
    let counts = |name: &str| name.contains("/counts_");
    let by = receipt.by.iter().map(String::as_str);
    by.filter(|it| !counts(it) && !PLAIN.contains(it))
        .filter_map(rules::named)
        .collect()
}

fn share(win: Share) -> Said {
    Said::ours(format!("{}/{}", win.num(), win.den()))
}

struct VerdictText<'a> {
    catalogue: Catalogue,
    selection: &'a Selection,
    status: GameStatus,
    game: &'a Game,
    verdict: Verdict,
    /// Whether a place was shared.
    dead_heat: bool,
    /// Whether numbers are given their owners.
    named: bool,
}

impl<'a> VerdictText<'a> {
    fn new(catalogue: Catalogue, receipt: &'a Receipt, game: &'a Game, named: bool) -> Self {
        Self {
            catalogue,
            selection: &receipt.selection,
            status: receipt.result.status,
            game,
            verdict: sentence::verdict(receipt),
            dead_heat: receipt.by.iter().any(|it| it == "general/dead_heat"),
            named,
        }
    }

    fn line(&self, key: &str, places: &[(&'static str, Said)]) -> Said {
        let places = places.iter().map(|(name, it)| (*name, it.into()));
        let places: Vec<(&str, Value<'_>)> = places.collect();
        self.catalogue.line(key, &places)
    }

    fn numbers(&self) -> Said {
        match &self.verdict.numbers {
            Numbers::NotPlayed { status } => not_played(self.catalogue, *status),
            Numbers::Void { rule } => self.void(rule),
            Numbers::Sides {
                own,
                line,
                sum,
                other,
                comparison,
            } => self.sides(*own, *line, *sum, *other, *comparison),
            Numbers::Draw { home, away, level } => self.draw(*home, *away, *level),
            Numbers::Total {
                home,
                away,
                total,
                line,
                comparison,
            } => self.total(*home, *away, *total, *line, *comparison),
            Numbers::One {
                own,
                line,
                comparison,
                at_least,
            } => self.one(*own, *line, *comparison, *at_least),
            Numbers::Score { home, away } => self.score(*home, *away),
            Numbers::HalfFull { half, full } => self.half_full(*half, *full),
            Numbers::Declared { winner } => self.declared(*winner),
            Numbers::Ended {
                winner,
                method,
                round,
            } => self.ended(*winner, *method, *round),
            Numbers::Lasted { seconds, bound } => self.lasted(*seconds, *bound),
            Numbers::Placed {
                position,
                places,
                tied,
            } => self.placed(*position, *places, *tied),
            Numbers::Compared { by, own, other } => self.compared(by, *own, *other),
            Numbers::Happened { times } => self.happened(*times),
        }
    }

    /// A number with its owner's code before it, where numbers are given their owners.
    fn of(&self, owner: Role, points: i64) -> Said {
        match self.game.side(owner).filter(|_| self.named) {
            Some(owner) => after(&self.called(owner), points),
            None => number(points),
        }
    }

    fn called(&self, competitor: &Competitor) -> Said {
        called(self.game, competitor, NameForm::Short)
    }

    fn home(&self, number: i64) -> Said {
        self.of(Role::Home, number)
    }

    fn away(&self, number: i64) -> Said {
        self.of(Role::Away, number)
    }

    /// Whoever was picked, or whom the market asks about.
    fn subject(&self) -> Said {
        let id = match self.selection.side {
            Side::Entrant(id) => Some(id),
            _ => self.selection.subject,
        };
        let found = id.and_then(|it| self.game.find(it));
        found.map_or_else(
            || self.catalogue.say("public-somebody"),
            |it| self.called(it),
        )
    }

    /// A sentence with its owner before it: `Saka: …`.
    fn about(&self, said: Said) -> Said {
        if !self.named {
            return said;
        }
        let places = [("team", self.subject()), ("said", inside(&said))];
        self.line("why-about-one", &places)
    }

    fn void(&self, rule: &str) -> Said {
        if self.status != GameStatus::Final {
            return not_played(self.catalogue, self.status);
        }
        self.catalogue
            .say(match rule.rsplit('/').next().unwrap_or(rule) {
                "minimum_play" | "official_game" | "full_length" | "seven_innings"
                | "five_complete" | "overs_cut" | "best_overs" | "part_not_complete"
                | "match_not_finished" => "public-void-too-short",
                "set_not_played" | "map_not_played" | "more_than_two_parts" => "public-void-part",
                "listed_pitchers" => "public-void-pitcher",
                "sides_swapped" | "opponent_replaced" | "fighter_replaced" | "country_changed"
                | "rounds_changed" | "format_changed" => "public-void-changed",
                "never_started" => return self.absent("public-void-start", "why-void-start"),
                "both_tee_off" | "both_start" => "public-void-group",
                "no_contest" => "public-not-played-no-contest",
                rule if rule.starts_with("postponed") => "public-void-moved",
                _ if !self.selection.group.is_empty() => "public-void-group",
                _ if self.is_about_a_player() => {
                    return self.absent("public-void-absent", "why-void-absent");
                }
                _ => "public-void-rule",
            })
    }

    fn absent(&self, key: &str, named: &str) -> Said {
        let key = if self.named { named } else { key };
        self.line(key, &[("team", self.subject())])
    }

    const fn is_about_a_player(&self) -> bool {
        matches!(
            self.selection.kind,
            MarketKind::PlayerTotal | MarketKind::PlayerYesNo
        )
    }

    fn sides(
        &self,
        own: i64,
        line: Option<Line>,
        sum: Points,
        other: i64,
        comparison: Comparison,
    ) -> Said {
        let (own, other) = if self.selection.side == Side::Home {
            (self.home(own), self.away(other))
        } else {
            (self.away(own), self.home(other))
        };
        let left = match line {
            Some(line) => self.added(own, line, sum),
            None => own,
        };
        let key = match comparison {
            Comparison::Above => "public-beats",
            Comparison::Level => "public-equals",
            Comparison::Below => "public-loses",
        };
        self.line(key, &[("left", left), ("right", other)])
    }

    /// `24 + 3.5 = 27.5`
    fn added(&self, own: Said, line: Line, sum: Points) -> Said {
        let (key, size) = if line.quarters() < 0 {
            ("public-sum-minus", -line)
        } else {
            ("public-sum-plus", line)
        };
        let places = [("own", own), ("line", number(size)), ("sum", number(sum))];
        self.line(key, &places)
    }

    fn draw(&self, home: i64, away: i64, level: bool) -> Said {
        let key = match (level, self.named) {
            (true, false) => "public-level",
            (false, false) => "public-not-level",
            (true, true) => "why-level",
            (false, true) => "why-not-level",
        };
        self.line(key, &[("home", self.home(home)), ("away", self.away(away))])
    }

    fn total(&self, home: i64, away: i64, total: i64, line: Line, comparison: Comparison) -> Said {
        let key = match comparison {
            Comparison::Above => "public-total-over",
            Comparison::Level => "public-total-exact",
            Comparison::Below => "public-total-under",
        };
        let places = [
            ("home", self.home(home)),
            ("away", self.away(away)),
            ("total", number(total)),
            ("counted", self.counted(total)),
            ("line", number(line)),
        ];
        self.line(key, &places)
    }

    /// What is counted, where it is not the score, after that number: ` games`.
    fn counted(&self, number: i64) -> Said {
        let name = unit(self.game.sport, self.selection);
        name.map_or_else(Said::default, |it| {
            Said::from(" ").then(&counted(self.catalogue, it, number))
        })
    }

    fn one(&self, own: i64, line: Line, comparison: Comparison, at_least: bool) -> Said {
        let key = match (comparison, at_least) {
            (Comparison::Above, false) => "public-one-over",
            (Comparison::Level, false) => "public-one-exact",
            (Comparison::Below, false) => "public-one-under",
            (Comparison::Above, true) => "public-least-over",
            (_, true) => "public-least-not-over",
        };
        let points = if self.named && !at_least {
            after(&self.subject(), own)
        } else {
            number(own)
        };
        let counted = self.counted(own);
        let places = [
            ("own", points),
            ("counted", counted),
            ("line", number(line)),
        ];
        self.line(key, &places)
    }

    fn score(&self, home: i64, away: i64) -> Said {
        let places = [("home", self.home(home)), ("away", self.away(away))];
        let (places, score) = (
            &places,
            if self.named {
                "why-score"
            } else {
                "public-score"
            },
        );
        match (self.selection.kind, self.selection.side) {
            (MarketKind::OddEven, _) => {
                let sum = home + away;
                let key = if sum % 2 == 0 {
                    "public-sum-even"
                } else {
                    "public-sum-odd"
                };
                let [home, away] = places.clone();
                self.line(key, &[home, away, ("sum", number(sum))])
            }
            _ => self.line(score, places),
        }
    }

    fn half_full(&self, half: (i64, i64), full: (i64, i64)) -> Said {
        let score = |(home, away): (i64, i64)| {
            let places = [("home", self.home(home)), ("away", self.away(away))];
            self.line(
                if self.named {
                    "why-score"
                } else {
                    "public-score-bare"
                },
                &places,
            )
        };
        let places = [("half", score(half)), ("full", score(full))];
        self.line("public-half-full", &places)
    }

    fn lead(&self, lead: Lead) -> Option<Said> {
        self.game.leader(lead).map(|it| self.called(it))
    }

    fn declared(&self, winner: Lead) -> Said {
        let Some(team) = self.lead(winner) else {
            return self.catalogue.say("public-declared-nobody");
        };
        let key = match self.selection.kind {
            MarketKind::ToQualify => "public-went-through",
            _ => "public-declared",
        };
        self.line(key, &[("team", team)])
    }

    fn placed(&self, position: Option<u16>, places: u16, tied: u16) -> Said {
        let key = match (position, places, tied) {
            (None, 1, _) => "public-unplaced-first",
            (None, ..) => "public-unplaced",
            (Some(_), 1, 0 | 1) => "public-placed-first",
            (Some(_), 1, _) => "public-placed-first-tied",
            (Some(_), _, 0 | 1) => "public-placed",
            (Some(_), ..) => "public-placed-tied",
        };
        let said = self.catalogue.line(
            key,
            &[
                ("position", position.unwrap_or(0).into()),
                ("places", places.into()),
                ("tied", tied.into()),
            ],
        );
        self.about(said)
    }

    fn compared(&self, by: &str, own: i64, other: i64) -> Said {
        let level = own == other && self.verdict.outcome == LegOutcome::Won;
        let alone = level && !self.dead_heat && self.selection.side != Side::Tie;
        let key = match (by, own) {
            ("finished", 0) => "public-compared-not-finished",
            ("finished", _) => "public-compared-finished",
            ("place", _) => "public-compared-place",
            _ if alone => "public-compared-alone",
            _ => "public-compared",
        };
        let places = [
            ("by", counted(self.catalogue, by, own)),
            ("own", number(own)),
            ("other", number(other)),
        ];
        let said = self.line(key, &places);
        if let (true, Side::Tie) = (self.named, self.selection.side) {
            let group = self.selection.group.iter();
            let names = group.filter_map(|it| self.game.find(*it));
            let names: Vec<_> = names.map(|it| self.called(it)).collect();
            let places = [
                ("team", join(self.catalogue, &names)),
                ("said", inside(&said)),
            ];
            return self.line("why-about-one", &places);
        }
        self.about(said)
    }

    /// What can happen once only is said without a number.
    fn happened(&self, times: i64) -> Said {
        let name = self.selection.statistic.as_deref().unwrap_or_default();
        let is_single = matches!(
            name,
            "first_goal" | "last_goal" | "first_basket" | "made_cut"
        );
        let key = match (is_single, times, self.named) {
            (false, _, false) => "public-happened",
            (false, _, true) => "why-happened",
            (true, 0, false) => "public-happened-no",
            (true, 0, true) => "why-happened-no",
            (true, _, false) => "public-happened-yes",
            (true, _, true) => "why-happened-yes",
        };
        let what = if is_single {
            statistic(self.catalogue, name)
        } else {
            counted(self.catalogue, name, times)
        };
        let places = [
            ("team", self.subject()),
            ("times", number(times)),
            ("what", what),
        ];
        self.line(key, &places)
    }
}

/// `CHI 24`
fn after(owner: &Said, points: i64) -> Said {
    owner.clone().then(&Said::from(" ")).then(&number(points))
}

/// A sentence that stands behind a colon: it begins small, unless with a name.
fn inside(said: &Said) -> Said {
    said.with_small_start()
}
