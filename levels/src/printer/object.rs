//! Objects that cannot be read back: `#<kind and what it is called>`.

use super::{Style, atom};
use crate::heap::Heap;
use crate::layout::Type;
use crate::machine::time;
use crate::pair::Walk;
use crate::procedure::{builtin, closure, code};
use crate::string;
use crate::table;
use crate::value::Value;
use std::fmt::{self, Write};

/// Prints an object without parts.
pub(super) fn opaque(heap: &Heap, value: Value, sink: &mut dyn Write) -> fmt::Result {
    let (kind, name) = match value.header_type() {
        Type::Table => return write!(sink, "#<hash-table {}>", table::len(value)),
        Type::Builtin => ("procedure", Some(value.field(builtin::NAME))),
        Type::Closure => ("procedure", Some(value.field(closure::CODE).field(code::NAME))),
        Type::RecordType => {
            sink.write_str("#<record-type ")?;
            record_name(heap, value, sink)?;
            return sink.write_str(">");
        }
        Type::Handle if time::is_snapshot(value) => {
            return write!(sink, "#<snapshot {}>", time::number(value));
        }
        Type::Handle if crate::level::store::is_store(value) => ("store", None),
        Type::Handle => ("foreign", Some(value.field(2))),
        Type::Macro => ("macro", Some(value.field(3))),
        Type::Delta => ("delta", None),
        Type::Private => return opaque(heap, value.field(1), sink),
        Type::Continuation => ("continuation", None),
        Type::Parameter => ("parameter", None),
        Type::Environment => ("environment", None),
        Type::Promise => ("promise", None),
        Type::Failure => ("failure", None),
        Type::Port => ("port", None),
        Type::Code => ("code", Some(value.field(code::NAME))),
        Type::Version => ("code", None),
        Type::Cell => ("variable", None),
        Type::Context | Type::Scope => ("scope", None),
        Type::Segment => ("frames", None),
        Type::Flonum
        | Type::Bignum
        | Type::Ratio
        | Type::Complex
        | Type::Symbol
        | Type::Alias
        | Type::String
        | Type::Bytes
        | Type::Vector
        | Type::Library
        | Type::Record
        | Type::Condition
        | Type::MultipleValues
        | Type::Raw
        | Type::Internal => ("object", None),
    };
    write!(sink, "#<{kind}")?;
    if let Some(name) = name.filter(|name| is_name(*name)) {
        sink.write_str(" ")?;
        self::name(heap, name, Style::Write, sink)?;
    }
    sink.write_str(">")
}

/// The first text of an object with parts.
pub(super) fn head(heap: &Heap, value: Value, sink: &mut dyn Write) -> fmt::Result {
    sink.write_str("#<")?;
    if value.is_a(Type::Record) {
        record_name(heap, value.field(0), sink)
    } else if value.is_a(Type::Condition) {
        name(heap, value.field(0), Style::Write, sink)
    } else if value.is_a(Type::Library) {
        sink.write_str("library")
    } else {
        sink.write_str("values")
    }
}

/// Prints a record type's name without the angle brackets that many put around it.
fn record_name(heap: &Heap, ty: Value, sink: &mut dyn Write) -> fmt::Result {
    let mut text = String::new();
    if ty.is_a(Type::RecordType) {
        name(heap, ty.field(0), Style::Write, &mut text)?;
    }
    let bare = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    match bare.unwrap_or(&text) {
        "" => sink.write_str("record"),
        name => sink.write_str(name),
    }
}

/// What is printed in front of a part: the name of a record's field.
pub(super) fn caption(
    heap: &Heap,
    value: Value,
    index: usize,
    sink: &mut dyn Write,
) -> fmt::Result {
    if !value.is_a(Type::Record) || !value.field(0).is_a(Type::RecordType) {
        return Ok(());
    }
    let names = value.field(0).field(1);
    let field = if names.is_vector() {
        (index < names.vector_len()).then(|| names.field(index))
    } else {
        Walk::new(names).nth(index).map(Value::car)
    };
    match field.filter(|field| is_name(*field)) {
        Some(field) => {
            name(heap, field, Style::Write, sink)?;
            sink.write_str(": ")
        }
        None => Ok(()),
    }
}

/// The last text of an object with parts.
pub(super) fn closing(value: Value) -> &'static str {
    if value.is_vector() { ")" } else { ">" }
}

fn is_name(value: Value) -> bool {
    value.is_a(Type::Symbol) || value.is_a(Type::Alias) || value.is_a(Type::String)
}

/// Prints an identifier, of an alias the symbol's name, or a string as it is.
pub(super) fn name(
    heap: &Heap,
    mut value: Value,
    style: Style,
    sink: &mut dyn Write,
) -> fmt::Result {
    while value.is_a(Type::Alias) {
        value = value.field(0);
    }
    if value.is_a(Type::Symbol) {
        atom::symbol(heap, value, style, sink)
    } else if value.is_a(Type::String) {
        sink.write_str(&string::to_rust(heap, value))
    } else {
        Ok(())
    }
}
