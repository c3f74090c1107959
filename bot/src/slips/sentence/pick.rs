//! What was picked, in a few words: for buttons, lists and the picture.

use grading::rules::{Shape, sport_rules};
use shared::competitor::Competitor;
use shared::game::{Game, Period};
use shared::id::CompetitorId;
use shared::league::Sport;
use shared::line::Line;
use shared::market::{Lead, MarketKind, Selection, Side};
use store::notices::{GameTelling, LegShown};

use super::part::part;
use crate::text::{Text, Value};

/// How long a form of a name may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `Chicago Bears`.
    Full,
    /// `Bears`.
    Short,
    /// `CHI`.
    Code,
}

impl Form {
    /// From the longest to the shortest.
    pub(crate) const ALL: [Self; 3] = [Self::Full, Self::Short, Self::Code];

    /// A competitor's name in this form.
    pub(crate) fn of(self, competitor: &Competitor) -> &str {
        match self {
            Self::Full => &competitor.name,
            Self::Short => &competitor.short_name,
            Self::Code => &competitor.code,
        }
    }
}

/// Who can be named in a sentence about a game.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cast<'a> {
    /// The game with its two sides.
    pub(crate) game: &'a Game,
    /// Whoever else its markets name: players, a field.
    pub(crate) others: &'a [Competitor],
}

impl<'a> From<&'a Game> for Cast<'a> {
    fn from(game: &'a Game) -> Self {
        let others = &[];
        Self { game, others }
    }
}

impl<'a> From<&'a LegShown> for Cast<'a> {
    fn from(leg: &'a LegShown) -> Self {
        let (game, others) = (&leg.game, &leg.others);
        Self { game, others }
    }
}

impl<'a> From<&'a GameTelling> for Cast<'a> {
    fn from(telling: &'a GameTelling) -> Self {
        let (game, others) = (&telling.game, &telling.others);
        Self { game, others }
    }
}

impl<'a> Cast<'a> {
    /// The competitor with that id, where it is known.
    pub(super) fn find(&self, id: CompetitorId) -> Option<&'a Competitor> {
        let sides = [&self.game.home, &self.game.away];
        let mut all = sides.into_iter().chain(self.others);
        all.find(|it| it.id == id)
    }

    fn lead(&self, lead: Lead) -> Option<&'a Competitor> {
        match lead {
            Lead::Home => Some(&self.game.home),
            Lead::Away => Some(&self.game.away),
            Lead::Draw => None,
        }
    }
}

/// What was picked: `Bears +3.5`, `Over 45.5`, `Saka over 1.5 shots`.
pub(crate) fn pick<'a>(
    text: Text,
    selection: &Selection,
    cast: impl Into<Cast<'a>>,
    form: Form,
) -> String {
    let cast = cast.into();
    if let Some((_, pick)) = cast.game.written() {
        return pick.to_owned();
    }
    let picked = Picked {
        text,
        selection,
        cast,
        form,
    };
    let said = picked.say();
    match part(text, selection.period).filter(|_| selection.kind != MarketKind::Outright) {
        Some(part) => text.line(
            "public-pick-part",
            &[("pick", said.into()), ("part", part.into())],
        ),
        None => said,
    }
}

/// What is counted where that is not the score: the statistic that the market names, or the
/// sport's own unit, such as tennis's games.
pub(super) fn unit(sport: Sport, selection: &Selection) -> Option<&str> {
    let kind = selection.kind;
    if let Some(name) = selection.statistic.as_deref() {
        return Some(name);
    }
    if !matches!(
        kind,
        MarketKind::Spread | MarketKind::Total | MarketKind::TeamTotal
    ) {
        return None;
    }
    match (sport_rules(sport).shape, selection.period) {
        (Shape::Sets(play), Period::Set(_)) if play.tie_break => Some("games"),
        (Shape::Sets(_), Period::Set(_)) => Some("points"),
        (Shape::Sets(play), _) if kind == MarketKind::Spread => Some(play.spread),
        (Shape::Sets(play), _) => Some(play.other),
        (Shape::Maps, Period::Map(_)) => Some("rounds"),
        (Shape::Maps, _) => Some("maps"),
        _ => None,
    }
}

/// What a statistic is called after that number: `1 shot`, `2 shots`.
pub(super) fn counted(text: Text, name: &str, number: i64) -> String {
    let many = statistic(text, name);
    if number != 1 {
        return many;
    }
    // Feeds name statistics in English, in the plural.
    if let Some(stem) = many.strip_suffix("ies") {
        // A try, and not a trie.
        return format!("{stem}y");
    }
    let hisses = ["sses", "shes", "ches", "xes"];
    let end = if hisses.iter().any(|it| many.ends_with(it)) {
        "es"
    } else {
        "s"
    };
    let one = many.strip_suffix(end).filter(|it| !it.ends_with('s'));
    one.unwrap_or(&many).to_owned()
}

/// What a statistic is called after a number: `shots on target`.
pub(super) fn statistic(text: Text, name: &str) -> String {
    let key = match name {
        "goals" => "public-statistic-goals",
        "first_goal" => "public-statistic-first-goal",
        "last_goal" => "public-statistic-last-goal",
        "first_basket" => "public-statistic-first-basket",
        "made_cut" => "public-statistic-made-cut",
        other => return other.replace('_', " "),
    };
    text.say(key)
}

/// How a fight ends: `knockout`.
pub(super) fn method(text: Text, side: Side) -> String {
    text.say(match side {
        Side::Knockout => "public-method-knockout",
        Side::Submission => "public-method-submission",
        Side::Decision => "public-method-decision",
        _ => "public-method-disqualification",
    })
}

struct Picked<'a> {
    text: Text,
    selection: &'a Selection,
    cast: Cast<'a>,
    form: Form,
}

impl Picked<'_> {
    fn say(&self) -> String {
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
                Side::No => self.text.say("public-pick-both-score-no"),
                _ => self.text.say("public-pick-both-score"),
            },
            MarketKind::OddEven => match side {
                Side::Odd => self.text.say("public-pick-odd"),
                _ => self.text.say("public-pick-even"),
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

    fn line(&self, key: &str, places: &[(&'static str, String)]) -> String {
        let places = places.iter().map(|(name, it)| (*name, it.as_str().into()));
        let places: Vec<(&str, Value<'_>)> = places.collect();
        self.text.line(key, &places)
    }

    /// The side that was picked, or `Draw`.
    fn side(&self, key: &str) -> String {
        match self.team(self.selection.side) {
            Some(team) => self.line(key, &[("team", team)]),
            None => self.text.say("public-pick-draw"),
        }
    }

    fn team(&self, side: Side) -> Option<String> {
        match side {
            Side::Draw | Side::Tie => None,
            Side::Entrant(id) => Some(self.name(Some(id))),
            Side::Home => Some(self.form.of(&self.cast.game.home).to_owned()),
            _ => Some(self.form.of(&self.cast.game.away).to_owned()),
        }
    }

    /// A name, or a word for somebody of whom none is known.
    fn name(&self, id: Option<CompetitorId>) -> String {
        let found = id.and_then(|it| self.cast.find(it));
        found.map_or_else(
            || self.text.say("public-somebody"),
            |it| self.form.of(it).to_owned(),
        )
    }

    fn subject(&self) -> String {
        self.name(self.selection.subject)
    }

    /// What is counted, with a space before it, where it is not the score.
    fn counted(&self) -> String {
        let unit = unit(self.cast.game.sport, self.selection);
        let name = match (unit, self.selection.kind) {
            (Some(name), _) => name,
            (None, MarketKind::TotalRounds) => "rounds",
            (None, _) => return String::new(),
        };
        // A line of one is a number too: over 1 goal.
        let line = self.selection.line.unwrap_or(Line::ZERO);
        let number = if line.quarters() == 4 { 1 } else { 0 };
        format!(" {}", counted(self.text, name, number))
    }

    fn points(&self) -> String {
        self.selection.line.unwrap_or(Line::ZERO).to_string()
    }

    fn spread(&self) -> String {
        let line = self.selection.line.unwrap_or(Line::ZERO).signed();
        let team = self.team(self.selection.side).unwrap_or_default();
        let counted = self.counted();
        self.line(
            "public-pick-line",
            &[("team", team), ("line", line), ("counted", counted)],
        )
    }

    fn total(&self) -> String {
        let key = match self.selection.side {
            Side::Under => "public-pick-under",
            _ => "public-pick-over",
        };
        self.line(key, &[("line", self.points()), ("counted", self.counted())])
    }

    fn total_of_one(&self) -> String {
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

    fn double_chance(&self, side: Side) -> String {
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
    fn score(&self, side: Side) -> String {
        let Side::Score { home, away } = side else {
            return self.text.say("public-pick-draw");
        };
        let (more, less) = (home.max(away).to_string(), home.min(away).to_string());
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

    fn half_full(&self, side: Side) -> String {
        let Side::HalfFull { half, full } = side else {
            return String::new();
        };
        let lead = |it| {
            let found = self.cast.lead(it);
            found.map_or_else(
                || self.text.say("public-lead-draw"),
                |it| self.form.of(it).to_owned(),
            )
        };
        let key = match self.form {
            Form::Code => "public-pick-half-full-short",
            _ => "public-pick-half-full",
        };
        self.line(key, &[("half", lead(half)), ("full", lead(full))])
    }

    fn margin(&self, side: Side) -> String {
        let Side::Margin { home, from, to } = side else {
            return self.text.say("public-pick-draw");
        };
        let team = self.team(if home { Side::Home } else { Side::Away });
        let places = |to: u16| {
            [
                ("team", team.clone().unwrap_or_default()),
                ("from", from.to_string()),
                ("to", to.to_string()),
            ]
        };
        match to {
            None => self.line("public-pick-margin-more", &places(from)),
            Some(to) if to == from => self.line("public-pick-margin-just", &places(to)),
            Some(to) => self.line("public-pick-margin", &places(to)),
        }
    }

    fn yes_no(&self, side: Side) -> String {
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
        let what = statistic(self.text, name);
        self.line(key, &[("team", self.subject()), ("what", what)])
    }

    fn method(&self, side: Side) -> String {
        let method = method(self.text, side);
        match self.selection.subject {
            None => self.line("public-pick-ends-by", &[("method", method)]),
            Some(id) => {
                let team = self.name(Some(id));
                self.line("public-pick-wins-by", &[("team", team), ("method", method)])
            }
        }
    }

    fn beats(&self, side: Side) -> String {
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
    fn group(&self, without: Option<CompetitorId>) -> String {
        let group = self.selection.group.iter();
        let names = group.filter(|it| Some(**it) != without);
        let names: Vec<String> = names.map(|it| self.name(Some(*it))).collect();
        join(self.text, &names)
    }

    fn best(&self, side: Side) -> String {
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
            ("count", count.to_string()),
            ("counted", self.counted()),
        ];
        self.line(key, &places)
    }

    fn top(&self, side: Side) -> String {
        let team = self.team(side).unwrap_or_default();
        let key = match self.selection.line {
            Some(line) if line.quarters() == 4 => "public-pick-win",
            _ => "public-pick-top",
        };
        self.line(key, &[("team", team), ("places", self.points())])
    }
}

/// `A`, `A and B`, `A, B and C`.
pub(super) fn join(text: Text, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => text.line(
            "public-and",
            &[
                ("rest", rest.join(", ").into()),
                ("last", last.as_str().into()),
            ],
        ),
    }
}
