//! Reads what a subcommand of `/admin` asks for.

use services::corrections::UNITS_MAX;
use shared::grade::LegOutcome;
use shared::id::{DiscordUserId, GameId, MemberId, TicketId};
use shared::ticket::TicketCode;
use shared::units::Units;
use store::corrections::CorrectionAction;
use store::tickets;
use wording::{Said, money};

use crate::app::App;
use crate::discord::request::{Options, Request};
use crate::errors::{Failure, refuse, refuse_with};
use crate::placing::amount::read_stake;

/// The highest score of a side.
pub(super) const SCORE_MAX: i32 = 999;

/// What is asked for.
pub(super) async fn read(
    app: &App,
    request: &Request,
    options: &Options,
) -> Result<CorrectionAction, Failure> {
    let outcome = || {
        let outcome = options.get("outcome").and_then(LegOutcome::from_word);
        outcome.ok_or_else(|| refuse("error-stale"))
    };
    Ok(match options.sub() {
        "void" => CorrectionAction::Void {
            ticket: ticket_of(app, request, options).await?,
        },
        "regrade" => CorrectionAction::Regrade {
            ticket: ticket_of(app, request, options).await?,
            leg: options
                .get("leg")
                .and_then(|it| it.parse().ok())
                .unwrap_or(0),
            outcome: outcome()?,
        },
        "grade" => CorrectionAction::Grade {
            ticket: ticket_of(app, request, options).await?,
            outcome: outcome()?,
        },
        "correct-result" => {
            let points = |name| {
                let points = options.get(name).and_then(|it| it.parse::<i32>().ok());
                let points = points.filter(|it| (0..=SCORE_MAX).contains(it));
                points.ok_or_else(|| refuse("admin-no-score"))
            };
            let game = options.get("game").and_then(|it| it.parse::<GameId>().ok());
            CorrectionAction::Result {
                game: game.ok_or_else(|| refuse("admin-no-game"))?,
                home: points("home")?,
                away: points("away")?,
            }
        }
        "grant" | "take" => {
            let units = units_of(options)?;
            let member = member_of(app, request, options).await?;
            if options.sub() == "grant" {
                CorrectionAction::Grant { member, units }
            } else {
                CorrectionAction::Take { member, units }
            }
        }
        _ => return Err(refuse("error-stale")),
    })
}

async fn ticket_of(app: &App, request: &Request, options: &Options) -> Result<TicketId, Failure> {
    let typed = options.get("ticket").unwrap_or_default();
    let code: TicketCode = typed.parse().map_err(|_| refuse("admin-no-ticket"))?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let ticket = tickets::by_code(&mut tx, request.guild, &code).await?;
    tx.commit().await?;
    ticket.ok_or_else(|| refuse("admin-no-ticket"))
}

async fn member_of(app: &App, request: &Request, options: &Options) -> Result<MemberId, Failure> {
    let user = options.get("member").and_then(|it| it.parse::<u64>().ok());
    let user = user.ok_or_else(|| refuse("admin-no-member"))?;
    let member = app
        .member_of(request.guild, DiscordUserId::new(user))
        .await?;
    member.ok_or_else(|| refuse("admin-no-member"))
}

fn units_of(options: &Options) -> Result<Units, Failure> {
    let typed = options.get("units").unwrap_or_default();
    let units = read_stake(typed).ok().filter(|it| *it > Units::ZERO);
    let units = units
        .ok_or_else(|| refuse_with("admin-no-units", vec![("typed", Said::typed(typed).into())]))?;
    if units > UNITS_MAX {
        let max = money::units(UNITS_MAX).into();
        return Err(refuse_with("admin-too-much", vec![("max", max)]));
    }
    Ok(units)
}
