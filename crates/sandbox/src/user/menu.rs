//! What a member chooses in a select menu.

use serde_json::Value;

use super::options::Place;
use super::resolve::Resolved;
use crate::error::DriveError;
use crate::model::{State, media};

/// The values of a select menu that were meant, checked as Discord's client would.
pub(super) fn chosen(
    state: &State,
    place: Place,
    menu: &Value,
    given: &[String],
    resolved: &mut Resolved,
) -> Result<Vec<String>, DriveError> {
    let number = |name: &str| menu.get(name).and_then(Value::as_u64).unwrap_or(1);
    let (least, most, count) = (
        number("min_values"),
        number("max_values"),
        given.len() as u64,
    );
    if count < least || count > most {
        return Err(refused(format!(
            "{least} to {most} can be chosen, not {count}"
        )));
    }
    if media::kind(menu) == 3 {
        let options = menu
            .get("options")
            .and_then(Value::as_array)
            .map_or(&[][..], |it| it);
        let meant = |what: &String| {
            let by_value = options.iter().find(|option| text(option, "value") == what);
            by_value
                .or_else(|| options.iter().find(|option| text(option, "label") == what))
                .map(|option| text(option, "value").to_owned())
                .ok_or_else(|| refused(format!("there is no option {what:?}")))
        };
        return given.iter().map(meant).collect();
    }
    let place = (place.guild, place.channel, place.user);
    let mut entity = |what: &String| {
        resolved
            .entity(state, media::kind(menu), place, what)
            .map(|id| id.to_string())
    };
    given.iter().map(&mut entity).collect()
}

fn refused(message: String) -> DriveError {
    DriveError::Refused(message)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
