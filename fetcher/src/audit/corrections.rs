//! Compares every correction with what it ruled, moved and changed on tickets.

use grading::Receipt;
use ledger::{Account, Holder, Season, Transfer, moves};
use shared::grade::LegOutcome;
use shared::id::GuildId;
use shared::units::Units;
use sqlx::PgConnection;
use store::audit::{self, AuditCorrection};
use store::corrections::{Correction, CorrectionAction, RuledGrade, Ruling};

use super::books::moved;
use super::{AuditError, Books, PAGE, differs};

/// Every correction rules exactly the legs that its action names, moves the units that it names,
/// and is named by each settlement that it appended. No settlement or transfer of an admin is
/// without a correction.
pub(super) async fn audit(
    conn: &mut PgConnection,
    guild: GuildId,
    books: &mut Books,
) -> Result<(), AuditError> {
    let (mut last, mut settlements, mut transfers) = (0, 0, 0);
    loop {
        let page = audit::corrections(conn, guild, last, PAGE).await?;
        let Some(end) = page.last() else { break };
        last = end.correction.number;
        for it in &page {
            let moved: Result<Vec<_>, _> = { it.transfers.iter() }
                .map(|row| Ok::<_, AuditError>(moved(guild, row)?.transfer))
                .collect();
            let moved = moved?;
            let decided = Decided { guild, it, moved };
            decided.rulings()?;
            decided.units()?;
            books.corrections += 1;
            settlements += it.tickets.iter().filter(|it| it.sequence.is_some()).count();
            transfers += it.transfers.len();
        }
    }
    let (known, moved) = audit::admin_settlements(conn, guild).await?;
    let all = [
        ("the settlements that admins caused", settlements, known),
        ("the transfers that admins caused", transfers, moved),
    ];
    for (what, expected, found) in all {
        if i64::try_from(expected).ok() != Some(found) {
            let subject = "the decisions of admins";
            return Err(differs(Some(guild), subject, what, expected, found));
        }
    }
    let strange = audit::settlements_unlike_recorded(conn, guild).await?;
    if let Some(ticket) = strange {
        let wanted = "its settlements before and after";
        let (subject, what) = (format!("ticket {ticket}"), "what a decision noted of it");
        return Err(differs(
            Some(guild),
            &subject,
            what,
            wanted,
            "something else",
        ));
    }
    let strange = audit::members_unlike_recorded(conn, guild).await?;
    if let Some(member) = strange {
        let wanted = "what its tickets and units moved";
        let (subject, what) = (format!("member {member}"), "the cash that a decision noted");
        return Err(differs(
            Some(guild),
            &subject,
            what,
            wanted,
            "something else",
        ));
    }
    let strange = audit::rulings_beyond_action(conn, guild).await?;
    if let Some(number) = strange {
        let wanted = "the legs that were asked for";
        let (subject, what) = (format!("correction {number}"), "what it ruled on");
        return Err(differs(Some(guild), &subject, what, wanted, "other legs"));
    }
    Ok(())
}

struct Decided<'a> {
    guild: GuildId,
    it: &'a AuditCorrection,
    /// Units that the correction itself moved.
    moved: Vec<Transfer>,
}

impl Decided<'_> {
    fn differs(
        &self,
        what: &str,
        expected: impl std::fmt::Display,
        found: impl std::fmt::Display,
    ) -> AuditError {
        let subject = format!("correction {}", self.it.correction.number);
        differs(Some(self.guild), &subject, what, expected, found)
    }

    fn rulings(&self) -> Result<(), AuditError> {
        let it = self.it;
        match it.correction.asked {
            CorrectionAction::Grant { .. } | CorrectionAction::Take { .. }
                if it.rulings.is_empty() =>
            {
                Ok(())
            }
            CorrectionAction::Grant { .. } | CorrectionAction::Take { .. } => {
                Err(self.differs("its rulings", 0, it.rulings.len()))
            }
            CorrectionAction::Undo { .. } => self.restores(),
            CorrectionAction::Void { .. } => self.all_are(LegOutcome::Void),
            CorrectionAction::Regrade { outcome, .. } | CorrectionAction::Grade { outcome, .. } => {
                self.all_are(outcome)
            }
            CorrectionAction::Result { home, away, .. } => self.follow(home, away),
        }
    }

    /// Undoing a correction rules what held before it.
    fn restores(&self) -> Result<(), AuditError> {
        if self.it.rulings == self.it.restores {
            return Ok(());
        }
        let shown = |rulings: &[Ruling]| format!("{rulings:?}");
        let (expected, found) = (shown(&self.it.restores), shown(&self.it.rulings));
        Err(self.differs("what it restores", expected, found))
    }

    fn all_are(&self, outcome: LegOutcome) -> Result<(), AuditError> {
        if self.it.rulings.is_empty() {
            return Err(self.differs("its rulings", "some", "none"));
        }
        for ruling in &self.it.rulings {
            let (held, _) = self.held(ruling)?;
            let shares = Some((held.shares.win, held.shares.refund));
            if held.shares.outcome != outcome || outcome.shares() != shares {
                let found = format!("{:?}", held.shares);
                return Err(self.differs("a ruling", outcome, found));
            }
        }
        Ok(())
    }

    /// A stated score grades each leg as its receipt says, byte for byte.
    fn follow(&self, home: i32, away: i32) -> Result<(), AuditError> {
        use shared::competitor::Role;
        for ruling in &self.it.rulings {
            let (held, receipt) = self.held(ruling)?;
            let Some(receipt) = receipt else {
                return Err(self.differs("the receipt of a ruling", "one", "none"));
            };
            let again = grading::verify(receipt);
            let again = again.map_err(|it| self.differs("a receipt", "one that grades", it))?;
            let ours = (again.outcome, again.win, again.refund);
            let theirs = (held.shares.outcome, held.shares.win, held.shares.refund);
            if ours != theirs {
                return Err(self.differs("a ruling", format!("{ours:?}"), format!("{theirs:?}")));
            }
            let result = &Receipt::from_bytes(receipt)
                .map_err(|it| self.differs("a receipt", "one that can be read", it))?
                .result;
            let stated = (result.full(Role::Home), result.full(Role::Away));
            if stated != (Some(home), Some(away)) {
                let found = format!("{stated:?}");
                return Err(self.differs("the score", format!("{home}-{away}"), found));
            }
        }
        Ok(())
    }

    fn held<'a>(
        &self,
        ruling: &'a Ruling,
    ) -> Result<(&'a RuledGrade, Option<&'a [u8]>), AuditError> {
        let Some(held) = &ruling.held else {
            return Err(self.differs("a ruling", "an outcome", "none"));
        };
        Ok((held, held.receipt.as_deref()))
    }

    /// The units that the correction moves are the units that it names.
    fn units(&self) -> Result<(), AuditError> {
        let it = self.it;
        let wanted = match (it.correction.asked, &it.undone) {
            (CorrectionAction::Undo { .. }, Some(undone)) => self.moves(undone, true)?,
            (CorrectionAction::Undo { .. }, None) => {
                return Err(self.differs("what it undoes", "a decision", "none"));
            }
            _ => self.moves(&it.correction, false)?,
        };
        if wanted == self.moved {
            return Ok(());
        }
        let (expected, found) = (format!("{wanted:?}"), format!("{:?}", self.moved));
        Err(self.differs("the units that it moves", expected, found))
    }

    fn moves(&self, of: &Correction, turned: bool) -> Result<Vec<Transfer>, AuditError> {
        let (member, units, gives): (_, Units, bool) = match of.asked {
            CorrectionAction::Grant { member, units } => (member, units, true),
            CorrectionAction::Take { member, units } => (member, units, false),
            _ => return Ok(Vec::new()),
        };
        let season = self.moved.iter().find_map(|it| {
            let sides = [it.debit(), it.credit()];
            sides.into_iter().find_map(Account::holder)
        });
        let holder = Holder {
            guild: self.guild,
            member,
            season: season.map_or(Season::FIRST, |it| it.season),
        };
        let id = self.it.correction.id;
        let made = if gives == turned {
            moves::take(holder, id, units)
        } else {
            moves::give(holder, id, units)
        };
        let made = made.map_err(|it| self.differs("its units", "an amount", it))?;
        Ok(made.transfers)
    }
}
