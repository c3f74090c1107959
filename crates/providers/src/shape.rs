//! The shape of an answer: which fields it has, of which types. Values are not kept, so that the
//! shapes of two days can be compared, and a field that a feed has renamed stands out.
//!
//! Ids, dates and other words that a feed uses as the names of fields are taken for one field,
//! `*`. Shapes are bounded, whatever is sent.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

pub mod known;

/// How many fields a shape has at most.
const FIELDS_MAX: usize = 3_000;
/// An object with more names than this is a table whose keys are data.
const NAMES_MAX: usize = 80;
/// The longest name, in bytes.
const NAME_MAX: usize = 80;
/// What stands for a name that is data.
const ANY: &str = "*";

/// The types that a field was seen with.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kinds(u8);

impl Kinds {
    /// `null`.
    pub const NULL: Self = Self(1);
    /// `true` or `false`.
    pub const FLAG: Self = Self(2);
    /// A number.
    pub const NUMBER: Self = Self(4);
    /// A string.
    pub const TEXT: Self = Self(8);
    /// An array.
    pub const LIST: Self = Self(16);
    /// An object.
    pub const OBJECT: Self = Self(32);

    const WORDS: [(Self, &'static str); 6] = [
        (Self::NULL, "null"),
        (Self::FLAG, "flag"),
        (Self::NUMBER, "number"),
        (Self::TEXT, "text"),
        (Self::LIST, "list"),
        (Self::OBJECT, "object"),
    ];

    /// These and those.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These without those.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Reads what [`fmt::Display`] writes. Unknown words are left out.
    fn read(text: &str) -> Self {
        let mut kinds = Self::default();
        for word in text.split('|') {
            let known = Self::WORDS.iter().find(|it| it.1 == word);
            kinds = kinds.with(known.map_or(Self::default(), |it| it.0));
        }
        kinds
    }
}

impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = Self::WORDS.iter().filter(|it| self.without(it.0) != *self);
        let words: Vec<_> = words.map(|it| it.1).collect();
        f.write_str(&words.join("|"))
    }
}

impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One field of a shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its types.
    pub kinds: Kinds,
    /// How often it was there.
    pub seen: u32,
    /// Whether it stands in an object under a name of its own.
    pub is_named: bool,
}

/// The shape of one answer, or of several to the same question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// By path: `events[].competitions[].odds`.
    pub fields: BTreeMap<String, Field>,
    /// How many objects there were, by the path at which they stand; the whole answer is at `""`.
    pub objects: BTreeMap<String, u32>,
    /// There was more than is kept, so that a field that is missing proves nothing.
    pub is_cut: bool,
}

impl Shape {
    /// The shape of a JSON body. `None`: it is none, or was cut off.
    pub fn read(body: &[u8]) -> Option<Self> {
        let (mut root, mut left) = (Node::default(), FIELDS_MAX);
        let mut reader = serde_json::Deserializer::from_slice(body);
        let seed = Reading {
            node: Some(&mut root),
            left: &mut left,
        };
        seed.deserialize(&mut reader).ok()?;
        reader.end().ok()?;
        let mut shape = Self::default();
        root.flatten(String::new(), &mut shape);
        shape.is_cut = left == 0;
        Some(shape)
    }

    /// Adds the shape of another answer to the same question.
    pub fn add(&mut self, other: Self) {
        self.is_cut |= other.is_cut;
        for (path, field) in other.fields {
            if !self.fields.contains_key(&path) && self.fields.len() >= FIELDS_MAX {
                self.is_cut = true;
                continue;
            }
            let kept = self.fields.entry(path).or_default();
            kept.kinds = kept.kinds.with(field.kinds);
            kept.seen = kept.seen.saturating_add(field.seen);
            kept.is_named |= field.is_named;
        }
        for (path, count) in other.objects {
            let kept = self.objects.entry(path).or_default();
            *kept = kept.saturating_add(count);
        }
    }

    /// In how many objects a field could have been.
    pub fn places(&self, path: &str) -> u32 {
        self.objects.get(parent(path)).copied().unwrap_or(0)
    }

    /// Whether a field was in every object in which it could have been.
    fn is_always(&self, path: &str, field: &Field) -> bool {
        field.is_named && field.seen >= self.places(path)
    }
}

/// Where a field belongs: its path without the last name.
fn parent(path: &str) -> &str {
    match path.strip_suffix("[]") {
        Some(list) => list,
        None => path.rsplit_once('.').map_or("", |it| it.0),
    }
}

/// Whether a word is data where a name is expected: an id, a date, a year.
pub(crate) fn is_data(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let run = word
        .as_bytes()
        .split(|it| !it.is_ascii_digit())
        .map(<[u8]>::len)
        .max();
    digits == word.len() && digits > 0
        || run.is_some_and(|it| it >= 3)
        || (word.len() >= 20 && digits > 0)
}

#[derive(Default)]
struct Node {
    kinds: Kinds,
    /// How often there was a value.
    seen: u32,
    /// How many of the values were objects.
    objects: u32,
    fields: BTreeMap<String, Self>,
    /// Its names are data.
    is_table: bool,
    items: Option<Box<Self>>,
}

impl Node {
    fn child(&mut self, name: &str, left: &mut usize) -> Option<&mut Self> {
        let is_new = !self.fields.contains_key(name);
        if is_new && self.fields.len() >= NAMES_MAX {
            self.gather();
        }
        if self.is_table {
            return self.fields.get_mut(ANY);
        }
        if is_new {
            *left = left.checked_sub(1)?;
        }
        Some(self.fields.entry(name.to_owned()).or_default())
    }

    /// Takes all of its fields for one.
    fn gather(&mut self) {
        let mut all = Self::default();
        for (_, field) in std::mem::take(&mut self.fields) {
            all.merge(field);
        }
        self.fields.insert(ANY.to_owned(), all);
        self.is_table = true;
    }

    fn merge(&mut self, other: Self) {
        self.kinds = self.kinds.with(other.kinds);
        self.seen = self.seen.saturating_add(other.seen);
        self.objects = self.objects.saturating_add(other.objects);
        for (name, field) in other.fields {
            self.fields.entry(name).or_default().merge(field);
        }
        if let Some(items) = other.items {
            self.items.get_or_insert_default().merge(*items);
        }
    }

    fn flatten(self, path: String, to: &mut Shape) {
        if self.objects > 0 {
            to.objects.insert(path.clone(), self.objects);
        }
        for (name, node) in self.fields {
            let path = match path.as_str() {
                "" => name.clone(),
                path => format!("{path}.{name}"),
            };
            node.put(path, name != ANY, to);
        }
        if let Some(items) = self.items {
            items.put(format!("{path}[]"), false, to);
        }
    }

    fn put(self, path: String, is_named: bool, to: &mut Shape) {
        let flat = Field {
            kinds: self.kinds,
            seen: self.seen,
            is_named,
        };
        to.fields.insert(path.clone(), flat);
        self.flatten(path, to);
    }
}

/// Adds what is read to a node, or reads over it where there is no room.
struct Reading<'a> {
    node: Option<&'a mut Node>,
    left: &'a mut usize,
}

impl Reading<'_> {
    fn scalar<E>(self, kinds: Kinds) -> Result<(), E> {
        self.saw(kinds);
        Ok(())
    }

    fn saw(self, kinds: Kinds) {
        if let Some(node) = self.node {
            node.kinds = node.kinds.with(kinds);
            node.seen = node.seen.saturating_add(1);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.scalar(Kinds::NULL)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        self.scalar(Kinds::FLAG)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        self.scalar(Kinds::NUMBER)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        self.scalar(Kinds::NUMBER)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        self.scalar(Kinds::NUMBER)
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        self.scalar(Kinds::TEXT)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { mut node, left } = self;
        if let Some(node) = node.as_deref_mut() {
            node.kinds = node.kinds.with(Kinds::LIST);
            node.seen = node.seen.saturating_add(1);
        }
        let mut items = node.map(|it| it.items.get_or_insert_default());
        while let Some(()) = list.next_element_seed(Reading {
            node: items.as_mut().map(|it| &mut ***it),
            left: &mut *left,
        })? {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { mut node, left } = self;
        if let Some(node) = node.as_deref_mut() {
            node.kinds = node.kinds.with(Kinds::OBJECT);
            node.seen = node.seen.saturating_add(1);
            node.objects = node.objects.saturating_add(1);
        }
        while let Some(Name(name)) = map.next_key()? {
            let is_any = name.len() > NAME_MAX || is_data(&name);
            let name = if is_any { ANY } else { &name };
            let child = node.as_deref_mut().and_then(|it| it.child(name, left));
            map.next_value_seed(Reading {
                node: child,
                left: &mut *left,
            })?;
        }
        Ok(())
    }
}

/// The name of a field, fit for a path: no control characters and no dots.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let is_odd = text.is_empty() || text.chars().any(char::is_control);
        Ok(Self(if is_odd {
            ANY.to_owned()
        } else {
            text.replace(['.', '[', ']'], "_")
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(body: &str) -> Vec<String> {
        let shape = Shape::read(body.as_bytes()).unwrap();
        let told = |(path, field): (&String, &Field)| {
            let of = if field.is_named {
                shape.places(path)
            } else {
                field.seen
            };
            format!("{path} {} {}/{of}", field.kinds, field.seen)
        };
        shape.fields.iter().map(told).collect()
    }

    #[test]
    fn a_shape_has_every_field_with_its_types_and_how_often_it_was_there() {
        let body = r#"{"events": [{"id": "1", "odds": null}, {"id": 2}, {"id": "3", "odds": 1.5}],
            "day": {"date": "2026-11-30"}}"#;
        assert_eq!(
            paths(body),
            [
                "day object 1/1",
                "day.date text 1/1",
                "events list 1/1",
                "events[] object 3/3",
                "events[].id number|text 3/3",
                "events[].odds null|number 2/3",
            ]
        );
    }

    #[test]
    fn ids_dates_and_years_are_no_names_of_fields() {
        let body = r#"{"players": {"ID660271": {"hits": 1}, "ID545361": {"hits": 2}},
            "2026": true, "2026-11-30": 1, "1": 2, "quarter_1": 7, "total": 7}"#;
        assert_eq!(
            paths(body),
            [
                "* flag|number 3/3",
                "players object 1/1",
                "players.* object 2/2",
                "players.*.hits number 2/2",
                "quarter_1 number 1/1",
                "total number 1/1",
            ]
        );
    }

    #[test]
    fn a_table_by_name_is_one_field() {
        let teams: Vec<_> = ('a'..='z')
            .flat_map(|one| ('a'..='e').map(move |two| format!("\"{one}{two}\": {{\"wins\": 3}}")))
            .collect();
        let body = format!("{{\"teams\": {{{}}}}}", teams.join(","));
        assert_eq!(
            paths(&body),
            [
                "teams object 1/1",
                "teams.* object 130/130",
                "teams.*.wins number 130/130"
            ]
        );
    }

    #[test]
    fn what_is_no_json_or_was_cut_off_has_no_shape() {
        let whole = r#"{"games": [{"id": 1}, {"id": 2}]}"#;
        for cut in 0..whole.len() {
            assert_eq!(Shape::read(&whole.as_bytes()[..cut]), None, "{cut}");
        }
        assert_eq!(Shape::read(b"<html></html>"), None);
        assert_eq!(Shape::read(format!("{whole} x").as_bytes()), None);
        assert!(Shape::read(whole.as_bytes()).is_some());
    }

    #[test]
    fn a_shape_is_bounded_whatever_is_sent() {
        let inner: Vec<_> = ('a'..='z').map(|it| format!("\"{it}\": 1")).collect();
        let inner = format!("{{{}}}", inner.join(","));
        let mut body = inner.clone();
        for _ in 0..3 {
            let fields: Vec<_> = ('a'..='z').map(|it| format!("\"{it}\": {body}")).collect();
            body = format!("{{{}}}", fields.join(","));
        }
        let shape = Shape::read(body.as_bytes()).unwrap();
        assert!(shape.is_cut && shape.fields.len() <= FIELDS_MAX);
        assert_eq!(Shape::read("[".repeat(100_000).as_bytes()), None);
    }

    #[test]
    fn types_are_read_as_they_are_written() {
        let kinds = Kinds::NUMBER.with(Kinds::NULL);
        assert_eq!(kinds.to_string(), "null|number");
        assert_eq!(Kinds::read("null|number"), kinds);
        assert_eq!(Kinds::read(""), Kinds::default());
    }
}
