//! Looking through what can be bet on: its pages, choices while typing, and what typed words mean.

pub(crate) mod choices;
pub(crate) mod pages;
pub(crate) mod typed;
