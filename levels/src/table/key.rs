//! How keys are hashed and compared.

use crate::equality;
use crate::heap::Heap;
use crate::layout::Type;
use crate::value::Value;

/// What a table's keys are compared by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `eq?`.
    Eq,
    /// `eqv?`.
    Eqv,
    /// `equal?`.
    Equal,
    /// `string=?`: the keys are strings.
    String,
    /// A procedure of the language, called by the Scheme part of the library: here such keys are
    /// compared by identity, and hashed by a number that comes from outside.
    Custom,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::Eq, Kind::Eqv, Kind::Equal, Kind::String, Kind::Custom];

    /// The kind whose place in the enumeration is `number`.
    pub(super) fn from_number(number: i64) -> Kind {
        Kind::ALL[number as usize]
    }

    /// The name of the kind in the language.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Eq => "eq",
            Kind::Eqv => "eqv",
            Kind::Equal => "equal",
            Kind::String => "string",
            Kind::Custom => "custom",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The comparison that decides for one key.
#[derive(Clone, Copy)]
enum Same {
    Bits,
    Eqv,
    Equal,
}

/// A key, its hash, and how it is compared.
pub struct Probe {
    key: Value,
    hash: u32,
    same: Same,
}

impl Probe {
    /// The probe for `key` in a table of this kind.
    #[inline]
    pub fn new(heap: &Heap, kind: Kind, key: Value) -> Probe {
        match comparison(kind, key) {
            Same::Bits => Probe { key, hash: spread(key.bits()), same: Same::Bits },
            Same::Eqv => {
                Probe { key, hash: spread(equality::eqv_hash(heap, key)), same: Same::Eqv }
            }
            Same::Equal => {
                Probe { key, hash: spread(equality::equal_hash(heap, key)), same: Same::Equal }
            }
        }
    }

    /// The probe for exactly the object `key`, which was hashed to `hash` elsewhere.
    pub fn identical(heap: &Heap, key: Value, hash: Value) -> Probe {
        Probe { key, hash: spread(equality::eqv_hash(heap, hash)), same: Same::Bits }
    }

    /// The key.
    pub fn key(&self) -> Value {
        self.key
    }

    /// The key's hash, all of its bits equally good.
    pub fn hash(&self) -> u32 {
        self.hash
    }

    /// Whether the entry with the key `other` is the one looked for.
    #[inline(always)]
    pub(super) fn matches(&self, heap: &Heap, other: Value) -> bool {
        if self.key == other {
            return true;
        }
        match self.same {
            Same::Bits => false,
            Same::Eqv => other != Value::ABSENT && equality::eqv(heap, self.key, other),
            Same::Equal => {
                other != Value::ABSENT && equality::equal_without_stop(heap, self.key, other)
            }
        }
    }
}

/// Most keys are the same as another only if they are the same word.
#[inline]
fn comparison(kind: Kind, key: Value) -> Same {
    if !key.is_pointer() {
        return Same::Bits;
    }
    match kind {
        Kind::Eq | Kind::Custom => Same::Bits,
        Kind::Eqv if is_boxed_number(key) => Same::Eqv,
        Kind::Eqv => Same::Bits,
        Kind::Equal | Kind::String if key.is_a(Type::Symbol) => Same::Bits,
        Kind::Equal | Kind::String => Same::Equal,
    }
}

fn is_boxed_number(value: Value) -> bool {
    value.is_flonum()
        || value.is_a(Type::Bignum)
        || value.is_a(Type::Ratio)
        || value.is_a(Type::Complex)
}

/// Spreads a word over 32 bits, by folding a product: words that differ little end up far apart.
#[inline(always)]
fn spread(word: u64) -> u32 {
    let product = u128::from(word ^ 0x5851_f42d_4c95_7f2d) * 0x9e37_79b9_7f4a_7c15;
    ((product >> 64) as u64 ^ product as u64) as u32
}
