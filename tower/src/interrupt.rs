//! Ctrl-C.

use levels::machine::poll::Attention;

/// From here on, Ctrl-C asks the machine to stop at its next poll.
pub fn install(attention: Attention) {
    if let Err(error) = ctrlc::set_handler(move || attention.interrupt()) {
        eprintln!("tower: Ctrl-C will end the process: {error}");
    }
}
