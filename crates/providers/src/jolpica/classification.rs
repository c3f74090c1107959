//! Who finished where, and who did not.

use std::collections::BTreeSet;

use shared::facts::{EntrantLine, Finish};
use shared::feed::CompetitorReport;
use shared::league::Sport;

use super::NAME;
use super::wire::{Driver, Outcome};
use crate::archive::athlete;
use crate::slug::slug;

/// A race, classified.
#[derive(Debug)]
pub(super) struct Classification {
    /// The drivers, in the order of the classification.
    pub(super) drivers: Vec<CompetitorReport>,
    /// What each of them came to, in order of id.
    pub(super) lines: Vec<EntrantLine>,
}

/// Why a classification is not believed.
pub(super) enum Doubt {
    /// Its parts deny each other, or some are missing.
    Wrong(String),
    /// A word that the table does not have.
    Unknown(String),
}

/// Reads the results of one race.
pub(super) fn read(outcomes: &[Outcome]) -> Result<Classification, Doubt> {
    let mut drivers = Vec::new();
    let mut lines = Vec::new();
    let mut places = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for outcome in outcomes {
        let driver = driver(&outcome.driver);
        let line = line(outcome, &driver)?;
        if !seen.insert(line.id) {
            return Err(Doubt::Wrong(format!("{} is there twice", driver.name)));
        }
        if let Some(place) = line.position
            && !places.insert(place)
        {
            return Err(Doubt::Wrong(format!("two are classified in place {place}")));
        }
        drivers.push(driver);
        lines.push(line);
    }
    // Nobody shares a place in a race, so none is skipped.
    let missing = (1..).zip(&places).find(|(place, told)| place != *told);
    if let Some((place, _)) = missing {
        return Err(Doubt::Wrong(format!(
            "nobody is classified in place {place}"
        )));
    }
    if places.is_empty() {
        return Err(Doubt::Wrong("nobody is classified".to_owned()));
    }
    lines.sort_by_key(|it| it.id);
    Ok(Classification { drivers, lines })
}

/// The driver, by the feed's own id.
pub(super) fn driver(driver: &Driver) -> CompetitorReport {
    let (given, family) = (driver.given_name.trim(), driver.family_name.trim());
    let name = format!("{given} {family}");
    let own = driver.code.as_deref().map(str::trim);
    let own = own.filter(|it| (2..=4).contains(&it.len()));
    let own = own.filter(|it| it.bytes().all(|it| it.is_ascii_alphanumeric()));
    let report = athlete(&name, family);
    CompetitorReport {
        reference: format!("driver/{}", driver.driver_id),
        slug: Some(slug(&name)).filter(|it| !it.is_empty()),
        code: own.map_or_else(|| report.code.clone(), str::to_ascii_uppercase),
        ..report
    }
}

fn line(outcome: &Outcome, driver: &CompetitorReport) -> Result<EntrantLine, Doubt> {
    let status = outcome.status.as_deref().unwrap_or_default();
    let (finish, position) = match outcome.position_text.trim() {
        // Out of the race after the start, or too far behind to be classified.
        "R" | "N" => (Finish::Retired, None),
        "D" | "E" => (Finish::Disqualified, None),
        // Withdrawn before the start, or not qualified for it.
        "W" | "F" => (Finish::DidNotStart, None),
        text => {
            let place = text.parse::<u16>().ok().filter(|it| *it > 0);
            let place = place.ok_or_else(|| Doubt::Unknown(text.to_owned()))?;
            // Whoever stops near the end is classified all the same.
            let finish = if crossed_the_line(status) {
                Finish::Finished
            } else {
                Finish::Retired
            };
            (finish, Some(place))
        }
    };
    let says_otherwise = match finish {
        Finish::Finished | Finish::Retired => {
            matches!(
                status,
                "Disqualified" | "Excluded" | "Did not start" | "Withdrew"
            ) || (position.is_none() && status == "Finished")
        }
        Finish::Disqualified => crossed_the_line(status),
        _ => status == "Finished" || status == "Lapped",
    };
    if says_otherwise {
        return Err(Doubt::Wrong(format!(
            "contradiction: {} is {:?} and {status:?}",
            driver.name, outcome.position_text
        )));
    }
    let laps = outcome.laps.as_ref().and_then(|it| it.whole());
    let laps = laps.and_then(|it| u16::try_from(it).ok());
    Ok(EntrantLine {
        id: driver.first_id(NAME, Sport::Motorsport),
        finish,
        position,
        holes: None,
        laps: laps.filter(|_| finish.started()),
        scores: Vec::new(),
        withdrawal: None,
    })
}

/// `Finished`, `Lapped`, and in old seasons `+1 Lap`.
fn crossed_the_line(status: &str) -> bool {
    status == "Finished" || status == "Lapped" || status.starts_with('+')
}
