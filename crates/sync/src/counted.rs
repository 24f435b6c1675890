//! The calls of a practice as its copy keeps them.

use athena::{CallCount, Client, Lane};
use store::{Cache, HourCalls};

/// What a call was for, as it is kept.
pub const LANES: [(Lane, &str); 4] =
    [(Lane::Interactive, "people"), (Lane::Booking, "bookings"), (Lane::Feed, "feeds"), (Lane::Fill, "fill")];

/// Calls as the copy keeps them.
pub fn hour_calls(counts: &[CallCount]) -> Vec<HourCalls> {
    let word = |lane| LANES.iter().find(|(known, _)| *known == lane).map_or("", |(_, word)| *word);
    let row = |count: &CallCount| HourCalls {
        hour: count.hour,
        lane: word(count.lane).to_owned(),
        calls: count.calls,
    };
    counts.iter().map(row).collect()
}

/// Has the copy keep what was counted since this was last done. What it does not take is kept the next time.
pub async fn keep_counts(client: &Client, cache: &Cache) {
    let counts = client.take_counts();
    if counts.is_empty() {
        return;
    }
    let rows = hour_calls(&counts);
    if let Err(error) = cache.write("calls counted", move |writer| writer.add_calls(&rows)).await {
        tracing::warn!(%error, "calls are not counted in the copy yet");
        client.give_back(&counts);
    }
}
