/* The map of a format: contributions in its present part, fetched anew when it moves or the list
   beside it is narrowed; while somebody reads one of them it stays. All of them stand in that list. */
(function () {
  "use strict";

  function addressFor(map, isFirst) {
    const list = document.querySelector("[data-contributions]");
    const address = new URL(list.dataset.mapUrl, location.href);
    if (!isFirst) {
      const box = map.getBounds();
      const edges = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
      address.searchParams.set("bbox", edges.map((edge) => edge.toFixed(5)).join(","));
    }
    return address;
  }

  function popup(properties) {
    const link = document.createElement("a");
    link.href = properties.url;
    link.textContent = properties.title;
    const box = document.createElement("p");
    box.append(link);
    if (properties.category) box.append(document.createElement("br"), properties.category);
    return box;
  }

  function marker(L, feature, latlng) {
    const { count } = feature.properties;
    if (!count) return L.circleMarker(latlng, { radius: 9, weight: 3, className: "dw-map-place" });
    const number = document.createElement("span");
    number.textContent = count;
    const size = 30 + Math.min(30, 6 * Math.log2(count));
    const icon = L.divIcon({ html: number, className: "contribution-cluster", iconSize: [size, size] });
    return L.marker(latlng, { icon, title: feature.properties.title, alt: feature.properties.title });
  }

  class Browsing {
    constructor(L, map) {
      Object.assign(this, { L, map, layer: L.layerGroup().addTo(map), asked: 0 });
      this.status = document.querySelector("[data-contributions-status]");
    }

    async start() {
      const { bbox } = await this.load(true);
      if (bbox) {
        const bounds = this.L.latLngBounds([bbox[1], bbox[0]], [bbox[3], bbox[2]]);
        this.map.fitBounds(bounds.pad(0.1), { maxZoom: 14 });
        await this.load(false);
      }
      this.map.on("popupopen", () => { this.isReading = true; });
      this.map.on("popupclose", () => { this.isReading = false; });
      this.map.on("moveend popupclose", () => { if (!this.isReading) this.load(false); });
      document.addEventListener("htmx:afterSettle", () => {
        this.map.closePopup();
        this.load(false);
      });
    }

    async load(isFirst) {
      const number = (this.asked += 1);
      const response = await fetch(addressFor(this.map, isFirst));
      if (!response.ok) return {};
      const collection = await response.json();
      if (number === this.asked) this.draw(collection);
      return collection;
    }

    draw(collection) {
      const { L, map } = this;
      const shown = L.geoJSON(collection, {
        style: { className: "dw-map-place", weight: 3 },
        pointToLayer: (feature, latlng) => marker(L, feature, latlng),
        onEachFeature: (feature, layer) => {
          if (feature.properties.count) layer.on("click", () => map.setView(layer.getLatLng(), map.getZoom() + 2));
          else layer.bindPopup(popup(feature.properties));
        },
      });
      this.layer.clearLayers();
      this.layer.addLayer(shown);
      const { one, some } = this.status.dataset;
      this.status.textContent = collection.total === 1 ? one : some.replace("{number}", collection.total);
    }
  }

  document.addEventListener("dialogwerk:map", ({ target, detail: { L, map, place } }) => {
    if (target.dataset.map !== "browse") return;
    /* The point where the dialogue is about would look like a contribution. */
    if (place && !place.getBounds().getNorthEast().equals(place.getBounds().getSouthWest())) place.bringToBack();
    else if (place) place.remove();
    new Browsing(L, map).start();
  });
})();
