//! `/admin`: corrections of a server's tickets and balances. Each is shown first, wants a reason,
//! and is undone from the log.
//!
//! Everybody sees the command, since Discord cannot offer it to one role by itself; who manages
//! the server, or has the role that `/setup` names, may use it. That is asked again at each step:
//! a role that was taken away meanwhile counts for nothing.

mod log;

use std::collections::HashMap;

use shared::grade::LegOutcome;
use shared::id::{CorrectionId, DiscordUserId, GameId};
use shared::ticket::TicketCode;
use shared::units::Units;
use store::corrections::{self, Asked, Draft, REASON_CHARS_MAX, Way};
use store::tickets;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_model::guild::Permissions;
use twilight_util::builder::command::{
    IntegerBuilder, StringBuilder, SubCommandBuilder, UserBuilder,
};

use crate::app::App;
use crate::commands::in_servers;
use crate::corrections::{Decided, Decider, Plan, UNITS_MAX, decide, preview};
use crate::custom_id::CustomId;
use crate::errors::{Failure, refuse, refuse_with};
use crate::place::read_stake;
use crate::reply::{CHOICES_MAX, Field, Form, Reply, choice};
use crate::request::{Options, Request};
use crate::slips::{self, Form as NameForm, escape, leg_word};
use crate::text::Text;
use crate::views::admin::{self, Names, Preview};
use crate::views::{game, money, ticket};

pub(crate) use log::{page, undo, undo_form};

/// How long a preview can be confirmed.
const DRAFT_LIVES: chrono::TimeDelta = chrono::TimeDelta::minutes(30);
/// What a leg can be said to have come to.
const OUTCOMES: [LegOutcome; 6] = [
    LegOutcome::Won,
    LegOutcome::Lost,
    LegOutcome::Push,
    LegOutcome::Void,
    LegOutcome::HalfWon,
    LegOutcome::HalfLost,
];
/// The highest score of a side.
const SCORE_MAX: i32 = 999;

/// The command.
pub(crate) fn definition(words: Text) -> Command {
    let ticket = || {
        StringBuilder::new("ticket", words.say("admin-ticket"))
            .autocomplete(true)
            .required(true)
    };
    let reason = || {
        let chars = u16::try_from(REASON_CHARS_MAX).unwrap_or(400);
        StringBuilder::new("reason", words.say("admin-reason")).max_length(chars)
    };
    let outcome = || {
        let choices = OUTCOMES.map(|it| (leg_word(words, Some(it)), it.word()));
        StringBuilder::new("outcome", words.say("admin-outcome"))
            .choices(choices)
            .required(true)
    };
    let leg = IntegerBuilder::new("leg", words.say("admin-leg"))
        .min_value(1)
        .max_value(25)
        .required(true);
    let score = |name: &str, key: &str| {
        IntegerBuilder::new(name, words.say(key))
            .min_value(0)
            .max_value(SCORE_MAX.into())
            .required(true)
    };
    let member = || UserBuilder::new("member", words.say("admin-member")).required(true);
    let units = || StringBuilder::new("units", words.say("admin-units")).required(true);
    let of = |name: &str, key: &str| SubCommandBuilder::new(name, words.say(key));
    let of_game = StringBuilder::new("game", words.say("admin-game"))
        .autocomplete(true)
        .required(true);
    in_servers("admin", words.say("admin-about"))
        .option(
            of("void", "admin-void-about")
                .option(ticket())
                .option(reason()),
        )
        .option(
            of("regrade", "admin-regrade-about")
                .option(ticket())
                .option(leg)
                .option(outcome())
                .option(reason()),
        )
        .option(
            of("correct-result", "admin-result-about")
                .option(of_game)
                .option(score("home", "admin-home"))
                .option(score("away", "admin-away"))
                .option(reason()),
        )
        .option(
            of("grade", "admin-grade-about")
                .option(ticket())
                .option(outcome())
                .option(reason()),
        )
        .option(
            of("grant", "admin-grant-about")
                .option(member())
                .option(units())
                .option(reason()),
        )
        .option(
            of("take", "admin-take-about")
                .option(member())
                .option(units())
                .option(reason()),
        )
        .option(of("log", "admin-log-about"))
        .build()
}

/// Whether a command answers with a form, which cannot be promised: where no reason was typed.
pub(crate) fn opens_form(name: &str, options: &Options) -> bool {
    name.starts_with("admin ") && name != "admin log" && options.get("reason").is_none()
}

/// Whether who asks manages the server, or has the role that `/setup` names for it.
///
/// # Errors
/// [`Failure`] when the server cannot be read.
pub(crate) async fn may_correct(app: &App, request: &Request) -> Result<bool, Failure> {
    let manages = Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR;
    if request.member_may.intersects(manages) {
        return Ok(true);
    }
    let server = app.server(request.guild, &request.guild_locale).await?;
    let role = server.settings.admin_role;
    Ok(role.is_some_and(|it| request.roles.contains(&it)))
}

/// Turns away who may not correct.
async fn require(app: &App, request: &Request) -> Result<(), Failure> {
    if may_correct(app, request).await? {
        return Ok(());
    }
    let setup = app.mention("setup").into();
    Err(refuse_with("admin-not-you", vec![("setup", setup)]))
}

/// Answers a subcommand: shows what it would do, or asks for the reason first.
pub(crate) async fn answer(
    app: &App,
    request: &Request,
    name: &str,
    options: &Options,
) -> Result<Reply, Failure> {
    if name == "admin log" {
        return page(app, request, 0).await;
    }
    require(app, request).await?;
    let asked = read(app, request, name, options).await?;
    let draft = Draft {
        id: CorrectionId::derive(&request.interaction.to_string()),
        actor: request.user,
        asked,
        reason: options.get("reason").map(clean).filter(|it| !it.is_empty()),
        shown: None,
    };
    begin(app, request, draft).await
}

/// Shows a draft, or asks for its reason.
async fn begin(app: &App, request: &Request, draft: Draft) -> Result<Reply, Failure> {
    require(app, request).await?;
    app.server(request.guild, &request.guild_locale).await?;
    if draft.reason.is_some() {
        return show(app, request, draft, None).await;
    }
    // What cannot be done is said before anybody writes a reason for it.
    preview(&app.pool, request.guild, &draft.asked, app.clock.now()).await?;
    keep(app, request, &draft).await?;
    let (words, draft) = (request.text(), draft.id);
    let title = words.say("admin-reason-title");
    Ok(reason_for(
        words,
        title,
        CustomId::AdminReasonForm { draft },
    ))
}

/// The form that asks why.
fn reason_for(words: Text, title: String, id: CustomId) -> Reply {
    let label = words.say("admin-reason-title");
    let hint = words.say("admin-reason-hint");
    Reply::form(Form {
        id,
        title,
        fields: vec![Field::long("reason", label, hint, REASON_CHARS_MAX)],
    })
}

/// Asks who reacted to a slip why.
pub(crate) async fn reason_form(
    app: &App,
    request: &Request,
    draft: CorrectionId,
) -> Result<Reply, Failure> {
    match find(app, request, draft).await {
        Ok(found) => begin(app, request, found).await,
        Err(failure) => done_before(app, request, draft, failure).await,
    }
}

/// Takes the reason that was asked for, and shows what would be done.
pub(crate) async fn reasoned(
    app: &App,
    request: &Request,
    draft: CorrectionId,
    reason: &str,
) -> Result<Reply, Failure> {
    require(app, request).await?;
    let reason = clean(reason);
    if reason.is_empty() {
        return Err(refuse("admin-reason-missing"));
    }
    let found = match find(app, request, draft).await {
        Ok(found) => found,
        Err(failure) => return done_before(app, request, draft, failure).await,
    };
    let draft = Draft {
        reason: Some(reason),
        ..found
    };
    show(app, request, draft, None).await
}

/// Shows what a draft would do, and remembers what was shown.
async fn show(
    app: &App,
    request: &Request,
    draft: Draft,
    note: Option<String>,
) -> Result<Reply, Failure> {
    let words = request.text();
    let guild = request.guild;
    let plan = preview(&app.pool, guild, &draft.asked, app.clock.now()).await?;
    let draft = Draft {
        shown: Some(plan.digest()),
        ..draft
    };
    keep(app, request, &draft).await?;
    let mut named = names(app, request, &draft.asked, &plan).await?;
    let undone = plan.undone.as_ref().map(|it| {
        let games: HashMap<_, _> = named.undone_game.take().into_iter().collect();
        admin::what(words, &it.asked, &Names::of(it, &games))
    });
    let parts = admin::preview(
        words,
        &Preview {
            draft: draft.id,
            asked: &draft.asked,
            names: named.names(&plan),
            undone,
            plan: &plan,
            reason: draft.reason.as_deref().unwrap_or_default(),
            actor: request.user,
        },
    );
    Ok(Reply::private(parts).after(note))
}

/// Does what was shown, unless it would do something else by now.
pub(crate) async fn confirm(
    app: &App,
    request: &Request,
    draft: CorrectionId,
) -> Result<Reply, Failure> {
    require(app, request).await?;
    let words = request.text();
    let found = match find(app, request, draft).await {
        Ok(found) => found,
        // Confirmed before: the draft is gone, and what it asked for stands.
        Err(failure) => return done_before(app, request, draft, failure).await,
    };
    let reason = found.reason.clone();
    let reason = reason.ok_or_else(|| refuse("admin-reason-missing"))?;
    let who = Decider {
        guild: request.guild,
        actor: request.user,
        name: request.name.clone(),
        channel: request.channel,
        way: Way::Command,
        now: app.clock.now(),
    };
    let asked = (&found.asked, reason.as_str());
    match decide(&app.pool, &who, draft, asked, found.shown.as_deref()).await? {
        Decided::Changed => {
            let note = words.say("admin-changed");
            show(app, request, found, Some(note)).await
        }
        Decided::Before(number) => Ok(Reply::say(
            words.line("admin-done-before", &[("number", number.into())]),
        )),
        Decided::Done(number, plan) => {
            app.nudges.deliveries.notify_one();
            let named = names(app, request, &found.asked, &plan).await?;
            let what = admin::what(words, &found.asked, &named.names(&plan));
            let log = app.mention("admin log");
            let places = [("number", number.into()), ("what", what.into())];
            let mut said = vec![words.line("admin-done", &places)];
            if !plan.tickets.is_empty() {
                let changed = ("tickets", plan.changed().count().into());
                said.push(words.line("admin-done-tickets", &[changed]));
            }
            said.push(words.say("admin-done-told"));
            if plan.undone.is_none() {
                said.push(words.line("admin-done-undo", &[("log", log.into())]));
            }
            Ok(Reply::say(said.join(" ")))
        }
    }
}

async fn done_before(
    app: &App,
    request: &Request,
    id: CorrectionId,
    otherwise: Failure,
) -> Result<Reply, Failure> {
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let stands = corrections::by_id(&mut tx, request.guild, id).await?;
    tx.commit().await?;
    let number = stands.ok_or(otherwise)?.number;
    let places = [("number", number.into())];
    Ok(Reply::say(
        request.text().line("admin-done-before", &places),
    ))
}

/// Leaves things as they are.
pub(crate) async fn drop_it(
    app: &App,
    request: &Request,
    draft: CorrectionId,
) -> Result<Reply, Failure> {
    find(app, request, draft).await?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    corrections::forget_draft(&mut tx, request.guild, draft).await?;
    tx.commit().await?;
    Ok(Reply::say(request.text().say("admin-dropped")))
}

async fn keep(app: &App, request: &Request, draft: &Draft) -> Result<(), Failure> {
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    corrections::prune_drafts(&mut tx, request.guild, DRAFT_LIVES).await?;
    corrections::keep_draft(&mut tx, request.guild, draft).await?;
    tx.commit().await?;
    Ok(())
}

/// The draft, where whoever presses asked for it, and not too long ago.
async fn find(app: &App, request: &Request, draft: CorrectionId) -> Result<Draft, Failure> {
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    corrections::prune_drafts(&mut tx, request.guild, DRAFT_LIVES).await?;
    let found = corrections::draft(&mut tx, request.guild, draft).await?;
    tx.commit().await?;
    let log = app.mention("admin log").into();
    let found = found.ok_or_else(|| refuse_with("admin-gone", vec![("log", log)]))?;
    if found.actor != request.user {
        let user = found.actor.to_string().into();
        return Err(refuse_with("admin-not-yours", vec![("user", user)]));
    }
    Ok(found)
}

/// A reason on one line, without what is around it.
fn clean(reason: &str) -> String {
    let words: Vec<_> = reason.split_whitespace().collect();
    words.join(" ").chars().take(REASON_CHARS_MAX).collect()
}

/// Reads what a subcommand asks for.
async fn read(
    app: &App,
    request: &Request,
    name: &str,
    options: &Options,
) -> Result<Asked, Failure> {
    let outcome = || {
        let outcome = options.get("outcome").and_then(LegOutcome::from_word);
        outcome.ok_or_else(|| refuse("error-stale"))
    };
    Ok(match name {
        "admin void" => Asked::Void {
            ticket: ticket_of(app, request, options).await?,
        },
        "admin regrade" => Asked::Regrade {
            ticket: ticket_of(app, request, options).await?,
            leg: options
                .get("leg")
                .and_then(|it| it.parse().ok())
                .unwrap_or(0),
            outcome: outcome()?,
        },
        "admin grade" => Asked::Grade {
            ticket: ticket_of(app, request, options).await?,
            outcome: outcome()?,
        },
        "admin correct-result" => {
            let points = |name| {
                let points = options.get(name).and_then(|it| it.parse::<i32>().ok());
                let points = points.filter(|it| (0..=SCORE_MAX).contains(it));
                points.ok_or_else(|| refuse("admin-no-score"))
            };
            let game = options.get("game").and_then(|it| it.parse::<GameId>().ok());
            Asked::Result {
                game: game.ok_or_else(|| refuse("admin-no-game"))?,
                home: points("home")?,
                away: points("away")?,
            }
        }
        "admin grant" | "admin take" => {
            let units = units_of(options)?;
            let member = member_of(app, request, options).await?;
            if name == "admin grant" {
                Asked::Grant { member, units }
            } else {
                Asked::Take { member, units }
            }
        }
        _ => return Err(refuse("error-stale")),
    })
}

async fn ticket_of(
    app: &App,
    request: &Request,
    options: &Options,
) -> Result<shared::id::TicketId, Failure> {
    let typed = options.get("ticket").unwrap_or_default();
    let code: TicketCode = typed.parse().map_err(|_| refuse("admin-no-ticket"))?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let ticket = tickets::by_code(&mut tx, request.guild, &code).await?;
    tx.commit().await?;
    ticket.ok_or_else(|| refuse("admin-no-ticket"))
}

async fn member_of(
    app: &App,
    request: &Request,
    options: &Options,
) -> Result<shared::id::MemberId, Failure> {
    let user = options.get("member").and_then(|it| it.parse::<u64>().ok());
    let user = user.ok_or_else(|| refuse("admin-no-member"))?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let member = store::members::by_user(&mut tx, request.guild, DiscordUserId::new(user)).await?;
    tx.commit().await?;
    member.ok_or_else(|| refuse("admin-no-member"))
}

fn units_of(options: &Options) -> Result<Units, Failure> {
    let typed = options.get("units").unwrap_or_default();
    let units = read_stake(typed).ok().filter(|it| *it > Units::ZERO);
    let units = units.ok_or_else(|| {
        let typed: String = typed.chars().filter(|it| *it != '`').collect();
        refuse_with("admin-no-units", vec![("typed", escape(&typed).into())])
    })?;
    if units > UNITS_MAX {
        let max = money::units(UNITS_MAX).into();
        return Err(refuse_with("admin-too-much", vec![("max", max)]));
    }
    Ok(units)
}

/// The names of what a draft is about.
struct Named {
    code: Option<String>,
    member: Option<String>,
    game: Option<shared::game::Game>,
    undone_game: Option<(GameId, shared::game::Game)>,
}

impl Named {
    fn names(&self, plan: &Plan) -> Names<'_> {
        Names {
            code: self.code.as_deref(),
            member: self.member.as_deref(),
            game: self.game.as_ref(),
            undoes: plan.undone.as_ref().map(|it| it.number),
        }
    }
}

async fn names(app: &App, request: &Request, asked: &Asked, plan: &Plan) -> Result<Named, Failure> {
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let member = match asked {
        Asked::Grant { member, .. } | Asked::Take { member, .. } => {
            store::members::find(&mut tx, request.guild, *member).await?
        }
        _ => None,
    };
    let of = |asked: &Asked| match asked {
        Asked::Result { game, .. } => Some(*game),
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
        Asked::Void { .. } | Asked::Regrade { .. } | Asked::Grade { .. } => plan.tickets.first(),
        _ => None,
    };
    Ok(Named {
        code: code.map(|it| it.code.to_string()),
        member: member.map(|it| it.name),
        undone_game: game.clone().filter(|_| !own).map(|it| (it.id, it)),
        game: game.filter(|_| own),
    })
}

/// Other people's tickets are not for everybody to look through.
fn none_for_you(words: Text) -> CommandOptionChoice {
    choice(&words.say("admin-choice-not-you"), "-")
}

/// Tickets of the server as choices: those that were placed last, or those of a code.
pub(crate) async fn ticket_choices(
    app: &App,
    request: &Request,
    name: &str,
    typed: &str,
) -> Result<Vec<CommandOptionChoice>, Failure> {
    let words = request.text();
    if !may_correct(app, request).await? {
        return Ok(vec![none_for_you(words)]);
    }
    let manual_only = name == "admin grade";
    let limit = i64::try_from(CHOICES_MAX).unwrap_or(25);
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let found = corrections::recent(&mut tx, request.guild, typed, manual_only, limit).await?;
    let mut choices = Vec::with_capacity(found.len());
    for (ticket, owner) in found {
        let Some(it) = tickets::find(&mut tx, request.guild, ticket).await? else {
            continue;
        };
        let label = words.line(
            "admin-choice-ticket",
            &[
                ("name", owner.into()),
                ("state", ticket::state(words, it.ticket.state).into()),
                ("title", ticket::title(words, &it.ticket, &it.games).into()),
                ("code", it.ticket.code.as_str().into()),
            ],
        );
        choices.push(choice(&label, it.ticket.code.as_str()));
    }
    tx.commit().await?;
    Ok(choices)
}

/// Games that members here have tickets on and that have begun, the latest first, as choices.
pub(crate) async fn game_choices(
    app: &App,
    request: &Request,
    typed: &str,
) -> Result<Vec<CommandOptionChoice>, Failure> {
    let words = request.text();
    if !may_correct(app, request).await? {
        return Ok(vec![none_for_you(words)]);
    }
    let server = app.server(request.guild, &request.guild_locale).await?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let ids = corrections::games_begun(&mut tx, request.guild, 200).await?;
    let games = store::board::games(&mut tx, &ids).await?;
    tx.commit().await?;
    let typed = typed.to_lowercase();
    let mut games: Vec<_> = games
        .into_iter()
        .filter(|it| it.written().is_none())
        .collect();
    games.sort_by_key(|it| std::cmp::Reverse(it.starts_at));
    let choices = games.iter().filter_map(|it| {
        let label = words.line(
            "admin-choice-game",
            &[
                ("game", slips::game_name(words, it, NameForm::Full).into()),
                ("league", it.league_code.clone().into()),
                ("at", game::starts(it, server.settings.time_zone).into()),
            ],
        );
        let matches = label.to_lowercase().contains(&typed);
        matches.then(|| choice(&label, it.id.to_string()))
    });
    Ok(choices.take(CHOICES_MAX).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_of_at_most_400_characters() {
        assert_eq!(clean("  the line\n was   wrong "), "the line was wrong");
        assert_eq!(clean(&"ä".repeat(500)).chars().count(), REASON_CHARS_MAX);
        assert_eq!(clean(" \n "), "");
    }
}
