//! Kinds of markets: one row each, from which everything else about the kind follows.

use serde::{Deserialize, Serialize};

use super::side::Side;
use crate::words::words;

const WINNER: &[Side] = &[Side::Away, Side::Home];
const TOTAL: &[Side] = &[Side::Over, Side::Under];
const YES_NO: &[Side] = &[Side::Yes, Side::No];
const METHODS: &[Side] = &[
    Side::Knockout,
    Side::Submission,
    Side::Decision,
    Side::Disqualification,
];

words! {
    /// What kind of question a market asks, the word that is stored, and what such a market has.
    /// A new kind adds no column.
    MarketKind: MarketFields {
        /// Who wins. A draw, where there can be one, is not offered: it returns the stake.
        Moneyline2 = "moneyline_2way" => MarketFields::of(WINNER),
        /// Who wins, the draw being an answer of its own.
        Moneyline3 = "moneyline_3way" => MarketFields::of(&[Side::Home, Side::Draw, Side::Away]),
        /// Who wins; a draw returns the stake. Soccer's name for it, on regular time.
        DrawNoBet = "draw_no_bet" => MarketFields::of(WINNER),
        /// Two of the three ends of a game.
        DoubleChance = "double_chance" =>
            MarketFields::of(&[Side::HomeOrDraw, Side::HomeOrAway, Side::AwayOrDraw])
                .with_winners(2),
        /// Who wins after the line is added. The market's line is the home side's.
        Spread = "spread" => MarketFields::of(WINNER).with_line().with_unit(),
        /// Whether both sides together score more than the line.
        Total = "total" => MarketFields::of(TOTAL).with_line().with_unit(),
        /// Whether one side, the subject, scores more than the line.
        TeamTotal = "team_total" =>
            MarketFields::of(TOTAL).with_line().with_unit().about(Subject::Side),
        /// Whether both sides score.
        BothTeamsToScore = "both_teams_to_score" => MarketFields::of(YES_NO),
        /// Whether the sum of both scores is odd or even; zero is even.
        OddEven = "odd_even" => MarketFields::of(&[Side::Odd, Side::Even]).with_unit(),
        /// The exact score.
        CorrectScore = "correct_score" => MarketFields::open(Answers::Scores),
        /// Who leads at half time, and who at the end of regular time.
        HalfTimeFullTime = "half_time_full_time" => MarketFields::open(Answers::HalfFulls),
        /// Who wins, and by how much.
        WinningMargin = "winning_margin" => MarketFields::open(Answers::Margins),
        /// Who advances, or wins the trophy, however it was decided.
        ToQualify = "to_qualify" => MarketFields::of(WINNER),
        /// Whether a player's statistic is above the line.
        PlayerTotal = "player_total" => MarketFields::of(TOTAL).with_line().about(Subject::Player),
        /// Whether something happens to a player: a goal, the first basket, the cut.
        PlayerYesNo = "player_yes_no" => MarketFields::of(YES_NO).about(Subject::Player),
        /// How a fight ends; with a subject, how that side wins it.
        Method = "method" => MarketFields::of(METHODS).about(Subject::AnySide),
        /// How long a fight lasts, in rounds.
        TotalRounds = "total_rounds" => MarketFields::of(TOTAL).with_line(),
        /// Which of two is placed better. A tie, where there can be one, is not offered.
        HeadToHead = "head_to_head" => MarketFields::open(Answers::Entrants).comparing(Group::Two),
        /// Which of two is placed better, the tie being an answer of its own.
        HeadToHead3 = "head_to_head_3way" =>
            MarketFields::open(Answers::EntrantsOrTie).comparing(Group::Two),
        /// Which of a group is placed best.
        BestOfGroup = "best_of_group" =>
            MarketFields::open(Answers::Entrants).comparing(Group::Several),
        /// Whether one of a field is placed on the line or above; the line is a number of places.
        TopFinish = "top_finish" => MarketFields::open(Answers::Entrants).with_line(),
        /// Who wins a contest of many, or a season.
        Outright = "outright" => MarketFields::open(Answers::Entrants),
        /// What a bettor wrote by hand, and people grade. What is written is what is to happen.
        Manual = "manual" => MarketFields::of(&[Side::Yes]),
    }
}

/// What a market of one kind has beside its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarketFields {
    /// What can be answered.
    pub answers: Answers,
    /// Whether it has a line.
    pub line: bool,
    /// Whom it is about.
    pub subject: Subject,
    /// What is counted, if not the score.
    pub statistic: Statistic,
    /// How many are compared.
    pub group: Group,
    /// How many of the fixed answers are right, whatever happens: what their probabilities add up
    /// to, and so what the prices of a bookmaker without a margin come to.
    pub winners: u8,
}

/// The answers to a kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// The same in every game, in the order in which they are shown.
    Fixed(&'static [Side]),
    /// Any exact score.
    Scores,
    /// Any pair of leads.
    HalfFulls,
    /// Any range of points for either side, or a draw.
    Margins,
    /// Anyone of a field.
    Entrants,
    /// Anyone of a field, or that they are placed alike.
    EntrantsOrTie,
}

/// Whom a market is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Nobody alone.
    Nobody,
    /// One of the two sides, or neither.
    AnySide,
    /// One of the two sides.
    Side,
    /// A player.
    Player,
}

/// What a market counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The score.
    Never,
    /// The score, or something else that is named: the games of a tennis match.
    Optional,
    /// Something that is named.
    Required,
}

/// How many of a field a market compares with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// None.
    Nobody,
    /// Exactly two.
    Two,
    /// Two or more.
    Several,
}

impl MarketFields {
    const fn of(sides: &'static [Side]) -> Self {
        Self::open(Answers::Fixed(sides))
    }

    const fn open(answers: Answers) -> Self {
        Self {
            answers,
            line: false,
            subject: Subject::Nobody,
            statistic: Statistic::Never,
            group: Group::Nobody,
            winners: 1,
        }
    }

    /// Its answers overlap: so many of them are right at once.
    const fn with_winners(self, winners: u8) -> Self {
        Self { winners, ..self }
    }

    const fn with_line(self) -> Self {
        Self { line: true, ..self }
    }

    /// It may count something other than the score.
    const fn with_unit(self) -> Self {
        let statistic = Statistic::Optional;
        Self { statistic, ..self }
    }

    /// A player has no score, so that a market about one names what it counts.
    const fn about(self, subject: Subject) -> Self {
        let statistic = match subject {
            Subject::Player => Statistic::Required,
            Subject::Nobody | Subject::AnySide | Subject::Side => self.statistic,
        };
        Self {
            subject,
            statistic,
            ..self
        }
    }

    const fn comparing(self, group: Group) -> Self {
        let statistic = Statistic::Optional;
        Self {
            statistic,
            group,
            ..self
        }
    }
}

impl Answers {
    /// Whether this is one of them.
    pub fn include(self, side: Side) -> bool {
        match self {
            Self::Fixed(sides) => sides.contains(&side),
            Self::Scores => matches!(side, Side::Score { .. }),
            Self::HalfFulls => matches!(side, Side::HalfFull { .. }),
            Self::Margins => matches!(side, Side::Margin { .. } | Side::Draw),
            Self::Entrants => matches!(side, Side::Entrant(_)),
            Self::EntrantsOrTie => matches!(side, Side::Entrant(_) | Side::Tie),
        }
    }
}

impl MarketKind {
    /// Whether a market of this kind has a line.
    pub const fn has_line(self) -> bool {
        self.row().line
    }

    /// Whether a market of this kind is always about one competitor.
    pub const fn needs_subject(self) -> bool {
        matches!(self.row().subject, Subject::Side | Subject::Player)
    }

    /// Whether a market of this kind compares some of a field with each other.
    pub const fn needs_group(self) -> bool {
        matches!(self.row().group, Group::Two | Group::Several)
    }

    /// The answers, in the order in which they are shown. None where every game has its own: exact
    /// scores, margins, entrants.
    pub const fn sides(self) -> &'static [Side] {
        match self.row().answers {
            Answers::Fixed(sides) => sides,
            _ => &[],
        }
    }

    /// Whether this is an answer to a question of this kind.
    pub fn has_answer(self, side: Side) -> bool {
        self.row().answers.include(side)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_market_about_a_player_names_what_it_counts() {
        for kind in MarketKind::ALL {
            let fields = kind.row();
            let is_about_player = fields.subject == Subject::Player;
            let is_named = fields.statistic == Statistic::Required;
            assert_eq!(is_about_player, is_named, "{kind}");
        }
    }

    #[test]
    fn the_answers_of_a_field_are_its_entrants() {
        for kind in MarketKind::ALL {
            let entrant = Side::Entrant(crate::id::CompetitorId::derive("gum"));
            let of_field = kind.needs_group() || matches!(kind.word(), "top_finish" | "outright");
            assert_eq!(kind.has_answer(entrant), of_field, "{kind}");
            assert!(!of_field || kind.sides().is_empty(), "{kind}");
        }
    }

    #[test]
    fn a_kind_has_each_of_its_fixed_answers_once() {
        for kind in MarketKind::ALL {
            for (index, side) in kind.sides().iter().enumerate() {
                assert!(kind.has_answer(*side), "{kind} {side}");
                assert!(!kind.sides()[..index].contains(side), "{kind} {side}");
            }
        }
    }
}
