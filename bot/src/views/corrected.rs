//! What everybody affected reads of an admin's correction.

use std::collections::HashMap;

use shared::game::Game;
use shared::id::{DiscordUserId, GameId};
use store::corrections::{
    CorrectedMember, CorrectedTicket, Correction, CorrectionAction, CorrectionSource, TicketHead,
};
use wording::{Catalogue, Said};

use crate::views::changed::{self, ChangedTicket};
use crate::views::correction::{Names, decided};

/// The most tickets that are listed.
const LINES_MAX: usize = 10;
/// The most members that a message pings.
const PINGS_MAX: usize = 10;
/// How the last line starts that [`graded`] gives, and no other message of ours has.
pub(crate) const GRADED_FOOT: &str = "-# Graded by ";

/// All that is said about a correction.
#[derive(Debug)]
pub(crate) struct CorrectionPage {
    pub(crate) correction: Correction,
    /// The tickets that it changed.
    pub(crate) tickets: Vec<(CorrectedTicket, TicketHead)>,
    /// The members whose units it moved.
    pub(crate) members: Vec<CorrectedMember>,
    /// The games that it names.
    pub(crate) games: HashMap<GameId, Game>,
}

impl CorrectionPage {
    fn tickets(&self) -> Vec<ChangedTicket<'_>> {
        let tickets = self.tickets.iter().map(|(it, head)| ChangedTicket {
            owner_name: &head.owner_name,
            code: &head.code,
            stake: head.stake,
            before: &it.before,
            after: &it.after,
        });
        tickets.collect()
    }

    /// That the admin decided about a ticket of their own, where they did.
    fn own(&self, catalogue: Catalogue) -> Option<Said> {
        let mut owners = self.tickets.iter().map(|(_, head)| head.owner);
        let is_own = owners.any(|it| it == self.correction.actor);
        let actor = catalogue.person(&self.correction.actor_name).into();
        is_own.then(|| catalogue.line("correction-own", &[("actor", actor)]))
    }

    fn reason(&self, catalogue: Catalogue) -> Said {
        let reason = Said::prose(&self.correction.reason).into();
        catalogue.line("correction-reason", &[("reason", reason)])
    }

    /// Who decided it, and when.
    fn foot(&self, catalogue: Catalogue, key: &str) -> Said {
        let correction = &self.correction;
        catalogue.line(
            key,
            &[
                ("number", correction.number.into()),
                ("actor", catalogue.person(&correction.actor_name).into()),
                ("at", correction.made_at.timestamp().into()),
            ],
        )
    }
}

/// What the message says, and whom it pings. Its last line is that of no other message.
pub(crate) fn content(page: &CorrectionPage, catalogue: Catalogue) -> (Said, Vec<DiscordUserId>) {
    let correction = &page.correction;
    let names = Names::of(correction, &page.games);
    let what = decided(catalogue, &correction.asked, &names);
    let number = ("number", correction.number.into());
    let head = catalogue.line("correction-head", &[number, ("what", what.into())]);
    let mut ends = Vec::new();
    let is_about_one = !matches!(
        correction.asked,
        CorrectionAction::Result { .. } | CorrectionAction::Undo { .. }
    );
    ends.extend(page.own(catalogue).filter(|_| is_about_one));
    ends.push(page.reason(catalogue));
    let pings = page.members.iter().filter(|it| it.is_pinged);
    let pings: Vec<_> = pings.take(PINGS_MAX).map(|it| it.user).collect();
    if !pings.is_empty() {
        ends.push(wording::mentions(&pings));
    }
    ends.push(page.foot(catalogue, "correction-foot"));
    let tickets = page.tickets();
    let said = changed::message(catalogue, &head, (&tickets, LINES_MAX), &ends);
    (said.unwrap_or(head), pings)
}

/// What is said where people graded a bet. Its last line is that of no other message, and starts
/// with [`GRADED_FOOT`].
pub(crate) fn graded(page: &CorrectionPage, catalogue: Catalogue) -> Said {
    let mut lines = changed::lines(catalogue, &page.tickets(), LINES_MAX);
    lines.extend(page.own(catalogue));
    if page.correction.source == CorrectionSource::Command {
        lines.push(page.reason(catalogue));
    }
    lines.push(page.foot(catalogue, "correction-graded-foot"));
    wording::lines(lines)
}

#[cfg(test)]
mod tests {
    use shared::grade::LegOutcome;
    use shared::id::{ChannelId, CorrectionId, TicketId};
    use shared::testing::noon;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_last_line_of_a_bet_graded_by_people_starts_as_it_is_looked_for() {
        let asked = CorrectionAction::Grade {
            ticket: TicketId::from_uuid(Uuid::nil()),
            outcome: LegOutcome::Won,
        };
        let page = CorrectionPage {
            correction: Correction {
                id: CorrectionId::from_uuid(Uuid::nil()),
                number: 7,
                asked,
                source: CorrectionSource::Reaction,
                actor: DiscordUserId::new(1),
                actor_name: "Vera".to_owned(),
                reason: "She won.".to_owned(),
                channel: ChannelId::new(1),
                made_at: noon(),
                undone_by: None,
                undoes: None,
                code: None,
                member_name: None,
            },
            tickets: Vec::new(),
            members: Vec::new(),
            games: HashMap::new(),
        };
        let said = graded(&page, Catalogue::get("en-US"));
        assert!(said.last_line().starts_with(GRADED_FOOT), "{said:?}");
    }
}
