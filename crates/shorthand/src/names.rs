//! Names, and whom they can mean.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use shared::competitor::Competitor;
use shared::id::CompetitorId;

use crate::token::{Atom, atoms};

const TEXT: &str = include_str!("../../../assets/shorthand/names.txt");
/// The shortest word that can be a typo, and the shortest that two changes may separate.
const TYPO_LETTERS: usize = 4;
const TWO_CHANGES_LETTERS: usize = 7;
/// What tells a son from his father says nothing.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Somebody whom a name can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entity {
    pub(crate) id: CompetitorId,
    /// The event that they are in. `None` for a team that does not play.
    pub(crate) event: Option<usize>,
    pub(crate) league: String,
}

/// Whether somebody is called as teams are, or as people are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Called {
    Team,
    Person,
}

/// All names of a board.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    entities: Vec<Entity>,
    phrases: HashMap<String, BTreeSet<usize>>,
    words_max: usize,
    /// The words of all names by their length, for typos.
    vocabulary: HashMap<usize, HashSet<String>>,
}

/// What fans say, from the table.
struct Slang {
    by_name: HashMap<String, Vec<String>>,
    by_place: HashMap<String, Vec<String>>,
    others: HashSet<String>,
}

static SLANG: LazyLock<Slang> = LazyLock::new(|| Slang::of(TEXT));

impl Slang {
    fn of(text: &str) -> Self {
        let mut slang = Self {
            by_name: HashMap::new(),
            by_place: HashMap::new(),
            others: HashSet::new(),
        };
        for line in text.lines().filter(|it| !it.starts_with('#')) {
            let others = |list: &str| list.split('|').map(key).collect::<Vec<_>>();
            if let Some(list) = line.strip_prefix("- ") {
                slang.others.extend(others(list));
            } else if let Some((place, list)) =
                line.strip_prefix("@ ").and_then(|it| it.split_once(": "))
            {
                slang
                    .by_place
                    .entry(key(place))
                    .or_default()
                    .extend(others(list));
            } else if let Some((name, list)) = line.split_once(": ") {
                slang
                    .by_name
                    .entry(key(name))
                    .or_default()
                    .extend(others(list));
            }
        }
        slang
    }
}

/// What fans call a team or a person of that full name besides: `cards` for the Arizona Cardinals.
/// In lower case, without accents.
pub fn nicknames(name: &str) -> &'static [String] {
    let found = SLANG.by_name.get(&key(name));
    found.map_or(&[], Vec::as_slice)
}

/// A name as it is looked up.
pub(crate) fn key(name: &str) -> String {
    join(atoms(name).iter().map(|it| it.text.as_str()))
}

fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

impl Names {
    pub(crate) fn entity(&self, index: usize) -> Option<&Entity> {
        self.entities.get(index)
    }

    /// Takes somebody in under all of their names.
    pub(crate) fn add(&mut self, who: &Competitor, called: Called, entity: Entity) {
        let index = self.entities.len();
        self.entities.push(entity);
        for name in spellings(who, called) {
            self.call(&name, index);
        }
    }

    /// `place` names also those whose short name has it.
    pub(crate) fn share_places(&mut self, places: &BTreeSet<String>, teams: &[(usize, String)]) {
        for (index, short) in teams {
            let short = format!(" {short} ");
            let within = places
                .iter()
                .filter(|it| short.contains(&format!(" {it} ")));
            for place in within {
                self.call(place, *index);
            }
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.entities.len()
    }

    fn call(&mut self, name: &str, index: usize) {
        let words: Vec<&str> = name.split(' ').filter(|it| !it.is_empty()).collect();
        if words.is_empty() {
            return;
        }
        self.words_max = self.words_max.max(words.len());
        for word in words {
            let letters = word.chars().count();
            if letters >= TYPO_LETTERS {
                self.vocabulary
                    .entry(letters)
                    .or_default()
                    .insert(word.to_owned());
            }
        }
        self.phrases
            .entry(name.to_owned())
            .or_default()
            .insert(index);
    }

    /// Whom the longest name that begins here can mean, with its length.
    pub(crate) fn at(&self, line: &[Atom]) -> Option<(usize, Vec<usize>)> {
        let words: Vec<&str> = line.iter().map(|it| it.text.as_str()).collect();
        self.of_words(&words)
    }

    fn of_words(&self, words: &[&str]) -> Option<(usize, Vec<usize>)> {
        let longest = self.words_max.min(words.len());
        (1..=longest).rev().find_map(|length| {
            let name = join(words.get(..length)?.iter().copied());
            let meant = self.phrases.get(&name)?;
            Some((length, meant.iter().copied().collect()))
        })
    }

    /// Whom a name that begins here with a typo can mean: all that are equally near.
    pub(crate) fn near(&self, line: &[Atom]) -> Option<(usize, Vec<usize>)> {
        let typed = line.first().map(|it| it.text.as_str())?;
        let letters = typed.chars().count();
        if letters < TYPO_LETTERS || SLANG.others.contains(typed) {
            return None;
        }
        let most = if letters < TWO_CHANGES_LETTERS { 1 } else { 2 };
        (1..=most).find_map(|changes| self.at_distance(line, typed, changes))
    }

    fn at_distance(
        &self,
        line: &[Atom],
        typed: &str,
        changes: usize,
    ) -> Option<(usize, Vec<usize>)> {
        let letters = typed.chars().count();
        let lengths = letters.saturating_sub(changes)..=letters + changes;
        let words = lengths.filter_map(|it| self.vocabulary.get(&it)).flatten();
        let bag = Bag::of(typed);
        let like = words.filter(|it| bag.apart(&Bag::of(it)) <= changes);
        let near = like.filter(|it| strsim::osa_distance(it, typed) == changes);
        let mut words: Vec<&str> = line.iter().map(|it| it.text.as_str()).collect();
        let mut meant: BTreeSet<usize> = BTreeSet::new();
        let mut length = 0;
        for word in near {
            if let Some(first) = words.first_mut() {
                *first = word.as_str();
            }
            let Some((long, found)) = self.of_words(&words) else {
                continue;
            };
            if long > length {
                meant.clear();
                length = long;
            }
            if long == length {
                meant.extend(found);
            }
        }
        (length > 0).then(|| (length, meant.into_iter().collect()))
    }
}

/// How often a word has each letter: a quick bound of how far two words are apart.
struct Bag([u8; 32]);

impl Bag {
    fn of(word: &str) -> Self {
        let mut counts = [0_u8; 32];
        for letter in word.chars() {
            let slot = usize::try_from(u32::from(letter) % 32).unwrap_or(0);
            if let Some(count) = counts.get_mut(slot) {
                *count = count.saturating_add(1);
            }
        }
        Self(counts)
    }

    /// At least so many changes part two words: each takes at most one letter and gives another.
    fn apart(&self, other: &Self) -> usize {
        let pairs = self.0.iter().zip(&other.0);
        let lost: usize = pairs
            .clone()
            .map(|(a, b)| usize::from(a.saturating_sub(*b)))
            .sum();
        let won: usize = pairs.map(|(a, b)| usize::from(b.saturating_sub(*a))).sum();
        lost.max(won)
    }
}

/// Everything that somebody is called.
fn spellings(who: &Competitor, called: Called) -> Vec<String> {
    let name = key(&who.name);
    let mut all = match called {
        Called::Team => team(who),
        Called::Person => person(&who.name),
    };
    all.extend(SLANG.by_name.get(&name).into_iter().flatten().cloned());
    all.push(name);
    all
}

fn team(who: &Competitor) -> Vec<String> {
    let place = key(&who.place);
    let mut all = vec![key(&who.short_name), key(&who.code)];
    all.extend(SLANG.by_place.get(&place).into_iter().flatten().cloned());
    all.push(place);
    all
}

/// In full, by last and by first name, by the first letter and the last name, by initials.
fn person(name: &str) -> Vec<String> {
    let plain = key(name);
    let words: Vec<&str> = plain
        .split(' ')
        .filter(|it| !SUFFIXES.contains(it))
        .collect();
    let mut all = vec![words.join(" ")];
    if let (Some((first, rest)), Some(last)) = (words.split_first(), words.last()) {
        all.push((*first).to_owned());
        if !rest.is_empty() {
            all.push(rest.join(" "));
            all.push((*last).to_owned());
            all.push(format!("{first} {last}"));
            let letter: String = first.chars().take(1).collect();
            all.push(format!("{letter} {}", rest.join(" ")));
        }
        if rest.len() > 1 {
            all.push(words.iter().filter_map(|it| it.chars().next()).collect());
        }
    }
    all
}
