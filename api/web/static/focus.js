// Moves the focus to the box above a refused form, so that it is read first.
document.querySelector(".summary")?.focus();
