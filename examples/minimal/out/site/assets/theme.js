// Runs before the page is painted: the reader's choice of light or dark, if one was made. Pages work without it.
(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-script", "");
  try {
    var choice = localStorage.getItem("tokenbook-theme");
    if (choice === "light" || choice === "dark") root.setAttribute("data-theme", choice);
  } catch (refused) {
    // A browser may forbid storage, above all for pages opened from disk; the system's setting then holds.
  }
})();
