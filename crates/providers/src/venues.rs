//! Grounds whose place and roof we know: `assets/venues`.

use std::sync::LazyLock;

use shared::folded::name_key;
use shared::weather::Roof;

/// Where something is: latitude and longitude in degrees, with four decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Coordinates {
    /// North of the equator: `41.8623`.
    pub latitude: &'static str,
    /// East of Greenwich: `-87.6167`.
    pub longitude: &'static str,
}

/// A ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Venue {
    /// Its name.
    pub name: &'static str,
    /// City and state: `Chicago, IL`.
    pub place: &'static str,
    /// Where it is.
    pub at: Coordinates,
    /// What is above it.
    pub roof: Roof,
    also: Vec<&'static str>,
    cities: Vec<&'static str>,
}

const TEXT: &str = include_str!("../../../assets/venues/us.txt");

static VENUES: LazyLock<Vec<Venue>> = LazyLock::new(|| read(TEXT));

/// The ground of that name. `place` is the city, and behind a comma what the feed has of state or
/// country: it must be where the ground is. `None`: we do not know it, or not which one is meant.
pub fn find(name: &str, place: Option<&str>) -> Option<&'static Venue> {
    let name = name_key(name);
    let mut found = VENUES.iter().filter(|it| it.is_called(&name));
    let found_there = |it: &&Venue| place.is_none_or(|place| it.is_in(place));
    let one = found.by_ref().find(found_there)?;
    found.find(found_there).is_none().then_some(one)
}

impl Venue {
    fn is_called(&self, name: &str) -> bool {
        let also = self.also.iter().copied();
        std::iter::once(self.name)
            .chain(also)
            .any(|it| name_key(it) == name)
    }

    /// Whether the city is its own, and the state too where one is told. Feeds write it as
    /// `Austin`, `Orlando, Florida`, `Kansas City, KS` or `Chicago, United States`.
    fn is_in(&self, place: &str) -> bool {
        let (own, state) = self.place.split_once(", ").unwrap_or((self.place, ""));
        let mut parts = place.split(',').map(str::trim);
        let city = name_key(parts.next().unwrap_or_default());
        let mut cities = std::iter::once(own).chain(self.cities.iter().copied());
        let is_state = |it: &str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_uppercase());
        cities.any(|it| name_key(it) == city) && parts.all(|it| !is_state(it) || it == state)
    }
}

/// Lines that cannot be read are left out; a test says that there are none.
fn read(text: &'static str) -> Vec<Venue> {
    let mut venues: Vec<Venue> = Vec::new();
    for line in text.lines().filter(|it| !it.starts_with('#')) {
        if let Some(also) = line.strip_prefix("  also ") {
            if let Some(last) = venues.last_mut() {
                last.also.extend(also.split(", ").map(str::trim));
            }
        } else if let Some(cities) = line.strip_prefix("  in ") {
            if let Some(last) = venues.last_mut() {
                last.cities.extend(cities.split(", ").map(str::trim));
            }
        } else {
            venues.extend(venue(line));
        }
    }
    venues
}

fn venue(line: &'static str) -> Option<Venue> {
    let mut parts = line.split(" | ").map(str::trim);
    let (name, place) = (parts.next()?, parts.next()?);
    let (latitude, longitude) = parts.next()?.split_once(' ')?;
    let roof = Roof::from_word(parts.next()?)?;
    Some(Venue {
        name,
        place,
        at: Coordinates {
            latitude,
            longitude,
        },
        roof,
        also: Vec::new(),
        cities: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_ground_in_the_united_states_and_no_two_are_the_same() {
        let is_ground = |it: &&str| !it.is_empty() && !it.starts_with(['#', ' ']);
        let lines = TEXT.lines().filter(is_ground).count();
        assert_eq!(VENUES.len(), lines);
        for it in VENUES.iter() {
            let (latitude, longitude) = (it.at.latitude, it.at.longitude);
            let decimals = |it: &str| it.split_once('.').map(|(_, rest)| rest.len());
            assert_eq!(
                [latitude, longitude].map(decimals),
                [Some(4); 2],
                "{}",
                it.name
            );
            let degrees = |it: &str| it.parse::<f64>().unwrap();
            assert!((24.0..50.0).contains(&degrees(latitude)), "{}", it.name);
            assert!((-125.0..-66.0).contains(&degrees(longitude)), "{}", it.name);
            let state = it.place.split_once(", ").map(|(_, state)| state.len());
            assert_eq!(state, Some(2), "{}", it.name);
            assert_eq!(find(it.name, Some(it.place)), Some(it));
        }
    }

    #[test]
    fn a_ground_is_found_by_any_of_its_names_and_only_where_it_is() {
        let roof = |name, place| find(name, place).map(|it| (it.name, it.roof));
        assert_eq!(
            roof("soldier field", None),
            Some(("Soldier Field", Roof::Open))
        );
        let washington = Some(("Northwest Stadium", Roof::Open));
        assert_eq!(roof("FedExField", Some("Landover, MD")), washington);
        assert_eq!(
            roof("AT&T Stadium", Some("Arlington, TX")).map(|it| it.1),
            Some(Roof::Retractable)
        );
        // As feeds write places.
        for (name, place) in [
            ("Soldier Field", "Chicago, United States"),
            ("Yankee Stadium", "New York"),
            ("Exploria Stadium", "Orlando, Florida"),
            ("Children's Mercy Park", "Kansas City, KS"),
            ("Memorial Stadium (Lincoln, NE)", "Lincoln, NE"),
        ] {
            assert!(find(name, Some(place)).is_some(), "{name}");
        }
        assert_eq!(roof("Soldier Field", Some("London, UK")), None);
        assert_eq!(
            roof("Soldier Field", Some("Chicago, OH")),
            None,
            "another state"
        );
        assert_eq!(roof("Tottenham Hotspur Stadium", None), None);
    }
}
