//! `,quit`.

use super::{Answer, Description, Takes};
use crate::tower::Stop;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",quit",
    takes: Takes::Nothing,
    summary: "end the session",
    details: "The exit status is 0, whichever level reads.\n",
    perform: |_, _| Answer::Ran(Stop::Exit(0)),
};
