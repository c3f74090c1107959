//! What several statements read alike: stored words, prices, selections, legs, ends of games. Rows
//! become values of `shared` here and nowhere else.

pub(crate) mod each_way;
pub(crate) mod end;
pub(crate) mod leg;
pub(crate) mod price;
pub(crate) mod selection;
pub(crate) mod shards;
pub(crate) mod terms;
pub(crate) mod word;
