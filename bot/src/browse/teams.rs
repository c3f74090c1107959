//! Teams as choices for an option that is being typed, and which one was meant: by its names, its
//! code, and what fans call it.

use shared::folded::folded;
use shared::id::CompetitorId;
use store::known_teams::KnownTeam;
use twilight_model::application::command::CommandOptionChoice;
use wording::{Catalogue, Said};

use super::choices::shown_of;
use crate::discord::reply::{choice, only_choice};
use crate::errors::{Failure, refuse_with};

/// How many of several teams are named to whoever meant one of them.
const NAMED_MAX: usize = 6;

/// How well a team fits what was typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is called so.
    Whole,
    /// A name of it begins so.
    Start,
    /// All of the words are in its names.
    Words,
}

/// The one team that was meant: a choice of ours, or a name in full or in part that no other has.
///
/// # Errors
/// [`Failure`] in words for the member, who reads which ones may be meant.
pub(crate) fn one<'a>(teams: &'a [KnownTeam], typed: &str) -> Result<&'a KnownTeam, Failure> {
    if let Ok(id) = typed.parse::<CompetitorId>() {
        let found = teams.iter().find(|it| it.team.id == id);
        return found.ok_or_else(|| no_team(typed));
    }
    let found = fitting(teams, typed);
    let Some((best, _)) = found.first() else {
        return Err(no_team(typed));
    };
    let as_good: Vec<_> = found.iter().filter(|it| it.0 == *best).collect();
    match as_good.as_slice() {
        [(_, one)] => Ok(one),
        several => {
            let names = several.iter().take(NAMED_MAX);
            let names = names.map(|(_, it)| Said::name(&it.team.name));
            let places = vec![
                ("typed", Said::typed(typed).into()),
                ("count", several.len().into()),
                ("teams", wording::list(names, ", ").into()),
            ];
            Err(refuse_with("team-several", places))
        }
    }
}

/// The team of that id, where a button named it.
///
/// # Errors
/// [`Failure`] in words for the member.
pub(crate) fn of_id(teams: &[KnownTeam], id: CompetitorId) -> Result<&KnownTeam, Failure> {
    let found = teams.iter().find(|it| it.team.id == id);
    found.ok_or_else(|| crate::errors::refuse("team-gone"))
}

fn no_team(typed: &str) -> Failure {
    refuse_with("team-none", vec![("typed", Said::typed(typed).into())])
}

/// The teams that fit what was typed, the best first, at most 25; where there are more, the last
/// choice says so.
pub(crate) fn choices(
    catalogue: Catalogue,
    teams: &[KnownTeam],
    typed: &str,
) -> Vec<CommandOptionChoice> {
    let found = fitting(teams, typed);
    if found.is_empty() {
        return vec![only_choice(&catalogue.say("choice-no-team"), typed)];
    }
    let shown = shown_of(found.len());
    let choices = found.iter().take(shown).map(|(_, it)| {
        let leagues = it.leagues.iter().map(|code| Said::name(code));
        let places = [
            ("team", Said::name(&it.team.name).into()),
            ("leagues", wording::list(leagues, ", ").into()),
        ];
        choice(
            &catalogue.line("choice-team", &places),
            it.team.id.to_string(),
        )
    });
    let mut choices: Vec<_> = choices.collect();
    if found.len() > shown {
        let places = [("shown", shown.into()), ("count", found.len().into())];
        let more = catalogue.line("choice-more-teams", &places);
        choices.push(only_choice(&more, typed));
    }
    choices
}

/// The teams that fit, the best first and otherwise in their own order.
fn fitting<'a>(teams: &'a [KnownTeam], typed: &str) -> Vec<(Fit, &'a KnownTeam)> {
    let asked = folded(typed.trim());
    let words: Vec<&str> = asked.split_whitespace().collect();
    let mut found: Vec<_> = teams
        .iter()
        .filter_map(|it| Some((fit(it, &asked, &words)?, it)))
        .collect();
    found.sort_by_key(|it| it.0);
    found
}

fn fit(known: &KnownTeam, asked: &str, words: &[&str]) -> Option<Fit> {
    let team = &known.team;
    let own = [&team.name, &team.short_name, &team.place, &team.code];
    let own = own.into_iter().chain(&known.also).map(|it| folded(it));
    let called = shorthand::nicknames(&team.name).iter().cloned();
    let names: Vec<String> = own.chain(called).collect();
    if names.iter().any(|it| it == asked) {
        return Some(Fit::Whole);
    }
    if names.iter().any(|it| it.starts_with(asked)) {
        return Some(Fit::Start);
    }
    let leagues = known.leagues.iter().map(|it| folded(it));
    let all: Vec<String> = names.into_iter().chain(leagues).collect();
    let has = |word: &&str| all.iter().any(|it| it.contains(*word));
    words.iter().all(has).then_some(Fit::Words)
}

#[cfg(test)]
mod tests {
    use shared::competitor::Competitor;
    use wording::FALLBACK;

    use super::*;

    fn team(name: &str, short: &str, code: &str, league: &str) -> KnownTeam {
        KnownTeam {
            team: Competitor {
                id: CompetitorId::derive(name),
                name: name.to_owned(),
                short_name: short.to_owned(),
                place: name.trim_end_matches(short).trim().to_owned(),
                code: code.to_owned(),
                colors: None,
            },
            also: Vec::new(),
            leagues: vec![league.to_owned()],
        }
    }

    fn teams() -> Vec<KnownTeam> {
        let mut raiders = team("Las Vegas Raiders", "Raiders", "LV", "NFL");
        raiders.also.push("Oakland Raiders".to_owned());
        vec![
            team("Arizona Cardinals", "Cardinals", "ARI", "NFL"),
            team("St. Louis Cardinals", "Cardinals", "STL", "MLB"),
            team("Milwaukee Bucks", "Bucks", "MIL", "NBA"),
            team("Tampa Bay Buccaneers", "Buccaneers", "TB", "NFL"),
            team("Atlético Madrid", "Atlético", "ATM", "LALIGA"),
            raiders,
        ]
    }

    fn said(typed: &str) -> String {
        let teams = teams();
        match one(&teams, typed) {
            Ok(found) => found.team.name.clone(),
            Err(failure) => failure.to_string(),
        }
    }

    #[test]
    fn a_team_is_found_by_name_code_place_nickname_and_former_name() {
        for (typed, name) in [
            ("Arizona Cardinals", "Arizona Cardinals"),
            ("ari", "Arizona Cardinals"),
            ("cardinals mlb", "St. Louis Cardinals"),
            ("atletico", "Atlético Madrid"),
            ("oakland raiders", "Las Vegas Raiders"),
            ("bucks", "Milwaukee Bucks"),
            ("bucc", "Tampa Bay Buccaneers"),
        ] {
            assert_eq!(said(typed), name, "{typed}");
        }
    }

    #[test]
    fn what_several_are_called_and_what_none_is_called_is_no_team() {
        assert_eq!(said("cardinals"), "refused: team-several");
        assert_eq!(said("wombats"), "refused: team-none");
    }

    #[test]
    fn the_best_is_offered_first() {
        let catalogue = Catalogue::get(FALLBACK);
        let named = |typed: &str| {
            let found = choices(catalogue, &teams(), typed).into_iter();
            found.map(|it| it.name).collect::<Vec<_>>()
        };
        let bucks = ["Milwaukee Bucks · NBA", "Tampa Bay Buccaneers · NFL"];
        assert_eq!(named("buc"), bucks);
        assert_eq!(named("wombats"), ["No team matches that"]);
        assert_eq!(named("").len(), 6);
    }
}
