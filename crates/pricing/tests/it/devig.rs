//! Margins taken out.

use pricing::{Book, BookError, DevigError, Fair, Method, Probability, devig, worst_case};
use proptest::prelude::*;
use shared::price::Price;

use crate::prices;

fn book(text: &str) -> Book {
    Book::new(&prices(text)).unwrap()
}

fn of(fair: &Fair) -> Vec<f64> {
    fair.probabilities.iter().map(|it| it.get()).collect()
}

/// A book, what each method makes of it in the order of `METHODS`, and k, z and c.
type Known = (&'static str, [&'static [f64]; 5], [f64; 3]);

const METHODS: [Method; 5] = Method::WORST_OF;

/// To nine digits, worked out with many more.
const KNOWN: &[Known] = &[
    (
        "2.60/2.40/4.30",
        [
            &[0.372_025_955, 0.403_028_118, 0.224_945_926],
            &[0.373_335_321, 0.405_386_603, 0.221_278_076],
            &[0.372_984_404, 0.405_107_167, 0.221_908_428],
            &[0.372_994_060, 0.404_779_411, 0.222_226_529],
            &[0.372_428_651, 0.404_131_304, 0.223_440_045],
        ],
        [1.032_136_953_98, 0.016_942_512_763_6, 1.053_173_788_66],
    ),
    (
        "2.70/2.30/4.40",
        [
            &[0.358_738_036, 0.421_127_260, 0.220_134_704],
            &[0.359_561_802, 0.423_974_040, 0.216_464_158],
            &[0.359_171_100, 0.423_730_753, 0.217_098_147],
            &[0.359_343_920, 0.423_243_848, 0.217_412_232],
            &[0.358_810_362, 0.422_561_422, 0.218_628_216],
        ],
        [1.030_913_239_32, 0.016_236_442_856_3, 1.051_169_127_29],
    ),
    (
        "4.20/3.70/1.95",
        [
            &[0.233_155_599, 0.264_663_112, 0.502_181_289],
            &[0.231_033_231, 0.263_208_263, 0.505_758_506],
            &[0.231_140_980, 0.263_064_092, 0.505_794_928],
            &[0.231_571_959, 0.263_574_496, 0.504_853_545],
            &[0.232_004_527, 0.263_641_296, 0.504_354_177],
        ],
        [1.020_655_875_35, 0.010_608_058_155, 1.034_456_476_33],
    ),
    (
        "1.19/7/14",
        [
            &[0.796_812_749, 0.135_458_167, 0.067_729_084],
            &[0.822_128_852, 0.124_649_860, 0.053_221_289],
            &[0.826_315_350, 0.118_347_897, 0.055_336_753],
            &[0.815_631_218, 0.127_091_060, 0.057_277_722],
            &[0.815_994_238, 0.123_137_298, 0.060_868_464],
        ],
        [1.096_724_180_24, 0.028_835_949_165_1, 1.186_836_048_47],
    ),
    (
        "-110/-110",
        [
            &[0.5, 0.5],
            &[0.5, 0.5],
            &[0.5, 0.5],
            &[0.5, 0.5],
            &[0.5, 0.5],
        ],
        [1.071_942_563_13, 0.047_619_047_619, 1.1],
    ),
    (
        "-150/+130",
        [
            &[0.579_831_933, 0.420_168_067],
            &[0.582_608_696, 0.417_391_304],
            &[0.583_982_635, 0.416_017_365],
            &[0.582_608_696, 0.417_391_304],
            &[0.582_711_574, 0.417_288_426],
        ],
        [1.052_969_949_23, 0.034_815_418_704_8, 1.074_172_311_06],
    ),
    (
        "-300/+250",
        [
            &[0.724_137_931, 0.275_862_069],
            &[0.732_142_857, 0.267_857_143],
            &[0.736_310_378, 0.263_689_622],
            &[0.732_142_857, 0.267_857_143],
            &[0.732_521_110, 0.267_478_890],
        ],
        [1.064_034_118_29, 0.036_052_705_354_6, 1.095_445_115_01],
    ),
];

#[test]
fn each_method_comes_to_what_was_worked_out_elsewhere() {
    for (text, known, numbers) in KNOWN {
        let book = book(text);
        for (method, known) in METHODS.iter().zip(known) {
            let fair = devig(*method, &book).unwrap();
            for (found, known) in of(&fair).iter().zip(*known) {
                let what = format!("{text} {}: {found}", method.word());
                assert!((found - known).abs() < 6e-10, "{what} is not {known}");
            }
        }
        let with_numbers = [Method::Power, Method::Shin, Method::OddsRatio];
        for (method, known) in with_numbers.iter().zip(numbers) {
            let found = devig(*method, &book).unwrap().parameter.unwrap();
            assert!(
                (found - known).abs() < 1e-11,
                "{text} {}: {found}",
                method.word()
            );
        }
    }
}

#[test]
fn the_published_shin_example_is_met() {
    // R and Python packages of that name both print it.
    let fair = devig(Method::Shin, &book("2.60/2.40/4.30")).unwrap();
    let known = [0.372_994_1, 0.404_779_4, 0.222_226_5];
    for (found, known) in of(&fair).iter().zip(known) {
        assert!((found - known).abs() < 5e-8);
    }
    assert!((fair.parameter.unwrap() - 0.016_942_51).abs() < 5e-9);
}

#[test]
fn the_additive_method_refuses_to_leave_a_long_shot_nothing() {
    let book = book("1.02/8.00/1001");
    let Err(DevigError::NothingLeft { answer, left, .. }) = devig(Method::Additive, &book) else {
        panic!("not refused");
    };
    assert!(answer == 2 && left < 0.0);
    // The worst case leaves it out, and no further.
    let least = worst_case(&book);
    assert!(least.iter().all(|it| *it > Probability::NEVER));
}

#[test]
fn a_book_without_a_margin_is_fair_as_it_stands() {
    for text in ["2.00/2.00", "3.00/3.00/3.00", "1.50/3.00", "4.00/4.00/2.00"] {
        let book = book(text);
        for method in Method::ALL {
            let fair = devig(method, &book).unwrap();
            for (found, implied) in of(&fair).iter().zip(book.implied()) {
                assert!(
                    (found - implied.get()).abs() < 1e-12,
                    "{text} {}",
                    method.word()
                );
            }
        }
    }
}

#[test]
fn where_backing_everything_wins_shin_has_nothing_to_say() {
    let book = book("2.10/2.10");
    assert!(matches!(
        devig(Method::Shin, &book),
        Err(DevigError::NoMargin(_))
    ));
    assert!(book.overround() < 0.0 && book.hold() < 0.0);
    for method in [
        Method::Additive,
        Method::Power,
        Method::OddsRatio,
        Method::Goto,
    ] {
        assert!((of(&devig(method, &book).unwrap())[0] - 0.5).abs() < 1e-12);
    }
}

#[test]
fn one_price_is_no_market() {
    assert_eq!(Book::new(&[]), Err(BookError::TooFew(0)));
    assert_eq!(Book::new(&prices("1.91")), Err(BookError::TooFew(1)));
    let many = vec![Price::parse_decimal("101.0").unwrap(); 1_001];
    assert_eq!(Book::new(&many), Err(BookError::TooMany(1_001)));
    let field = Book::new(&many[..1_000]).unwrap();
    for method in [Method::Power, Method::Shin, Method::OddsRatio] {
        assert!((of(&devig(method, &field).unwrap())[0] - 0.001).abs() < 1e-12);
    }
}

#[test]
fn the_hold_is_what_a_bettor_loses_in_the_long_run() {
    let book = book("-110/-110");
    assert!((book.overround() - 1.0 / 21.0).abs() < 1e-15);
    assert!((book.hold() - 1.0 / 22.0).abs() < 1e-15);
}

#[test]
fn the_longest_and_the_shortest_prices_come_to_an_end() {
    for text in [
        "1.000001/1.000001",
        "1.000001/100001",
        "100001.0/100001",
        "1.000001/1.000001/1.000001/100001",
        "1.01/1.01/1.01/1.01/1.01",
    ] {
        let book = book(text);
        for method in [
            Method::Multiplicative,
            Method::Power,
            Method::OddsRatio,
            Method::Shin,
        ] {
            match devig(method, &book) {
                Ok(fair) => {
                    let sum: f64 = of(&fair).iter().sum();
                    assert!((sum - 1.0).abs() < 1e-9, "{text} {}: {sum}", method.word());
                }
                Err(DevigError::NoMargin(sum)) => assert!(sum < 1.0),
                Err(other) => panic!("{text} {}: {other}", method.word()),
            }
        }
    }
}

/// A market as bookmakers make them: from two answers to a field of 20, a margin of up to a fifth.
fn market() -> impl Strategy<Value = Vec<Price>> {
    let weights = prop::collection::vec(1u32..=1_000, 2..20);
    (weights, 1_000u32..1_200).prop_map(|(weights, margin)| {
        let sum: u64 = weights.iter().map(|it| u64::from(*it)).sum();
        let price = |weight: &u32| {
            // Rounded down to a hundredth, as a bookmaker would; a price above 1 at least.
            let hundredths = sum * 100_000 / (u64::from(*weight) * u64::from(margin));
            let hundredths = hundredths.clamp(101, 10_000_000);
            let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            Price::parse_decimal(&text).unwrap()
        };
        weights.iter().map(price).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_fair_sums_to_one_and_keeps_the_order(prices in market()) {
        let book = Book::new(&prices).unwrap();
        let implied: Vec<f64> = book.implied().map(Probability::get).collect();
        for method in Method::ALL {
            let fair = match devig(method, &book) {
                Ok(fair) => of(&fair),
                Err(DevigError::NothingLeft { method, left, .. }) => {
                    prop_assert!(matches!(method, Method::Additive | Method::Goto));
                    prop_assert!(left <= 0.0);
                    continue;
                }
                Err(DevigError::NoMargin(sum)) => {
                    prop_assert!(method == Method::Shin && sum < 1.0);
                    continue;
                }
                Err(other) => return Err(TestCaseError::fail(other.to_string())),
            };
            prop_assert!((fair.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{}", method.word());
            prop_assert!(fair.iter().all(|it| (0.0..=1.0).contains(it)));
            for (one, p) in implied.iter().zip(&fair) {
                for (other, q) in implied.iter().zip(&fair) {
                    prop_assert!(one <= other || p >= q, "{} turned them round", method.word());
                }
            }
        }
    }

    #[test]
    fn for_two_answers_shin_is_the_additive_method(one in 102u32..2_000, less in 1u32..100) {
        // The other price is the fair one less something, so that there is a margin.
        let other = (100 * one / (one - 100)).saturating_sub(less).max(101);
        let price = |it: u32| Price::parse_decimal(&format!("{}.{:02}", it / 100, it % 100));
        let book = Book::new(&[price(one).unwrap(), price(other).unwrap()]).unwrap();
        prop_assume!(book.overround() > 0.0);
        let shin = of(&devig(Method::Shin, &book).unwrap());
        let Ok(additive) = devig(Method::Additive, &book) else {
            // Two answers always have something left: q - (q + r - 1)/2 is above zero.
            return Err(TestCaseError::fail("refused"));
        };
        for (found, known) in shin.iter().zip(of(&additive)) {
            prop_assert!((found - known).abs() < 1e-12, "{found} {known}");
        }
    }

    #[test]
    fn the_worst_case_is_below_every_method(prices in market()) {
        let book = Book::new(&prices).unwrap();
        let least = worst_case(&book);
        prop_assert_eq!(least.len(), prices.len());
        for method in Method::WORST_OF {
            if let Ok(fair) = devig(method, &book) {
                for (least, p) in least.iter().zip(&fair.probabilities) {
                    prop_assert!(least <= p);
                }
            }
        }
        prop_assert!(least.iter().map(|it| it.get()).sum::<f64>() < 1.0 + 1e-9);
    }
}
