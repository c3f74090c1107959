//! Its buttons, menus and forms.

use shared::id::CorrectionId;

use crate::discord::custom_id::buttons;

buttons! {
    "admin";
    /// Ask for the reason for a correction that was asked for.
    Reason { draft: CorrectionId } = "ag" [OpensForm],
    /// The answer to that.
    ReasonForm { draft: CorrectionId } = "ar",
    /// Do what was shown.
    Confirm { draft: CorrectionId } = "ac" [MovesUnits],
    /// Do not.
    Drop { draft: CorrectionId } = "ad",
    /// A page of what was corrected.
    Log { page: u16 } = "al",
    /// Undo the chosen correction: ask why.
    Undo = "au" [OpensForm],
    /// The answer to that.
    UndoForm { correction: CorrectionId } = "af",
}
