//! Every button, menu and form as one type, text and back. What a dialogue knows stands here or
//! in Postgres, so a restart kills no button.

use std::fmt::{self, Display, Write as _};
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::id::{BookmakerId, CorrectionId, GameId, LeagueId, SelectionId, TicketId};
use shared::league::Sport;
use shared::member::NotifyBy;
use shared::units::Units;
use uuid::Uuid;

/// A price that was shown, for a selection, from a bookmaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Taken {
    /// Which answer to which market.
    pub(crate) selection: SelectionId,
    /// Whose price.
    pub(crate) bookmaker: BookmakerId,
    /// The price's upper part.
    pub(crate) num: u64,
    /// The price's lower part.
    pub(crate) den: u64,
}

/// A month of the calendar, UTC: years times twelve and the months before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Month(pub(crate) i32);

macro_rules! custom_ids {
    ($($(#[$doc:meta])* $name:ident $({ $($field:ident: $type:ty),+ })? = $tag:literal,)+) => {
        /// What a component of ours is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum CustomId {
            $($(#[$doc])* $name $({
                $(#[doc = concat!("Its ", stringify!($field), ".")] $field: $type),+
            })?,)+
        }

        impl Display for CustomId {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name $({ $($field),+ })? => {
                        f.write_str($tag)?;
                        $($(f.write_char('.')?; $field.write(f)?;)+)?
                    })+
                }
                Ok(())
            }
        }

        impl FromStr for CustomId {
            type Err = CustomIdError;
            fn from_str(text: &str) -> Result<Self, CustomIdError> {
                let unknown = || CustomIdError(text.to_owned());
                let mut parts = text.split('.');
                let tag = parts.next().ok_or_else(unknown)?;
                let id = match tag {
                    $($tag => Self::$name $({
                        $($field: Part::read(&mut parts).ok_or_else(unknown)?),+
                    })?,)+
                    _ => return Err(unknown()),
                };
                match parts.next() {
                    None => Ok(id),
                    Some(_) => Err(unknown()),
                }
            }
        }
    };
}

custom_ids! {
    /// A page of the games that can be bet on, of one league or of all.
    Games { league: Option<LeagueId>, page: u16 } = "gs",
    /// The markets of a game.
    Game { game: GameId } = "g",
    /// A price was picked: show the stakes.
    Pick { selection: SelectionId, bookmaker: BookmakerId } = "p",
    /// Place a single.
    Stake { taken: Taken, stake: Units } = "s",
    /// Ask for another stake for a single.
    OtherAmount { taken: Taken } = "o",
    /// The answer to that.
    OtherAmountForm { taken: Taken } = "of",
    /// Add a leg to the parlay.
    AddLeg { taken: Taken } = "a",
    /// Show the parlay.
    Parlay = "y",
    /// Remove the chosen leg from it.
    ParlayRemove = "yr",
    /// Remove all legs from it.
    ParlayClear = "yc",
    /// Place it. The revision tells which legs and prices were shown.
    ParlayStake { revision: u32, stake: Units } = "ys",
    /// Ask for another stake for it.
    ParlayOther { revision: u32 } = "yo",
    /// The answer to that.
    ParlayOtherForm { revision: u32 } = "yf",
    /// Take a ticket back.
    Cancel { ticket: TicketId } = "c",
    /// Post a ticket's slip for everybody.
    Share { ticket: TicketId } = "sh",
    /// Explain a ticket.
    Why { ticket: TicketId } = "w",
    /// Explain the chosen ticket.
    WhyChosen = "wc",
    /// A page of a sport's house rules.
    Rules { sport: Sport, page: u16 } = "r",
    /// The rules of the chosen sport.
    RulesSport = "rs",
    /// What a server goes by where bookmakers disagree on a sport.
    RulesChoose { sport: Sport } = "rc",
    /// The member's own tickets on a game.
    Mine { game: GameId } = "m",
    /// A page of the member's tickets.
    Tickets { settled: bool, page: u16 } = "t",
    /// A page of a month's leaderboard.
    Leaderboard { month: Month, page: u16 } = "l",
    /// The page of it on which the member stands.
    LeaderboardMe { month: Month } = "lm",
    /// How the member wants to be told of results.
    Notify { by: NotifyBy } = "n",
    /// The odds format that the member reads.
    OddsFormat = "f",
    /// Where slips go.
    SetupSlips = "zs",
    /// Where results go.
    SetupResults = "zr",
    /// How the server reads odds.
    SetupOdds = "zo",
    /// Whose slips are posted.
    SetupAudience = "za",
    /// Which time zone: a chosen one.
    SetupZone = "zz",
    /// Ask for the stake limits.
    SetupStakes = "zl",
    /// The answer to that.
    SetupStakesForm = "zf",
    /// Post a standing board here.
    SetupBoard = "zb",
    /// Take the standing board away.
    SetupNoBoard = "zn",
    /// Whether members may write bets by hand.
    SetupManual { allowed: bool } = "zm",
    /// Whose role may correct and grade.
    SetupAdmin = "zd",
    /// Ask for the reason for a correction that was asked for.
    AdminReason { draft: CorrectionId } = "ag",
    /// The answer to that.
    AdminReasonForm { draft: CorrectionId } = "ar",
    /// Do what was shown.
    AdminConfirm { draft: CorrectionId } = "ac",
    /// Do not.
    AdminDrop { draft: CorrectionId } = "ad",
    /// A page of what was corrected.
    AdminLog { page: u16 } = "al",
    /// Undo the chosen correction: ask why.
    AdminUndo = "au",
    /// The answer to that.
    AdminUndoForm { correction: CorrectionId } = "af",
}

/// A text that is no custom id of ours, or of an older form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a component of ours")]
pub(crate) struct CustomIdError(pub(crate) String);

/// Something that stands in a custom id.
trait Part: Sized {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self>;
}

macro_rules! uuid_parts {
    ($($name:ident)+) => {$(
        impl Part for $name {
            fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&URL_SAFE_NO_PAD.encode(self.as_uuid().as_bytes()))
            }
            fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
                let bytes = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
                Some(Self::from_uuid(Uuid::from_slice(&bytes).ok()?))
            }
        }
    )+};
}
uuid_parts!(BookmakerId CorrectionId GameId LeagueId SelectionId TicketId);

macro_rules! number_parts {
    ($($name:ident)+) => {$(
        impl Part for $name {
            fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.fmt(f)
            }
            fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
                parts.next()?.parse().ok()
            }
        }
    )+};
}
number_parts!(i32 i64 u16 u32 u64);

impl Part for bool {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self { "1" } else { "0" })
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        match parts.next()? {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        }
    }
}

impl Part for Option<LeagueId> {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().map_or(Ok(()), |it| it.write(f))
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        match parts.next()? {
            "" => Some(None),
            text => LeagueId::read(&mut std::iter::once(text)).map(Some),
        }
    }
}

impl Part for Units {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps().fmt(f)
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        i64::read(parts).map(Self::from_steps)
    }
}

impl Part for Month {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        i32::read(parts).map(Self)
    }
}

impl Part for NotifyBy {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        Self::from_word(parts.next()?)
    }
}

impl Part for Sport {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        Self::from_word(parts.next()?)
    }
}

impl Part for Taken {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.selection.write(f)?;
        f.write_char('.')?;
        self.bookmaker.write(f)?;
        write!(f, ".{}.{}", self.num, self.den)
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        Some(Self {
            selection: Part::read(parts)?,
            bookmaker: Part::read(parts)?,
            num: Part::read(parts)?,
            den: Part::read(parts)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest that Discord takes.
    const CUSTOM_ID_CHARS_MAX: usize = 100;

    fn every() -> Vec<CustomId> {
        let ticket = TicketId::from_uuid(Uuid::max());
        let game = GameId::derive("g");
        // 100,000 to 1 in American and in decimal with six places: the longest prices there are.
        let taken = Taken {
            selection: SelectionId::derive("s"),
            bookmaker: BookmakerId::derive("b"),
            num: 100_000_999_999,
            den: 10_000_000,
        };
        let stake = Units::from_steps(1_000_000_000_000_000);
        let (selection, bookmaker) = (taken.selection, taken.bookmaker);
        let league = LeagueId::derive("NFL");
        let month = Month(i32::MIN);
        let draft = CorrectionId::derive("c");
        use CustomId::*;
        vec![
            Games {
                league: Some(league),
                page: u16::MAX,
            },
            Games {
                league: None,
                page: 0,
            },
            Game { game },
            Pick {
                selection,
                bookmaker,
            },
            Stake { taken, stake },
            OtherAmount { taken },
            OtherAmountForm { taken },
            AddLeg { taken },
            Parlay,
            ParlayRemove,
            ParlayClear,
            ParlayStake {
                revision: u32::MAX,
                stake,
            },
            ParlayOther { revision: 0 },
            ParlayOtherForm { revision: 1 },
            Cancel { ticket },
            Share { ticket },
            Why { ticket },
            WhyChosen,
            Rules {
                sport: Sport::MixedMartialArts,
                page: u16::MAX,
            },
            RulesSport,
            RulesChoose {
                sport: Sport::MixedMartialArts,
            },
            Mine { game },
            Tickets {
                settled: true,
                page: u16::MAX,
            },
            Tickets {
                settled: false,
                page: 0,
            },
            Leaderboard {
                month,
                page: u16::MAX,
            },
            LeaderboardMe { month },
            Notify {
                by: NotifyBy::DirectMessage,
            },
            OddsFormat,
            SetupSlips,
            SetupResults,
            SetupOdds,
            SetupAudience,
            SetupZone,
            SetupStakes,
            SetupStakesForm,
            SetupBoard,
            SetupNoBoard,
            SetupManual { allowed: true },
            SetupAdmin,
            AdminReason { draft },
            AdminReasonForm { draft },
            AdminConfirm { draft },
            AdminDrop { draft },
            AdminLog { page: u16::MAX },
            AdminUndo,
            AdminUndoForm { correction: draft },
        ]
    }

    #[test]
    fn every_custom_id_survives_the_trip_through_discord() {
        for sent in every() {
            let text = sent.to_string();
            assert!(text.chars().count() <= CUSTOM_ID_CHARS_MAX, "{text}");
            assert_eq!(text.parse(), Ok(sent), "{text}");
        }
    }

    #[test]
    fn no_two_components_share_a_text() {
        let mut texts: Vec<_> = every().iter().map(ToString::to_string).collect();
        texts.sort();
        let count = texts.len();
        texts.dedup();
        assert_eq!(texts.len(), count);
    }

    #[test]
    fn a_text_that_is_none_of_ours_is_refused() {
        for text in [
            "",
            "x",
            "g",
            "g.short",
            "g.AAAA.AAAA",
            "y.1",
            "s.1.2.3",
            "t.2.0",
        ] {
            assert!(text.parse::<CustomId>().is_err(), "{text}");
        }
    }
}
