"""Questions that a table answers: the cell of a row and a column, figures of one row or one column set against each other."""
