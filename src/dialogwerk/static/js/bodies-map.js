/* The map of bodies: a mark for each municipality, with the bodies that have their seat there. It is
   drawn anew when the list below is narrowed. All of them stand in that list. */
(function () {
  "use strict";

  const status = () => document.querySelector("[data-bodies-status]");

  function address() {
    const asked = new URL(status().dataset.url, location.href);
    asked.search = location.search;
    return asked;
  }

  function link(text, url) {
    const made = document.createElement("a");
    made.href = url;
    made.textContent = text;
    return made;
  }

  /* Leaflet takes a text as HTML; an element it takes as it is. */
  function plain(text) {
    const made = document.createElement("span");
    made.textContent = text;
    return made;
  }

  function popup({ title, bodies, more, url }) {
    const box = document.createElement("div");
    const head = document.createElement("strong");
    head.textContent = title;
    const list = document.createElement("ul");
    const rows = bodies.map((one) => link(one.name, one.url));
    if (more > 0) rows.push(link(status().dataset.all.replace("{number}", more), url));
    for (const row of rows) list.appendChild(document.createElement("li")).append(row);
    box.append(head, list);
    return box;
  }

  class Places {
    constructor(L, map) {
      Object.assign(this, { L, map, layer: L.layerGroup().addTo(map), asked: 0 });
      document.addEventListener("htmx:afterSettle", () => this.load());
    }

    async load() {
      const number = (this.asked += 1);
      const response = await fetch(address());
      if (!response.ok) return;
      const collection = await response.json();
      if (number === this.asked) this.draw(collection);
    }

    draw({ features, unplaced }) {
      const { L, layer } = this;
      layer.clearLayers();
      for (const { geometry, properties } of features) {
        const [east, north] = geometry.coordinates;
        const radius = 8 + Math.min(12, 3 * Math.log2(properties.count));
        L.circleMarker([north, east], { radius, weight: 3, className: "dw-map-place" })
          .bindTooltip(plain(properties.title))
          .bindPopup(popup(properties))
          .addTo(layer);
      }
      status().textContent = unplaced ? status().dataset.unplaced.replace("{number}", unplaced) : "";
    }
  }

  document.addEventListener("dialogwerk:map", ({ target, detail: { L, map } }) => {
    if (target.dataset.map === "bodies") new Places(L, map).load();
  });
})();
