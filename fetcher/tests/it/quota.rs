//! What is spent of a key's allowance, over days, restarts and other people's spending.

mod command;
mod feed;
mod judge;
mod month;
mod players;
mod world;
