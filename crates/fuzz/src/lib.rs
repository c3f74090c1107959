#![doc = include_str!("../README.md")]

pub mod grade;
pub mod line;
mod model;
pub mod price;
pub mod shorthand;
pub mod ticket;

/// What must hold for any bytes: it panics where it does not.
pub type Holds = fn(&[u8]);

/// Every target by name.
pub const TARGETS: &[(&str, Holds)] = &[
    ("price", price::holds),
    ("line", line::holds),
    ("grade", grade::holds),
    ("shorthand", shorthand::holds),
    ("ticket", ticket::holds),
];
