//! What a program exports: the library's registry, which takes only metrics of the catalogue.

use prometheus_client::collector::Collector;
use prometheus_client::registry::{self, Metric as AnyMetric};
use store::Program;

use crate::instance::Instance;
use crate::metric::{Metric, PREFIX};

/// The metrics of one process. A value of its own: a process may have several.
#[derive(Debug)]
pub struct Registry(registry::Registry);

impl Registry {
    /// Without metrics yet. Each gets the program and the instance as labels.
    pub fn new(program: Program, instance: &Instance) -> Self {
        let labels = [
            ("program".into(), word(program).into()),
            ("instance".into(), instance.as_str().to_owned().into()),
        ];
        Self(registry::Registry::with_prefix_and_labels(
            PREFIX,
            labels.into_iter(),
        ))
    }

    /// Exports a metric under its name in the catalogue.
    pub fn add(&mut self, as_named: &Metric, metric: impl AnyMetric) {
        let help = as_named.help.trim_end_matches('.');
        self.0.register(as_named.name, help, metric);
    }

    /// Exports what is collected when it is asked for, under names of the catalogue.
    pub(crate) fn collect(&mut self, collector: impl Collector) {
        self.0.register_collector(Box::new(collector));
    }

    /// All metrics as text, in the OpenMetrics format that Prometheus reads.
    ///
    /// # Errors
    /// When a metric cannot be written, which is a fault of its collector.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.0)?;
        Ok(text)
    }
}

/// The word for a program in metrics, alerts and tables.
pub const fn word(program: Program) -> &'static str {
    match program {
        Program::Bot => "bot",
        Program::Fetcher => "fetcher",
    }
}
