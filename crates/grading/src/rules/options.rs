//! What bookmakers disagree on: the choices that each server may make for itself.

use std::collections::BTreeMap;
use std::str::FromStr;

use shared::settings::RuleChoices;

macro_rules! options {
    ($(
        $(#[$doc:meta])*
        $field:ident: $name:ident {
            $($(#[$value_doc:meta])* $value:ident = $word:literal,)+
        }
    )+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
            pub enum $name {
                $($(#[$value_doc])* $value,)+
            }

            impl $name {
                /// The word that is stored and typed.
                pub const fn word(self) -> &'static str {
                    match self { $(Self::$value => $word,)+ }
                }
            }

            impl FromStr for $name {
                type Err = ();
                fn from_str(text: &str) -> Result<Self, ()> {
                    match text {
                        $($word => Ok(Self::$value),)+
                        _ => Err(()),
                    }
                }
            }
        )+

        /// The choices of a server, or of one ticket. Choices that nobody made are the defaults.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct Options {
            $($(#[$doc])* pub $field: $name,)+
        }

        /// Every choice, by name, with its values; the first is the default.
        pub const CHOICES: &[Choice] = &[
            $(Choice { name: stringify!($field), values: &[$($word,)+] },)+
        ];

        impl Options {
            /// Makes a choice by its name.
            ///
            /// # Errors
            /// [`OptionError`] for a name or a value that there is not, naming those that there
            /// are.
            pub fn set(&mut self, name: &str, value: &str) -> Result<(), OptionError> {
                let unknown = |values: &'static [&'static str]| OptionError::Value {
                    name: name.to_owned(),
                    value: value.to_owned(),
                    values,
                };
                match name {
                    $(stringify!($field) => {
                        self.$field = value.parse().map_err(|()| unknown(&[$($word,)+]))?;
                    })+
                    _ => return Err(OptionError::Name(name.to_owned())),
                }
                Ok(())
            }

            /// What was chosen, by the choice's name. `None`: there is no such choice.
            pub fn word(&self, name: &str) -> Option<&'static str> {
                match name {
                    $(stringify!($field) => Some(self.$field.word()),)+
                    _ => None,
                }
            }

            /// The choices that differ from the defaults, by name.
            pub fn chosen(&self) -> BTreeMap<&'static str, &'static str> {
                let default = Self::default();
                let mut chosen = BTreeMap::new();
                $(if self.$field != default.$field {
                    chosen.insert(stringify!($field), self.$field.word());
                })+
                chosen
            }
        }
    };
}

options! {
    /// Tennis: from when on the moneyline stands when a player retires or is disqualified.
    tennis_retirement: TennisRetirement {
        /// Once a set is complete.
        #[default]
        OneSet = "one_set",
        /// Once two sets are complete.
        TwoSets = "two_sets",
        /// From the first point.
        Any = "any",
        /// Never: the match must be finished.
        FinishedMatch = "finished_match",
        /// When a player is disqualified; else the match must be finished.
        FinishedOrDisqualified = "finished_or_disqualified",
    }
    /// Tennis: totals and handicaps in games when a match was not finished.
    tennis_retirement_totals: TennisRetirementTotals {
        /// They are void whatever the score.
        #[default]
        VoidAll = "void_all",
        /// Those that no end of the match could change stand.
        KeepDetermined = "keep_determined",
    }
    /// Baseball: whether a bet is on the listed starting pitchers.
    listed_pitchers: ListedPitchers {
        /// No: the bet stands, no matter who pitches.
        #[default]
        Action = "false",
        /// Yes: a listed starter who does not start voids it.
        Listed = "true",
    }
    /// Fights: whether a win by knockout may come by disqualification.
    knockout_includes_disqualification: KnockoutIncludesDisqualification {
        /// It may.
        #[default]
        Yes = "true",
        /// It may not.
        No = "false",
    }
    /// Fights: a stoppage exactly in the middle of the round that the line names.
    half_round_exact: HalfRoundExact {
        /// Is over.
        #[default]
        Over = "over",
        /// Is under.
        Under = "under",
        /// Gives the stake back.
        Push = "push",
    }
    /// Golf: an outright on somebody who never tees off.
    never_started: NeverStarted {
        /// Is void.
        #[default]
        Void = "void",
        /// Loses.
        Lose = "lose",
    }
    /// Racing: two that are compared and stopped in the same lap.
    same_lap_retirement: SameLapRetirement {
        /// The official classification decides, and where there is none the bet is void.
        #[default]
        Classification = "classification",
        /// The bet is void.
        Void = "void",
    }
    /// Places that are shared.
    dead_heat: DeadHeat {
        /// The stake is reduced to places left over those tied.
        #[default]
        Reduce = "reduce",
        /// Ties are paid in full.
        PayFull = "pay_full",
    }
    /// American football: what the fourth quarter counts.
    fourth_quarter: FourthQuarter {
        /// Its own score.
        #[default]
        Alone = "alone",
        /// Overtime too.
        WithOvertime = "with_overtime",
    }
    /// Baseball: from when on the moneyline of a game called early stands.
    baseball_moneyline: BaseballMoneyline {
        /// Five innings, or four and a half with the home side ahead.
        #[default]
        FiveInnings = "five_innings",
        /// Nine, or eight and a half with the home side ahead.
        FullLength = "full_length",
    }
    /// Baseball: when a bet on a player counts.
    baseball_player: BaseballPlayer {
        /// When he starts.
        #[default]
        Starts = "starts",
        /// When he takes part at all.
        Plays = "plays",
    }
    /// Ice hockey: what a total of one side counts where the market does not say.
    hockey_team_total: HockeyTeamTotal {
        /// Regulation.
        #[default]
        Regulation = "regulation",
        /// Overtime and the shoot-out's goal too.
        WithOvertime = "with_overtime",
        /// Overtime, and nothing for the shoot-out.
        WithoutShootout = "without_shootout",
    }
    /// Ice hockey: a moneyline without a tie on a game that was called while level.
    hockey_called_level: HockeyCalledLevel {
        /// Gives the stake back.
        #[default]
        Void = "void",
        /// Is a dead heat: half of the stake wins.
        DeadHeat = "dead_heat",
    }
    /// Soccer: a bet on a player's statistic when he comes on as a substitute.
    soccer_substitutes: SoccerSubstitutes {
        /// Counts.
        #[default]
        Count = "count",
        /// Is void.
        Void = "void",
    }
    /// Soccer: what cards are worth.
    card_points: CardPoints {
        /// A yellow card one, a red card two.
        #[default]
        OneTwo = "one_two",
        /// Ten and twenty-five booking points.
        TenTwentyFive = "ten_twenty_five",
    }
    /// Golf: how much must be played for a tournament to count.
    golf_minimum: GolfMinimum {
        /// 36 holes.
        #[default]
        Holes36 = "36_holes",
        /// One round.
        OneRound = "one_round",
    }
    /// Esports: a match that one side gave up after it had begun.
    esports_forfeit: EsportsForfeit {
        /// Is void, unless a side was disqualified.
        #[default]
        Void = "void",
        /// Is won by the side that goes through.
        Winner = "winner",
    }
    /// Cricket: a limited-overs match that is tied.
    cricket_tie: CricketTie {
        /// The super over decides, where one was played; else it is a dead heat.
        #[default]
        SuperOver = "super_over",
        /// It is a dead heat, whatever follows.
        DeadHeat = "dead_heat",
        /// It is void, whatever follows.
        Void = "void",
    }
    /// Rugby: a bet on a player who does not play.
    rugby_player: RugbyPlayer {
        /// Is void.
        #[default]
        MustPlay = "must_play",
        /// Counts when he is in the squad.
        InSquad = "in_squad",
    }
    /// Rugby and Australian rules: a level end where the draw was not offered.
    level_without_draw: LevelWithoutDraw {
        /// Is a dead heat: half of the stake wins.
        #[default]
        DeadHeat = "dead_heat",
        /// Gives the stake back.
        Push = "push",
    }
}

/// One choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name: `tennis_retirement`.
    pub name: &'static str,
    /// What it can be; the first is the default.
    pub values: &'static [&'static str],
}

/// A choice that there is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OptionError {
    /// No rule has that name.
    #[error("no rule is called {0:?}")]
    Name(String),
    /// The rule has no such value.
    #[error("{name} is not {value:?}: it is one of {}", values.join(", "))]
    Value {
        /// The rule.
        name: String,
        /// What came.
        value: String,
        /// What could have come.
        values: &'static [&'static str],
    },
}

impl TryFrom<&RuleChoices> for Options {
    type Error = OptionError;

    fn try_from(choices: &RuleChoices) -> Result<Self, OptionError> {
        let mut options = Self::default();
        for (name, value) in &choices.0 {
            options.set(name, value)?;
        }
        Ok(options)
    }
}

impl From<&Options> for RuleChoices {
    /// The choices that differ from the defaults, so a choice that is added later changes no
    /// digest.
    fn from(options: &Options) -> Self {
        let chosen = options.chosen().into_iter();
        Self(
            chosen
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_can_be_made_by_name_and_is_told() {
        for choice in CHOICES {
            for (index, value) in choice.values.iter().enumerate() {
                let mut options = Options::default();
                options.set(choice.name, value).unwrap();
                let told = options.chosen();
                assert_eq!(told.contains_key(choice.name), index > 0, "{choice:?}");
                let choices = RuleChoices::from(&options);
                assert_eq!(index == 0, choices == RuleChoices::default());
                assert_eq!(Options::try_from(&choices), Ok(options));
            }
        }
    }

    #[test]
    fn a_choice_that_there_is_not_is_refused_with_those_that_there_are() {
        let mut options = Options::default();
        let value = options.set("never_started", "perhaps").unwrap_err();
        assert_eq!(
            value.to_string(),
            "never_started is not \"perhaps\": it is one of void, lose"
        );
        let name = options.set("weather", "rain").unwrap_err();
        assert_eq!(name.to_string(), "no rule is called \"weather\"");
        assert_eq!(options, Options::default());
    }
}
