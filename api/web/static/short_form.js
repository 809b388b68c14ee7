// The short form: says how a number is read when it is left, and keeps the draft. The server checks the form when it is sent.
// The reading of a decimal mark is the rule of ledger/exchange/spreadsheet/numbers.py for a file whose language is known.

const form = document.querySelector("[data-form]");
const decimal = form.dataset.decimal;
const state = form.querySelector("[data-state]");

const numbers = [...form.querySelectorAll("[data-number]")];

/** The decimal mark that a text shows beyond doubt, or "". */
function certainMark(text) {
    const marks = text.trim().replace(/[^.,]/g, "");
    if (marks === "") {
        return "";
    }
    const last = marks.at(-1);
    const alike = marks.length > 1 && [...marks].every((mark) => mark === last);
    if (alike) {
        return last === "." ? "," : ".";
    }
    return marks.length === 1 && readings(text)?.other !== undefined ? "" : last;
}

/** True if another number of the form shows the other decimal mark, so that two readings stay two. */
function isUndecided() {
    return numbers.some((input) => !["", decimal].includes(certainMark(input.value)));
}

/** The readings of a text with one point or comma: what it is read as, and the other one if there are two. */
function readings(text) {
    const found = /^([+-]?)([0-9]*)([.,])([0-9]+)$/.exec(text.trim());
    if (found === null) {
        return null;
    }
    const [, sign, whole, mark, fraction] = found;
    const asDecimal = `${sign}${whole || "0"}.${fraction}`;
    const grouped = fraction.length === 3 && /^[1-9][0-9]{0,2}$/.test(whole);
    if (!grouped) {
        return mark === decimal ? null : {read: asDecimal};
    }
    const asGroups = sign + whole + fraction;
    return mark === decimal ? {read: asDecimal, other: asGroups} : {read: asGroups, other: asDecimal};
}

/** Write a number in the language of the page. */
function spell(number) {
    return number.replace(".", decimal);
}

function sentence(text) {
    const found = readings(text);
    if (found === null) {
        return "";
    }
    const {readAs, two, undecided} = form.dataset;
    const pattern = found.other === undefined ? readAs : isUndecided() ? undecided : two;
    const words = {typed: text.trim(), read: spell(found.read), other: spell(found.other ?? "")};
    return pattern.replace(/\{(typed|read|other)\}/g, (_, key) => words[key]);
}

for (const input of numbers) {
    const live = document.createElement("p");
    live.className = "live";
    live.id = `${input.id}-live`;
    live.setAttribute("aria-live", "polite");
    input.after(live);
    input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), live.id].filter(Boolean).join(" "));
    const say = () => { live.textContent = sentence(input.value); };
    input.addEventListener("blur", say);
    say();
}

const typed = () => new URLSearchParams([...new FormData(form)].map(([key, value]) => [key, String(value)]));
let kept = typed().toString();
let saving = Promise.resolve();

/** Keep what was typed, if it changed; one at a time, so that an older text never replaces a newer one. */
async function keep() {
    const content = typed();
    if (content.toString() === kept) {
        return;
    }
    const text = content.toString();
    content.set("act", "keep");
    try {
        const answer = await fetch(form.action, {method: "POST", body: content, headers: {Accept: "application/json"}});
        if (!answer.ok) {
            throw new Error(String(answer.status));
        }
        kept = text;
        state.textContent = form.dataset.kept;
        history.replaceState(null, "", form.action);
    } catch {
        state.textContent = form.dataset.notKept;
    }
}

form.addEventListener("focusout", () => { saving = saving.then(keep); });
document.querySelector(".summary")?.focus();
