//! How long statements take, by name and class, as the store has measured them. Both programs show
//! this without a word of theirs.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use store::statements::{self, BOUNDS, StatementTimes};

use crate::catalogue::STATEMENT;
use crate::figures::{Figure, Figures};
use crate::observer::Source;

/// The times of all statements that this process has executed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statements;

impl Collector for Statements {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let help = STATEMENT.help.trim_end_matches('.');
        let kind = MetricType::Histogram;
        let mut metric = encoder.encode_descriptor(STATEMENT.name, help, None, kind)?;
        for times in statements::snapshot() {
            let labels = [("name", times.name), ("class", times.class.word())];
            let mut one = metric.encode_family(&labels)?;
            let (sum, buckets) = (times.sum.as_secs_f64(), buckets(&times));
            one.encode_histogram::<NoLabelSet>(sum, times.count, &buckets, None)?;
        }
        Ok(())
    }
}

/// How many executions ended in each bucket, by its upper bound.
fn buckets(times: &StatementTimes) -> Vec<(f64, u64)> {
    let bounds = BOUNDS.into_iter().chain([f64::INFINITY]);
    bounds.zip(times.buckets).collect()
}

impl Source for Statements {
    fn gather(&self, figures: &mut Figures) {
        let slowest = statements::take_slowest();
        figures.note(Figure::StatementSlowest, slowest.as_secs_f64());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use store::Program;

    use super::*;
    use crate::registry::Registry;

    #[test]
    fn a_statement_is_exported_by_name_and_class_and_the_slowest_is_a_figure() {
        statements::observe("COMMIT", Duration::from_millis(1_200));
        statements::observe("COMMIT", Duration::from_millis(2));
        let mut registry = Registry::new(Program::Bot, &"here".parse().unwrap());
        registry.collect(Statements);
        let text = registry.text().unwrap();
        let bucket = |most: &str, count: u64| {
            let process = r#"program="bot",instance="here""#;
            let statement = r#"name="commit",class="point""#;
            format!(
                "dbsbm_statement_seconds_bucket{{{process},le=\"{most}\",{statement}}} {count}\n"
            )
        };
        for line in [
            bucket("0.001", 0),
            bucket("0.0025", 1),
            bucket("1.0", 1),
            bucket("+Inf", 2),
        ] {
            assert!(text.contains(&line), "{line}{text}");
        }
        let mut figures = Figures::default();
        Statements.gather(&mut figures);
        assert_eq!(figures.get(Figure::StatementSlowest), Some(1.2));
    }
}
