//! The loop: one instruction after the other.
//!
//! Invariants: `pc` is the address of an instruction of a live version, `fp` that of its frame, all
//! slots that the instruction names lie in the frame (the compiler checked it), and the frame lies
//! in the stack's memory (`Enter` checked it). What can fail or is rare leaves the loop for a method
//! with `pc` and `fp` written back.

#![expect(
    clippy::undocumented_unsafe_blocks,
    reason = "every one in the loop rests on the invariants above"
)]

use super::cache;
use super::call::Flow;
use super::private::is_noted;
use super::{Event, Machine};
use crate::condition::{Condition, Expected};
use crate::flonum::are_unboxed_flonums;
use crate::layout::{Header, Tag, Type, flag};
use crate::ops::Op;
use crate::procedure::{ReturnLink, builtin, closure, code, entry_of, new_closure};
use crate::string;
use crate::value::Value;
use std::sync::atomic::Ordering;

/// Whether both words are fixnums.
#[inline(always)]
fn fixnums(a: Value, b: Value) -> bool {
    (a.bits() | b.bits()) & crate::layout::TAG_MASK == 0
}

impl Machine {
    /// Runs from the callee position's answer on (`deliver`, `call`, …) until something is the
    /// host's to decide.
    pub fn run(&mut self) -> Event {
        self.heap.set_patient(true);
        let event = self.run_instructions();
        self.heap.set_patient(false);
        event
    }

    #[expect(clippy::too_many_lines, reason = "the instruction loop: one arm an instruction")]
    fn run_instructions(&mut self) -> Event {
        let mut pc = self.pc;
        let mut fp = self.fp;
        let mut argc = self.argc;
        let limit = self.poll.limit_word();

        // SAFETY (of every unsafe operation in this function): the invariants of the loop.
        macro_rules! word {
            ($offset:expr) => {
                unsafe { *pc.add($offset) }
            };
        }
        // Operands are read from memory rather than shifted out of the word: one instruction each.
        macro_rules! a {
            () => {
                unsafe { *pc.cast::<u16>().add(1) as usize }
            };
        }
        macro_rules! b {
            () => {
                unsafe { *pc.cast::<u16>().add(2) as usize }
            };
        }
        macro_rules! c {
            () => {
                unsafe { *pc.cast::<u16>().add(3) as usize }
            };
        }
        macro_rules! far {
            () => {
                unsafe { *pc.cast::<i32>().add(1) as i64 }
            };
        }
        macro_rules! near {
            () => {
                unsafe { *pc.cast::<i16>().add(3) as i64 }
            };
        }
        macro_rules! signed_b {
            () => {
                Value::from_bits(unsafe { *pc.cast::<i16>().add(2) } as i64 as u64)
            };
        }
        macro_rules! signed_c {
            () => {
                Value::from_bits(near!() as u64)
            };
        }
        macro_rules! get {
            ($slot:expr) => {{
                let slot: usize = $slot;
                unsafe { Value::from_bits(*fp.add(slot)) }
            }};
        }
        macro_rules! set {
            ($slot:expr, $value:expr) => {{
                let (slot, value): (usize, Value) = ($slot, $value);
                unsafe { *fp.add(slot) = value.bits() }
            }};
        }
        macro_rules! step {
            ($words:expr) => {{
                pc = unsafe { pc.add($words) };
                continue;
            }};
        }
        macro_rules! jump {
            ($distance:expr) => {{
                pc = pc.wrapping_offset(1 + $distance as isize);
                continue;
            }};
        }
        macro_rules! leave {
            ($flow:expr) => {{
                if !self.light.site.is_null() {
                    break;
                }
                go_to!($flow)
            }};
        }
        // The same where a hook may run on a frame.
        macro_rules! go_to {
            ($flow:expr) => {{
                self.pc = pc;
                self.fp = fp;
                let flow: Flow = $flow;
                if let Flow::Stop(event) = flow {
                    return *event;
                }
                pc = self.pc;
                fp = self.fp;
                argc = self.argc;
                continue;
            }};
        }
        macro_rules! outcome {
            ($slot:expr, $outcome:expr) => {{
                match $outcome {
                    Ok(value) => {
                        set!($slot, value);
                        step!(1)
                    }
                    Err(condition) => leave!(self.fail_at(condition)),
                }
            }};
        }
        // An operation that the builtin `$name` does, too.
        macro_rules! operation {
            ($name:expr, $general:ident, $x:expr, $y:expr) => {{
                match self.$general($x, $y) {
                    Ok(value) => {
                        set!(a!(), value);
                        step!(1)
                    }
                    Err(condition) => {
                        leave!(self.operation_fails_at($name, [$x, $y], None, condition))
                    }
                }
            }};
        }
        macro_rules! arithmetic {
            ($x:expr, $y:expr, $fixnum:ident, $flonum:tt, $general:ident) => {{
                let (x, y): (Value, Value) = ($x, $y);
                if fixnums(x, y)
                    && let Some(result) = (x.bits() as i64).$fixnum(y.bits() as i64)
                {
                    set!(a!(), Value::from_bits(result as u64));
                    step!(1)
                }
                if are_unboxed_flonums(x, y) {
                    let (x, y) = (x.unboxed_flonum_value(), y.unboxed_flonum_value());
                    let result = self.heap.flonum(x $flonum y);
                    set!(a!(), result);
                    step!(1)
                }
                operation!(stringify!($flonum), $general, x, y)
            }};
        }
        macro_rules! compare {
            ($x:expr, $y:expr, $polarity:expr, $relation:tt, $general:ident) => {{
                let (x, y): (Value, Value) = ($x, $y);
                let holds = if fixnums(x, y) {
                    (x.bits() as i64) $relation (y.bits() as i64)
                } else if are_unboxed_flonums(x, y) {
                    x.unboxed_flonum_value() $relation y.unboxed_flonum_value()
                } else {
                    match self.$general(x, y) {
                        Ok(holds) => holds,
                        Err(condition) => {
                            let (name, branch) = (relation_name(stringify!($relation)), Some($polarity));
                            leave!(self.operation_fails_at(name, [x, y], branch, condition))
                        }
                    }
                };
                if holds == $polarity {
                    jump!(near!())
                }
                step!(1)
            }};
        }
        macro_rules! compare_registers {
            ($polarity:expr, $relation:tt, $general:ident) => {
                compare!(get!(a!()), get!(b!()), $polarity, $relation, $general)
            };
        }
        macro_rules! compare_immediate {
            ($polarity:expr, $relation:tt, $general:ident) => {
                compare!(get!(a!()), signed_b!(), $polarity, $relation, $general)
            };
        }
        macro_rules! compare_chars {
            ($x:expr, $y:expr, $polarity:expr) => {{
                let (x, y): (Value, Value) = ($x, $y);
                if !x.is_char() || !y.is_char() {
                    leave!(self.not_chars(x, y, $polarity))
                }
                branch_near!((x == y) == $polarity)
            }};
        }
        macro_rules! branch {
            ($holds:expr) => {{
                if $holds {
                    jump!(far!())
                }
                step!(1)
            }};
        }
        macro_rules! branch_near {
            ($holds:expr) => {{
                if $holds {
                    jump!(near!())
                }
                step!(1)
            }};
        }
        // Whether the cache of the call in the words from `$entry` on knows the procedure's code and
        // its frame fits: then it says where to go on, so that the address need not be waited for.
        macro_rules! is_cached {
            ($entry:expr, $callee:expr, $frame:expr) => {{
                // SAFETY: `limit` lives as long as the machine.
                let limit = unsafe { &*limit }.load(Ordering::Relaxed);
                $callee.field(0).bits() == word!($entry)
                    && $frame as usize + cache::frame_bytes(word!($entry + 1)) <= limit
            }};
        }
        // Goes on in a procedure that the cache of the call does not know.
        macro_rules! go_on_uncached {
            ($callee:expr, $frame:expr) => {{
                let frame: *mut u64 = $frame;
                let entry = entry_of($callee);
                // SAFETY: an entry is an instruction.
                let first = unsafe { *entry };
                let expected = Op::Enter as u64 | (argc as u64) << 32;
                let ends = frame as usize + (first >> 48) as usize * 8;
                fp = frame;
                // SAFETY: `limit` lives as long as the machine.
                let limit = unsafe { &*limit }.load(Ordering::Relaxed);
                if first & 0xffff_0000_00ff == expected && ends <= limit {
                    pc = entry.wrapping_add(3);
                    continue;
                }
                unusual();
                pc = entry;
                continue;
            }};
        }
        // Calls the procedure in slot `base + 1`; `$ret` is the return point,
        // `$stores` whether it has to be put there first.
        macro_rules! enter {
            ($callee:expr, $entries:literal, $ret:expr, $stores:expr) => {{
                let callee: Value = $callee;
                let ret = unsafe { pc.add($ret) };
                let base = a!();
                argc = b!();
                if !callee.has_tag(Tag::Procedure) {
                    leave!(self.not_a_procedure(base, b!(), callee, ret))
                }
                let frame = fp.wrapping_add(base);
                unsafe {
                    *frame = ret as u64 | (base as u64) << 48;
                    if $stores {
                        *frame.add(1) = callee.bits();
                    }
                }
                if is_cached!(1, callee, frame) {
                    pc = cache::address(word!(2));
                    fp = frame;
                    continue;
                }
                if $entries == 2 {
                    sometimes();
                } else {
                    unusual();
                }
                if $entries == 2 && is_cached!(3, callee, frame) {
                    pc = cache::address(word!(4));
                    fp = frame;
                    continue;
                }
                if $entries == 2 && is_noted(callee) && is_library(get!(1)) {
                    leave!(self.call_of_library(base, argc, ret))
                }
                if word!($entries * 2 - 1) == 0 {
                    self.fill_cache(pc, $entries, callee, argc);
                }
                go_on_uncached!(callee, frame)
            }};
        }
        // Moves the arguments of a tail call down into the frame that is given up.
        macro_rules! give_frame_up {
            ($callee:expr) => {{
                let (base, count, callee) = (a!(), b!(), $callee);
                unsafe {
                    *fp.add(1) = callee.bits();
                    let mut from = fp.add(base + 2);
                    let mut to = fp.add(2);
                    for _ in 0..count {
                        // Volatile, that is word by word: words that have just been stored one by
                        // one are slow to load in pairs.
                        *to = from.read_volatile();
                        from = from.add(1);
                        to = to.add(1);
                    }
                }
            }};
        }
        // The cache of a tail call knows no code that keeps its callers' frames.
        macro_rules! enter_tail {
            ($callee:expr, $entries:literal, $ret:expr) => {{
                let callee: Value = $callee;
                argc = b!();
                if !callee.has_tag(Tag::Procedure) {
                    let ret = unsafe { pc.add($ret) };
                    leave!(self.not_a_procedure(a!(), b!(), callee, ret))
                }
                if is_cached!(1, callee, fp) {
                    give_frame_up!(callee);
                    pc = cache::address(word!(2));
                    continue;
                }
                if $entries == 2 {
                    sometimes();
                } else {
                    unusual();
                }
                if $entries == 2 && is_cached!(3, callee, fp) {
                    give_frame_up!(callee);
                    pc = cache::address(word!(4));
                    continue;
                }
                if $entries == 2 && is_noted(callee) && is_library(get!(1)) {
                    leave!(self.last_call_of_library(a!(), argc, unsafe { pc.add($ret) }))
                }
                if keeps_caller(callee, get!(1)) {
                    let base = a!();
                    let frame = fp.wrapping_add(base);
                    unsafe {
                        *frame = pc.add($ret) as u64 | (base as u64) << 48;
                        *frame.add(1) = callee.bits();
                    }
                    go_on_uncached!(callee, frame)
                }
                if word!($entries * 2 - 1) == 0 {
                    self.fill_cache(pc, $entries, callee, argc);
                }
                give_frame_up!(callee);
                go_on_uncached!(callee, fp)
            }};
        }
        macro_rules! cell_value {
            ($cell:expr, $slow:expr) => {{
                let cell = Value::from_bits($cell);
                let value = cell.field(0);
                if value.bits() == Value::UNBOUND.bits() || value.is_a(Type::Macro) {
                    $slow
                }
                value
            }};
        }

        loop {
            // SAFETY: `pc` is at an instruction.
            match unsafe { Op::decode((*pc.cast::<u8>()).into()) } {
                Op::Move => {
                    set!(a!(), get!(b!()));
                    step!(1)
                }
                Op::MoveTwo => {
                    set!(a!(), get!(b!()));
                    set!(a!() + 1, get!(c!()));
                    step!(1)
                }
                Op::Immediate => {
                    set!(a!(), Value::from_bits(far!() as u64));
                    step!(1)
                }
                Op::Constant => {
                    set!(a!(), Value::from_bits(word!(1)));
                    step!(2)
                }
                Op::Global => {
                    let value = cell_value!(word!(1), leave!(self.global_slowly()));
                    set!(a!(), value);
                    step!(2)
                }
                Op::SetGlobal => {
                    let cell = Value::from_bits(word!(1));
                    let value = get!(a!());
                    if cell.header().flags() & flag::PLAIN != 0 && !value.is_a(Type::Delta) {
                        self.heap.set_field(cell, 0, value);
                        step!(4)
                    }
                    leave!(self.set_global())
                }
                Op::DefineGlobal => leave!(self.define_global()),
                Op::Context => {
                    set!(a!(), get!(b!()).field(c!()));
                    step!(1)
                }
                Op::SetContext => {
                    self.heap.set_field(get!(b!()), c!(), get!(a!()));
                    step!(1)
                }
                Op::Own => {
                    set!(a!(), get!(1).field(closure::CONTEXT).field(c!()));
                    step!(1)
                }
                Op::Free => {
                    let context = free_context(get!(1), b!());
                    set!(a!(), context.field(c!()));
                    step!(1)
                }
                Op::SetFree => {
                    let own = get!(1).field(closure::CONTEXT);
                    let context = if b!() == 0 { own } else { free_context(get!(1), b!()) };
                    self.heap.set_field(context, c!(), get!(a!()));
                    step!(1)
                }
                Op::MakeContext => {
                    let parent = match b!() {
                        1 => get!(1).field(closure::CONTEXT),
                        slot => get!(slot),
                    };
                    let new = self.heap.words(Type::Context, c!() + 1, Value::UNASSIGNED);
                    self.heap.init_field(new, 0, parent);
                    set!(a!(), new);
                    step!(1)
                }
                Op::FillContext => {
                    let parent = match b!() {
                        1 => get!(1).field(closure::CONTEXT),
                        slot => get!(slot),
                    };
                    let header = Header::new(Type::Context, c!() + 1);
                    let at = self.heap.allocate(header.object_bytes());
                    let mut slots = word!(1);
                    let value = get!(slots as u16 as usize);
                    // SAFETY: `allocate` gave room for the header, the parent and a variable: there
                    // is at least one.
                    unsafe {
                        *at = header.0;
                        *at.add(1) = parent.bits();
                        *at.add(2) = value.bits();
                    }
                    for k in 1..c!() {
                        slots >>= 16;
                        let value = get!(slots as u16 as usize);
                        // SAFETY: `allocate` gave room for the variables. Volatile, so that the loop
                        // stays short: it has a round or two.
                        unsafe { at.add(2 + k).write_volatile(value.bits()) };
                    }
                    set!(a!(), Value::from_bits(at as u64 | Tag::Object as u64));
                    step!(2)
                }
                Op::Check => {
                    if get!(a!()).bits() == Value::UNASSIGNED.bits() {
                        leave!(self.unassigned())
                    }
                    step!(1)
                }
                Op::Closure => {
                    let context = match b!() {
                        0 => Value::NIL,
                        1 => get!(1).field(closure::CONTEXT),
                        slot => get!(slot),
                    };
                    let new = new_closure(&mut self.heap, Value::from_bits(word!(1)), context);
                    set!(a!(), new);
                    step!(2)
                }

                Op::Jump => jump!(far!()),
                Op::Repeat => {
                    let target = pc.wrapping_offset(1 + far!() as isize);
                    // SAFETY: `limit` lives as long as the machine.
                    if fp as usize > unsafe { &*limit }.load(Ordering::Relaxed) {
                        leave!(self.poll_at(target, 0))
                    }
                    pc = target;
                }
                Op::JumpFalse => branch!(!get!(a!()).is_true()),
                Op::JumpTrue => branch!(get!(a!()).is_true()),
                Op::JumpNull => branch!(get!(a!()).is_nil()),
                Op::JumpNotNull => branch!(!get!(a!()).is_nil()),
                Op::JumpPair => branch!(get!(a!()).is_pair()),
                Op::JumpNotPair => branch!(!get!(a!()).is_pair()),
                Op::JumpEq => branch_near!(get!(a!()) == get!(b!())),
                Op::JumpNotEq => branch_near!(get!(a!()) != get!(b!())),
                Op::JumpEqConstant => {
                    if get!(a!()).bits() == word!(1) {
                        jump!(far!())
                    }
                    step!(2)
                }
                Op::JumpNotEqConstant => {
                    if get!(a!()).bits() != word!(1) {
                        jump!(far!())
                    }
                    step!(2)
                }
                Op::JumpEqImmediate => branch_near!(get!(a!()) == signed_b!()),
                Op::JumpNotEqImmediate => branch_near!(get!(a!()) != signed_b!()),
                Op::JumpLess => compare_registers!(true, <, less),
                Op::JumpNotLess => compare_registers!(false, <, less),
                Op::JumpLessEqual => compare_registers!(true, <=, less_equal),
                Op::JumpNotLessEqual => compare_registers!(false, <=, less_equal),
                Op::JumpGreater => compare_registers!(true, >, greater),
                Op::JumpNotGreater => compare_registers!(false, >, greater),
                Op::JumpGreaterEqual => compare_registers!(true, >=, greater_equal),
                Op::JumpNotGreaterEqual => compare_registers!(false, >=, greater_equal),
                Op::JumpEqual => compare_registers!(true, ==, numbers_equal),
                Op::JumpNotEqual => compare_registers!(false, ==, numbers_equal),
                Op::JumpLessImmediate => compare_immediate!(true, <, less),
                Op::JumpNotLessImmediate => compare_immediate!(false, <, less),
                Op::JumpLessEqualImmediate => compare_immediate!(true, <=, less_equal),
                Op::JumpNotLessEqualImmediate => compare_immediate!(false, <=, less_equal),
                Op::JumpGreaterImmediate => compare_immediate!(true, >, greater),
                Op::JumpNotGreaterImmediate => compare_immediate!(false, >, greater),
                Op::JumpGreaterEqualImmediate => compare_immediate!(true, >=, greater_equal),
                Op::JumpNotGreaterEqualImmediate => {
                    compare_immediate!(false, >=, greater_equal)
                }
                Op::JumpEqualImmediate => compare_immediate!(true, ==, numbers_equal),
                Op::JumpNotEqualImmediate => compare_immediate!(false, ==, numbers_equal),
                Op::JumpZero => compare_immediate!(true, ==, is_zero),
                Op::JumpNotZero => compare_immediate!(false, ==, is_zero),
                Op::JumpCharEqual => compare_chars!(get!(a!()), get!(b!()), true),
                Op::JumpNotCharEqual => compare_chars!(get!(a!()), get!(b!()), false),
                Op::JumpCharEqualImmediate => {
                    compare_chars!(get!(a!()), Value::char_of_code(signed_b!()), true)
                }
                Op::JumpNotCharEqualImmediate => {
                    compare_chars!(get!(a!()), Value::char_of_code(signed_b!()), false)
                }
                Op::JumpType => branch_near!(has_type(get!(a!()), b!())),
                Op::JumpNotType => branch_near!(!has_type(get!(a!()), b!())),

                Op::Add => arithmetic!(get!(b!()), get!(c!()), checked_add, +, add),
                Op::Subtract => arithmetic!(get!(b!()), get!(c!()), checked_sub, -, subtract),
                Op::Multiply => {
                    let (x, y) = (get!(b!()), get!(c!()));
                    if fixnums(x, y)
                        && let Some(result) = x.fixnum_value().checked_mul(y.bits() as i64)
                    {
                        set!(a!(), Value::from_bits(result as u64));
                        step!(1)
                    }
                    if are_unboxed_flonums(x, y) {
                        let (x, y) = (x.unboxed_flonum_value(), y.unboxed_flonum_value());
                        let result = self.heap.flonum(x * y);
                        set!(a!(), result);
                        step!(1)
                    }
                    operation!("*", multiply, x, y)
                }
                Op::AddImmediate => {
                    arithmetic!(get!(b!()), signed_c!(), checked_add, +, add)
                }
                Op::SubtractImmediate => {
                    arithmetic!(get!(b!()), signed_c!(), checked_sub, -, subtract)
                }
                Op::Divide => {
                    let (x, y) = (get!(b!()), get!(c!()));
                    if are_unboxed_flonums(x, y) {
                        let (x, y) = (x.unboxed_flonum_value(), y.unboxed_flonum_value());
                        let result = self.heap.flonum(x / y);
                        set!(a!(), result);
                        step!(1)
                    }
                    operation!("/", divide, x, y)
                }
                Op::Quotient => {
                    let (x, y) = (get!(b!()), get!(c!()));
                    if fixnums(x, y) && y.fixnum_value() > 0 {
                        set!(a!(), Value::fixnum(x.fixnum_value() / y.fixnum_value()));
                        step!(1)
                    }
                    operation!("quotient", quotient, x, y)
                }
                Op::Remainder => {
                    let (x, y) = (get!(b!()), get!(c!()));
                    if fixnums(x, y) && y.fixnum_value() > 0 {
                        set!(a!(), Value::fixnum(x.fixnum_value() % y.fixnum_value()));
                        step!(1)
                    }
                    operation!("remainder", remainder, x, y)
                }
                Op::Modulo => {
                    let (x, y) = (get!(b!()), get!(c!()));
                    if fixnums(x, y) && y.fixnum_value() > 0 {
                        let result = x.fixnum_value().rem_euclid(y.fixnum_value());
                        set!(a!(), Value::fixnum(result));
                        step!(1)
                    }
                    operation!("modulo", modulo, x, y)
                }
                Op::Cons => {
                    let new = self.heap.cons(get!(b!()), get!(c!()));
                    set!(a!(), new);
                    step!(1)
                }
                Op::Car => {
                    let x = get!(b!());
                    if x.is_pair() {
                        set!(a!(), x.car());
                        step!(1)
                    }
                    leave!(self.not_a_pair("car", x))
                }
                Op::Cdr => {
                    let x = get!(b!());
                    if x.is_pair() {
                        set!(a!(), x.cdr());
                        step!(1)
                    }
                    leave!(self.not_a_pair("cdr", x))
                }
                Op::Cadr => {
                    let x = get!(b!());
                    if x.is_pair() && x.cdr().is_pair() {
                        set!(a!(), x.cdr().car());
                        step!(1)
                    }
                    leave!(self.lacks_part("cadr", x))
                }
                Op::Cddr => {
                    let x = get!(b!());
                    if x.is_pair() && x.cdr().is_pair() {
                        set!(a!(), x.cdr().cdr());
                        step!(1)
                    }
                    leave!(self.lacks_part("cddr", x))
                }
                Op::Caar => {
                    let x = get!(b!());
                    if x.is_pair() && x.car().is_pair() {
                        set!(a!(), x.car().car());
                        step!(1)
                    }
                    leave!(self.lacks_part("caar", x))
                }
                Op::SetCar => {
                    let x = get!(a!());
                    if x.is_pair() {
                        self.heap.set_car(x, get!(b!()));
                        step!(1)
                    }
                    leave!(self.not_a_pair("set-car!", x))
                }
                Op::SetCdr => {
                    let x = get!(a!());
                    if x.is_pair() {
                        self.heap.set_cdr(x, get!(b!()));
                        step!(1)
                    }
                    leave!(self.not_a_pair("set-cdr!", x))
                }
                Op::VectorRef => {
                    let (x, index) = (get!(b!()), get!(c!()));
                    if x.is_vector()
                        && index.is_fixnum()
                        && (index.fixnum_value() as u64) < x.vector_len() as u64
                    {
                        set!(a!(), x.field(index.fixnum_value() as usize));
                        step!(1)
                    }
                    leave!(self.bad_vector_ref(x, index))
                }
                Op::VectorSet => {
                    let (x, index) = (get!(a!()), get!(b!()));
                    if x.is_vector()
                        && index.is_fixnum()
                        && (index.fixnum_value() as u64) < x.vector_len() as u64
                        && x.header().flags() == 0
                    {
                        self.heap.set_field(x, index.fixnum_value() as usize, get!(c!()));
                        step!(1)
                    }
                    leave!(self.bad_vector_set(x, index))
                }
                Op::VectorLength => {
                    let x = get!(b!());
                    if x.is_vector() {
                        set!(a!(), Value::fixnum(x.vector_len() as i64));
                        step!(1)
                    }
                    leave!(self.bad_vector_length(x))
                }
                Op::StringRef => {
                    let (x, index) = (get!(b!()), get!(c!()));
                    if x.is_a(Type::String)
                        && let Some(at) = index.as_index()
                        && let Some(c) = string::narrow_char(&self.heap, x, at)
                    {
                        set!(a!(), Value::char(c));
                        step!(1)
                    }
                    outcome!(a!(), self.string_ref(x, index))
                }
                Op::Not => {
                    set!(a!(), Value::boolean(!get!(b!()).is_true()));
                    step!(1)
                }
                Op::Eq => {
                    set!(a!(), Value::boolean(get!(b!()) == get!(c!())));
                    step!(1)
                }
                Op::Builtin => {
                    // SAFETY: the arguments lie in the frame; builtins do not touch the stack.
                    let arguments = {
                        let (first, count) = (c!(), b!());
                        unsafe { std::slice::from_raw_parts(fp.add(first).cast::<Value>(), count) }
                    };
                    let row = crate::builtins::row_at(word!(1));
                    match row.apply(self, arguments) {
                        Ok(value) => {
                            set!(a!(), value);
                            step!(2)
                        }
                        Err(refusal) => {
                            let arguments = arguments.to_vec();
                            leave!(self.inlined_builtin_refused(row, refusal, &arguments))
                        }
                    }
                }

                Op::StepIfDelta => {
                    if get!(c!()).is_a(Type::Delta) {
                        leave!(self.governed_instruction())
                    }
                    step!(9)
                }
                Op::Call => enter!(get!(a!() + 1), 2, 7, false),
                Op::CallGlobal => {
                    let value = Value::from_bits(word!(3)).field(0);
                    if !value.has_tag(Tag::Procedure) {
                        leave!(self.call_global_slowly())
                    }
                    enter!(value, 1, 6, true)
                }
                Op::TailCall => enter_tail!(get!(a!() + 1), 2, 7),
                Op::TailCallGlobal => {
                    let value = Value::from_bits(word!(3)).field(0);
                    if !value.has_tag(Tag::Procedure) {
                        leave!(self.call_global_slowly())
                    }
                    enter_tail!(value, 1, 6)
                }
                Op::Return => {
                    let value = get!(a!());
                    let link = ReturnLink(get!(0).bits());
                    fp = fp.wrapping_sub(link.offset());
                    pc = link.point();
                    set!(crate::procedure::return_info(pc).destination(), value);
                }
                Op::Enter => {
                    if argc != b!() {
                        self.argc = argc;
                        leave!(self.wrong_arity())
                    }
                    // SAFETY: `limit` lives as long as the machine.
                    if fp as usize + c!() * 8 > unsafe { &*limit }.load(Ordering::Relaxed) {
                        leave!(self.poll_at(pc.wrapping_add(3), c!()))
                    }
                    step!(3)
                }
                Op::EnterRest => {
                    if argc < b!() {
                        self.argc = argc;
                        leave!(self.wrong_arity())
                    }
                    let mut rest = Value::NIL;
                    for k in (b!()..argc).rev() {
                        rest = self.heap.cons(get!(2 + k), rest);
                    }
                    set!(2 + b!(), rest);
                    // SAFETY: `limit` lives as long as the machine.
                    if fp as usize + c!() * 8 > unsafe { &*limit }.load(Ordering::Relaxed) {
                        leave!(self.poll_at(pc.wrapping_add(3), c!()))
                    }
                    step!(3)
                }
                Op::Loop => {
                    // SAFETY: `limit` lives as long as the machine.
                    if fp as usize > unsafe { &*limit }.load(Ordering::Relaxed) {
                        leave!(self.poll_at(pc.wrapping_add(3), c!()))
                    }
                    step!(3)
                }

                Op::EnterLazily => {
                    self.argc = argc;
                    leave!(self.enter_lazily())
                }
                Op::Step
                | Op::StepRest
                | Op::StepApply
                | Op::Lift
                | Op::Hand
                | Op::EnterDelta
                | Op::EnterPrivate
                | Op::EnterGoverned => {
                    self.argc = argc;
                    go_to!(self.governed_instruction())
                }
                Op::EnterBuiltin => {
                    let row = crate::builtins::row_at(get!(1).field(builtin::ROW).bits());
                    if argc < row.arity.min as usize
                        || row.arity.max.is_some_and(|max| argc > max as usize)
                    {
                        self.argc = argc;
                        leave!(self.wrong_arity())
                    }
                    // SAFETY: the arguments lie in the frame; builtins do not touch the stack.
                    let arguments =
                        unsafe { std::slice::from_raw_parts(fp.add(2).cast::<Value>(), argc) };
                    match row.apply(self, arguments) {
                        Ok(value) => {
                            let link = ReturnLink(get!(0).bits());
                            fp = fp.wrapping_sub(link.offset());
                            pc = link.point();
                            set!(crate::procedure::return_info(pc).destination(), value);
                        }
                        Err(refusal) => {
                            self.argc = argc;
                            let arguments = arguments.to_vec();
                            leave!(self.builtin_refused(row, refusal, &arguments))
                        }
                    }
                }
                Op::EnterControl => {
                    self.argc = argc;
                    leave!(self.control())
                }
                Op::EnterContinuation => {
                    self.argc = argc;
                    leave!(self.enter_continuation())
                }
                Op::EnterParameter => {
                    self.argc = argc;
                    leave!(self.enter_parameter())
                }
                Op::Underflow => {
                    let value = get!(0);
                    if self.underflow(value).is_none() {
                        self.clear();
                        return Event::Finished(value);
                    }
                    pc = self.pc;
                    fp = self.fp;
                }
                Op::HostReturn => leave!(self.host_return()),
                Op::Resume => leave!(self.resume()),
                Op::Switch => leave!(self.switch_version()),
                Op::Land => leave!(self.land()),
                Op::Raise => {
                    let parts = Value::from_bits(word!(1));
                    leave!(self.raise_constant(parts))
                }
            }
        }
        (self.pc, self.fp) = (pc, fp);
        Event::Lift
    }

    /// The condition of a `char=?` of which an operand is no character.
    #[cold]
    fn not_chars(&mut self, x: Value, y: Value, polarity: bool) -> Flow {
        let (position, found) = if x.is_char() { (2, y) } else { (1, x) };
        let (who, expected) = ("char=?", Expected::Char);
        let condition = Condition::WrongType { who, position, expected, found };
        self.operation_fails_at(who, [x, y], Some(polarity), Box::new(condition))
    }

    /// The condition of a `Check` that failed.
    #[cold]
    fn unassigned(&mut self) -> Flow {
        let name = self.form_at(self.pc).unwrap_or(Value::FALSE);
        self.fail_at(Box::new(Condition::UnassignedVariable { name }))
    }
}

/// The builtin of a relation as Rust writes it.
const fn relation_name(relation: &'static str) -> &'static str {
    match relation.as_bytes() {
        b"==" => "=",
        _ => relation,
    }
}

/// Says that a branch is rare, so that the processor guesses it and need not wait for its test.
#[cold]
#[inline(never)]
fn unusual() {
    std::hint::black_box(());
}

/// Keeps a branch that is not so rare a branch, too, where that was measured.
#[inline(always)]
fn sometimes() {
    // SAFETY: there is no instruction in it.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::asm!("", options(nomem, nostack, preserves_flags))
    };
}

/// Whether the frame of `caller` stays below that of `callee`, which it calls in tail position.
#[inline(always)]
fn keeps_caller(callee: Value, caller: Value) -> bool {
    let flags = callee.field(closure::CODE).header().flags();
    flags & code::KEEPS_CALLER != 0 && (flags & code::LIBRARY == 0 || !is_library(caller))
}

/// Whether the procedure of the running frame is the standard library's.
#[inline(always)]
fn is_library(procedure: Value) -> bool {
    procedure.field(closure::CODE).header().flags() & code::LIBRARY != 0
}

#[inline(always)]
fn has_type(value: Value, ty: usize) -> bool {
    value.is_pointer() && !value.is_pair() && value.header().0 as u8 as usize == ty
}

#[inline(always)]
fn free_context(procedure: Value, hops: usize) -> Value {
    let context = procedure.field(closure::CONTEXT).field(0);
    if hops == 1 { context } else { far_context(context, hops) }
}

fn far_context(mut context: Value, hops: usize) -> Value {
    for _ in 1..hops {
        context = context.field(0);
    }
    context
}
