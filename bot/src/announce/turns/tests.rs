use shared::id::{GameId, TicketId};
use uuid::Uuid;

use super::*;

const MANY: usize = 100;

/// Who bets where.
fn slip((guild, channel, member): (u64, u64, u128), number: u128) -> DueDelivery {
    let ticket = TicketId::from_uuid(Uuid::from_u128(member << 64 | number));
    DueDelivery {
        key: NoticeKey::ticket_placed(GuildId::new(guild), ticket),
        tries: 0,
        channel: Some(ChannelId::new(channel)),
        member: Some(MemberId::from_uuid(Uuid::from_u128(member))),
    }
}

fn results(guild: u64) -> DueDelivery {
    DueDelivery {
        key: NoticeKey::game_results(GuildId::new(guild), GameId::derive("g"), 1),
        tries: 0,
        channel: None,
        member: None,
    }
}

const fn always(_: ChannelId) -> Option<Instant> {
    None
}

fn begun(turns: &mut Turns) -> Option<NoticeKey> {
    match turns.next(Instant::now(), always) {
        Next::Begin(key) => Some(key),
        Next::At(_) | Next::Nothing => None,
    }
}

/// One after the other, each begun once the one before is done.
fn one_by_one(turns: &mut Turns) -> Vec<NoticeKey> {
    let mut order = Vec::new();
    while let Some(key) = begun(turns) {
        turns.ended(&key);
        order.push(key);
    }
    order
}

#[tokio::test(start_paused = true)]
async fn results_come_first_and_then_servers_take_turns() {
    let (one, two) = ((1, 10, 1), (2, 20, 1));
    let due = [
        slip(one, 1),
        slip(one, 2),
        slip(one, 3),
        slip(two, 4),
        results(2),
    ];
    let mut turns = Turns::default();
    turns.read(due.to_vec(), Instant::now());
    let expected = [
        results(2),
        slip(one, 1),
        slip(two, 4),
        slip(one, 2),
        slip(one, 3),
    ];
    assert_eq!(one_by_one(&mut turns), expected.map(|it| it.key));
}

#[tokio::test(start_paused = true)]
async fn a_channel_takes_one_at_a_time_and_another_is_not_held_up() {
    let (flood, other) = ((1, 10, 1), (1, 11, 2));
    let mut due: Vec<_> = (0..MANY as u128).map(|it| slip(flood, it)).collect();
    due.push(slip(other, 0));
    let mut turns = Turns::default();
    turns.read(due, Instant::now());
    assert_eq!(begun(&mut turns), Some(slip(flood, 0).key));
    assert_eq!(begun(&mut turns), Some(slip(other, 0).key));
    assert_eq!(begun(&mut turns), None, "the channel is busy");
}

#[tokio::test(start_paused = true)]
async fn a_member_who_comes_late_takes_the_next_free_slot_of_the_channel() {
    let (flood, late) = ((1, 10, 1), (1, 10, 2));
    let mut due: Vec<_> = (0..MANY as u128).map(|it| slip(flood, it)).collect();
    let mut turns = Turns::default();
    turns.read(due.clone(), Instant::now());
    for number in 0..5 {
        let key = begun(&mut turns).unwrap();
        assert_eq!(key, slip(flood, number).key);
        turns.ended(&key);
    }
    let rests = Instant::now() + Duration::from_secs(5);
    let resting = |_| Some(rests);
    assert_eq!(turns.next(Instant::now(), resting), Next::At(rests));
    tokio::time::advance(Duration::from_secs(4)).await;
    due.drain(..5);
    due.push(slip(late, 0));
    turns.read(due, Instant::now());
    assert_eq!(turns.next(Instant::now(), resting), Next::At(rests));
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(turns.next(rests, resting), Next::Begin(slip(late, 0).key));
}

#[tokio::test(start_paused = true)]
async fn who_waits_is_not_passed_over_for_ever_by_newcomers() {
    let patient = (1, 10, 1);
    let mut turns = Turns::default();
    let mut due = vec![slip(patient, 0), slip(patient, 1)];
    let mut waited = 0;
    // A newcomer a second, and one slot a second.
    for second in 0..200 {
        due.push(slip((1, 10, 100 + second), 0));
        turns.read(due.clone(), Instant::now());
        let key = begun(&mut turns).unwrap();
        turns.ended(&key);
        due.retain(|it| it.key != key);
        if key == slip(patient, 1).key {
            waited = second;
            break;
        }
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    assert!((59..=62).contains(&waited), "{waited} s");
}

#[tokio::test(start_paused = true)]
async fn one_server_fills_neither_all_slots_nor_memory() {
    let mut turns = Turns::default();
    let mut due: Vec<_> = (0..MANY as u64)
        .map(|it| slip((1, it, u128::from(it)), 0))
        .collect();
    due.extend((2..40).map(|it| slip((it, 1_000 + it, 1), 0)));
    turns.read(due, Instant::now());
    let mut of_first = 0;
    let mut all = 0;
    while let Some(key) = begun(&mut turns) {
        all += 1;
        of_first += usize::from(key.guild == GuildId::new(1));
    }
    assert_eq!(all, UNDER_WAY_MAX);
    assert!(of_first <= PER_SERVER_MAX, "{of_first}");
    turns.read(Vec::new(), Instant::now());
    assert!(turns.waits_since.len() <= 3 * UNDER_WAY_MAX);
}
