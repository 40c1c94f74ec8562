//! Choices of the models that have a variance robust to rows that are not independent.

use super::choice;

choice! {
    Variance {
        Model "model" ("model", "modèle"),
        Robust "robust" ("robust", "robuste"),
    }
}

choice! {
    By {
        Pair "pair" ("pair", "paire") reads Pairs as clusters,
        Patient "patient" ("patient", "patient"),
        Cluster "cluster" ("cluster", "grappe") reads Cluster as clusters,
    }
}
