//! What one leg asks for: all of its words put together.

use shared::game::Period;
use shared::league::Sport;
use shared::line::Line;
use shared::market::Side;
use shared::units::Units;

use crate::answer::{Reason, Stake};
use crate::lattice::{Item, Piece};
use crate::word::{Day, Word};

/// A name in a leg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Whom it can mean.
    pub(crate) meant: Vec<usize>,
    pub(crate) bracket: bool,
    /// How many words about markets stand before it.
    pub(crate) asked_before: usize,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stat {
    pub(crate) names: Vec<String>,
    /// Whether it is asked for without a number: `hr`, `anytime`.
    pub(crate) happens: bool,
}

/// The constraints of one leg.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wants {
    pub(crate) mentions: Vec<Mention>,
    pub(crate) winner: bool,
    pub(crate) beats: bool,
    pub(crate) three_way: bool,
    pub(crate) spread: bool,
    /// The line of a spread, as the picked side sees it.
    pub(crate) signed: Option<Line>,
    pub(crate) draw: bool,
    pub(crate) draw_no_bet: bool,
    pub(crate) double_chance: Option<Option<Side>>,
    pub(crate) both_score: bool,
    pub(crate) half_full: bool,
    pub(crate) to_qualify: bool,
    pub(crate) score: Option<(u16, u16)>,
    pub(crate) over: Option<Side>,
    /// After how many names the word for over or under stands.
    pub(crate) over_after: usize,
    pub(crate) total: bool,
    pub(crate) game: bool,
    pub(crate) team_total: bool,
    /// The line of a total.
    pub(crate) line: Option<Line>,
    pub(crate) plus: Option<u16>,
    pub(crate) parity: Option<Side>,
    pub(crate) period: Option<Period>,
    pub(crate) method: Option<Side>,
    pub(crate) distance: bool,
    pub(crate) head_to_head: bool,
    pub(crate) top: Option<u16>,
    pub(crate) season: Option<Vec<String>>,
    pub(crate) yes: Option<bool>,
    pub(crate) stat: Option<Stat>,
    pub(crate) leagues: Vec<String>,
    pub(crate) sport: Option<Sport>,
    pub(crate) day: Option<Day>,
    /// A number without a sign that may be a spread or a stake.
    pub(crate) bare: Option<String>,
    /// Numbers that can only be stakes.
    pub(crate) stakes: Vec<Stake>,
    /// How many words about markets stand in it.
    pub(crate) asked: usize,
}

/// Sets what may be said once.
fn once<T: PartialEq>(place: &mut Option<T>, value: T) -> Result<(), Reason> {
    if place.as_ref().is_some_and(|it| *it != value) {
        return Err(Reason::Contradiction);
    }
    *place = Some(value);
    Ok(())
}

impl Wants {
    /// The constraints of these pieces.
    pub(crate) fn of(pieces: &[Piece]) -> Result<Self, Reason> {
        let mut wants = Self::default();
        let mut numbers: Vec<(String, bool)> = Vec::new();
        let mut after_side = false;
        for piece in pieces {
            match &piece.item {
                Item::Name(meant) => wants.mentions.push(Mention {
                    meant: meant.clone(),
                    bracket: piece.bracket,
                    asked_before: wants.asked,
                }),
                Item::Word(Word::Number(number)) if after_side && wants.line.is_none() => {
                    wants.line = Some(line(number)?);
                }
                Item::Word(Word::Number(number)) => {
                    numbers.push((number.clone(), !wants.mentions.is_empty()));
                }
                Item::Word(word) => wants.take(word)?,
            }
            after_side = matches!(&piece.item, Item::Word(Word::Over | Word::Under));
        }
        wants.numbers(numbers)?;
        wants.check()?;
        Ok(wants)
    }

    fn take(&mut self, word: &Word) -> Result<(), Reason> {
        let says_nothing = matches!(
            word,
            Word::League(_) | Word::Sport(_) | Word::Day(_) | Word::Versus | Word::Period(_)
        );
        self.asked += usize::from(!says_nothing);
        match word {
            Word::Moneyline | Word::ToWin | Word::Outright => self.winner = true,
            Word::Beats => self.beats = true,
            Word::ThreeWay => self.three_way = true,
            Word::Spread => self.spread = true,
            Word::Pick => once(&mut self.signed, Line::ZERO)?,
            Word::Signed(line) => once(&mut self.signed, *line)?,
            Word::Draw => self.draw = true,
            Word::DrawNoBet => self.draw_no_bet = true,
            Word::DoubleChance(side) => match self.double_chance {
                Some(Some(_)) if side.is_none() => {}
                _ => self.double_chance = Some(*side),
            },
            Word::BothScore => self.both_score = true,
            Word::HalfFull => self.half_full = true,
            Word::ToQualify => self.to_qualify = true,
            Word::Score(own, other) => once(&mut self.score, (*own, *other))?,
            Word::Over | Word::Under => {
                let side = if *word == Word::Over {
                    Side::Over
                } else {
                    Side::Under
                };
                self.over_after = self.mentions.len();
                once(&mut self.over, side)?;
            }
            Word::Total => self.total = true,
            Word::Game => self.game = true,
            Word::TeamTotal => self.team_total = true,
            Word::Line(line) => once(&mut self.line, *line)?,
            Word::Plus(least) => once(&mut self.plus, *least)?,
            Word::Odd => once(&mut self.parity, Side::Odd)?,
            Word::Even => once(&mut self.parity, Side::Even)?,
            Word::Period(period) => once(&mut self.period, *period)?,
            Word::Method(method) => once(&mut self.method, *method)?,
            Word::Distance => self.distance = true,
            Word::HeadToHead => self.head_to_head = true,
            Word::Top(places) => once(&mut self.top, *places)?,
            Word::Season(words) => once(&mut self.season, words.clone())?,
            Word::Yes => once(&mut self.yes, true)?,
            Word::No => once(&mut self.yes, false)?,
            Word::Stat { names, happens } => self.stat(names, *happens)?,
            Word::League(codes) => {
                let both = codes.iter().filter(|it| self.leagues.contains(it));
                let both: Vec<String> = both.cloned().collect();
                let first = self.leagues.is_empty();
                self.leagues = if first { codes.clone() } else { both };
                if self.leagues.is_empty() {
                    return Err(Reason::Contradiction);
                }
            }
            Word::Sport(sport) => once(&mut self.sport, *sport)?,
            Word::Day(day) => once(&mut self.day, *day)?,
            _ => {}
        }
        Ok(())
    }

    fn stat(&mut self, names: &[String], happens: bool) -> Result<(), Reason> {
        let Some(before) = &mut self.stat else {
            let names = names.to_vec();
            self.stat = Some(Stat { names, happens });
            return Ok(());
        };
        before.names.retain(|it| names.contains(it));
        before.happens |= happens;
        if before.names.is_empty() {
            return Err(Reason::Contradiction);
        }
        Ok(())
    }

    /// Numbers without a sign: the line of a total first, then what may be a spread or a stake.
    fn numbers(&mut self, mut numbers: Vec<(String, bool)>) -> Result<(), Reason> {
        let counted = self.stat.as_ref().is_some_and(|it| !it.happens);
        let totals = self.over.is_some() || self.total || self.team_total || counted;
        let free = self.line.is_none() && self.plus.is_none() && self.signed.is_none();
        if totals && free && !numbers.is_empty() {
            self.line = Some(line(&numbers.remove(0).0)?);
        }
        let complete = self.is_complete();
        for (number, behind) in numbers {
            if !behind {
                return Err(Reason::NotABet);
            }
            if !complete && self.bare.is_none() {
                self.bare = Some(number);
            } else {
                let units: Units = number.parse().map_err(|_| Reason::Stake)?;
                self.stakes.push(Stake::Units(units));
            }
        }
        Ok(())
    }

    /// Whether a market is asked for, so that a bare number can only be a stake.
    fn is_complete(&self) -> bool {
        let spread = self.spread && self.signed.is_none();
        self.asks() && !spread
    }

    /// Whether anything but a name is asked for.
    pub(crate) fn asks(&self) -> bool {
        self.wins()
            || self.signed.is_some()
            || self.spread
            || self.exclusive() > 0
            || self.season.is_some()
            || self.stat.is_some()
    }

    /// Whether it asks who wins.
    pub(crate) fn wins(&self) -> bool {
        self.winner || self.beats || self.three_way
    }

    /// Whether it asks for a total of any kind.
    pub(crate) fn counts(&self) -> bool {
        let line = self.line.is_some() || self.plus.is_some();
        self.over.is_some() || self.total || self.team_total || line
    }

    /// How many questions are asked of which a leg can have one.
    fn exclusive(&self) -> usize {
        let all = [
            self.counts(),
            self.parity.is_some(),
            self.draw,
            self.draw_no_bet,
            self.double_chance.is_some(),
            self.both_score,
            self.half_full,
            self.to_qualify,
            self.score.is_some(),
            self.method.is_some(),
            self.distance,
            self.top.is_some(),
        ];
        all.into_iter().filter(|it| *it).count()
    }

    fn check(&self) -> Result<(), Reason> {
        let spread = self.signed.is_some() || self.spread;
        let asked = self.exclusive();
        let says_how = self.score.is_some() || self.method.is_some();
        let fits = if spread {
            asked == 0 && !self.wins()
        } else if self.winner || self.beats {
            asked == 0 || (asked == 1 && says_how)
        } else {
            asked <= 1
        };
        let both = self.plus.is_some() && (self.over.is_some() || self.line.is_some());
        let parted = matches!(self.over, Some(Side::Under)) || self.line.is_some();
        if !fits || (both && parted) {
            return Err(Reason::Contradiction);
        }
        Ok(())
    }
}

fn line(number: &str) -> Result<Line, Reason> {
    number.parse().map_err(|_| Reason::NotOffered)
}
