/* Marking a point, a line or an area on the map of a form, by touch, mouse or keyboard. The field
   "geometry" holds it as GeoJSON; an unfinished line or area is not sent. */
(function () {
  "use strict";

  const LEAST = { Point: 1, LineString: 2, Polygon: 3 };
  const NUMBER = 5;

  function asGeoJson(kind, spots) {
    if (spots.length < LEAST[kind]) return "";
    const pairs = spots.map((spot) => [Number(spot.lng.toFixed(NUMBER)), Number(spot.lat.toFixed(NUMBER))]);
    if (kind === "Point") return JSON.stringify({ type: kind, coordinates: pairs[0] });
    if (kind === "LineString") return JSON.stringify({ type: kind, coordinates: pairs });
    return JSON.stringify({ type: kind, coordinates: [[...pairs, pairs[0]]] });
  }

  function fromGeoJson(text) {
    try {
      const { type, coordinates } = JSON.parse(text);
      if (type === "Point") return [type, [coordinates]];
      return [type, type === "LineString" ? coordinates : coordinates[0].slice(0, -1)];
    } catch {
      return null;
    }
  }

  class Drawing {
    constructor(L, map, panel) {
      Object.assign(this, { L, map, panel, spots: [], layer: L.layerGroup().addTo(map) });
      this.field = panel.closest("form").elements.geometry;
      this.status = panel.querySelector("[data-drawing-status]");
      this.kinds = [...panel.querySelectorAll("[name=drawing-kind]")];
    }

    start() {
      this.map.on("click", (event) => this.add(event.latlng));
      this.on("centre", () => this.add(this.map.getCenter()));
      this.on("undo", () => this.set(this.spots.slice(0, -1)));
      this.on("clear", () => this.set([]));
      for (const choice of this.kinds) choice.addEventListener("change", () => this.set([]));
      this.restore();
      this.field.addEventListener("change", (event) => {
        if (!event.isTrusted) this.restore();
      });
    }

    on(name, action) {
      this.panel.querySelector(`[data-drawing-${name}]`).addEventListener("click", action);
    }

    get kind() {
      const chosen = this.kinds.find((choice) => choice.checked);
      return chosen ? chosen.value : this.panel.dataset.kind;
    }

    set kind(kind) {
      const choice = this.kinds.find((one) => one.value === kind);
      if (choice) choice.checked = true;
    }

    restore() {
      const known = fromGeoJson(this.field.value);
      if (known) this.kind = known[0];
      this.spots = known ? known[1].map(([lng, lat]) => this.L.latLng(lat, lng)) : [];
      this.draw();
      if (known) this.map.setView(this.L.latLngBounds(this.spots).getCenter());
    }

    add(latlng) {
      const spot = latlng.wrap();
      this.set(this.kind === "Point" ? [spot] : [...this.spots, spot]);
    }

    set(spots) {
      this.spots = spots;
      this.field.value = asGeoJson(this.kind, spots);
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
      this.draw();
    }

    draw() {
      const { L, kind, spots, layer } = this;
      const style = { weight: 3, className: "dw-map-place" };
      layer.clearLayers();
      if (kind === "LineString") L.polyline(spots, { ...style, fill: false }).addTo(layer);
      if (kind === "Polygon") L.polygon(spots, style).addTo(layer);
      for (const spot of spots) L.circleMarker(spot, { ...style, radius: kind === "Point" ? 9 : 6 }).addTo(layer);
      this.status.textContent = this.sentence();
    }

    sentence() {
      const { spots, kind, panel: { dataset } } = this;
      if (!spots.length) return dataset.none;
      if (kind === "Point") {
        return dataset.point.replace("{lat}", spots[0].lat.toFixed(4)).replace("{lon}", spots[0].lng.toFixed(4));
      }
      const said = spots.length < LEAST[kind] ? dataset.more : kind === "Polygon" ? dataset.area : dataset.line;
      return said.replace("{number}", spots.length);
    }
  }

  document.addEventListener("dialogwerk:map", ({ target, detail: { L, map, place } }) => {
    const panel = target.closest("[data-drawing]");
    if (!panel) return;
    /* The point where the dialogue is about would look like a mark. */
    if (place && place.getBounds().getNorthEast().equals(place.getBounds().getSouthWest())) {
      place.remove();
      if (target.dataset.tiles) map.setZoom(14);
    }
    new Drawing(L, map, panel).start();
  });
})();
