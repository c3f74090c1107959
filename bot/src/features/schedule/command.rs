//! The command and its answers.

use chrono_tz::Tz;
use shared::id::{CompetitorId, LeagueId};
use shared::league;
use store::known_teams::KnownTeam;
use store::schedule::{self, Asked, Whose};
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::span::{Span, When};
use super::subject::{PER_PAGE, Subject};
use super::view;
use crate::app::App;
use crate::browse::{leagues, teams};
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request, Typing};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_servers};
use crate::offers;

/// What `/schedule` is given.
pub(crate) struct Args {
    /// The code or the name of a league.
    league: Option<String>,
    /// A team: a choice of ours, or what somebody typed.
    team: Option<String>,
    /// Which days.
    when: Option<String>,
}

/// The feature.
pub(crate) struct Schedule;

impl Feature for Schedule {
    const NAME: &'static str = "schedule";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let option =
            |name: &str, about| StringBuilder::new(name, catalogue.say(about)).autocomplete(true);
        let days = When::ALL.iter();
        let days = days.map(|(_, word, line)| (catalogue.say(line), *word));
        let when = StringBuilder::new("when", catalogue.say("schedule-when")).choices(days);
        in_servers("schedule", catalogue.say("schedule-about"))
            .option(option("league", "schedule-league"))
            .option(option("team", "schedule-team"))
            .option(when)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        let given = |name: &str| options.get(name).map(str::to_owned);
        Args {
            league: given("league"),
            team: given("team"),
            when: given("when"),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        // Of a team that is named with its league, the team's games are meant.
        let subject = match (&options.team, &options.league) {
            (Some(typed), _) => team(teams::one(&app.teams().await?, typed)?),
            (None, Some(typed)) => league_typed(app, typed).await?,
            (None, None) => return Err(refuse("schedule-of-whom")),
        };
        let when = options.when.as_deref().and_then(When::from_word);
        let span = when
            .unwrap_or(When::Week)
            .span(app.clock.now(), subject.zone);
        page(app, request, &subject, span, 0).await
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let catalogue = request.catalogue();
        if typing.option == "team" {
            let all = app.teams_for_typing().await?;
            return Ok(teams::choices(catalogue, &all, &typing.typed));
        }
        let all = app.leagues_for_typing().await?;
        let with_games = all.iter().filter(|it| it.has_games);
        Ok(leagues::choices(catalogue, with_games, &typing.typed))
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        _values: &[String],
    ) -> Result<Reply, Failure> {
        let (subject, span, page) = match button {
            Button::League { league, span, page } => (league_of_id(app, league).await?, span, page),
            Button::Team { team, span, page } => (team_of_id(app, team).await?, span, page),
            Button::Ahead { team } => {
                let subject = team_of_id(app, team).await?;
                let span = When::Month.span(app.clock.now(), subject.zone);
                (subject, span, 0)
            }
        };
        self::page(app, request, &subject, span, page).await
    }
}

fn team(of: &KnownTeam) -> Subject {
    let zone = of
        .leagues
        .first()
        .map_or(Tz::UTC, |it| league::time_zone(it));
    Subject {
        name: Said::name(&of.team.name),
        whose: Whose::Team(of.team.id),
        zone,
    }
}

fn league(of: &league::League) -> Subject {
    Subject {
        name: Said::name(&of.code),
        whose: Whose::League(of.id),
        zone: league::time_zone(&of.code),
    }
}

async fn league_typed(app: &App, typed: &str) -> Result<Subject, Failure> {
    let all = app.leagues().await?;
    let with_games = all.iter().filter(|it| it.has_games);
    Ok(league(leagues::one(
        with_games,
        typed,
        "schedule-no-league",
    )?))
}

async fn league_of_id(app: &App, id: LeagueId) -> Result<Subject, Failure> {
    let all = app.leagues().await?;
    let found = all.iter().find(|it| it.league.id == id);
    Ok(league(&found.ok_or_else(|| refuse("error-stale"))?.league))
}

async fn team_of_id(app: &App, id: CompetitorId) -> Result<Subject, Failure> {
    Ok(team(teams::of_id(&app.teams().await?, id)?))
}

async fn page(
    app: &App,
    request: &Request,
    subject: &Subject,
    span: Span,
    page: u16,
) -> Result<Reply, Failure> {
    let moments = span.moments(subject.zone);
    let (from, until) = moments.ok_or_else(|| refuse("error-stale"))?;
    let asked = Asked {
        whose: subject.whose,
        from,
        until,
        newest_first: false,
        skip: i64::from(page) * PER_PAGE,
        most: PER_PAGE,
    };
    let mut conn = app.pool.acquire().await.map_err(store::StoreError::from)?;
    let mut found = schedule::page(&mut conn, &asked).await?;
    let mut page = page;
    if found.games.is_empty() && page > 0 {
        // Games were moved since: the first page has what is left.
        page = 0;
        found = schedule::page(&mut conn, &Asked { skip: 0, ..asked }).await?;
    }
    drop(conn);
    let board = app.board().await?;
    let open = offers::open(&board, app.clock.now(), None);
    let shown = view::Shown {
        subject,
        span,
        moments: (from, until),
        page,
        found: &found,
        open: open.iter().map(|it| it.game.id).collect(),
    };
    Ok(Reply::private(view::parts(request.catalogue(), &shown)))
}
