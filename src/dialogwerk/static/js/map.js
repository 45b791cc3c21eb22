/* Maps: loaded when they come into view. A map never says anything that the text beside it lacks. */
(function () {
  "use strict";

  const NAMES_FROM_ZOOM = 9;
  const MARKED = new Set(["pick", "draw"]);
  let leaflet = null;

  function arrived(element, values) {
    return new Promise((resolve, reject) => {
      Object.assign(element, values, { onload: resolve, onerror: reject });
      document.head.append(element);
    });
  }

  /* Style and script together: a map without its style is a heap of tiles and links. */
  function load(frame) {
    leaflet ||= Promise.all([
      arrived(document.createElement("link"), { rel: "stylesheet", href: frame.dataset.style }),
      arrived(document.createElement("script"), { src: frame.dataset.script }),
    ]).then(() => window.L);
    return leaflet;
  }

  async function outlines(frame) {
    const response = await fetch(frame.dataset.outlines);
    if (!response.ok) throw new Error(`outlines: ${response.status}`);
    return response.json();
  }

  function geometryOf(frame) {
    const data = document.getElementById(`${frame.id}-geometry`);
    try { return data ? JSON.parse(data.textContent) : null; } catch { return null; }
  }

  function nameArea(L, map, feature, area) {
    const name = document.createElement("span");
    name.textContent = feature.properties.name;
    L.tooltip({ permanent: true, direction: "center", className: "dw-map-name", interactive: false })
      .setContent(name)
      .setLatLng(area.getBounds().getCenter())
      .addTo(map);
  }

  function addBackground(L, map, frame, shapes) {
    const layer = L.geoJSON(shapes, {
      interactive: false,
      attribution: frame.dataset.credit,
      style: { className: "dw-map-outline", weight: 1, fill: !frame.dataset.tiles },
      onEachFeature: (feature, area) => nameArea(L, map, feature, area),
    }).addTo(map);
    const showNames = () => frame.classList.toggle("dw-map--names", map.getZoom() >= NAMES_FROM_ZOOM);
    map.on("zoomend", showNames);
    if (frame.dataset.tiles) {
      L.tileLayer(frame.dataset.tiles, { attribution: frame.dataset.tilesCredit }).addTo(map);
    }
    return layer;
  }

  function placeLayer(L, geometry) {
    return L.geoJSON(geometry, {
      interactive: false,
      style: { className: "dw-map-place", weight: 3 },
      pointToLayer: (_feature, latlng) =>
        L.circleMarker(latlng, { radius: 10, weight: 3, className: "dw-map-place" }),
    });
  }

  async function show(frame) {
    const [L, shapes] = await Promise.all([load(frame), outlines(frame)]);
    const map = L.map(frame, { zoomControl: false, scrollWheelZoom: false, maxZoom: 17 });
    L.control.zoom({ zoomInTitle: frame.dataset.zoomIn, zoomOutTitle: frame.dataset.zoomOut }).addTo(map);
    map.attributionControl.setPrefix(false);
    const land = addBackground(L, map, frame, shapes);
    map.fitBounds(land.getBounds());
    const geometry = geometryOf(frame);
    const place = geometry && placeLayer(L, geometry).addTo(map);
    if (place) {
      map.fitBounds(place.getBounds().pad(1.5), { maxZoom: 10 });
    }
    if (MARKED.has(frame.dataset.map)) new Marking(L, map, frame, place).start();
    /* Scripts of single pages add what only they need. */
    const detail = { L, map, place };
    frame.dispatchEvent(new CustomEvent("dialogwerk:map", { bubbles: true, detail }));
    frame.dataset.state = "shown";
  }

  /* Marking a point, by mouse or with the button for the middle of the map. */
  class Marking {
    constructor(L, map, frame, place) {
      Object.assign(this, { L, map, frame, place, mark: null });
      this.form = frame.closest("form");
      this.status = document.querySelector(`[data-map-status="${frame.id}"]`);
    }

    start() {
      this.map.on("click", (event) => this.set(event.latlng));
      this.button("data-map-centre", () => this.set(this.map.getCenter()));
      this.button("data-map-clear", () => this.set(null));
      if (this.frame.dataset.map === "draw") return;
      this.draw(this.read());
      this.form.addEventListener("change", (event) => {
        if (event.isTrusted === false) this.draw(this.read());
      });
    }

    button(name, action) {
      document.querySelector(`[${name}="${this.frame.id}"]`).addEventListener("click", action);
    }

    read() {
      const { longitude, latitude } = this.form.elements;
      if (!longitude || !longitude.value || !latitude.value) return null;
      return this.L.latLng(Number(latitude.value), Number(longitude.value));
    }

    set(latlng) {
      const spot = latlng && latlng.wrap();
      const { longitude, latitude, geometry } = this.form.elements;
      if (longitude) {
        longitude.value = spot ? spot.lng.toFixed(5) : "";
        latitude.value = spot ? spot.lat.toFixed(5) : "";
        longitude.dispatchEvent(new Event("input", { bubbles: true }));
      }
      if (geometry) {
        geometry.value = spot ? asGeoJson(spot) : "";
        if (this.place) this.place.remove();
      }
      this.draw(spot);
    }

    draw(spot) {
      if (this.mark) this.mark.remove();
      this.mark = spot && this.L.circleMarker(spot, { radius: 9, weight: 3, className: "dw-map-place" });
      if (this.mark) this.mark.addTo(this.map);
      if (this.status) this.status.textContent = this.sentence(spot);
    }

    sentence(spot) {
      if (!spot) return this.status.dataset.none;
      return this.status.dataset.set.replace("{lat}", spot.lat.toFixed(4)).replace("{lon}", spot.lng.toFixed(4));
    }
  }

  function asGeoJson(spot) {
    const coordinates = [Number(spot.lng.toFixed(5)), Number(spot.lat.toFixed(5))];
    return JSON.stringify({ type: "Point", coordinates });
  }

  function fail(frame) {
    frame.textContent = frame.dataset.failed;
    frame.removeAttribute("role");
    frame.dataset.state = "failed";
  }

  function start() {
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        watcher.unobserve(entry.target);
        entry.target.dataset.state = "loading";
        show(entry.target).catch(() => fail(entry.target));
      }
    });
    for (const part of document.querySelectorAll("[data-map-frame], [data-needs-script]")) part.hidden = false;
    for (const frame of document.querySelectorAll("[data-map]")) watcher.observe(frame);
  }

  start();
})();
