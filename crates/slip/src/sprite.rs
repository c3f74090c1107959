//! Drawings that are rasterised once and then only copied: pills, signs, discs, logos.

use tiny_skia::{
    Color, FillRule, FilterQuality, GradientStop, LineCap, LineJoin, LinearGradient, Mask, Paint,
    Path, PathBuilder, Pixmap, PixmapPaint, Point, Rect, SpreadMode, Stroke, Transform,
};

use crate::brush::solid;
use crate::crest;
use crate::marker;
use crate::picture::Picture;
use crate::scene::{PILL_BORDER, Sign, Sprite};
use crate::text::{Figures, Fonts, Weight};
use crate::theme::Rgb;

/// Pairs of colours for discs with initials; white letters read on all of them.
pub(crate) const DISCS: [(Rgb, Rgb); 8] = [
    (Rgb::hex(0x2f_6f_e4), Rgb::hex(0x7a_3f_f2)),
    (Rgb::hex(0x0d_7d_6c), Rgb::hex(0x1b_62_b5)),
    (Rgb::hex(0xb8_35_7a), Rgb::hex(0x7d_33_c9)),
    (Rgb::hex(0xc2_46_0a), Rgb::hex(0xc4_2b_4b)),
    (Rgb::hex(0x3a_70_1e), Rgb::hex(0x0b_74_6c)),
    (Rgb::hex(0x4b_55_c9), Rgb::hex(0xa0_36_a8)),
    (Rgb::hex(0x0e_70_96), Rgb::hex(0x44_50_d6)),
    (Rgb::hex(0xd0_33_5c), Rgb::hex(0x9a_2f_b8)),
];

/// The radius of a pill's corners, in pixels.
const PILL_RADIUS: f32 = 14.0;

/// How far a circle's control points stand from its ends, as a part of the radius.
const ROUND: f32 = 0.552_284_8;

/// Rasterises a sprite; `None` only for one without pixels.
pub(crate) fn draw(fonts: &Fonts, sprite: &Sprite) -> Option<Pixmap> {
    match sprite {
        Sprite::Pill {
            width,
            height,
            fill,
            border,
        } => pill(*width, *height, *fill, *border),
        Sprite::Sign { sign, size, colour } => draw_sign(*sign, *size, *colour),
        Sprite::Marker {
            mark,
            size,
            colour,
            ground,
        } => marker::draw(*mark, *size, *colour, *ground),
        Sprite::Crest {
            code,
            primary,
            secondary,
            width,
            ground,
        } => crest::draw(fonts, code, (*primary, *secondary), *width, *ground),
        Sprite::Logo {
            picture,
            width,
            height,
        } => logo(picture, *width, *height),
        Sprite::Avatar { picture, size } => avatar(picture, *size),
        Sprite::Monogram {
            initials,
            seed,
            size,
        } => monogram(fonts, initials, *seed, *size),
    }
}

/// A rectangle with corners of `radius`.
pub(crate) fn round_rect(rect: Rect, radius: f32) -> Option<Path> {
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    let near = radius * (1.0 - ROUND);
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(right - near, top, right, top + near, right, top + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(
        right,
        bottom - near,
        right - near,
        bottom,
        right - radius,
        bottom,
    );
    path.line_to(left + radius, bottom);
    path.cubic_to(
        left + near,
        bottom,
        left,
        bottom - near,
        left,
        bottom - radius,
    );
    path.line_to(left, top + radius);
    path.cubic_to(left, top + near, left + near, top, left + radius, top);
    path.close();
    path.finish()
}

fn pill(width: u32, height: u32, fill: Rgb, border: Option<Rgb>) -> Option<Pixmap> {
    let mut pixmap = Pixmap::new(width, height)?;
    let inset = if border.is_some() {
        PILL_BORDER / 2.0
    } else {
        0.0
    };
    let (across, down) = (width as f32 - 2.0 * inset, height as f32 - 2.0 * inset);
    let path = round_rect(Rect::from_xywh(inset, inset, across, down)?, PILL_RADIUS)?;
    pixmap.fill_path(
        &path,
        &solid(fill),
        FillRule::Winding,
        Transform::identity(),
        None,
    );
    if let Some(border) = border {
        let stroke = Stroke {
            width: PILL_BORDER,
            ..Stroke::default()
        };
        pixmap.stroke_path(&path, &solid(border), &stroke, Transform::identity(), None);
    }
    Some(pixmap)
}

fn draw_sign(sign: Sign, size: u32, colour: Rgb) -> Option<Pixmap> {
    let mut pixmap = Pixmap::new(size, size)?;
    let unit = size as f32 / 24.0;
    let still = Transform::from_scale(unit, unit);
    let pen = Stroke {
        width: if matches!(sign, Sign::Turn | Sign::Dot) {
            2.8
        } else {
            4.0
        },
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    let mut path = PathBuilder::new();
    match sign {
        Sign::Ring | Sign::HalfRing => path.push_circle(12.0, 12.0, 8.0),
        Sign::Check => {
            path.move_to(3.5, 13.0);
            path.line_to(9.2, 18.5);
            path.line_to(20.5, 6.0);
        }
        Sign::Cross => {
            path.move_to(5.0, 5.0);
            path.line_to(19.0, 19.0);
            path.move_to(19.0, 5.0);
            path.line_to(5.0, 19.0);
        }
        Sign::Bar => {
            path.move_to(4.0, 12.0);
            path.line_to(20.0, 12.0);
        }
        Sign::Dot => path.push_circle(12.0, 12.0, 0.8),
        Sign::Turn => {
            // Three quarters of a circle, open at the upper left, and its arrow's two strokes.
            let near = 8.0 * ROUND;
            path.move_to(4.0, 12.0);
            path.cubic_to(4.0, 12.0 + near, 12.0 - near, 20.0, 12.0, 20.0);
            path.cubic_to(12.0 + near, 20.0, 20.0, 12.0 + near, 20.0, 12.0);
            path.cubic_to(20.0, 12.0 - near, 12.0 + near, 4.0, 12.0, 4.0);
            path.line_to(5.5, 4.0);
            path.move_to(9.0, 1.6);
            path.line_to(5.5, 4.0);
            path.line_to(9.0, 6.6);
        }
    }
    pixmap.stroke_path(&path.finish()?, &solid(colour), &pen, still, None);
    if sign == Sign::HalfRing {
        let mut half = PathBuilder::new();
        let near = 8.0 * ROUND;
        half.move_to(12.0, 4.0);
        half.cubic_to(12.0 - near, 4.0, 4.0, 12.0 - near, 4.0, 12.0);
        half.cubic_to(4.0, 12.0 + near, 12.0 - near, 20.0, 12.0, 20.0);
        half.close();
        pixmap.fill_path(
            &half.finish()?,
            &solid(colour),
            FillRule::Winding,
            still,
            None,
        );
    }
    Some(pixmap)
}

/// Halves a picture until it is less than twice the size asked for, so that the last step, which
/// looks at four pixels only, misses none.
fn shrunk(picture: &Picture, scale: f32) -> Option<(Pixmap, f32)> {
    let (mut pixmap, mut scale) = (picture.pixmap().clone(), scale);
    while scale <= 0.5 && pixmap.width() > 1 && pixmap.height() > 1 {
        let (width, height) = (pixmap.width() / 2, pixmap.height() / 2);
        let mut half = Pixmap::new(width, height)?;
        let row = pixmap.width() as usize * 4;
        let from = pixmap.data();
        for (y, line) in half
            .data_mut()
            .chunks_exact_mut(width as usize * 4)
            .enumerate()
        {
            for (x, pixel) in line.chunks_exact_mut(4).enumerate() {
                let at = y * 2 * row + x * 8;
                for (channel, out) in pixel.iter_mut().enumerate() {
                    let sum: u16 = [at, at + 4, at + row, at + row + 4]
                        .iter()
                        .map(|it| u16::from(from[it + channel]))
                        .sum();
                    *out = ((sum + 2) / 4) as u8;
                }
            }
        }
        (pixmap, scale) = (half, scale * 2.0);
    }
    Some((pixmap, scale))
}

/// Puts `picture` in the middle of `width` by `height`; `cover` fills all of it, else all is seen.
fn placed(picture: &Picture, (width, height): (u32, u32), cover: bool) -> Option<Pixmap> {
    let from = picture.pixmap();
    let across = width as f32 / from.width() as f32;
    let down = height as f32 / from.height() as f32;
    let scale = if cover {
        across.max(down)
    } else {
        across.min(down)
    };
    let (shrunk, scale) = shrunk(picture, scale)?;
    let x = (width as f32 - shrunk.width() as f32 * scale) / 2.0;
    let y = (height as f32 - shrunk.height() as f32 * scale) / 2.0;
    let mut pixmap = Pixmap::new(width, height)?;
    let paint = PixmapPaint {
        quality: FilterQuality::Bilinear,
        ..PixmapPaint::default()
    };
    let place = Transform::from_row(scale, 0.0, 0.0, scale, x, y);
    pixmap.draw_pixmap(0, 0, shrunk.as_ref(), &paint, place, None);
    Some(pixmap)
}

fn logo(picture: &Picture, width: u32, height: u32) -> Option<Pixmap> {
    placed(picture, (width, height), false)
}

fn disc(size: u32) -> Option<Path> {
    let half = size as f32 / 2.0;
    PathBuilder::from_circle(half, half, half)
}

fn avatar(picture: &Picture, size: u32) -> Option<Pixmap> {
    let mut pixmap = placed(picture, (size, size), true)?;
    let mut mask = Mask::new(size, size)?;
    mask.fill_path(&disc(size)?, FillRule::Winding, true, Transform::identity());
    pixmap.apply_mask(&mask);
    Some(pixmap)
}

fn monogram(fonts: &Fonts, initials: &str, seed: u8, size: u32) -> Option<Pixmap> {
    let (from, to) = DISCS[usize::from(seed) % DISCS.len()];
    let colour = |it: Rgb| Color::from_rgba8(it.red, it.green, it.blue, 255);
    let shader = LinearGradient::new(
        Point::from_xy(0.0, 0.0),
        Point::from_xy(size as f32, size as f32),
        vec![
            GradientStop::new(0.0, colour(from)),
            GradientStop::new(1.0, colour(to)),
        ],
        SpreadMode::Pad,
        Transform::identity(),
    )?;
    let mut pixmap = Pixmap::new(size, size)?;
    let paint = Paint {
        shader,
        anti_alias: true,
        ..Paint::default()
    };
    let still = Transform::identity();
    pixmap.fill_path(&disc(size)?, &paint, FillRule::Winding, still, None);

    let line = fonts.line(initials, (Weight::Bold, Figures::Proportional));
    let type_size = (size as f32 * 0.46).min(size as f32 * 0.74 / line.advance.max(0.1));
    if let Some(path) = fonts.path(&line, type_size) {
        let bounds = path.bounds();
        let x = size as f32 / 2.0 - (bounds.left() + bounds.right()) / 2.0;
        let y = size as f32 / 2.0 - (bounds.top() + bounds.bottom()) / 2.0;
        let place = Transform::from_translate(x, y);
        pixmap.fill_path(&path, &solid(Rgb::WHITE), FillRule::Winding, place, None);
    }
    Some(pixmap)
}
