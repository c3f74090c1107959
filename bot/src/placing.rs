//! The one use case that takes units: a bet is placed by one call of the database's own function,
//! and whatever comes of it becomes a sentence.

pub(crate) mod amount;

use std::time::Duration;

use grading::ticket::terms::Terms;
use services::bets::{LegRequest, Placement};
use shared::game::GameStatus;
use shared::id::TicketId;
use shared::settings::SlipAudience;
use shared::units::{Stake, Units};
use store::tickets::{self, CancelWindow, PlaceOutcome, Placed, TicketFilter};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::money;

use crate::app::{App, own_format};
use crate::caches::Server;
use crate::discord::reply::{Reply, button, container, row, text_block};
use crate::discord::request::Request;
use crate::errors::{Failure, refuse, refuse_with};
use crate::features::games;
use crate::features::tickets::Button as TicketButton;
use crate::quoted_price::QuotedPrice;
use crate::views::{balance, notify, ticket};
use crate::visitor::Visitor;

/// How long a bet can be cancelled: at first in any case, then while no price has moved.
pub(crate) const CANCEL_WINDOW: CancelWindow = CancelWindow {
    free: Duration::from_secs(15),
    unmoved: Duration::from_secs(60),
};

/// What comes of a bet that is no plain refusal.
pub(crate) enum Outcome {
    /// It is placed; this is what the member reads.
    Placed(Reply),
    /// Prices moved: ask again, showing both.
    Moved(Vec<tickets::MovedPrice>),
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

impl From<&QuotedPrice> for LegRequest {
    fn from(quoted: &QuotedPrice) -> Self {
        Self {
            selection: quoted.selection,
            bookmaker: quoted.bookmaker,
            num: quoted.num,
            den: quoted.den,
            takes_better: false,
            each_way: None,
        }
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
    ) -> Result<Outcome, Failure> {
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
            PlaceOutcome::Placed(placed) | PlaceOutcome::AlreadyPlaced(placed) => {
                self.app.nudges.deliveries.notify_one();
                Ok(Outcome::Placed(self.placed(&placed).await?))
            }
            PlaceOutcome::PriceMoved(moved) => Ok(Outcome::Moved(moved)),
            PlaceOutcome::TakenDown => Ok(Outcome::TakenDown),
            PlaceOutcome::GameNotOpen => Err(self.not_open(&bet.legs).await?),
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
        let ids: Vec<_> = legs.iter().map(|it| it.selection).collect();
        let mut tx = store::begin_guild(&self.app.pool, self.request.guild).await?;
        let selections = store::board::selections(&mut tx, &ids).await?;
        let games: Vec<_> = selections.iter().map(|it| it.game).collect();
        let games = store::board::games(&mut tx, &games).await?;
        tx.commit().await?;
        let closed = games.iter().map(|it| closed_word(it.status));
        let key = closed.flatten().next().unwrap_or("refuse-game-not-open");
        Ok(refuse(key))
    }

    pub(crate) fn refusal(&self, placing: PlaceOutcome) -> Failure {
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
            PlaceOutcome::GameStarted { at } => {
                let at = at.map_or(0, |it| it.timestamp());
                refuse_with("refuse-game-started", vec![("at", at.into())])
            }
            PlaceOutcome::GameNotOpen => refuse("refuse-game-not-open"),
            PlaceOutcome::PriceStale => refuse("refuse-price-stale"),
            PlaceOutcome::UnknownSelection => refuse("refuse-unknown-selection"),
            PlaceOutcome::SameGame => refuse("refuse-same-game"),
            PlaceOutcome::TooManyLegs => refuse("refuse-too-many-legs"),
            PlaceOutcome::UnfitLeg => refuse("refuse-unfit-leg"),
            PlaceOutcome::StakeTooSmall { min, max } => limits("refuse-stake-too-small", min, max),
            PlaceOutcome::StakeTooLarge { min, max } => limits("refuse-stake-too-large", min, max),
            PlaceOutcome::BalanceTooSmall { cash } => {
                let total = cash + self.visit.balance.at_risk;
                let relief = balance::relief(catalogue, total, self.app.clock.now());
                let places = vec![
                    ("cash", money::units(cash).into()),
                    ("relief", relief.unwrap_or_default().into()),
                ];
                refuse_with("refuse-balance", places)
            }
            PlaceOutcome::ReturnTooLarge => refuse("refuse-return-too-large"),
            PlaceOutcome::ManualOff => refuse("manual-off"),
            PlaceOutcome::Busy => refuse("refuse-busy"),
            PlaceOutcome::NotAMember
            | PlaceOutcome::Placed(_)
            | PlaceOutcome::AlreadyPlaced(_)
            | PlaceOutcome::PriceMoved(_)
            | PlaceOutcome::TakenDown => Failure::Unexpected(format!("placing gave {placing:?}")),
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
            parts.extend(notify::question(catalogue));
        }
        Ok(Reply::private(parts).after(balance::notes(catalogue, self.visit)))
    }

    /// Whether the member has placed one ticket so far: what is asked once is asked then.
    async fn is_first(&self) -> Result<bool, Failure> {
        let (guild, member) = (self.request.guild, self.visit.member.id);
        let mut tx = store::begin_guild(&self.app.pool, guild).await?;
        let mut placed = 0;
        for which in [TicketFilter::Open, TicketFilter::Settled] {
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
            TicketButton::Cancel { ticket },
        )];
        if self.server.settings.slip_audience == SlipAudience::Shared {
            let share = catalogue.say("placed-share");
            buttons.push(button(
                ButtonStyle::Primary,
                &share,
                TicketButton::Share { ticket },
            ));
        }
        let games = games::Button::Page {
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
