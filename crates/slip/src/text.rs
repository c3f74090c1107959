//! Text: shaped once, measured without a size, outlined into masks that are kept.
//!
//! A [`Line`] is in ems, so that trying a smaller type costs a multiplication. Letters that Inter
//! lacks come from the fallback faces, letter by letter; right-to-left runs are set in order.

mod canvas;
mod faces;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Buffer, Direction, Feature, Font, GlyphId, ShapeOptions, ShaperFont, Tag};
use tiny_skia::{FillRule, Mask, Path, PathBuilder, Stroke, Transform};
use unicode_bidi::BidiInfo;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

pub(crate) use self::canvas::Canvas;
use self::faces::{FILES, File, is_invisible, is_steering};

/// A cut of the type. `Display` is drawn for large sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
    Bold,
    Display,
}

/// Whether figures keep one width (prices, money, scores) or their own (prose, names).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Figures {
    Tabular,
    Proportional,
}

/// How a piece of text is set, but for its size.
pub(crate) type Cut = (Weight, Figures);

/// Shaped text in ems.
#[derive(Debug, Default)]
pub(crate) struct Line {
    glyphs: Vec<Glyph>,
    /// From the pen's start to its end.
    pub(crate) advance: f32,
}

#[derive(Debug, Clone, Copy)]
struct Glyph {
    face: u8,
    id: u32,
    x: f32,
    y: f32,
}

/// How much of each pixel a glyph covers.
struct GlyphMask {
    left: i32,
    top: i32,
    width: u32,
    coverage: Box<[u8]>,
}

/// One glyph at one size on one quarter of a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct MaskKey {
    face: u8,
    id: u32,
    size: u32,
    quarter: u8,
}

/// Places on the pixel grid between which glyphs may start.
const QUARTERS: f32 = 4.0;

/// How many shaped texts are kept before all are dropped: some hundred slips' worth.
const LINES_MAX: usize = 4096;

/// How many bytes of masks are kept before all are dropped.
const MASK_BYTES_MAX: usize = 4 << 20;

/// One font file.
struct Face {
    font: Font,
    units_per_em: f32,
    /// Width of an extra stroke, in ems: faces that come in one weight are made bold with it.
    embolden: f32,
}

/// Every face, and what has been made of them so far.
pub(crate) struct Fonts {
    faces: Vec<Face>,
    lines: RwLock<HashMap<Cut, Lines>>,
    masks: RwLock<Masks>,
}

/// Shaped texts of one cut.
type Lines = HashMap<Box<str>, Arc<Line>>;

#[derive(Default)]
struct Masks {
    by_key: HashMap<MaskKey, Option<Arc<GlyphMask>>>,
    bytes: usize,
}

impl Fonts {
    /// Opens every bundled face; the name of the first that cannot be read is the error.
    pub(crate) fn load() -> Result<Self, &'static str> {
        let open = |file: &File| {
            let font = Font::new(file.bytes, 0).ok_or(file.name)?;
            let units_per_em = f32::from(font.units_per_em());
            Ok(Face {
                font,
                units_per_em,
                embolden: file.embolden,
            })
        };
        Ok(Self {
            faces: FILES.iter().map(open).collect::<Result<_, _>>()?,
            lines: RwLock::default(),
            masks: RwLock::default(),
        })
    }

    /// Whether every letter of `text` has a shape in some face.
    pub(crate) fn covers(&self, text: &str) -> bool {
        text.chars()
            .all(|it| is_invisible(it) || self.face_of(it, Weight::Bold).is_some())
    }

    /// `text` in letters that can be drawn: fancy letters are made plain, what no face has is
    /// left out, and so is everything that could turn the direction of what follows.
    pub(crate) fn drawable(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            let plain: String = if self.covers(cluster) {
                cluster.chars().filter(|it| !is_steering(*it)).collect()
            } else {
                cluster.nfkc().filter(|it| !is_invisible(*it)).collect()
            };
            if plain.chars().all(char::is_whitespace) {
                out.push(' ');
            } else if self.covers(&plain) {
                out.push_str(&plain);
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Shapes `text`, or finds what an earlier call made of it.
    pub(crate) fn line(&self, text: &str, cut: Cut) -> Arc<Line> {
        {
            let lines = self.lines.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(line) = lines.get(&cut).and_then(|it| it.get(text)) {
                return Arc::clone(line);
            }
        }
        let line = Arc::new(self.shape(text, cut));
        let mut lines = self.lines.write().unwrap_or_else(PoisonError::into_inner);
        let lines = lines.entry(cut).or_default();
        if lines.len() >= LINES_MAX {
            lines.clear();
        }
        lines.insert(text.into(), Arc::clone(&line));
        line
    }

    fn face_of(&self, letter: char, weight: Weight) -> Option<u8> {
        let fits = |index: &usize| {
            let font = &self.faces[*index].font;
            FILES[*index].weights.contains(&weight) && font.charmap().map_unicode(letter).is_some()
        };
        (0..self.faces.len())
            .find(fits)
            .and_then(|it| u8::try_from(it).ok())
    }

    fn shape(&self, text: &str, (weight, figures): Cut) -> Line {
        let mut line = Line::default();
        let bidi = BidiInfo::new(text, None);
        for paragraph in &bidi.paragraphs {
            let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let rtl = levels[run.start].is_rtl();
                let mut pieces = self.pieces(&text[run], weight);
                if rtl {
                    pieces.reverse();
                }
                for (face, piece) in pieces {
                    self.shape_piece(&mut line, face, piece, rtl, figures);
                }
            }
        }
        line
    }

    /// Cuts a run where the face changes; what has no shape of its own stays with its neighbour.
    fn pieces<'t>(&self, run: &'t str, weight: Weight) -> Vec<(u8, &'t str)> {
        let mut starts: Vec<(u8, usize)> = Vec::new();
        for (at, cluster) in run.grapheme_indices(true) {
            let last = starts.last().map(|it| it.0);
            let whole = |face: u8| {
                let map = self.faces[usize::from(face)].font.charmap();
                cluster
                    .chars()
                    .all(|it| is_invisible(it) || map.map_unicode(it).is_some())
            };
            let face = match last {
                Some(face) if cluster == " " && whole(face) => face,
                _ => cluster
                    .chars()
                    .find(|it| !is_invisible(*it))
                    .and_then(|it| self.face_of(it, weight))
                    .or(last)
                    .unwrap_or(0),
            };
            if last != Some(face) {
                starts.push((face, at));
            }
        }
        let ends = starts
            .iter()
            .skip(1)
            .map(|it| it.1)
            .chain([run.len()])
            .collect::<Vec<_>>();
        starts
            .iter()
            .zip(ends)
            .map(|(&(face, start), end)| (face, &run[start..end]))
            .collect()
    }

    fn shape_piece(&self, line: &mut Line, face: u8, text: &str, rtl: bool, figures: Figures) {
        let Face {
            font,
            units_per_em,
            embolden,
        } = &self.faces[usize::from(face)];
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        let direction = if rtl {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        };
        buffer.set_direction(direction);
        buffer.guess_segment_properties();
        let tabular = [Feature::new(Tag::new(b"tnum"), 1, ..)];
        let features = if figures == Figures::Tabular {
            &tabular[..]
        } else {
            &[]
        };
        let options = ShapeOptions::new().features(features);
        // A buffer with a direction is refused by no face; were it, the text would be missing,
        // which is better than a slip that is missing.
        if harfrust::shape(&ShaperFont::new(font), &mut buffer, options).is_err() {
            return;
        }
        let em = |units: i32| units as f32 / units_per_em;
        for (info, place) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            line.glyphs.push(Glyph {
                face,
                id: info.glyph_id,
                x: line.advance + em(place.x_offset) + embolden / 2.0,
                y: em(place.y_offset),
            });
            line.advance += em(place.x_advance) + embolden;
        }
    }

    /// Draws `line` with its pen at `x` on `baseline` over opaque pixels.
    pub(crate) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        line: &Line,
        x: f32,
        baseline: f32,
        size: f32,
    ) {
        for glyph in &line.glyphs {
            let left = ((x + glyph.x * size) * QUARTERS).round() / QUARTERS;
            let whole = left.floor();
            let key = MaskKey {
                face: glyph.face,
                id: glyph.id,
                size: size.to_bits(),
                quarter: ((left - whole) * QUARTERS) as u8,
            };
            if let Some(mask) = self.mask(key) {
                let top = (baseline - glyph.y * size).round() as i32 + mask.top;
                canvas.cover(whole as i32 + mask.left, top, mask.width, &mask.coverage);
            }
        }
    }

    fn mask(&self, key: MaskKey) -> Option<Arc<GlyphMask>> {
        {
            let masks = self.masks.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(mask) = masks.by_key.get(&key) {
                return mask.clone();
            }
        }
        let mask = self.rasterise(key).map(Arc::new);
        let mut masks = self.masks.write().unwrap_or_else(PoisonError::into_inner);
        if masks.bytes > MASK_BYTES_MAX {
            *masks = Masks::default();
        }
        masks.bytes += mask.as_ref().map_or(0, |it| it.coverage.len()) + size_of::<MaskKey>();
        masks.by_key.insert(key, mask.clone());
        mask
    }

    fn rasterise(&self, key: MaskKey) -> Option<GlyphMask> {
        let face = self.faces.get(usize::from(key.face))?;
        let size = f32::from_bits(key.size);
        let path = self.outline(key.face, key.id, size)?;
        let path = path.transform(Transform::from_translate(
            f32::from(key.quarter) / QUARTERS,
            0.0,
        ))?;
        let bold = (face.embolden > 0.0).then(|| {
            let stroke = Stroke {
                width: face.embolden * size,
                ..Stroke::default()
            };
            path.stroke(&stroke, 1.0)
        });
        let bold = bold.flatten();
        let bounds = bold.as_ref().map_or(path.bounds(), Path::bounds);
        let (left, top) = (bounds.left().floor() as i32, bounds.top().floor() as i32);
        let width = u32::try_from(bounds.right().ceil() as i32 - left).ok()?;
        let height = u32::try_from(bounds.bottom().ceil() as i32 - top).ok()?;
        let mut mask = Mask::new(width, height)?;
        let place = Transform::from_translate(-left as f32, -top as f32);
        mask.fill_path(&path, FillRule::Winding, true, place);
        if let Some(bold) = bold {
            mask.fill_path(&bold, FillRule::Winding, true, place);
        }
        Some(GlyphMask {
            left,
            top,
            width,
            coverage: mask.take().into_boxed_slice(),
        })
    }

    fn outline(&self, face: u8, id: u32, size: f32) -> Option<Path> {
        let face = self.faces.get(usize::from(face))?;
        let mut sink = Outline {
            path: PathBuilder::new(),
            scale: size / face.units_per_em,
        };
        let glyph = face.font.outline_glyphs().get(GlyphId::new(id))?;
        glyph
            .draw(&DrawOptions::new(), DrawMemory::Scratch, &mut sink)
            .ok()?;
        sink.path.finish()
    }

    /// The outline of a whole line, its pen starting at the origin; for letters that are part of
    /// a drawing.
    pub(crate) fn path(&self, line: &Line, size: f32) -> Option<Path> {
        let mut all = PathBuilder::new();
        for glyph in &line.glyphs {
            let place = Transform::from_translate(glyph.x * size, -glyph.y * size);
            if let Some(path) = self.outline(glyph.face, glyph.id, size)
                && let Some(path) = path.transform(place)
            {
                all.push_path(&path);
            }
        }
        all.finish()
    }
}

/// Whether anything of `text` can be seen on a picture: some letter of it has a shape in a bundled
/// face. An emoji may have none, and then the picture would say nothing.
pub fn draws(text: &str) -> bool {
    static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(|| Fonts::load().ok());
    FONTS.as_ref().is_some_and(|fonts| {
        let drawable = fonts.drawable(text);
        let line = fonts.shape(&drawable, (Weight::Bold, Figures::Proportional));
        fonts.path(&line, MEASURE_SIZE).is_some()
    })
}

/// A size at which a shape is looked for, in pixels.
const MEASURE_SIZE: f32 = 32.0;

struct Outline {
    path: PathBuilder,
    scale: f32,
}

impl PathSink for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(x * self.scale, -y * self.scale);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(x * self.scale, -y * self.scale);
    }
    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let s = self.scale;
        self.path.quad_to(cx0 * s, -cy0 * s, x * s, -y * s);
    }
    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let s = self.scale;
        self.path
            .cubic_to(cx0 * s, -cy0 * s, cx1 * s, -cy1 * s, x * s, -y * s);
    }
    fn close(&mut self) {
        self.path.close();
    }
}
