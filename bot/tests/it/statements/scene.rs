//! A server with so many rows of each kind, and the presses that are counted in it.

use std::future::Future;

use chrono::TimeDelta;
use ops::catalogue::CACHE_DROPS;
use ops::registry::Registry;
use sandbox::{Answer, Choice, Modal, RenderedMessage, User};
use serde_json::{Value, json};
use services::bets::ManualPlacement;
use services::corrections::{CorrectionRequest, make};
use shared::clock::{Clock, SystemClock};
use shared::feed::{GameReport, QuoteReport};
use shared::game::Period;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, GameId, GuildId, MemberId};
use shared::market::{MarketKind, Side};
use shared::price::Price;
use shared::ticket::LEGS_MAX;
use shared::units::Units;
use store::Program;
use store::corrections::{CorrectionAction, CorrectionSource, NewCorrection};
use store::tickets::PlaceOutcome;
use testkit::metrics::{samples, value};
use testkit::{Member, Pick, ReportExt, bet, on, person, quote};

use super::count::{Counts, Tally};
use crate::bet::bet_on_bears;
use crate::world::{World, bears_at_home, soon};

/// What bulk bets are placed at: half a unit.
const STAKE: Units = Units::from_steps(500_000);

/// A server, its admin Alice, its member Ben, and counts of what they press.
pub(super) struct Scene {
    pub(super) world: World,
    pub(super) alice: User,
    pub(super) ben: User,
    pub(super) guild: GuildId,
    /// Ben, as a member.
    pub(super) member: MemberId,
    channel: ChannelId,
    /// How many rows of each kind there are.
    pub(super) rows: usize,
    /// The games that can be bet on.
    pub(super) open: Vec<GameReport>,
    /// The slip of a bet of Ben's on the game that has ended.
    pub(super) slip: RenderedMessage,
    pub(super) counts: Counts,
    tally: Tally,
}

/// A game of teams that nobody else has, as the feed knows it by its number.
fn game(number: usize) -> GameReport {
    let [home, away] = ["H", "A"].map(|it| format!("Club{it}{}", 100 + number));
    // Twenty-five legs at this price return less than there may be.
    let mut quotes = bears_at_home().quotes;
    let is_moneyline = |it: &&mut QuoteReport| it.line.is_none() && it.side == Side::Home;
    for quote in quotes.iter_mut().filter(is_moneyline) {
        quote.price = Price::from_american(110).unwrap();
    }
    testkit::game("NFL", &home, &away)
        .named(&reference(number))
        .starts_at(soon(2) + TimeDelta::minutes(number as i64))
        .quoted(quotes)
}

/// A tournament with more markets than a page shows.
pub(super) fn tournament(number: usize) -> GameReport {
    let name = format!("Open {number}");
    let golfers = ["Golfer 01", "Golfer 02"];
    let to_win = golfers.map(|it| person::to_win("PGA", it, 300));
    let places = (2..12).flat_map(|places| {
        let places = places.to_string();
        golfers.map(|it| person::top("PGA", it, &places, 150))
    });
    testkit::field("PGA", &name, &golfers)
        .starts_at(soon(200))
        .quoted(to_win)
        .quoted(places.collect::<Vec<_>>())
}

fn reference(number: usize) -> String {
    format!("game-{number}")
}

/// That the home side of an open game wins.
fn home(number: usize) -> Pick {
    on(&reference(number)).home_wins()
}

impl Scene {
    /// So many open games, members with a settled bet, tickets of Ben's of each kind, and
    /// decisions of Alice's.
    pub(super) async fn of(rows: usize, tally: Tally) -> Self {
        let world = World::start().await;
        let mut open: Vec<_> = (1..=rows).map(game).collect();
        // So many players of one game, which is not the one that is bet on.
        let names: Vec<String> = (1..=rows).map(|it| format!("Player {it:02}")).collect();
        let players = names.iter().flat_map(|name| {
            person::player_total(("NFL", name), "receptions", "4.5", [-110, -110])
        });
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        // The first of them with more lines than a menu takes, and two markets beside the main ones,
        // of which one has.
        let lines = (5..20).flat_map(|it| {
            let line = format!("{it}.5");
            person::player_total(("NFL", names[0]), "receptions", &line, [-110, -110])
        });
        let first = (15..28).map(|it| (Period::Half(1), format!("{it}.5")));
        let second = (Period::Half(2), "21.5".to_owned());
        let half = first.chain([second]).flat_map(|(period, line)| {
            [Side::Over, Side::Under].map(|side| QuoteReport {
                period,
                ..quote(MarketKind::Total, Some(&line), side, -110)
            })
        });
        // Two more bookmakers, who make a consensus with the first.
        let moneyline = open[1].quotes.clone().into_iter();
        let moneyline: Vec<_> = moneyline.filter(|it| it.line.is_none()).collect();
        let others = ["Bravo", "Carol"].into_iter().flat_map(|name| {
            let by = |it: &QuoteReport| QuoteReport {
                bookmaker: name.to_lowercase(),
                bookmaker_name: name.to_owned(),
                ..it.clone()
            };
            moneyline.iter().map(by).collect::<Vec<_>>()
        });
        open[1] = open[1]
            .quoted(others)
            .with_players(&names)
            .quoted(players)
            .quoted(lines)
            .quoted(half);
        // And with more that is counted of one than a page shows.
        let counted = [
            "receiving_yards",
            "rushing_yards",
            "passing_yards",
            "touchdowns",
            "tackles",
            "sacks",
            "interceptions",
            "completions",
            "attempts",
        ];
        let counted = counted
            .iter()
            .flat_map(|it| person::player_total(("NFL", names[0]), it, "4.5", [-110, -110]));
        open[1] = open[1].quoted(counted);
        let mut all = vec![bears_at_home()];
        all.extend(open.iter().cloned());
        world.report(&all).await;
        let (alice, ben) = (world.user("alice"), world.user("ben"));
        bet_on_bears(&ben).await;
        let slip = world.told("**Ben** · **Bears").await;
        let (guild, member, channel) = sqlx::query_as::<_, (i64, MemberId, i64)>(
            "SELECT guild_id, member_id, channel_id FROM tickets",
        )
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
        let scene = Self {
            guild: GuildId::new(guild.cast_unsigned()),
            channel: ChannelId::new(channel.cast_unsigned()),
            member,
            world,
            alice,
            ben,
            rows,
            open,
            slip,
            counts: Counts::default(),
            tally,
        };
        let members = scene.settled_bets().await;
        scene.open_bets().await;
        scene.decisions(&members).await;
        scene.draft().await;
        scene
    }

    /// A member for each row and Ben bet on a game that then ends, Ben once for each row.
    async fn settled_bets(&self) -> Vec<MemberId> {
        let mut members = Vec::new();
        for number in 1..=self.rows {
            let name = format!("Member {number}");
            let user = number as u64;
            members.push(self.world.member_named(self.guild, user, &name).await.id);
        }
        let bears = on("bears-packers").home_wins();
        for member in members.iter().copied().chain(vec![self.member; self.rows]) {
            self.place(member, &bears).await;
        }
        self.world.end(bears_at_home().final_score(24, 27)).await;
        // An answer confirms the prices that it carries, and no others.
        self.world.report(&self.open).await;
        members
    }

    /// Ben has an open ticket on each open game, and as many written by hand.
    async fn open_bets(&self) {
        let manual = "UPDATE guild_settings SET manual_bets = true";
        self.world.run(manual).await;
        self.world
            .run("SELECT pg_notify('dbsbm_settings', '')")
            .await;
        for number in 1..=self.rows {
            self.place(self.member, &home(number)).await;
            self.write(number).await;
        }
    }

    /// Alice has given units to members, and stated the score of the game that has ended.
    async fn decisions(&self, members: &[MemberId]) {
        let begun = "UPDATE games SET starts_at = starts_at - interval '2 hours'
             WHERE status = 'final'";
        self.world.run(begun).await;
        let bears: GameId = sqlx::query_scalar(
            "SELECT game_id FROM legs l JOIN tickets USING (guild_id, ticket_id)
             WHERE state <> 'open' LIMIT 1",
        )
        .fetch_one(&self.world.database.owner)
        .await
        .unwrap();
        let stated = [(27, 14), (14, 27)].map(|(home, away)| CorrectionAction::Result {
            game: bears,
            home,
            away,
        });
        let gifts = members.iter().skip(stated.len()).map(|it| {
            let (member, units) = (*it, STAKE);
            CorrectionAction::Grant { member, units }
        });
        for (number, asked) in gifts.chain(stated).enumerate() {
            let new = NewCorrection {
                guild: self.guild,
                id: CorrectionId::derive(&number.to_string()),
                asked,
                source: CorrectionSource::Command,
                actor: DiscordUserId::new(1),
                actor_name: "Alice".to_owned(),
                reason: "for the count".to_owned(),
                channel: self.channel,
            };
            let request = CorrectionRequest {
                new: &new,
                shown: None,
                now: SystemClock.now(),
                interaction: None,
            };
            make(&self.world.database.bot, &request).await.unwrap();
        }
        // Posting all of them would hold up the slips that are waited for.
        let told = "DELETE FROM deliveries WHERE kind = 'correction'";
        self.world.run(told).await;
    }

    /// Ben's parlay has a leg on each open game, as many as it may have.
    pub(super) async fn draft(&self) {
        for number in 1..=self.rows.min(LEGS_MAX) {
            let leg = self.world.leg(&home(number)).await;
            let mut tx = self.world.begin(self.guild).await;
            let (selection, bookmaker) = (leg.selection, leg.bookmaker);
            store::drafts::add(&mut tx, self.guild, self.member, selection, bookmaker)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
    }

    async fn place(&self, member: MemberId, pick: &Pick) {
        let bet = bet(self.known(member), pick).stake(STAKE);
        self.world.place(bet.in_channel(self.channel)).await;
    }

    async fn write(&self, number: usize) {
        let bet = ManualPlacement {
            stake: STAKE,
            event: format!("Final {number}"),
            starts_at: soon(2),
            channel: self.channel,
            post_slip: false,
            ..self.world.manual_bet(self.known(self.member)).await
        };
        let placed = self.world.place_manual(&bet).await;
        assert!(matches!(placed, PlaceOutcome::Placed(_)), "{placed:?}");
    }

    fn known(&self, id: MemberId) -> Member {
        let guild = self.guild;
        Member { guild, id }
    }
}

/// What is pressed to come to what is counted.
impl Scene {
    /// The answer to a command.
    pub(super) async fn shown(&self, who: &User, command: &str, options: Value) -> RenderedMessage {
        let answer = who.slash("#general", command, options).await.unwrap();
        answer.message().unwrap().clone()
    }

    /// The stakes for this price of the first open game, once the bot's board has it.
    pub(super) async fn stakes(&self, pick: &str, price: &str) -> RenderedMessage {
        let typed = json!({ "game": "clubh101", "pick": pick });
        let says = format!("** at **{price}**");
        let shown = async || {
            let shown = self
                .ben
                .slash("#general", "bet", typed.clone())
                .await
                .unwrap();
            let is_it =
                |it: &RenderedMessage| it.says(&says) && it.button("Other amount").is_some();
            shown.message.filter(is_it)
        };
        self.world.until(shown).await
    }

    /// Ben's parlay.
    pub(super) async fn parlay(&self) -> RenderedMessage {
        self.shown(&self.ben, "parlay", none()).await
    }

    /// Every price of every open game is this one.
    pub(super) async fn reprice(&self, american: i32) {
        let mut games = self.open.clone();
        for quote in games.iter_mut().flat_map(|it| &mut it.quotes) {
            quote.price = Price::from_american(american).unwrap();
        }
        self.world.report(&games).await;
        self.tell().await;
    }

    /// The bot hears that prices have moved, and has forgotten what it knew of them.
    async fn tell(&self) {
        let told = dropped(&self.world);
        self.world.run("SELECT pg_notify('dbsbm_board', '')").await;
        // The prices of games, and then the board.
        let heard = async || (dropped(&self.world) >= told + 2.0).then_some(());
        self.world.until(heard).await;
    }

    /// Every game that can be bet on is put off, or is back on.
    pub(super) async fn put_off(&self, off: bool) {
        let (from, to) = if off {
            ("scheduled", "postponed")
        } else {
            ("postponed", "scheduled")
        };
        let update = format!("UPDATE games SET status = '{to}' WHERE status = '{from}'");
        self.world.run(&update).await;
        self.tell().await;
    }
}

/// How often the bot has dropped prices.
fn dropped(world: &World) -> f64 {
    let mut registry = Registry::new(Program::Bot, &"here".parse().unwrap());
    world.meters().register(&mut registry);
    let samples = samples(&registry.text().unwrap());
    let name = CACHE_DROPS.exported();
    value(&samples, &name, ("namespace", "game_data")).unwrap_or(0.0)
}

/// Presses that are counted. `what` names the way through a handler, `says` is part of the answer.
impl Scene {
    /// A slash command.
    pub(super) async fn slash(
        &mut self,
        who: &User,
        (command, options): (&str, Value),
        (what, says): (&str, &str),
    ) -> Answer {
        let asked = who.slash("#general", command, options);
        let answer = self.counted(what, asked).await.unwrap();
        assert_says(what, &answer, says);
        answer
    }

    /// A command in the menu of a message.
    pub(super) async fn context_menu(
        &mut self,
        who: &User,
        (command, target): (&str, &str),
        (what, says): (&str, &str),
    ) -> Answer {
        let asked = who.context_menu("#general", command, target);
        let answer = self.counted(what, asked).await.unwrap();
        assert_says(what, &answer, says);
        answer
    }

    /// A button, by its label or how that starts.
    pub(super) async fn press(
        &mut self,
        who: &User,
        (message, label): (&RenderedMessage, &str),
        (what, says): (&str, &str),
    ) -> Answer {
        let id = button(message, label);
        let answer = self.counted(what, who.press(message, &id)).await.unwrap();
        assert_says(what, &answer, says);
        answer
    }

    /// Choices from a menu.
    pub(super) async fn select(
        &mut self,
        who: &User,
        (message, menu, values): (&RenderedMessage, &str, &[&str]),
        (what, says): (&str, &str),
    ) -> Answer {
        let asked = who.select(message, menu, values);
        let answer = self.counted(what, asked).await.unwrap();
        assert_says(what, &answer, says);
        answer
    }

    /// A form.
    pub(super) async fn submit(
        &mut self,
        who: &User,
        (form, values): (&Modal, Value),
        (what, says): (&str, &str),
    ) -> Answer {
        let asked = who.submit_modal(form, values);
        let answer = self.counted(what, asked).await.unwrap();
        assert_says(what, &answer, says);
        answer
    }

    /// Choices of an option while it is typed.
    pub(super) async fn choices(
        &mut self,
        who: &User,
        (command, options, focused): (&str, Value, &str),
        (what, says): (&str, &str),
    ) -> Vec<Choice> {
        let asked = who.autocomplete("#general", command, options, focused);
        let choices = self.counted(what, asked).await.unwrap();
        let names: Vec<_> = choices.iter().map(|it| it.name.as_str()).collect();
        assert!(
            names.iter().copied().any(|it| it.contains(says)),
            "{what}: {names:?}"
        );
        choices
    }

    /// A reaction, until what it does has been done.
    pub(super) async fn react(
        &mut self,
        who: &User,
        (message, emoji): (&RenderedMessage, &str),
        what: &str,
        done: impl AsyncFnOnce(&World),
    ) {
        // A slip is known once its message has been recorded.
        let known = "SELECT count(*) FROM slips WHERE message_id = $1::text::bigint";
        let id = message.id.to_string();
        let database = &self.world.database.owner;
        let is_known = async || {
            let known = sqlx::query_scalar::<_, i64>(known).bind(&id);
            (known.fetch_one(database).await.unwrap() == 1).then_some(())
        };
        self.world.until(is_known).await;
        self.tally.forget();
        who.react(message, emoji).await.unwrap();
        done(&self.world).await;
        self.record(what);
    }

    /// The last press was of a page with few rows.
    pub(super) fn was_of_few(&mut self) {
        let last = self.counts.rows.pop().unwrap();
        self.counts.pages_of_few.push(last);
    }

    async fn counted<T>(&mut self, what: &str, press: impl Future<Output = T>) -> T {
        self.tally.forget();
        let answer = press.await;
        self.record(what);
        answer
    }

    /// Records what was sent for this, and for nothing else.
    fn record(&mut self, what: &str) {
        let sent = self.tally.sent();
        for it in &sent {
            let handler = it.handler.as_deref().unwrap_or_default();
            assert!(
                what.starts_with(handler),
                "{what}, for {handler}: {}",
                it.text
            );
        }
        self.counts.rows.push((what.to_owned(), sent.len()));
    }
}

/// The custom id of the button that is called so, or whose label starts so.
pub(super) fn button(message: &RenderedMessage, label: &str) -> String {
    let buttons = message.buttons();
    let called = buttons.iter().find(|it| it.label == label);
    let starts = || buttons.iter().find(|it| it.label.starts_with(label));
    let found = called.or_else(starts);
    let found = found.unwrap_or_else(|| panic!("no {label} in {buttons:?}"));
    found.custom_id.clone().unwrap()
}

/// What the member reads has this, and is no apology.
fn assert_says(what: &str, answer: &Answer, says: &str) {
    let form = answer.modal.iter().map(|it| it.title.clone());
    let text = form.chain([answer.text()]).collect::<Vec<_>>().join("\n");
    assert!(answer.failed.is_none(), "{what}: {:?}", answer.failed);
    assert!(
        text.contains(says),
        "{what} does not say {says:?}:
{text}"
    );
}

/// The message that came, or was changed.
pub(super) fn message(answer: &Answer) -> &RenderedMessage {
    answer.message().unwrap()
}

/// No options.
pub(super) fn none() -> Value {
    json!({})
}

/// What stands in the tables.
impl Scene {
    /// The code of a ticket of Ben's of which this holds, that nobody has taken back or voided.
    pub(super) async fn code(&self, of: &str) -> String {
        let found = format!(
            "SELECT code FROM tickets WHERE member_id = $1 AND {of}
               AND state NOT IN ('cancelled', 'void')
             ORDER BY ticket_id LIMIT 1"
        );
        let code = sqlx::query_scalar(&found).bind(self.member);
        code.fetch_one(&self.world.database.owner).await.unwrap()
    }
}
