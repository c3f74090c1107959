//! A ticket as the words that its picture is drawn from.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use shared::competitor::{Competitor, Role};
use shared::game::Game;
use shared::id::DiscordUserId;
use shared::market::Side;
use shared::price::OddsFormat;
use shared::settings::ServerSettings;
use shared::ticket::{Leg, TicketKind, TicketState};
use slip::{
    Body, Correction, CrestView, Entrant, Foot, GameLine, LegView, Look, MemberView, Name,
    ParlayView, Rgb, SingleView, SlipView, Words,
};
use store::notices::{SlipLeg, SlipTicket};
use wording::{self, Catalogue, NameForm, PERSON_MAX, Said, called, money, visitors_first};

use super::ended::{final_result, leg_outcome, newest, shows_end};
use super::facts::{dropped, leg_price, leg_result, sentence, was, whole_name, whole_price};
use super::state;

/// Everything that the picture says.
pub(super) fn view(slip: &SlipTicket, settings: &ServerSettings, catalogue: Catalogue) -> SlipView {
    let ticket = &slip.ticket;
    let money = wording::ticket_money(catalogue, ticket);
    let parts = Parts {
        slip,
        catalogue,
        zone: settings.time_zone,
        format: settings.odds_format,
    };
    SlipView {
        member: MemberView {
            name: Said::outside(&slip.member.name, PERSON_MAX).drawn(),
            fallback: fallback(slip.member.user, catalogue).drawn(),
            avatar: None,
        },
        state: state::shape(ticket.state),
        state_word: parts.state_word().drawn(),
        correction: slip.before.map(|before| Correction {
            word: catalogue.say("slip-corrected").drawn(),
            note: drawn(&was(catalogue, before.state, ticket.stake, before.returned)),
        }),
        body: parts.body(),
        foot: Foot {
            stake_label: catalogue.say("slip-risk").drawn(),
            stake: money::units(ticket.stake).drawn(),
            note: parts.foot_note(),
            money: drawn(&parts.money_now().unwrap_or(money)),
        },
        look: Look::default(),
    }
}

/// What somebody is called whose name cannot be drawn: `Member 0042`.
fn fallback(user: DiscordUserId, catalogue: Catalogue) -> Said {
    let number = format!("{:04}", user.get() % 10_000);
    catalogue.line("slip-member", &[("number", Said::ours(number).into())])
}

/// A moment as pictures print it: `Sun 24 Nov, 8:15 PM EST`, and shorter.
fn moments(at: DateTime<Utc>, zone: Tz) -> [Said; 2] {
    let at = at.with_timezone(&zone);
    ["%a %-d %b, %-I:%M %p %Z", "%a %-I:%M %p %Z"].map(|it| Said::ours(at.format(it).to_string()))
}

/// As it is drawn: with true minus signs before and between numbers. Hyphens in names and scores
/// stay.
fn drawn(said: &Said) -> String {
    said.map_ours(minus).drawn()
}

fn minus(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|it| letters.get(it)).copied();
    letters
        .iter()
        .enumerate()
        .map(|(index, letter)| {
            let before = at(index.checked_sub(1));
            let after = at(Some(index + 1));
            let opens = before.is_none_or(|it| it == ' ' || it == '(');
            let sign = after.is_some_and(|it| it.is_ascii_digit())
                || (after == Some(' ') && before == Some(' '));
            if *letter == '-' && opens && sign {
                '\u{2212}'
            } else {
                *letter
            }
        })
        .collect()
}

struct Parts<'a> {
    slip: &'a SlipTicket,
    catalogue: Catalogue,
    zone: Tz,
    format: OddsFormat,
}

impl Parts<'_> {
    fn legs(&self) -> impl Iterator<Item = (&Leg, &SlipLeg)> {
        self.slip.ticket.legs.iter().zip(&self.slip.legs)
    }

    fn state_word(&self) -> Said {
        let ticket = &self.slip.ticket;
        let graded = self
            .slip
            .legs
            .iter()
            .filter(|it| it.grade.is_some())
            .count();
        if ticket.state == TicketState::Open && graded > 0 {
            return self.catalogue.line(
                "public-state-legs-in",
                &[("in", graded.into()), ("legs", ticket.legs.len().into())],
            );
        }
        let state = wording::state_word(self.catalogue, ticket.state);
        if ticket.is_manual() {
            return wording::list([self.catalogue.say("manual-mark"), state], " · ");
        }
        state
    }

    /// What can still be won where legs dropped out.
    fn money_now(&self) -> Option<Said> {
        let left = dropped(self.catalogue, self.slip, self.format)?.to_win?;
        Some(wording::to_win(self.catalogue, left))
    }

    fn body(&self) -> Body {
        let ticket = &self.slip.ticket;
        match (ticket.kind(), self.legs().next()) {
            (TicketKind::Single, Some((leg, shown))) => {
                Body::Single(Box::new(self.single(leg, shown)))
            }
            _ => Body::Parlay(self.parlay()),
        }
    }

    fn single(&self, leg: &Leg, shown: &SlipLeg) -> SingleView {
        SingleView {
            // Nobody plays in what was written by hand: the sentence says what it is about.
            game: self.game_line(leg, shown),
            event: (shown.game.field())
                .map_or_else(Words::default, |it| Words::new([Said::name(it).drawn()])),
            pick: self.pick(leg, shown),
            price: drawn(&money::price(leg.price, self.format)),
            sentence: Words::new([drawn(&self.sentence(leg, shown))]),
        }
    }

    fn pick(&self, leg: &Leg, shown: &SlipLeg) -> Words {
        let forms = NameForm::DRAWN.map(|form| {
            drawn(&wording::pick(
                self.catalogue,
                &leg.selection,
                &shown.game,
                form,
            ))
        });
        Words::new(forms)
    }

    fn sentence(&self, leg: &Leg, shown: &SlipLeg) -> Said {
        let said = sentence(self.catalogue, self.slip, leg, shown);
        // Nobody plays in what was written by hand, so its event is named here.
        match (shown.game.written(), said) {
            (Some((event, _)), Some(decided)) if shown.grade.is_some() => {
                let places = [
                    ("event", Said::prose(event).into()),
                    ("decided", decided.into()),
                ];
                self.catalogue.line("manual-game-graded", &places)
            }
            (Some((event, _)), _) => self
                .catalogue
                .line("manual-game", &[("event", Said::prose(event).into())]),
            (None, said) => said.unwrap_or_default(),
        }
    }

    /// The two sides. `None` where many compete, or nobody does.
    fn game_line(&self, leg: &Leg, shown: &SlipLeg) -> Option<GameLine> {
        let game = &shown.game;
        let sides = game.sides()?;
        let score = |role| {
            let result = final_result(newest(self.slip, leg, shown))?;
            result.full(role).map(|it| it.to_string())
        };
        let home = entrant(
            game,
            &sides.home,
            score(Role::Home),
            leg.selection.side == Side::Home,
        );
        let away = entrant(
            game,
            &sides.away,
            score(Role::Away),
            leg.selection.side == Side::Away,
        );
        let (first, joiner, second) = if visitors_first(game.sport) {
            (away, "public-joiner-at", home)
        } else {
            (home, "public-joiner-v", away)
        };
        Some(GameLine {
            first,
            joiner: self.catalogue.say(joiner).drawn(),
            second,
        })
    }

    fn foot_note(&self) -> Words {
        let first = self.legs().min_by_key(|(_, shown)| shown.game.starts_at);
        let Some((_, shown)) = first else {
            return Words::default();
        };
        let starts_at = shown.game.starts_at.with_timezone(&self.zone);
        let [long, short] = if shown.game.status.is_off() {
            let why = wording::not_played(self.catalogue, shown.game.status);
            [why.clone(), why]
        } else if self.slip.ticket.state == TicketState::Open {
            moments(shown.game.starts_at, self.zone)
        } else {
            // The hour no longer matters; the day does, for as long as the slip is shared.
            let day = Said::ours(starts_at.format("%a %-d %b").to_string());
            [day.clone(), day]
        };
        let with_league = self.catalogue.line(
            "slip-foot-time",
            &[
                ("league", league(self.catalogue, &shown.game).into()),
                ("time", (&long).into()),
            ],
        );
        if self.slip.ticket.kind() == TicketKind::Single {
            Words::new([with_league, long, short].map(|it| it.drawn()))
        } else {
            Words::new([long, short].map(|it| it.drawn()))
        }
    }

    fn parlay(&self) -> ParlayView {
        let ticket = &self.slip.ticket;
        let count = ticket.legs.len();
        let title = whole_name(self.catalogue, ticket);
        let gone = dropped(self.catalogue, self.slip, self.format);
        let sentence = match &gone {
            Some(gone) => Some(self.catalogue.line(
                "slip-parlay-dropped",
                &[
                    ("before", (&gone.before).into()),
                    ("count", gone.count.into()),
                ],
            )),
            None if ticket.kind() == TicketKind::System => {
                let (terms, stake) = (&ticket.terms, ticket.stake);
                wording::spread_on_each(self.catalogue, terms, count, stake)
            }
            None => (ticket.state == TicketState::Open).then(|| {
                self.catalogue
                    .line("slip-parlay-all", &[("legs", count.into())])
            }),
        };
        let price = match &gone {
            Some(gone) => gone.now.clone(),
            None => whole_price(self.catalogue, ticket, self.format),
        };
        // Of many bets there is no one price; what they can win is in the foot.
        let price = match ticket.kind() {
            TicketKind::System => {
                let bets = ("bets", wording::bets(&ticket.terms, count).into());
                self.catalogue.line("public-bets", &[bets])
            }
            _ => price,
        };
        ParlayView {
            title: Words::new([title.drawn()]),
            price: drawn(&price),
            sentence: sentence.map(|it| Words::new([drawn(&it)])),
            legs: self
                .legs()
                .map(|(leg, shown)| self.leg(leg, shown))
                .collect(),
            more: (1..=count)
                .map(|more| {
                    let count = ("count", more.into());
                    self.catalogue.line("slip-more-legs", &[count]).drawn()
                })
                .collect(),
        }
    }

    fn leg(&self, leg: &Leg, shown: &SlipLeg) -> LegView {
        let outcome = leg_outcome(self.slip, leg, shown);
        let side = match leg.selection.side {
            Side::Home => shown.game.side(Role::Home),
            Side::Away => shown.game.side(Role::Away),
            _ => None,
        };
        LegView {
            state: state::leg_shape(outcome),
            state_word: wording::leg_word(self.catalogue, outcome).drawn(),
            crest: side.map(crest),
            pick: self.pick(leg, shown),
            note: self.leg_note(leg, shown),
            price: drawn(&leg_price(
                self.catalogue,
                &self.slip.ticket,
                leg,
                self.format,
            )),
        }
    }

    fn leg_note(&self, leg: &Leg, shown: &SlipLeg) -> Words {
        let game = &shown.game;
        let forms = [NameForm::Short, NameForm::Code];
        if shows_end(self.slip, shown)
            && let Some(result) = newest(self.slip, leg, shown)
        {
            return Words::new(
                forms.map(|form| leg_result(self.catalogue, game, result, form).drawn()),
            );
        }
        let [long, short] = if game.status.is_off() {
            let why = wording::not_played(self.catalogue, game.status);
            [why.clone(), why]
        } else {
            moments(game.starts_at, self.zone)
        };
        let said = |form, time: &Said| {
            self.catalogue.line(
                "slip-leg-note-open",
                &[
                    (
                        "game",
                        wording::game_name(self.catalogue, game, form).into(),
                    ),
                    ("time", time.into()),
                ],
            )
        };
        Words::new([
            said(NameForm::Short, &long).drawn(),
            said(NameForm::Code, &long).drawn(),
            said(NameForm::Code, &short).drawn(),
        ])
    }
}

/// The mark of what was written by hand, or the league's code.
fn league(catalogue: Catalogue, game: &Game) -> Said {
    match game.written() {
        Some(_) => catalogue.say("manual-mark"),
        None => Said::name(&game.league_code),
    }
}

fn entrant(game: &Game, competitor: &Competitor, score: Option<String>, picked: bool) -> Entrant {
    Entrant {
        name: Name {
            full: called(game, competitor, NameForm::Short).drawn(),
            nickname: None,
            code: NameForm::Code.of(competitor).drawn(),
        },
        crest: crest(competitor),
        score,
        picked,
    }
}

/// Pairs of colours for competitors whose own are not known.
const PAIRS: [(u32, u32); 8] = [
    (0x1d4ed8, 0x93c5fd),
    (0x047857, 0x6ee7b7),
    (0xb45309, 0xfcd34d),
    (0x7c3aed, 0xc4b5fd),
    (0xbe123c, 0xfda4af),
    (0x0e7490, 0x67e8f9),
    (0x4d7c0f, 0xbef264),
    (0x475569, 0xcbd5e1),
];

fn crest(competitor: &Competitor) -> CrestView {
    let known = competitor.colors.as_ref();
    let known = known.and_then(|(first, second)| {
        let read = |it: &str| {
            u32::from_str_radix(it.trim_start_matches('#'), 16)
                .ok()
                .filter(|it| *it <= 0xff_ff_ff)
        };
        Some((read(first)?, read(second)?))
    });
    let sum: usize = competitor.code.bytes().map(usize::from).sum();
    let (primary, secondary) = known.unwrap_or(PAIRS[sum % PAIRS.len()]);
    CrestView {
        code: NameForm::Code.of(competitor).drawn(),
        primary: Rgb::hex(primary),
        secondary: Rgb::hex(secondary),
        logo: None,
    }
}
