"use strict";
// Draws what the server says, by textContent alone: no text of a floor is ever read as HTML.

const SILENT_AFTER_MS = 6000;
const CLASS_OF = { "!!": "late", "!": "risk", "ok": "ok", "": "" };
let heardAt = Date.now();

const at = (id) => document.getElementById(id);

function made(tag, text, name) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (name) element.className = name;
  return element;
}

function tile(it) {
  const box = made("section", "", `tile ${CLASS_OF[it.word] ?? ""}`);
  const head = made("h2");
  head.append(made("span", it.title), made("span", it.word, "word"));
  const foot = made("p");
  foot.append(made("span", it.below), made("span", it.note));
  box.append(head, made("strong", it.number), foot);
  return box;
}

function rep(it) {
  const item = made("li", "", `style-${it.style}`);
  item.append(made("b", `${it.is_next ? "»" : ""}${it.shape} `), it.name, made("small", `${it.word} ${it.detail}`));
  return item;
}

function late(count, some) {
  const parts = some.map(([who, age]) => {
    const part = made("span", who);
    part.append(made("i", age));
    return part;
  });
  at("late").hidden = !count;
  at("late").replaceChildren(made("b", `!! ${count} PAST LIMIT`), ...parts);
}

function draw(wall) {
  document.title = wall.late_count ? `(${wall.late_count} late) ${wall.floor}` : wall.floor;
  at("floor").textContent = wall.floor;
  at("clock").textContent = wall.clock;
  at("tiles").replaceChildren(...wall.tiles.map(tile));
  late(wall.late_count, wall.late);
  at("reps").replaceChildren(...wall.reps.map(rep));
  say(wall.engine, !wall.is_well);
}

function say(words, isAlarm) {
  at("engine").textContent = words;
  at("engine").className = isAlarm ? "alarm" : "";
}

const source = new EventSource("board");
source.onmessage = (event) => {
  heardAt = Date.now();
  draw(JSON.parse(event.data));
};
setInterval(() => {
  const silent = Math.round((Date.now() - heardAt) / 1000);
  if (silent * 1000 > SILENT_AFTER_MS) say(`no news from floorboard for ${silent} s: what is shown is old`, true);
}, 1000);
