//! What the methods that no plan calls by name are called in French.

use super::Pairs;

pub static METHODS: Pairs = &[("nearest", "Appariement au plus proche voisin sur le score de propension")];
