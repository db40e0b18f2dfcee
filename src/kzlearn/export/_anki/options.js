// Options that can be tapped. Shuffled on the front, and the same on the back: the order and what was picked are kept in
// sessionStorage, and in a variable of the window where that is lost. Where neither can be had, options stay as written.
(function () {
  var box = document.getElementById("kz-options");
  if (!box || box.getAttribute("data-done")) return;
  box.setAttribute("data-done", "1");
  var list = box.querySelector("ol");
  if (!list) return;
  var items = Array.prototype.slice.call(list.children);
  var name = "kz:" + box.getAttribute("data-id");
  var back = box.getAttribute("data-side") === "back";
  var store = null;
  try { window.sessionStorage.setItem("kz", "1"); store = window.sessionStorage; } catch (e) { store = null; }
  function load() {
    var text = null;
    try { text = store && store.getItem(name); } catch (e) { text = null; }
    try { var found = JSON.parse(text || "null") || (window.kzKept && window.kzKept[name]) || null; } catch (e) { return null; }
    return found && found.order && found.order.length === items.length ? found : null;
  }
  function save() {
    window.kzKept = window.kzKept || {};
    window.kzKept[name] = state;
    try { if (store) store.setItem(name, JSON.stringify(state)); } catch (e) { /* kept in the window */ }
  }
  var state = back ? load() : null;
  if (!state) {
    state = { order: items.map(function (_, i) { return i; }), picked: [] };
    if (!back && store && !list.hasAttribute("data-fixed")) {
      var free = state.order.filter(function (i) { return !items[i].hasAttribute("data-last"); });
      for (var n = free.length - 1; n > 0; n--) {
        var other = Math.floor(Math.random() * (n + 1)), kept = free[n];
        free[n] = free[other];
        free[other] = kept;
      }
      state.order = free.concat(state.order.filter(function (i) { return items[i].hasAttribute("data-last"); }));
    }
  }
  state.order.forEach(function (i) { if (items[i]) list.appendChild(items[i]); });
  if (back) {
    var key = (box.getAttribute("data-key") || "").split(" ");
    items.forEach(function (item, i) {
      var right = key.indexOf(String(i)) >= 0, picked = state.picked.indexOf(i) >= 0;
      if (right) item.classList.add("kz-right");
      if (picked) item.classList.add(right ? "kz-picked" : "kz-wrong");
    });
    return;
  }
  save();
  var many = list.hasAttribute("data-many");
  items.forEach(function (item, i) {
    item.setAttribute("role", many ? "checkbox" : "radio");
    item.setAttribute("tabindex", "0");
    item.setAttribute("aria-checked", "false");
    function pick(event) {
      var at = state.picked.indexOf(i);
      if (at >= 0) state.picked.splice(at, 1);
      else if (many) state.picked.push(i);
      else state.picked = [i];
      items.forEach(function (each, n) {
        var on = state.picked.indexOf(n) >= 0;
        each.classList.toggle("kz-picked", on);
        each.setAttribute("aria-checked", String(on));
      });
      save();
      event.preventDefault();
      event.stopPropagation();
    }
    item.addEventListener("click", pick);
    item.addEventListener("keydown", function (event) { if (event.key === " ") pick(event); });
  });
})();
