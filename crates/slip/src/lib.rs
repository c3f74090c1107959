#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod alt;
mod brush;
mod chart;
mod crest;
mod encode;
mod fit;
mod kit;
mod layout;
mod marker;
mod paint;
mod palette;
mod picture;
mod scene;
mod sprite;
mod text;
mod theme;
mod view;

pub use alt::{ALT_CHARS_MAX, alt_text};
pub use chart::{ChartView, CourseView, LevelView, Mark, MarkView, Spot, TimeView, chart_alt};
pub use encode::encode;
pub use kit::{Kit, KitError};
pub use layout::{HEIGHT_MAX, TYPE_MIN, WIDTH, layout, layout_chart};
pub use paint::paint;
pub use picture::{PICTURE_EDGE_MAX, Picture, PictureError};
pub use scene::{Item, Place, Scene, Sign, Sprite, TextItem};
pub use text::draws;
pub use theme::{CONTRAST_MIN, Rgb, SHAPE_CONTRAST_MIN, Theme, ThemeName};
pub use view::{
    Body, Correction, CrestView, Entrant, Foot, GameLine, LegView, Look, MemberView, Name,
    ParlayView, SingleView, SlipView, State, Words,
};

/// Why a picture was not drawn.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The layout came to no pixels.
    #[error("the picture has no size")]
    Size,
    /// The pixels could not be written.
    #[error("cannot write the picture as png")]
    Write(#[from] png::EncodingError),
}

/// Draws a slip as a PNG of [`WIDTH`] pixels across, its corners transparent.
///
/// Takes about a millisecond of one core; call it where blocking is allowed.
///
/// # Errors
///
/// Only for faults of this crate: every [`SlipView`] can be drawn.
pub fn render(view: &SlipView, kit: &Kit) -> Result<Vec<u8>, RenderError> {
    written(&layout(view, kit), kit)
}

/// Draws a chart as a PNG of [`WIDTH`] pixels across, its corners transparent.
///
/// Takes about a millisecond of one core; call it where blocking is allowed.
///
/// # Errors
///
/// Only for faults of this crate: every [`ChartView`] can be drawn.
pub fn render_chart(view: &ChartView, kit: &Kit) -> Result<Vec<u8>, RenderError> {
    written(&layout_chart(view, kit), kit)
}

fn written(scene: &Scene, kit: &Kit) -> Result<Vec<u8>, RenderError> {
    let pixmap = paint(scene, kit).ok_or(RenderError::Size)?;
    let png = encode(&pixmap);
    kit.recycle(pixmap);
    Ok(png?)
}
