//! What `time` and `trace` in the library are made of.

use super::argument::typed;
use super::{Builtin, exactly, row};
use crate::condition::{Expected, Outcome, wrong_type};
use crate::layout::Type;
use crate::machine::Machine;
use crate::machine::continuation::is_same;
use crate::printer::{self, Style};
use crate::procedure::{closure, code};
use crate::string;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("%measures", exactly(0), "(%measures)", |m, _| Ok(measures(m))),
    row("%measured", exactly(1), "(%measured measures)", measured),
    row(
        "%same-continuation?",
        exactly(2),
        "(%same-continuation? continuation continuation)",
        same_continuation,
    ),
    row("%takes-place", exactly(1), "(%takes-place procedure)", takes_place),
    row("%written", exactly(1), "(%written object)", |m, a| {
        let text = printer::to_string_within(&m.heap, a[0], Style::Write, SHOWN);
        Ok(string::from_str(&mut m.heap, &text)?)
    }),
];

/// Characters of a call or a value that are shown.
const SHOWN: usize = 300;
/// How many figures there are.
const FIGURES: usize = 4;

/// What is measured, before and after, as a vector: nanoseconds, nanoseconds of the processor,
/// collections, bytes allocated.
pub fn measures(m: &mut Machine) -> Value {
    let statistics = m.heap.statistics();
    let collections = statistics.minor_collections + statistics.major_collections;
    let (real, processor) = (m.world.nanoseconds(), m.world.processor_nanoseconds());
    let figures: [u64; FIGURES] = [real, processor, collections, statistics.allocated];
    m.heap.object(Type::Vector, &figures.map(|figure| Value::fixnum(figure as i64)))
}

/// What was measured since `before`: `real 0.012 s, cpu 0.011 s, no collections, 1.2 MB allocated`.
pub fn since(m: &mut Machine, before: Value) -> String {
    let after = measures(m);
    let since = |index: usize| {
        let [before, after] = [before, after].map(|of| of.field(index).as_fixnum().unwrap_or(0));
        after.saturating_sub(before).max(0) as u64
    };
    let collections = match since(2) {
        0 => "no collections".to_owned(),
        1 => "1 collection".to_owned(),
        count => format!("{count} collections"),
    };
    let (real, processor) = (seconds(since(0)), seconds(since(1)));
    format!("real {real}, cpu {processor}, {collections}, {} allocated", bytes(since(3)))
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

fn measured(m: &mut Machine, a: &[Value]) -> Outcome {
    let before = typed("%measured", 1, Type::Vector, Expected::Vector, a[0])?;
    if before.vector_len() != FIGURES {
        return wrong_type("%measured", 1, Expected::Vector, before);
    }
    let words = since(m, before);
    Ok(string::from_str(&mut m.heap, &words)?)
}

/// A procedure of the library which takes the place of the program's code that calls it last, as the
/// program's own procedures do. To be said before it is called first.
fn takes_place(m: &mut Machine, a: &[Value]) -> Outcome {
    let procedure = typed("%takes-place", 1, Type::Closure, Expected::Closure, a[0])?;
    let template = procedure.field(closure::CODE);
    m.heap.set_flags(template, template.header().flags() & !code::KEEPS_CALLER);
    Ok(procedure)
}

fn same_continuation(_: &mut Machine, a: &[Value]) -> Outcome {
    let both = |index: usize| a[index].is_a(Type::Continuation);
    Ok(Value::boolean(both(0) && both(1) && is_same(a[0], a[1])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_units() {
        assert_eq!(
            (seconds(1_234_567), seconds(12_345_678)),
            ("0.001235 s".into(), "0.012 s".into())
        );
        assert_eq!((seconds(123_456_789_000), bytes(999)), ("123.5 s".into(), "999 bytes".into()));
        assert_eq!((bytes(12_345), bytes(1_234_567)), ("12.3 kB".into(), "1.2 MB".into()));
        assert_eq!(bytes(12_345_678_901), "12.35 GB");
    }
}
