// The keying screen by keyboard alone. Without this file the page is an ordinary form; with it, digits choose,
// Enter goes on, and nothing typed is lost: a copy stays on this machine until the server has acknowledged it.
"use strict";
(() => {
  const form = document.getElementById("nhap");
  const number = document.getElementById("number");
  const message = document.getElementById("tin");
  const turn = document.getElementById("luot");
  const rows = [...form.querySelectorAll(".row")].map((element) => ({
    element,
    field: element.querySelector("input, textarea"),
    kind: element.dataset.kind,
    ovals: [...element.querySelectorAll(".oval")],
    tokens: [...element.querySelectorAll(".oval")].map((oval) => oval.dataset.token),
  }));
  const say = form.dataset;
  const DRAFT = `sipas-nhap-${say.keyer}`;
  const QUEUE = `sipas-cho-gui-${say.keyer}`;
  const SWITCHES = "sipas-phim";
  const RETRY_MS = 15000;
  const DAMM = say.damm.split(" ");

  // The form being keyed and the queue of saved ones, in this browser's storage

  const read = (key, otherwise) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  };
  const write = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      tell(say.offline, "bad");
    }
  };
  const values = () => Object.fromEntries(
    [["number", number.value], ...rows.map((row) => [row.field.name, row.field.value])]);
  const fill = (typed) => {
    number.value = typed.number ?? "";
    rows.forEach((row) => { row.field.value = typed[row.field.name] ?? ""; show(row); });
  };
  const keep = () => write(DRAFT, values());

  // Choosing answers by key

  const chosen = (row) => row.field.value.trim().split(/[\s,]+/).filter(Boolean);
  const show = (row) => row.ovals.forEach((oval) => {
    oval.classList.toggle("ticked", chosen(row).includes(oval.dataset.token));
  });
  const set = (row, tokens) => {
    row.field.value = tokens.join(" ");
    row.element.classList.remove("wrong");
    show(row);
    keep();
  };
  const toggle = (row, token) => {
    const now = chosen(row).filter((one) => row.tokens.includes(one));
    const next = now.includes(token) ? now.filter((one) => one !== token) : [...now, token];
    set(row, row.tokens.filter((one) => next.includes(one)));
  };
  const goTo = (place) => {
    const target = place < 0 ? number : rows[place]?.field ?? document.getElementById("luu");
    target.focus();
    if (target.select && target !== number) target.select();
    target.scrollIntoView({ block: "center" });
  };
  // What a row takes: its ovals, and of the missing kinds those that may stand in it. A token of "" empties the row.
  const kinds = JSON.parse(say.kinds);
  const takes = (row, kind) => kind.token === ""
    || (kind.offered ? row.tokens.includes(kind.token) : kind.inChoices || row.kind !== "several");
  const tokenOf = (row, key) => {
    const kind = kinds.find((one) => one.keys.some((its) => its.toLowerCase() === key.toLowerCase()));
    if (kind) return takes(row, kind) ? kind.token : null;
    const token = key === "0" ? "10" : key;
    return row.tokens.includes(token) ? token : null;
  };
  const keysOf = (row) => {
    const mine = kinds.filter((kind) => takes(row, kind));
    const inOrder = [...mine.filter((kind) => kind.token), ...mine.filter((kind) => !kind.token)];
    const options = row.tokens.filter((token) => mine.every((kind) => kind.token !== token));
    return [...options, ...inOrder.map((kind) => kind.keys[0])];
  };
  const choose = (row, place, token) => {
    if (token === null) return tell(`${row.field.name}: ${say.oneOf} ${keysOf(row).join(" ")}`, "near");
    if (token === "") return set(row, []);
    if (row.kind === "several" && row.tokens.includes(token)) return toggle(row, token);
    set(row, [token]);
    if (document.getElementById("tu-sang").checked) goTo(place + 1);
  };
  const onRow = (row, place) => (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !(row.kind === "text" && event.shiftKey)) {
      event.preventDefault();
      return place + 1 < rows.length ? goTo(place + 1) : send();
    }
    if (row.kind === "text" || event.ctrlKey || event.altKey || event.metaKey) return undefined;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      return goTo(place + (event.key === "ArrowDown" ? 1 : -1));
    }
    const ours = event.key.length === 1 && event.key !== " " || kinds.some((kind) => kind.keys.includes(event.key));
    if (!ours || !document.getElementById("dung-phim").checked) return undefined;
    event.preventDefault();
    return choose(row, place, tokenOf(row, event.key));
  };

  // The form number: its check digit here, whose form it is on the server

  const isNumber = (text) => {
    const digits = text.replace(/[\s-]/g, "");
    return /^\d{7,10}$/.test(digits) && [...digits].reduce((state, digit) => Number(DAMM[state][digit]), 0) === 0;
  };
  const lookUp = async () => {
    turn.textContent = "";
    try {
      const address = say.lookUp.replace("/so/0", `/so/${encodeURIComponent(number.value.trim())}`);
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const outcome = await answer.json();
      if (answer.ok) {
        turn.textContent = outcome.turn;
        return;
      }
      // Said before the form is keyed: sixty answers would be typed in vain.
      tell(outcome.error, "bad");
      if (rows.every((row) => row.field.value === "")) {
        number.focus();
        number.select();
      }
    } catch {
      turn.textContent = "";
    }
  };
  const onNumber = (event) => {
    if (event.key !== "Enter" || event.ctrlKey) return;
    event.preventDefault();
    if (!isNumber(number.value)) {
      tell(say.wrongNumber, "bad");
      number.select();
      return;
    }
    tell("", "");
    lookUp();
    goTo(0);
  };

  // Sending: into the queue first, out of it when the server has acknowledged

  const tell = (text, kind) => {
    message.textContent = text;
    message.className = `notice ${kind}`;
    message.hidden = !text;
  };
  const queue = () => read(QUEUE, []);
  const unqueue = (id) => { write(QUEUE, queue().filter((one) => one.id !== id)); list(); };
  const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const send = () => {
    if (!isNumber(number.value)) {
      tell(say.wrongNumber, "bad");
      number.focus();
      return;
    }
    const entry = { id: newId(), at: Date.now(), values: values(), confirmed: confirmedNow() };
    write(QUEUE, [...queue().filter((one) => one.values.number !== entry.values.number), entry]);
    clear();
    deliver(entry);
  };
  const confirmedNow = () => [...form.querySelectorAll('[name="#confirmed"]')].map((field) => field.value);
  const clear = () => {
    form.querySelectorAll('[name="#confirmed"]').forEach((field) => field.remove());
    fill({});
    rows.forEach((row) => row.element.classList.remove("wrong"));
    turn.textContent = "";
    write(DRAFT, {});
    goTo(-1);
  };
  const freshToken = async () => {
    const page = await fetch(location.href, { headers: { Accept: "text/html" } });
    const parsed = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = parsed.querySelector('#nhap [name="csrf_token"]');
    if (token) form.elements.csrf_token.value = token.value;
    return Boolean(token);
  };
  const post = (entry) => {
    const body = new URLSearchParams(entry.values);
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append("dot", form.elements.dot.value);
    entry.confirmed.forEach((check) => body.append("#confirmed", check));
    return fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  };
  const deliver = async (entry) => {
    try {
      let answer = await post(entry);
      if (answer.status === 400 && await freshToken()) answer = await post(entry);
      const outcome = await answer.json();
      if (answer.ok) {
        unqueue(entry.id);
        tell(outcome.message, "good");
      } else if (answer.status === 401) {
        tell(say.signIn, "near");
      } else if (answer.status >= 500 || answer.status === 429) {
        tell(say.offline, "near");
      } else {
        refused(entry, outcome);
      }
    } catch {
      tell(say.offline, "near");
    }
    list();
  };
  // The refusal in words: each sentence once, with all items it is about; what to do if the paper does say so.
  const inWords = (outcome) => {
    const problems = outcome.problems ?? [];
    const messages = [...new Set(problems.map((one) => one.message))].map(
      (text) => `${problems.filter((one) => one.message === text).map((one) => one.item).join(", ")}: ${text}`);
    const again = problems.length > 0 && problems.every((one) => one.soft) ? [say.again] : [];
    return [outcome.error, ...messages, ...again].join(" ");
  };
  const refused = (entry, outcome) => {
    const problem = inWords(outcome);
    write(QUEUE, queue().map((one) => (one.id === entry.id ? { ...one, problem, problems: outcome.problems ?? [] } : one)));
    if (number.value === "" && outcome.problems) reopen(entry.id);
    tell(`${entry.values.number}: ${problem}`, "bad");
  };
  const reopen = (id) => {
    const entry = queue().find((one) => one.id === id);
    if (!entry) return;
    fill(entry.values);
    form.querySelectorAll('[name="#confirmed"]').forEach((field) => field.remove());
    const soft = [...entry.confirmed, ...(entry.problems ?? []).filter((one) => one.soft).map((one) => one.key)];
    soft.forEach((check) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "#confirmed", value: check })));
    const wrong = (entry.problems ?? []).map((one) => one.item);
    rows.forEach((row) => row.element.classList.toggle("wrong", wrong.includes(row.field.name)));
    keep();
    goTo(rows.findIndex((row) => wrong.includes(row.field.name)));
  };
  const button = (text, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: text });
    made.addEventListener("click", act);
    return made;
  };
  const list = () => {
    const waiting = queue();
    document.getElementById("con-giu").hidden = waiting.length === 0;
    document.getElementById("con-giu-ds").replaceChildren(...waiting.map((one) => {
      const line = document.createElement("li");
      line.append(`${one.values.number} – ${one.problem ?? say.waiting} `);
      if (one.problem) line.append(button(say.open, () => reopen(one.id)), " ", button(say.drop, () => unqueue(one.id)));
      return line;
    }));
  };
  const deliverAll = () => queue().filter((one) => !one.problem).reduce((before, one) => before.then(() => deliver(one)), Promise.resolve());

  // Listeners, switches and draft of this browser, then what still waits is sent

  const switches = read(SWITCHES, { keys: true, on: false });
  const keys = document.getElementById("dung-phim");
  const on = document.getElementById("tu-sang");
  keys.checked = switches.keys;
  on.checked = switches.on;
  [keys, on].forEach((field) => field.addEventListener("change", () => write(SWITCHES, { keys: keys.checked, on: on.checked })));
  document.getElementById("cong-tac").hidden = false;
  document.getElementById("gui-lai").addEventListener("click", deliverAll);
  rows.forEach((row, place) => {
    row.field.addEventListener("keydown", onRow(row, place));
    row.field.addEventListener("input", () => { show(row); keep(); });
    row.ovals.forEach((oval) => oval.addEventListener("click", () => { row.field.focus(); choose(row, place, oval.dataset.token); }));
    show(row);
  });
  number.addEventListener("keydown", onNumber);
  number.addEventListener("input", keep);
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); send(); } });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  addEventListener("online", deliverAll);
  setInterval(deliverAll, RETRY_MS);
  const draft = read(DRAFT, {});
  if (!number.value && draft.number) fill(draft);
  list();
  deliverAll();
})();
