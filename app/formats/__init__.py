"""One description of a cable, and every outside form made from it."""
