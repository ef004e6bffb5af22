//! Versions are put aside while steps of their code are the host's somewhere.
//!
//! A parked version's return points hold `Op::Switch`. A frame that comes back to one goes on in a cold
//! version (`compiler::emit::cold`) where those steps are the host's, and in a copy of its version, at the
//! same index, elsewhere. Each time the host names other steps the copies are given up: their frames come
//! back to the versions that they are copies of. Once no step of the code is the host's, the version is as
//! it was, the very same object.
//!
//! Invariant: a copy has the instructions of its version, word for word, but for the contents of caches.

use super::Machine;
use super::call::Flow;
use super::points::{Place, Point, point_in};
use super::switch::{after, has_flag};
use crate::compiler;
use crate::pair;
use crate::procedure::{
    add_version, code, first_instruction, instruction_count, new_version, raw_field, return_info,
    version,
};
use crate::value::Value;

/// The key of the copy among a version's twins.
const COPY: Value = Value::TRUE;

/// The version of which this one may be a copy.
pub fn original_of(version: Value) -> Value {
    if has_flag(version, version::COPY) { version.field(version::TWINS) } else { version }
}

impl Machine {
    /// Puts the versions of a code aside, or back.
    pub(super) fn park(&mut self, template: Value, aside: bool) {
        for version in pair::items(template.field(code::VERSIONS)) {
            if has_flag(version, version::COPY) {
                self.give_up_copy(template, version);
                continue;
            }
            if has_flag(version, version::STEPPED) {
                self.retire(template, version);
                let present = template.field(code::VERSION);
                if present.is_true() {
                    compiler::forget_twin(self, present, version);
                }
                continue;
            }
            let skipped = has_flag(version, version::FINAL | version::RETIRED);
            if skipped || has_flag(version, version::PARKED) == aside {
                continue;
            }
            if aside {
                self.switch_at(version, |_| true);
            } else {
                self.restore_points(version);
            }
            let flags = version.header().flags() ^ version::PARKED;
            self.heap.set_flags(version, flags);
        }
    }

    /// The frames of a copy are going to come back to the version that it is a copy of.
    fn give_up_copy(&mut self, template: Value, copy: Value) {
        self.switch_at(copy, |_| true);
        self.forget_version(template, copy);
        let original = original_of(copy);
        let mut twins = pair::items(original.field(version::TWINS));
        twins.retain(|twin| twin.cdr() != copy);
        let twins = self.heap.list(&twins);
        self.heap.set_field(original, version::TWINS, twins);
    }

    /// Where calls of a code begin whose steps are not the host's here.
    pub(super) fn first_of_own(&mut self, template: Value) -> *const u64 {
        let version = template.field(code::VERSION);
        first_instruction(self.running_version(version))
    }

    /// The version in which frames of this one run where its steps are not the host's.
    pub(super) fn running_version(&mut self, version: Value) -> Value {
        if has_flag(version, version::PARKED) { self.copy_of(version) } else { version }
    }

    /// The copy of a parked version.
    fn copy_of(&mut self, version: Value) -> Value {
        let mut twins = version.field(version::TWINS);
        while twins.is_pair() {
            if twins.car().car() == COPY {
                return twins.car().cdr();
            }
            twins = twins.cdr();
        }
        let mut words: Vec<u64> = (0..instruction_count(version))
            .map(|index| raw_field(version, version::FIRST + index))
            .collect();
        for (index, original) in self.originals_of(version) {
            words[index] = original;
        }
        let fields = [version::CODE, version::CONSTANTS, version::DEPENDENCIES, version::POINTS]
            .map(|field| version.field(field));
        let copy = new_version(&mut self.heap, fields, &words);
        let flags = version.header().flags() & !version::PARKED | version::COPY;
        self.heap.set_flags(copy, flags);
        self.heap.set_field(copy, version::TWINS, version);
        super::cache::empty_caches_of(copy);
        add_version(&mut self.heap, version.field(version::CODE), copy);
        let entry = self.heap.cons(COPY, copy);
        let twins = self.heap.cons(entry, version.field(version::TWINS));
        self.heap.set_field(version, version::TWINS, twins);
        copy
    }

    /// The frame at `fp` has been given the value for the point at `index` of a version that is put aside or
    /// of a copy that was given up; the return point that waits for it is `ret`. Gives nothing if the
    /// version is no such one.
    pub(super) fn leave_parked(
        &mut self,
        version: Value,
        index: usize,
        ret: *const u64,
    ) -> Option<Flow> {
        let from = point_in(version, index).expect("what is switched or landed at is a point");
        let original = original_of(version);
        if has_flag(original, version::FINAL) {
            return None;
        }
        let template = original.field(version::CODE);
        if self.takes_steps(template) {
            return Some(match template.header().flags() & code::LIBRARY == 0 {
                true => self.go_on_cold(original, from, ret),
                false => self.go_on_given(original, from),
            });
        }
        if has_flag(original, version::RETIRED)
            || original == version && !has_flag(version, version::PARKED)
        {
            return None;
        }
        let running = self.running_version(original);
        self.pc = after(running, &from);
        Some(Flow::Continue)
    }

    /// The frame at `fp`, of the standard library, goes on in a version whose calls of procedures that it
    /// was given are the host's.
    fn go_on_given(&mut self, version: Value, from: Point) -> Flow {
        let twin = compiler::given_twin(self, version);
        if let Some((twin, to)) = self.point_of_twin(twin, from) {
            self.go_on_in(version, from, twin, to);
        } else {
            let running = self.running_version(version);
            self.pc = after(running, &from);
        }
        Flow::Continue
    }

    /// The frame at `fp` goes on in a cold version. Where none can be made, because memory is refused or a
    /// program has changed the form since the frame began, it goes on as it began, in a copy.
    fn go_on_cold(&mut self, version: Value, from: Point, ret: *const u64) -> Flow {
        let value = self.slot(from.destination());
        self.fp = self.fp.wrapping_add(return_info(ret).offset());
        self.set_return(ret);
        self.capture();
        let under = self.under();
        let place = Place { segment: under.segment, top: under.len };
        if self.chill(place, version).is_some() {
            return self.deliver(value);
        }
        if self.underflow(value).is_some() {
            let copy = self.copy_of(version);
            self.pc = after(copy, &from);
        }
        Flow::Continue
    }
}
