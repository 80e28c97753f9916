//! Panics, as part of the recording: where and why, and the task that panicked.

use std::panic;

use recording::Stream;

use super::record::record_line;
use super::source::Source;

/// Records the message of each panic instead of printing it. A panic that cannot be
/// recorded is printed as always.
pub(super) fn record_panics() {
    let standard = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let why = panic.payload_as_str().unwrap_or("a value that is not text");
        let recorded = panic.location().is_some_and(|location| {
            let place = Source::new(location.file(), location.line()).place;
            let text = format!("panicked at {}:{}: {why}", place.file, place.line);
            record_line(text, Stream::Stderr, Some(place))
        });
        if !recorded {
            standard(panic);
        }
    }));
}
