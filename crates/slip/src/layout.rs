//! Words to places: measures, fits by steps, and gives everything its room.

mod chart;
mod foot;
mod head;
mod parlay;
mod single;

use crate::fit::{Fitted, minus, one_line, wrapped_or_cut};
use crate::kit::Kit;
use crate::scene::{Item, Place, Scene, Sign, Sprite, TextItem};
use crate::text::{Cut, Figures, Fonts, Weight};
use crate::theme::{Rgb, SHAPE_CONTRAST_MIN, Theme};
use crate::view::{Body, SlipView, State};

pub use chart::layout_chart;

/// Pixels across every slip.
pub const WIDTH: u32 = 800;

/// The tallest a slip may be: one and a half times its width.
pub const HEIGHT_MAX: u32 = 1200;

/// The smallest type, in pixels: a phone shows the slip at two fifths of its size.
pub const TYPE_MIN: f32 = 28.0;

/// The edge in the state's colour.
const EDGE: i32 = 12;

/// Where text starts and ends.
const LEFT: f32 = 48.0;
const RIGHT: f32 = 762.0;
const INNER: f32 = RIGHT - LEFT;

const REGULAR: Cut = (Weight::Regular, Figures::Proportional);
const REGULAR_FIGURES: Cut = (Weight::Regular, Figures::Tabular);
const SEMI_BOLD: Cut = (Weight::SemiBold, Figures::Proportional);
const SEMI_BOLD_FIGURES: Cut = (Weight::SemiBold, Figures::Tabular);
const BOLD: Cut = (Weight::Bold, Figures::Proportional);
const BOLD_FIGURES: Cut = (Weight::Bold, Figures::Tabular);
const DISPLAY: Cut = (Weight::Display, Figures::Proportional);
const DISPLAY_FIGURES: Cut = (Weight::Display, Figures::Tabular);

/// Gives everything that `view` says its place. Every view has a layout.
pub fn layout(view: &SlipView, kit: &Kit) -> Scene {
    let theme = Theme::of(view.look.theme);
    let mut draft = Draft {
        fonts: &kit.fonts,
        theme,
        items: Vec::with_capacity(48),
    };
    let below_head = draft.head(view);
    let foot = draft.foot(view);
    let bottom = match &view.body {
        Body::Single(single) => draft.single(single, view, below_head),
        Body::Parlay(parlay) => {
            let room = HEIGHT_MAX as f32 - foot.height - draft.correction_height(view);
            draft.parlay(parlay, below_head, room)
        }
    };
    let rule = draft.correction(view, bottom).round();
    draft.rule(LEFT, rule, INNER);
    let height = (rule + foot.height).ceil() as u32;
    foot.place(&mut draft, rule);

    let edge = match (view.state, view.look.accent) {
        (State::Open, Some(accent)) => accent.legible(theme.ground, theme.text, SHAPE_CONTRAST_MIN),
        (state, _) => draft.state_colour(state),
    };
    let place = Place {
        left: 0,
        top: 0,
        width: EDGE,
        height: height as i32,
    };
    draft.items.push(Item::Rect {
        place,
        colour: edge,
    });
    Scene {
        width: WIDTH,
        height,
        ground: theme.ground,
        items: draft.items,
    }
}

/// A slip that is being laid out.
struct Draft<'k> {
    fonts: &'k Fonts,
    theme: &'static Theme,
    items: Vec<Item>,
}

impl Draft<'_> {
    fn text(&mut self, text: &Fitted, left: f32, baseline: f32, colour: Rgb) {
        self.text_on(text, (left, baseline), colour, self.theme.ground);
    }

    fn text_on(&mut self, text: &Fitted, (left, baseline): (f32, f32), colour: Rgb, on: Rgb) {
        let Fitted { line, text, size } = text.clone();
        self.items.push(Item::Text(TextItem {
            left,
            baseline,
            size,
            colour,
            on,
            text,
            line,
        }));
    }

    fn text_to(&mut self, text: &Fitted, right: f32, baseline: f32, colour: Rgb) {
        self.text(text, right - text.width(), baseline, colour);
    }

    fn sprite(&mut self, left: f32, top: f32, sprite: Sprite) {
        let (left, top) = (left.round() as i32, top.round() as i32);
        self.items.push(Item::Sprite { left, top, sprite });
    }

    fn sign(&mut self, state: State, (left, middle): (f32, f32), size: u32) {
        let colour = self.state_colour(state);
        let top = middle - size as f32 / 2.0;
        self.sprite(
            left,
            top,
            Sprite::Sign {
                sign: sign_of(state),
                size,
                colour,
            },
        );
    }

    fn rule(&mut self, left: f32, top: f32, width: f32) {
        let (left, top, width) = (
            left.round() as i32,
            top.round() as i32,
            width.round() as i32,
        );
        let place = Place {
            left,
            top,
            width,
            height: 2,
        };
        self.items.push(Item::Rect {
            place,
            colour: self.theme.rule,
        });
    }

    fn state_colour(&self, state: State) -> Rgb {
        match state {
            State::Open => self.theme.open,
            State::Won | State::HalfWon => self.theme.won,
            State::Lost | State::HalfLost => self.theme.lost,
            State::Push | State::Void | State::Cancelled => self.theme.neutral,
        }
    }

    /// `text` on one line, at the first size that fits; cut where none does.
    fn fitted_text(&self, text: &str, cut: Cut, sizes: &[f32], width: f32) -> Option<Fitted> {
        let forms = [minus(&self.fonts.drawable(text))];
        let forms = if forms[0].is_empty() { &[] } else { &forms[..] };
        one_line(self.fonts, forms, cut, sizes, width).or_else(|| {
            let size = sizes.last().copied().unwrap_or(TYPE_MIN);
            wrapped_or_cut(self.fonts, forms.first()?, cut, size, (width, 1))
                .into_iter()
                .next()
        })
    }
}

fn sign_of(state: State) -> Sign {
    match state {
        State::Open => Sign::Ring,
        State::Won => Sign::Check,
        State::Lost => Sign::Cross,
        State::Push | State::Void | State::Cancelled => Sign::Bar,
        State::HalfWon | State::HalfLost => Sign::HalfRing,
    }
}
