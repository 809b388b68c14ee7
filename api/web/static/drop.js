// Drag and drop as an extra to a file input: an element with `data-drop` holds one `<input type=file data-drop-into>`.
// What is dropped on the element is put into the input, as if it had been chosen there.
for (const box of document.querySelectorAll("[data-drop]")) {
  const input = box.querySelector("input[data-drop-into]");
  const over = (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    box.classList.add("over");
  };
  box.addEventListener("dragenter", over);
  box.addEventListener("dragover", over);
  box.addEventListener("dragleave", (event) => {
    if (!box.contains(event.relatedTarget)) box.classList.remove("over");
  });
  box.addEventListener("drop", (event) => {
    box.classList.remove("over");
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });
}
