//! One level of the tower: what it computes with and how it runs. Knows nothing of stacking.

pub mod value;
pub mod layout;
pub mod condition;
pub mod effort;
pub mod heap;
pub mod hash;
pub mod unicode;
pub mod number;
pub mod pair;
pub mod symbol;
pub mod string;
pub mod equality;
pub mod table;
pub mod port;
pub mod source;
pub mod reader;
pub mod printer;
pub mod expander;
pub mod compiler;
pub mod ops;
pub mod procedure;
pub mod environment;
pub mod machine;
pub mod builtins;
pub mod level;
pub mod world;
