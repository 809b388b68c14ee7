"""The difference of two figures as a tree of causes, and one battery under several rulebooks."""
