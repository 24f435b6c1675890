//! Pairs: the product and its reference in turn, A B B A, so that what drifts touches both alike.

/// How many pairs make a figure.
pub const PAIRS: usize = 9;

/// Which of a pair is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Ours.
    Product,
    /// What it is held against.
    Reference,
}

/// Measures pairs, and gives what came of both sides of each.
pub async fn pairs<T>(measure: impl AsyncFnMut(Side) -> anyhow::Result<T>) -> anyhow::Result<Vec<(T, T)>> {
    pairs_of(PAIRS, measure).await
}

/// The same of fewer pairs, where each takes long.
pub async fn pairs_of<T>(
    count: usize,
    mut measure: impl AsyncFnMut(Side) -> anyhow::Result<T>,
) -> anyhow::Result<Vec<(T, T)>> {
    let mut measured = Vec::with_capacity(count);
    for turn in 0..count {
        if turn % 2 == 0 {
            let product = measure(Side::Product).await?;
            measured.push((product, measure(Side::Reference).await?));
        } else {
            let reference = measure(Side::Reference).await?;
            measured.push((measure(Side::Product).await?, reference));
        }
    }
    Ok(measured)
}
