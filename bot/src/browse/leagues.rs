//! Leagues as choices for an option that is being typed, and which one was meant.

use shared::folded::folded;
use shared::league::League;
use store::leagues::ShownLeague;
use twilight_model::application::command::CommandOptionChoice;
use wording::{Catalogue, Said};

use super::choices;
use crate::discord::reply::{choice, only_choice};
use crate::errors::{Failure, refuse_with};

/// The league of that code or name, whatever its case. Where it is none of these, whoever typed it
/// is told so in that line.
///
/// # Errors
/// [`Failure`] in words for the member.
pub(crate) fn one<'a>(
    leagues: impl IntoIterator<Item = &'a ShownLeague>,
    typed: &str,
    or_else: &'static str,
) -> Result<&'a League, Failure> {
    let asked = folded(typed.trim());
    let is_it = |it: &League| folded(&it.code) == asked || folded(&it.name) == asked;
    let mut leagues = leagues.into_iter().map(|it| &it.league);
    let found = leagues.find(|it| is_it(it));
    found.ok_or_else(|| refuse_with(or_else, vec![("typed", Said::typed(typed).into())]))
}

/// The leagues whose code or name has what was typed, those first whose code begins with it; at
/// most 25, and where there are more, the last choice says so.
pub(crate) fn choices<'a>(
    catalogue: Catalogue,
    leagues: impl IntoIterator<Item = &'a ShownLeague>,
    typed: &str,
) -> Vec<CommandOptionChoice> {
    let asked = folded(typed.trim());
    let leagues = leagues.into_iter().map(|it| &it.league);
    let fits =
        |it: &&League| folded(&it.code).contains(&asked) || folded(&it.name).contains(&asked);
    let mut found: Vec<&League> = leagues.filter(fits).collect();
    found.sort_by_key(|it| !folded(&it.code).starts_with(&asked));
    if found.is_empty() {
        return vec![only_choice(&catalogue.say("choice-no-league"), typed)];
    }
    let shown = choices::shown_of(found.len());
    let listed = found.iter().take(shown).map(|it| {
        let (code, name) = (Said::name(&it.code), Said::name(&it.name));
        let places = [("code", code.into()), ("name", name.into())];
        choice(&catalogue.line("choice-league", &places), &it.code)
    });
    let mut listed: Vec<_> = listed.collect();
    if found.len() > shown {
        let places = [("shown", shown.into()), ("count", found.len().into())];
        let more = catalogue.line("choice-more-leagues", &places);
        listed.push(only_choice(&more, typed));
    }
    listed
}
