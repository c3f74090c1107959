//! What a component's custom id says, text and back. What a dialogue knows is in its ids or in
//! Postgres, so a restart kills no button.
//!
//! Each feature lists its components with [`buttons!`]; `features` knows which feature an id
//! belongs to.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::id::{
    BookmakerId, CompetitorId, CorrectionId, GameId, LeagueId, MarketId, SelectionId, TicketId,
};
use shared::league::Sport;
use shared::limit::LimitOn;
use shared::market::MarketGroup;
use shared::member::NotifyBy;
use shared::price::PriceTolerance;
use shared::ticket::{PageFrom, PlacedWithin, TicketFilter, TicketStates};
use shared::units::Units;
use uuid::Uuid;

/// How an interaction is acknowledged, and whether before its handler runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handling {
    /// Answered to the member alone.
    Private,
    /// Answered, or changed, where everybody sees it.
    Public,
    /// It moves units, so it is acknowledged before anything happens: nobody is charged by an
    /// interaction whose answer cannot reach them.
    MovesUnits,
    /// It opens a form, which Discord takes as the first answer and never later.
    OpensForm,
}

/// The buttons, menus and forms of one feature.
pub(crate) trait ComponentId: Copy {
    /// The feature, as its ids begin.
    const FEATURE: &'static str;

    /// How pressing or sending it is acknowledged.
    fn handling(self) -> Handling;

    /// Appends which component it is, and what it knows.
    fn write(self, out: &mut String);

    /// Reads that back. Nothing: no component of this version.
    fn read<'a>(tag: &str, parts: &mut impl Iterator<Item = &'a str>) -> Option<Self>;

    /// The custom id, at most 100 characters.
    fn custom_id(self) -> String {
        let mut out = Self::FEATURE.to_owned();
        out.push('.');
        self.write(&mut out);
        out
    }

    /// The component of a custom id. Nothing: it is another feature's, or of another version.
    fn of(custom_id: &str) -> Option<Self> {
        let (feature, rest) = custom_id.split_once('.')?;
        let mut parts = rest.split('.');
        let id = (feature == Self::FEATURE).then(|| Self::read(parts.next()?, &mut parts))??;
        parts.next().is_none().then_some(id)
    }
}

/// The buttons of a feature that has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoButton {}

#[cfg(test)]
impl NoButton {
    /// None.
    pub(crate) const fn every() -> Vec<Self> {
        Vec::new()
    }
}

impl ComponentId for NoButton {
    const FEATURE: &'static str = "";

    fn handling(self) -> Handling {
        match self {}
    }

    fn write(self, _: &mut String) {
        match self {}
    }

    fn read<'a>(_: &str, _: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        None
    }
}

/// Lists a feature's components: the feature's name in its ids, then each component with what it
/// knows, its tag, and how it is acknowledged where that is not privately.
macro_rules! buttons {
    ($feature:literal; $($(#[$doc:meta])* $name:ident $({ $($field:ident: $type:ty),+ $(,)? })?
        = $tag:literal $([$handling:ident])?,)+) => {
        /// The components of this feature.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Button {
            $($(#[$doc])* $name $({
                $(#[doc = concat!("Its ", stringify!($field), ".")] $field: $type),+
            })?,)+
        }

        impl $crate::discord::custom_id::ComponentId for Button {
            const FEATURE: &'static str = $feature;

            fn handling(self) -> $crate::discord::custom_id::Handling {
                match self {
                    $(Self::$name { .. } => {
                        $crate::discord::custom_id::buttons!(@handling $($handling)?)
                    })+
                }
            }

            fn write(self, out: &mut String) {
                match self {
                    $(Self::$name $({ $($field),+ })? => {
                        out.push_str($tag);
                        $($(
                            out.push('.');
                            $crate::discord::custom_id::Part::write(&$field, out);
                        )+)?
                    })+
                }
            }

            fn read<'a>(tag: &str, parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
                let parts = parts.by_ref();
                // Components that carry nothing read nothing.
                let _ = &parts;
                match tag {
                    $($tag => Some(Self::$name $({
                        $($field: $crate::discord::custom_id::Part::read(parts)?),+
                    })?),)+
                    _ => None,
                }
            }
        }

        #[cfg(test)]
        impl Button {
            /// Each component twice, with its longest and with other values.
            pub(crate) fn every() -> Vec<Self> {
                let mut every = Vec::new();
                for nth in 0..2 {
                    // Components that carry nothing are the same both times.
                    let _ = nth;
                    $(every.push(Self::$name $({ $($field: {
                        let [longest, other] = $crate::discord::custom_id::Part::samples();
                        if nth == 0 { longest } else { other }
                    }),+ })?);)+
                }
                every
            }
        }
    };
    (@handling) => { $crate::discord::custom_id::Handling::Private };
    (@handling $handling:ident) => { $crate::discord::custom_id::Handling::$handling };
}
pub(crate) use buttons;

/// A value in a custom id.
pub(crate) trait Part: Sized {
    fn write(&self, out: &mut String);
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self>;

    /// The longest that it can be, and another.
    #[cfg(test)]
    fn samples() -> [Self; 2];
}

macro_rules! uuid_parts {
    ($($name:ident)+) => {$(
        impl Part for $name {
            fn write(&self, out: &mut String) {
                URL_SAFE_NO_PAD.encode_string(self.as_uuid().as_bytes(), out);
            }
            fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
                let bytes = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
                Some(Self::from_uuid(Uuid::from_slice(&bytes).ok()?))
            }

            #[cfg(test)]
            fn samples() -> [Self; 2] {
                [Self::from_uuid(Uuid::max()), Self::from_uuid(Uuid::from_u128(7))]
            }
        }
    )+};
}
uuid_parts!(BookmakerId CompetitorId CorrectionId GameId LeagueId MarketId SelectionId TicketId);

macro_rules! number_parts {
    ($($name:ident)+) => {$(
        impl Part for $name {
            fn write(&self, out: &mut String) {
                out.push_str(&self.to_string());
            }
            fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
                parts.next()?.parse().ok()
            }

            #[cfg(test)]
            fn samples() -> [Self; 2] {
                [Self::MAX, Self::MIN]
            }
        }
    )+};
}
number_parts!(i32 i64 u16 u32 u64);

impl Part for bool {
    fn write(&self, out: &mut String) {
        out.push(if *self { '1' } else { '0' });
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        match parts.next()? {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        }
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [true, false]
    }
}

impl Part for Option<LeagueId> {
    fn write(&self, out: &mut String) {
        if let Some(it) = self {
            it.write(out);
        }
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        match parts.next()? {
            "" => Some(None),
            text => LeagueId::read(&mut std::iter::once(text)).map(Some),
        }
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [Some(LeagueId::derive("NFL")), None]
    }
}

impl Part for Units {
    fn write(&self, out: &mut String) {
        self.steps().write(out);
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        i64::read(parts).map(Self::from_steps)
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [Self::from_steps(1_000_000_000_000_000), Self::ZERO]
    }
}

impl Part for PriceTolerance {
    fn write(&self, out: &mut String) {
        match self.column() {
            None => out.push('x'),
            Some(share) => out.push_str(&share.to_string()),
        }
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        match parts.next()? {
            "x" => Some(Self::Exact),
            share => Self::from_column(Some(share.parse().ok()?)),
        }
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [Self::Less(Self::LESS_MAX), Self::Exact]
    }
}

impl Part for NotifyBy {
    fn write(&self, out: &mut String) {
        out.push_str(self.word());
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        Self::from_word(parts.next()?)
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [Self::DirectMessage, Self::Nothing]
    }
}

impl Part for LimitOn {
    fn write(&self, out: &mut String) {
        out.push_str(&self.word());
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        Self::from_word(parts.next()?)
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [Self::ALL[3], Self::ALL[4]]
    }
}

impl Part for Sport {
    fn write(&self, out: &mut String) {
        out.push_str(self.word());
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        Self::from_word(parts.next()?)
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [Self::MixedMartialArts, Self::Golf]
    }
}

/// The word of one of a few, or nothing.
fn read_word<'a, T>(
    parts: &mut impl Iterator<Item = &'a str>,
    from_word: impl Fn(&str) -> Option<T>,
) -> Option<Option<T>> {
    match parts.next()? {
        "" => Some(None),
        word => from_word(word).map(Some),
    }
}

impl Part for TicketFilter {
    fn write(&self, out: &mut String) {
        out.push_str(self.states.word());
        out.push('.');
        out.push_str(self.sport.map_or("", Sport::word));
        out.push('.');
        self.league.write(out);
        out.push('.');
        out.push_str(self.market.map_or("", MarketGroup::word));
        out.push('.');
        out.push_str(self.within.map_or("", PlacedWithin::word));
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        Some(Self {
            states: TicketStates::from_word(parts.next()?)?,
            sport: read_word(parts, Sport::from_word)?,
            league: Part::read(parts)?,
            market: read_word(parts, MarketGroup::from_word)?,
            within: read_word(parts, PlacedWithin::from_word)?,
        })
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        let longest = Self {
            states: TicketStates::Settled,
            sport: Some(Sport::MixedMartialArts),
            league: Some(LeagueId::derive("NFL")),
            market: Some(MarketGroup::Winner),
            within: Some(PlacedWithin::Month),
        };
        [longest, Self::of(TicketStates::Open)]
    }
}

impl Part for PageFrom {
    fn write(&self, out: &mut String) {
        match self {
            Self::Newest => {}
            Self::Oldest => out.push('-'),
            Self::OlderThan(ticket) => {
                out.push('o');
                ticket.write(out);
            }
            Self::NewerThan(ticket) => {
                out.push('n');
                ticket.write(out);
            }
        }
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        let text = parts.next()?;
        let ticket = |rest| TicketId::read(&mut std::iter::once(rest));
        match (text, text.split_at_checked(1)) {
            ("", _) => Some(Self::Newest),
            ("-", _) => Some(Self::Oldest),
            (_, Some(("o", rest))) => ticket(rest).map(Self::OlderThan),
            (_, Some(("n", rest))) => ticket(rest).map(Self::NewerThan),
            _ => None,
        }
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [
            Self::OlderThan(TicketId::from_uuid(Uuid::max())),
            Self::Newest,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    buttons! {
        "t";
        /// Without fields.
        Plain = "p" [Public],
        /// With them.
        Full { league: Option<LeagueId>, page: u16 } = "f",
    }

    #[test]
    fn a_text_that_is_none_of_ours_is_refused() {
        assert_eq!(Button::of("t.p"), Some(Button::Plain));
        let full = Button::Full {
            league: None,
            page: 3,
        };
        assert_eq!(full.custom_id(), "t.f..3");
        assert_eq!(Button::of("t.f..3"), Some(full));
        for text in [
            "",
            "t",
            "t.",
            "x.p",
            "t.x",
            "t.p.1",
            "t.f",
            "t.f.AAAA.1",
            "t.f..-1",
            "t.f..1.2",
        ] {
            assert_eq!(Button::of(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for button in Button::every() {
            assert_eq!(Button::of(&button.custom_id()), Some(button));
        }
    }

    #[test]
    fn what_is_not_said_is_handled_privately() {
        let full = Button::Full {
            league: None,
            page: 0,
        };
        assert_eq!(full.handling(), Handling::Private);
        assert_eq!(Button::Plain.handling(), Handling::Public);
    }
}
