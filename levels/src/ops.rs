//! The instruction table. Compiler, machine and disassembler expand it.
//!
//! An instruction is one 64-bit word, followed by extra words where its row says so:
//! bits 0–7 the operation, 16–31 operand `a`, 32–47 operand `b`, 48–63 operand `c`. Operands are
//! slots of the frame unless the row says otherwise. A jump's distance is signed, counts words and
//! starts at the word after the jump's own first word; it is `c`, or bits 32–63 (`far`).
//!
//! Invariant: a *return point* is an address whose two words before it are a live mask and an info
//! word (`ReturnInfo`). Every instruction after which something else may run before the frame goes
//! on (calls, polls) ends in these two words.

macro_rules! ops {
    ($($(#[$doc:meta])* $name:ident [$shape:ident $extra:literal],)*) => {
        /// An operation.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Op { $($(#[$doc])* $name,)* }

        impl Op {
            /// Every operation, in the order of its code.
            pub const ALL: &'static [Op] = &[$(Op::$name,)*];
            const SHAPES: &'static [Shape] = &[$(Shape::$shape,)*];
            const EXTRA: &'static [usize] = &[$($extra,)*];
        }
    };
}

/// Which operands an instruction has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// None.
    None,
    /// Slot `a`.
    A,
    /// Slots `a`, `b`.
    AB,
    /// Slots `a`, `b`, `c`.
    ABC,
    /// Slots `a`, `b` and the signed number `c`.
    ABn,
    /// Slot `a` and the signed 32-bit word in bits 32–63.
    An,
    /// Slot `a`, numbers `b` and `c`.
    Anm,
    /// Slots `a`, `b` and a jump `c`.
    ABj,
    /// Slot `a`, a signed number `b` and a jump `c`.
    Anj,
    /// Slot `a` and a far jump.
    Aj,
    /// A far jump.
    J,
}

ops! {
    /// a ← b.
    Move [AB 0],
    /// a ← b, then a + 1 ← c.
    MoveTwo [ABC 0],
    /// a ← the sign-extended 32 bits: small fixnums, constants, characters.
    Immediate [An 0],
    /// a ← the next word.
    Constant [A 1],
    /// a ← the value of the cell in the next word; its absence is an error.
    Global [A 1],
    /// The cell in the next word ← a (`set!`). A return point.
    SetGlobal [A 3],
    /// What the next word tells (`ast::Node::DefineGlobal`) ← a (`define`). A return point.
    DefineGlobal [A 3],
    /// a ← variable c of the context in slot b.
    Context [Anm 0],
    /// Variable c of the context in slot b ← a.
    SetContext [Anm 0],
    /// a ← variable c of the procedure's own context.
    Own [Anm 0],
    /// a ← variable c of the context b links above the procedure's own.
    Free [Anm 0],
    /// Variable c of the context b links above the procedure's own ← a.
    SetFree [Anm 0],
    /// a ← a new context of c variables whose parent is in slot b (b = 1: the procedure's own).
    MakeContext [Anm 0],
    /// a ← a new context whose parent is in slot b (b = 1: the procedure's own) and whose c variables
    /// have the values in the slots that the next word packs, 16 bits each.
    FillContext [Anm 1],
    /// An error if a is unassigned; the name is in the point's form.
    Check [A 0],
    /// a ← a closure of the code in the next word over the context in slot b (1: the procedure's
    /// own; 0: none).
    Closure [AB 1],

    /// Jump.
    Jump [J 0],
    /// Poll, and jump to the return point of the loop or of the entry.
    Repeat [J 0],
    /// Go on at the address in the next word, which lies in the version in the word after; if that
    /// has been retired, go on where its point at the index in the third word leads.
    Land [None 3],
    /// Jump if a is `#f`.
    JumpFalse [Aj 0],
    /// Jump if a is not `#f`.
    JumpTrue [Aj 0],
    /// Jump if a is the empty list.
    JumpNull [Aj 0],
    /// Jump if a is not the empty list.
    JumpNotNull [Aj 0],
    /// Jump if a is a pair.
    JumpPair [Aj 0],
    /// Jump if a is no pair.
    JumpNotPair [Aj 0],
    /// Jump if a and b are the same word.
    JumpEq [ABj 0],
    /// Jump if a and b are not the same word.
    JumpNotEq [ABj 0],
    /// Jump (far) if a is the next word.
    JumpEqConstant [Aj 1],
    /// Jump (far) if a is not the next word.
    JumpNotEqConstant [Aj 1],
    /// Jump if a is the word b, sign-extended.
    JumpEqImmediate [Anj 0],
    /// Jump if a is not the word b, sign-extended.
    JumpNotEqImmediate [Anj 0],
    /// Jump if a < b.
    JumpLess [ABj 0],
    /// Jump if not a < b.
    JumpNotLess [ABj 0],
    /// Jump if a <= b.
    JumpLessEqual [ABj 0],
    /// Jump if not a <= b.
    JumpNotLessEqual [ABj 0],
    /// Jump if a > b.
    JumpGreater [ABj 0],
    /// Jump if not a > b.
    JumpNotGreater [ABj 0],
    /// Jump if a >= b.
    JumpGreaterEqual [ABj 0],
    /// Jump if not a >= b.
    JumpNotGreaterEqual [ABj 0],
    /// Jump if a = b.
    JumpEqual [ABj 0],
    /// Jump if not a = b.
    JumpNotEqual [ABj 0],
    /// Jump if a < the fixnum word b.
    JumpLessImmediate [Anj 0],
    /// Jump if not a < the fixnum word b.
    JumpNotLessImmediate [Anj 0],
    /// Jump if a <= the fixnum word b.
    JumpLessEqualImmediate [Anj 0],
    /// Jump if not a <= the fixnum word b.
    JumpNotLessEqualImmediate [Anj 0],
    /// Jump if a > the fixnum word b.
    JumpGreaterImmediate [Anj 0],
    /// Jump if not a > the fixnum word b.
    JumpNotGreaterImmediate [Anj 0],
    /// Jump if a >= the fixnum word b.
    JumpGreaterEqualImmediate [Anj 0],
    /// Jump if not a >= the fixnum word b.
    JumpNotGreaterEqualImmediate [Anj 0],
    /// Jump if a = the fixnum word b.
    JumpEqualImmediate [Anj 0],
    /// Jump if not a = the fixnum word b.
    JumpNotEqualImmediate [Anj 0],
    /// Jump if a = b, which is 0 (`zero?`).
    JumpZero [Anj 0],
    /// Jump if not a = b, which is 0.
    JumpNotZero [Anj 0],
    /// Jump if a and b are the same character; an error if either is none.
    JumpCharEqual [ABj 0],
    /// Jump if a and b are different characters; an error if either is none.
    JumpNotCharEqual [ABj 0],
    /// Jump if a is the character whose code point is the fixnum word b; an error if it is none.
    JumpCharEqualImmediate [Anj 0],
    /// Jump if a is another character than the one whose code point is the fixnum word b; an error
    /// if it is none.
    JumpNotCharEqualImmediate [Anj 0],
    /// Jump if a holds the type in b (symbols, strings, …: the byte of `layout::Type`).
    JumpType [Anj 0],
    /// Jump if a does not hold the type in b.
    JumpNotType [Anj 0],

    /// a ← b + c.
    Add [ABC 0],
    /// a ← b − c.
    Subtract [ABC 0],
    /// a ← b × c.
    Multiply [ABC 0],
    /// a ← b + the fixnum word c.
    AddImmediate [ABn 0],
    /// a ← b − the fixnum word c.
    SubtractImmediate [ABn 0],
    /// a ← b ÷ c.
    Divide [ABC 0],
    /// a ← (quotient b c).
    Quotient [ABC 0],
    /// a ← (remainder b c).
    Remainder [ABC 0],
    /// a ← (modulo b c).
    Modulo [ABC 0],
    /// a ← (cons b c).
    Cons [ABC 0],
    /// a ← (car b).
    Car [AB 0],
    /// a ← (cdr b).
    Cdr [AB 0],
    /// a ← (cadr b).
    Cadr [AB 0],
    /// a ← (cddr b).
    Cddr [AB 0],
    /// a ← (caar b).
    Caar [AB 0],
    /// (set-car! a b).
    SetCar [AB 0],
    /// (set-cdr! a b).
    SetCdr [AB 0],
    /// a ← (vector-ref b c).
    VectorRef [ABC 0],
    /// (vector-set! a b c).
    VectorSet [ABC 0],
    /// a ← (vector-length b).
    VectorLength [AB 0],
    /// a ← (string-ref b c).
    StringRef [ABC 0],
    /// a ← (not b).
    Not [AB 0],
    /// a ← (eq? b c).
    Eq [ABC 0],
    /// a ← what the builtin whose table index is the next word gives for the b arguments in slots
    /// c, c + 1, ….
    Builtin [Anm 1],

    /// Call the procedure in slot a + 1 with the b arguments in slots a + 2, …. A return point. The words
    /// from 1 on are the call's cache: see `machine::cache`; the constants from c on keep it alive.
    Call [Anm 6],
    /// The same, the procedure being the value of the cell in the last word before the return point's
    /// two. A return point.
    CallGlobal [Anm 5],
    /// `Call` whose value is the frame's value. The frame is given up, unless the callee's code
    /// says that its callers' frames are kept. A return point, followed by `Return a`.
    TailCall [Anm 6],
    /// `CallGlobal` as `TailCall`. A return point, followed by `Return a`.
    TailCallGlobal [Anm 5],
    /// Return a.
    Return [A 0],
    /// Entry of a procedure of exactly b parameters whose frame has bits 48–63 slots. A return
    /// point for what a poll runs.
    Enter [Anm 2],
    /// Entry of a procedure of b parameters and a rest list.
    EnterRest [Anm 2],
    /// Poll of a loop. A return point.
    Loop [None 2],
    /// The host performs a step of kind b (`step::Step`) on what the next word holds, in the scope in
    /// the word after; c: `step_flag`s. A return point; behind it is one instruction, and then what the
    /// step does if it is left to the frame.
    Step [Anm 4],
    /// The host performs the rest of an application: b operands have their values in the slots from a on,
    /// slot c holds the operator (0: it is to be made of a form). The next words: the operands that are
    /// left, the application and its scope, the operator's `lambda` form and its scope, each or `#f`. A
    /// return point.
    StepRest [Anm 7],
    /// The same if the operator is a delta; else goes on behind the one instruction behind the return
    /// point.
    StepIfDelta [Anm 7],
    /// The host performs the call of the procedure in slot a + 1 with the b arguments behind it. The next
    /// words: the application and its scope. A return point.
    StepApply [Anm 4],
    /// In the copy of a hook's version that runs on a frame (`machine::light`), in the place of an
    /// instruction that cannot run there: the hook leaves the frame.
    Lift [None 0],
    /// There, in the place of a tail call of the procedure in slot a + 1, or, if c is 1, in the cell in
    /// word 3, with the b arguments behind it: the frame goes on, if that is what the call leads to.
    Hand [Anm 0],

    /// Entry of a procedure that is compiled when it is first called.
    EnterLazily [None 0],
    /// Entry of a procedure whose code may take steps of the host's.
    EnterGoverned [None 0],
    /// Entry of a delta.
    EnterDelta [None 0],
    /// Entry of a procedure that the library passes on as its own.
    EnterPrivate [None 0],
    /// Entry of a builtin.
    EnterBuiltin [None 0],
    /// Entry of a control primitive; its number is a field of the procedure.
    EnterControl [None 0],
    /// Entry of a continuation.
    EnterContinuation [None 0],
    /// Entry of a parameter object.
    EnterParameter [None 0],
    /// The stack is empty: go on with the frames in the heap.
    Underflow [None 0],
    /// A value has come back to a frame of the host's.
    HostReturn [None 0],
    /// A value has come back to a frame of the machine's own; its kind is in slot 2.
    Resume [None 0],
    /// Where a retired version's return points lead: go on in the code's present version.
    Switch [None 0],
    /// Raise the condition whose parts are in the constant in the next word.
    Raise [A 1],
}

impl Op {
    /// Which operands the first word holds.
    pub const fn shape(self) -> Shape {
        Op::SHAPES[self as usize]
    }

    /// Whether the instruction ends in a return point.
    pub const fn is_return_point(self) -> bool {
        matches!(
            self,
            Op::Call
                | Op::CallGlobal
                | Op::TailCall
                | Op::TailCallGlobal
                | Op::SetGlobal
                | Op::DefineGlobal
                | Op::Enter
                | Op::EnterRest
                | Op::Loop
        )
    }

    /// How many words follow the first.
    pub const fn extra(self) -> usize {
        Op::EXTRA[self as usize]
    }

    /// The operation of an instruction's first word.
    ///
    /// # Safety
    /// `word` was made by `encode`.
    #[inline(always)]
    pub const unsafe fn decode(word: u64) -> Op {
        // SAFETY: the caller says that the low byte came from an `Op`.
        unsafe { std::mem::transmute(word as u8) }
    }

    /// The first word of an instruction.
    #[inline]
    pub const fn encode(self, a: u16, b: u16, c: u16) -> u64 {
        self as u64 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48
    }

    /// The first word of an instruction with a 32-bit operand.
    #[inline]
    pub const fn encode_far(self, a: u16, far: i32) -> u64 {
        self as u64 | (a as u64) << 16 | (far as u32 as u64) << 32
    }
}

/// The word before a return point: where the returned value goes, how far above the frame the
/// callee's frame was, and the return point's own index in its version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct ReturnInfo(pub u64);

impl ReturnInfo {
    /// Packs the three numbers.
    pub const fn new(destination: u16, offset: u16, index: u32) -> ReturnInfo {
        ReturnInfo(destination as u64 | (offset as u64) << 16 | (index as u64) << 32)
    }

    /// The slot that the returned value goes to.
    #[inline(always)]
    pub const fn destination(self) -> usize {
        self.0 as u16 as usize
    }

    /// The callee's frame minus this frame, in words: the size of the suspended frame.
    #[inline(always)]
    pub const fn offset(self) -> usize {
        (self.0 >> 16) as u16 as usize
    }

    /// The word index of the return point in its version.
    #[inline(always)]
    pub const fn index(self) -> usize {
        (self.0 >> 32) as usize
    }
}

/// What a frame waits for at a point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PointKind {
    /// An instruction that may fail and is no return point.
    Instruction = 0,
    /// The return point of a call or an assignment.
    Return = 1,
    /// The return point of a loop's poll.
    Loop = 2,
    /// The return point of the entry.
    Entry = 3,
    /// The return point of a step that the host performs: the value is the node's.
    Step = 4,
    /// The return point of a call that the standard library makes of a procedure that it was given.
    Given = 5,
}

/// By what the versions of one code know a point: its kind, its node, counted from the procedure's
/// first one, and the node before which what is going to run was not looked at: for a loop the first
/// of its body, else the one after the point's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct PointKey(pub u64);

impl PointKey {
    /// Packs the three.
    pub const fn new(kind: PointKind, node: u32, ahead: u32) -> PointKey {
        PointKey(kind as u64 | (node as u64) << 3 | (ahead as u64) << 35)
    }

    /// What a frame waits for.
    pub const fn kind(self) -> PointKind {
        match self.0 & 7 {
            0 => PointKind::Instruction,
            1 => PointKind::Return,
            2 => PointKind::Loop,
            3 => PointKind::Entry,
            4 => PointKind::Step,
            _ => PointKind::Given,
        }
    }

    /// The number of the node.
    pub const fn node(self) -> u32 {
        (self.0 << 29 >> 32) as u32
    }

    /// The number of the first node that has not been looked at.
    pub const fn ahead(self) -> u32 {
        (self.0 >> 35) as u32
    }

    /// The place of the program: the same for two points, perhaps of different kinds of instructions,
    /// that are the same one.
    pub fn place(self) -> (u32, Option<PointKind>) {
        let poll = match self.kind() {
            PointKind::Entry | PointKind::Loop | PointKind::Step => Some(self.kind()),
            PointKind::Instruction | PointKind::Return | PointKind::Given => None,
        };
        (self.node(), poll)
    }

    /// Whether two points are the same place of the program.
    pub fn is_same_place(self, other: PointKey) -> bool {
        self.place() == other.place()
    }
}

/// The live mask of a return point: bit `i` says that slot `i + 2` holds a value. With the top bit
/// set, the rest is the index of a constant, a `Raw` with a word for each run of live slots.
pub mod mask {
    use crate::procedure::raw_field;
    use crate::value::Value;
    use std::ops::Range;

    /// Set where the mask did not fit into the word.
    pub const LONG: u64 = 1 << 63;

    /// The word of a run of slots.
    pub fn run(slots: Range<usize>) -> u64 {
        slots.start as u64 | (slots.end as u64) << 32
    }

    fn slots(run: u64) -> Range<usize> {
        run as u32 as usize..(run >> 32) as usize
    }

    /// The runs of a long mask of a version with these constants, in order and apart.
    pub fn runs(mask: u64, constants: Value) -> impl Iterator<Item = Range<usize>> {
        let runs = constants.field((mask & !LONG) as usize);
        (0..runs.header().len()).map(move |index| slots(raw_field(runs, index)))
    }

    /// Whether slot `index`, from 2, is live by a mask of a version with these constants.
    pub fn is_live(mask: u64, constants: impl FnOnce() -> Value, index: usize) -> bool {
        if mask & LONG == 0 {
            return index < 65 && mask >> (index - 2) & 1 == 1;
        }
        runs(mask, constants()).any(|slots| slots.contains(&index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for (code, op) in Op::ALL.iter().enumerate() {
            assert_eq!(*op as usize, code);
            // SAFETY: the word comes from `encode`.
            assert_eq!(unsafe { Op::decode(op.encode(1, 2, 3)) }, *op);
        }
    }

    #[test]
    fn return_info_round_trips() {
        let info = ReturnInfo::new(7, 300, 100_000);
        assert_eq!((info.destination(), info.offset(), info.index()), (7, 300, 100_000));
    }

    #[test]
    fn point_keys_round_trip() {
        let key = PointKey::new(PointKind::Loop, 70_000, 69_000);
        assert_eq!((key.kind(), key.node(), key.ahead()), (PointKind::Loop, 70_000, 69_000));
        assert!(key.is_same_place(PointKey::new(PointKind::Loop, 70_000, 0)));
        let calls = [PointKind::Instruction, PointKind::Return];
        assert!(calls.iter().all(|kind| !key.is_same_place(PointKey::new(*kind, 70_000, 0))));
        assert!(!key.is_same_place(PointKey::new(PointKind::Entry, 70_000, 0)));
    }
}

/// What a `Step` leaves to the frame, and to whom it goes.
pub mod step_flag {
    /// What the step does follows in the code.
    pub const INLINE: u16 = 1;
    /// The step is performed as nobody has changed it.
    pub const PRISTINE: u16 = 2;
}
