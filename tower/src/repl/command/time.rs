//! `,time`: how long an expression takes.

use super::evaluation::{self, After};
use super::{Description, Takes};
use crate::tower::Tower;
use levels::layout::Type;
use levels::value::Value;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",time",
    takes: Takes::Needed("EXPR"),
    summary: "evaluate EXPR and say how long that took",
    details: "The time that passed, the processor's time, the collections, and the memory that
was allocated, the compiler's own work included. An expression that is left by
an error and resumed from above has taken all the time until then.
",
    perform: |tower, text| evaluation::evaluate(tower, COMMAND.word, text, After::Time, measures),
};

/// What is measured, before and after: nanoseconds, nanoseconds of the processor, collections, bytes.
fn measures(tower: &mut Tower) -> Value {
    let statistics = tower.m.heap.statistics();
    let collections = statistics.minor_collections + statistics.major_collections;
    let numbers = [
        tower.m.world.nanoseconds(),
        tower.m.world.processor_nanoseconds(),
        collections,
        statistics.allocated,
    ];
    let fixnums = numbers.map(|number| Value::fixnum(number as i64));
    tower.m.heap.object(Type::Vector, &fixnums)
}

/// What was measured since `before`.
pub(super) fn lines(tower: &mut Tower, before: Value) -> String {
    let after = measures(tower);
    let since = |index: usize| {
        let [before, after] = [before, after].map(|of| of.field(index).fixnum_value());
        after.saturating_sub(before).max(0) as u64
    };
    let collections = match since(2) {
        0 => "no collections".to_owned(),
        1 => "1 collection".to_owned(),
        count => format!("{count} collections"),
    };
    let (real, processor) = (seconds(since(0)), seconds(since(1)));
    format!("real {real}, cpu {processor}, {collections}, {} allocated\n", bytes(since(3)))
}

/// `0.012 s`.
fn seconds(nanoseconds: u64) -> String {
    let seconds = nanoseconds as f64 / 1e9;
    match seconds {
        0.0..0.01 => format!("{seconds:.6} s"),
        0.01..100.0 => format!("{seconds:.3} s"),
        _ => format!("{seconds:.1} s"),
    }
}

/// `1.2 MB`, a megabyte being 1,000,000 bytes.
fn bytes(count: u64) -> String {
    match count {
        0..10_000 => format!("{count} bytes"),
        10_000..1_000_000 => format!("{:.1} kB", count as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", count as f64 / 1e6),
        _ => format!("{:.2} GB", count as f64 / 1e9),
    }
}

#[test]
fn figures_have_units() {
    assert_eq!((seconds(1_234_567), seconds(12_345_678)), ("0.001235 s".into(), "0.012 s".into()));
    assert_eq!((seconds(123_456_789_000), bytes(999)), ("123.5 s".into(), "999 bytes".into()));
    assert_eq!((bytes(12_345), bytes(1_234_567)), ("12.3 kB".into(), "1.2 MB".into()));
    assert_eq!(bytes(12_345_678_901), "12.35 GB");
}
