//! Closed lists of words: an enum whose members are stored, sent and shown as one word each.

/// Makes such an enum: its members in order, each with its word.
///
/// With `: Row` after the name and `=> row` after each word, every member also has a row of a
/// table.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $table:ident {
        $($(#[$item_doc:meta])* $item:ident = $word:literal => $row:expr,)+
    }) => {
        words! { $(#[$doc])* $name { $($(#[$item_doc])* $item = $word,)+ } }

        impl $name {
            /// Its row of the table.
            pub const fn row(self) -> $table {
                match self { $(Self::$item => $row,)+ }
            }
        }
    };
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$item_doc])* #[serde(rename = $word)] $item,)+ }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$item,)+];

            /// The word that is stored.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$item => $word,)+ }
            }

            /// What a stored word names.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.word() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;
