//! What holds in a server before anybody typed `/setup`: guessed from its language and size.

use chrono_tz::Tz;
use shared::id::GuildId;
use shared::price::OddsFormat;
use shared::settings::{SHARED_SLIPS_FROM_MEMBERS, ServerSettings, SlipAudience};

/// A server's settings before any change.
pub fn defaults(guild: GuildId, locale: &str, member_count: u32) -> ServerSettings {
    ServerSettings {
        time_zone: time_zone(locale),
        odds_format: odds_format(locale),
        slip_audience: if member_count > SHARED_SLIPS_FROM_MEMBERS {
            SlipAudience::Shared
        } else {
            SlipAudience::Everyone
        },
        ..ServerSettings::defaults(guild)
    }
}

/// The zone in which most people live who use Discord in that language.
pub fn time_zone(locale: &str) -> Tz {
    match locale {
        "en-US" => Tz::America__New_York,
        "en-GB" => Tz::Europe__London,
        "de" => Tz::Europe__Berlin,
        "fr" => Tz::Europe__Paris,
        "es-ES" => Tz::Europe__Madrid,
        "es-419" => Tz::America__Mexico_City,
        "pt-BR" => Tz::America__Sao_Paulo,
        "it" => Tz::Europe__Rome,
        "nl" => Tz::Europe__Amsterdam,
        "pl" => Tz::Europe__Warsaw,
        "da" => Tz::Europe__Copenhagen,
        "no" => Tz::Europe__Oslo,
        "sv-SE" => Tz::Europe__Stockholm,
        "fi" => Tz::Europe__Helsinki,
        "cs" => Tz::Europe__Prague,
        "hu" => Tz::Europe__Budapest,
        "hr" => Tz::Europe__Zagreb,
        "ro" => Tz::Europe__Bucharest,
        "bg" => Tz::Europe__Sofia,
        "el" => Tz::Europe__Athens,
        "lt" => Tz::Europe__Vilnius,
        "tr" => Tz::Europe__Istanbul,
        "uk" => Tz::Europe__Kyiv,
        "ru" => Tz::Europe__Moscow,
        "hi" => Tz::Asia__Kolkata,
        "th" => Tz::Asia__Bangkok,
        "vi" => Tz::Asia__Ho_Chi_Minh,
        "id" => Tz::Asia__Jakarta,
        "zh-CN" => Tz::Asia__Shanghai,
        "zh-TW" => Tz::Asia__Taipei,
        "ja" => Tz::Asia__Tokyo,
        "ko" => Tz::Asia__Seoul,
        _ => Tz::UTC,
    }
}

/// How odds are written where that language is spoken.
pub fn odds_format(locale: &str) -> OddsFormat {
    match locale {
        "en-US" => OddsFormat::American,
        "en-GB" => OddsFormat::Fractional,
        _ => OddsFormat::Decimal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_server_posts_slips_only_when_they_are_shared() {
        let audience = |members| defaults(GuildId::new(1), "en-US", members).slip_audience;
        assert_eq!(audience(250), SlipAudience::Everyone);
        assert_eq!(audience(251), SlipAudience::Shared);
    }

    #[test]
    fn a_german_server_reads_decimal_odds_in_berlin_time() {
        let settings = defaults(GuildId::new(1), "de", 10);
        assert_eq!(settings.odds_format, OddsFormat::Decimal);
        assert_eq!(settings.time_zone, Tz::Europe__Berlin);
    }
}
