//! Ctrl-C.

use levels::machine::poll::Attention;

/// From here on, Ctrl-C asks the machine to stop at its next poll. An error says why it will end
/// the process instead.
pub fn install(attention: Attention) -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(move || attention.interrupt())
}
