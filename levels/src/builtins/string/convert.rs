//! Strings from and to characters, lists and vectors.

use super::super::argument;
use crate::condition::{Expected, Outcome, wrong_type};
use crate::layout::{GRANULE, Type};
use crate::machine::Machine;
use crate::pair::{ListBuilder, Walk};
use crate::string::{self, Builder};
use crate::value::Value;

pub fn string_of(m: &mut Machine, a: &[Value]) -> Outcome {
    let mut builder = Builder::default();
    for (index, found) in a.iter().enumerate() {
        builder.push(argument::char("string", index + 1, *found)?);
    }
    Ok(builder.finish(&mut m.heap)?)
}

pub fn string_to_list(m: &mut Machine, a: &[Value]) -> Outcome {
    let string = argument::string("string->list", 1, a[0])?;
    let range = argument::range("string->list", a, 2, string::len(string))?;
    m.heap.reserve(range.len().saturating_mul(GRANULE))?;
    let mut list = ListBuilder::new();
    for index in range {
        m.heap.effort.spend(1)?;
        let c = string::get(&m.heap, string, index);
        list.push(&mut m.heap, Value::char(c));
    }
    Ok(list.finish(&mut m.heap, Value::NIL))
}

pub fn list_to_string(m: &mut Machine, a: &[Value]) -> Outcome {
    let mut builder = Builder::default();
    let mut walk = Walk::new(a[0]);
    while let Some(pair) = walk.step(&m.heap.effort)? {
        match pair.car().as_char() {
            Some(c) => builder.push(c),
            None => return wrong_type("list->string", 1, Expected::CharList, a[0]),
        }
    }
    walk.check("list->string", 1, a[0])?;
    Ok(builder.finish(&mut m.heap)?)
}

pub fn string_to_vector(m: &mut Machine, a: &[Value]) -> Outcome {
    let string = argument::string("string->vector", 1, a[0])?;
    let range = argument::range("string->vector", a, 2, string::len(string))?;
    m.heap.reserve(range.len().saturating_mul(size_of::<Value>()))?;
    let vector = m.heap.words(Type::Vector, range.len(), Value::FALSE);
    for index in 0..range.len() {
        m.heap.effort.spend(1)?;
        let c = string::get(&m.heap, string, range.start + index);
        m.heap.init_field(vector, index, Value::char(c));
    }
    Ok(vector)
}

pub fn vector_to_string(m: &mut Machine, a: &[Value]) -> Outcome {
    if !a[0].is_vector() {
        return wrong_type("vector->string", 1, Expected::Vector, a[0]);
    }
    let range = argument::range("vector->string", a, 2, a[0].vector_len())?;
    let mut builder = Builder::default();
    for index in range {
        m.heap.effort.spend(1)?;
        match a[0].field(index).as_char() {
            Some(c) => builder.push(c),
            None => return wrong_type("vector->string", 1, Expected::CharVector, a[0]),
        }
    }
    Ok(builder.finish(&mut m.heap)?)
}
