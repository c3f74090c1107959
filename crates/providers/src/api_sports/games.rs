//! The sports whose rows have one form: basketball, baseball, American football, ice hockey, rugby
//! and Australian rules. Only their scores differ.

mod convert;
mod halves;
mod innings;
mod quarters;
mod thirds;
mod wire;

pub(super) use convert::read;
