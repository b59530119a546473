"""Support for each child of an operation: who it is from, whether contact is kept, what is due."""
