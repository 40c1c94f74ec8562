//! The texts of all tables, each once: a cell holds its number.

/// Numbers follow the order of reading, and no result follows them.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    all: String,
    /// Where each text ends in `all`.
    ends: Vec<usize>,
    /// Numbers by the hash of their text, each at the first free place behind it; [`FREE`] where there is none. Its length is a
    /// power of two.
    places: Vec<u32>,
}

const FREE: u32 = u32::MAX;

impl Texts {
    /// The text of a number that [`Texts::number`] gave.
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(number).and_then(|end| self.all.get(start..*end)).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The number of a text, a new one where it is new.
    pub fn number(&mut self, text: &str) -> u32 {
        if self.ends.len() * 2 >= self.places.len() {
            self.grow();
        }
        let place = self.place(text);
        match self.places.get(place) {
            Some(&number) if number != FREE => number,
            _ => {
                let number = self.ends.len() as u32;
                self.all.push_str(text);
                self.ends.push(self.all.len());
                self.places[place] = number;
                number
            }
        }
    }

    /// Where the text stands, or would.
    fn place(&self, text: &str) -> usize {
        let last = self.places.len() - 1;
        let mut place = hash(text) as usize & last;
        while self.places[place] != FREE && self.get(self.places[place]) != text {
            place = (place + 1) & last;
        }
        place
    }

    fn grow(&mut self) {
        self.places = vec![FREE; (self.places.len() * 2).max(1024)];
        for number in 0..self.ends.len() as u32 {
            let place = self.place(self.get(number));
            self.places[place] = number;
        }
    }

    /// By number, the place of the text in the order of letters.
    pub fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.ends.len() as u32).collect();
        order.sort_unstable_by(|a, b| self.get(*a).cmp(self.get(*b)));
        let mut ranks = vec![0; order.len()];
        for (rank, number) in order.into_iter().enumerate() {
            ranks[number as usize] = rank as u32;
        }
        ranks
    }

    /// No text is new from here on.
    pub fn close(&mut self) {
        self.places = vec![];
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// FNV-1a, whose last bits are mixed with its first.
fn hash(text: &str) -> u64 {
    let mixed = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, mixed);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number() {
        let mut texts = Texts::default();
        let words: Vec<String> = (0..5000).map(|i| format!("P{i:04}")).collect();
        let first: Vec<u32> = words.iter().map(|w| texts.number(w)).collect();
        let again: Vec<u32> = words.iter().rev().map(|w| texts.number(w)).rev().collect();
        assert_eq!(first, again);
        assert!(words.iter().zip(&first).all(|(w, number)| texts.get(*number) == w));
        assert_eq!((texts.len(), texts.number(""), texts.get(5000), texts.get(9999)), (5000, 5000, "", ""));
    }

    #[test]
    fn ranks_follow_the_letters() {
        let mut texts = Texts::default();
        for text in ["b", "é", "a", "B"] {
            texts.number(text);
        }
        assert_eq!(texts.ranks(), [2, 3, 1, 0]);
    }
}
