//! The shield that stands for a competitor: its two colours and its code, readable on any two.

use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Paint, Path, PathBuilder,
    Pixmap, Point, Rect, SpreadMode, Stroke, Transform,
};

use crate::brush::solid;
use crate::scene::crest_height;
use crate::text::{Figures, Fonts, Weight};
use crate::theme::{CONTRAST_MIN, Rgb, SHAPE_CONTRAST_MIN};

/// The darker of the two inks that letters on a shield are drawn in.
const DARK_INK: Rgb = Rgb::hex(0x0b_0d_11);

/// The colours of a shield's letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CrestInk {
    /// The letters themselves.
    pub(crate) letters: Rgb,
    /// A line around them, where one of the halves is too near to the letters' colour.
    pub(crate) halo: Option<Rgb>,
}

/// White or near-black, whichever reads better on the worse of the two halves; a halo in the
/// other one where even that is not enough.
pub(crate) fn ink_on(primary: Rgb, secondary: Rgb) -> CrestInk {
    let worst = |ink: Rgb| ink.contrast(primary).min(ink.contrast(secondary));
    let (letters, other) = if worst(Rgb::WHITE) * 1.6 >= worst(DARK_INK) {
        (Rgb::WHITE, DARK_INK)
    } else {
        (DARK_INK, Rgb::WHITE)
    };
    CrestInk {
        letters,
        halo: (worst(letters) < CONTRAST_MIN).then_some(other),
    }
}

/// Draws a shield `width` pixels across that stands on `ground`.
pub(crate) fn draw(
    fonts: &Fonts,
    code: &str,
    (primary, secondary): (Rgb, Rgb),
    width: u32,
    ground: Rgb,
) -> Option<Pixmap> {
    let height = crest_height(width);
    let mut pixmap = Pixmap::new(width, height)?;
    let (across, down) = (width as f32, height as f32);
    let line = (across / 26.0).max(2.0);
    let shield = shield(line / 2.0, line / 2.0, across - line, down - line)?;
    let mut clip = tiny_skia::Mask::new(width, height)?;
    clip.fill_path(&shield, FillRule::Winding, true, Transform::identity());

    let half = Rect::from_xywh(0.0, 0.0, across / 2.0, down)?;
    let other = Rect::from_xywh(across / 2.0, 0.0, across / 2.0, down)?;
    let still = Transform::identity();
    pixmap.fill_rect(half, &solid(primary), still, Some(&clip));
    pixmap.fill_rect(other, &solid(secondary), still, Some(&clip));
    // Where the halves are one colour, the second is a shade of it, so that it stays a shield.
    if primary.contrast(secondary) < 1.15 {
        let mut shade = Paint {
            anti_alias: true,
            ..Paint::default()
        };
        shade.set_color_rgba8(0, 0, 0, 44);
        pixmap.fill_rect(other, &shade, still, Some(&clip));
    }
    light_from_above(&mut pixmap, &shield);

    let outline = Stroke {
        width: line,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    pixmap.stroke_path(
        &shield,
        &solid(border(primary, secondary, ground)),
        &outline,
        still,
        None,
    );
    letters(&mut pixmap, fonts, code, ink_on(primary, secondary));
    Some(pixmap)
}

/// A soft light on the upper half, so that the shield is not flat.
fn light_from_above(pixmap: &mut Pixmap, shield: &Path) -> Option<()> {
    let down = pixmap.height() as f32;
    let shader = LinearGradient::new(
        Point::from_xy(0.0, 0.0),
        Point::from_xy(0.0, down),
        vec![
            GradientStop::new(0.0, Color::from_rgba8(255, 255, 255, 40)),
            GradientStop::new(0.55, Color::from_rgba8(255, 255, 255, 0)),
            GradientStop::new(1.0, Color::from_rgba8(0, 0, 0, 36)),
        ],
        SpreadMode::Pad,
        Transform::identity(),
    )?;
    let paint = Paint {
        shader,
        anti_alias: true,
        ..Paint::default()
    };
    pixmap.fill_path(
        shield,
        &paint,
        FillRule::Winding,
        Transform::identity(),
        None,
    );
    Some(())
}

/// A quiet border; lifted where a half would sink into the ground.
fn border(primary: Rgb, secondary: Rgb, ground: Rgb) -> Rgb {
    let away = if ground.luminance() < 0.2 {
        Rgb::WHITE
    } else {
        DARK_INK
    };
    let sinks = [primary, secondary]
        .iter()
        .any(|it| it.contrast(ground) < SHAPE_CONTRAST_MIN);
    ground.mixed(away, if sinks { 96 } else { 56 })
}

fn letters(pixmap: &mut Pixmap, fonts: &Fonts, code: &str, ink: CrestInk) -> Option<()> {
    let (across, down) = (pixmap.width() as f32, pixmap.height() as f32);
    let line = fonts.line(code, (Weight::Bold, Figures::Proportional));
    if line.advance <= 0.0 {
        return None;
    }
    let size = (across * 0.40).min(across * 0.80 / line.advance);
    let path = fonts.path(&line, size)?;
    let bounds = path.bounds();
    let x = (across - bounds.width()) / 2.0 - bounds.left();
    let y = down * 0.47 - (bounds.top() + bounds.bottom()) / 2.0;
    let place = Transform::from_translate(x, y);
    if let Some(halo) = ink.halo {
        let around = Stroke {
            width: (size * 0.22).max(2.5),
            line_join: LineJoin::Round,
            line_cap: LineCap::Round,
            ..Stroke::default()
        };
        pixmap.stroke_path(&path, &solid(halo), &around, place, None);
    }
    pixmap.fill_path(&path, &solid(ink.letters), FillRule::Winding, place, None);
    Some(())
}

/// The outline: a flat top that dips toward its corners, straight flanks, a soft point.
fn shield(left: f32, top: f32, width: f32, height: f32) -> Option<Path> {
    let x = |part: f32| left + width * part;
    let y = |part: f32| top + height * part;
    let mut path = PathBuilder::new();
    path.move_to(x(0.5), y(0.0));
    path.cubic_to(x(0.66), y(0.07), x(0.82), y(0.10), x(1.0), y(0.10));
    path.line_to(x(1.0), y(0.52));
    path.cubic_to(x(1.0), y(0.78), x(0.74), y(0.93), x(0.5), y(1.0));
    path.cubic_to(x(0.26), y(0.93), x(0.0), y(0.78), x(0.0), y(0.52));
    path.line_to(x(0.0), y(0.10));
    path.cubic_to(x(0.18), y(0.10), x(0.34), y(0.07), x(0.5), y(0.0));
    path.close();
    path.finish()
}
