//! A line of the command `grade` gets one answer, the same again, and what the answer says adds up.

use grading::jsonl::{Answer, Answers, LINE_BYTES_MAX};
use grading::verify;
use num_rational::BigRational;
use num_traits::{One, Zero};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use shared::price::OddsFormat;

use crate::model::{self, Bets, LEGS_LISTED, check_cut, check_word};

/// On which line of its file the bytes stand.
const LINE: u64 = 7;

/// The form of an answer, with nothing that it does not say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    id: String,
    outcome: String,
    return_exact: String,
    #[serde(rename = "return")]
    returned: String,
    legs: Vec<ToldLeg>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldLeg {
    outcome: String,
    win: String,
    refund: String,
    place: Option<ToldPart>,
    deduction: Option<String>,
    rule: String,
    why: String,
    receipt: Option<Box<RawValue>>,
    place_receipt: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldPart {
    outcome: String,
    win: String,
    refund: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    line: u64,
    error: String,
}

/// For any bytes, as one line.
pub fn holds(data: &[u8]) {
    let mut answers = Answers::default();
    let Some(answer) = answers.answer(LINE, data) else {
        assert!(data.iter().all(u8::is_ascii_whitespace));
        assert!(data.len() <= LINE_BYTES_MAX, "too long to be empty");
        return;
    };
    let again = Answers::default().answer(LINE, data);
    assert_eq!(again.as_ref(), Some(&answer), "another answer");
    assert!(!answer.json.contains('\n'));
    if !answer.graded {
        let refused: Option<Refused> = serde_json::from_str(&answer.json).ok();
        let named = refused.is_some_and(|it| it.line == LINE && !it.error.is_empty());
        assert!(named, "{}", answer.json);
        return;
    }
    let twice = answers.answer(LINE + 1, data);
    assert!(twice.is_some_and(|it| !it.graded), "an id stood twice");
    let told = told(&answer);
    // What nobody reads, a note, may hold what is no JSON to everybody.
    let Ok(asked) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    objects(&asked);
    written_anew(&asked, &answer);
    turned(&asked, &told);
    adds_up(&asked, &told);
    receipts(&asked, &told);
}

fn told(answer: &Answer) -> Told {
    let told: Result<Told, _> = serde_json::from_str(&answer.json);
    let says = told.as_ref().err().map(ToString::to_string);
    assert_eq!(says, None, "{}", answer.json);
    told.unwrap_or_else(|_| unreachable!())
}

/// What is graded is told by name: a list is never taken for an object.
fn objects(asked: &Value) {
    assert!(asked.is_object(), "{asked}");
    let legs = asked["legs"].as_array().into_iter().flatten();
    for leg in legs {
        assert!(leg.is_object(), "{leg}");
        for name in ["market", "game", "price", "graded", "each_way"] {
            let inner = leg.get(name);
            assert!(inner.is_none_or(Value::is_object), "{leg}");
        }
    }
}

/// Where spaces stand, and in which order fields come, says nothing.
fn written_anew(asked: &Value, answer: &Answer) {
    let anew = asked.to_string();
    let again = Answers::default().answer(LINE, anew.as_bytes());
    assert_eq!(again.as_ref(), Some(answer), "{anew}");
}

/// In which order the legs come says nothing either.
fn turned(asked: &Value, told: &Told) {
    let mut turned = asked.clone();
    if let Some(legs) = turned["legs"].as_array_mut() {
        legs.reverse();
    }
    let answer = Answers::default().answer(LINE, turned.to_string().as_bytes());
    let answer = answer.filter(|it| it.graded);
    assert!(answer.is_some(), "refused with its legs turned: {turned}");
    let Some(other) = answer.as_ref().map(self::told) else {
        return;
    };
    assert_eq!(other.return_exact, told.return_exact, "{turned}");
    assert_eq!(other.outcome, told.outcome, "{turned}");
    for (leg, turned) in told.legs.iter().zip(other.legs.iter().rev()) {
        assert_eq!((&leg.outcome, &leg.win), (&turned.outcome, &turned.win));
        assert_eq!((&leg.refund, &leg.rule), (&turned.refund, &turned.rule));
        assert_eq!((&leg.deduction, &leg.why), (&turned.deduction, &turned.why));
    }
}

fn number(text: &str) -> BigRational {
    let number = model::fraction(text);
    assert!(number.is_some(), "{text:?} is no number");
    number.unwrap_or_default()
}

/// The shares of a part, which are of a stake, and fit its word.
fn shares(outcome: &str, win: &str, refund: &str, graded: bool) -> (BigRational, BigRational) {
    let (one, half) = (BigRational::one(), BigRational::new(1.into(), 2.into()));
    let zero = BigRational::zero;
    let (win, refund) = (number(win), number(refund));
    assert!(win >= zero() && refund >= zero() && &win + &refund <= one);
    let known = match outcome {
        "won" => Some((one, zero())),
        "lost" => Some((zero(), zero())),
        "push" | "void" => Some((zero(), one)),
        "half_won" => Some((half.clone(), half)),
        "half_lost" => Some((zero(), half)),
        _ => {
            assert_eq!((outcome, &refund), ("dead_heat", &zero()));
            None
        }
    };
    // Shares that the line gives may lie between the words.
    let between = graded && matches!(outcome, "half_won" | "half_lost");
    if let Some(known) = known.filter(|_| !between) {
        assert_eq!((win.clone(), refund.clone()), known, "{outcome}");
    }
    (win, refund)
}

/// The price that a line gives, read from its definition. Nothing for words such as `EVEN`.
fn price(asked: &Value) -> Option<BigRational> {
    let (format, text) = asked.as_object()?.iter().next()?;
    let text = text.as_str()?;
    let negative = text.starts_with('-');
    let size = model::fraction(text.strip_prefix(['+', '-']).unwrap_or(text))?;
    let format = match format.as_str() {
        "american" => OddsFormat::American,
        "decimal" => OddsFormat::Decimal,
        "fractional" => OddsFormat::Fractional,
        "hong_kong" => OddsFormat::HongKong,
        "malay" => OddsFormat::Malay,
        "indonesian" => OddsFormat::Indonesian,
        _ => return None,
    };
    model::priced(format, negative, &size)
}

/// What a leg multiplies by, and its place part.
fn multipliers(asked: &Value, told: &ToldLeg) -> Option<(BigRational, Option<BigRational>)> {
    let one = BigRational::one;
    let graded = asked.get("graded").is_some();
    let (win, refund) = shares(&told.outcome, &told.win, &told.refund, graded);
    let mut price = price(&asked["price"])?;
    if let Some(deduction) = &told.deduction {
        let deduction = number(deduction);
        assert!(!deduction.is_zero() && deduction <= BigRational::new(9.into(), 10.into()));
        price = one() + (price - one()) * (one() - deduction);
    }
    let place = told.place.as_ref().map(|part| {
        let (win, refund) = shares(&part.outcome, &part.win, &part.refund, false);
        let fraction = asked["each_way"]["place_fraction"].as_str();
        let fraction = number(fraction.unwrap_or_default());
        win * (one() + (&price - one()) * fraction) + refund
    });
    Some((win * price + refund, place))
}

/// What comes back is what the bets return, one by one, on what the answer says of the legs.
fn adds_up(asked: &Value, told: &Told) {
    assert_eq!(asked["id"].as_str(), Some(told.id.as_str()));
    let legs = asked["legs"].as_array().map_or(&[][..], Vec::as_slice);
    assert_eq!(legs.len(), told.legs.len());
    let stake = number(asked["stake"].as_str().unwrap_or_default());
    let returned = number(&told.return_exact);
    check_cut(&returned, &told.returned);
    let lone = &told.legs[..];
    match lone {
        [leg] if leg.place.is_none() && asked["kind"] == "single" => {
            assert_eq!(told.outcome, leg.outcome);
        }
        _ => {}
    }
    if legs.iter().all(|it| it.get("graded").is_none()) {
        check_word(&told.outcome, &returned, &stake);
    }
    let all = legs.iter().zip(&told.legs);
    let all: Option<Vec<_>> = all.map(|(leg, told)| multipliers(leg, told)).collect();
    let Some(all) = all else { return };
    let (wins, places): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let places: Option<Vec<BigRational>> = places.into_iter().collect();
    let sizes = &asked["kind"]["system"]["sizes"];
    let size = |it: &Value| it.as_u64().and_then(|it| usize::try_from(it).ok());
    let sizes: Vec<usize> = match sizes.as_array() {
        Some(sizes) => sizes.iter().filter_map(size).collect(),
        None if asked["kind"].is_string() => vec![legs.len()],
        None => return,
    };
    if legs.len() > LEGS_LISTED {
        return;
    }
    let bets = Bets {
        sizes: &sizes,
        stake: &stake,
        wins: &wins,
        places: places.as_deref(),
        divided: asked["rules"]["each_way_parlay"] == "equally_divided",
    };
    assert_eq!(returned, bets.returned(), "{}", told.return_exact);
}

/// Each receipt replays to the byte, and says what the answer says.
fn receipts(asked: &Value, told: &Told) {
    let together = asked["rules"]["same_game"] == "void_together";
    let regrades = together || asked["kind"].get("teaser").is_some();
    for leg in &told.legs {
        assert!(!leg.rule.is_empty() && !leg.why.is_empty());
        let place = leg.place.as_ref().map_or("", |it| it.outcome.as_str());
        let both = [
            (&leg.receipt, leg.outcome.as_str()),
            (&leg.place_receipt, place),
        ];
        for (receipt, outcome) in both {
            let Some(receipt) = receipt else { continue };
            let came = verify(receipt.get().as_bytes());
            let says = came.as_ref().err().map(ToString::to_string);
            assert_eq!(says, None, "{receipt}");
            let same = came.is_ok_and(|it| it.outcome.word() == outcome);
            assert!(same || regrades, "{outcome}: {receipt}");
        }
    }
}
