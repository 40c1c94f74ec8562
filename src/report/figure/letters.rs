//! How wide the letters of a drawing are, which its back end knows.

/// A face of type.
pub trait Letters {
    /// Width of a text in em.
    fn width(&self, text: &str) -> f64;

    /// Breaks a text into lines no wider than `width` em, at spaces; a longer word stays whole.
    fn wrap(&self, text: &str, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(line) + self.width(" ") + self.width(word) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_string()),
            }
        }
        lines
    }
}

/// Every letter half an em wide: where no face is known.
pub struct Even;

impl Letters for Even {
    fn width(&self, text: &str) -> f64 {
        text.chars().count() as f64 / 2.0
    }
}
