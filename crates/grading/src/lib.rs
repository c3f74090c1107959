#![doc = include_str!("../README.md")]

pub mod check;
pub mod decide;
pub mod rules;
pub mod score;

pub mod leg;
pub mod receipt;
pub mod sentence;

pub mod each_way;
pub mod flat;
pub mod fraction;
pub mod jsonl;
pub mod rule_4;
pub mod system;
pub mod teaser;
pub mod ticket;

pub use check::{Flaw, FlawKind, check};
pub use leg::{Grade, GradeError, for_bet, grade};
pub use receipt::{Receipt, ReceiptError, Working, replay, verify};
pub use rules::{FIRST_VERSION, HouseRules, OptionError, Options, RULE_VERSION};
pub use sentence::why;
pub use ticket::{
    LegSettled, LegState, TicketError, TicketProgress, possible_return, settle, to_win,
};
