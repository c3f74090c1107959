//! One plain sentence about a leg: what must happen, or the arithmetic that decided.

use grading::HouseRules;
use grading::rules::Reach;
use grading::sentence::{self, Condition, Exactly, Numbers, Points, Standing, Verdict, Wins};
use shared::game::{Game, GameStatus, Period};
use shared::grade::LegOutcome;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};

use crate::text::Text;

/// How long a form of a name may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `Chicago Bears`.
    Full,
    /// `Bears`.
    Short,
    /// `CHI`.
    Code,
}

impl Form {
    /// From the longest to the shortest.
    pub(crate) const ALL: [Self; 3] = [Self::Full, Self::Short, Self::Code];
}

/// Which part of the game a market is about, where it is not the whole of it.
pub(crate) fn part(text: Text, period: Period) -> Option<String> {
    let numbered = |key, n: u8| Some(text.line(key, &[("n", n.into())]));
    match period {
        Period::Full => None,
        Period::Regulation => Some(text.say("public-part-regulation")),
        Period::IncludingOvertime => Some(text.say("public-part-including-overtime")),
        Period::FirstFive => Some(text.say("public-part-first-five")),
        Period::Map(n) => numbered("public-part-map", n),
        Period::Half(n) => numbered("public-part-half", n),
        Period::Quarter(n) => numbered("public-part-quarter", n),
        Period::Third(n) => numbered("public-part-third", n),
        Period::Inning(n) => numbered("public-part-inning", n),
        Period::Set(n) => numbered("public-part-set", n),
        Period::Round(n) => numbered("public-part-round", n),
        Period::Overtime => Some(text.say("public-part-overtime")),
        Period::Shootout => Some(text.say("public-part-shootout")),
    }
}

/// What was picked: `Bears +3.5`, `Over 45.5`.
pub(crate) fn pick(text: Text, selection: &Selection, game: &Game, form: Form) -> String {
    let team = match selection.side {
        Side::Home => &game.home,
        _ => &game.away,
    };
    let team = match form {
        Form::Full => team.name.as_str(),
        Form::Short => team.short_name.as_str(),
        Form::Code => team.code.as_str(),
    };
    let line = selection.line.unwrap_or(Line::ZERO);
    let picked = match (selection.kind, selection.side) {
        (_, Side::Draw) => text.say("public-pick-draw"),
        (_, Side::Over) => text.line("public-pick-over", &[("line", line.to_string().into())]),
        (_, Side::Under) => text.line("public-pick-under", &[("line", line.to_string().into())]),
        (MarketKind::Spread, _) => text.line(
            "public-pick-line",
            &[("team", team.into()), ("line", line.signed().into())],
        ),
        _ => text.line("public-pick-win", &[("team", team.into())]),
    };
    match part(text, selection.period) {
        Some(part) => text.line(
            "public-pick-part",
            &[("pick", picked.into()), ("part", part.into())],
        ),
        None => picked,
    }
}

/// What must happen: `Wins if Chicago wins, or loses by 3 or fewer`. Nothing where no rule of
/// ours covers the market.
pub(crate) fn wins_if(text: Text, selection: &Selection, game: &Game) -> Option<String> {
    let rules = HouseRules::new(game.sport, game.league_code.as_str());
    let condition = sentence::condition(&rules, selection).ok()?;
    let place = match selection.side {
        Side::Home => game.home.place.as_str(),
        _ => game.away.place.as_str(),
    };
    let sentence = wins(text, &condition, place);
    let Some(back) = condition.push_on else {
        return Some(match condition.half {
            Some(half) => {
                let then = if half.won {
                    "public-then-half-won"
                } else {
                    "public-then-half-lost"
                };
                exactly(text, &sentence, half.on, then)
            }
            None => sentence,
        });
    };
    Some(exactly(text, &sentence, back, "public-then-back"))
}

fn wins(text: Text, condition: &Condition, team: &str) -> String {
    let reach = reach(text, condition);
    let (key, points) = match condition.wins {
        Wins::Outright => ("public-wins-outright", 0),
        Wins::ByAtLeast(points) => ("public-wins-by", points),
        Wins::OrDraws => ("public-wins-or-draws", 0),
        Wins::OrLosesByAtMost(points) => ("public-wins-or-loses-by", points),
        Wins::Draws => ("public-wins-draw", 0),
        Wins::TotalAtLeast(points) => ("public-wins-total-over", points),
        Wins::TotalAtMost(points) => ("public-wins-total-under", points),
    };
    text.line(
        key,
        &[
            ("team", team.into()),
            ("points", points.into()),
            ("reach", reach.into()),
        ],
    )
}

fn reach(text: Text, condition: &Condition) -> String {
    let part = || part(text, condition.period).unwrap_or_default();
    match condition.reach {
        Reach::WholeGame => String::new(),
        Reach::RegularTime => text.say("public-reach-regular"),
        Reach::Part => text.line("public-reach-part", &[("part", part().into())]),
        Reach::PartAndOvertime => {
            text.line("public-reach-part-overtime", &[("part", part().into())])
        }
    }
}

fn exactly(text: Text, sentence: &str, on: Exactly, then: &str) -> String {
    let then = text.say(then);
    let points = match on {
        Exactly::Level => {
            return text.line(
                "public-exactly-level",
                &[("sentence", sentence.into()), ("then", then.into())],
            );
        }
        Exactly::WinsBy(points) | Exactly::LosesBy(points) | Exactly::Total(points) => points,
    };
    text.line(
        "public-exactly-points",
        &[
            ("sentence", sentence.into()),
            ("points", points.into()),
            ("then", then.into()),
        ],
    )
}

/// Why a game does not count.
pub(crate) fn not_played(text: Text, status: GameStatus) -> String {
    text.say(match status {
        GameStatus::Postponed => "public-not-played-postponed",
        GameStatus::Abandoned => "public-not-played-abandoned",
        _ => "public-not-played-cancelled",
    })
}

/// The arithmetic that decided: `24 + 3.5 = 27.5 beats 27`.
pub(crate) fn decided(text: Text, verdict: &Verdict) -> String {
    let sum = match verdict.numbers {
        Numbers::NotPlayed { status } => not_played(text, status),
        Numbers::Sides {
            own,
            line,
            sum,
            other,
            standing,
        } => {
            let left = line.map_or_else(|| own.to_string(), |line| added(text, own, line, sum));
            let key = match standing {
                Standing::Above => "public-beats",
                Standing::Level => "public-equals",
                Standing::Below => "public-loses",
            };
            text.line(key, &[("left", left.into()), ("right", other.into())])
        }
        Numbers::Draw { home, away, level } => {
            let key = if level {
                "public-level"
            } else {
                "public-not-level"
            };
            text.line(key, &[("home", home.into()), ("away", away.into())])
        }
        Numbers::Total {
            home,
            away,
            total,
            line,
            standing,
        } => {
            let key = match standing {
                Standing::Above => "public-total-over",
                Standing::Level => "public-total-exact",
                Standing::Below => "public-total-under",
            };
            text.line(
                key,
                &[
                    ("home", home.into()),
                    ("away", away.into()),
                    ("total", total.into()),
                    ("line", line.to_string().into()),
                ],
            )
        }
    };
    let key = match verdict.outcome {
        LegOutcome::Won | LegOutcome::Lost => return sum,
        LegOutcome::Push | LegOutcome::Void => "public-decided-back",
        LegOutcome::HalfWon => "public-decided-half-won",
        LegOutcome::HalfLost => "public-decided-half-lost",
        LegOutcome::DeadHeat => "public-decided-dead-heat",
    };
    text.line(key, &[("sum", sum.into())])
}

/// `24 + 3.5 = 27.5`
fn added(text: Text, own: i64, line: Line, sum: Points) -> String {
    let (key, size) = if line.quarters() < 0 {
        ("public-sum-minus", -line)
    } else {
        ("public-sum-plus", line)
    };
    text.line(
        key,
        &[
            ("own", own.into()),
            ("line", size.to_string().into()),
            ("sum", sum.to_string().into()),
        ],
    )
}
