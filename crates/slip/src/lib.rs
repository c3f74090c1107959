#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod alt;
mod brush;
mod crest;
mod encode;
mod fit;
mod kit;
mod layout;
mod paint;
mod palette;
mod picture;
mod scene;
mod sprite;
mod text;
mod theme;
mod view;

pub use alt::{ALT_CHARS_MAX, alt_text};
pub use encode::encode;
pub use kit::{Kit, KitError};
pub use layout::{HEIGHT_MAX, TYPE_MIN, WIDTH, layout};
pub use paint::paint;
pub use picture::{PICTURE_EDGE_MAX, Picture, PictureError};
pub use scene::{Item, Place, Scene, Sign, Sprite, TextItem};
pub use text::draws;
pub use theme::{CONTRAST_MIN, Rgb, SHAPE_CONTRAST_MIN, Theme, ThemeName};
pub use view::{
    Body, Correction, CrestView, Entrant, Foot, GameLine, LegView, Look, MemberView, Name,
    ParlayView, SingleView, SlipView, State, Words,
};

/// Why a slip was not drawn.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The layout came to no pixels.
    #[error("the slip has no size")]
    Size,
    /// The pixels could not be written.
    #[error("cannot write the slip as png")]
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
    let scene = layout(view, kit);
    let pixmap = paint(&scene, kit).ok_or(RenderError::Size)?;
    let png = encode(&pixmap);
    kit.recycle(pixmap);
    Ok(png?)
}
