//! Amounts as members type them: reading one, and the form for one that no button has.

use shared::units::{Stake, StakeError, Units, UnitsError};
use wording::{Said, money};

use crate::app::App;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{Field, Form, Reply};
use crate::discord::request::Request;
use crate::errors::{Failure, refuse, refuse_with};

/// Reads a stake as members type it.
///
/// # Errors
/// A refusal that says how to write one.
pub(crate) fn read_stake(typed: &str) -> Result<Units, Failure> {
    let units = typed.parse::<Units>().map_err(|error| match error {
        UnitsError::NotANumber if typed.contains('$') => refuse("stake-not-money"),
        UnitsError::NotANumber => {
            let typed = ("typed", Said::typed(typed).into());
            refuse_with("stake-not-a-number", vec![typed])
        }
        UnitsError::TooFine => refuse("stake-too-fine"),
        UnitsError::TooLarge => refuse("stake-far-too-large"),
    })?;
    match Stake::parse(units) {
        Ok(stake) => Ok(stake.units()),
        Err(StakeError::NotPositive) => Err(refuse("stake-not-positive")),
        Err(StakeError::TooLarge) => Err(refuse("stake-far-too-large")),
    }
}

/// The form for a stake that no button has.
pub(crate) async fn other_amount(
    app: &App,
    request: &Request,
    form: impl ComponentId,
) -> Result<Reply, Failure> {
    let server = app.server(request.guild, &request.guild_locale).await?;
    let catalogue = request.catalogue();
    let hint = catalogue.line(
        "amount-hint",
        &[
            ("min", money::units(server.settings.stake_min).into()),
            ("max", money::units(server.settings.stake_max).into()),
        ],
    );
    Ok(Reply::form(Form {
        id: form.custom_id(),
        title: catalogue.say("amount-title").plain(),
        fields: vec![Field::short(
            "stake",
            &catalogue.say("amount-label"),
            &hint,
            String::new(),
        )],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::ErrorCode;
    use wording::Catalogue;

    fn said(typed: &str) -> String {
        let failure = read_stake(typed).unwrap_err();
        let code = ErrorCode::of(shared::id::InteractionId::new(1));
        let said = failure.for_player(Catalogue::get("en-US"), &code).plain();
        said.lines().next().unwrap().to_owned()
    }

    #[test]
    fn what_is_no_stake_is_refused_in_words_that_help() {
        insta::assert_snapshot!(said("0"), @"A stake must be more than 0. Nothing was charged.");
        insta::assert_snapshot!(said("-1"), @"A stake must be more than 0. Nothing was charged.");
        insta::assert_snapshot!(said("1e30"), @r#"I can't read "1e30" as an amount. Nothing was charged. Try 2 or 0.5."#);
        insta::assert_snapshot!(said("abc"), @r#"I can't read "abc" as an amount. Nothing was charged. Try 2 or 0.5."#);
        insta::assert_snapshot!(said("NaN"), @r#"I can't read "NaN" as an amount. Nothing was charged. Try 2 or 0.5."#);
        insta::assert_snapshot!(said("$25"), @"Stakes are in units, not money. Nothing was charged. For two units, type 2.");
        insta::assert_snapshot!(said("99999999999999"), @"That stake is far too large. Nothing was charged.");
        insta::assert_snapshot!(said("0.12345678"), @"A stake can have up to six decimal places. Nothing was charged.");
    }

    #[test]
    fn stakes_read_as_people_type_them() {
        for typed in ["2", "2u", "2 units", "2.0"] {
            assert_eq!(read_stake(typed).unwrap(), Units::whole(2), "{typed}");
        }
    }
}
