//! Accounts as exclusions know them: by a hash under a key that only the operator has.

use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use shared::id::DiscordUserId;
use store::limits::{AccountHash, AccountHashes};

/// The key where the operator has set none. It is in the source code, so that a copy of the
/// database is enough to try out whose account is excluded.
const OPEN_KEY: &str = "dbsbm-exclusions";

/// The operator's keys for exclusions, the newest first.
pub struct AccountKeys {
    keys: Vec<SecretString>,
}

impl AccountKeys {
    /// From the setting: keys with commas between them, the newest first. New exclusions are
    /// recorded under the newest key; those under older keys, and those from before there was one,
    /// go on.
    pub fn new(setting: Option<&SecretString>) -> Self {
        let written = setting.map_or("", |it| it.expose_secret());
        let keys = written
            .split(',')
            .map(str::trim)
            .filter(|it| !it.is_empty());
        let keys = keys.chain([OPEN_KEY]).map(SecretString::from);
        Self {
            keys: keys.collect(),
        }
    }

    /// The hashes of an account.
    pub fn hashes(&self, user: DiscordUserId) -> AccountHashes {
        let hashes = self.keys.iter().filter_map(|key| {
            // A key may have any length.
            let mut mac = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes()).ok()?;
            mac.update(user.to_string().as_bytes());
            Some(AccountHash(mac.finalize().into_bytes().into()))
        });
        AccountHashes::new(hashes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(setting: &str, user: u64) -> Vec<AccountHash> {
        let setting = SecretString::from(setting);
        let keys = AccountKeys::new(Some(&setting));
        keys.hashes(DiscordUserId::new(user)).all().to_vec()
    }

    #[test]
    fn a_new_key_comes_first_and_the_old_ones_go_on() {
        let (before, first, second) = (hashes("", 7), hashes("one", 7), hashes(" two,one, ", 7));
        assert_eq!((before.len(), first.len(), second.len()), (1, 2, 3));
        assert_eq!(first[1..], before);
        assert_eq!(second[1..], first);
        assert_ne!(second[0], first[0]);
        assert_ne!(hashes("one", 8), first);
    }

    #[test]
    fn the_hash_is_the_published_hmac() {
        // Worked out with `openssl dgst -sha256 -hmac key`.
        let hash = hashes("key", 80_351_110_224_678_912)[0];
        let hex: String = hash.0.iter().map(|it| format!("{it:02x}")).collect();
        assert_eq!(
            hex,
            "e151445b5e69848605b6473c42c0785b7fb66d44cd27f2c1385c7fd2cae9cc60"
        );
    }
}
