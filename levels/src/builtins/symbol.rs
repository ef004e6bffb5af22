//! Symbols (R7RS 6.5).

use super::{Builtin, argument, at_least, between, exactly, row};
use crate::condition::{Expected, Outcome};
use crate::layout::Type;
use crate::machine::Machine;
use crate::string;
use crate::symbol;
use crate::value::Value;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("symbol?", exactly(1), "(symbol? object)", |_, a| {
        Ok(Value::boolean(a[0].is_a(Type::Symbol)))
    }),
    row("symbol=?", at_least(1), "(symbol=? symbol …)", |_, a| {
        argument::chain(a, |position, found| typed("symbol=?", position, found), |x, y| x == y)
    }),
    row("symbol<?", at_least(1), "(symbol<? symbol …)", symbol_less),
    row("symbol->string", exactly(1), "(symbol->string symbol)", |m, a| {
        typed("symbol->string", 1, a[0])?;
        Ok(string::of_symbol(&mut m.heap, a[0])?)
    }),
    row("string->symbol", exactly(1), "(string->symbol string)", |m, a| {
        intern(m, "string->symbol", a[0])
    }),
    row("intern", exactly(1), "(intern string)", |m, a| intern(m, "intern", a[0])),
    row(
        "string->uninterned-symbol",
        exactly(1),
        "(string->uninterned-symbol string)",
        string_to_uninterned_symbol,
    ),
    row("symbol-append", at_least(0), "(symbol-append symbol …)", symbol_append),
    row("generate-symbol", between(0, 1), "(generate-symbol [prefix])", |m, a| {
        generate(m, "generate-symbol", a)
    }),
    row("gensym", between(0, 1), "(gensym [prefix])", |m, a| generate(m, "gensym", a)),
    row("symbol-hash", exactly(1), "(symbol-hash symbol)", |_, a| {
        Ok(Value::fixnum(symbol::hash(typed("symbol-hash", 1, a[0])?).into()))
    }),
];

fn typed(who: &'static str, position: usize, found: Value) -> Outcome {
    argument::typed(who, position, Type::Symbol, Expected::Symbol, found)
}

/// By the code points of the names.
fn symbol_less(m: &mut Machine, a: &[Value]) -> Outcome {
    let convert = |position, found| Ok(symbol::name(&m.heap, typed("symbol<?", position, found)?));
    argument::chain(a, convert, |one, two| one < two)
}

fn intern(m: &mut Machine, who: &'static str, found: Value) -> Outcome {
    let name = argument::text(&m.heap, who, 1, found)?;
    m.heap.reserve(name.len())?;
    Ok(m.intern(&name))
}

fn string_to_uninterned_symbol(m: &mut Machine, a: &[Value]) -> Outcome {
    let name = argument::text(&m.heap, "string->uninterned-symbol", 1, a[0])?;
    m.heap.reserve(name.len())?;
    Ok(symbol::uninterned(&mut m.heap, &name))
}

fn symbol_append(m: &mut Machine, a: &[Value]) -> Outcome {
    let mut name = String::new();
    for (index, part) in a.iter().enumerate() {
        name.push_str(symbol::name(&m.heap, typed("symbol-append", index + 1, *part)?));
    }
    m.heap.reserve(name.len())?;
    Ok(m.intern(&name))
}

/// The prefix is a string or a symbol.
fn generate(m: &mut Machine, who: &'static str, a: &[Value]) -> Outcome {
    let prefix = match a.first() {
        None => "g".to_owned(),
        Some(name) if name.is_a(Type::Symbol) => symbol::name(&m.heap, *name).to_owned(),
        Some(name) => argument::text(&m.heap, who, 1, *name)?,
    };
    m.heap.reserve(prefix.len())?;
    Ok(m.symbols.generate(&mut m.heap, &prefix))
}

#[cfg(test)]
mod tests {
    use crate::builtins::testing::{call, machine, refused};
    use crate::condition::{Condition, Expected};
    use crate::string;
    use crate::value::Value;

    #[test]
    fn names_and_symbols() {
        let mut m = machine();
        for name in ["flying-fish", "Martin", "λ", "", "two words"] {
            let symbol = m.intern(name);
            let string = call(&mut m, "symbol->string", &[symbol]);
            assert_eq!(string::to_rust(&m.heap, string), name);
            assert!(string::is_immutable(string));
            assert_eq!(call(&mut m, "string->symbol", &[string]), symbol);
            let other = call(&mut m, "string->uninterned-symbol", &[string]);
            assert_eq!(call(&mut m, "symbol=?", &[symbol, symbol, other]), Value::FALSE);
        }
        let (a, b) = (m.intern("a"), m.intern("aλ"));
        assert_eq!(call(&mut m, "symbol<?", &[a, b]), Value::TRUE);
        assert_eq!(call(&mut m, "symbol<?", &[a, b, b]), Value::FALSE);
        let joined = call(&mut m, "symbol-append", &[a, b]);
        assert_eq!(joined, m.intern("aaλ"));
        let (one, two) = (call(&mut m, "gensym", &[]), call(&mut m, "generate-symbol", &[a]));
        assert_eq!(call(&mut m, "symbol=?", &[one, two]), Value::FALSE);
    }

    #[test]
    fn every_argument_is_checked() {
        let mut m = machine();
        let (a, b) = (m.intern("a"), m.intern("b"));
        let condition = refused(&mut m, "symbol=?", &[a, b, Value::NIL]);
        let (who, expected) = ("symbol=?", Expected::Symbol);
        let found = Value::NIL;
        assert_eq!(condition, Condition::WrongType { who, position: 3, expected, found });
    }
}
