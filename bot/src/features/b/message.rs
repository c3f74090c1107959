//! The words of a message, without what Discord shows in place of them.

/// What makes letters bold, slanted, hidden or code.
const MARKS: [char; 4] = ['*', '`', '~', '|'];
/// What stands around text that is struck out.
const STRUCK: &str = "~~";
/// What begins a line that quotes.
const QUOTES: [&str; 2] = [">>> ", "> "];

/// What a message says: without text that is struck out, since its author took it back, without
/// mentions, emoji, times and links to commands, and without the marks of quotes and of letters
/// that look otherwise.
pub(super) fn words(message: &str) -> String {
    let kept = without_tags(&without_struck(message));
    let lines = kept.lines().map(|line| {
        let line = line.trim_start();
        let quoted = QUOTES.iter().find_map(|it| line.strip_prefix(it));
        quoted.unwrap_or(line)
    });
    let lines: Vec<&str> = lines.collect();
    let text = lines.join("\n").replace(MARKS, "");
    text.trim().to_owned()
}

fn without_struck(message: &str) -> String {
    let mut kept = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, behind)) = rest.split_once(STRUCK) {
        let Some((_, after)) = behind.split_once(STRUCK) else {
            break;
        };
        kept.push_str(before);
        // The words on both sides do not become one.
        kept.push(' ');
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// Without `<@1>`, `<@!1>`, `<@&1>`, `<#1>`, `<:name:1>`, `<a:name:1>`, `<t:1:R>`, `</name:1>` and
/// `<id:guide>`. Any other `<` stays: it can be `under`.
fn without_tags(message: &str) -> String {
    let mut kept = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, behind)) = rest.split_once('<') {
        kept.push_str(before);
        match behind.split_once('>').filter(|(tag, _)| is_tag(tag)) {
            Some((_, after)) => {
                kept.push(' ');
                rest = after;
            }
            None => {
                kept.push('<');
                rest = behind;
            }
        }
    }
    kept.push_str(rest);
    kept
}

fn is_tag(tag: &str) -> bool {
    const BEGIN: [&str; 8] = ["@", "#", ":", "a:", "t:", "/", "id:", "sound:"];
    BEGIN.iter().any(|it| tag.starts_with(it)) && !tag.contains(['<', '\n'])
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_discord_shows_in_place_of_words_is_left_out() {
        for (message, expected) in [
            ("**Bears +3.5** 2u", "Bears +3.5 2u"),
            ("<@123> bears +3.5 2u", "bears +3.5 2u"),
            ("<@!123><@&4> bears ml <#5>", "bears ml"),
            ("bears ml 2u <:fire:9> <a:money:10>", "bears ml 2u"),
            ("bears ml <t:1764590000:R>", "bears ml"),
            ("</b:77> bears ml", "bears ml"),
            ("> bears ml 2u", "bears ml 2u"),
            ("lebron < 27.5 points", "lebron < 27.5 points"),
            ("lebron <27.5 points > 3", "lebron <27.5 points > 3"),
            ("~~bears ml 2u~~ lions ml 1u", "lions ml 1u"),
            ("~~bears~~", ""),
            ("a~~b~~c", "a c"),
            ("~~bears ml", "bears ml"),
            ("||bears ml|| `2u`", "bears ml 2u"),
            ("***", ""),
        ] {
            assert_eq!(words(message), expected, "{message}");
        }
    }
}
