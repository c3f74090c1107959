//! Reads metrics as a scraper does, for tests that ask which labels there are.

use std::collections::BTreeMap;
use std::fmt;

/// One value of a metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The exported name.
    pub name: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// The value.
    pub value: f64,
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let labels = self
            .labels
            .iter()
            .map(|(key, value)| format!("{key}={value}"));
        let labels = labels.collect::<Vec<_>>().join(" ");
        write!(f, "{} {labels}: {}", self.name, self.value)
    }
}

/// Every sample in a text of the OpenMetrics format.
pub fn samples(text: &str) -> Vec<Sample> {
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    lines.map(sample).collect()
}

fn sample(line: &str) -> Sample {
    let (head, value) = line.rsplit_once(' ').expect(line);
    let (name, labels) = head.split_once('{').unwrap_or((head, "}"));
    let labels = labels.strip_suffix('}').expect(line);
    let labels = labels.split_terminator("\",").map(|it| {
        let (key, value) = it.split_once("=\"").expect(line);
        (key.to_owned(), value.trim_end_matches('"').to_owned())
    });
    Sample {
        name: name.to_owned(),
        labels: labels.collect(),
        value: value.parse().expect(line),
    }
}

/// The value of the one sample with this name and this label, if there is one.
pub fn value(samples: &[Sample], name: &str, (key, wanted): (&str, &str)) -> Option<f64> {
    let is_it = |it: &&Sample| it.name == name && it.labels.get(key).is_some_and(|it| it == wanted);
    Some(samples.iter().find(is_it)?.value)
}
