//! A ticket in text: the same facts as its picture, and those that the picture leaves out.

use shared::competitor::Role;
use shared::settings::ServerSettings;
use shared::ticket::{Leg, TicketKind, TicketState};
use store::notices::{LegShown, SlipTicket};

use super::picture::{dropped, final_result, leg_result, was, whole_price};
use super::{CONTENT_CHARS_MAX, Form, escape, game_name, sentence, state, visitors_first};
use crate::text::Text;
use crate::views::money;

/// The sentence about a leg, as it is drawn: the arithmetic once it is graded, else what must
/// happen.
pub(super) fn sentence(
    text: Text,
    slip: &SlipTicket,
    leg: &Leg,
    shown: &LegShown,
) -> Option<String> {
    if let Some(ruling) = shown.grade.as_ref().and_then(|it| it.ruling.as_ref()) {
        let places = [
            ("actor", ruling.actor_name.as_str().into()),
            ("reason", ruling.reason.as_str().into()),
        ];
        return Some(text.line("correction-ruled", &places));
    }
    if let Some(grade) = &shown.grade {
        let receipt = grading::Receipt::from_bytes(&grade.receipt);
        return match receipt {
            Ok(receipt) => Some(sentence::decided(text, &receipt, shown)),
            Err(error) => {
                tracing::error!("the receipt of leg {} cannot be read: {error}", leg.number);
                None
            }
        };
    }
    if slip.ticket.state == TicketState::Cancelled {
        return None;
    }
    sentence::wins_if(text, &slip.choices, &leg.selection, shown)
}

/// What the message says beside the picture, in at most 2,000 characters.
pub(super) fn content(slip: &SlipTicket, settings: &ServerSettings, text: Text) -> String {
    let told = Told {
        slip,
        settings,
        text,
    };
    let head = told.head();
    let foot = told.foot();
    let room = CONTENT_CHARS_MAX.saturating_sub(length(&head) + length(&foot));
    let mut lines = vec![head];
    lines.extend(match slip.ticket.kind {
        TicketKind::Single => told.single(),
        TicketKind::Parlay => told.parlay(room),
    });
    lines.push(foot);
    lines.join("\n")
}

fn length(line: &str) -> usize {
    line.chars().count() + 1
}

struct Told<'a> {
    slip: &'a SlipTicket,
    settings: &'a ServerSettings,
    text: Text,
}

impl Told<'_> {
    fn legs(&self) -> impl Iterator<Item = (&Leg, &LegShown)> {
        self.slip.ticket.legs.iter().zip(&self.slip.legs)
    }

    /// The pick of a single, or how many legs a parlay has.
    fn what(&self) -> String {
        match (self.slip.ticket.kind, self.legs().next()) {
            (TicketKind::Single, Some((leg, shown))) => pick(self.text, leg, shown),
            _ => self.text.line(
                "public-parlay",
                &[("legs", self.slip.ticket.legs.len().into())],
            ),
        }
    }

    fn head(&self) -> String {
        let ticket = &self.slip.ticket;
        let gone = dropped(self.slip, self.settings.odds_format);
        let price = match &gone {
            Some(gone) => gone.now.clone(),
            None => whole_price(&ticket.legs, self.settings.odds_format),
        };
        let left = gone.and_then(|it| it.to_win);
        let money = match left {
            Some(left) => state::to_win(self.text, left),
            None => state::ticket_money(self.text, ticket),
        };
        let returned = ticket.returned.unwrap_or(ticket.stake);
        let key = match ticket.state {
            TicketState::Open => "slip-head-open",
            TicketState::Cancelled => "slip-head-cancelled",
            TicketState::Lost => "slip-head-lost",
            _ => "slip-head-done",
        };
        self.text.line(
            key,
            &[
                ("name", escape(&self.slip.member.name).into()),
                ("pick", self.what().into()),
                ("price", price.into()),
                ("stake", money::units(ticket.stake).into()),
                ("returned", money::units(returned).into()),
                ("money", money.into()),
                ("state", state::state_word(self.text, ticket.state).into()),
            ],
        )
    }

    fn single(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some((leg, shown)) = self.legs().next() {
            lines.push(self.game(shown));
            let said = sentence(self.text, self.slip, leg, shown);
            lines.extend(said.map(|it| escape(&it)));
            let is_open = self.slip.ticket.state == TicketState::Open;
            if is_open && shown.game.written().is_some() {
                lines.push(self.text.say("manual-how"));
            }
        }
        lines.extend(self.correction());
        lines
    }

    fn game(&self, shown: &LegShown) -> String {
        let game = &shown.game;
        if let Some((event, _)) = game.written() {
            let at = ("at", game.starts_at.timestamp().into());
            let event = ("event", escape(event).into());
            return self.text.line("manual-game-line", &[event, at]);
        }
        let league = game.league_code.as_str();
        let start = game.starts_at.timestamp();
        let graded = shown.result.as_ref().filter(|_| shown.grade.is_some());
        let scores =
            final_result(graded).and_then(|it| Some((it.full(Role::Home)?, it.full(Role::Away)?)));
        if let Some((home, away)) = scores {
            let (home, away) = ((&game.home.name, home), (&game.away.name, away));
            let (first, second) = if visitors_first(game.sport) {
                (away, home)
            } else {
                (home, away)
            };
            return self.text.line(
                "slip-line-final",
                &[
                    ("first", escape(first.0).into()),
                    ("first-score", first.1.into()),
                    ("second", escape(second.0).into()),
                    ("second-score", second.1.into()),
                    ("league", league.into()),
                    ("start", start.into()),
                ],
            );
        }
        let name = escape(&game_name(self.text, game, Form::Full));
        match graded {
            Some(result) => self.text.line(
                "slip-line-not-played",
                &[
                    ("game", name.into()),
                    ("why", sentence::not_played(self.text, result.status).into()),
                    ("league", league.into()),
                ],
            ),
            None => self.text.line(
                "slip-line-open",
                &[
                    ("game", name.into()),
                    ("league", league.into()),
                    ("start", start.into()),
                ],
            ),
        }
    }

    /// The legs, in the longest form in which all of them fit, or as many as do.
    fn parlay(&self, room: usize) -> Vec<String> {
        let mut extra = Vec::new();
        if let Some(gone) = dropped(self.slip, self.settings.odds_format) {
            extra.push(self.text.line(
                "slip-parlay-dropped",
                &[("before", gone.before.into()), ("count", gone.count.into())],
            ));
        }
        extra.extend(self.correction());
        let size = |lines: &[String]| lines.iter().map(|it| length(it)).sum::<usize>();
        let room = room.saturating_sub(size(&extra));
        let forms: [fn(&Self, &Leg, &LegShown) -> String; 2] = [Self::leg, Self::leg_short];
        let mut lines: Vec<String> = Vec::new();
        for form in forms {
            lines = self
                .legs()
                .map(|(leg, shown)| form(self, leg, shown))
                .collect();
            if size(&lines) <= room {
                break;
            }
        }
        let all = lines.len();
        let more = |left: usize| self.text.line("slip-more-legs", &[("count", left.into())]);
        while size(&lines) > room && !lines.is_empty() {
            // The last line makes place for the count of what is left out.
            lines.truncate(lines.len().saturating_sub(2));
            lines.push(more(all - lines.len()));
        }
        lines.extend(extra);
        lines
    }

    fn leg(&self, leg: &Leg, shown: &LegShown) -> String {
        let outcome = shown.grade.as_ref().map(|it| it.outcome);
        let graded = shown.result.as_ref().filter(|_| outcome.is_some());
        let (key, note) = match graded {
            Some(result) => (
                "slip-leg-decided",
                escape(&leg_result(self.text, &shown.game, result, Form::Short)),
            ),
            None => (
                "slip-leg-said",
                format!(
                    "{} · <t:{}:f>",
                    escape(&game_name(self.text, &shown.game, Form::Short)),
                    shown.game.starts_at.timestamp()
                ),
            ),
        };
        self.leg_line(key, leg, shown, note)
    }

    fn leg_short(&self, leg: &Leg, shown: &LegShown) -> String {
        if shown.grade.is_some() {
            let note = escape(&game_name(self.text, &shown.game, Form::Code));
            self.leg_line("slip-leg-decided", leg, shown, note)
        } else {
            self.leg_line("slip-leg", leg, shown, String::new())
        }
    }

    fn leg_line(&self, key: &str, leg: &Leg, shown: &LegShown, note: String) -> String {
        let outcome = shown.grade.as_ref().map(|it| it.outcome);
        self.text.line(
            key,
            &[
                ("number", leg.number.into()),
                ("pick", pick(self.text, leg, shown).into()),
                ("price", leg.price.shown(self.settings.odds_format).into()),
                ("state", state::leg_word(self.text, outcome).into()),
                ("note", note.into()),
            ],
        )
    }

    fn correction(&self) -> Option<String> {
        let before = self.slip.before?;
        let stake = self.slip.ticket.stake;
        let was = was(self.text, before.state, stake, before.returned);
        Some(
            self.text
                .line("slip-corrected-line", &[("was", was.into())]),
        )
    }

    fn foot(&self) -> String {
        let ticket = &self.slip.ticket;
        let mut bookmakers: Vec<&str> = Vec::new();
        for leg in &ticket.legs {
            if !bookmakers.contains(&leg.bookmaker.name.as_str()) {
                bookmakers.push(&leg.bookmaker.name);
            }
        }
        self.text.line(
            "slip-foot",
            &[
                ("bookmaker", escape(&bookmakers.join(", ")).into()),
                ("placed", ticket.placed_at.timestamp().into()),
                ("code", ticket.code.as_str().into()),
            ],
        )
    }
}

/// A leg's pick in short names.
fn pick(text: Text, leg: &Leg, shown: &LegShown) -> String {
    escape(&sentence::pick(text, &leg.selection, shown, Form::Short))
}
