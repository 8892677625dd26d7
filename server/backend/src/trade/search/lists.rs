//! Many short lists in one stretch of memory.

/// A list for each listing of a segment, one after the other.
pub struct Lists<T> {
    values: Vec<T>,
    /// Where each list ends.
    ends: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            ends: Vec::new(),
        }
    }
}

impl<T> Lists<T> {
    /// Adds to the list that is being written.
    pub fn push(&mut self, value: T) {
        self.values.push(value);
    }

    /// What was added to the list that is being written.
    pub fn open(&self) -> &[T] {
        let begins = self.ends.last().copied().unwrap_or_default();
        &self.values[begins as usize..]
    }

    /// Ends a list, and begins the next.
    pub fn end(&mut self) {
        self.ends.push(self.values.len() as u32);
    }

    /// How many lists were ended.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The list at a place; it must have been ended.
    pub fn of(&self, at: u32) -> &[T] {
        let at = at as usize;
        let begins = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.values[begins as usize..self.ends[at] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_apart() {
        let mut lists = Lists::default();
        for list in [&[1, 2][..], &[], &[3]] {
            list.iter().for_each(|value| lists.push(*value));
            lists.end();
        }
        assert_eq!(
            [lists.of(0), lists.of(1), lists.of(2)],
            [&[1, 2][..], &[], &[3]]
        );
    }
}
