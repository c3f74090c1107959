//! What a slip says: every word ready to be drawn, nothing to look up, no moments, no money types.
//!
//! Whoever fills a [`SlipView`] has already chosen the language, the odds format and the time
//! zone. The layout only decides which form of a name fits, and where everything stands.

use crate::picture::Picture;
use crate::theme::{Rgb, ThemeName};

/// One slip. The picture and [`crate::alt_text`] are both made from it, and from nothing else.
#[derive(Debug, Clone, PartialEq)]
pub struct SlipView {
    /// Whose ticket it is.
    pub member: MemberView,
    /// The state of the ticket; decides shape and colour.
    pub state: State,
    /// The word for `state`, as the pill shows it: `OPEN`, `WON`, `2 OF 3 IN`.
    pub state_word: String,
    /// Set when an earlier settlement was taken back: one short sentence, `Was lost, -2.00u`.
    pub correction: Option<Correction>,
    /// The bet itself.
    pub body: Body,
    /// Stake, when, and the money.
    pub foot: Foot,
    /// Colours that the server chose.
    pub look: Look,
}

/// The member who placed the ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberView {
    /// Display name, in any script. Letters that no bundled font has are left out.
    pub name: String,
    /// Shown where nothing of `name` can be drawn; the account's plain name.
    pub fallback: String,
    /// The avatar; without one a disc with initials is drawn.
    pub avatar: Option<Picture>,
}

/// The state of a ticket, or of one leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Not decided yet.
    Open,
    /// Won in full.
    Won,
    /// Lost in full.
    Lost,
    /// Exactly on the line: the stake is returned.
    Push,
    /// Cancelled, or never valid: the stake is returned, or the leg drops out.
    Void,
    /// Half of a quarter line won, the other half pushed.
    HalfWon,
    /// Half of a quarter line lost, the other half pushed.
    HalfLost,
    /// Taken back by the member before the start.
    Cancelled,
}

impl State {
    /// Every state once, for previews and tests.
    pub const ALL: [Self; 8] = [
        Self::Open,
        Self::Won,
        Self::Lost,
        Self::Push,
        Self::Void,
        Self::HalfWon,
        Self::HalfLost,
        Self::Cancelled,
    ];
}

/// That the slip shows a second verdict, and what the first one was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The word, `CORRECTED`.
    pub word: String,
    /// What it said before, `Was lost, -2.00u`.
    pub note: String,
}

/// A single or a parlay.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// One leg, drawn large.
    Single(Box<SingleView>),
    /// Two legs or more, drawn as a list.
    Parlay(ParlayView),
}

/// The one leg of a single.
#[derive(Debug, Clone, PartialEq)]
pub struct SingleView {
    /// Who plays against whom; `None` where many compete, or nobody does.
    pub game: Option<GameLine>,
    /// Where many compete, what that is called: `The Masters`. Empty elsewhere.
    pub event: Words,
    /// What was picked, longest form first: `Chicago Bears +3.5`, `Bears +3.5`, `CHI +3.5`.
    pub pick: Words,
    /// The price in the server's format: `-110`.
    pub price: String,
    /// The plain sentence: what must happen, or the arithmetic that decided.
    pub sentence: Words,
}

/// Who plays against whom, with the score once there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct GameLine {
    /// Named first: the visitors where `joiner` is `at`, the hosts where it is `v`.
    pub first: Entrant,
    /// The word between the two.
    pub joiner: String,
    /// Named second.
    pub second: Entrant,
}

/// One competitor in the game line.
#[derive(Debug, Clone, PartialEq)]
pub struct Entrant {
    /// Its name by steps.
    pub name: Name,
    /// Its shield.
    pub crest: CrestView,
    /// Its score, when there is one to show.
    pub score: Option<String>,
    /// Whether the ticket is on it; it is then drawn in the stronger colour.
    pub picked: bool,
}

/// A competitor's name by steps: the layout takes the first that fits and can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// `Chicago Bears`.
    pub full: String,
    /// `Bears`.
    pub nickname: Option<String>,
    /// `CHI`. Latin letters where there are any: also stands in for letters no font has.
    pub code: String,
}

/// A competitor's shield.
#[derive(Debug, Clone, PartialEq)]
pub struct CrestView {
    /// Two to four letters.
    pub code: String,
    /// The left half.
    pub primary: Rgb,
    /// The right half.
    pub secondary: Rgb,
    /// A provider's logo, drawn instead of the shield.
    pub logo: Option<Picture>,
}

/// Several legs under one price.
#[derive(Debug, Clone, PartialEq)]
pub struct ParlayView {
    /// `4-leg parlay`, shorter forms after it.
    pub title: Words,
    /// The price of the whole.
    pub price: String,
    /// A plain sentence about the whole, where there is something to say.
    pub sentence: Option<Words>,
    /// The legs in the order in which they are to be read.
    pub legs: Vec<LegView>,
    /// What stands for legs that are not drawn: item `n - 1` reads `+n legs`. Which legs are left
    /// out is for the layout to decide, so that words for every number come ready.
    pub more: Vec<String>,
}

/// One leg of a parlay.
#[derive(Debug, Clone, PartialEq)]
pub struct LegView {
    /// The state of this leg.
    pub state: State,
    /// The word for it: `Won`.
    pub state_word: String,
    /// Whose shield stands beside it, if anybody's.
    pub crest: Option<CrestView>,
    /// What was picked, longest form first.
    pub pick: Words,
    /// The quiet line beneath: `112-104 Celtics, final`; may be empty.
    pub note: Words,
    /// The leg's own price.
    pub price: String,
}

/// The last row of a slip.
#[derive(Debug, Clone, PartialEq)]
pub struct Foot {
    /// `Risk`.
    pub stake_label: String,
    /// `2u`.
    pub stake: String,
    /// When it starts, the competition, or what the price was; may be empty.
    pub note: Words,
    /// `to win 1.82u`, `+1.82u`, `-2.00u`, `stake back 2u`.
    pub money: String,
}

/// The same thing said in several ways, the longest first; the first that fits is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<String>);

impl Words {
    /// Takes forms from the longest to the shortest; empty ones are dropped.
    pub fn new(forms: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let forms = forms.into_iter().map(Into::into);
        Self(forms.filter(|it| !it.trim().is_empty()).collect())
    }

    /// All forms, longest first.
    pub fn forms(&self) -> &[String] {
        &self.0
    }

    /// The longest form; empty when there is none.
    pub fn longest(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

impl<T: Into<String>> From<T> for Words {
    fn from(text: T) -> Self {
        Self::new([text])
    }
}

/// What a server may choose about its slips.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    /// Dark, unless the server asks for light.
    pub theme: ThemeName,
    /// The colour of the edge while a ticket is open.
    pub accent: Option<Rgb>,
}
