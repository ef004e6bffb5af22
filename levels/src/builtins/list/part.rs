//! Looking at lists and changing their parts.

use crate::builtins::argument;
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::effort::{Effort, Stopped};
use crate::layout::Type;
use crate::machine::Machine;
use crate::pair::{self, End, Walk};
use crate::value::Value;

pub fn is_list(m: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::boolean(pair::measured(&m.heap.effort, a[0])?.1 == End::Proper))
}

/// Whether the object ends in something else than the empty list; true of anything but a list.
pub fn is_dotted(m: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::boolean(matches!(pair::measured(&m.heap.effort, a[0])?.1, End::Dotted(_))))
}

pub fn is_circular(m: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::boolean(pair::measured(&m.heap.effort, a[0])?.1 == End::Circular))
}

/// Argument 1 of `who` as a pair.
fn pair_argument(who: &'static str, found: Value) -> Outcome {
    if found.is_pair() { Ok(found) } else { wrong_type(who, 1, Expected::Pair, found) }
}

pub fn car(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(pair_argument("car", a[0])?.car())
}

pub fn cdr(_: &mut Machine, a: &[Value]) -> Outcome {
    Ok(pair_argument("cdr", a[0])?.cdr())
}

pub fn set_car(m: &mut Machine, a: &[Value]) -> Outcome {
    let pair = pair_argument("set-car!", a[0])?;
    m.heap.set_car(pair, a[1]);
    Ok(Value::UNSPECIFIED)
}

pub fn set_cdr(m: &mut Machine, a: &[Value]) -> Outcome {
    let pair = pair_argument("set-cdr!", a[0])?;
    m.heap.set_cdr(pair, a[1]);
    Ok(Value::UNSPECIFIED)
}

pub fn car_and_cdr(m: &mut Machine, a: &[Value]) -> Outcome {
    let pair = pair_argument("car+cdr", a[0])?;
    Ok(m.heap.object(Type::MultipleValues, &[pair.car(), pair.cdr()]))
}

/// The part that the letters of `who` between `c` and `r` lead to, the last letter first.
#[inline]
pub fn path(who: &'static str, letters: &'static [u8], object: Value) -> Outcome {
    let mut at = object;
    for letter in letters.iter().rev() {
        if !at.is_pair() {
            return no_part(who, object);
        }
        at = if *letter == b'a' { at.car() } else { at.cdr() };
    }
    Ok(at)
}

/// Element `index` of a list for the procedures `first` to `tenth`.
pub fn nth(who: &'static str, index: usize, object: Value) -> Outcome {
    let mut at = object;
    for _ in 0..index {
        if !at.is_pair() {
            return no_part(who, object);
        }
        at = at.cdr();
    }
    if at.is_pair() { Ok(at.car()) } else { no_part(who, object) }
}

fn no_part(who: &'static str, found: Value) -> Outcome {
    Err(argument::no_part(who, found))
}

pub fn length(m: &mut Machine, a: &[Value]) -> Outcome {
    Ok(Value::fixnum(pair::proper_length(&m.heap.effort, "length", 1, a[0])? as i64))
}

/// The length, or `#f` for a circular list (SRFI 1).
pub fn length_or_false(m: &mut Machine, a: &[Value]) -> Outcome {
    match pair::measured(&m.heap.effort, a[0])? {
        (_, End::Circular) => Ok(Value::FALSE),
        (len, End::Proper) => Ok(Value::fixnum(len as i64)),
        (_, End::Dotted(_)) => wrong_type("length+", 1, Expected::ProperList, a[0]),
    }
}

/// What is left of `list` after `k` pairs: a `k` past the end is out of range, whatever the list
/// ends in. A circular list has every tail, reached by going round.
pub fn tail(effort: &Effort, who: &'static str, list: Value, k: Value) -> Outcome {
    let count = argument::index(who, 2, k, usize::MAX)?;
    match walk_to(effort, list, count)? {
        Ok(tail) => Ok(tail),
        Err(length) => past_the_end(who, list, k, length),
    }
}

/// The tail after `count` pairs, or the number of pairs there are.
fn walk_to(effort: &Effort, list: Value, count: usize) -> Result<Result<Value, usize>, Stopped> {
    let mut at = list;
    for passed in 0..count {
        if !at.is_pair() {
            return Ok(Err(passed));
        }
        at = at.cdr();
        if passed % LONG_WALK == LONG_WALK - 1 {
            effort.spend(LONG_WALK)?;
            if passed < LONG_WALK
                && let (bound, End::Circular) = pair::measured(effort, list)?
            {
                return Ok(Ok(around(list, count, bound)));
            }
        }
    }
    Ok(Ok(at))
}

/// After so many steps a walk by index asks whether it goes in a circle.
const LONG_WALK: usize = 1 << 16;

/// The tail of a circular list after `count` steps, where within `bound` steps the walk is known
/// to have come round.
fn around(list: Value, count: usize, bound: usize) -> Value {
    let entry = advance(list, bound.min(count));
    let mut round = 1;
    let mut at = entry.cdr();
    while at != entry {
        at = at.cdr();
        round += 1;
    }
    advance(entry, (count - bound.min(count)) % round)
}

/// The tail after `count` steps, each of which is known to be there.
fn advance(list: Value, count: usize) -> Value {
    (0..count).fold(list, |at, _| at.cdr())
}

#[cold]
fn past_the_end(who: &'static str, list: Value, found: Value, limit: usize) -> Outcome {
    if list.is_pair() || list.is_nil() {
        Err(Box::new(Condition::OutOfRange { who, position: 2, found, limit }))
    } else {
        wrong_type(who, 1, Expected::List, list)
    }
}

/// The pair that holds element `k` of `list`.
fn pair_at(effort: &Effort, who: &'static str, list: Value, k: Value) -> Outcome {
    let count = argument::index(who, 2, k, usize::MAX)?;
    let length = match walk_to(effort, list, count)? {
        Ok(pair) if pair.is_pair() => return Ok(pair),
        Ok(_) => count,
        Err(length) => length,
    };
    if list.is_nil() {
        argument::element(who, 2, k, 0)?;
    }
    past_the_end(who, list, k, length.saturating_sub(1))
}

pub fn list_ref(m: &mut Machine, a: &[Value]) -> Outcome {
    Ok(pair_at(&m.heap.effort, "list-ref", a[0], a[1])?.car())
}

pub fn list_set(m: &mut Machine, a: &[Value]) -> Outcome {
    let pair = pair_at(&m.heap.effort, "list-set!", a[0], a[1])?;
    m.heap.set_car(pair, a[2]);
    Ok(Value::UNSPECIFIED)
}

/// The last pair of argument 1 of `who`, a list that is neither empty nor circular.
pub fn final_pair(effort: &Effort, who: &'static str, list: Value) -> Outcome {
    let (mut walk, mut last) = (Walk::new(list), None);
    while let Some(pair) = walk.step(effort)? {
        last = Some(pair);
    }
    let Some(pair) = last else {
        return wrong_type(who, 1, Expected::Pair, list);
    };
    match walk.end() {
        End::Proper | End::Dotted(_) => Ok(pair),
        End::Circular => Err(Box::new(Condition::Circular { who, position: 1 })),
    }
}

pub fn last(m: &mut Machine, a: &[Value]) -> Outcome {
    Ok(final_pair(&m.heap.effort, "last", a[0])?.car())
}

pub fn last_pair(m: &mut Machine, a: &[Value]) -> Outcome {
    final_pair(&m.heap.effort, "last-pair", a[0])
}
