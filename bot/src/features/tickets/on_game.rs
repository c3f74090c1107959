//! The private answer to **Mine** under a results message: the member's own tickets on the game.

use shared::id::GameId;
use shared::ticket::TicketState;
use store::begin_guild;
use store::notices;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;

use crate::app::App;
use crate::discord::reply::{self, Reply, Target};
use crate::discord::request::Request;
use crate::errors::Failure;
use crate::features::why;
use wording::NameForm;

/// The most tickets that are listed: each has a button, and a message takes 25.
const TICKETS_MAX: usize = 20;
/// Buttons side by side.
const ROW_MAX: usize = 5;

/// Answers the button.
///
/// # Errors
/// [`Failure`] when the database refuses.
pub(super) async fn on_game(app: &App, request: &Request, game: GameId) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let mut tx = begin_guild(&app.pool, request.guild).await?;
    let lines = notices::member_lines(&mut tx, request.guild, game, caller.member.id).await?;
    let selections: Vec<_> = lines.iter().map(|it| &it.leg.selection).collect();
    let games = store::board::games_naming(&mut tx, &[game], &selections).await?;
    tx.commit().await?;
    let Some(game) = games.into_iter().next() else {
        return Ok(Reply::say(catalogue.say("error-stale")).at(Target::New));
    };
    let name = wording::game_name(catalogue, &game, NameForm::Short);
    if lines.is_empty() {
        let said = catalogue.line("mine-none", &[("game", name.into())]);
        return Ok(Reply::say(said).at(Target::New));
    }
    let mut said = vec![catalogue.line("mine-head", &[("game", name.into())])];
    let mut buttons = Vec::new();
    for line in lines.iter().take(TICKETS_MAX) {
        let pick = wording::pick(catalogue, &line.leg.selection, &game, NameForm::Short);
        let returned = line.returned.unwrap_or(line.stake);
        let money = wording::money_word(catalogue, line.state, line.stake, returned);
        let key = match line.state {
            TicketState::Open => "mine-line-open",
            _ => "mine-line",
        };
        let code = &line.code;
        said.push(catalogue.line(
            key,
            &[
                ("money", money.into()),
                ("pick", pick.into()),
                (
                    "state",
                    wording::leg_word(catalogue, line.leg_outcome).into(),
                ),
                ("code", code.into()),
            ],
        ));
        let ticket = line.ticket;
        let label = catalogue.line("mine-why", &[("code", code.into())]);
        let id = why::Button::Ticket { ticket };
        buttons.push(reply::button(ButtonStyle::Secondary, &label, id));
    }
    let mut parts: Vec<Component> = vec![reply::text_block(wording::lines(said))];
    while !buttons.is_empty() {
        let rest = buttons.split_off(buttons.len().min(ROW_MAX));
        parts.push(reply::row(buttons));
        buttons = rest;
    }
    Ok(Reply::private(parts).at(Target::New))
}
