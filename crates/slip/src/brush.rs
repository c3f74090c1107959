//! What shapes are filled and drawn with.

use tiny_skia::Paint;

use crate::theme::Rgb;

/// A smooth-edged paint of one colour.
pub(crate) fn solid(colour: Rgb) -> Paint<'static> {
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    paint.set_color_rgba8(colour.red, colour.green, colour.blue, 255);
    paint
}
