//! What a word can mean, and how the table of words writes it.

use shared::game::Period;
use shared::league::Sport;
use shared::line::Line;
use shared::market::Side;
use shared::price::{OddsFormat, Price};
use shared::units::Units;

use crate::answer::{NamedPrice, Reason, Stake};

/// One meaning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Moneyline,
    ToWin,
    Outright,
    Beats,
    Spread,
    Pick,
    ThreeWay,
    Draw,
    DrawNoBet,
    DoubleChance(Option<Side>),
    BothScore,
    HalfFull,
    ToQualify,
    Score(u16, u16),
    Over,
    Under,
    Total,
    Game,
    TeamTotal,
    Odd,
    Even,
    Line(Line),
    Period(Period),
    Method(Side),
    Distance,
    HeadToHead,
    Top(u16),
    /// The season whose name has all of these words.
    Season(Vec<String>),
    Yes,
    No,
    /// Something that is counted, by any of these names.
    Stat {
        names: Vec<String>,
        happens: bool,
    },
    /// That many or more.
    Plus(u16),
    League(Vec<String>),
    Sport(Sport),
    Day(Day),
    Stake(Stake),
    Price(NamedPrice),
    /// A signed number behind a name.
    Signed(Line),
    /// A number without a sign.
    Number(String),
    Separator,
    Parlay,
    Versus,
    Chatter,
    Nothing(Reason),
}

/// A day as it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    Today,
    Tomorrow,
    Weekday(chrono::Weekday),
    Date { month: u32, day: u32 },
}

impl Word {
    /// Reads one part of a meaning: `period H1`, `stat points`.
    pub(crate) fn from_meaning(text: &str) -> Option<Self> {
        let (head, rest) = text.split_once(' ').unwrap_or((text, ""));
        if rest.is_empty() {
            return Self::plain(head);
        }
        let words = || rest.split_whitespace().map(str::to_owned).collect();
        Some(match head {
            "double_chance_of" => Self::DoubleChance(Some(rest.parse().ok()?)),
            "score" => {
                let (own, other) = rest.split_once('-')?;
                Self::Score(own.parse().ok()?, other.parse().ok()?)
            }
            "line" => Self::Line(rest.parse().ok()?),
            "period" => Self::Period(rest.parse().ok()?),
            "method" => Self::Method(rest.parse().ok()?),
            "top" => Self::Top(rest.parse().ok()?),
            "season" => Self::Season(words()),
            "stat" | "happens" => Self::Stat {
                names: words(),
                happens: head == "happens",
            },
            "plus" => Self::Plus(rest.parse().ok()?),
            "league" => Self::League(words()),
            "sport" => Self::Sport(Sport::from_word(rest)?),
            "day" => Self::Day(match rest {
                "today" => Day::Today,
                "tomorrow" => Day::Tomorrow,
                _ => Day::Weekday(rest.parse().ok()?),
            }),
            "stake" => Self::Stake(Stake::Units(rest.parse::<Units>().ok()?)),
            "percent" => Self::Stake(Stake::Percent(rest.parse::<u32>().ok()? * 100)),
            "price" => {
                let (format, number) = rest.split_once(' ')?;
                let format = OddsFormat::from_word(format)?;
                Self::Price(NamedPrice::Odds(Price::parse(format, number).ok()?))
            }
            "none" => Self::Nothing(Reason::from_word(rest)?),
            _ => return None,
        })
    }

    fn plain(head: &str) -> Option<Self> {
        Some(match head {
            "moneyline" => Self::Moneyline,
            "to_win" => Self::ToWin,
            "outright" => Self::Outright,
            "beats" => Self::Beats,
            "spread" => Self::Spread,
            "pick" => Self::Pick,
            "three_way" => Self::ThreeWay,
            "draw" => Self::Draw,
            "draw_no_bet" => Self::DrawNoBet,
            "double_chance" => Self::DoubleChance(None),
            "both_score" => Self::BothScore,
            "half_full" => Self::HalfFull,
            "to_qualify" => Self::ToQualify,
            "over" => Self::Over,
            "under" => Self::Under,
            "total" => Self::Total,
            "game" => Self::Game,
            "team_total" => Self::TeamTotal,
            "odd" => Self::Odd,
            "even" => Self::Even,
            "distance" => Self::Distance,
            "head_to_head" => Self::HeadToHead,
            "yes" => Self::Yes,
            "no" => Self::No,
            "separator" => Self::Separator,
            "parlay" => Self::Parlay,
            "versus" => Self::Versus,
            "chatter" => Self::Chatter,
            _ => return None,
        })
    }
}
