// Search: the index is a script beside this one, loaded when search is first opened, because a page opened from disk
// cannot fetch data. Ranking is minisearch's. Keys: / or Ctrl+K opens, arrows choose, Enter opens, Esc closes.
(function () {
  "use strict";
  var opener = document.querySelector(".search-open");
  var finder = document.querySelector(".finder");
  if (!opener || !finder || !finder.showModal) return;
  opener.hidden = false;
  var rootPath = document.body.getAttribute("data-root");
  var input = finder.querySelector(".finder-input");
  var list = finder.querySelector(".finder-results");
  var note = finder.querySelector(".finder-note");
  var engine = null;
  var entries = [];
  var chosen = -1;
  var loading = false;

  function load(name, then) {
    var script = document.createElement("script");
    script.src = rootPath + "assets/" + name;
    script.onload = then;
    script.onerror = function () { note.textContent = "The search index could not be loaded."; };
    document.head.appendChild(script);
  }

  function add(page, section, code, kind) {
    entries.push({ t: section[0], x: section[2], p: page.p, u: page.u + (section[1] ? "#" + section[1] : ""), c: code, k: kind });
  }

  // A name is found as it is written and by its words.
  function names(text) { return text ? text + " " + text.replace(/[_.]/g, " ") : ""; }

  // What is called exactly as was typed comes first, whatever else mentions it.
  function ranked(query) {
    var typed = query.toLowerCase();
    function exact(hit) {
      var e = entries[hit.id];
      return e.t.toLowerCase() === typed || (e.c || "").toLowerCase() === typed ? 1 : 0;
    }
    return engine.search(query).slice(0, 200).sort(function (a, b) { return exact(b) - exact(a) || b.score - a.score; }).slice(0, 12);
  }

  function prepare() {
    if (engine || loading) return;
    loading = true;
    load("minisearch.min.js", function () {
      load("search-index.js", function () {
        (window.tokenbookIndex || []).forEach(function (page) {
          page.s.forEach(function (s, i) { add(page, s, i === 0 ? page.c : "", ""); });
          (page.v || []).forEach(function (s) { add(page, s, "", "setting"); });
        });
        engine = new window.MiniSearch({
          fields: ["t", "p", "x"],
          tokenize: function (text) { return text.toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter(Boolean); },
          searchOptions: {
            boost: { t: 6, p: 3 },
            // What has a name of its own, an error or a setting, comes before text that mentions it.
            boostDocument: function (id) { return entries[id].c ? 4 : entries[id].k ? 0.6 : 1; },
            prefix: true,
            fuzzy: function (term) { return term.length > 4 ? 0.2 : false; },
            combineWith: "AND"
          }
        });
        engine.addAll(entries.map(function (e, i) { return { id: i, t: names(e.t) + " " + names(e.c), p: e.k ? "" : e.p, x: e.x }; }));
        find();
      });
    });
  }

  // A text with the words that were found in it marked; never as markup.
  function marked(into, text, words) {
    var lower = text.toLowerCase();
    var from = 0;
    while (from < text.length) {
      var at = -1;
      var size = 0;
      words.forEach(function (w) {
        var i = w ? lower.indexOf(w, from) : -1;
        if (i >= 0 && (at < 0 || i < at)) { at = i; size = w.length; }
      });
      if (at < 0) break;
      into.appendChild(document.createTextNode(text.slice(from, at)));
      var m = document.createElement("mark");
      m.textContent = text.slice(at, at + size);
      into.appendChild(m);
      from = at + size;
    }
    into.appendChild(document.createTextNode(text.slice(from)));
  }

  // The part of a text around the first word that was found.
  function excerpt(text, words) {
    var lower = text.toLowerCase();
    var first = text.length;
    words.forEach(function (w) { var i = lower.indexOf(w); if (i >= 0 && i < first) first = i; });
    if (first === text.length) first = 0;
    var start = Math.max(0, first - 40);
    if (start > 0) start = Math.max(start, text.indexOf(" ", start) + 1);
    return (start > 0 ? "… " : "") + text.slice(start, start + 150);
  }

  function find() {
    if (!engine) return;
    var query = input.value.trim();
    var hits = query ? ranked(query) : [];
    list.textContent = "";
    choose(-1);
    hits.forEach(function (hit, i) {
      var entry = entries[hit.id];
      var words = hit.terms.concat(hit.queryTerms);
      var item = document.createElement("li");
      item.setAttribute("role", "presentation");
      var link = document.createElement("a");
      link.id = "finder-" + i;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.href = rootPath + entry.u;
      link.tabIndex = -1;
      var head = document.createElement("span");
      head.className = "finder-title";
      marked(head, entry.t, words);
      var where = document.createElement("span");
      where.className = "finder-page";
      where.textContent = entry.c ? entry.c : entry.p === entry.t ? "" : entry.p;
      var text = document.createElement("span");
      text.className = "finder-text";
      marked(text, excerpt(entry.x, words), words);
      link.append(head, where, text);
      item.appendChild(link);
      item.addEventListener("mousemove", function () { if (chosen !== i) choose(i); });
      list.appendChild(item);
    });
    input.setAttribute("aria-expanded", String(hits.length > 0));
    note.textContent = query && !hits.length ? "Nothing was found." : hits.length ? hits.length + (hits.length === 1 ? " result" : " results") : "";
    if (hits.length) choose(0);
  }

  function choose(i) {
    var items = list.querySelectorAll("a");
    if (chosen >= 0 && items[chosen]) items[chosen].setAttribute("aria-selected", "false");
    chosen = i;
    if (i >= 0 && items[i]) {
      items[i].setAttribute("aria-selected", "true");
      items[i].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", items[i].id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function open() {
    prepare();
    if (!finder.open) finder.showModal();
    input.focus();
    input.select();
  }

  opener.addEventListener("click", open);
  finder.querySelector(".finder-close").addEventListener("click", function () { finder.close(); });
  finder.addEventListener("click", function (event) { if (event.target === finder || event.target.closest("a")) finder.close(); });
  finder.addEventListener("close", function () { opener.focus(); });
  input.addEventListener("input", find);
  input.addEventListener("keydown", function (event) {
    var count = list.children.length;
    if (event.key === "ArrowDown" && count) choose((chosen + 1) % count);
    else if (event.key === "ArrowUp" && count) choose((chosen - 1 + count) % count);
    else if (event.key === "Enter" && list.children[chosen]) list.querySelectorAll("a")[chosen].click();
    else return;
    event.preventDefault();
  });
  addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    var slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    var k = (event.key === "k" || event.key === "K") && (event.ctrlKey || event.metaKey);
    if ((slash || k) && !finder.open) { event.preventDefault(); open(); }
  });
})();
