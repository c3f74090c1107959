//! The slip in words, for people who cannot see the picture: made from the same [`SlipView`].

use crate::view::{Body, Entrant, LegView, SlipView, Words};

/// How many characters Discord takes as the description of an attachment.
pub const ALT_CHARS_MAX: usize = 1024;

/// What the picture of `view` shows, in reading order, in at most [`ALT_CHARS_MAX`] characters.
///
/// Legs that would not fit are counted with the words of `ParlayView::more`.
pub fn alt_text(view: &SlipView) -> String {
    let mut parts = vec![format!("{}: {}", member(view), view.state_word.trim())];
    let mut tail = Vec::new();
    if let Some(correction) = &view.correction {
        tail.push(joined(&[&correction.word, &correction.note], ": "));
    }
    let foot = &view.foot;
    let stake = joined(&[&foot.stake_label, &foot.stake], " ");
    tail.push(joined(&[&stake, foot.note.longest(), &foot.money], ", "));
    match &view.body {
        Body::Single(single) => {
            if let Some(game) = &single.game {
                let (first, second) = (entrant(&game.first), entrant(&game.second));
                parts.push(joined(&[&first, &game.joiner, &second], " "));
            }
            parts.push(single.event.longest().to_owned());
            parts.push(joined(&[single.pick.longest(), &single.price], ", "));
            parts.push(single.sentence.longest().to_owned());
        }
        Body::Parlay(parlay) => {
            parts.push(joined(&[parlay.title.longest(), &parlay.price], ", "));
            parts.push(
                parlay
                    .sentence
                    .as_ref()
                    .map_or("", Words::longest)
                    .to_owned(),
            );
            let room = ALT_CHARS_MAX.saturating_sub(length(&parts) + length(&tail));
            parts.extend(legs(&parlay.legs, &parlay.more, room));
        }
    }
    parts.extend(tail);
    let text = sentences(&parts);
    text.chars().take(ALT_CHARS_MAX).collect()
}

fn member(view: &SlipView) -> &str {
    let name = view.member.name.trim();
    if name.is_empty() {
        view.member.fallback.trim()
    } else {
        name
    }
}

fn entrant(entrant: &Entrant) -> String {
    joined(
        &[&entrant.name.full, entrant.score.as_deref().unwrap_or("")],
        " ",
    )
}

/// As many legs as have room, and a word for the others.
fn legs(legs: &[LegView], more: &[String], room: usize) -> Vec<String> {
    let all: Vec<String> = (1..)
        .zip(legs)
        .map(|(number, leg)| {
            let said = [
                leg.pick.longest(),
                &leg.price,
                &leg.state_word,
                leg.note.longest(),
            ];
            format!("{number}. {}", joined(&said, ", "))
        })
        .collect();
    if length(&all) <= room {
        return all;
    }
    let rest = |left: usize| {
        let word = left.checked_sub(1).and_then(|it| more.get(it)).cloned();
        word.unwrap_or_else(|| format!("+{left}"))
    };
    let said = (0..all.len())
        .rev()
        .find(|said| length(&all[..*said]) + rest(all.len() - said).chars().count() + 2 <= room);
    let said = said.unwrap_or(0);
    let mut out = all[..said].to_vec();
    out.push(rest(all.len() - said));
    out
}

/// Characters of `parts` once they are sentences.
fn length(parts: &[String]) -> usize {
    parts.iter().map(|it| it.chars().count() + 2).sum()
}

/// The parts that say something, with `between` between them.
fn joined(parts: &[&str], between: &str) -> String {
    let said: Vec<&str> = parts
        .iter()
        .map(|it| it.trim())
        .filter(|it| !it.is_empty())
        .collect();
    said.join(between)
}

/// The parts that say something, each ended as a sentence.
pub(crate) fn sentences(parts: &[String]) -> String {
    let said = parts.iter().map(|it| it.trim()).filter(|it| !it.is_empty());
    let ended = said.map(|it| {
        if it.ends_with(['.', '!', '?', ':']) {
            it.to_owned()
        } else {
            format!("{it}.")
        }
    });
    ended.collect::<Vec<_>>().join(" ")
}
