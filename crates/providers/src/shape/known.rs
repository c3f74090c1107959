//! What is known of a feed's answers, and what is new about another one. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Kinds, Shape, parent};

/// On how many days a field was seen before its loss is news: what is there on one day of a season
/// need not be there on the next.
const DAYS_MIN: u8 = 3;
/// How many objects lack a field before it is lost: one game may be unlike all others.
const PLACES_MIN: u32 = 2;
/// How many fields are known at most.
const FIELDS_MAX: usize = 4_000;

/// What is known of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Field {
    kinds: Kinds,
    /// It was in every object in which it could have been.
    is_always: bool,
    /// It always was, and then was not.
    is_lost: bool,
    /// On how many days it was seen, up to [`DAYS_MIN`].
    days: u8,
}

/// What is known of the answers of one endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    fields: BTreeMap<String, Field>,
    /// The last day on which there was an answer.
    day: Option<NaiveDate>,
}

/// What is new about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A field that was always there is gone.
    Lost {
        /// Where it was.
        path: String,
        /// A field of the same types that has come in the same place, if there is one.
        instead: Option<String>,
    },
    /// A field has a type that it never had.
    Kind {
        /// Where it is.
        path: String,
        /// Its types so far.
        was: Kinds,
        /// The new ones.
        is: Kinds,
    },
    /// A field that was lost is there again.
    Back {
        /// Where it is.
        path: String,
    },
    /// A field that was never seen.
    New {
        /// Where it is.
        path: String,
    },
}

impl Known {
    /// Learns the shape of an answer that was given on that day. Returns what is new about it, in
    /// order of the paths, and whether anything was learned.
    pub fn learn(&mut self, shape: &Shape, day: NaiveDate) -> (Vec<Change>, bool) {
        let before = self.clone();
        let is_first = self.fields.is_empty();
        let is_later = self.day.is_none_or(|it| it < day);
        let new: Vec<&String> = shape
            .fields
            .keys()
            .filter(|it| !before.fields.contains_key(*it))
            .collect();
        let mut changes = Vec::new();
        for (path, field) in &mut self.fields {
            match shape.fields.get(path) {
                Some(seen) => {
                    field.saw(path, seen.kinds, &mut changes);
                    field.is_always &= shape.is_always(path, seen);
                    field.days = DAYS_MIN.min(field.days + u8::from(is_later));
                }
                None if shape.places(path) > 0 && !shape.is_cut => {
                    let is_news = shape.places(path) >= PLACES_MIN || parent(path).is_empty();
                    if field.is_always && field.days >= DAYS_MIN && is_news {
                        field.is_lost = true;
                        changes.push(Change::Lost {
                            path: path.clone(),
                            instead: instead(path, field.kinds, &new, shape),
                        });
                    }
                    // One odd object says nothing against a field that is well known.
                    field.is_always &= field.days >= DAYS_MIN && !is_news;
                }
                None => {}
            }
        }
        for path in new {
            let Some(seen) = shape
                .fields
                .get(path)
                .filter(|_| self.fields.len() < FIELDS_MAX)
            else {
                continue;
            };
            let field = Field {
                kinds: seen.kinds,
                is_always: shape.is_always(path, seen),
                is_lost: false,
                days: 1,
            };
            self.fields.insert(path.clone(), field);
            if !is_first {
                changes.push(Change::New { path: path.clone() });
            }
        }
        self.day = self.day.max(Some(day));
        let learned = *self != before;
        (changes, learned)
    }

    /// As it is stored: the fields by path, each as `always 3 number|text`, and the last day.
    pub fn store(&self) -> (String, Option<NaiveDate>) {
        let told = |field: &Field| {
            let word = match (field.is_lost, field.is_always) {
                (true, _) => "lost",
                (false, true) => "always",
                (false, false) => "sometimes",
            };
            format!("{word} {} {}", field.days, field.kinds)
        };
        let fields: BTreeMap<&String, String> = self
            .fields
            .iter()
            .map(|(path, it)| (path, told(it)))
            .collect();
        // Texts by texts are always valid JSON.
        let fields = serde_json::to_string(&fields).unwrap_or_else(|_| "{}".to_owned());
        (fields, self.day)
    }

    /// Reads what [`Known::store`] made. What cannot be read is not known.
    pub fn restore(fields: &str, day: Option<NaiveDate>) -> Self {
        let stored: BTreeMap<String, String> = serde_json::from_str(fields).unwrap_or_default();
        let read = |text: &str| {
            let mut words = text.split(' ');
            let (word, days, kinds) = (words.next()?, words.next()?, words.next()?);
            Some(Field {
                kinds: Kinds::read(kinds),
                is_always: word == "always",
                is_lost: word == "lost",
                days: days.parse().ok()?,
            })
        };
        let fields = stored.into_iter();
        Self {
            fields: fields
                .filter_map(|(path, it)| Some((path, read(&it)?)))
                .collect(),
            day,
        }
    }
}

impl Field {
    fn saw(&mut self, path: &str, kinds: Kinds, changes: &mut Vec<Change>) {
        if self.is_lost {
            self.is_lost = false;
            changes.push(Change::Back {
                path: path.to_owned(),
            });
        }
        let (was, new) = (
            self.kinds.without(Kinds::NULL),
            kinds.without(self.kinds).without(Kinds::NULL),
        );
        // Before it had a value, any type is as good as another.
        if !new.is_empty() && !was.is_empty() && self.days >= DAYS_MIN {
            changes.push(Change::Kind {
                path: path.to_owned(),
                was,
                is: new,
            });
        }
        self.kinds = self.kinds.with(kinds);
    }
}

/// What may have come in place of a field that was lost.
fn instead(path: &str, kinds: Kinds, new: &[&String], shape: &Shape) -> Option<String> {
    let kinds = kinds.without(Kinds::NULL);
    let fits = |it: &&&String| {
        let field = shape.fields.get(it.as_str());
        parent(it) == parent(path)
            && field.is_some_and(|it| it.is_named && it.kinds.without(kinds) != it.kinds)
    };
    let mut fitting = new.iter().filter(fits);
    let first = fitting.next()?;
    fitting.next().is_none().then(|| (*first).clone())
}

/// How an answer differs from an example of what is expected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Fields that every example has, and the answer has nowhere.
    pub missing: Vec<String>,
    /// Fields of another type: which, what is expected, and what was found.
    pub kinds: Vec<(String, Kinds, Kinds)>,
    /// How many fields are as expected.
    pub same: usize,
    /// Fields that the answer has and the example has not.
    pub more: usize,
}

impl Difference {
    /// Compares an answer with an example.
    pub fn of(example: &Shape, answer: &Shape) -> Self {
        let mut difference = Self::default();
        for (path, wanted) in &example.fields {
            match answer.fields.get(path) {
                Some(found) => {
                    let new = found.kinds.without(wanted.kinds).without(Kinds::NULL);
                    let known = wanted.kinds.without(Kinds::NULL);
                    if new.is_empty() || known.is_empty() {
                        difference.same += 1;
                    } else {
                        difference.kinds.push((path.clone(), known, new));
                    }
                }
                None if example.is_always(path, wanted) && answer.places(path) > 0 => {
                    difference.missing.push(path.clone());
                }
                None => {}
            }
        }
        let known = |it: &&String| example.fields.contains_key(*it);
        difference.more = answer.fields.len() - answer.fields.keys().filter(known).count();
        difference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(body: &str) -> Shape {
        Shape::read(body.as_bytes()).unwrap()
    }

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2031, 1, number).unwrap()
    }

    const USUAL: &str = r#"{"games": [{"id": 1, "home": {"score": 3}, "odds": 1.5},
        {"id": 2, "home": {"score": 0}}], "day": "x"}"#;

    /// What has been seen on three days.
    fn known() -> Known {
        let mut known = Known::default();
        for number in 1..=3 {
            assert_eq!(known.learn(&shape(USUAL), day(number)).0, []);
        }
        known
    }

    fn lost(path: &str, instead: Option<&str>) -> Change {
        Change::Lost {
            path: path.to_owned(),
            instead: instead.map(str::to_owned),
        }
    }

    #[test]
    fn a_field_that_was_renamed_is_named_with_its_new_name_once() {
        let mut known = known();
        let renamed = shape(&USUAL.replace("score", "points"));
        let new = "games[].home.points";
        let (changes, learned) = known.learn(&renamed, day(4));
        assert_eq!(
            changes,
            [
                lost("games[].home.score", Some(new)),
                Change::New {
                    path: new.to_owned()
                }
            ]
        );
        assert!(learned);
        assert_eq!(known.learn(&renamed, day(4)), (Vec::new(), false));
        let (back, _) = known.learn(&shape(USUAL), day(5));
        assert_eq!(
            back,
            [Change::Back {
                path: "games[].home.score".to_owned()
            }]
        );
    }

    #[test]
    fn a_field_of_another_type_is_named_with_both() {
        let mut known = known();
        let (changes, _) = known.learn(
            &shape(&USUAL.replace("\"score\": 3", "\"score\": \"3\"")),
            day(4),
        );
        assert_eq!(
            changes,
            [Change::Kind {
                path: "games[].home.score".to_owned(),
                was: Kinds::NUMBER,
                is: Kinds::TEXT
            }]
        );
    }

    #[test]
    fn what_is_not_always_there_or_not_yet_known_is_no_news_when_it_is_missing() {
        let quiet = [
            r#"{"games": [], "day": "x"}"#,
            r#"{"games": [{"id": 1, "home": {"score": null}}], "day": "x"}"#,
            // One game without it is one odd game.
            r#"{"games": [{"id": 1}], "day": "x"}"#,
            // A part of the games has it.
            r#"{"games": [{"id": 1}, {"id": 2, "home": {"score": 1}}], "day": "x"}"#,
        ];
        for body in quiet {
            assert_eq!(known().learn(&shape(body), day(4)).0, [], "{body}");
        }
        let mut new = Known::default();
        new.learn(&shape(USUAL), day(1));
        new.learn(&shape(USUAL), day(2));
        assert_eq!(new.learn(&shape(r#"{"games": []}"#), day(2)).0, []);
    }

    #[test]
    fn a_part_that_is_lost_is_named_once_and_not_with_each_of_its_fields() {
        let without = r#"{"games": [{"id": 1, "odds": 2}, {"id": 2}], "day": "x"}"#;
        assert_eq!(
            known().learn(&shape(without), day(4)).0,
            [lost("games[].home", None)]
        );
        assert_eq!(
            known().learn(&shape("{}"), day(4)).0,
            [lost("day", None), lost("games", None)]
        );
    }

    #[test]
    fn what_is_known_is_stored_and_read_again() {
        let mut known = known();
        known.learn(&shape(&USUAL.replace("score", "points")), day(4));
        let (fields, last) = known.store();
        assert!(
            fields.contains(r#""games[].home.score":"lost 3 number""#),
            "{fields}"
        );
        assert_eq!(Known::restore(&fields, last), known);
        assert_eq!(Known::restore("no JSON", None), Known::default());
    }

    #[test]
    fn an_answer_is_compared_with_an_example_of_it() {
        let answer = r#"{"games": [{"id": "1", "home": {}, "extra": 1}], "day": "x"}"#;
        let difference = Difference::of(&shape(USUAL), &shape(answer));
        assert_eq!(difference.missing, ["games[].home.score"]);
        let id = ("games[].id".to_owned(), Kinds::NUMBER, Kinds::TEXT);
        assert_eq!(difference.kinds, [id]);
        assert_eq!((difference.same, difference.more), (4, 1));
    }
}
