"use strict";
const said = document.querySelector(".said");

function written(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "hidden";
  document.body.append(area);
  area.select();
  const worked = document.execCommand("copy");
  area.remove();
  return worked;
}

async function copy(button) {
  const text = button.dataset.copy;
  let worked = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    worked = written(text);
    button.focus();
  }
  const before = button.dataset.words ?? button.textContent;
  button.dataset.words = before;
  button.textContent = worked ? "Copied" : "Not copied";
  said.textContent = worked ? "Copied" : "The browser did not let the page copy";
  setTimeout(() => {
    button.textContent = before;
    said.textContent = "";
  }, 1500);
}

for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", () => copy(button));
}

function reached(lines, start, from, to) {
  const found = new Set([start]);
  const waiting = [start];
  while (waiting.length) {
    const at = waiting.pop();
    for (const line of lines) {
      if (line.dataset[from] === at && !found.has(line.dataset[to])) {
        found.add(line.dataset[to]);
        waiting.push(line.dataset[to]);
      }
    }
  }
  return found;
}

for (const drawing of document.querySelectorAll("svg.drawing")) {
  const lines = [...drawing.querySelectorAll("path.line")];
  const boxes = [...drawing.querySelectorAll("a.box")];
  const follow = (box) => {
    const before = reached(lines, box.dataset.box, "to", "from");
    const after = reached(lines, box.dataset.box, "from", "to");
    drawing.classList.add("following");
    for (const one of boxes) {
      one.classList.toggle("near", before.has(one.dataset.box) || after.has(one.dataset.box));
    }
    for (const line of lines) {
      const { from, to } = line.dataset;
      line.classList.toggle("near", (before.has(from) && before.has(to)) || (after.has(from) && after.has(to)));
    }
  };
  const leave = () => drawing.classList.remove("following");
  for (const box of boxes) {
    box.addEventListener("mouseenter", () => follow(box));
    box.addEventListener("focus", () => follow(box));
    box.addEventListener("mouseleave", leave);
    box.addEventListener("blur", leave);
  }
}

function uncover() {
  const target = document.getElementById(location.hash.slice(1));
  const around = target?.closest("details");
  if (around) {
    around.open = true;
    target.scrollIntoView();
  }
}

addEventListener("hashchange", uncover);
uncover();

const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

function price(tiers, volume) {
  let cost = 0;
  let below = 0;
  for (const [each, upTo] of tiers) {
    const top = upTo ? Math.min(volume, upTo) : volume;
    cost += Math.max(top - below, 0) * each;
    below = Math.max(below, top);
  }
  return cost;
}

function count(table) {
  const sums = [];
  const missing = [];
  for (const row of table.tBodies[0].rows) {
    const volume = Math.max(0, Math.floor(Number(row.querySelector("input.volume").value) || 0));
    row.querySelectorAll("output").forEach((output, plan) => {
      const tiers = JSON.parse(output.dataset.tiers);
      const cost = tiers.length ? price(tiers, volume) : 0;
      missing[plan] ||= !tiers.length && volume > 0;
      sums[plan] = (sums[plan] ?? 0) + cost;
      output.value = tiers.length ? dollars.format(cost) : "not listed";
    });
  }
  for (const output of table.querySelectorAll("output.sum")) {
    const plan = Number(output.dataset.plan);
    output.value = dollars.format(sums[plan] ?? 0) + (missing[plan] ? " and more" : "");
  }
}

for (const table of document.querySelectorAll("table.costs")) {
  table.addEventListener("input", () => count(table));
  count(table);
}
