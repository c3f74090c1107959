//! The board as lines are read against it: built once from its games, and looked up by name.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use shared::competitor::{Competitor, Role};
use shared::game::{Contest, Game, Period};
use shared::id::{CompetitorId, GameId};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side, side_line};
use shared::quote::{BoardGame, Quote};

use crate::lexicon::lexicon;
use crate::names::{Called, Entity, Names, key};

/// A team that is known and does not play: what names it is no typo of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The team.
    pub team: Competitor,
    /// The code of its league.
    pub league: String,
}

/// Everything that can be bet on, by name. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Board {
    pub(crate) events: Vec<Arc<Event>>,
    pub(crate) names: Arc<Names>,
}

/// One game or season with what it offers.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) game: GameId,
    pub(crate) league: String,
    pub(crate) sport: Sport,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) scheduled: bool,
    /// The home and the away side.
    pub(crate) sides: Option<(CompetitorId, CompetitorId)>,
    /// The words of the season's name, where it is one.
    pub(crate) season: Option<String>,
    pub(crate) markets: Vec<Market>,
}

/// One question at all lines at which it is asked.
#[derive(Clone, Debug)]
pub(crate) struct Market {
    pub(crate) kind: MarketKind,
    pub(crate) period: Period,
    pub(crate) subject: Option<CompetitorId>,
    pub(crate) statistic: Option<String>,
    pub(crate) group: Vec<CompetitorId>,
    /// The line that most bookmakers have, the first of several; the home side's of a spread.
    pub(crate) main: Option<Line>,
    pub(crate) offers: Vec<Selection>,
    seen: HashMap<Option<Line>, usize>,
}

impl Event {
    /// The part that this competitor has in a match.
    pub(crate) fn role(&self, id: CompetitorId) -> Option<Role> {
        let (home, away) = self.sides?;
        match id {
            _ if id == home => Some(Role::Home),
            _ if id == away => Some(Role::Away),
            _ => None,
        }
    }

    /// The side with that role.
    pub(crate) fn side(&self, role: Role) -> Option<CompetitorId> {
        let (home, away) = self.sides?;
        match role {
            Role::Home => Some(home),
            Role::Away => Some(away),
            Role::Entrant => None,
        }
    }

    pub(crate) fn has(&self, kind: MarketKind, period: Period) -> bool {
        let mut markets = self.markets.iter();
        markets.any(|it| it.kind == kind && it.period == period)
    }
}

impl Market {
    /// The answer at that line, as its side sees it.
    pub(crate) fn offer(&self, side: Side, line: Option<Line>) -> Option<&Selection> {
        let mut offers = self.offers.iter();
        offers.find(|it| it.side == side && it.line == line)
    }

    /// The answer at the main line.
    pub(crate) fn main_offer(&self, side: Side) -> Option<&Selection> {
        self.offer(side, side_line(self.main, side))
    }
}

impl Board {
    /// A board of these games, and of these teams that do not play.
    pub fn new<'a>(
        games: impl IntoIterator<Item = &'a BoardGame>,
        idle: impl IntoIterator<Item = &'a Known>,
    ) -> Self {
        let mut builder = Builder::default();
        for game in games {
            builder.game(game);
        }
        for known in idle {
            builder.idle(known);
        }
        builder.build()
    }

    /// The same names, with what these games offer now in place of what they were built with. So
    /// names can be kept while prices move, and only the games that a line is about ([`games`] has
    /// them) need all of their markets. A game that is not on the board is left out.
    ///
    /// [`games`]: crate::games
    #[must_use]
    pub fn with<'a>(&self, games: impl IntoIterator<Item = &'a BoardGame>) -> Self {
        let mut board = self.clone();
        for of in games {
            let mut events = board.events.iter_mut();
            if let Some(event) = events.find(|it| it.game == of.game.id) {
                *event = Arc::new(Event {
                    starts_at: of.game.starts_at,
                    scheduled: of.game.status.is_open(),
                    markets: markets(&of.quotes),
                    ..Event::clone(event)
                });
            }
        }
        board
    }
}

#[derive(Default)]
struct Builder {
    events: Vec<Arc<Event>>,
    names: Names,
    places: BTreeSet<String>,
    teams: Vec<(usize, String)>,
}

impl Builder {
    fn build(mut self) -> Board {
        self.names.share_places(&self.places, &self.teams);
        Board {
            events: self.events,
            names: Arc::new(self.names),
        }
    }

    fn game(&mut self, board: &BoardGame) {
        let (game, event) = (&board.game, self.events.len());
        let called = called(game.sport);
        let sides = match &game.contest {
            Contest::Match(sides) => {
                self.name(&sides.home, called, game, event);
                self.name(&sides.away, called, game, event);
                Some(sides.ids())
            }
            Contest::Field(_) | Contest::Written { .. } => None,
        };
        for named in &game.named {
            let side = sides.is_some_and(|(home, away)| named.id == home || named.id == away);
            let called = if sides.is_some() {
                Called::Person
            } else {
                called
            };
            if !side {
                self.name(named, called, game, event);
            }
        }
        self.events.push(Arc::new(Event {
            game: game.id,
            league: game.league_code.clone(),
            sport: game.sport,
            starts_at: game.starts_at,
            scheduled: game.status.is_open(),
            sides,
            season: game
                .field()
                .map(key)
                .filter(|it| lexicon().names_season(it)),
            markets: markets(&board.quotes),
        }));
    }

    fn name(&mut self, who: &Competitor, called: Called, game: &Game, event: usize) {
        self.take(who, called, &game.league_code, Some(event));
    }

    fn idle(&mut self, known: &Known) {
        self.take(&known.team, Called::Team, &known.league, None);
    }

    fn take(&mut self, who: &Competitor, called: Called, league: &str, event: Option<usize>) {
        if called == Called::Team {
            self.places.insert(key(&who.place));
            let index = self.names.count();
            self.teams.push((index, key(&who.short_name)));
        }
        let entity = Entity {
            id: who.id,
            event,
            league: league.to_owned(),
        };
        self.names.add(who, called, entity);
    }
}

/// Whether those who meet in a sport are people.
fn called(sport: Sport) -> Called {
    match sport {
        Sport::Tennis
        | Sport::MixedMartialArts
        | Sport::Golf
        | Sport::Motorsport
        | Sport::Boxing
        | Sport::HorseRacing
        | Sport::Darts => Called::Person,
        _ => Called::Team,
    }
}

/// What makes two selections answers to one question, the line aside.
type Question<'a> = (
    MarketKind,
    Period,
    Option<CompetitorId>,
    Option<&'a str>,
    &'a [CompetitorId],
);

fn markets(quotes: &[Quote]) -> Vec<Market> {
    let mut found: HashMap<Question<'_>, usize> = HashMap::new();
    let mut markets: Vec<Market> = Vec::new();
    let mut seen = HashSet::new();
    for quote in quotes {
        let pick = &quote.selection;
        let statistic = pick.statistic.as_deref();
        let question = (
            pick.kind,
            pick.period,
            pick.subject,
            statistic,
            &pick.group[..],
        );
        let index = *found.entry(question).or_insert_with(|| {
            markets.push(Market {
                kind: pick.kind,
                period: pick.period,
                subject: pick.subject,
                statistic: pick.statistic.clone(),
                group: pick.group.clone(),
                main: side_line(pick.line, pick.side),
                offers: Vec::new(),
                seen: HashMap::new(),
            });
            markets.len() - 1
        });
        let Some(market) = markets.get_mut(index) else {
            continue;
        };
        let line = side_line(pick.line, pick.side);
        let count = market.seen.entry(line).or_default();
        *count += 1;
        let count = *count;
        if count > market.seen.get(&market.main).copied().unwrap_or(0) {
            market.main = line;
        }
        if seen.insert(pick.id) {
            market.offers.push(pick.clone());
        }
    }
    markets
}
