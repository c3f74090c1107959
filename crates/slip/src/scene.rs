//! Everything on a slip, placed: what [`crate::layout`] decided and [`crate::paint`] obeys.

use std::sync::Arc;

use crate::chart::Mark;
use crate::picture::Picture;
use crate::text::Line;
use crate::theme::Rgb;

/// A finished slip, item by item; later items stand on earlier ones. All places are in pixels
/// from the top left corner.
#[derive(Debug)]
pub struct Scene {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Behind everything.
    pub ground: Rgb,
    /// What stands on it.
    pub items: Vec<Item>,
}

/// One thing on a slip.
#[derive(Debug)]
pub enum Item {
    /// A filled rectangle on whole pixels.
    Rect {
        /// Where.
        place: Place,
        /// In which colour.
        colour: Rgb,
    },
    /// A line of text.
    Text(TextItem),
    /// A drawing that is made once and kept.
    Sprite {
        /// The left edge.
        left: i32,
        /// The top edge.
        top: i32,
        /// What is drawn there.
        sprite: Sprite,
    },
}

/// A line of text with its pen at `left` on `baseline`.
#[derive(Debug)]
pub struct TextItem {
    /// Where the pen starts.
    pub left: f32,
    /// What the letters stand on.
    pub baseline: f32,
    /// The type's size in pixels.
    pub size: f32,
    /// Its colour.
    pub colour: Rgb,
    /// What is behind it, for the contrast to be checked.
    pub on: Rgb,
    /// What it says, as drawn.
    pub text: String,
    pub(crate) line: Arc<Line>,
}

impl TextItem {
    /// The room that the text takes: its pen's way, from the height of capitals with an accent to
    /// the depth of a `g`.
    pub fn place(&self) -> Place {
        let top = self.baseline - self.size * ASCENT;
        let bottom = self.baseline + self.size * DESCENT;
        let right = self.left + self.line.advance * self.size;
        Place {
            left: self.left.floor() as i32,
            top: top.floor() as i32,
            width: (right.ceil() - self.left.floor()) as i32,
            height: (bottom.ceil() - top.floor()) as i32,
        }
    }
}

/// How far letters rise over the baseline, in ems.
pub(crate) const ASCENT: f32 = 0.76;

/// How far letters hang under the baseline, in ems.
pub(crate) const DESCENT: f32 = 0.22;

/// A rectangle on whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The left edge.
    pub left: i32,
    /// The top edge.
    pub top: i32,
    /// Pixels across.
    pub width: i32,
    /// Pixels down.
    pub height: i32,
}

impl Place {
    /// The first column right of it.
    pub fn right(&self) -> i32 {
        self.left + self.width
    }

    /// The first row below it.
    pub fn bottom(&self) -> i32 {
        self.top + self.height
    }

    /// Whether the two share a pixel.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right()
            && other.left < self.right()
            && self.top < other.bottom()
            && other.top < self.bottom()
    }

    /// Whether `other` lies within.
    pub fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }
}

impl Item {
    /// The room that the item takes.
    pub fn place(&self) -> Place {
        match self {
            Self::Rect { place, .. } => *place,
            Self::Text(text) => text.place(),
            Self::Sprite { left, top, sprite } => {
                let (width, height) = sprite.size();
                Place {
                    left: *left,
                    top: *top,
                    width: width as i32,
                    height: height as i32,
                }
            }
        }
    }
}

/// The shape of a state: with its word and its colour the third of three signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Open.
    Ring,
    /// Won.
    Check,
    /// Lost.
    Cross,
    /// Push, void, cancelled.
    Bar,
    /// Half won or half lost.
    HalfRing,
    /// Corrected.
    Turn,
    /// Between two things in a line.
    Dot,
}

/// A drawing that is the same wherever it stands; equal ones are rasterised once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Sprite {
    /// A box with round corners.
    Pill {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Inside.
        fill: Rgb,
        /// A border, two and a half pixels wide.
        border: Option<Rgb>,
    },
    /// A state's shape.
    Sign {
        /// Which.
        sign: Sign,
        /// Pixels across and down.
        size: u32,
        /// Its colour.
        colour: Rgb,
    },
    /// A shield in two colours with letters.
    Crest {
        /// The letters.
        code: String,
        /// Left half.
        primary: Rgb,
        /// Right half.
        secondary: Rgb,
        /// Pixels across.
        width: u32,
        /// What it stands on.
        ground: Rgb,
    },
    /// A shape that marks a place on a chart.
    Marker {
        /// Which.
        mark: Mark,
        /// Pixels across and down.
        size: u32,
        /// Its colour.
        colour: Rgb,
        /// What it stands on, in which it has an edge.
        ground: Rgb,
    },
    /// A provider's logo within a square, its shape kept.
    Logo {
        /// The pixels.
        picture: Picture,
        /// Pixels across and down.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// An avatar cut to a disc.
    Avatar {
        /// The pixels.
        picture: Picture,
        /// Pixels across and down.
        size: u32,
    },
    /// A disc with initials.
    Monogram {
        /// One or two letters.
        initials: String,
        /// Chooses its colours.
        seed: u8,
        /// Pixels across and down.
        size: u32,
    },
}

/// The border of a pill that is not filled, in pixels.
pub(crate) const PILL_BORDER: f32 = 2.5;

impl Sprite {
    /// Pixels across and down.
    pub fn size(&self) -> (u32, u32) {
        match self {
            Self::Pill { width, height, .. } | Self::Logo { width, height, .. } => {
                (*width, *height)
            }
            Self::Sign { size, .. }
            | Self::Marker { size, .. }
            | Self::Avatar { size, .. }
            | Self::Monogram { size, .. } => (*size, *size),
            Self::Crest { width, .. } => (*width, crest_height(*width)),
        }
    }
}

/// A shield is an eighth taller than wide.
pub(crate) fn crest_height(width: u32) -> u32 {
    width + width / 8
}
