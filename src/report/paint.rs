//! The colours of the drawings.

use super::figure::Paint;

/// They differ in lightness, for print in grey, and in hue for every common form of colour blindness.
const ARMS: &[&str] = &["#1b4f8a", "#c97700", "#2a7f62", "#8c2d5a", "#6b6b6b"];

/// Red, green, blue and, where it is not solid, opacity: two hexadecimal digits each.
pub fn colour(paint: Paint) -> String {
    let arm = |i: usize| ARMS[i % ARMS.len()];
    match paint {
        Paint::Ink => "#000000".into(),
        Paint::Quiet => "#5a5a5a".into(),
        Paint::Faint => "#d4d4d4".into(),
        Paint::Ground => "#f4f4f4".into(),
        Paint::Complete => "#12365e".into(),
        Paint::Partial => "#3f83c8".into(),
        Paint::Stable => "#8a8a8a".into(),
        Paint::NonTarget => "#7a5c99".into(),
        Paint::Progression => "#b3452c".into(),
        Paint::Unknown => "#ffffff".into(),
        Paint::Arm(i) => arm(i).into(),
        Paint::Pale(i) => format!("{}59", arm(i)),
        Paint::Band(i) => format!("{}2b", arm(i)),
    }
}
