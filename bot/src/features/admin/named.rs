//! The names of what a draft is about: a ticket's code, a member, games.

use services::corrections::Plan;
use shared::game::Game;
use shared::id::GameId;
use store::corrections::CorrectionAction;

use crate::app::App;
use crate::discord::request::Request;
use crate::errors::Failure;
use crate::views::correction::Names;

/// The names of what a draft is about.
pub(super) struct Named {
    code: Option<String>,
    member: Option<String>,
    game: Option<Game>,
    /// The game of the decision that is undone.
    pub(super) undone_game: Option<(GameId, Game)>,
}

impl Named {
    /// The names, as a sentence takes them.
    pub(super) fn names(&self, plan: &Plan) -> Names<'_> {
        Names {
            code: self.code.as_deref(),
            member: self.member.as_deref(),
            game: self.game.as_ref(),
            undoes: plan.undone.as_ref().map(|it| it.number),
        }
    }
}

/// Reads the names.
pub(super) async fn names(
    app: &App,
    request: &Request,
    asked: &CorrectionAction,
    plan: &Plan,
) -> Result<Named, Failure> {
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let member = match asked {
        CorrectionAction::Grant { member, .. } | CorrectionAction::Take { member, .. } => {
            store::members::find(&mut tx, request.guild, *member).await?
        }
        _ => None,
    };
    let of = |asked: &CorrectionAction| match asked {
        CorrectionAction::Result { game, .. } => Some(*game),
        _ => None,
    };
    let ids: Vec<GameId> = [Some(asked), plan.undone.as_ref().map(|it| &it.asked)]
        .into_iter()
        .flatten()
        .filter_map(of)
        .collect();
    let games = store::board::games(&mut tx, &ids).await?;
    tx.commit().await?;
    let game = games.into_iter().next();
    let own = of(asked).is_some();
    let code = match asked {
        CorrectionAction::Void { .. }
        | CorrectionAction::Regrade { .. }
        | CorrectionAction::Grade { .. } => plan.tickets.first(),
        _ => None,
    };
    Ok(Named {
        code: code.map(|it| it.code.to_string()),
        member: member.map(|it| it.name),
        undone_game: game.clone().filter(|_| !own).map(|it| (it.id, it)),
        game: game.filter(|_| own),
    })
}
