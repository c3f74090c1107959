//! A ticket in text: the same facts as its picture, and those that the picture leaves out.

use shared::competitor::Role;
use shared::price::OddsFormat;
use shared::ticket::{Leg, TicketKind, TicketState};
use store::notices::{SlipLeg, SlipTicket};
use wording::{Catalogue, NameForm, Said, called, game_name, money, visitors_first};

use super::ended::{final_result, is_field_over, leg_outcome, newest, shows_end};
use super::facts::{
    dropped, leg_price, leg_result, sentence, spread, was, whole_name, whole_price,
};
use crate::discord::reply::CONTENT_CHARS_MAX;
use crate::fitting;

/// What the message says beside the picture, in at most 2,000 characters.
pub(super) fn content(slip: &SlipTicket, format: OddsFormat, catalogue: Catalogue) -> Said {
    let caption = Caption {
        slip,
        format,
        catalogue,
    };
    let head = caption.head();
    let foot = caption.foot();
    let room = CONTENT_CHARS_MAX.saturating_sub(length(&head) + length(&foot));
    let mut lines = vec![head];
    lines.extend(match slip.ticket.kind() {
        TicketKind::Single => caption.single(),
        TicketKind::Parlay | TicketKind::System | TicketKind::Teaser => caption.parlay(room),
    });
    lines.push(foot);
    wording::lines(lines)
}

/// The games of a ticket with how they ended, its legs, and what was said before a correction, in
/// at most so many characters.
pub(super) fn facts(
    slip: &SlipTicket,
    format: OddsFormat,
    catalogue: Catalogue,
    room: usize,
) -> Said {
    let caption = Caption {
        slip,
        format,
        catalogue,
    };
    wording::lines(match slip.ticket.kind() {
        TicketKind::Single => caption.single(),
        TicketKind::Parlay | TicketKind::System | TicketKind::Teaser => caption.parlay(room),
    })
}

fn length(line: &Said) -> usize {
    line.discord_chars() + 1
}

struct Caption<'a> {
    slip: &'a SlipTicket,
    format: OddsFormat,
    catalogue: Catalogue,
}

impl Caption<'_> {
    fn legs(&self) -> impl Iterator<Item = (&Leg, &SlipLeg)> {
        self.slip.ticket.legs.iter().zip(&self.slip.legs)
    }

    /// The pick of a single, or how many legs a parlay has.
    fn what(&self) -> Said {
        match (self.slip.ticket.kind(), self.legs().next()) {
            (TicketKind::Single, Some((leg, shown))) => {
                let pick = pick(self.catalogue, leg, shown);
                wording::named(self.catalogue, pick, leg.each_way.is_some())
            }
            _ => whole_name(self.catalogue, &self.slip.ticket),
        }
    }

    fn head(&self) -> Said {
        let ticket = &self.slip.ticket;
        let gone = dropped(self.catalogue, self.slip, self.format);
        let price = match &gone {
            Some(gone) => gone.now.clone(),
            None => whole_price(self.catalogue, ticket, self.format),
        };
        let left = gone.and_then(|it| it.to_win);
        let money = match left {
            Some(left) => wording::to_win(self.catalogue, left),
            None => wording::ticket_money(self.catalogue, ticket),
        };
        let returned = ticket.returned.unwrap_or(ticket.stake);
        let key = match ticket.state {
            TicketState::Open => "slip-head-open",
            TicketState::Cancelled => "slip-head-cancelled",
            TicketState::Lost => "slip-head-lost",
            TicketState::Push | TicketState::Void | TicketState::Refunded => "slip-head-back",
            _ => "slip-head-done",
        };
        self.catalogue.line(
            key,
            &[
                ("name", self.catalogue.person(&self.slip.member.name).into()),
                ("pick", self.what().into()),
                ("price", price.into()),
                ("stake", money::units(ticket.stake).into()),
                ("returned", money::units(returned).into()),
                ("money", money.into()),
                (
                    "state",
                    wording::state_word(self.catalogue, ticket.state).into(),
                ),
            ],
        )
    }

    fn single(&self) -> Vec<Said> {
        let mut lines = Vec::new();
        if let Some((leg, shown)) = self.legs().next() {
            lines.push(self.game(leg, shown));
            let said = sentence(self.catalogue, self.slip, leg, shown);
            lines.extend(said);
            let is_open = self.slip.ticket.state == TicketState::Open;
            if is_open && shown.game.written().is_some() {
                lines.push(self.catalogue.say("manual-how"));
            }
        }
        lines.extend(self.correction());
        lines
    }

    fn game(&self, leg: &Leg, shown: &SlipLeg) -> Said {
        let game = &shown.game;
        if let Some((event, _)) = game.written() {
            let at = ("at", game.starts_at.timestamp().into());
            let event = ("event", Said::prose(event).into());
            return self.catalogue.line("manual-game-line", &[event, at]);
        }
        let league = &Said::name(&game.league_code);
        let start = game.starts_at.timestamp();
        let graded = newest(self.slip, leg, shown).filter(|_| shows_end(self.slip, shown));
        let scores =
            final_result(graded).and_then(|it| Some((it.full(Role::Home)?, it.full(Role::Away)?)));
        if let Some((sides, (home, away))) = game.sides().zip(scores) {
            let (home, away) = ((&sides.home, home), (&sides.away, away));
            let (first, second) = if visitors_first(game.sport) {
                (away, home)
            } else {
                (home, away)
            };
            return self.catalogue.line(
                "slip-line-final",
                &[
                    ("first", called(game, first.0, NameForm::Short).into()),
                    ("first-score", first.1.into()),
                    ("second", called(game, second.0, NameForm::Short).into()),
                    ("second-score", second.1.into()),
                    ("league", league.into()),
                    ("start", start.into()),
                ],
            );
        }
        let name = game_name(self.catalogue, game, NameForm::Short);
        let is_over = graded.is_some_and(|it| is_field_over(game, it));
        let how = match graded {
            Some(result) => Some(wording::ended(
                self.catalogue,
                game,
                result,
                NameForm::Short,
            )),
            None if game.status.is_off() => Some(wording::not_played(self.catalogue, game.status)),
            None => None,
        };
        let key = match how {
            _ if is_over => "slip-line-field",
            Some(_) => "slip-line-ended",
            None => "slip-line-open",
        };
        self.catalogue.line(
            key,
            &[
                ("game", name.into()),
                ("how", how.unwrap_or_default().into()),
                ("league", league.into()),
                ("start", start.into()),
            ],
        )
    }

    /// The legs, in the longest form in which all of them fit, or as many as do.
    fn parlay(&self, room: usize) -> Vec<Said> {
        let mut extra: Vec<Said> = spread(self.catalogue, &self.slip.ticket)
            .into_iter()
            .collect();
        if let Some(gone) = dropped(self.catalogue, self.slip, self.format) {
            extra.push(self.catalogue.line(
                "slip-parlay-dropped",
                &[("before", gone.before.into()), ("count", gone.count.into())],
            ));
        }
        extra.extend(self.correction());
        let room = room.saturating_sub(extra.iter().map(length).sum());
        let legs = |form: fn(&Self, &Leg, &SlipLeg) -> Said| -> Vec<Said> {
            let legs = self.legs().map(|(leg, shown)| form(self, leg, shown));
            legs.collect()
        };
        let whole = wording::lines(legs(Self::leg));
        let mut lines = vec![if whole.discord_chars() <= room {
            whole
        } else {
            fitting::first_lines(&legs(Self::leg_short), room, |left| {
                let count = ("count", left.into());
                self.catalogue.line("slip-more-legs", &[count])
            })
        }];
        lines.extend(extra);
        lines
    }

    fn leg(&self, leg: &Leg, shown: &SlipLeg) -> Said {
        let outcome = leg_outcome(self.slip, leg, shown);
        let graded = newest(self.slip, leg, shown)
            .filter(|_| outcome.is_some() || shows_end(self.slip, shown));
        let (key, note) = match graded {
            Some(result) => (
                "slip-leg-decided",
                leg_result(self.catalogue, &shown.game, result, NameForm::Short),
            ),
            None => (
                "slip-leg-said",
                self.catalogue.line(
                    "slip-leg-when",
                    &[
                        (
                            "game",
                            game_name(self.catalogue, &shown.game, NameForm::Short).into(),
                        ),
                        ("start", shown.game.starts_at.timestamp().into()),
                    ],
                ),
            ),
        };
        self.leg_line(key, leg, shown, note)
    }

    fn leg_short(&self, leg: &Leg, shown: &SlipLeg) -> Said {
        if leg_outcome(self.slip, leg, shown).is_some() {
            let note = game_name(self.catalogue, &shown.game, NameForm::Code);
            self.leg_line("slip-leg-decided", leg, shown, note)
        } else {
            self.leg_line("slip-leg", leg, shown, Said::default())
        }
    }

    fn leg_line(&self, key: &str, leg: &Leg, shown: &SlipLeg, note: Said) -> Said {
        let outcome = leg_outcome(self.slip, leg, shown);
        self.catalogue.line(
            key,
            &[
                ("number", leg.number.into()),
                ("pick", pick(self.catalogue, leg, shown).into()),
                (
                    "price",
                    leg_price(self.catalogue, &self.slip.ticket, leg, self.format).into(),
                ),
                ("state", wording::leg_word(self.catalogue, outcome).into()),
                ("note", note.into()),
            ],
        )
    }

    fn correction(&self) -> Option<Said> {
        let before = self.slip.before?;
        let stake = self.slip.ticket.stake;
        let was = was(self.catalogue, before.state, stake, before.returned);
        Some(
            self.catalogue
                .line("slip-corrected-line", &[("was", was.into())]),
        )
    }

    fn foot(&self) -> Said {
        let ticket = &self.slip.ticket;
        let mut bookmakers: Vec<&str> = Vec::new();
        for leg in &ticket.legs {
            if !bookmakers.contains(&leg.bookmaker.name.as_str()) {
                bookmakers.push(&leg.bookmaker.name);
            }
        }
        let bookmakers = bookmakers.into_iter().map(Said::name);
        let bookmakers = wording::list(bookmakers, ", ");
        self.catalogue.line(
            "slip-foot",
            &[
                ("bookmaker", bookmakers.into()),
                ("placed", ticket.placed_at.timestamp().into()),
                ("code", (&ticket.code).into()),
            ],
        )
    }
}

/// A leg's pick in short names.
fn pick(catalogue: Catalogue, leg: &Leg, shown: &SlipLeg) -> Said {
    wording::pick(catalogue, &leg.selection, &shown.game, NameForm::Short)
}
