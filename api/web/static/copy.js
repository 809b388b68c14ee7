// A button with `data-copy` copies that text and says so in the page's element with `data-copied`.
// Without script the buttons stay invisible: the text beside them can be selected.
const said = document.querySelector("[data-copied]");
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.classList.add("ready");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = said.dataset.copied;
    setTimeout(() => { said.textContent = ""; }, 2000);
  });
}
