//! Looking through what can be bet on, and what is known of leagues and teams: pages, choices while
//! typing, and what typed words mean.

pub(crate) mod card;
pub(crate) mod choices;
pub(crate) mod leagues;
pub(crate) mod pages;
pub(crate) mod teams;
pub(crate) mod typed;
