//! A busy practice in all weathers, and the copy after it; a clinic's by `cargo xtask acts`.

use acceptance::{acts, say};
use sandbox::Size;

const SEED: u64 = 1;

#[tokio::test(start_paused = true)]
async fn after_two_busy_hours_in_all_weathers_the_copy_is_the_practice() {
    let acted = acts(Size::Solo, SEED, |_| ()).await.expect("the surroundings hold");
    say(&acted.to_string());
    let wrong = &acted.alike.wrong;
    assert!(wrong.is_empty(), "{acted}\n{}", wrong[..wrong.len().min(20)].join("\n"));
    let (own, charts) = (acted.alike.custom_values, acted.alike.allergies);
    assert!(own > 100 && charts > 20, "{own} values of own fields and {charts} charts are compared");
    assert_eq!(acted.doubled, 0, "each is written once");
    assert!(acted.changes > 2_000 && acted.writes > 20 && acted.faults > 35, "much happens: {acted}");
}
