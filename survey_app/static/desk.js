// The review desk by keyboard, and scans sent one by one with their progress. Without this file both pages work.
"use strict";
(() => {
  const desk = document.getElementById("soat");
  if (desk) {
    const whole = document.getElementById("ca-trang");
    const beside = document.getElementById("canh-dong");
    let sent = false;
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || sent) return;
      const key = event.key.toLowerCase();
      if (event.target.tagName === "TEXTAREA") {
        if (key === "escape") event.target.blur();
        return;
      }
      if (key === "t") {
        whole.open = !whole.open;
        return;
      }
      if (key === "g" && beside) {
        event.preventDefault();
        beside.open = true;
        beside.querySelector("textarea").focus();
        return;
      }
      const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (!target) return;
      event.preventDefault();
      sent = true;
      target.click();
    });
  }

  const form = document.getElementById("dua-vao");
  if (!form) return;
  const files = document.getElementById("files");
  const progress = document.getElementById("tien-do");
  const bar = document.getElementById("thanh");
  const results = document.getElementById("ket-qua");
  const say = (text) => {
    const line = document.createElement("li");
    line.textContent = text;
    results.append(line);
  };
  const send = (file, done, total) => new Promise((resolve) => {
    const body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append("files", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      bar.value = 100 * (done + event.loaded / Math.max(event.total, 1)) / total;
    });
    request.upload.addEventListener("load", () => { progress.dataset.now = form.dataset.reading; });
    request.addEventListener("loadend", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = { error: form.dataset.failed };
      }
      say(`${file.name}: ${answer.message ?? answer.error ?? form.dataset.failed}`);
      (answer.beware ?? []).forEach(say);
      resolve(Boolean(answer.message));
    });
    request.send(body);
  });
  form.addEventListener("submit", async (event) => {
    if (files.files.length === 0) return;
    event.preventDefault();
    progress.hidden = false;
    const chosen = [...files.files];
    let good = true;
    for (const [place, file] of chosen.entries()) good = await send(file, place, chosen.length) && good;
    bar.value = 100;
    files.value = "";
    if (good && results.childElementCount === chosen.length) {
      location.reload();
      return;
    }
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("a"), { href: location.href, textContent: form.dataset.next }));
    results.append(line);
  });
})();
