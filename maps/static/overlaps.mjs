/**
 * Grounds that two works share, coloured by what they are to each other: those of the page's list (#pairs, written by
 * the server), which is the keyboard's way to them. What is chosen shows both works.
 */

import { titleOf } from './card.mjs';
import { element } from './dom.mjs';
import { fetchFeatures, fetchJson, withQuery } from './feed.mjs';
import { svgOf } from './panes.mjs';
import { placed } from './sides.mjs';
import { onThemeChange, pathOptions, signRenderer } from './signs.mjs';
import { text } from './texts.mjs';
import { cardSize, enterCard, notices } from './view.mjs';

const RADIUS = 10; // pixels of a place where works only meet

export class Overlaps {
  constructor(map, root, options) {
    Object.assign(this, { map, root, options, layers: new Map(), features: new Map(), notice: notices(map) });
    this.over = new AbortController();
    this.group = L.featureGroup().addTo(map);
    this.works = L.featureGroup().addTo(map);
    for (const event of ['pointerover', 'focusin']) root.addEventListener(event, ({ target }) => this.raise(idOf(target)));
    root.addEventListener('pointerleave', () => this.raise(null));
    root.addEventListener('focusin', ({ target }) => this.choose(idOf(target)));
    for (const entry of root.querySelectorAll('[data-overlap-id]')) this.addButton(entry);
    const restyle = () => this.works.eachLayer((layer) => layer.setStyle(pathOptions(layer.feature, options.signs)));
    onThemeChange(restyle, this.over.signal);
  }

  /** Draws the grounds of listed pairs, the first one on top. */
  place(features) {
    const told = features.filter(({ id, geometry }) => geometry && this.entry(id));
    for (const feature of told.reverse()) this.group.addLayer(this.add(feature));
    // The keyboard has the list; a browser would also stop at each path that hears of the focus, and could not name it.
    this.group.eachLayer((ground) => ground.eachLayer((part) => part.getElement().setAttribute('tabindex', -1)));
  }

  /** Brings all grounds into view. */
  fit() {
    if (this.layers.size) this.map.fitBounds(this.group.getBounds(), { maxZoom: 15, padding: [40, 40], animate: false });
  }

  /** Takes everything off the map. */
  clear() {
    this.over.abort();
    this.request?.abort();
    this.notice('');
    this.group.remove();
    this.works.remove();
  }

  /** The ground of a pair; its card says what the list says of it. */
  add(feature) {
    const wide = feature.geometry.type.includes('Line') ? '' : ' map-ground-wide';
    const renderer = svgOf(this.map, 'grounds');
    const style = { className: `map-ground${wide} overlap-${feature.properties.class}`, pane: 'grounds', renderer };
    const pointToLayer = (_, place) => L.circleMarker(place, { ...style, radius: RADIUS });
    const layer = L.geoJSON(feature, { ...style, coordsToLatLng: placed(this.map), pointToLayer, style: () => style });
    layer.bindTooltip(() => this.head(feature.id), { sticky: true, className: 'map-tooltip' });
    layer.bindPopup(() => this.card(feature.id), cardSize(this.map));
    layer.on('mouseover', () => this.raise(feature.id)).on('mouseout', () => this.raise(null));
    layer.on('popupopen', () => {
      this.choose(feature.id);
      reveal(this.entry(feature.id));
    });
    this.layers.set(feature.id, layer);
    return layer;
  }

  entry(id) {
    return this.root.querySelector(`[data-overlap-id="${CSS.escape(id)}"]`);
  }

  head(id) {
    return element('span', {}, this.entry(id)?.querySelector('.pair-name')?.textContent.trim() ?? '');
  }

  card(id) {
    const parts = ['.pair-head', '.pair-works', '.pair-stake'].map((name) => this.entry(id)?.querySelector(name)?.cloneNode(true));
    return element('article', { class: 'map-card' }, ...parts);
  }

  addButton(entry) {
    const button = element('button', { type: 'button', class: 'button-quiet show-on-map' }, text('show-on-map'));
    const title = entry.querySelector('.pair-name')?.textContent.trim() ?? '';
    button.setAttribute('aria-label', text('show-on-map-title', { title }));
    button.addEventListener('click', () => this.show(entry.dataset.overlapId, button));
    entry.querySelector('.pair-more').append(button);
  }

  /** Makes one pair stand out, on the map and in the list; `null` is the one that is chosen. */
  raise(pointed) {
    const id = pointed ?? this.chosen ?? null;
    if (id === this.raised) return;
    this.dress(this.raised, false);
    this.dress(id, true);
    this.raised = id;
  }

  dress(id, raised) {
    const entry = id && this.entry(id);
    entry?.classList.toggle('is-current', raised);
    this.layers.get(id)?.eachLayer((layer) => {
      layer.getElement?.()?.classList.toggle('is-raised', raised);
      if (raised) layer.bringToFront();
    });
  }

  /** Shows both works of a pair; a newer choice ends an older one. */
  async choose(id) {
    if (id === null || id === this.chosen) return;
    this.chosen = id;
    this.raise(id);
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    const { one, other } = this.entry(id).dataset;
    try {
      const features = await Promise.all([one, other].filter(Boolean).map((work) => this.fetch(work, signal)));
      if (signal.aborted) return;
      this.notice('');
      this.works.clearLayers();
      features.filter(({ geometry }) => geometry).forEach((feature) => this.draw(feature));
    } catch (error) {
      if (signal.aborted) return;
      this.works.clearLayers();
      this.chosen = null; // so that choosing it again asks again
      this.notice(text('not-answered'));
      console.warn(error);
    }
  }

  async fetch(id, signal) {
    const { works, moment } = this.options;
    if (!this.features.has(id)) {
      this.features.set(id, await fetchJson(withQuery(`${works}/${encodeURIComponent(id)}`, { 'as-of': moment }), signal));
    }
    return this.features.get(id);
  }

  draw(feature) {
    const renderer = signRenderer(this.map);
    const layer = L.geoJSON(feature, {
      coordsToLatLng: placed(this.map),
      pointToLayer: (_, place) => L.circleMarker(place, { renderer }),
      style: () => ({ ...pathOptions(feature, this.options.signs), renderer }),
    });
    layer.feature = feature;
    layer.bindTooltip(() => titleOf(feature.properties), { sticky: true, className: 'map-tooltip' });
    this.works.addLayer(layer);
  }

  /** Brings a pair of the list into view and opens its card; closing it leads back to the list. */
  show(id, button) {
    const layer = this.layers.get(id);
    if (!layer) return;
    this.map.getContainer().scrollIntoView({ block: 'nearest' });
    this.map.fitBounds(layer.getBounds(), { maxZoom: 16, padding: [60, 60], animate: false });
    layer.openPopup(middle(layer));
    enterCard(layer, button);
  }
}

/** Scrolls a list that scrolls by itself to an entry; the page stays where it is, since its reader looks at the map. */
function reveal(entry) {
  const panel = entry.closest('.side-panel');
  const [inner, outer] = [entry, panel].map((node) => node.getBoundingClientRect());
  if (inner.bottom > outer.bottom) panel.scrollTop += Math.min(inner.bottom - outer.bottom, inner.top - outer.top);
  if (inner.top < outer.top) panel.scrollTop += inner.top - outer.top;
}

const idOf = (node) => node.closest('[data-overlap-id]')?.dataset.overlapId ?? null;

/** A place on a ground: amid its longest line, or amid an area. */
function middle(layer) {
  const [part] = layer.getLayers();
  return part.getLatLng?.() ?? part.getCenter?.() ?? layer.getBounds().getCenter();
}

/** The grounds of the pairs that the page lists. */
export async function overlaps(map, options) {
  const root = document.getElementById('pairs');
  if (!root) return;
  const { features } = await fetchFeatures(root.dataset.features, { most: Number(root.dataset.most) });
  const shown = new Overlaps(map, root, options);
  shown.place(features);
  if (!location.hash.startsWith('#map=')) shown.fit();
}
