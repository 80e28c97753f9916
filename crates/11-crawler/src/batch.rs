//! Lists of values in statements. Where it changes nothing, they are filled up to a few
//! sizes, so that the database prepares each statement once, however long the list.

use sqlx::{Any, QueryBuilder};

/// Maximum number of values in one statement.
const MAX_VALUES: usize = 256;

/// Splits values into lists that fit into a statement.
pub(crate) fn lists<T>(values: &[T]) -> impl Iterator<Item = &[T]> {
    values.chunks(MAX_VALUES)
}

/// Repeats the last value until their number is a power of two.
pub(crate) fn padded<T>(values: &[T]) -> impl Iterator<Item = &T> {
    let repeated = values.last().into_iter().cycle();
    let all = values.iter().chain(repeated);
    all.take(values.len().next_power_of_two())
}

/// Adds ` IN (?, ?, …)`, with at least one value.
pub(crate) fn push_list<'a, T>(query: &mut QueryBuilder<Any>, values: &'a [T])
where
    T: Clone + sqlx::Type<Any> + sqlx::Encode<'a, Any> + 'a,
{
    query.push(" IN (");
    let mut list = query.separated(", ");
    for value in padded(values) {
        list.push_bind(value.clone());
    }
    query.push(")");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_filled_up() {
        let values = [1, 2, 3, 4, 5];
        for (length, filled_up) in [(1, 1), (2, 2), (3, 4), (4, 4), (5, 8)] {
            let padded = padded(&values[..length]).collect::<Vec<_>>();
            assert_eq!(padded.len(), filled_up);
            assert!(padded[..length].iter().copied().eq(&values[..length]));
            assert!(padded[length..].iter().all(|&&value| value == length));
        }
    }
}
