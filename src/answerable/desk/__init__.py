"""The desk: a survey from the first letter to the release. It records, acts and shows; core has the rules."""
