//! Outside text stays what it is: words.

use proptest::collection::vec;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

fn shown(raw: &str) -> String {
    Said::name(raw).discord()
}

/// What a reader sees of a text for Discord: without what only keeps it from being acted on.
fn read(discord: &str) -> String {
    let mut out = String::new();
    let mut letters = discord.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => out.extend(letters.next()),
            '\u{2060}' | '\u{2068}' | '\u{2069}' => {}
            other => out.push(other),
        }
    }
    out
}

#[test]
fn a_name_that_would_mirror_the_sentence_is_read_as_it_is_typed() {
    assert_eq!(shown("evil\u{202e}gnp.exe"), r"evilgnp\.exe");
    assert_eq!(shown("\u{2067}abc\u{2069}\u{200f}"), "abc");
    // What runs from the right keeps to itself.
    assert_eq!(shown("דני"), "\u{2068}דני\u{2069}");
    assert_eq!(Said::name("دب 7").plain(), "\u{2068}دب 7\u{2069}");
    let twice = "\u{2069}\u{2068}ab\u{2069}\u{202d}c";
    assert_eq!(Said::name(twice).raw(), "\u{2068}abc\u{2069}");
}

#[test]
fn nothing_in_a_name_is_a_link_a_mention_or_markdown() {
    for (raw, said) in [
        ("https://evil.example/x", r"https\://evil\.example/x"),
        ("discord.gg/abc", r"discord\.gg/abc"),
        ("www.evil.example", r"www\.evil\.example"),
        (
            "[free](https://x.example)",
            r"\[free\]\(https\://x\.example\)",
        ),
        ("<@1234>", r"\<@1234\>"),
        ("<@&1234>", r"\<@&1234\>"),
        ("<#1234>", r"\<#1234\>"),
        ("</bet:1234>", r"\</bet\:1234\>"),
        ("<t:1234:R>", r"\<t\:1234\:R\>"),
        ("<:smile:1234>", r"\<\:smile\:1234\>"),
        (":smile:", r"\:smile\:"),
        ("@everyone", "@\u{2060}everyone"),
        (
            "**b** _i_ ~~s~~ `c` ||x||",
            r"\*\*b\*\* \_i\_ \~\~s\~\~ \`c\` \|\|x\|\|",
        ),
        ("# big", r"\# big"),
        ("-# small", r"\-# small"),
        ("> said", r"\> said"),
        ("1. first", r"1\. first"),
        ("a\nb\r\nc\u{2028}d", "a b c d"),
        (r"a\*b", r"a\\\*b"),
    ] {
        assert_eq!(shown(raw), said, "{raw}");
    }
    // What people are called stays as it is.
    for plain in [
        "J.J. Watt",
        "St. Louis",
        "Nizhny Novgorod",
        "Schalke 04",
        "#1 fan",
    ] {
        assert_eq!(read(&shown(plain)), plain);
    }
    assert_eq!(shown("St. Louis"), "St. Louis");
}

#[test]
fn a_label_shows_names_without_backslashes_and_leads_nowhere_when_pasted() {
    let plain = |raw| Said::name(raw).plain();
    assert_eq!(plain("*Bears*"), "*Bears*");
    assert_eq!(
        plain("https://x.example"),
        "https:\u{2060}//x.\u{2060}example"
    );
    assert_eq!(plain("discord.gg/abc"), "discord.\u{2060}gg/abc");
    assert_eq!(plain("@everyone"), "@\u{2060}everyone");
    assert_eq!(plain("<@1>"), "<\u{2060}@1>");
}

#[test]
fn a_tower_of_marks_is_cut_and_every_letter_stays() {
    let tower: String = "Zalgo"
        .chars()
        .flat_map(|it| std::iter::once(it).chain(std::iter::repeat_n('\u{338}', 40)))
        .collect();
    let letters: String = shown(&tower)
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    assert_eq!(letters, "Zalgo");
    assert!(shown(&tower).chars().count() <= 5 * 4);
    // Marks that belong to a letter stay, and one without a letter has no business.
    assert_eq!(shown("Nguye\u{302}\u{303}n"), "Nguy\u{1ec5}n");
    assert_eq!(shown("เก่ง"), "เก่ง");
    assert_eq!(shown("\u{301}\u{301}Bears"), "Bears");
}

#[test]
fn what_cannot_be_seen_is_no_name() {
    for unseen in [
        "",
        "  \t\n",
        "\u{200b}\u{200b}",
        "\u{2060}\u{feff}\u{ad}",
        "\u{3164}\u{115f}\u{ffa0}",
        "\u{2800}\u{2800}",
        "\u{e000}\u{e0041}",
        "\u{fe0f}\u{200d}",
        "\u{202e}\u{2066}",
        "\u{0}\u{7}",
        "\u{301}",
    ] {
        assert!(Said::name(unseen).is_empty(), "{unseen:?}");
        assert!(!is_seen(unseen), "{unseen:?}");
    }
    let text = crate::catalogue::Catalogue::get("en-US");
    assert_eq!(text.person("\u{200b}").discord(), "a member");
    assert_eq!(text.person("Vera").discord(), "Vera");
}

#[test]
fn emoji_stay_whole() {
    for emoji in ["👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "❤️", "🇨🇭", "👍🏽"]
    {
        assert_eq!(shown(emoji), emoji);
    }
    let chain = "👩\u{200d}".repeat(2_000);
    assert!(shown(&chain).chars().count() <= 16);
}

#[test]
fn a_long_text_is_cut_between_letters_and_shows_it() {
    let long = Said::outside(&"e\u{301}".repeat(5_000), 10).discord();
    assert_eq!(long, format!("{}…", "é".repeat(9)));
    assert_eq!(Said::outside("abc", 3).discord(), "abc");
    assert_eq!(Said::outside("ab cd", 4).discord(), "ab…");
}

#[test]
fn nothing_in_a_name_is_markup_of_a_page() {
    let said = wording_of("1 < 2 & ", "<script>alert('x')</script> \"Q\"").html();
    assert_eq!(
        said,
        "1 &lt; 2 &amp; &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;Q&quot;1 &lt; 2 &amp; "
    );
}

#[test]
fn our_own_words_keep_their_markdown_around_a_name() {
    let said = wording_of("**", "a*b").discord();
    assert_eq!(said, r"**a\*b**");
}

fn wording_of(ours: &'static str, raw: &str) -> Said {
    Said::from(ours).then(&Said::name(raw)).then(&ours.into())
}

/// Letters of every kind that somebody could try.
fn letter() -> impl Strategy<Value = char> {
    let special: Vec<char> = "\\*_~`|<>[]()#-+.:/@! 1aZ\n\u{0}\u{301}\u{338}\u{200d}\u{200b}\
        \u{202e}\u{2066}\u{2068}\u{2069}\u{fe0f}\u{3164}\u{2800}אبด한👩🏴\u{e0067}\u{e007f}"
        .chars()
        .collect();
    prop_oneof![prop::sample::select(special), any::<char>()]
}

fn raw() -> impl Strategy<Value = String> {
    vec(letter(), 0..80).prop_map(|it| it.into_iter().collect())
}

proptest! {
    #[test]
    fn any_text_is_bounded_and_steers_nothing(raw in raw(), most in 1_usize..40) {
        let said = Said::outside(&raw, most);
        prop_assert!(said.plain().graphemes(true).count() <= most + 4 * most);
        let seen = read(&said.discord());
        prop_assert!(seen.graphemes(true).count() <= most);
        for text in [said.discord(), said.plain(), said.drawn()] {
            let opens = text.matches('\u{2068}').count();
            prop_assert_eq!(opens, text.matches('\u{2069}').count());
            prop_assert!(opens <= 1);
            prop_assert!(!text.contains(|it: char| it.is_control()));
            let steers = |it| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}' | '\u{2067}');
            prop_assert!(!text.contains(steers));
        }
    }

    #[test]
    fn any_text_reads_as_it_was_cleaned(raw in raw()) {
        let said = Said::outside(&raw, 200);
        let kept = said.raw().replace(['\u{2068}', '\u{2069}'], "");
        prop_assert_eq!(read(&said.discord()), kept.clone());
        // Cleaning what was cleaned changes nothing.
        let again = Said::outside(&kept, 200);
        prop_assert_eq!(again.raw(), said.raw());
    }

    #[test]
    fn in_any_text_what_discord_would_act_on_is_escaped(raw in raw()) {
        let said = shown(&raw);
        let calls = said.to_lowercase();
        prop_assert!(!calls.contains("@everyone") && !calls.contains("@here"), "{said:?}");
        let mut escaped = false;
        for letter in said.chars() {
            let acts = matches!(
                letter,
                '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' | '(' | ')' | ':'
            );
            prop_assert!(!acts || escaped, "{said:?}");
            escaped = letter == '\\' && !escaped;
        }
        prop_assert!(!escaped, "{said:?}");
    }
}
