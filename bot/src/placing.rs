//! The one use case that takes units: a bet is placed by one call of the database's own function,
//! and whatever comes of it becomes a sentence.

pub(crate) mod amount;

use grading::ticket::terms::Terms;
use services::bets::{CANCEL_WINDOW, LegRequest, PlaceError, Placement, Refusal};
use services::members::Caller;
use shared::id::TicketId;
use shared::price::PriceTolerance;
use shared::settings::SlipAudience;
use shared::units::{Stake, Units};
use store::tickets::{self, Placed, ShownDraft};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::money;

use crate::app::{App, own_format};
use crate::caches::Server;
use crate::discord::reply::{Reply, button, container, row, text_block};
use crate::discord::request::Request;
use crate::errors::{Failure, refuse};
use crate::features::games;
use crate::features::tickets::Button as TicketButton;
use crate::quoted_price::QuotedPrice;
use crate::refusals;
use crate::views::{balance, notify, ticket};

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
    pub(crate) caller: &'a Caller,
}

impl From<&QuotedPrice> for LegRequest {
    fn from(quoted: &QuotedPrice) -> Self {
        Self {
            selection: quoted.selection,
            bookmaker: quoted.bookmaker,
            num: quoted.num,
            den: quoted.den,
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
        legs: Vec<LegRequest>,
        takes: PriceTolerance,
        stake: Units,
    ) -> Result<Outcome, Failure> {
        let terms = Terms::plain(legs.len());
        let bet = self.placement((legs, terms), takes, stake)?;
        let placed = services::bets::run(&self.app.pool, &bet).await;
        self.outcome(placed).await
    }

    /// The same for what was put together with `/parlay`, which is gone once it is placed. `None`
    /// when it is not what was shown any more: nothing was placed.
    ///
    /// # Errors
    /// Those of [`Bettor::place`].
    pub(crate) async fn place_draft(
        &self,
        (legs, terms): (Vec<LegRequest>, Terms),
        shown: &ShownDraft,
        takes: PriceTolerance,
        stake: Units,
    ) -> Result<Option<Outcome>, Failure> {
        let bet = self.placement((legs, terms), takes, stake)?;
        match services::bets::run_draft(&self.app.pool, &bet, shown).await {
            Err(PlaceError::Refused(Refusal::DraftChanged)) => Ok(None),
            placed => Ok(Some(self.outcome(placed).await?)),
        }
    }

    /// The bet as it is placed.
    fn placement(
        &self,
        (legs, terms): (Vec<LegRequest>, Terms),
        takes: PriceTolerance,
        stake: Units,
    ) -> Result<Placement, Failure> {
        // What comes in a component's id was written by us, but is read like anything else.
        let stake = Stake::parse(stake).map_err(|_| refuse("stake-not-positive"))?;
        let audience = self.server.settings.slip_audience;
        Ok(Placement {
            guild: self.request.guild,
            member: self.caller.member.id,
            interaction: self.request.interaction,
            ticket: TicketId::mint(self.app.clock.now()),
            stake: stake.units(),
            terms,
            legs,
            tolerance: takes,
            rule_version: grading::RULE_VERSION,
            channel: self.request.channel,
            post_slip: audience == SlipAudience::Everyone,
            account: self.app.accounts.hashes(self.request.user),
        })
    }

    async fn outcome(&self, placed: Result<Placed, PlaceError>) -> Result<Outcome, Failure> {
        match placed {
            Ok(placed) => {
                self.app.nudges.deliveries.notify_one();
                self.log(&placed);
                Ok(Outcome::Placed(self.placed(&placed).await?))
            }
            Err(PlaceError::Refused(Refusal::PriceMoved(moved))) => Ok(Outcome::Moved(moved)),
            Err(PlaceError::Refused(Refusal::TakenDown)) => Ok(Outcome::TakenDown),
            Err(error) => Err(self.refusal(error)),
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

    /// Says in the log which ticket the interaction placed, for whom.
    pub(crate) fn log(&self, placed: &Placed) {
        let (member, ticket) = (self.caller.member.id, placed.ticket);
        tracing::info!(
            member.id = %member,
            ticket.id = %ticket,
            "member {member} has placed ticket {ticket}"
        );
    }

    /// Why a bet was not placed, in words; who has little reads when how much comes back.
    pub(crate) fn refusal(&self, error: PlaceError) -> Failure {
        let relief = |cash| {
            let total = cash + self.caller.balance.at_risk;
            balance::relief(self.request.catalogue(), total, self.app.clock.now())
        };
        refusals::placing(error, relief)
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
        let format = own_format(self.server, self.caller);
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
        // The bet stands whether or not this is known.
        if self.caller.member.notify.is_none() && self.is_first().await.unwrap_or(false) {
            parts.extend(notify::question(catalogue));
            parts.push(text_block(catalogue.say("limits-offer")));
        }
        Ok(Reply::private(parts).after(balance::notes(catalogue, self.caller)))
    }

    /// Whether the member has placed one ticket so far: what is asked once is asked then.
    async fn is_first(&self) -> Result<bool, store::StoreError> {
        let (guild, member) = (self.request.guild, self.caller.member.id);
        let mut tx = store::begin_guild(&self.app.pool, guild).await?;
        let placed = tickets::count_to(&mut tx, guild, member, 2).await?;
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
