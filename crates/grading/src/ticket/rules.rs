//! What bookmakers disagree on about tickets, beside what they disagree on about legs
//! (`rules::Options`).

use crate::each_way::EachWayParlay;
use crate::rule_4::LoneFive;
use crate::teaser::{TieWithLoss, Ties};

/// What was agreed for legs of one game.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SameGame {
    /// `None`: such a ticket is refused.
    #[default]
    Refuse,
    /// Each leg's price was made for this ticket: they are multiplied, and a leg that does not
    /// count drops out as it does elsewhere.
    PerLegPrices,
    /// The prices stand for the legs together: when one of them does not count in full and none
    /// lost, none of them counts.
    VoidTogether,
}

/// The choices of one ticket, with defaults for those that were not made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TicketRules {
    /// Teasers: a leg that ends exactly on its line.
    pub ties: Ties,
    /// Teasers: a tie beside a lost leg.
    pub tie_with_loss: TieWithLoss,
    /// Each way: what becomes of both parts when there is a next leg.
    pub each_way: EachWayParlay,
    /// Rule 4: a single deduction of 5 %.
    pub lone_five: LoneFive,
    /// Legs of one game.
    pub same_game: SameGame,
}

/// A value that a choice does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is not {value:?}: it is one of {values}")]
pub struct TicketRuleError {
    name: &'static str,
    value: String,
    values: String,
}

/// A choice: its name, and its values by word. The first is the default.
type Choice<T> = (&'static str, &'static [(&'static str, T)]);

const TIES: Choice<Ties> = (
    "teaser_ties",
    &[
        ("reduce", Ties::Reduce),
        ("lose", Ties::Lose),
        ("push", Ties::Push),
    ],
);
const TIE_WITH_LOSS: Choice<TieWithLoss> = (
    "teaser_tie_with_loss",
    &[("lose", TieWithLoss::Lose), ("push", TieWithLoss::Push)],
);
const EACH_WAY: Choice<EachWayParlay> = (
    "each_way_parlay",
    &[
        ("win_to_win", EachWayParlay::WinToWin),
        ("equally_divided", EachWayParlay::EquallyDivided),
    ],
);
const LONE_FIVE: Choice<LoneFive> = (
    "rule_4_lone_5",
    &[("waive", LoneFive::Waive), ("apply", LoneFive::Apply)],
);
const SAME_GAME: Choice<SameGame> = (
    "same_game",
    &[
        ("refuse", SameGame::Refuse),
        ("per_leg_prices", SameGame::PerLegPrices),
        ("void_together", SameGame::VoidTogether),
    ],
);

impl TicketRules {
    /// Makes a choice by its name. `None` for a name that is no choice of tickets.
    ///
    /// # Errors
    /// [`TicketRuleError`] for a value that there is not, naming those that there are.
    pub fn set(&mut self, name: &str, value: &str) -> Option<Result<(), TicketRuleError>> {
        Some(match name {
            "teaser_ties" => choose(&mut self.ties, &TIES, value),
            "teaser_tie_with_loss" => choose(&mut self.tie_with_loss, &TIE_WITH_LOSS, value),
            "each_way_parlay" => choose(&mut self.each_way, &EACH_WAY, value),
            "rule_4_lone_5" => choose(&mut self.lone_five, &LONE_FIVE, value),
            "same_game" => choose(&mut self.same_game, &SAME_GAME, value),
            _ => return None,
        })
    }
}

fn choose<T: Copy>(
    chosen: &mut T,
    &(name, values): &Choice<T>,
    value: &str,
) -> Result<(), TicketRuleError> {
    let found = values.iter().find(|(word, _)| *word == value);
    let words = || values.iter().map(|(word, _)| *word).collect::<Vec<_>>();
    let (_, found) = found.ok_or_else(|| TicketRuleError {
        name,
        value: value.to_owned(),
        values: words().join(", "),
    })?;
    *chosen = *found;
    Ok(())
}
