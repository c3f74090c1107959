//! The first row: who, and what came of it; and the row that tells of a correction.

use super::{BOLD, Draft, LEFT, REGULAR, RIGHT, SEMI_BOLD, TYPE_MIN, sign_of};
use crate::fit::{Fitted, one_line, wrapped, wrapped_or_cut};
use crate::scene::{Sign, Sprite};
use crate::view::{MemberView, SlipView, State};

/// The head's height, and the middle of its row.
const HEAD: f32 = 100.0;
const MIDDLE: f32 = 60.0;

const AVATAR: u32 = 60;

const PILL: u32 = 56;
const PILL_PAD: f32 = 20.0;
const PILL_SIGN: u32 = 28;
const PILL_GAP: f32 = 11.0;
/// What a pill's word may take, so that half of the row is left for the name.
const PILL_WORD_MAX: f32 = 270.0;

/// How much a corrected slip grows.
const CORRECTION: f32 = 50.0;

/// Half of a capital's height, in ems: what brings a line's middle to a height.
pub(super) const HALF_CAPITAL: f32 = 0.364;

impl Draft<'_> {
    /// Avatar, name and pill; returns where the next row starts.
    pub(super) fn head(&mut self, view: &SlipView) -> f32 {
        let pill_left = self.pill(view);
        let name = self.member_name(&view.member);
        let avatar = match &view.member.avatar {
            Some(picture) => Sprite::Avatar {
                picture: picture.clone(),
                size: AVATAR,
            },
            None => {
                let seed = view
                    .member
                    .name
                    .bytes()
                    .fold(0_u8, |sum, it| sum.wrapping_mul(31).wrapping_add(it));
                Sprite::Monogram {
                    initials: initials(&name),
                    seed,
                    size: AVATAR,
                }
            }
        };
        self.sprite(LEFT, MIDDLE - AVATAR as f32 / 2.0, avatar);

        let left = LEFT + AVATAR as f32 + 16.0;
        let lines = self.member_lines(&name, &view.member, pill_left - 24.0 - left);
        let colour = self.theme.text;
        match lines.as_slice() {
            [first, second, ..] => {
                self.text(first, left, MIDDLE - 7.0, colour);
                self.text(second, left, MIDDLE + 27.0, colour);
            }
            [line] => self.text(line, left, MIDDLE + line.size * HALF_CAPITAL, colour),
            [] => {}
        }
        HEAD
    }

    /// The state's word and shape; returns the pill's left edge.
    fn pill(&mut self, view: &SlipView) -> f32 {
        let theme = self.theme;
        let (fill, border, ink, shape) = match view.state {
            State::Open => (theme.ground, Some(theme.border), theme.text, theme.open),
            State::Won | State::HalfWon => (theme.won_pill, None, theme.pill_text, theme.pill_text),
            State::Lost | State::HalfLost => {
                (theme.lost_pill, None, theme.pill_text, theme.pill_text)
            }
            State::Push | State::Void | State::Cancelled => {
                (theme.raised, None, theme.text, theme.text)
            }
        };
        let word = self.fitted_text(&view.state_word, BOLD, &[29.0, TYPE_MIN], PILL_WORD_MAX);
        let sign_width = PILL_SIGN as f32;
        let word_width = word.as_ref().map_or(0.0, |it| PILL_GAP + it.width());
        let width = (PILL_PAD * 2.0 + sign_width + word_width).ceil();
        let (left, top) = (RIGHT - width, MIDDLE - PILL as f32 / 2.0);
        let pill = Sprite::Pill {
            width: width as u32,
            height: PILL,
            fill,
            border,
        };
        self.sprite(left, top, pill);
        let sign = Sprite::Sign {
            sign: sign_of(view.state),
            size: PILL_SIGN,
            colour: shape,
        };
        self.sprite(left + PILL_PAD, MIDDLE - sign_width / 2.0, sign);
        if let Some(word) = word {
            let at = left + PILL_PAD + sign_width + PILL_GAP;
            self.text_on(&word, (at, MIDDLE + word.size * HALF_CAPITAL), ink, fill);
        }
        left
    }

    /// The name as far as it can be drawn; the fallback where no letter of it can.
    fn member_name(&self, member: &MemberView) -> String {
        let name = self.fonts.drawable(&member.name);
        if name.chars().any(char::is_alphanumeric) {
            return name;
        }
        let fallback = self.fonts.drawable(&member.fallback);
        if fallback.is_empty() { name } else { fallback }
    }

    /// The name on one line, else on two, else the fallback on one.
    fn member_lines(&self, name: &str, member: &MemberView, width: f32) -> Vec<Fitted> {
        if name.is_empty() {
            return Vec::new();
        }
        let one = |text: &str| {
            one_line(
                self.fonts,
                &[text.to_owned()],
                SEMI_BOLD,
                &[33.0, 30.0, TYPE_MIN],
                width,
            )
        };
        one(name)
            .map(|it| vec![it])
            .or_else(|| wrapped(self.fonts, name, SEMI_BOLD, TYPE_MIN, (width, 2)))
            .or_else(|| {
                let fallback = self.fonts.drawable(&member.fallback);
                one(&fallback)
                    .filter(|_| !fallback.is_empty())
                    .map(|it| vec![it])
            })
            .unwrap_or_else(|| wrapped_or_cut(self.fonts, name, SEMI_BOLD, TYPE_MIN, (width, 2)))
    }

    pub(super) fn correction_height(&self, view: &SlipView) -> f32 {
        if view.correction.is_some() {
            CORRECTION
        } else {
            0.0
        }
    }

    /// What an earlier verdict was, under everything else; returns where the foot starts.
    pub(super) fn correction(&mut self, view: &SlipView, top: f32) -> f32 {
        let Some(correction) = &view.correction else {
            return top;
        };
        let baseline = top + 24.0;
        let middle = baseline - TYPE_MIN * HALF_CAPITAL;
        let sign = Sprite::Sign {
            sign: Sign::Turn,
            size: 30,
            colour: self.theme.text,
        };
        self.sprite(LEFT, middle - 15.0, sign);
        let mut left = LEFT + 42.0;
        let word = self.fitted_text(&correction.word, SEMI_BOLD, &[TYPE_MIN], RIGHT - left);
        if let Some(word) = word {
            self.text(&word, left, baseline, self.theme.text);
            left += word.width() + 18.0;
        }
        let note = self.fitted_text(&correction.note, REGULAR, &[TYPE_MIN], RIGHT - left);
        if let Some(note) = note {
            self.text(&note, left, baseline, self.theme.quiet);
        }
        top + CORRECTION
    }
}

/// The first letters of the first two words: `marcus_k` gives `MK`.
fn initials(name: &str) -> String {
    let words = name
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty());
    let letters = words.take(2).filter_map(|it| it.chars().next());
    letters.flat_map(char::to_uppercase).collect()
}
