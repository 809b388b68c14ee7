// Checks a file without leaving the page: posts the form, shows each step as the server sends it, then the result.
// An answer is lines of JSON: `number` and `html` of a step with `said` for the live region, or `title` and `result`.
const form = document.querySelector("form[data-check]");
const place = document.getElementById("result");
const live = document.querySelector("[data-live]");

async function* linesOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
  }
}

function show(row) {
  if (row.result !== undefined) {
    document.title = row.title;
    place.innerHTML = row.result;
    place.querySelector("[data-heading]").focus();
  } else {
    place.querySelector(`[data-step="${row.number}"]`).outerHTML = row.html;
  }
  live.textContent = row.said;
}

form.addEventListener("change", () => {
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const size = inputs.flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
  form.elements.file.setCustomValidity(size > Number(form.dataset.most) ? form.dataset.large : "");
});

form.addEventListener("submit", async (event) => {
  if (form.elements.file.files.length === 0) return; // The server says what is missing, at the field.
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  place.replaceChildren(document.getElementById("running").content.cloneNode(true));
  live.textContent = form.dataset.check;
  try {
    const headers = { Accept: "application/x-ndjson" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    for await (const row of linesOf(answer.body)) show(row);
  } catch {
    live.textContent = "";
    button.removeAttribute("aria-disabled");
    form.submit();
    return;
  }
  button.removeAttribute("aria-disabled");
});
