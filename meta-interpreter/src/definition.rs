//! The text of one function, as users read it.

use crate::TEXT;

/// The definition of a name in the evaluator's text, with the comment before it; `None` for names that it
/// does not define.
pub fn definition_of(name: &str) -> Option<&'static str> {
    let head = format!("(define ({name} ");
    TEXT.split("\n\n").find_map(|paragraph| {
        let is_it = paragraph.lines().any(|line| line.starts_with(&head));
        is_it.then(|| paragraph.trim_end())
    })
}
