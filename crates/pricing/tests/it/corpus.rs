//! The truth to twelve digits, where this machine has it.

use std::path::PathBuf;

use pricing::{Book, Method, devig, worst_case};
use serde_json::Value;

use crate::prices;

/// The folder of published files, when a variable names one.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn corpus() -> Option<PathBuf> {
    let found = std::env::var_os("DBSBM_CORPUS").map(PathBuf::from);
    if found.is_none() {
        eprintln!("skipped: DBSBM_CORPUS names no folder of published files");
    }
    found
}

fn number(value: &Value) -> f64 {
    value.as_str().unwrap().parse().unwrap()
}

fn close(found: f64, known: &Value, what: &str) -> f64 {
    let far = (found - number(known)).abs();
    assert!(far < 1e-10, "{what}: {found} is not {known}");
    far
}

#[test]
fn every_method_agrees_with_the_truth_to_ten_digits() {
    let Some(corpus) = corpus() else { return };
    #[expect(clippy::disallowed_methods, reason = "a test waits for nobody")]
    let text = std::fs::read_to_string(corpus.join("vectors/devig.json")).unwrap();
    let books: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    let (mut compared, mut farthest) = (0, 0f64);
    let mut compare = |found: f64, known: &Value, what: String| {
        farthest = farthest.max(close(found, known, &what));
        compared += 1;
    };
    for (name, known) in &books {
        let book = Book::new(&prices(name.rsplit(' ').next().unwrap())).unwrap();
        compare(
            book.overround(),
            &known["overround"],
            format!("{name} overround"),
        );
        for method in Method::ALL {
            let (fair, known) = (devig(method, &book).unwrap(), &known[method.word()]);
            let what = format!("{name} {}", method.word());
            assert_eq!(
                fair.probabilities.len(),
                known["p"].as_array().unwrap().len()
            );
            for (p, known) in fair
                .probabilities
                .iter()
                .zip(known["p"].as_array().unwrap())
            {
                compare(p.get(), known, what.clone());
            }
            match fair.parameter {
                Some(parameter) => compare(parameter, &known["param"], format!("{what} parameter")),
                None => assert!(known["param"].is_null(), "{what}"),
            }
        }
        for (p, known) in worst_case(&book)
            .iter()
            .zip(known["worst_case"].as_array().unwrap())
        {
            compare(p.get(), known, format!("{name} worst case"));
        }
    }
    println!(
        "{compared} numbers of {} books, none further off than {farthest:e}",
        books.len()
    );
    assert!(books.len() >= 9 && compared > 200, "{compared}");
}
