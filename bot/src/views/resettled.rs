//! What members read whose tickets came out differently after a result was corrected.

use shared::id::DiscordUserId;
use store::notices::{Resettled, ResultsPage};
use wording::{Catalogue, NameForm, Said};

use crate::views::changed::{self, ChangedTicket};
use crate::views::ending;

/// The most tickets that are listed.
const LINES_MAX: usize = 20;
/// The most members that the message pings.
const PINGS_MAX: usize = 50;

/// What is said about version `version` of the result to those whose tickets it changed, and whom
/// it pings. The last line is that of no other message. `None` where there is nobody to ping.
pub(crate) fn content(
    page: &ResultsPage,
    version: i32,
    tickets: &[&Resettled],
    catalogue: Catalogue,
) -> Option<(Said, Vec<DiscordUserId>)> {
    let mut users: Vec<DiscordUserId> = tickets.iter().map(|it| it.user).collect();
    users.sort_unstable();
    users.dedup();
    users.truncate(PINGS_MAX);
    if users.is_empty() {
        return None;
    }
    let mut versions = page.results.windows(2);
    let (before, after) = versions.find_map(|pair| match pair {
        [before, after] if after.version == version => Some((before, after)),
        _ => None,
    })?;
    let game = &page.game;
    let name = wording::game_name(catalogue, game, NameForm::Short);
    let (from, to) = (
        ending::short(game, before, catalogue),
        ending::short(game, after, catalogue),
    );
    // What players did was corrected, or the places of a field.
    let key = if from == to {
        "resettled-head-figures"
    } else {
        "resettled-head"
    };
    let head = catalogue.line(
        key,
        &[
            ("game", (&name).into()),
            ("from", from.into()),
            ("to", to.into()),
        ],
    );
    let foot = catalogue.line(
        "resettled-foot",
        &[
            ("game", name.into()),
            ("version", version.into()),
            ("at", after.decided_at.timestamp().into()),
        ],
    );
    let ends = [wording::mentions(&users), foot];
    let tickets: Vec<ChangedTicket<'_>> = tickets.iter().map(|it| ticket(it)).collect();
    let said = changed::message(catalogue, &head, (&tickets, LINES_MAX), &ends)?;
    Some((said, users))
}

const fn ticket(it: &Resettled) -> ChangedTicket<'_> {
    ChangedTicket {
        owner_name: it.name.as_str(),
        code: &it.code,
        stake: it.stake,
        before: &it.before,
        after: &it.after,
    }
}
