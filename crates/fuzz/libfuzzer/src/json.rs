//! Changes of JSON that leave it JSON: made-up bytes would seldom get past its grammar.

use std::sync::LazyLock;

use serde_json::Value;

/// The words of the form, one a line, in quotation marks.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../words.dict").lines();
    lines
        .filter_map(|it| it.strip_prefix('"')?.strip_suffix('"'))
        .collect()
});

/// Numbers that follow from a seed (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u32) -> Self {
        Self(seed.into())
    }

    /// From 0, below `sides`. 0 of nothing.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        match u64::try_from(sides) {
            Ok(sides @ 1..) => usize::try_from(mixed % sides).unwrap_or(0),
            _ => 0,
        }
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }
}

/// A text of JSON with one to four things changed.
pub(crate) fn changed(text: &[u8], dice: &mut Dice) -> Option<String> {
    let mut json: Value = serde_json::from_slice(text).ok()?;
    for _ in 0..=dice.below(4) {
        let spare = picked(&json, dice).clone();
        let place = dice.below(count(&json));
        change(nth(&mut json, place)?, spare, dice);
    }
    Some(json.to_string())
}

/// The first text with one thing of it replaced by one of the other that has the same name.
pub(crate) fn crossed(one: &[u8], other: &[u8], dice: &mut Dice) -> Option<String> {
    let mut json: Value = serde_json::from_slice(one).ok()?;
    let other: Value = serde_json::from_slice(other).ok()?;
    let name = [
        "legs", "game", "market", "price", "rules", "kind", "scores", "entrants", "ending",
        "players",
    ];
    let name = name[dice.below(name.len())];
    let (mut from, mut to) = (Vec::new(), Vec::new());
    named(&other, name, &mut from);
    named(&json, name, &mut to);
    let spare = (*from.get(dice.below(from.len()))?).clone();
    let mut left = (!to.is_empty()).then(|| dice.below(to.len()));
    replace(&mut json, name, &spare, &mut left);
    Some(json.to_string())
}

fn count(json: &Value) -> usize {
    1 + match json {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// The value that stands at that place, counted from the outside in.
fn nth(json: &mut Value, place: usize) -> Option<&mut Value> {
    if place == 0 {
        return Some(json);
    }
    let inner: Vec<&mut Value> = match json {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => return None,
    };
    let mut left = place - 1;
    for value in inner {
        let size = count(value);
        if left < size {
            return nth(value, left);
        }
        left -= size;
    }
    None
}

fn picked<'a>(json: &'a Value, dice: &mut Dice) -> &'a Value {
    let mut at = json;
    loop {
        let inner: Vec<&Value> = match at {
            Value::Array(items) => items.iter().collect(),
            Value::Object(fields) => fields.values().collect(),
            _ => return at,
        };
        if inner.is_empty() || dice.below(6) == 0 {
            return at;
        }
        at = inner[dice.below(inner.len())];
    }
}

fn change(value: &mut Value, spare: Value, dice: &mut Dice) {
    if dice.below(12) == 0 {
        *value = spare;
        return;
    }
    match value {
        Value::Null => *value = Value::String(dice.word().to_owned()),
        Value::Bool(it) => *it = !*it,
        Value::Number(_) => *value = whole(value, dice),
        Value::String(text) => *text = spelled(text, dice),
        Value::Array(items) => {
            let at = dice.below(items.len());
            match dice.below(4) {
                0 if !items.is_empty() => drop(items.remove(at)),
                1 if !items.is_empty() => items.swap(0, at),
                2 => items.push(spare),
                _ => items.extend(items.get(at).cloned()),
            }
        }
        Value::Object(fields) => {
            let names: Vec<String> = fields.keys().cloned().collect();
            let name = names.get(dice.below(names.len())).cloned();
            match (dice.below(4), name) {
                (0, Some(name)) => drop(fields.remove(&name)),
                // A price in another format, a leg with another's field.
                (1, Some(name)) => {
                    let moved = fields.remove(&name);
                    fields.extend(moved.map(|it| (dice.word().to_owned(), it)));
                }
                (2, _) => drop(fields.insert(dice.word().to_owned(), spare)),
                _ => {
                    let word = Value::String(dice.word().to_owned());
                    fields.insert(dice.word().to_owned(), word);
                }
            }
        }
    }
}

fn whole(value: &Value, dice: &mut Dice) -> Value {
    const FAR: [i64; 9] = [0, 1, 2, 3, 25, 255, 65_536, i32::MAX as i64, i64::MAX];
    let now = value.as_i64().unwrap_or_default();
    match dice.below(4) {
        0 => now.wrapping_add(1),
        1 => now.wrapping_sub(1),
        2 => i64::try_from(dice.below(12)).unwrap_or_default(),
        _ => FAR[dice.below(FAR.len())],
    }
    .into()
}

/// Another word, or the number that it is a little off.
fn spelled(text: &str, dice: &mut Dice) -> String {
    const ENDS: [&str; 8] = ["", ".25", ".5", ".75", ".0", "0", "/3", "."];
    let mut text = text.to_owned();
    match dice.below(6) {
        0 if text.starts_with('-') => text.replacen('-', "+", 1),
        0 => format!("-{}", text.trim_start_matches('+')),
        1 => {
            let whole = text.split(['.', '/']).next().unwrap_or_default();
            format!("{whole}{}", ENDS[dice.below(ENDS.len())])
        }
        2 => {
            let digits: Vec<usize> = text
                .match_indices(|it: char| it.is_ascii_digit())
                .map(|(at, _)| at)
                .collect();
            if let Some(at) = digits.get(dice.below(digits.len())) {
                let digit = dice.below(10).to_string();
                text.replace_range(*at..=*at, &digit);
            }
            text
        }
        _ => dice.word().to_owned(),
    }
}

fn named<'a>(json: &'a Value, name: &str, found: &mut Vec<&'a Value>) {
    match json {
        Value::Array(items) => items.iter().for_each(|it| named(it, name, found)),
        Value::Object(fields) => {
            found.extend(fields.get(name));
            fields.values().for_each(|it| named(it, name, found));
        }
        _ => {}
    }
}

/// Replaces one of what `named` finds, in its order, and counts the others down.
fn replace(json: &mut Value, name: &str, spare: &Value, left: &mut Option<usize>) {
    match json {
        Value::Array(items) => {
            for item in items {
                replace(item, name, spare, left);
            }
        }
        Value::Object(fields) => {
            match (fields.get_mut(name), *left) {
                (Some(found), Some(0)) => {
                    *found = spare.clone();
                    *left = None;
                    return;
                }
                (Some(_), Some(more)) => *left = Some(more - 1),
                _ => {}
            }
            for value in fields.values_mut() {
                replace(value, name, spare, left);
            }
        }
        _ => {}
    }
}
