/**
 * Works on the map: fetched by view and drawn in chunks, or, where too many are in view, from vector tiles; filtered,
 * opened by click or from the list.
 */

import { titleOf, workCard } from './card.mjs';
import { element, inChunks, paused } from './dom.mjs';
import { fetchFeatures, fetchJson, gridBox, withQuery } from './feed.mjs';
import { Filters } from './filters.mjs';
import { WorksList } from './list.mjs';
import { placed } from './sides.mjs';
import { onThemeChange, pathOptions, signRenderer } from './signs.mjs';
import { number, text } from './texts.mjs';
import { WorkTiles } from './tiles.mjs';
import { cardSize, enterCard, notices } from './view.mjs';

const CHUNK = 200; // features drawn before the page may answer the reader
const PAUSE = 250; // milliseconds of quiet before a view is fetched

class Works {
  constructor(map, options) {
    Object.assign(this, { map, options, notice: notices(map), layers: new Map(), renderer: signRenderer(map) });
    this.listed = notices(map);
    this.group = L.featureGroup().addTo(map);
    this.filters = new Filters(document.getElementById('filters'));
    this.list = new WorksList({ point: (id) => this.raise(id), show: (id, button) => this.show(id, button).catch((error) => this.fail(error)) });
    this.tiles = new WorkTiles(map, options.tiles, options.signs, {
      point: (id) => this.raise(id),
      open: (id, place) => this.openAt(id, place).catch((error) => this.fail(error)),
      drawn: () => this.tell(),
    });
    this.filters.onChange(() => this.onFilter());
    map.on('moveend', paused(PAUSE, () => this.load()));
    onThemeChange(() => this.dressAll());
    this.load();
  }

  /** Fetches what the view shows, unless it is there already; a newer call ends an older one. */
  async load() {
    const { url, parameters } = this.options;
    const query = { ...parameters, ...this.filters.parameters(), bbox: gridBox(this.map.getBounds()) };
    const address = this.filters.nothing ? null : withQuery(url, query);
    if (address === this.address) return;
    this.address = address;
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      this.found = address ? await this.find(address, signal) : { features: [], matched: 0 };
      await (this.found.features ? this.drawEach(signal) : this.drawTiles(signal));
      if (!signal.aborted) this.tell();
    } catch (error) {
      if (signal.aborted) return;
      this.address = undefined;
      this.fail(error, 'not-loaded');
    }
  }

  /** The features at an address, or only how many they are where they are too many: then `features` is `null`. */
  async find(address, signal) {
    const { most } = this.options;
    const ask = (limit) => fetchFeatures(withQuery(address, { limit }), { signal, most: limit });
    if (this.tiled || this.list.matched > most) {
      const { matched } = await ask(1);
      if (matched > most) return { features: null, matched };
    }
    const { features, matched } = await ask(most);
    return { features: matched > most ? null : features, matched };
  }

  /** Whether the works come from tiles. */
  get tiled() {
    return this.found?.features === null;
  }

  async drawEach(signal) {
    await this.draw(this.found.features.filter((feature) => this.filters.accept(feature)), signal);
    if (!signal.aborted) this.tiles.hide();
  }

  async drawTiles(signal) {
    await this.tiles.show(this.options.parameters, this.filters);
    if (!signal.aborted) await this.draw([], signal);
  }

  fail(error, told = 'not-answered') {
    this.notice(text(told));
    console.warn(error);
  }

  /**
   * Draws features that are not drawn yet and takes away those no longer among them; an open card stays.
   * Points end up above lines, and lines above areas, so that all can be reached.
   */
  async draw(features, signal) {
    const wanted = new Set(features.map(({ id }) => id));
    for (const [id, layer] of this.layers) {
      if (!wanted.has(id) && !layer.isPopupOpen()) this.remove(id);
    }
    const added = features.filter(({ id, geometry }) => geometry && !this.layers.has(id));
    await inChunks(added, CHUNK, signal, (feature) => this.add(feature));
    for (const kind of ['Line', 'Point']) {
      for (const layer of this.layers.values()) if (layer.feature.geometry.type.includes(kind)) layer.bringToFront();
    }
  }

  add(feature) {
    const layer = L.geoJSON(feature, {
      coordsToLatLng: placed(this.map),
      pointToLayer: (_, place) => L.circleMarker(place, { renderer: this.renderer }),
      style: () => ({ ...pathOptions(feature, this.options.signs), renderer: this.renderer }),
    });
    layer.feature = feature;
    layer.bindTooltip(() => titleOf(feature.properties), { sticky: true, className: 'map-tooltip' });
    layer.bindPopup(() => workCard(feature, this.options.projectUrl), cardSize(this.map));
    layer.on('mouseover', () => this.raise(feature.id)).on('mouseout', () => this.raise(null));
    layer.on('popupopen', () => this.open(feature.id)).on('popupclose', () => this.close(feature.id));
    this.layers.set(feature.id, layer);
    this.group.addLayer(layer);
    return layer;
  }

  remove(id) {
    this.group.removeLayer(this.layers.get(id));
    this.layers.delete(id);
  }

  dress(layer, raised = false) {
    layer.setStyle(pathOptions(layer.feature, this.options.signs, raised));
  }

  dressAll() {
    for (const [id, layer] of this.layers) this.dress(layer, id === this.raised);
    this.tiles.dress();
  }

  open(id) {
    this.opened = id;
    this.raise(id);
  }

  close(id) {
    this.open(null);
    if (this.tiled) this.remove(id); // the tiles show it
  }

  /** Makes one work stand out, on the map and in the list; `null` is the one whose card is open, if any. */
  raise(pointed) {
    const id = pointed ?? this.opened ?? null;
    if (id === this.raised) return;
    const [before, now] = [this.layers.get(this.raised), this.layers.get(id)];
    if (before) this.dress(before);
    if (now) this.dress(now, true);
    if (now && !now.feature.geometry.type.includes('Polygon')) now.bringToFront();
    this.tiles.raise(id);
    this.raised = id;
    this.list.mark(id);
  }

  /** The layer of a work, fetched where it is not drawn. */
  async layerOf(id) {
    if (!this.layers.has(id)) {
      const { url, parameters } = this.options;
      const feature = await fetchJson(withQuery(`${url}/${encodeURIComponent(id)}`, { 'as-of': parameters['as-of'] }));
      if (!feature.geometry) throw new Error(`${id} has no place`);
      if (!this.layers.has(id)) this.add(feature);
    }
    return this.layers.get(id);
  }

  /** The layer of a work that is to open; `null` where another one was asked for meanwhile. */
  async asking(id) {
    this.asked = id;
    const layer = await this.layerOf(id);
    if (this.asked === id) return layer;
    if (this.tiled && !layer.isPopupOpen()) this.remove(id);
    return null;
  }

  /** Opens the card of a work at a place. */
  async openAt(id, place) {
    (await this.asking(id))?.openPopup(place);
  }

  /** Brings a work of the list into view and opens its card; closing it leads back to the list. */
  async show(id, button) {
    this.map.getContainer().scrollIntoView({ block: 'nearest' });
    const layer = await this.asking(id);
    if (!layer) return;
    this.map.fitBounds(layer.getBounds(), { maxZoom: Math.max(15, this.map.getZoom()), padding: [60, 60], animate: false });
    const [part] = layer.getLayers();
    layer.openPopup(part.getLatLng?.() ?? part.getCenter?.() ?? layer.getBounds().getCenter());
    enterCard(layer, button);
  }

  onFilter() {
    for (const [id, layer] of this.layers) if (!this.filters.accept(layer.feature)) this.remove(id);
    this.refresh();
    this.load();
  }

  /** Reads the list again; what is wrong with it is said until it comes, whatever becomes of the map. */
  async refresh() {
    try {
      await this.list.refresh(location.pathname + location.search);
      this.listed('');
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.listed(text('not-answered'));
      console.warn(error);
    }
  }

  /** Says how much of what is there is shown. */
  tell() {
    const { matched } = this.found;
    const values = { matched: number(matched) };
    if (!this.tiled) this.notice(matched === 0 ? text('none-in-view') : '');
    else if (this.tiles.failed) {
      this.address = undefined; // so that the next move asks again
      this.notice(text('not-loaded'));
    } else this.notice(text(this.tiles.counted ? 'counted-in-view' : 'many-in-view', values));
  }
}

/** Works by view, with the filters and the list of the page. */
export const works = (map, options) => new Works(map, options);

/** One work alone, in its own view. */
export async function project(map, { url, signs }) {
  const feature = await fetchJson(url);
  if (!feature.geometry) return;
  const renderer = signRenderer(map);
  const layer = L.geoJSON(feature, {
    interactive: false,
    coordsToLatLng: placed(map),
    pointToLayer: (_, place) => L.circleMarker(place, { renderer }),
    style: () => ({ ...pathOptions(feature, signs), renderer }),
  }).addTo(map);
  onThemeChange(() => layer.setStyle(pathOptions(feature, signs)));
  if (!location.hash.startsWith('#map=')) map.fitBounds(layer.getBounds(), { maxZoom: 14.5, padding: [50, 50], animate: false });
}
