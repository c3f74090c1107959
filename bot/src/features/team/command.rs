//! The command and its answer.

use chrono::TimeDelta;
use shared::league::League;
use store::StoreError;
use store::known_teams::KnownTeam;
use store::schedule::{self, Asked, Scheduled, Whose};
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::Catalogue;

use super::buttons::Button;
use super::place::Place;
use super::{players, view};
use crate::app::App;
use crate::browse::teams;
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request, Typing};
use crate::errors::Failure;
use crate::feature::{Feature, in_servers};
use crate::offers;

/// How many games are shown of those that are over, and of those to come.
const GAMES: i64 = 3;
/// How far back and ahead they are looked for: over a summer without games.
const FAR: TimeDelta = TimeDelta::days(200);

/// What `/team` is given.
pub(crate) struct Args {
    /// A team: a choice of ours, or what somebody typed.
    team: String,
}

/// The feature.
pub(crate) struct Team;

impl Feature for Team {
    const NAME: &'static str = "team";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let team = StringBuilder::new("team", catalogue.say("team-team"))
            .autocomplete(true)
            .required(true);
        in_servers("team", catalogue.say("team-about"))
            .option(team)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            team: options.get("team").unwrap_or_default().to_owned(),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        let all = app.teams().await?;
        let of = teams::one(&all, &options.team)?;
        let (last, next) = games(app, of).await?;
        let board = app.board().await?;
        let open = offers::open(&board, app.clock.now(), None);
        let shown = view::Shown {
            of,
            places: places(app, of).await?,
            last,
            next,
            injuries: app.injuries_of(of).await?,
            roster: app.roster_of(of).await?,
            open: open.iter().map(|it| it.game.id).collect(),
        };
        Ok(Reply::private(view::parts(request.catalogue(), &shown)))
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let all = app.teams_for_typing().await?;
        Ok(teams::choices(request.catalogue(), &all, &typing.typed))
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        _values: &[String],
    ) -> Result<Reply, Failure> {
        let Button::Players { team, page } = button;
        let all = app.teams().await?;
        let of = teams::of_id(&all, team)?;
        let told = (&app.roster_of(of).await?, &app.injuries_of(of).await?);
        let parts = players::parts(request.catalogue(), of, told, page);
        Ok(Reply::private(parts))
    }
}

/// The last games that ended, the newest first, and the next ones.
async fn games(app: &App, of: &KnownTeam) -> Result<(Vec<Scheduled>, Vec<Scheduled>), Failure> {
    let now = app.clock.now();
    let ahead = Asked {
        whose: Whose::Team(of.team.id),
        // A game that is being played is still ahead.
        from: now - TimeDelta::hours(8),
        until: now + FAR,
        newest_first: false,
        skip: 0,
        most: 2 * GAMES,
    };
    let behind = Asked {
        from: now - FAR,
        until: now,
        newest_first: true,
        ..ahead
    };
    let mut conn = app.pool.acquire().await.map_err(StoreError::from)?;
    let mut last = schedule::page(&mut conn, &behind).await?.games;
    let mut next = schedule::page(&mut conn, &ahead).await?.games;
    let is_over = |it: &Scheduled| {
        let result = it.result.as_ref();
        it.game.status.is_over() || result.is_some_and(|it| !it.is_partial())
    };
    last.retain(is_over);
    next.retain(|it| !is_over(it));
    let most = usize::try_from(GAMES).unwrap_or(usize::MAX);
    last.truncate(most);
    next.truncate(most);
    Ok((last, next))
}

/// Where the team stands in each of its leagues that has a table.
async fn places(app: &App, of: &KnownTeam) -> Result<Vec<Place>, Failure> {
    let all = app.leagues().await?;
    let own = all.iter().filter(|it| it.has_table);
    let own = own.filter(|it| of.leagues.contains(&it.league.code));
    let own: Vec<&League> = own.map(|it| &it.league).collect();
    let mut places = Vec::new();
    for league in own {
        let table = app.table(league).await?;
        let Some(table) = table.as_ref() else {
            continue;
        };
        let rows = table.rows.iter().filter(|it| it.competitor == of.team.id);
        places.extend(rows.map(|it| Place {
            league: league.clone(),
            season: table.season.clone(),
            standing: it.clone(),
        }));
    }
    Ok(places)
}
