//! What a chart of a moving line says: every word ready to be drawn, and every place as a share of
//! the chart. No moments, no prices.

use crate::alt::{ALT_CHARS_MAX, sentences};
use crate::view::{Look, Words};

/// A chart of how a line or a price moved. The picture and [`chart_alt`] are both made from it, and
/// from nothing else.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartView {
    /// What moved: `Bears spread`.
    pub title: Words,
    /// Of which game, and when that starts: `Packers at Bears · NFL`.
    pub game: Words,
    /// Whose prices they are: `Middle of 5 bookmakers`. May be empty.
    pub source: Words,
    /// One for each bookmaker, or one for all together. Those after the third are not drawn.
    pub courses: Vec<CourseView>,
    /// The values that are written beside the chart. One that would stand on an earlier one is left
    /// out.
    pub levels: Vec<LevelView>,
    /// The moments that are written under it, the first and the last before those between.
    pub times: Vec<TimeView>,
    /// What stands out, each in words below the chart. Later ones are drawn over earlier ones.
    pub marks: Vec<MarkView>,
    /// The moves one by one, as sentences. They are not drawn.
    pub moves: Vec<String>,
    /// Colours that the server chose.
    pub look: Look,
}

/// One line of the chart: level until it steps.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseView {
    /// Whose it is, drawn where there are several: `DraftKings`.
    pub name: String,
    /// Where it begins, and where it steps to, from left to right.
    pub steps: Vec<Spot>,
    /// How far to the right it goes.
    pub until: f32,
}

/// A place on the chart, from its lower left corner to its upper right one: 0 to 1 both ways. What
/// is outside is brought to the edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// To the right.
    pub across: f32,
    /// Upwards.
    pub up: f32,
}

/// A value beside the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelView {
    /// How high, 0 to 1.
    pub up: f32,
    /// `+3.5`.
    pub label: String,
}

/// A moment under the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeView {
    /// How far to the right, 0 to 1.
    pub across: f32,
    /// `Tue 3:10 PM`.
    pub label: String,
}

/// A marked place, told by its shape and in words.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkView {
    /// Which shape.
    pub mark: Mark,
    /// Where.
    pub spot: Spot,
    /// Beside the shape below the chart: `Opened +3 -110`, shorter forms after it.
    pub label: Words,
    /// The same as a sentence, with the moment: `Opened +3 at -110, Tue 3:10 PM`.
    pub said: String,
}

/// What is marked. Each has a shape of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The first price: a ring.
    Open,
    /// The price now: a triangle.
    Now,
    /// The last price, before the start or before it was taken down: a square.
    Close,
    /// What the member bet at: a diamond.
    Yours,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 4] = [Self::Open, Self::Now, Self::Close, Self::Yours];
}

/// What the chart shows in words, in at most [`ALT_CHARS_MAX`] characters: what moved, what is
/// marked, then as many moves as have room.
pub fn chart_alt(view: &ChartView) -> String {
    let mut parts = vec![
        view.title.longest().to_owned(),
        view.game.longest().to_owned(),
        view.source.longest().to_owned(),
    ];
    parts.extend(view.marks.iter().map(|it| it.said.clone()));
    let mut text = sentences(&parts);
    for said in &view.moves {
        let longer = format!("{text} {}", sentences(std::slice::from_ref(said)));
        if longer.chars().count() > ALT_CHARS_MAX {
            break;
        }
        text = longer;
    }
    text.chars().take(ALT_CHARS_MAX).collect()
}
