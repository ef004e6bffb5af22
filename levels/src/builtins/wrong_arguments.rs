//! Every builtin, generated from the table, with every kind of argument in every place: whatever
//! comes of it is a value or a condition, never a panic.

use super::{Builtin, FAMILIES, INSIDE, Refusal};
use crate::builtins::{condition, record};
use crate::condition::Condition;
use crate::environment::{self, UNIVERSE};
use crate::evaluator::{call, failure};
use crate::expander::scope::new_alias;
use crate::layout::Type;
use crate::level::local;
use crate::machine::Machine;
use crate::port::{self, Content};
use crate::reader::read_all;
use crate::string;
use crate::table::{self, Kind};
use crate::value::Value;

/// Calls of one builtin with one number of arguments: all, if they are so few.
const MOST_CALLS: usize = 3_000;
/// Arguments beyond a builtin's least number that are tried.
const MOST_OPTIONAL: usize = 3;

fn families() -> impl Iterator<Item = &'static (&'static str, &'static [Builtin])> {
    FAMILIES.iter().chain(INSIDE)
}

/// A machine whose current ports lead nowhere.
fn secluded() -> Machine {
    let mut m = Machine::new(64 << 20);
    let empty = string::from_str(&mut m.heap, "").unwrap();
    m.input_port = port::open_input_string(&mut m.heap, empty);
    m.output_port = port::open_output_memory(&mut m.heap, Content::Textual);
    m.error_port = m.output_port;
    m
}

/// Something of each kind, the odd ones of each kind too.
fn pool(m: &mut Machine) -> Vec<Value> {
    let n = Value::fixnum;
    let mut pool = vec![n(-1), n(0), n(1), n(2), n(1_000_000_000_000_000)];
    pool.extend([Value::TRUE, Value::FALSE, Value::NIL, Value::EOF, Value::UNSPECIFIED]);
    pool.extend([Value::char('a'), Value::char('λ')]);
    for number in [0.5, -0.0, f64::NAN, f64::INFINITY] {
        pool.push(m.heap.flonum(number));
    }
    let big = crate::number::integer::from_i128(&mut m.heap, 1 << 100);
    pool.extend([big, crate::number::negate(&mut m.heap, big).unwrap()]);
    pool.push(crate::number::divide(&mut m.heap, n(1), n(3)).unwrap());
    let symbol = m.intern("eqv");
    pool.push(symbol);
    for text in ["", "no such thing", "λ"] {
        pool.push(string::from_str(&mut m.heap, text).unwrap());
    }
    pool.push(m.heap.bytes(Type::Bytes, 0, &[1, 0xff]));
    pool.push(m.heap.object(Type::Vector, &[n(1), n(2)]));
    pool.push(m.heap.list(&[n(1), symbol]));
    pool.push(m.heap.list_with_tail(&[n(1), n(2)], n(3)));
    let circle = m.heap.cons(n(1), Value::NIL);
    m.heap.set_cdr(circle, circle);
    pool.push(circle);
    pool.push(table::make(&mut m.heap, Kind::Equal, 0, (Value::FALSE, Value::FALSE)).unwrap());
    pool.push(table::make(&mut m.heap, Kind::Custom, 0, (Value::FALSE, Value::FALSE)).unwrap());
    pool.extend([m.input_port, port::open_output_memory(&mut m.heap, Content::Binary)]);
    let record_type = record::make_type(m, symbol, Value::NIL, Value::NIL).unwrap();
    pool.push(m.heap.object(Type::Record, &[record_type]));
    pool.extend([record_type, condition::user_error(m, symbol, &[])]);
    pool.extend(of_evaluators(m));
    pool
}

/// What evaluators handle: environments, procedures, forms of each kind, well and badly made.
fn of_evaluators(m: &mut Machine) -> Vec<Value> {
    let scope = environment::globals(m, UNIVERSE).scope;
    let global = local::global(&mut m.heap, scope);
    let mut things: Vec<Value> = FORMS.iter().map(|text| form(m, text)).collect();
    let procedure = call::make_procedure(m, things[0], global).unwrap();
    let operands = m.heap.list(&[Value::TRUE]);
    let inside = call::procedure_environment(m, procedure, operands).unwrap();
    let closed = call::make_procedure(m, things[0], inside).unwrap();
    let failure = failure::failure(m, &Condition::DivisionByZero { who: "/" });
    let name = m.intern("x");
    let alias = new_alias(&mut m.heap, name, scope);
    let circle = form(m, "(if)");
    m.heap.set_cdr(circle, circle);
    let names = m.heap.list(&[name, name]);
    m.heap.set_car(names.cdr(), names);
    let turning = m.heap.list(&[things[2].car(), names, Value::TRUE]);
    m.heap.set_car(names, names);
    things.extend([global, inside, local::within(&mut m.heap, inside, name)]);
    things.extend([procedure, closed, failure, alias, circle, turning]);
    things
}

const FORMS: &[&str] = &[
    "(lambda (x . r) (define y 1) (define-syntax q quote) (q y))",
    "(lambda (x x) 1)",
    "(define (f x) x)",
    "(define y 2)",
    "(define y . 2)",
    "(define-syntax q quote)",
    "(define-syntax q (syntax-rules () ((_) (q))))",
    "(let-syntax ((q quote)) (define z 1) (q z))",
    "(let-syntax ((q 5)) 1)",
    "(letrec-syntax ((q)) 1)",
    "(let ((x 1)) x)",
    "(let x)",
    "(if 1)",
    "(set! x 5)",
    "(delta (a b c) a)",
    "(delta (a b . c) a)",
    "(EM x)",
    "(begin . 5)",
    "(import)",
];

fn form(m: &mut Machine, text: &str) -> Value {
    let source = m.sources.add("forms", text);
    let (heap, symbols) = (&mut m.heap, &mut m.symbols);
    read_all(heap, symbols, &mut m.sources, source).unwrap()[0]
}

/// Choice number `call` of `count` among the pool: each of them in turn, or a scattered sample.
fn choose(pool: &[Value], count: usize, call: usize) -> Vec<Value> {
    let all = pool.len().saturating_pow(count as u32);
    let mut left = if all <= MOST_CALLS { call } else { call.wrapping_mul(2_654_435_761) % all };
    (0..count)
        .map(|_| {
            let chosen = pool[left % pool.len()];
            left /= pool.len();
            chosen
        })
        .collect()
}

fn try_row(row: &Builtin) {
    let least = row.arity.min as usize;
    let most = row.arity.max.map_or(least + MOST_OPTIONAL, usize::from);
    for count in least..=most.min(least + MOST_OPTIONAL) {
        let mut m = secluded();
        let mut things = pool(&mut m);
        let calls = things.len().saturating_pow(count as u32).min(MOST_CALLS);
        for call in 0..calls {
            if call % 64 == 63 {
                m = secluded();
                things = pool(&mut m);
            }
            let arguments = choose(&things, count, call);
            if let Err(Refusal::Failed(found)) = row.apply(&mut m, &arguments) {
                let object = condition::to_object(&mut m, &found);
                assert!(condition::report(&m.heap, object).len() < 4_000, "{}", row.name);
            }
        }
    }
}

#[test]
fn no_argument_makes_a_builtin_panic() {
    for row in families().flat_map(|(_, rows)| rows.iter()) {
        let tried = std::panic::catch_unwind(|| try_row(row));
        assert!(tried.is_ok(), "{} panicked", row.name);
    }
}

#[test]
fn the_table_names_each_builtin_once_and_shows_its_usage() {
    let mut names: Vec<&str> = Vec::new();
    for row in families().flat_map(|(_, rows)| rows.iter()) {
        let named = row.usage.trim_start_matches('(').split([' ', ')']).next();
        assert_eq!(named, Some(row.name));
        names.push(row.name);
    }
    names.sort_unstable();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
