// Theme switch, copy buttons, the section in view, and the menu on small screens. All of it is convenience.
(function () {
  "use strict";
  var root = document.documentElement;

  // The theme switch goes round: as the system, light, dark.
  var order = ["auto", "light", "dark"];
  var button = document.querySelector(".theme");
  var word = document.querySelector(".theme-word");
  function show() {
    var now = root.getAttribute("data-theme") || "auto";
    button.setAttribute("data-now", now);
    word.textContent = "Theme: " + now;
    button.title = word.textContent;
  }
  if (button) {
    button.hidden = false;
    show();
    button.addEventListener("click", function () {
      var now = root.getAttribute("data-theme") || "auto";
      var next = order[(order.indexOf(now) + 1) % order.length];
      if (next === "auto") root.removeAttribute("data-theme");
      else root.setAttribute("data-theme", next);
      try {
        if (next === "auto") localStorage.removeItem("tokenbook-theme");
        else localStorage.setItem("tokenbook-theme", next);
      } catch (refused) {
        // See theme.js.
      }
      show();
    });
  }

  // A copy button for each block of code, where the browser lets a page copy.
  if (navigator.clipboard) {
    document.querySelectorAll(".code").forEach(function (block) {
      var copy = document.createElement("button");
      copy.type = "button";
      copy.className = "copy";
      copy.textContent = "Copy";
      copy.addEventListener("click", function () {
        navigator.clipboard.writeText(block.querySelector("code").textContent).then(
          function () { copy.textContent = "Copied"; },
          function () { copy.textContent = "Not allowed"; }
        );
        setTimeout(function () { copy.textContent = "Copy"; }, 1600);
      });
      block.appendChild(copy);
    });
  }

  // Scrolling boxes need the keyboard only where there is something to scroll.
  function reach() {
    document.querySelectorAll(".table, .code pre, .diagram-scroll").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }
  reach();
  addEventListener("resize", reach);

  // The table of contents marks the section in view.
  var links = Array.prototype.slice.call(document.querySelectorAll(".toc a"));
  if (links.length && "IntersectionObserver" in window) {
    var byId = {};
    links.forEach(function (link) { byId[decodeURIComponent(link.hash.slice(1))] = link; });
    var headings = Array.prototype.slice.call(document.querySelectorAll("article h2, article h3"));
    var mark = function () {
      var current = headings[0];
      headings.forEach(function (h) { if (h.getBoundingClientRect().top < 120) current = h; });
      links.forEach(function (link) { link.classList.remove("now"); });
      var now = current && byId[current.id];
      if (now) now.classList.add("now");
    };
    new IntersectionObserver(mark, { rootMargin: "-100px 0px -60% 0px" }).observe(document.querySelector("article"));
    var waiting = false;
    addEventListener("scroll", function () {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(function () { waiting = false; mark(); });
    }, { passive: true });
    mark();
  }

  // The page on show is in view in a long navigation, and a link chosen on a small screen closes the menu.
  var current = document.querySelector('.side [aria-current="page"]');
  var side = document.querySelector(".side");
  if (current && side && current.offsetTop > side.clientHeight - 80) side.scrollTop = current.offsetTop - side.clientHeight / 2;
  var box = document.getElementById("menu");
  if (box && side) {
    side.addEventListener("click", function (event) { if (event.target.closest("a")) box.checked = false; });
    addEventListener("keydown", function (event) {
      if (event.key === "Escape" && box.checked) { box.checked = false; box.focus(); }
    });
  }

  // The list of versions closes like a menu.
  var versions = document.querySelector(".versions");
  if (versions) {
    addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !versions.open) return;
      versions.open = false;
      versions.querySelector("summary").focus();
    });
    addEventListener("click", function (event) {
      if (!versions.contains(event.target)) versions.open = false;
    });
    versions.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !versions.contains(event.relatedTarget)) versions.open = false;
    });
  }
})();
