//! When a bet on a player is void because of how he took part: the house rules' own words.

use grading::rules::{Action, Options, sport_rules};
use shared::league::Sport;
use shared::settings::RuleChoices;

/// How many rules are quoted: a sport has few, and one holds for nearly everything.
const RULES_MAX: usize = 3;

/// What the rules say about players who do not take part, for each of these statistics, under these
/// choices of the server; each rule once.
pub(super) fn voids<'a>(
    sport: Sport,
    choices: &RuleChoices,
    statistics: impl Iterator<Item = &'a str>,
) -> Vec<&'static str> {
    let options = Options::try_from(choices).unwrap_or_default();
    let rules = sport_rules(sport).action;
    let holds = |it: &&Action| {
        it.choice
            .is_none_or(|(name, value)| options.word(name) == Some(value))
    };
    let mut said: Vec<&'static str> = Vec::new();
    for statistic in statistics {
        let of = |it: &&Action| it.statistics.is_empty() || it.statistics.contains(&statistic);
        let rule = rules.iter().filter(holds).find(of);
        let says = rule.map(|it| it.row.says);
        said.extend(says.filter(|it| !said.contains(it)));
    }
    said.truncate(RULES_MAX);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(sport: Sport, statistics: &[&str]) -> Vec<&'static str> {
        voids(sport, &RuleChoices::default(), statistics.iter().copied())
    }

    #[test]
    fn who_does_not_play_is_spoken_of_in_the_words_of_the_rule_that_grades() {
        let hockey = said(Sport::IceHockey, &["shots_on_goal", "assists", "saves"]);
        assert_eq!(
            hockey,
            [
                "A bet on a player without ice time is void.",
                "A bet on a goalkeeper who does not start is void.",
            ]
        );
        let football = said(Sport::AmericanFootball, &["receiving_yards"]);
        assert_eq!(football.len(), 1);
        assert!(football[0].contains("is void"), "{football:?}");
    }
}
