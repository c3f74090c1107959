//! What several statements read alike: words, prices, selections, legs, ends of games. A row is
//! turned into a value of `shared` here and nowhere else.

pub(crate) mod each_way;
pub(crate) mod end;
pub(crate) mod leg;
pub(crate) mod price;
pub(crate) mod selection;
pub(crate) mod word;
