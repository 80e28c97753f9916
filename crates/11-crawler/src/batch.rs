//! Lists of values in statements. They come in few sizes, so that the database prepares
//! each statement once, however long the list.

use sqlx::{Any, QueryBuilder};

/// Maximum number of rows in one statement.
const MAX_ROWS: usize = 64;

/// Splits `rows` into pieces whose lengths are powers of two, at most 64.
pub(crate) fn pieces<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let length = 1 << rest.len().min(MAX_ROWS).checked_ilog2()?;
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(piece)
    })
}

/// Splits `values` for [`push_list`].
pub(crate) fn lists<T>(values: &[T]) -> impl Iterator<Item = &[T]> {
    values.chunks(MAX_ROWS)
}

/// Adds ` IN (?, ?, …)`. The last value is repeated until their number is a power of
/// two, which changes nothing in a list.
pub(crate) fn push_list<'a, T>(query: &mut QueryBuilder<Any>, values: &'a [T])
where
    T: Clone + sqlx::Type<Any> + sqlx::Encode<'a, Any> + 'a,
{
    query.push(" IN (");
    let mut list = query.separated(", ");
    let repeated = values.last().into_iter().cycle();
    for value in values
        .iter()
        .chain(repeated)
        .take(values.len().next_power_of_two())
    {
        list.push_bind(value.clone());
    }
    query.push(")");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_powers_of_two_and_nothing_is_lost() {
        for length in [0, 1, 2, 3, 7, 64, 65, 191] {
            let rows = (0..length).collect::<Vec<_>>();
            let pieces = pieces(&rows).collect::<Vec<_>>();
            assert!(pieces.iter().all(|piece| piece.len().is_power_of_two()));
            assert!(pieces.iter().all(|piece| piece.len() <= MAX_ROWS));
            assert_eq!(pieces.concat(), rows);
        }
    }
}
