// The page of the checklist: filters by audience and status, and answers that stay in this browser until they are
// exported. An answer remembers the fingerprint of the values that it rests on, and is shown as outdated after a change.
(function () {
  "use strict";
  var tools = document.querySelector(".review-tools");
  if (!tools) return;
  var policy = tools.getAttribute("data-policy");
  var place = "tokenbook-review:" + policy;
  var prints = {};
  tools.getAttribute("data-items").split(" ").forEach(function (pair) {
    var parts = pair.split("=");
    if (parts.length === 2) prints[decodeURIComponent(parts[0])] = decodeURIComponent(parts[1]);
  });

  function make(tag, text, attributes) {
    var e = document.createElement(tag);
    if (text) e.textContent = text;
    Object.keys(attributes || {}).forEach(function (k) { e.setAttribute(k, attributes[k]); });
    return e;
  }

  // Answers: item -> {answer, note, fingerprint}. What is read, from wherever, is looked at before it is used.
  var ANSWERS = ["yes", "no"];
  function clean(from) {
    var out = Object.create(null);
    if (from && typeof from === "object") {
      Object.keys(from).slice(0, 2000).forEach(function (id) {
        var a = from[id];
        if (!a || typeof a !== "object" || ANSWERS.indexOf(a.answer) < 0 && !a.note) return;
        out[id] = { answer: ANSWERS.indexOf(a.answer) < 0 ? "" : a.answer, note: String(a.note || "").slice(0, 2000), fingerprint: String(a.fingerprint || "") };
      });
    }
    return out;
  }
  var answers = clean(null);
  try {
    answers = clean(JSON.parse(localStorage.getItem(place)));
  } catch (refused) {
    // Without storage answers last as long as the page.
  }
  function keep() {
    try {
      localStorage.setItem(place, JSON.stringify(answers));
    } catch (refused) {
      // As above.
    }
  }

  // The rows: those of the tables that begin with the name of an item.
  var rows = [];
  document.querySelectorAll("article table").forEach(function (table) {
    var heads = Array.prototype.map.call(table.querySelectorAll("thead th"), function (th) { return th.textContent.trim(); });
    var audience = heads.indexOf("For"), status = heads.indexOf("Status");
    if (heads[0] !== "ID" || status < 0) return;
    table.classList.add("review-table");
    var box = table.closest(".table") || table;
    var heading = box.previousElementSibling;
    var section = { box: box, heading: heading && heading.tagName === "H2" ? heading : null, rows: [] };
    table.querySelectorAll("tbody tr").forEach(function (tr) {
      var row = {
        tr: tr, section: section, id: tr.cells[0].textContent.trim(), status: tr.cells[status].textContent.trim(),
        audience: audience < 0 ? [] : tr.cells[audience].textContent.split(",").map(function (s) { return s.trim(); })
      };
      if (prints[row.id]) ask(row, tr.cells[status]);
      section.rows.push(row);
      rows.push(row);
    });
  });

  function ask(row, cell) {
    var choice = make("select", "", { "aria-label": "Answer to " + row.id });
    [["", "no answer"], ["yes", "yes"], ["no", "no"]].forEach(function (o) { choice.appendChild(make("option", o[1], { value: o[0] })); });
    var note = make("textarea", "", { "aria-label": "Note on " + row.id, rows: "2", maxlength: "2000", placeholder: "What you found" });
    var old = make("span", "the values have changed since", { "class": "review-old" });
    function changed() {
      if (choice.value || note.value) answers[row.id] = { answer: choice.value, note: note.value, fingerprint: prints[row.id] };
      else delete answers[row.id];
      keep();
      row.show();
    }
    choice.addEventListener("change", changed);
    note.addEventListener("input", changed);
    row.show = function () {
      var a = answers[row.id] || { answer: "", note: "", fingerprint: prints[row.id] };
      if (choice.value !== a.answer) choice.value = a.answer;
      if (note.value !== a.note) note.value = a.note;
      old.classList.toggle("review-hidden", a.fingerprint === prints[row.id]);
    };
    var box = make("div", "", { "class": "review-answer" });
    box.append(choice, note, old);
    cell.appendChild(box);
    row.show();
  }

  // Filters. Rows go and come, but the columns keep their widths, and what is being read stays where it is.
  function pick(label, words) {
    var select = make("select");
    select.appendChild(make("option", "all", { value: "" }));
    words.forEach(function (w) { select.appendChild(make("option", w, { value: w })); });
    var l = make("label", label + " ");
    l.appendChild(select);
    tools.appendChild(l);
    select.addEventListener("change", filter);
    return select;
  }
  function all(of) {
    var seen = [];
    rows.forEach(function (r) { [].concat(r[of]).forEach(function (w) { if (w && seen.indexOf(w) < 0) seen.push(w); }); });
    return seen.sort();
  }
  var audience = pick("For", all("audience"));
  var status = pick("Status", all("status"));
  var count = make("output", "", { "class": "review-count" });
  tools.appendChild(count);
  function filter() {
    var stays = function (r) {
      return (!audience.value || r.audience.indexOf(audience.value) >= 0) && (!status.value || r.status === status.value);
    };
    var bar = tools.getBoundingClientRect().bottom;
    var read = rows.filter(function (r) { return !r.tr.hidden && r.tr.getBoundingClientRect().bottom > bar; });
    var whole = read.filter(function (r) { var top = r.tr.getBoundingClientRect().top; return top >= bar && top < innerHeight; });
    var anchor = whole.filter(stays)[0] || read.filter(stays)[0] || rows.filter(stays).pop();
    var reading = read.length > 0 && tools.getBoundingClientRect().top <= 80 && read[0].tr.getBoundingClientRect().top < innerHeight;
    var before = anchor && !anchor.tr.hidden ? anchor.tr.getBoundingClientRect().top : bar;
    var shown = 0;
    rows.forEach(function (r) { r.tr.hidden = !stays(r); if (!r.tr.hidden) shown++; });
    sections().forEach(function (s) {
      var none = s.rows.every(function (r) { return r.tr.hidden; });
      s.box.hidden = none;
      if (s.heading) s.heading.hidden = none;
    });
    count.textContent = shown + " of " + rows.length + " items";
    if (anchor && reading) scrollBy({ top: anchor.tr.getBoundingClientRect().top - before, behavior: "instant" });
  }
  function sections() {
    return rows.map(function (r) { return r.section; }).filter(function (s, i, list) { return list.indexOf(s) === i; });
  }

  // Out and in again, as a file.
  var out = make("button", "Export answers", { type: "button" });
  out.addEventListener("click", function () {
    var text = JSON.stringify({ tokenbook_answers: 1, policy: policy, answers: answers }, null, 2) + "\n";
    var link = make("a", "", { download: policy + "-answers.json", href: URL.createObjectURL(new Blob([text], { type: "application/json" })) });
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    said("exported");
  });
  var file = make("input", "", { type: "file", accept: "application/json,.json", "aria-label": "Import answers" });
  var into = make("label", "Import answers ", { "class": "review-import" });
  into.appendChild(file);
  file.addEventListener("change", function () {
    if (!file.files.length) return;
    file.files[0].text().then(function (text) {
      var read = JSON.parse(text);
      if (!read || read.tokenbook_answers !== 1) throw new Error("it is no file of answers");
      if (read.policy !== policy) throw new Error("it is about another policy");
      var more = clean(read.answers);
      Object.keys(more).forEach(function (id) { answers[id] = more[id]; });
      keep();
      rows.forEach(function (r) { if (r.show) r.show(); });
      said("imported");
    }).catch(function (error) { said("not imported: " + error.message); });
    file.value = "";
  });
  var note = make("span", "", { "class": "review-said", role: "status" });
  function said(text) { note.textContent = text; }
  tools.append(out, into, note);
  filter();
})();
