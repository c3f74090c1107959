//! Random plays over both processes' parts: bets, results, corrections, repeats, late reports,
//! kills and races between any two statements; a model that shares no code with them says what
//! every balance must be after each step.
//!
//! A play follows from its seed. One that fails is made as short as it goes and printed as JSON;
//! `DBSBM_SIMULATE_PLAY=file` plays such a file again. `scripts/simulate` plays more of them.

mod arithmetic;
mod dice;
mod generate;
mod model;
mod op;
mod orders;
mod run;
mod seen;
mod shrink;
mod system;
mod wire;

use op::Play;
use run::Tally;

/// How many games there are, when they begin (in seconds), and who bets on them.
const GAMES: usize = 5;
const STARTS: [i64; GAMES] = [1_800, 3_600, 5_400, 7_200, 90_000];
const MEMBERS: usize = 4;
const SOURCES: usize = 3;
const SERVERS: usize = 2;
/// For how many seconds a ticket can be taken back: whatever its price does, and while that stands.
const CANCEL_FREE: i64 = 15;
const CANCEL_WINDOW: i64 = 600;
/// The programs' policy, in seconds: how long one source must stand alone, and for how long
/// corrections are followed.
const STANDS: i64 = 120;
const CORRECTED_FOR: i64 = 86_400;
/// How many operations a play has.
const LENGTH: usize = 60;
/// How many plays the suite has.
const SEEDS: u64 = 16;
/// How many stories are told in four orders each, by each kind of source.
const STORIES: u64 = 40;
/// How many shorter lists are tried for one that fails.
const TRIES: usize = 400;

/// The last member is of another server.
const fn server(member: usize) -> usize {
    (member + 1 == MEMBERS) as usize
}

fn number(variable: &str, default: u64) -> u64 {
    let set = std::env::var(variable).ok();
    set.map_or(default, |it| it.parse().unwrap())
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(future)
}

/// Plays it; where it fails, finds a short list that fails too, and stops with that.
fn try_out(play: &Play) -> Tally {
    let error = match block_on(run::play(play)) {
        Ok(tally) => return tally,
        Err(error) => error,
    };
    eprintln!("seed {}: {error}; making it shorter", play.seed);
    let with = |ops: &[op::Op]| Play {
        ops: ops.to_vec(),
        ..play.clone()
    };
    let tries = usize::try_from(number("DBSBM_SIMULATE_TRIES", TRIES as u64)).unwrap();
    let ops = shrink::shrink(&play.ops, tries, |ops| {
        block_on(run::play(&with(ops))).is_err()
    });
    let short = with(&ops);
    let error = block_on(run::play(&short)).err().unwrap_or(error);
    let json = serde_json::to_string(&short).unwrap();
    panic!(
        "seed {}, {} operations left: {error}\n{json}",
        play.seed,
        ops.len()
    );
}

#[test]
fn whatever_happens_the_books_are_what_the_model_says() {
    if let Ok(path) = std::env::var("DBSBM_SIMULATE_PLAY") {
        #[expect(clippy::disallowed_methods, reason = "nothing is async yet")]
        let play = std::fs::read_to_string(path).unwrap();
        let play = serde_json::from_str(&play);
        try_out(&play.unwrap());
        return;
    }
    let from = number("DBSBM_SIMULATE_FROM", 1);
    let seeds = number("DBSBM_SIMULATE_SEEDS", SEEDS);
    let length = usize::try_from(number("DBSBM_SIMULATE_LENGTH", LENGTH as u64)).unwrap();
    let mut all = Tally::default();
    for seed in from..from + seeds {
        all += try_out(&generate::play(seed, length));
    }
    eprintln!(
        "{seeds} plays: {} operations, {} tickets, {} settlements, {} cut off, {} races, {} \
         interactions heard again",
        all.ops, all.tickets, all.settlements, all.killed, all.races, all.replayed
    );
    assert!(all.tickets > seeds && all.settlements > seeds);
}

#[test]
fn reports_in_any_order_end_in_the_same_balances() {
    let from = number("DBSBM_SIMULATE_FROM", 1);
    let mut stories = usize::try_from(number("DBSBM_SIMULATE_STORIES", STORIES)).unwrap();
    let mut orders = 0;
    let mut seed = from;
    while stories > 0 {
        // As many as one database holds without growing slow.
        let now = stories.min(500);
        for official in [true, false] {
            match block_on(orders::tell(seed, now, official)) {
                Ok(told) => orders += told,
                Err(error) => panic!("seed {seed}, {now} stories, official {official}: {error}"),
            }
        }
        stories -= now;
        seed += 1;
    }
    eprintln!("{orders} orders of reports");
}
