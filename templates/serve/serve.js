// Part of `tokenbook serve` alone: reloads the page when its bytes change, and shows what is wrong with the policy.
// Everything that comes from the policy is put on the page by textContent.
(function () {
  "use strict";
  var script = document.currentScript;
  var page = script.getAttribute("data-page");
  var version = script.getAttribute("data-version");
  var kept = "tokenbook-serve-place " + location.pathname;
  var closedKey = "tokenbook-serve-closed";

  // Storage may be forbidden; then a reload starts at the top and a closed panel opens again.
  function recall(key) { try { return sessionStorage.getItem(key); } catch (refused) { return null; } }
  function keep(key, value) {
    try {
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, value);
    } catch (refused) {
      return;
    }
  }

  // The place is that of the heading last passed, so that it holds when something above it grows.
  function place() {
    var on = { y: scrollY, id: "", offset: 0, open: [] };
    document.querySelectorAll("article [id]").forEach(function (e) {
      var top = e.getBoundingClientRect().top;
      if (/^H[1-6]$/.test(e.tagName) && top < innerHeight / 2) { on.id = e.id; on.offset = top; }
    });
    if (on.y === 0) on.id = "";
    document.querySelectorAll("main details").forEach(function (d) { on.open.push(d.open); });
    return on;
  }
  function restore() {
    var text = recall(kept);
    if (!text) return;
    keep(kept, null);
    var on = JSON.parse(text);
    var details = document.querySelectorAll("main details");
    if (details.length === on.open.length) details.forEach(function (d, i) { d.open = on.open[i]; });
    var heading = on.id && document.getElementById(on.id);
    var y = heading ? heading.getBoundingClientRect().top + scrollY - on.offset : on.y;
    scrollTo({ left: scrollX, top: y, behavior: "instant" });
  }
  // The browser must not put the page back to the old height after this has found the right one.
  history.scrollRestoration = recall(kept) ? "manual" : "auto";
  restore();
  addEventListener("load", function () { history.scrollRestoration = "auto"; });

  var leaving = false;
  function reload() {
    if (leaving) return;
    leaving = true;
    keep(kept, JSON.stringify(place()));
    location.reload();
  }

  function make(tag, name, text) {
    var e = document.createElement(tag);
    if (name) e.className = name;
    if (text) e.textContent = text;
    return e;
  }

  var panel = make("section", "tb-serve-panel");
  panel.id = "tb-serve-panel";
  panel.setAttribute("aria-label", "Findings of the policy");
  panel.tabIndex = -1;
  panel.hidden = true;
  var head = make("div", "tb-serve-head");
  var status = make("p", "tb-serve-status");
  status.setAttribute("role", "status");
  var close = make("button", "tb-serve-close", "Close");
  close.type = "button";
  head.append(status, close);
  var lists = make("div", "tb-serve-lists");
  panel.append(head, lists);
  var chip = make("button", "tb-serve-chip");
  chip.type = "button";
  chip.hidden = true;
  chip.setAttribute("aria-controls", panel.id);
  document.body.append(chip, panel);

  var shown = "";
  function show(open) {
    panel.hidden = !open;
    chip.setAttribute("aria-expanded", String(open));
  }
  function dismiss() {
    var held = panel.contains(document.activeElement);
    keep(closedKey, shown);
    show(false);
    if (held) chip.focus();
  }
  close.addEventListener("click", dismiss);
  chip.addEventListener("click", function () {
    if (!panel.hidden) return dismiss();
    keep(closedKey, null);
    show(true);
    panel.focus();
  });
  addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !panel.hidden && !document.querySelector("dialog[open]")) dismiss();
  });

  function item(f) {
    var li = make("li", "tb-serve-finding");
    var line = make("p", "tb-serve-where");
    line.append(make("code", "", f.at), make("span", "tb-serve-rule", f.rule));
    li.append(line, make("p", "tb-serve-message", f.message));
    if (f.line) li.append(make("pre", "tb-serve-line", f.line));
    if (f.hint) li.append(make("p", "tb-serve-hint", f.hint));
    if (f.basis) li.append(make("p", "tb-serve-basis", f.basis));
    return li;
  }
  function list(findings) {
    var ol = make("ol", "tb-serve-list");
    findings.forEach(function (f) { ol.append(item(f)); });
    return ol;
  }
  function fill(said, text) {
    var errors = said.findings.filter(function (f) { return f.severity === "error"; });
    var others = said.findings.filter(function (f) { return f.severity !== "error"; });
    shown = text;
    chip.hidden = said.findings.length === 0 && said.more === 0;
    chip.classList.toggle("tb-serve-bad", said.errors > 0);
    chip.textContent = said.summary;
    status.textContent = said.summary + (said.broken && page ? ". This is the page as it was before." : "");
    var parts = [];
    if (errors.length) parts.push(list(errors));
    if (others.length) {
      var fold = make("details", "tb-serve-fold");
      fold.append(make("summary", "", said.others), list(others));
      parts.push(fold);
    }
    if (said.more) parts.push(make("p", "tb-serve-more", said.more + " more; tokenbook check says all"));
    lists.replaceChildren.apply(lists, parts);
    show(errors.length > 0 && recall(closedKey) !== text);
  }

  var asked = 0;
  function ask() {
    var number = ++asked;
    fetch("/-/findings.json").then(function (r) { return r.text(); }).then(function (text) {
      if (number === asked && text !== shown) fill(JSON.parse(text), text);
    }).catch(function () { /* the next event asks again */ });
  }

  // A browser has few connections to one address, so pages that nobody sees hold none.
  var source = null;
  function listen() {
    if (document.hidden) {
      if (source) source.close();
      source = null;
      return;
    }
    if (source) return;
    source = new EventSource("/-/events?page=" + encodeURIComponent(page));
    source.addEventListener("build", function (event) {
      if (JSON.parse(event.data).version !== version) return reload();
      ask();
    });
  }
  document.addEventListener("visibilitychange", listen);
  listen();
})();
