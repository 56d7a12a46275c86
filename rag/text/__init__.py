"""Chinese text: folding, sentences, words, quantities, dates and places, all with offsets."""
