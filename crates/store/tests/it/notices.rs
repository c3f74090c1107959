//! The outbox: claims, doubts, slips that fall behind, and what a results message tells.

use std::ops::Deref;
use std::time::Duration;

use chrono::TimeDelta;
use shared::feed::GameReport;
use shared::grade::LegOutcome;
use shared::id::{ChannelId, GameId, GuildId, MessageId, TicketId};
use shared::notice::{NoticeKey, NoticeKind};
use shared::shards::ShardRange;
use shared::ticket::TicketState;
use shared::units::Units;
use sqlx::PgConnection;
use store::histories;
use store::notices::{self, Listed, MessagePlace};
use testkit::{HERE, Legs, Pick, ReportExt, THERE, World, bet, game, on};

const CHANNEL: ChannelId = ChannelId::new(500);
const HOLD: Duration = Duration::from_secs(30);

fn place(message: u64) -> MessagePlace {
    MessagePlace {
        channel: CHANNEL,
        message: MessageId::new(message),
    }
}

/// Two games to begin in one and in five hours: the Bears' and the Lions', each at -110 to win
/// their own, and their guests at +100.
struct Story {
    world: World,
    bears: GameReport,
    lions: GameReport,
}

fn bears() -> Pick {
    on("bears-packers").home_wins()
}

fn packers() -> Pick {
    on("bears-packers").away_wins()
}

fn lions() -> Pick {
    on("lions-vikings").home_wins()
}

impl Deref for Story {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

impl Story {
    async fn new() -> Self {
        let world = World::new().await;
        let bears = game("NFL", "Bears", "Packers").starts_at(world.at(1));
        let lions = game("NFL", "Lions", "Vikings").starts_at(world.at(5));
        let [bears, lions] = [bears, lions].map(|it| it.moneyline(-110, 100));
        world.report([bears.clone(), lions.clone()]).await;
        Self {
            world,
            bears,
            lions,
        }
    }

    /// Our id of the Bears' game.
    async fn game(&self) -> GameId {
        self.game_id("bears-packers").await
    }

    /// A unit on these, of which a slip is posted.
    async fn bet(&self, guild: GuildId, user: u64, legs: impl Legs) -> TicketId {
        let member = self.member_of(guild, user).await;
        self.place(bet(member, legs).posted()).await
    }

    /// The Bears' game is over, or corrected, and settled.
    async fn end(&self, home: i32, away: i32) {
        self.report(self.bears.final_score(home, away)).await;
        self.settle().await;
    }

    async fn claim(&self, key: &NoticeKey) -> Option<notices::Claim> {
        let mut tx = self.begin(key.guild).await;
        let claim = notices::claim(&mut tx, key, HOLD).await.unwrap();
        tx.commit().await.unwrap();
        claim
    }

    async fn fail(&self, key: &NoticeKey, channel: ChannelId) -> bool {
        let mut tx = self.begin(key.guild).await;
        let error = "missing permission";
        let first = notices::fail(&mut tx, key, Some(channel), error)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        first
    }

    async fn slip(&self, ticket: TicketId) -> notices::SlipTicket {
        let mut tx = self.begin(HERE).await;
        let slip = notices::slip_ticket(&mut tx, HERE, ticket).await.unwrap();
        slip.unwrap()
    }

    async fn post(&self, ticket: TicketId, message: u64, shown: i32, complete: bool) {
        let mut tx = self.begin(HERE).await;
        notices::record_slip(&mut tx, HERE, ticket, place(message), shown, complete)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn due_stamps(&self) -> Vec<TicketId> {
        let due = notices::due_stamps(&self.database.bot, ShardRange::WHOLE, 100)
            .await
            .unwrap();
        due.into_iter().map(|it| it.ticket).collect()
    }

    /// What the results message of that game says.
    async fn results(&self, reference: &str) -> notices::ResultsPage {
        let game = self.game_id(reference).await;
        let mut tx = self.begin(HERE).await;
        let found = notices::results_page(&mut tx, HERE, game).await.unwrap();
        found.unwrap()
    }
}

async fn leave(conn: &mut PgConnection, key: &NoticeKey) {
    sqlx::query(
        "WITH noticed AS (INSERT INTO notices (guild_id, kind, subject, sequence)
           VALUES ($1, $2, $3, $4))
         INSERT INTO deliveries (guild_id, kind, subject, sequence) VALUES ($1, $2, $3, $4)",
    )
    .bind(key.guild)
    .bind(key.kind.word())
    .bind(key.subject)
    .bind(key.sequence)
    .execute(conn)
    .await
    .unwrap();
}

#[tokio::test]
async fn a_claim_keeps_others_away_and_comes_back_in_doubt() {
    let story = Story::new().await;
    let ticket = story.bet(HERE, 1, bears()).await;
    let key = NoticeKey::ticket_placed(HERE, ticket);
    let due = notices::due_deliveries(&story.database.bot, ShardRange::WHOLE, 10).await;
    assert_eq!(due.unwrap().first().map(|it| it.key), Some(key));

    let claim = story.claim(&key).await.unwrap();
    assert_eq!((claim.tries, claim.doubt), (1, None));
    assert_eq!(story.claim(&key).await, None, "it is held");
    let due = notices::due_deliveries(&story.database.bot, ShardRange::WHOLE, 10).await;
    assert_eq!(due.unwrap(), [], "what is held is not due");

    story.database.advance(TimeDelta::seconds(180)).await;
    let claim = story.claim(&key).await.unwrap();
    let doubt = claim.doubt.unwrap();
    assert_eq!(claim.tries, 2);
    assert!(doubt.age >= TimeDelta::seconds(180));
}

#[tokio::test]
async fn a_send_that_was_refused_is_not_in_doubt() {
    let story = Story::new().await;
    let ticket = story.bet(HERE, 1, bears()).await;
    let key = NoticeKey::ticket_placed(HERE, ticket);
    story.claim(&key).await.unwrap();
    let mut tx = story.begin(HERE).await;
    notices::retry(&mut tx, &key, Duration::from_secs(5), true, "throttled")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(story.claim(&key).await, None, "it waits");
    story.database.advance(TimeDelta::seconds(6)).await;
    assert_eq!(story.claim(&key).await.unwrap().doubt, None);
}

#[tokio::test]
async fn a_later_result_waits_for_the_earlier_one_of_its_game() {
    let story = Story::new().await;
    let game = GameId::derive("g");
    let (first, second) = (
        NoticeKey::game_results(HERE, game, 1),
        NoticeKey::game_results(HERE, game, 2),
    );
    let mut conn = story.database.owner.acquire().await.unwrap();
    leave(&mut conn, &first).await;
    leave(&mut conn, &second).await;
    assert_eq!(story.claim(&second).await, None);
    story.claim(&first).await.unwrap();
    let mut tx = story.begin(HERE).await;
    notices::finish(&mut tx, &first, Some(place(1)), None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(story.claim(&second).await.is_some());
    assert_eq!(story.claim(&first).await, None, "what is told is told");
}

#[tokio::test]
async fn a_channel_that_refuses_is_reported_once_a_day() {
    let story = Story::new().await;
    let mut keys = Vec::new();
    for user in 1..=4 {
        let ticket = story.bet(HERE, user, bears()).await;
        keys.push(NoticeKey::ticket_placed(HERE, ticket));
        story.claim(keys.last().unwrap()).await.unwrap();
    }
    assert!(story.fail(&keys[0], CHANNEL).await);
    assert!(!story.fail(&keys[1], CHANNEL).await);
    assert!(story.fail(&keys[2], ChannelId::new(501)).await);
    let mut tx = story.begin(HERE).await;
    let troubles = notices::delivery_problems(&mut tx, HERE).await.unwrap();
    assert_eq!(troubles.iter().map(|it| it.count).sum::<i64>(), 3);
    let member = story.member(1).await.id;
    let unposted = notices::unposted_slips(&mut tx, HERE, member).await;
    assert_eq!(unposted.unwrap().len(), 1);
    drop(tx);
    story.database.advance(TimeDelta::hours(25)).await;
    assert!(story.fail(&keys[3], CHANNEL).await, "a day later again");
}

#[tokio::test]
async fn a_ticket_that_settles_before_its_slip_is_recorded_is_stamped() {
    let story = Story::new().await;
    let ticket = story.bet(HERE, 1, bears()).await;
    story.end(27, 24).await;
    story.post(ticket, 900, 0, true).await;
    assert_eq!(story.due_stamps().await, [ticket]);
}

#[tokio::test]
async fn a_slip_that_was_posted_without_its_picture_is_due() {
    let story = Story::new().await;
    let whole = story.bet(HERE, 1, bears()).await;
    let bare = story.bet(HERE, 2, bears()).await;
    story.post(whole, 900, 0, true).await;
    story.post(bare, 901, 0, false).await;
    assert_eq!(story.due_stamps().await, [bare]);
}

#[tokio::test]
async fn a_settlement_while_the_slip_is_being_edited_keeps_it_due() {
    let story = Story::new().await;
    let ticket = story.bet(HERE, 1, bears()).await;
    story.post(ticket, 900, 0, true).await;
    story.end(27, 24).await;
    let seen = story.slip(ticket).await;
    story.end(20, 24).await;

    let due = seen.slip.unwrap().stamp_due_at.unwrap();
    let mut tx = story.begin(HERE).await;
    notices::stamped(&mut tx, HERE, ticket, seen.ticket.settled_seq, due)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(story.due_stamps().await, [ticket]);

    let seen = story.slip(ticket).await;
    let due = seen.slip.unwrap().stamp_due_at.unwrap();
    let mut tx = story.begin(HERE).await;
    notices::stamped(&mut tx, HERE, ticket, seen.ticket.settled_seq, due)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(story.due_stamps().await, []);
    assert_eq!(story.slip(ticket).await.slip.unwrap().shown_seq, 2);
}

#[tokio::test]
async fn a_page_of_slips_says_of_each_ticket_what_its_own_slip_says() {
    let story = Story::new().await;
    let single = story.bet(HERE, 1, bears()).await;
    let parlay = story
        .bet(HERE, 2, [bears(), on("lions-vikings").away_wins()])
        .await;
    let elsewhere = story.bet(THERE, 1, lions()).await;
    story.end(24, 20).await;
    let mut tx = story.begin(HERE).await;
    let asked = [parlay, elsewhere, single];
    let page = notices::slip_tickets(&mut tx, HERE, &asked).await.unwrap();
    let mut each = Vec::new();
    for ticket in asked {
        each.extend(notices::slip_ticket(&mut tx, HERE, ticket).await.unwrap());
    }
    each.sort_by_key(|it| it.ticket.id);
    assert_eq!(page, each);
    let legs: Vec<_> = page
        .iter()
        .map(|it| (it.ticket.id, it.legs.len()))
        .collect();
    assert!(legs.contains(&(single, 1)) && legs.contains(&(parlay, 2)));
}

#[tokio::test]
async fn a_corrected_slip_knows_what_it_said_before() {
    let story = Story::new().await;
    let ticket = story.bet(HERE, 1, bears()).await;
    let open = story.slip(ticket).await;
    assert_eq!(open.legs[0].game.sides().unwrap().home.code, "CHI");
    assert_eq!(open.legs[0].result, None);
    story.end(27, 24).await;
    story.end(20, 24).await;

    let slip = story.slip(ticket).await;
    assert_eq!(slip.ticket.state, TicketState::Lost);
    let before = slip.before.unwrap();
    assert_eq!(before.state, TicketState::Won);
    assert_eq!(before.returned, Units::from_steps(1_909_090));
    let leg = &slip.legs[0];
    assert_eq!(leg.grade.as_ref().unwrap().outcome, LegOutcome::Lost);
    assert_eq!(leg.result.as_ref().unwrap().version, 2);
}

#[tokio::test]
async fn results_list_a_parlay_with_the_game_that_decided_it() {
    let story = Story::new().await;
    let single = story.bet(HERE, 1, bears()).await;
    let lost = story.bet(HERE, 2, [packers(), lions()]).await;
    let won = story.bet(HERE, 3, [bears(), lions()]).await;
    story.bet(THERE, 4, bears()).await;
    story.end(27, 24).await;

    let first = story.results("bears-packers").await;
    let listed: Vec<_> = first
        .lines
        .iter()
        .map(|it| (it.ticket, it.listed))
        .collect();
    assert_eq!(
        listed,
        [
            (single, Listed::Here),
            (lost, Listed::Here),
            (won, Listed::Running)
        ]
    );
    assert_eq!(first.running().count, 1);
    assert_eq!(first.typed_in, Some(CHANNEL));

    story.report(story.lions.final_score(10, 3)).await;
    story.settle().await;
    let second = story.results("lions-vikings").await;
    let listed: Vec<_> = second
        .lines
        .iter()
        .map(|it| (it.ticket, it.listed))
        .collect();
    assert_eq!(
        listed,
        [(won, Listed::Here), (lost, Listed::Elsewhere)],
        "the lost one was decided before"
    );
}

#[tokio::test]
async fn a_correction_says_how_many_tickets_it_changed() {
    let story = Story::new().await;
    let game = story.game().await;
    story.bet(HERE, 1, bears()).await;
    let away = story.bet(HERE, 2, packers()).await;
    story.end(27, 24).await;
    story.end(20, 24).await;

    let mut tx = story.begin(HERE).await;
    let telling = notices::results_page(&mut tx, HERE, game).await.unwrap();
    let telling = telling.unwrap();
    assert_eq!(telling.results.len(), 2);
    let change = telling.changes[0];
    assert_eq!((change.version, change.tickets), (2, 2));
    assert_eq!(change.net_before, Units::from_steps(-90_910));
    assert_eq!(change.net_after, Units::ZERO);
    assert_eq!(telling.lines[0].ticket, away, "what won comes first");
}

#[tokio::test]
async fn the_first_results_message_stays_the_games() {
    let story = Story::new().await;
    let game = story.game().await;
    let mut tx = story.begin(HERE).await;
    notices::record_results_message(&mut tx, HERE, game, place(1), 1)
        .await
        .unwrap();
    notices::record_results_message(&mut tx, HERE, game, place(2), 2)
        .await
        .unwrap();
    let message = notices::results_message(&mut tx, HERE, game).await.unwrap();
    let message = message.unwrap();
    assert_eq!(message.place, place(1));
    assert_eq!(message.shown_version, 2);
}

#[tokio::test]
async fn one_server_cannot_claim_what_another_is_to_be_told() {
    let story = Story::new().await;
    let ticket = story.bet(THERE, 1, bears()).await;
    let key = NoticeKey::ticket_placed(THERE, ticket);
    let mut tx = story.begin(HERE).await;
    assert_eq!(notices::claim(&mut tx, &key, HOLD).await.unwrap(), None);
    let slip = notices::slip_ticket(&mut tx, HERE, ticket).await.unwrap();
    assert_eq!(slip, None);
    assert_eq!(key.kind, NoticeKind::TicketPlaced);
}

#[tokio::test]
async fn a_server_with_a_backlog_does_not_hold_up_the_others() {
    let story = Story::new().await;
    let game = story.game().await;
    for user in 1..=5 {
        story.bet(HERE, user, bears()).await;
    }
    story.bet(THERE, 9, bears()).await;
    let results = NoticeKey::game_results(HERE, game, 1);
    let mut conn = story.database.owner.acquire().await.unwrap();
    leave(&mut conn, &results).await;
    let due = notices::due_deliveries(&story.database.bot, ShardRange::WHOLE, 3)
        .await
        .unwrap();
    let guilds: Vec<_> = due.iter().map(|it| it.key.guild).collect();
    assert!(guilds.contains(&THERE), "{guilds:?}");
    assert!(
        due.iter().any(|it| it.key == results),
        "results before slips"
    );
}

#[tokio::test]
async fn a_channel_with_many_slips_due_does_not_hold_up_another() {
    let story = Story::new().await;
    for user in 1..=5 {
        let ticket = story.bet(HERE, user, bears()).await;
        story.post(ticket, 900 + user, 0, false).await;
    }
    let ticket = story.bet(HERE, 9, bears()).await;
    let elsewhere = MessagePlace {
        channel: ChannelId::new(501),
        message: MessageId::new(100),
    };
    let mut tx = story.begin(HERE).await;
    notices::record_slip(&mut tx, HERE, ticket, elsewhere, 0, false)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let due = notices::due_stamps(&story.database.bot, ShardRange::WHOLE, 2)
        .await
        .unwrap();
    let messages: Vec<_> = due.iter().map(|it| it.place.message.get()).collect();
    assert_eq!(messages, [905, 100], "the newest of each");
}

#[tokio::test]
async fn a_parlay_is_stamped_with_the_leg_that_is_in() {
    let story = Story::new().await;
    let parlay = story.bet(HERE, 1, [bears(), lions()]).await;
    let other = story.bet(HERE, 2, lions()).await;
    story.post(parlay, 900, 0, true).await;
    story.post(other, 901, 0, true).await;
    let mut tx = story.begin(HERE).await;
    let due = notices::stamp_game(&mut tx, HERE, story.game().await, 1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(due, 1);
    assert_eq!(story.due_stamps().await, [parlay]);
}

#[tokio::test]
async fn a_corrected_result_stamps_every_slip_of_its_game_once_more() {
    let story = Story::new().await;
    let game = story.game().await;
    let single = story.bet(HERE, 1, bears()).await;
    story.post(single, 900, 0, true).await;
    let stamp = async |version| {
        let mut tx = story.begin(HERE).await;
        let due = notices::stamp_game(&mut tx, HERE, game, version).await;
        tx.commit().await.unwrap();
        due.unwrap()
    };
    // What settled the ticket has stamped its slip by itself.
    assert_eq!(stamp(1).await, 0);
    assert_eq!(stamp(2).await, 1);
    assert_eq!(story.due_stamps().await, [single]);
}

/// Everything that is due was delivered, and there is one more notice.
async fn finish_and_leave(conn: &mut PgConnection, key: &NoticeKey) {
    sqlx::raw_sql("UPDATE deliveries SET state = 'sent', done_at = app_now()")
        .execute(&mut *conn)
        .await
        .unwrap();
    leave(conn, key).await;
}

/// A restored database or a promoted standby is in another history.
async fn begin_another_history(world: &World) {
    let other = "CREATE OR REPLACE FUNCTION app_history() RETURNS text LANGUAGE sql STABLE \
         AS $$ SELECT 'another/00000002' $$";
    sqlx::raw_sql(other)
        .execute(&world.database.owner)
        .await
        .unwrap();
}

#[tokio::test]
async fn after_a_restore_what_is_due_may_have_been_sent_since_the_moment_it_goes_back_to() {
    let story = Story::new().await;
    let ticket = story.bet(HERE, 1, bears()).await;
    let key = NoticeKey::ticket_placed(HERE, ticket);
    let mut conn = story.database.bot.acquire().await.unwrap();
    let goes_on = histories::enter(&mut conn).await.unwrap();
    assert_eq!(goes_on, None, "it was made in this one");
    let at_work = story.database.now().await;
    sqlx::raw_sql("UPDATE leases SET expires_at = app_now()")
        .execute(&story.database.owner)
        .await
        .unwrap();
    story.database.advance(TimeDelta::hours(3)).await;
    begin_another_history(&story).await;
    assert_eq!(story.claim(&key).await, None, "nobody has entered it yet");

    let goes_on = histories::enter(&mut conn).await.unwrap().unwrap();
    assert!(
        goes_on - at_work < TimeDelta::minutes(2),
        "{goes_on} {at_work}"
    );
    assert_eq!(histories::enter(&mut conn).await.unwrap(), None);
    let doubt = story.claim(&key).await.unwrap().doubt.unwrap();
    assert_eq!(doubt.since, goes_on);
    let until = doubt.until.unwrap();
    assert!(until - at_work >= TimeDelta::hours(3), "{until}");

    // One that was tried since may also have been sent since.
    story.database.advance(TimeDelta::minutes(5)).await;
    let doubt = story.claim(&key).await.unwrap().doubt.unwrap();
    assert_eq!((doubt.since, doubt.until), (goes_on, None));

    // A day later there is nothing left that the one before could have told.
    story.database.advance(TimeDelta::hours(25)).await;
    let mut tx = story.begin(HERE).await;
    let key = NoticeKey { sequence: 7, ..key };
    finish_and_leave(&mut tx, &key).await;
    tx.commit().await.unwrap();
    assert_eq!(story.claim(&key).await.unwrap().doubt, None);
}
