//! Domain values to words. No decisions, no awaits.

pub(crate) mod balance;
pub(crate) mod board;
pub(crate) mod card;
pub(crate) mod changed;
pub(crate) mod corrected;
pub(crate) mod correction;
pub(crate) mod direct;
pub(crate) mod ending;
pub(crate) mod game;
pub(crate) mod group;
pub(crate) mod groups;
pub(crate) mod injuries;
pub(crate) mod live;
pub(crate) mod moved;
pub(crate) mod notify;
pub(crate) mod offers;
pub(crate) mod parlay;
pub(crate) mod preferences;
pub(crate) mod price_menus;
pub(crate) mod resettled;
pub(crate) mod results;
pub(crate) mod review;
pub(crate) mod scheduled;
pub(crate) mod stake;
pub(crate) mod ticket;
pub(crate) mod undelivered;
