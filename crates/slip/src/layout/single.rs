//! One leg, drawn large: the game, the pick and its price, the plain sentence.

use super::head::HALF_CAPITAL;
use super::{
    BOLD_FIGURES, DISPLAY, Draft, INNER, LEFT, REGULAR, RIGHT, SEMI_BOLD, SEMI_BOLD_FIGURES,
    TYPE_MIN,
};
use crate::fit::{Fitted, drawable_forms, minus, one_line, wrapped, wrapped_or_cut};
use crate::scene::{Sprite, crest_height};
use crate::text::Cut;
use crate::theme::Rgb;
use crate::view::{CrestView, Entrant, GameLine, Name, SingleView, SlipView, State, Words};

const CREST: u32 = 64;
const CREST_GAP: f32 = 18.0;
const WORD_GAP: f32 = 17.0;
/// A row of the game line.
const GAME_ROW: f32 = 84.0;
const GAME_SIZES: [f32; 3] = [33.0, 30.0, TYPE_MIN];
const SCORE: f32 = 36.0;
/// The row of an event's name, and a further line of it.
const EVENT_ROW: f32 = 60.0;
const EVENT_LINE: f32 = 36.0;

/// Sizes of the pick with the price's beside it.
const PICK_SIZES: [(f32, f32); 4] = [(86.0, 66.0), (76.0, 62.0), (66.0, 56.0), (58.0, 50.0)];
/// How many of these sizes a name is tried at before its code is.
const PICK_NAMED: usize = 3;
const PICK_GAP: f32 = 30.0;
/// Sizes of a pick that needs two lines.
const PICK_WRAPPED: [f32; 4] = [58.0, 50.0, 44.0, 38.0];

const SENTENCE: f32 = 30.0;
const SENTENCE_LINE: f32 = 40.0;

/// One entrant as it is to be drawn, and what it takes.
struct Part {
    name: Option<Fitted>,
    score: Option<Fitted>,
    colour: Rgb,
}

impl Part {
    fn width(&self) -> f32 {
        let word = |it: &Option<Fitted>| it.as_ref().map_or(0.0, |it| it.width() + WORD_GAP);
        CREST as f32 + CREST_GAP - WORD_GAP + word(&self.name) + word(&self.score)
    }
}

impl Draft<'_> {
    /// Returns where the next thing under the bet may start.
    pub(super) fn single(&mut self, single: &SingleView, view: &SlipView, top: f32) -> f32 {
        let below_game = match &single.game {
            Some(game) => self.game(game, top),
            None => self.event(&single.event, top),
        };
        let colours = if matches!(view.state, State::Void | State::Cancelled) {
            (self.theme.quiet, self.theme.quiet)
        } else {
            (self.theme.text, self.theme.price)
        };
        let below_pick = self.pick(&single.pick, &single.price, colours, below_game);
        self.sentence(&single.sentence, below_pick)
    }

    fn game(&mut self, game: &GameLine, top: f32) -> f32 {
        let joiner = self.fitted_text(&game.joiner, REGULAR, &[30.0, TYPE_MIN], 160.0);
        let joined = joiner
            .as_ref()
            .map_or(WORD_GAP, |it| it.width() + 2.0 * WORD_GAP);
        let steps = |entrant: &Entrant| self.name_forms(&entrant.name);
        let (first, second) = (steps(&game.first), steps(&game.second));
        let most = first.len().max(second.len()).max(1);
        let tries = GAME_SIZES
            .iter()
            .flat_map(|size| (0..most).map(move |step| (*size, step)));
        for (size, step) in tries {
            let one = self.part(&game.first, &first, step, size);
            let two = self.part(&game.second, &second, step, size);
            if one.width() + joined + two.width() <= INNER {
                self.game_row(game, (one, joiner, two), top);
                return top + GAME_ROW;
            }
        }
        self.entrant_row(&game.first, &first, None, top);
        self.entrant_row(&game.second, &second, joiner, top + GAME_ROW);
        top + 2.0 * GAME_ROW
    }

    /// What many compete in; returns where the next thing may start.
    fn event(&mut self, event: &Words, top: f32) -> f32 {
        let forms = drawable_forms(self.fonts, event);
        let Some(shortest) = forms.last() else {
            return top;
        };
        let lines = one_line(self.fonts, &forms, SEMI_BOLD, &GAME_SIZES, INNER).map_or_else(
            || wrapped_or_cut(self.fonts, shortest, SEMI_BOLD, TYPE_MIN, (INNER, 2)),
            |line| vec![line],
        );
        let mut middle = top + EVENT_ROW / 2.0;
        for line in &lines {
            let baseline = middle + line.size * HALF_CAPITAL;
            self.text(line, LEFT, baseline, self.theme.text);
            middle += EVENT_LINE;
        }
        middle - EVENT_LINE + EVENT_ROW / 2.0
    }

    /// The steps of a name that can be drawn, longest first.
    fn name_forms(&self, name: &Name) -> Vec<String> {
        let nickname = name.nickname.as_deref().unwrap_or("");
        let forms = Words::new([name.full.as_str(), nickname, name.code.as_str()]);
        drawable_forms(self.fonts, &forms)
    }

    fn part(&self, entrant: &Entrant, forms: &[String], step: usize, size: f32) -> Part {
        let (cut, colour) = self.entrant_look(entrant);
        let form = forms.get(step.min(forms.len().saturating_sub(1)));
        let name = form.map(|it| Fitted {
            line: self.fonts.line(it, cut),
            text: it.clone(),
            size,
        });
        Part {
            name,
            score: self.score(entrant),
            colour,
        }
    }

    fn entrant_look(&self, entrant: &Entrant) -> (Cut, Rgb) {
        if entrant.picked {
            (SEMI_BOLD, self.theme.text)
        } else {
            (REGULAR, self.theme.quiet)
        }
    }

    fn score(&self, entrant: &Entrant) -> Option<Fitted> {
        let score = entrant.score.as_deref()?;
        self.fitted_text(score, BOLD_FIGURES, &[SCORE, 32.0, TYPE_MIN], 130.0)
    }

    /// Crest, name, score, word, score, name, crest.
    fn game_row(
        &mut self,
        game: &GameLine,
        (one, joiner, two): (Part, Option<Fitted>, Part),
        top: f32,
    ) {
        let middle = top + GAME_ROW / 2.0;
        let at = |text: &Fitted| middle + text.size * HALF_CAPITAL;
        self.crest(&game.first.crest, LEFT, middle, CREST);
        let mut left = LEFT + CREST as f32 + CREST_GAP;
        let quiet = self.theme.quiet;
        let pieces = [
            (one.name, one.colour),
            (one.score, self.theme.text),
            (joiner, quiet),
            (two.score, self.theme.text),
            (two.name, two.colour),
        ];
        for (text, colour) in pieces {
            if let Some(text) = text {
                self.text(&text, left, at(&text), colour);
                left += text.width() + WORD_GAP;
            }
        }
        self.crest(
            &game.second.crest,
            left - WORD_GAP + CREST_GAP,
            middle,
            CREST,
        );
    }

    /// An entrant with the whole width to itself, its name on two lines if need be.
    fn entrant_row(
        &mut self,
        entrant: &Entrant,
        forms: &[String],
        joiner: Option<Fitted>,
        top: f32,
    ) {
        let middle = top + GAME_ROW / 2.0;
        self.crest(&entrant.crest, LEFT, middle, CREST);
        let mut left = LEFT + CREST as f32 + CREST_GAP;
        let mut right = RIGHT;
        if let Some(score) = self.score(entrant) {
            right -= score.width() + WORD_GAP;
            self.text(
                &score,
                right + WORD_GAP,
                middle + score.size * HALF_CAPITAL,
                self.theme.text,
            );
        }
        if let Some(joiner) = joiner {
            self.text(
                &joiner,
                left,
                middle + joiner.size * HALF_CAPITAL,
                self.theme.quiet,
            );
            left += joiner.width() + WORD_GAP;
        }
        let (cut, colour) = self.entrant_look(entrant);
        if let Some(name) = one_line(self.fonts, forms, cut, &GAME_SIZES, right - left) {
            self.text(&name, left, middle + name.size * HALF_CAPITAL, colour);
            return;
        }
        let Some(shortest) = forms.last() else { return };
        let lines = wrapped_or_cut(self.fonts, shortest, cut, TYPE_MIN, (right - left, 2));
        let first = middle + 10.0 - 17.0 * (lines.len() as f32 - 1.0);
        for (number, line) in lines.iter().enumerate() {
            self.text(line, left, first + 34.0 * number as f32, colour);
        }
    }

    /// A logo where there is one, else a shield, its middle at `middle`.
    pub(super) fn crest(&mut self, crest: &CrestView, left: f32, middle: f32, width: u32) {
        let height = crest_height(width);
        let sprite = match &crest.logo {
            Some(picture) => Sprite::Logo {
                picture: picture.clone(),
                width,
                height,
            },
            None => Sprite::Crest {
                code: self.fonts.drawable(&crest.code).chars().take(4).collect(),
                primary: crest.primary,
                secondary: crest.secondary,
                width,
                ground: self.theme.ground,
            },
        };
        self.sprite(left, middle - height as f32 / 2.0, sprite);
    }

    /// The pick and its price; returns where the sentence starts.
    fn pick(&mut self, pick: &Words, price: &str, colours: (Rgb, Rgb), top: f32) -> f32 {
        let forms = drawable_forms(self.fonts, pick);
        // Of a name, a nickname and a code, a nickname in smaller type says more than a code in
        // the largest.
        let named = match &forms[..] {
            [named @ .., _] if named.len() > 1 => named,
            _ => &[],
        };
        let tries = { PICK_SIZES[..PICK_NAMED].iter() }
            .map(|sizes| (sizes, named))
            .chain(PICK_SIZES.iter().map(|sizes| (sizes, &forms[..])));
        for (&(pick_size, price_size), forms) in tries {
            let price = self.fitted_text(price, SEMI_BOLD_FIGURES, &[price_size], INNER * 0.5);
            let room = INNER - price.as_ref().map_or(0.0, |it| it.width() + PICK_GAP);
            if let Some(pick) = one_line(self.fonts, forms, DISPLAY, &[pick_size], room) {
                let baseline = top + 26.0 + pick_size * 0.78;
                self.text(&pick, LEFT, baseline, colours.0);
                if let Some(price) = price {
                    self.text_to(&price, RIGHT, baseline, colours.1);
                }
                return baseline + 12.0;
            }
        }
        self.wrapped_pick(&forms, price, colours, top)
    }

    fn wrapped_pick(
        &mut self,
        forms: &[String],
        price: &str,
        colours: (Rgb, Rgb),
        top: f32,
    ) -> f32 {
        let price = self.fitted_text(price, SEMI_BOLD_FIGURES, &[50.0, 44.0, 36.0], INNER * 0.5);
        let room = INNER - price.as_ref().map_or(0.0, |it| it.width() + PICK_GAP);
        let lines = PICK_WRAPPED.iter().find_map(|size| {
            forms
                .iter()
                .find_map(|it| wrapped(self.fonts, it, DISPLAY, *size, (room, 2)))
        });
        let lines = lines.unwrap_or_else(|| {
            forms.last().map_or_else(Vec::new, |it| {
                wrapped_or_cut(self.fonts, it, DISPLAY, 38.0, (room, 3))
            })
        });
        let size = lines.first().map_or(50.0, |it| it.size);
        let first = top + 24.0 + size * 0.78;
        for (number, line) in lines.iter().enumerate() {
            self.text(line, LEFT, first + size * 1.16 * number as f32, colours.0);
        }
        if let Some(price) = price {
            self.text_to(&price, RIGHT, first, colours.1);
        }
        first + size * 1.16 * (lines.len() as f32 - 1.0).max(0.0) + 12.0
    }

    /// A sentence on up to three lines, its first below `top`; returns where the next thing may
    /// start.
    pub(super) fn sentence(&mut self, sentence: &Words, top: f32) -> f32 {
        let forms = drawable_forms(self.fonts, sentence);
        let Some(shortest) = forms.last() else {
            return top + 20.0;
        };
        let lines = one_line(self.fonts, &forms, REGULAR, &[SENTENCE], INNER)
            .map(|it| vec![it])
            .or_else(|| wrapped(self.fonts, &forms[0], REGULAR, SENTENCE, (INNER, 2)))
            .unwrap_or_else(|| {
                wrapped_or_cut(self.fonts, &minus(shortest), REGULAR, TYPE_MIN, (INNER, 3))
            });
        let mut baseline = top;
        for line in &lines {
            baseline += SENTENCE_LINE;
            self.text(line, LEFT, baseline, self.theme.quiet);
        }
        baseline + 33.0
    }
}
