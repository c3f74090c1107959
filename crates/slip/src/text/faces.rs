//! The bundled faces, in the order in which they are asked for a letter.

use super::Weight;

/// One font file.
pub(super) struct File {
    pub(super) name: &'static str,
    /// The weights that it is asked for.
    pub(super) weights: &'static [Weight],
    pub(super) bytes: &'static [u8],
    /// Width of an extra stroke, in ems, for a face whose one weight is too thin beside bold.
    pub(super) embolden: f32,
}

const ALL: &[Weight] = &[
    Weight::Regular,
    Weight::SemiBold,
    Weight::Bold,
    Weight::Display,
];
const BOLD: &[Weight] = &[Weight::SemiBold, Weight::Bold, Weight::Display];

macro_rules! file {
    ($name:literal, $weights:expr) => {
        file!($name, $weights, 0.0)
    };
    ($name:literal, $weights:expr, $embolden:expr) => {
        File {
            name: $name,
            weights: $weights,
            bytes: include_bytes!(concat!("../../../../assets/fonts/", $name, ".ttf")),
            embolden: $embolden,
        }
    };
}

/// Inter first; where it has no letter, the first of the others that has.
pub(super) const FILES: [File; 15] = [
    file!("Inter-Regular", &[Weight::Regular]),
    file!("Inter-SemiBold", &[Weight::SemiBold]),
    file!("Inter-Bold", &[Weight::Bold]),
    file!("InterDisplay-Bold", &[Weight::Display]),
    file!("NotoSansArabicUI-Regular", &[Weight::Regular]),
    file!("NotoSansArabicUI-Bold", BOLD),
    file!("NotoSansHebrew-Bold", ALL),
    file!("NotoSansArmenian-Bold", ALL),
    file!("NotoSansGeorgian-Bold", ALL),
    file!("NotoSansThaiUI-Bold", ALL),
    file!("NotoSansDevanagariUI-Bold", ALL),
    file!("DroidSansFallback", ALL, 0.03),
    file!("NotoSansKR-Bold", ALL),
    file!("NotoSansSymbols-Bold", ALL),
    file!("NotoSansSymbols2-Regular", ALL),
];

/// Characters that take no place of their own, so that no face needs a shape for them.
pub(super) fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || is_steering(letter)
        || matches!(
            letter,
            '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2060}'..='\u{2064}'
                | '\u{2068}'
                | '\u{2069}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Characters that change the direction of what follows, or end the line. The first strong isolate
/// and its end are none of them: they keep the direction of what is between them to itself.
pub(super) fn is_steering(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}' | '\u{2067}')
        || matches!(letter, '\u{2028}' | '\u{2029}')
}
