//! Our own names of competitors, by which feeds that know nothing of each other mean the same one.

use unicode_normalization::UnicodeNormalization;

/// The name in lower-case letters and digits without accents, hyphens between the words.
/// Competitors get their ids from it: a name that is changed in a table makes another competitor.
pub(crate) fn slug(name: &str) -> String {
    let plain = name.nfd().flat_map(letters).collect::<String>();
    let words = plain.split(|it: char| !it.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|it| !it.is_empty()).collect();
    words.join("-").to_ascii_lowercase()
}

/// Letters that Unicode does not take apart, as they are written without their strokes.
fn letters(letter: char) -> impl Iterator<Item = char> {
    let plain = match letter {
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        _ => "",
    };
    plain.chars().chain(Some(letter).filter(char::is_ascii))
}

/// A bookmaker's name made into a code: `espn_bet`. Feeds that name one alike mean the same one.
pub(crate) fn word(name: &str) -> String {
    let words = name.split(|it: char| !it.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|it| !it.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() {
        return "unnamed".to_owned();
    }
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_the_plain_name() {
        assert_eq!(slug("Chicago Bears"), "chicago-bears");
        assert_eq!(slug("Atlético Madrid"), "atletico-madrid");
        assert_eq!(slug("Brighton & Hove Albion"), "brighton-hove-albion");
        assert_eq!(slug("St. Louis Rams"), "st-louis-rams");
        assert_eq!(slug("Bodø/Glimt"), "bodo-glimt");
        assert_eq!(slug("Başakşehir"), "basaksehir");
        assert_eq!(slug("Kasımpaşa"), "kasimpasa");
    }
}
