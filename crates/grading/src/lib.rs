#![doc = include_str!("../README.md")]

pub mod check;
pub mod decide;
pub mod end;
pub mod rules;
pub mod score;

pub mod grade;
pub mod leg;
pub mod receipt;
pub mod replay;
pub mod sentence;

pub mod each_way;
pub mod flat;
pub mod fraction;
pub mod jsonl;
pub mod part;
pub mod rule_4;
pub mod system;
pub mod teaser;
pub mod ticket;

pub use check::{Flaw, FlawKind, check};
pub use grade::{Grade, GradeError};
pub use leg::{for_bet, grade};
pub use receipt::{Receipt, ReceiptError, Working};
pub use replay::{ReplayError, replay, verify};
pub use rules::{FIRST_VERSION, HouseRules, OptionError, Options, RULE_VERSION};
pub use sentence::why;
pub use ticket::{
    LegSettled, LegState, TicketError, TicketProgress, possible_return, settle, to_win,
};
