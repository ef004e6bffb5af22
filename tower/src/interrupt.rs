//! Ctrl-C.

use levels::machine::poll::Attention;
use std::time::{Duration, Instant};

/// Who interrupts again within this time was not helped by the first interrupt.
const SOON: Duration = Duration::from_secs(1);

/// From here on, Ctrl-C asks the machine to stop at its next poll. An error says why it will end
/// the process instead.
pub fn install(attention: Attention) -> Result<(), ctrlc::Error> {
    let mut last: Option<Instant> = None;
    ctrlc::set_handler(move || {
        let now = Instant::now();
        match last.replace(now) {
            Some(before) if now.duration_since(before) < SOON => attention.insist(),
            Some(_) | None => attention.interrupt(),
        }
    })
}
