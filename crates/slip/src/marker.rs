//! The shapes that mark places on a chart, told apart without their colours.

use tiny_skia::{FillRule, LineJoin, PathBuilder, Pixmap, Rect, Stroke, Transform};

use crate::brush::solid;
use crate::chart::Mark;
use crate::theme::Rgb;

/// How many units a marker is drawn in.
const UNITS: f32 = 24.0;
/// The edge in the ground's colour that parts a marker from the line under it, in units.
const HALO: f32 = 5.0;
/// How thick the ring is, in units.
const RING: f32 = 4.5;

/// Draws a marker `size` pixels across on that ground.
pub(crate) fn draw(mark: Mark, size: u32, colour: Rgb, ground: Rgb) -> Option<Pixmap> {
    let mut pixmap = Pixmap::new(size, size)?;
    let unit = size as f32 / UNITS;
    let still = Transform::from_scale(unit, unit);
    let mut path = PathBuilder::new();
    match mark {
        Mark::Open => path.push_circle(12.0, 12.0, 7.0),
        Mark::Close => path.push_rect(Rect::from_xywh(5.0, 5.0, 14.0, 14.0)?),
        Mark::Yours => polygon(
            &mut path,
            &[(12.0, 2.5), (21.5, 12.0), (12.0, 21.5), (2.5, 12.0)],
        ),
        Mark::Now => polygon(&mut path, &[(5.0, 3.5), (20.5, 12.0), (5.0, 20.5)]),
    }
    let path = path.finish()?;
    let halo = Stroke {
        width: HALO,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    let (ink, behind) = (solid(colour), solid(ground));
    pixmap.stroke_path(&path, &behind, &halo, still, None);
    if mark == Mark::Open {
        let ring = Stroke {
            width: RING,
            ..Stroke::default()
        };
        pixmap.fill_path(&path, &behind, FillRule::Winding, still, None);
        pixmap.stroke_path(&path, &ink, &ring, still, None);
    } else {
        pixmap.fill_path(&path, &ink, FillRule::Winding, still, None);
    }
    Some(pixmap)
}

fn polygon(path: &mut PathBuilder, corners: &[(f32, f32)]) {
    for (nth, (x, y)) in corners.iter().enumerate() {
        if nth == 0 {
            path.move_to(*x, *y);
        } else {
            path.line_to(*x, *y);
        }
    }
    path.close();
}
