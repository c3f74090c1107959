//! The last row: what was staked, when, and the money.

use super::head::HALF_CAPITAL;
use super::{DISPLAY_FIGURES, Draft, INNER, LEFT, REGULAR, RIGHT, SEMI_BOLD_FIGURES, TYPE_MIN};
use crate::fit::{Fitted, drawable_forms, one_line, wrapped_or_cut};
use crate::text::{Figures, Weight};
use crate::theme::Rgb;
use crate::view::SlipView;

/// From the rule to the first row's baseline, from row to row, and from the last to the end.
const FIRST: f32 = 64.0;
const NEXT: f32 = 56.0;
const LAST: f32 = 42.0;

/// Between two things in a row.
const GAP: f32 = 30.0;

/// Sizes of stake and note with the money's.
const SIZES: [(f32, f32); 3] = [(33.0, 44.0), (30.0, 40.0), (TYPE_MIN, 36.0)];

/// The foot, measured, before it is known where it stands.
pub(super) struct FootPlan {
    /// From the rule to the slip's end.
    pub(super) height: f32,
    rows: Vec<Vec<Piece>>,
}

struct Piece {
    text: Fitted,
    left: f32,
    colour: Rgb,
}

impl FootPlan {
    pub(super) fn place(self, draft: &mut Draft<'_>, rule: f32) {
        for (row, pieces) in self.rows.into_iter().enumerate() {
            let baseline = rule + FIRST + NEXT * row as f32;
            let lift = pieces.iter().map(|it| it.text.size).fold(0.0, f32::max);
            for piece in pieces {
                // Small type beside the money stands on its middle, not hangs on its line.
                let raise = (lift - piece.text.size) * HALF_CAPITAL * 0.25;
                draft.text(&piece.text, piece.left, baseline - raise, piece.colour);
            }
        }
    }
}

impl Draft<'_> {
    pub(super) fn foot(&self, view: &SlipView) -> FootPlan {
        let foot = &view.foot;
        let money = |size: f32| self.fitted_text(&foot.money, DISPLAY_FIGURES, &[size], INNER);
        let notes = drawable_forms(self.fonts, &foot.note);
        for (size, money_size) in SIZES {
            let money = money(money_size);
            let stake = self.stake(view, size);
            let taken = width_of(&stake) + money.as_ref().map_or(0.0, |it| it.width() + GAP);
            let room = INNER - taken - GAP;
            let note_cut = (Weight::Regular, Figures::Tabular);
            let note = one_line(self.fonts, &notes, note_cut, &[size], room);
            if (note.is_some() || notes.is_empty()) && taken <= INNER {
                return self.one_row(view, stake, note, money);
            }
        }
        self.rows(view, &notes)
    }

    /// `Risk` and `2u`, side by side from the left.
    fn stake(&self, view: &SlipView, size: f32) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let said = [
            (&view.foot.stake_label, REGULAR, self.theme.quiet),
            (&view.foot.stake, SEMI_BOLD_FIGURES, self.theme.text),
        ];
        for (text, cut, colour) in said {
            let left = pieces
                .last()
                .map_or(LEFT, |it| it.left + it.text.width() + size * 0.3);
            if let Some(text) = self.fitted_text(text, cut, &[size], (RIGHT - left).max(0.0)) {
                pieces.push(Piece { text, left, colour });
            }
        }
        pieces
    }

    fn one_row(
        &self,
        view: &SlipView,
        mut row: Vec<Piece>,
        note: Option<Fitted>,
        money: Option<Fitted>,
    ) -> FootPlan {
        if let Some(text) = note {
            let left = if row.is_empty() {
                LEFT
            } else {
                LEFT + width_of(&row) + GAP
            };
            row.push(Piece {
                text,
                left,
                colour: self.theme.quiet,
            });
        }
        row.extend(money.map(|it| self.money_piece(view, it)));
        FootPlan {
            height: FIRST + LAST,
            rows: vec![row],
        }
    }

    /// Stake and note above, the money below; the note by itself where it needs the width.
    fn rows(&self, view: &SlipView, notes: &[String]) -> FootPlan {
        let mut rows = vec![self.stake(view, 33.0)];
        let room = INNER - width_of(&rows[0]) - GAP;
        let sizes = [33.0, 30.0, TYPE_MIN];
        let colour = self.theme.quiet;
        if let Some(text) = one_line(self.fonts, notes, REGULAR, &sizes, room) {
            let left = LEFT + width_of(&rows[0]) + GAP;
            rows[0].push(Piece { text, left, colour });
        } else if let Some(note) = notes.last() {
            let lines = wrapped_or_cut(self.fonts, note, REGULAR, TYPE_MIN, (INNER, 2));
            rows.extend(lines.into_iter().map(|text| {
                vec![Piece {
                    text,
                    left: LEFT,
                    colour,
                }]
            }));
        }
        let sizes = [44.0, 40.0, 36.0, TYPE_MIN];
        let money = self.fitted_text(&view.foot.money, DISPLAY_FIGURES, &sizes, INNER);
        rows.extend(money.map(|it| vec![self.money_piece(view, it)]));
        FootPlan {
            height: FIRST + NEXT * (rows.len() as f32 - 1.0) + LAST,
            rows,
        }
    }

    fn money_piece(&self, view: &SlipView, text: Fitted) -> Piece {
        let colour = self.state_colour(view.state);
        Piece {
            left: RIGHT - text.width(),
            text,
            colour,
        }
    }
}

/// From the left margin to the end of the last piece.
fn width_of(row: &[Piece]) -> f32 {
    row.last()
        .map_or(0.0, |it| it.left + it.text.width() - LEFT)
}
