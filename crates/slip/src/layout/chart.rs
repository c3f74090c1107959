//! The chart of a moving line: its words above, the chart with its values, what is marked below.

use super::head::HALF_CAPITAL;
use super::{
    BOLD, Draft, INNER, LEFT, REGULAR, REGULAR_FIGURES, RIGHT, SEMI_BOLD, SEMI_BOLD_FIGURES,
    TYPE_MIN, WIDTH,
};
use crate::chart::{ChartView, CourseView, Mark, MarkView, Spot};
use crate::fit::{Fitted, drawable_forms, one_line, wrapped_or_cut};
use crate::kit::Kit;
use crate::scene::{Item, Place, Scene, Sprite};
use crate::text::Cut;
use crate::theme::{Rgb, Theme};
use crate::view::Words;

/// The first baseline, and what a row of small type takes.
const FIRST: f32 = 74.0;
const ROW: f32 = 44.0;
/// The chart's height, and what stands free above and below it.
const PLOT: f32 = 300.0;
const AROUND: f32 = 34.0;
/// What values beside the chart take at most.
const LEVELS_MAX: f32 = 130.0;
/// Values that are nearer to each other than this stand on each other.
const LEVEL_APART: f32 = 34.0;
/// How thick a line is.
const PEN: i32 = 6;
/// The dashes of the second line and of the third, and what is left free between them.
const DASHES: [Option<(i32, i32)>; 3] = [None, Some((22, 12)), Some((8, 10))];
/// A marker's edge, on the chart and beside its words.
const MARKER: u32 = 40;
/// Below the last row.
const FOOT: f32 = 36.0;

/// Where the chart itself is.
#[derive(Clone, Copy)]
struct Plot {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl Plot {
    fn x(self, across: f32) -> f32 {
        self.left + (self.right - self.left) * across.clamp(0.0, 1.0)
    }

    fn y(self, up: f32) -> f32 {
        self.bottom - (self.bottom - self.top) * up.clamp(0.0, 1.0)
    }
}

/// Gives everything on a chart its place. Every view has a layout.
pub fn layout_chart(view: &ChartView, kit: &Kit) -> Scene {
    let theme = Theme::of(view.look.theme);
    let mut draft = Draft {
        fonts: &kit.fonts,
        theme,
        items: Vec::with_capacity(96),
    };
    let top = draft.chart_head(view) + AROUND;
    let levels = draft.levels(view, (top, top + PLOT));
    let widest = levels.iter().map(|it| it.0.width()).fold(0.0, f32::max);
    let plot = Plot {
        left: LEFT + widest + 16.0 + MARKER as f32 / 2.0,
        right: RIGHT - MARKER as f32 / 2.0,
        top,
        bottom: top + PLOT,
    };
    draft.grid(&levels, plot);
    let drawn = view.courses.iter().zip(DASHES);
    for (nth, (course, dashes)) in drawn.enumerate() {
        let colour = draft.course_colour(nth);
        draft.course(course, plot, dashes, colour);
    }
    for mark in &view.marks {
        draft.mark(mark, plot);
    }
    let below = draft.times(view, plot);
    let below = draft.names(view, below);
    let end = draft.legend(view, below);
    Scene {
        width: WIDTH,
        height: (end + FOOT).ceil() as u32,
        ground: theme.ground,
        items: draft.items,
    }
}

impl Draft<'_> {
    /// What moved, of which game, whose prices; returns the last baseline.
    fn chart_head(&mut self, view: &ChartView) -> f32 {
        let mut baseline = FIRST;
        let colour = self.theme.text;
        if let Some(title) = self.first_form(&view.title, BOLD, &[44.0, 38.0, 32.0, TYPE_MIN]) {
            self.text(&title, LEFT, baseline, colour);
            baseline += ROW;
        }
        for words in [&view.game, &view.source] {
            if let Some(line) = self.first_form(words, REGULAR, &[30.0, TYPE_MIN]) {
                self.text(&line, LEFT, baseline, self.theme.quiet);
                baseline += ROW;
            }
        }
        baseline - ROW
    }

    /// The first form that fits on a line, or what of the shortest does.
    fn first_form(&self, words: &Words, cut: Cut, sizes: &[f32]) -> Option<Fitted> {
        self.form_within(words, cut, sizes, INNER)
    }

    fn form_within(&self, words: &Words, cut: Cut, sizes: &[f32], width: f32) -> Option<Fitted> {
        let forms = drawable_forms(self.fonts, words);
        one_line(self.fonts, &forms, cut, sizes, width).or_else(|| {
            let lines = wrapped_or_cut(self.fonts, forms.last()?, cut, TYPE_MIN, (width, 1));
            lines.into_iter().next()
        })
    }

    /// The values beside the chart with the heights of their middles.
    fn levels(&self, view: &ChartView, (top, bottom): (f32, f32)) -> Vec<(Fitted, f32)> {
        let mut levels: Vec<(Fitted, f32)> = Vec::new();
        for level in &view.levels {
            let y = bottom - (bottom - top) * level.up.clamp(0.0, 1.0);
            let is_free = levels.iter().all(|it| (it.1 - y).abs() >= LEVEL_APART);
            let text = self.fitted_text(&level.label, REGULAR_FIGURES, &[TYPE_MIN], LEVELS_MAX);
            levels.extend(text.filter(|_| is_free).map(|it| (it, y)));
        }
        levels
    }

    fn grid(&mut self, levels: &[(Fitted, f32)], plot: Plot) {
        for (text, y) in levels {
            let baseline = y + text.size * HALF_CAPITAL;
            self.text_to(
                text,
                plot.left - 12.0 - MARKER as f32 / 2.0,
                baseline,
                self.theme.quiet,
            );
            self.rule(plot.left, *y - 1.0, RIGHT - plot.left);
        }
    }

    /// The colour of a line; lines differ by their dashes, too.
    const fn course_colour(&self, nth: usize) -> Rgb {
        match nth {
            0 => self.theme.open,
            1 => self.theme.won,
            _ => self.theme.price,
        }
    }

    fn course(&mut self, course: &CourseView, plot: Plot, dashes: Option<(i32, i32)>, colour: Rgb) {
        let ends = course.steps.iter().skip(1).map(|it| it.across);
        let ends = ends.chain([course.until]);
        let mut before: Option<f32> = None;
        for (step, end) in course.steps.iter().zip(ends) {
            let (from, to) = (plot.x(step.across), plot.x(end.max(step.across)));
            let y = plot.y(step.up);
            if let Some(before) = before {
                let (high, low) = (before.min(y), before.max(y));
                self.stroke(
                    (from, high),
                    (PEN as f32, low - high + PEN as f32),
                    dashes,
                    colour,
                );
            }
            self.stroke(
                (from, y),
                (to - from + PEN as f32, PEN as f32),
                dashes,
                colour,
            );
            before = Some(y);
        }
    }

    /// A bar across or down whose pen starts at a place; dashes start where the chart does, so that
    /// those of one line after the other go on.
    fn stroke(
        &mut self,
        (left, top): (f32, f32),
        (across, down): (f32, f32),
        dashes: Option<(i32, i32)>,
        colour: Rgb,
    ) {
        let half = PEN / 2;
        let place = Place {
            left: left.round() as i32 - half,
            top: top.round() as i32 - half,
            width: across.round() as i32,
            height: down.round() as i32,
        };
        let Some((dash, gap)) = dashes else {
            self.items.push(Item::Rect { place, colour });
            return;
        };
        let is_across = place.width >= place.height;
        let (start, length) = if is_across {
            (place.left, place.width)
        } else {
            (place.top, place.height)
        };
        let mut at = start - start.rem_euclid(dash + gap);
        while at < start + length {
            let (from, to) = (at.max(start), (at + dash).min(start + length));
            if to > from {
                let place = if is_across {
                    Place {
                        left: from,
                        width: to - from,
                        ..place
                    }
                } else {
                    Place {
                        top: from,
                        height: to - from,
                        ..place
                    }
                };
                self.items.push(Item::Rect { place, colour });
            }
            at += dash + gap;
        }
    }

    const fn mark_colour(&self, mark: Mark) -> Rgb {
        match mark {
            Mark::Open | Mark::Close | Mark::Now => self.theme.text,
            Mark::Yours => self.theme.yours,
        }
    }

    fn marker(&mut self, mark: Mark, (middle, height): (f32, f32)) {
        let half = MARKER as f32 / 2.0;
        let marker = Sprite::Marker {
            mark,
            size: MARKER,
            colour: self.mark_colour(mark),
            ground: self.theme.ground,
        };
        self.sprite(middle - half, height - half, marker);
    }

    fn mark(&mut self, mark: &MarkView, plot: Plot) {
        let Spot { across, up } = mark.spot;
        self.marker(mark.mark, (plot.x(across), plot.y(up)));
    }

    /// The moments under the chart; returns where the next row's middle is.
    fn times(&mut self, view: &ChartView, plot: Plot) -> f32 {
        let baseline = plot.bottom + AROUND + 24.0;
        let mut taken: Vec<(f32, f32)> = Vec::new();
        let ends = view.times.first().into_iter().chain(view.times.last());
        let between = view.times.iter();
        for time in ends.chain(between) {
            let text = self.fitted_text(&time.label, REGULAR_FIGURES, &[TYPE_MIN], INNER / 2.0);
            let Some(text) = text else { continue };
            let most = RIGHT - text.width();
            let left = (plot.x(time.across) - text.width() / 2.0).clamp(plot.left.min(most), most);
            let right = left + text.width();
            if taken
                .iter()
                .all(|it| right + 24.0 <= it.0 || it.1 + 24.0 <= left)
            {
                self.text(&text, left, baseline, self.theme.quiet);
                taken.push((left, right));
            }
        }
        baseline + ROW
    }

    /// Which line is whose, where there are several; returns where the next row's middle is.
    fn names(&mut self, view: &ChartView, mut middle: f32) -> f32 {
        if view.courses.len() < 2 {
            return middle;
        }
        let drawn = view.courses.iter().zip(DASHES);
        for (nth, (course, dashes)) in drawn.enumerate() {
            let colour = self.course_colour(nth);
            self.stroke((LEFT + 3.0, middle), (70.0, PEN as f32), dashes, colour);
            let words = Words::from(course.name.as_str());
            let left = LEFT + 94.0;
            let text = self.form_within(&words, SEMI_BOLD, &[TYPE_MIN], RIGHT - left);
            if let Some(text) = text {
                let baseline = middle + text.size * HALF_CAPITAL;
                self.text(&text, left, baseline, self.theme.text);
            }
            middle += ROW;
        }
        middle
    }

    /// Every mark with its words, two in a row where both have room; returns the last middle.
    fn legend(&mut self, view: &ChartView, first: f32) -> f32 {
        const BESIDE: f32 = MARKER as f32 + 14.0;
        let half = INNER / 2.0;
        let (mut middle, mut left) = (first, LEFT);
        let mut last = first - ROW;
        for mark in &view.marks {
            let cut = SEMI_BOLD_FIGURES;
            let forms = drawable_forms(self.fonts, &mark.label);
            let short = one_line(self.fonts, &forms, cut, &[TYPE_MIN], half - BESIDE - 16.0);
            let is_short = short.is_some();
            let text =
                short.or_else(|| self.form_within(&mark.label, cut, &[TYPE_MIN], INNER - BESIDE));
            let Some(text) = text else { continue };
            if !is_short && left > LEFT {
                (middle, left) = (middle + ROW, LEFT);
            }
            self.marker(mark.mark, (left + MARKER as f32 / 2.0, middle));
            let baseline = middle + text.size * HALF_CAPITAL;
            self.text(&text, left + BESIDE, baseline, self.theme.text);
            last = middle;
            if is_short && left == LEFT {
                left = LEFT + half;
            } else {
                (middle, left) = (middle + ROW, LEFT);
            }
        }
        last + MARKER as f32 / 2.0
    }
}
