//! What a stored ticket's kind needs beside its legs, in the form that `grade` reads.

pub use shared::ticket::Terms;
