//! What a program learns of and does to the world around it (R7RS 6.14), all of it through
//! `crate::world`.

use super::{Builtin, argument, at_least, between, exactly, row};
use crate::condition::{Condition, Expected, Outcome, wrong_type};
use crate::heap::OutOfMemory;
use crate::machine::Machine;
use crate::number;
use crate::number::integer::{self, Integer, Sign};
use crate::pair::ListBuilder;
use crate::port;
use crate::string;
use crate::value::Value;
use crate::world::Failure;

/// The rows.
pub const BUILTINS: &[Builtin] = &[
    row("features", exactly(0), "(features)", features),
    row("void", at_least(0), "(void object …)", |_, _| Ok(Value::UNSPECIFIED)),
    row("current-second", exactly(0), "(current-second)", |m, _| {
        let now = m.world.current_second();
        Ok(m.heap.flonum(now))
    }),
    row("current-time", exactly(0), "(current-time)", |m, _| {
        Ok(Value::fixnum(m.world.current_second() as i64))
    }),
    row("current-jiffy", exactly(0), "(current-jiffy)", |m, _| {
        Ok(Value::fixnum(m.world.nanoseconds() as i64))
    }),
    row("jiffies-per-second", exactly(0), "(jiffies-per-second)", |_, _| {
        Ok(Value::fixnum(JIFFIES_PER_SECOND))
    }),
    row("real-time", exactly(0), "(real-time)", |m, _| {
        Ok(Value::fixnum((m.world.nanoseconds() / 1_000_000) as i64))
    }),
    row("cpu-time", exactly(0), "(cpu-time)", |m, _| {
        Ok(Value::fixnum((m.world.processor_nanoseconds() / 1_000_000) as i64))
    }),
    row("runtime", exactly(0), "(runtime)", |m, _| {
        let seconds = m.world.processor_nanoseconds() as f64 / JIFFIES_PER_SECOND as f64;
        Ok(m.heap.flonum(seconds))
    }),
    row("random", exactly(1), "(random limit)", random),
    row("random-real", exactly(0), "(random-real)", |m, _| {
        let number = m.world.random_unit();
        Ok(m.heap.flonum(number))
    }),
    row("random-seed!", exactly(1), "(random-seed! seed)", random_seed),
    row("get-environment-variable", exactly(1), "(get-environment-variable name)", variable),
    row("get-environment-variables", exactly(0), "(get-environment-variables)", variables),
    row("command-line", exactly(0), "(command-line)", command_line),
    row("file-exists?", exactly(1), "(file-exists? path)", file_exists),
    row("delete-file", exactly(1), "(delete-file path)", delete_file),
    row("rename-file", exactly(2), "(rename-file from to)", rename_file),
    row("directory-list", between(0, 1), "(directory-list [path])", directory_list),
    row("current-directory", exactly(0), "(current-directory)", current_directory),
];

/// A jiffy is a nanosecond.
const JIFFIES_PER_SECOND: i64 = 1_000_000_000;

/// What `cond-expand` finds true.
fn features(m: &mut Machine, _: &[Value]) -> Outcome {
    let features = m.expander.features.clone();
    let features: Vec<Value> = features.iter().map(|name| m.intern(name)).collect();
    Ok(m.heap.list(&features))
}

/// `(random limit)`: an exact integer from 0 up to an exact limit, a flonum below a flonum.
fn random(m: &mut Machine, a: &[Value]) -> Outcome {
    let limit = a[0];
    let is_exact = number::is_exact_integer(limit);
    if is_exact && !number::is_negative(limit) && limit != Value::fixnum(0) {
        return random_integer(m, limit);
    }
    if limit.is_flonum() && limit.flonum_value() > 0.0 && limit.flonum_value().is_finite() {
        let number = m.world.random_unit() * limit.flonum_value();
        return Ok(m.heap.flonum(number));
    }
    if !is_exact && !limit.is_flonum() {
        return wrong_type("random", 1, Expected::Real, limit);
    }
    let reason = "only a finite number greater than zero can be a limit";
    Err(Box::new(Condition::NoResult { who: "random", reason, found: limit }))
}

/// Draws as many bits as `limit` has until they are a number below it: twice on the average at most.
fn random_integer(m: &mut Machine, limit: Value) -> Outcome {
    if let Some(limit) = limit.as_index() {
        return Ok(Value::fixnum(m.world.random_below(limit as u64) as i64));
    }
    let wanted = Integer::of(limit);
    let (count, top) = (wanted.limbs().len(), wanted.limbs().last().copied().unwrap_or(0));
    m.heap.reserve(count.saturating_mul(16))?;
    loop {
        let mut limbs: Vec<u64> = (0..count).map(|_| m.world.random_bits()).collect();
        limbs[count - 1] &= u64::MAX >> top.leading_zeros();
        if limbs.iter().rev().lt(wanted.limbs().iter().rev()) {
            return integer::from_limbs(&mut m.heap, Sign::Positive, &limbs);
        }
    }
}

fn random_seed(m: &mut Machine, a: &[Value]) -> Outcome {
    let Some(seed) = a[0].as_fixnum() else {
        return wrong_type("random-seed!", 1, Expected::Fixnum, a[0]);
    };
    m.world.set_seed(seed as u64);
    Ok(Value::UNSPECIFIED)
}

fn variable(m: &mut Machine, a: &[Value]) -> Outcome {
    let name = argument::text(&m.heap, "get-environment-variable", 1, a[0])?;
    match m.world.environment_variable(&name) {
        Some(value) => Ok(string::from_str(&mut m.heap, &value)?),
        None => Ok(Value::FALSE),
    }
}

fn variables(m: &mut Machine, _: &[Value]) -> Outcome {
    let mut list = ListBuilder::new();
    for (name, value) in m.world.environment_variables() {
        let name = string::from_str(&mut m.heap, &name)?;
        let value = string::from_str(&mut m.heap, &value)?;
        let entry = m.heap.cons(name, value);
        list.push(&mut m.heap, entry);
    }
    Ok(list.finish(&mut m.heap, Value::NIL))
}

fn strings(m: &mut Machine, texts: &[String]) -> Result<Value, OutOfMemory> {
    let mut list = ListBuilder::new();
    for text in texts {
        let text = string::from_str(&mut m.heap, text)?;
        list.push(&mut m.heap, text);
    }
    Ok(list.finish(&mut m.heap, Value::NIL))
}

fn command_line(m: &mut Machine, _: &[Value]) -> Outcome {
    let texts = m.world.command_line();
    Ok(strings(m, &texts)?)
}

/// The exit status that an argument of `exit` stands for: none and `#t` are success, `#f` is failure,
/// an exact integer is its low eight bits, or 1 where those say success and it does not.
pub fn exit_status(object: Option<Value>) -> u8 {
    match object {
        None => 0,
        Some(object) if object.is_boolean() => u8::from(!object.is_true()),
        Some(object) => match object.as_fixnum() {
            Some(status) if status == 0 || status as u8 != 0 => status as u8,
            Some(_) | None => 1,
        },
    }
}

fn file_exists(m: &mut Machine, a: &[Value]) -> Outcome {
    let path = argument::text(&m.heap, "file-exists?", 1, a[0])?;
    Ok(Value::boolean(m.world.exists(&path)))
}

fn done(who: &'static str, path: &str, result: Result<(), Failure>) -> Outcome {
    match result {
        Ok(()) => Ok(Value::UNSPECIFIED),
        Err(failure) => Err(port::condition(who, path, failure)),
    }
}

fn delete_file(m: &mut Machine, a: &[Value]) -> Outcome {
    let path = argument::text(&m.heap, "delete-file", 1, a[0])?;
    let result = m.world.delete(&path);
    done("delete-file", &path, result)
}

fn rename_file(m: &mut Machine, a: &[Value]) -> Outcome {
    let from = argument::text(&m.heap, "rename-file", 1, a[0])?;
    let to = argument::text(&m.heap, "rename-file", 2, a[1])?;
    let result = m.world.rename(&from, &to);
    done("rename-file", &from, result)
}

fn directory_list(m: &mut Machine, a: &[Value]) -> Outcome {
    let path = match a.first() {
        Some(path) => argument::text(&m.heap, "directory-list", 1, *path)?,
        None => ".".to_owned(),
    };
    match m.world.list_directory(&path) {
        Ok(names) => Ok(strings(m, &names)?),
        Err(failure) => Err(port::condition("directory-list", &path, failure)),
    }
}

fn current_directory(m: &mut Machine, _: &[Value]) -> Outcome {
    match m.world.current_directory() {
        Ok(path) => Ok(string::from_str(&mut m.heap, &path)?),
        Err(failure) => Err(port::condition("current-directory", ".", failure)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::testing::{call, machine, refused};

    #[test]
    fn random_numbers_follow_the_seed_and_keep_below_the_limit() {
        let (one, two) = (&mut machine(), &mut machine());
        let n = Value::fixnum;
        for m in [&mut *one, &mut *two] {
            call(m, "random-seed!", &[n(7)]);
        }
        for _ in 0..100 {
            let drawn = call(one, "random", &[n(10)]);
            assert!((0..10).contains(&drawn.fixnum_value()));
            assert_eq!(drawn, call(two, "random", &[n(10)]));
        }
        let limit = one.heap.flonum(0.5);
        assert!(call(one, "random", &[limit]).flonum_value() < 0.5);
        for limit in [n(0), n(-3)] {
            assert!(matches!(refused(one, "random", &[limit]), Condition::NoResult { .. }));
        }
        assert!(matches!(refused(one, "random", &[Value::NIL]), Condition::WrongType { .. }));
        let big = integer::from_limbs(&mut one.heap, Sign::Positive, &[5, 7, 1]).unwrap();
        for _ in 0..100 {
            let drawn = call(one, "random", &[big]);
            assert_eq!(call(one, "<", &[Value::fixnum(-1), drawn, big]), Value::TRUE);
        }
    }

    #[test]
    fn the_command_line_and_clocks() {
        let m = &mut machine();
        m.world.set_command_line(vec!["prog.scm".into(), "λ".into()]);
        let list = call(m, "command-line", &[]);
        assert_eq!(string::to_rust(&m.heap, list.cdr().car()), "λ");
        let before = call(m, "current-jiffy", &[]).fixnum_value();
        assert!(call(m, "current-jiffy", &[]).fixnum_value() >= before);
        assert!(call(m, "current-second", &[]).flonum_value() > 1.6e9);
        assert_eq!((exit_status(None), exit_status(Some(Value::FALSE))), (0, 1));
        assert_eq!(exit_status(Some(Value::fixnum(258))), 2);
    }
}
