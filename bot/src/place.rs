//! The one use case that takes units: a bet is placed by one call of the database's own function,
//! and whatever comes of it becomes a sentence.

use std::time::Duration;

use grading::ticket::terms::Terms;
use services::bets::{LegRequest, Placement};
use shared::game::GameStatus;
use shared::id::TicketId;
use shared::settings::SlipAudience;
use shared::units::{Stake, StakeError, Units, UnitsError};
use store::tickets::{self, CancelWindow, Cancelling, Placed, Placing, Which};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Said, money};

use crate::app::{App, Visitor, own_format};
use crate::caches::Server;
use crate::custom_id::{CustomId, Taken};
use crate::errors::{Failure, refuse, refuse_with};
use crate::reply::{Reply, button, container, row, text_block};
use crate::request::Request;
use crate::views::{balance, ticket};

/// How long a bet can be cancelled: at first in any case, then while no price has moved.
pub(crate) const CANCEL_WINDOW: CancelWindow = CancelWindow {
    free: Duration::from_secs(15),
    unmoved: Duration::from_secs(60),
};

/// What comes of a bet that is no plain refusal.
pub(crate) enum Bet {
    /// It is placed; this is what the member reads.
    Placed(Reply),
    /// Prices moved: ask again, showing both.
    Moved(Vec<tickets::Moved>),
    /// Nobody offers one of them any more: its line may have moved.
    TakenDown,
}

/// Who places, with what holds for them.
pub(crate) struct Bettor<'a> {
    /// The application.
    pub(crate) app: &'a App,
    /// What was asked.
    pub(crate) request: &'a Request,
    /// The server.
    pub(crate) server: &'a Server,
    /// The member.
    pub(crate) visit: &'a Visitor,
}

impl From<&Taken> for LegRequest {
    fn from(taken: &Taken) -> Self {
        Self {
            selection: taken.selection,
            bookmaker: taken.bookmaker,
            num: taken.num,
            den: taken.den,
            takes_better: false,
            each_way: None,
        }
    }
}

/// Reads a stake as members type it.
///
/// # Errors
/// A refusal that says how to write one.
pub(crate) fn read_stake(typed: &str) -> Result<Units, Failure> {
    let units = typed.parse::<Units>().map_err(|error| match error {
        UnitsError::NotANumber if typed.contains('$') => refuse("stake-not-money"),
        UnitsError::NotANumber => {
            let typed = ("typed", Said::typed(typed).into());
            refuse_with("stake-not-a-number", vec![typed])
        }
        UnitsError::TooFine => refuse("stake-too-fine"),
        UnitsError::TooLarge => refuse("stake-far-too-large"),
    })?;
    match Stake::parse(units) {
        Ok(stake) => Ok(stake.units()),
        Err(StakeError::NotPositive) => Err(refuse("stake-not-positive")),
        Err(StakeError::TooLarge) => Err(refuse("stake-far-too-large")),
    }
}

impl Bettor<'_> {
    /// Places it, or says why not.
    ///
    /// # Errors
    /// A refusal in words, or [`Failure::InDoubt`] where the database gave no answer.
    pub(crate) async fn place(
        &self,
        mut legs: Vec<LegRequest>,
        stake: Units,
    ) -> Result<Bet, Failure> {
        // A better price on a single is good news; what a parlay returns was agreed as a whole.
        if let [leg] = legs.as_mut_slice() {
            leg.takes_better = true;
        }
        // What comes in a component's id was written by us, but is read like anything else.
        let stake = Stake::parse(stake).map_err(|_| refuse("stake-not-positive"))?;
        let audience = self.server.settings.slip_audience;
        let bet = Placement {
            guild: self.request.guild,
            member: self.visit.member.id,
            interaction: self.request.interaction,
            ticket: TicketId::mint(self.app.clock.now()),
            stake: stake.units(),
            terms: Terms::plain(legs.len()),
            legs,
            rule_version: grading::RULE_VERSION,
            channel: self.request.channel,
            post_slip: audience == SlipAudience::Everyone,
        };
        let placing = match services::bets::place(&self.app.pool, &bet).await {
            Ok(placing) => placing,
            // The same interaction places one ticket, so asking again is safe, and answers.
            Err(_) => services::bets::place(&self.app.pool, &bet)
                .await
                .map_err(|error| Failure::InDoubt(error.to_string()))?,
        };
        match placing {
            Placing::Placed(placed) | Placing::AlreadyPlaced(placed) => {
                self.app.nudges.deliveries.notify_one();
                Ok(Bet::Placed(self.placed(&placed).await?))
            }
            Placing::PriceMoved(moved) => Ok(Bet::Moved(moved)),
            Placing::TakenDown => Ok(Bet::TakenDown),
            Placing::GameNotOpen => Err(self.not_open(&bet.legs).await?),
            refused => Err(self.refusal(refused)),
        }
    }

    /// What the member reads of the ticket that this interaction placed before. Nothing: it placed
    /// none.
    ///
    /// # Errors
    /// [`Failure::InDoubt`] where the database gave no answer.
    pub(crate) async fn placed_before(&self) -> Result<Option<Reply>, Failure> {
        let in_doubt = |error: store::StoreError| Failure::InDoubt(error.to_string());
        let (guild, interaction) = (self.request.guild, self.request.interaction);
        let read = async {
            let mut tx = store::begin_guild(&self.app.pool, guild).await?;
            let placed = tickets::placed_by(&mut tx, guild, interaction).await?;
            tx.commit().await?;
            Ok(placed)
        };
        match read.await.map_err(in_doubt)? {
            Some(placed) => Ok(Some(self.placed(&placed).await?)),
            None => Ok(None),
        }
    }

    /// Says what became of the game that takes no bets.
    async fn not_open(&self, legs: &[LegRequest]) -> Result<Failure, Failure> {
        let mut games = Vec::new();
        for leg in legs {
            let found = store::board::selection(&self.app.pool, leg.selection).await?;
            games.extend(found.map(|it| it.game));
        }
        let mut tx = store::begin_guild(&self.app.pool, self.request.guild).await?;
        let games = store::board::games(&mut tx, &games).await?;
        tx.commit().await?;
        let closed = games.iter().map(|it| closed_word(it.status));
        let key = closed.flatten().next().unwrap_or("refuse-game-not-open");
        Ok(refuse(key))
    }

    pub(crate) fn refusal(&self, placing: Placing) -> Failure {
        let catalogue = self.request.catalogue();
        let limits = |key, min, max| {
            refuse_with(
                key,
                vec![
                    ("min", money::units(min).into()),
                    ("max", money::units(max).into()),
                ],
            )
        };
        match placing {
            Placing::GameStarted { at } => {
                let at = at.map_or(0, |it| it.timestamp());
                refuse_with("refuse-game-started", vec![("at", at.into())])
            }
            Placing::GameNotOpen => refuse("refuse-game-not-open"),
            Placing::PriceStale => refuse("refuse-price-stale"),
            Placing::UnknownSelection => refuse("refuse-unknown-selection"),
            Placing::SameGame => refuse("refuse-same-game"),
            Placing::TooManyLegs => refuse("refuse-too-many-legs"),
            Placing::UnfitLeg => refuse("refuse-unfit-leg"),
            Placing::StakeTooSmall { min, max } => limits("refuse-stake-too-small", min, max),
            Placing::StakeTooLarge { min, max } => limits("refuse-stake-too-large", min, max),
            Placing::BalanceTooSmall { cash } => {
                let total = cash + self.visit.balance.at_risk;
                let relief = balance::relief(catalogue, total, self.app.clock.now());
                let places = vec![
                    ("cash", money::units(cash).into()),
                    ("relief", relief.unwrap_or_default().into()),
                ];
                refuse_with("refuse-balance", places)
            }
            Placing::ReturnTooLarge => refuse("refuse-return-too-large"),
            Placing::ManualOff => refuse("manual-off"),
            Placing::Busy => refuse("refuse-busy"),
            Placing::NotAMember
            | Placing::Placed(_)
            | Placing::AlreadyPlaced(_)
            | Placing::PriceMoved(_)
            | Placing::TakenDown => Failure::Unexpected(format!("placing gave {placing:?}")),
        }
    }

    /// What the member reads: the ticket, what is left, and what can still be done with it.
    pub(crate) async fn placed(&self, placed: &Placed) -> Result<Reply, Failure> {
        let catalogue = self.request.catalogue();
        let guild = self.request.guild;
        let in_doubt = |error: String| Failure::InDoubt(error);
        let read = async {
            let mut tx = store::begin_guild(&self.app.pool, guild).await?;
            let entry = tickets::find(&mut tx, guild, placed.ticket).await?;
            tx.commit().await?;
            Ok::<_, store::StoreError>(entry)
        };
        let entry = read.await.map_err(|error| in_doubt(error.to_string()))?;
        let entry = entry.ok_or_else(|| in_doubt("the ticket is gone".to_owned()))?;
        let format = own_format(self.server, self.visit);
        // The window closes with the first start, whichever comes sooner.
        let window = placed.placed_at.timestamp() + CANCEL_WINDOW.unmoved.as_secs().cast_signed();
        let starts = entry.games.iter().map(|it| it.starts_at.timestamp());
        let until = starts.fold(window, i64::min);
        let foot = catalogue.line(
            "placed-foot",
            &[
                ("cash", money::units(placed.cash).into()),
                ("code", (&placed.code).into()),
                ("until", until.into()),
            ],
        );
        let lines = ticket::placed(catalogue, &self.server.settings.rules, &entry, format);
        let buttons = row(self.after_placing(placed.ticket));
        let mut parts = vec![container(
            None,
            vec![text_block(lines), text_block(foot), buttons],
        )];
        if self.visit.member.notify.is_none() && self.is_first().await? {
            parts.extend(crate::commands::notify::question(catalogue));
        }
        Ok(Reply::private(parts).after(balance::notes(catalogue, self.visit)))
    }

    /// Whether the member has placed one ticket so far: what is asked once is asked then.
    async fn is_first(&self) -> Result<bool, Failure> {
        let (guild, member) = (self.request.guild, self.visit.member.id);
        let mut tx = store::begin_guild(&self.app.pool, guild).await?;
        let mut placed = 0;
        for which in [Which::Open, Which::Settled] {
            placed += tickets::page(&mut tx, guild, member, which, 0, 1)
                .await?
                .total;
        }
        tx.commit().await?;
        Ok(placed <= 1)
    }

    fn after_placing(&self, ticket: TicketId) -> Vec<Component> {
        let catalogue = self.request.catalogue();
        let mut buttons = vec![button(
            ButtonStyle::Danger,
            &catalogue.say("placed-cancel"),
            CustomId::Cancel { ticket },
        )];
        if self.server.settings.slip_audience == SlipAudience::Shared {
            let share = catalogue.say("placed-share");
            buttons.push(button(
                ButtonStyle::Primary,
                &share,
                CustomId::Share { ticket },
            ));
        }
        let games = CustomId::Games {
            league: None,
            page: 0,
        };
        buttons.push(button(
            ButtonStyle::Secondary,
            &catalogue.say("placed-more"),
            games,
        ));
        buttons
    }
}

/// Why a game in this state takes no bets. Nothing: its state is no reason.
const fn closed_word(status: GameStatus) -> Option<&'static str> {
    Some(match status {
        GameStatus::Scheduled => return None,
        GameStatus::Live => "refuse-game-live",
        GameStatus::Postponed => "refuse-game-postponed",
        GameStatus::Suspended => "refuse-game-suspended",
        GameStatus::Cancelled | GameStatus::NoContest => "refuse-game-cancelled",
        GameStatus::Final | GameStatus::Abandoned | GameStatus::Walkover | GameStatus::Retired => {
            "refuse-game-over"
        }
    })
}

/// Takes a ticket back, or says why not.
pub(crate) async fn cancel(
    app: &App,
    request: &Request,
    ticket: TicketId,
) -> Result<Reply, Failure> {
    let (_, visit) = app.visit(request).await?;
    let catalogue = request.catalogue();
    let (guild, member) = (request.guild, visit.member.id);
    let mut tx = store::begin_guild(&app.pool, guild).await?;
    let found = tickets::find(&mut tx, guild, ticket).await?;
    tx.commit().await?;
    let stake = found.map_or(Units::ZERO, |it| it.ticket.stake);
    let pressed = request.interaction;
    let once =
        async || tickets::cancel(&app.pool, guild, member, pressed, ticket, CANCEL_WINDOW).await;
    let outcome = match once().await {
        Ok(outcome) => outcome,
        Err(_) => once()
            .await
            .map_err(|error| Failure::InDoubt(error.to_string()))?,
    };
    match outcome {
        Cancelling::Cancelled | Cancelling::AlreadyCancelled => {
            app.nudges.deliveries.notify_one();
            let (_, visit) = app.visit(request).await?;
            let cash = money::units(visit.balance.cash);
            let games = CustomId::Games {
                league: None,
                page: 0,
            };
            Ok(Reply::private(vec![
                text_block(catalogue.line(
                    "cancel-done",
                    &[
                        ("stake", money::units(stake).into()),
                        ("ones", u8::from(stake == Units::whole(1)).into()),
                        ("cash", cash.into()),
                    ],
                )),
                row(vec![button(
                    ButtonStyle::Secondary,
                    &catalogue.say("placed-more"),
                    games,
                )]),
            ]))
        }
        Cancelling::AlreadySettled => Err(refuse("cancel-settled")),
        Cancelling::GameStarted => Err(refuse("cancel-started")),
        Cancelling::TooLate => Err(refuse("cancel-too-late")),
        Cancelling::PriceMoved => Err(refuse("cancel-moved")),
        Cancelling::NotYours => Err(refuse("ticket-not-yours")),
        Cancelling::Busy => Err(refuse("cancel-busy")),
    }
}

/// Posts a ticket's slip for everybody.
pub(crate) async fn share(
    app: &App,
    request: &Request,
    ticket: TicketId,
) -> Result<Reply, Failure> {
    let (server, visit) = app.visit(request).await?;
    if server.settings.slip_audience == SlipAudience::Nobody {
        return Err(refuse("share-off"));
    }
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let shared = tickets::find(&mut tx, request.guild, ticket).await?;
    if shared.is_none_or(|it| it.ticket.member != visit.member.id) {
        return Err(refuse("share-not-yours"));
    }
    let left = tickets::share(&mut tx, request.guild, visit.member.id, ticket).await?;
    tx.commit().await?;
    app.nudges.deliveries.notify_one();
    let key = if left { "share-done" } else { "share-before" };
    Ok(Reply::say(request.catalogue().say(key)).at(crate::reply::Place::Fresh))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::ErrorCode;
    use wording::Catalogue;

    fn said(typed: &str) -> String {
        let failure = read_stake(typed).unwrap_err();
        let code = ErrorCode::of(shared::id::InteractionId::new(1));
        let said = failure.for_player(Catalogue::get("en-US"), &code).plain();
        said.lines().next().unwrap().to_owned()
    }

    #[test]
    fn what_is_no_stake_is_refused_in_words_that_help() {
        insta::assert_snapshot!(said("0"), @"A stake must be more than 0. Nothing was charged.");
        insta::assert_snapshot!(said("-1"), @"A stake must be more than 0. Nothing was charged.");
        insta::assert_snapshot!(said("1e30"), @r#"I can't read "1e30" as an amount. Nothing was charged. Try 2 or 0.5."#);
        insta::assert_snapshot!(said("abc"), @r#"I can't read "abc" as an amount. Nothing was charged. Try 2 or 0.5."#);
        insta::assert_snapshot!(said("NaN"), @r#"I can't read "NaN" as an amount. Nothing was charged. Try 2 or 0.5."#);
        insta::assert_snapshot!(said("$25"), @"Stakes are in units, not money. Nothing was charged. For two units, type 2.");
        insta::assert_snapshot!(said("99999999999999"), @"That stake is far too large. Nothing was charged.");
        insta::assert_snapshot!(said("0.12345678"), @"A stake can have up to six decimal places. Nothing was charged.");
    }

    #[test]
    fn stakes_read_as_people_type_them() {
        for typed in ["2", "2u", "2 units", "2.0"] {
            assert_eq!(read_stake(typed).unwrap(), Units::whole(2), "{typed}");
        }
    }
}
