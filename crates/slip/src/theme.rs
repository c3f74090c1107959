//! Colours and distances by name, and the sums that say whether a colour can be read on another.

/// A colour without transparency, as written in `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Rgb {
    /// White.
    pub const WHITE: Self = Self::hex(0xff_ff_ff);

    /// Reads `0xrrggbb`, the form in which feeds and Discord give colours; higher bits are ignored.
    pub const fn hex(value: u32) -> Self {
        let [_, red, green, blue] = value.to_be_bytes();
        Self { red, green, blue }
    }

    /// This colour with `part` of 255 of `other` in it.
    #[must_use]
    pub fn mixed(self, other: Self, part: u8) -> Self {
        let mix = |from: u8, to: u8| {
            let sum = u32::from(from) * u32::from(255 - part) + u32::from(to) * u32::from(part);
            u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
        };
        Self {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
        }
    }

    /// Relative luminance, 0 to 1, as WCAG 2 defines it.
    pub fn luminance(self) -> f32 {
        let linear = |channel: u8| {
            let value = f32::from(channel) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Contrast of two colours, 1 to 21, as WCAG 2 defines it.
    pub fn contrast(self, other: Self) -> f32 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The nearest mix of this colour with `towards` that reaches `contrast` on `ground`.
    #[must_use]
    pub fn legible(self, ground: Self, towards: Self, contrast: f32) -> Self {
        (0..=u8::MAX)
            .step_by(15)
            .map(|part| self.mixed(towards, part))
            .find(|it| it.contrast(ground) >= contrast)
            .unwrap_or(towards)
    }
}

/// Which set of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// Light text on a near-black ground; what Discord shows most people.
    #[default]
    Dark,
    /// Dark text on a near-white ground.
    Light,
}

/// The colours of one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Behind everything.
    pub ground: Rgb,
    /// Behind what is lifted off the ground: neutral pills.
    pub raised: Rgb,
    /// Lines between rows.
    pub rule: Rgb,
    /// The border of a pill that is not filled.
    pub border: Rgb,
    /// What is to be read first.
    pub text: Rgb,
    /// The price: strong, yet after the pick.
    pub price: Rgb,
    /// Everything else that is read.
    pub quiet: Rgb,
    /// Signs and money of an open ticket.
    pub open: Rgb,
    /// Signs and money of a winner.
    pub won: Rgb,
    /// Signs and money of a loser.
    pub lost: Rgb,
    /// Signs and money of what came back.
    pub neutral: Rgb,
    /// What the member bet at, on a chart.
    pub yours: Rgb,
    /// A winner's pill.
    pub won_pill: Rgb,
    /// A loser's pill.
    pub lost_pill: Rgb,
    /// Text on filled pills.
    pub pill_text: Rgb,
}

/// The least contrast of text on what is behind it.
pub const CONTRAST_MIN: f32 = 4.5;

/// The least contrast of a shape that carries no letters.
pub const SHAPE_CONTRAST_MIN: f32 = 3.0;

impl Theme {
    /// The dark theme.
    pub const DARK: Self = Self {
        ground: Rgb::hex(0x14_17_1c),
        raised: Rgb::hex(0x24_2a_33),
        rule: Rgb::hex(0x24_2a_33),
        border: Rgb::hex(0x3c_45_52),
        text: Rgb::hex(0xf2_f4_f7),
        price: Rgb::hex(0xc9_d1_dc),
        quiet: Rgb::hex(0x98_a2_b3),
        open: Rgb::hex(0x6e_a8_ff),
        won: Rgb::hex(0x32_d5_83),
        lost: Rgb::hex(0xf9_70_66),
        neutral: Rgb::hex(0x98_a2_b3),
        yours: Rgb::hex(0xfd_b0_22),
        won_pill: Rgb::hex(0x12_b7_6a),
        lost_pill: Rgb::hex(0xf0_44_38),
        pill_text: Rgb::hex(0x08_0a_0d),
    };

    /// The light theme.
    pub const LIGHT: Self = Self {
        ground: Rgb::hex(0xfc_fc_fd),
        raised: Rgb::hex(0xe9_ec_f0),
        rule: Rgb::hex(0xe1_e5_ea),
        border: Rgb::hex(0xc2_c9_d3),
        text: Rgb::hex(0x14_17_1c),
        price: Rgb::hex(0x36_3f_4d),
        quiet: Rgb::hex(0x52_5d_6e),
        open: Rgb::hex(0x1d_5f_d0),
        won: Rgb::hex(0x06_78_47),
        lost: Rgb::hex(0xc5_28_1c),
        neutral: Rgb::hex(0x52_5d_6e),
        yours: Rgb::hex(0xb5_47_08),
        won_pill: Rgb::hex(0x12_b7_6a),
        lost_pill: Rgb::hex(0xf0_5a_4f),
        pill_text: Rgb::hex(0x08_0a_0d),
    };

    /// The colours of a theme by its name.
    pub const fn of(name: ThemeName) -> &'static Self {
        match name {
            ThemeName::Dark => &Self::DARK,
            ThemeName::Light => &Self::LIGHT,
        }
    }

    /// Each pair of a text colour and what it stands on, with their names.
    pub fn text_pairs(&self) -> [(&'static str, Rgb, Rgb); 12] {
        [
            ("text on ground", self.text, self.ground),
            ("price on ground", self.price, self.ground),
            ("quiet on ground", self.quiet, self.ground),
            ("open on ground", self.open, self.ground),
            ("won on ground", self.won, self.ground),
            ("lost on ground", self.lost, self.ground),
            ("neutral on ground", self.neutral, self.ground),
            ("yours on ground", self.yours, self.ground),
            ("text on raised", self.text, self.raised),
            ("quiet on raised", self.quiet, self.raised),
            ("pill text on won pill", self.pill_text, self.won_pill),
            ("pill text on lost pill", self.pill_text, self.lost_pill),
        ]
    }
}
