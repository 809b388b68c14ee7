// Follows a recomputation: the server sends each step as it ends, and the page shows its row; then the result is opened.
// Without script the form waits for the end of the run and leads to the result.
const form = document.querySelector("form[data-recompute]");
const steps = document.querySelector("[data-events]");

form?.addEventListener("formdata", (event) => event.formData.set("follow", "true"));
form?.addEventListener("change", (event) => {
  if (event.target.type === "file" && event.target.files.length > 0) form.elements.whose.value = "own";
});

if (steps !== null) {
  const live = document.querySelector("[data-live]");
  const source = new EventSource(steps.dataset.events);
  source.addEventListener("step", (event) => {
    const row = JSON.parse(event.data);
    steps.querySelector(`[data-step="${row.number}"]`).outerHTML = row.html;
    live.textContent = row.said;
  });
  source.addEventListener("end", () => {
    source.close();
    location.reload();
  });
}

// A case whose rows are still computed: its data are sent when they are there; then the page is opened again.
const awaits = document.querySelector("[data-awaits]");
if (awaits !== null) fetch(awaits.dataset.awaits).then((answer) => { if (answer.ok) location.reload(); });
