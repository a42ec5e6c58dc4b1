/** The districts: dashed outlines with permanent names, or shades by how much is going on. */

import { element } from './dom.mjs';
import { fetchFeatures, fetchJson } from './feed.mjs';
import { label, spread } from './labels.mjs';
import { svgOf } from './panes.mjs';
import { placed } from './sides.mjs';
import { nameIn, number, text } from './texts.mjs';
import { enterCard } from './view.mjs';

const names = new Map();

/** A district's name, once its outline is loaded; its id until then. */
export const districtName = (id) => names.get(id) ?? String(id);

/** Draws all outlines; `current` is the id of the district that the page is about. */
export async function outlines(map, { url, current = null }) {
  for (const feature of await load(url)) {
    const here = feature.id === current;
    draw(map, feature, { interactive: false, className: `map-district${here ? ' is-here' : ''}` });
    label(map, labelPlace(map, feature), nameParts(districtName(feature.id)), { kind: 'district', rank: here ? 2 : 1, levels: ['is-brief'] });
  }
  spread(map);
}

/**
 * Shades every district by a measure, prints the number on it, and opens a card by click or keyboard.
 * `counts` answers `{classes, districts: [{id, url, value, ongoing, works, delay_days, label_point}]}`.
 */
export async function shades(map, { url, counts, measure }) {
  const [features, { classes, districts }] = await Promise.all([load(url), fetchJson(counts)]);
  const tallies = new Map(districts.map((tally) => [tally.id, tally]));
  for (const feature of features) {
    const tally = tallies.get(feature.id) ?? { value: null };
    const shade = tally.value === null ? 'none' : classes.filter((least) => tally.value >= least).length;
    const layer = draw(map, feature, { className: `map-district map-shade shade-${measure} shade-${shade}` });
    const shown = tally.value === null ? '–' : number(tally.value);
    label(map, labelPlace(map, feature, tally), [...nameParts(districtName(feature.id)), ['map-label-count', shown]], {
      kind: 'shade',
      rank: tally.value ?? 0,
      levels: ['is-brief', 'is-short'],
    });
    openable(layer, feature, tally, `${districtName(feature.id)}: ${text(`measure.${measure}`)} ${shown}`);
  }
  spread(map);
}

const loading = new Map();

/** Fetches the districts of an address, once for all who ask; again where that failed. */
function load(url) {
  if (!loading.has(url)) loading.set(url, fetchDistricts(url).catch((error) => {
    loading.delete(url);
    throw error;
  }));
  return loading.get(url);
}

async function fetchDistricts(url) {
  const { features } = await fetchFeatures(url);
  for (const { id, properties } of features) names.set(id, nameIn(properties.names, properties.name ?? id));
  return features;
}

/** The rings of a district's outline, each a list of longitude and latitude; none where it has no outline. */
export async function rings(url, id) {
  const { geometry } = (await load(url)).find((feature) => feature.id === id) ?? {};
  if (!geometry) return [];
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
}

function draw(map, feature, options) {
  const where = { renderer: svgOf(map, 'districts'), pane: 'districts', coordsToLatLng: placed(map) };
  const group = L.geoJSON(feature, { ...where, style: () => options });
  return group.addTo(map).getLayers()[0];
}

/** The parts of a name: what stands in brackets at its end is the first to go where there is no room. */
function nameParts(name) {
  const [, bare, remark] = /^(.*?)(\s*\([^)]*\))?$/s.exec(name);
  return [['map-label-name', bare], ['map-label-remark', remark ?? '']];
}

function openable(layer, feature, tally, description) {
  layer.bindTooltip(() => element('span', {}, districtName(feature.id)), { sticky: true, className: 'map-tooltip' });
  layer.bindPopup(() => districtCard(feature, tally), { minWidth: 200 });
  const path = layer.getElement();
  for (const [name, value] of Object.entries({ tabindex: 0, role: 'button', 'aria-label': description, 'data-district-id': feature.id })) {
    path.setAttribute(name, value);
  }
  path.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    layer.openPopup();
    enterCard(layer, path);
  });
}

function districtCard(feature, tally) {
  const rows = ['ongoing', 'works', 'delay_days'].map((name) => {
    const value = tally[name] ?? null;
    return [element('dt', {}, text(`tally.${name}`)), element('dd', {}, value === null ? '–' : number(Math.round(value)))];
  });
  return element(
    'article',
    { class: 'map-card' },
    element('h2', { class: 'map-card-title' }, districtName(feature.id)),
    element('dl', { class: 'facts facts-small' }, ...rows.flat()),
    tally.url ? element('p', {}, element('a', { class: 'button', href: tally.url }, text('district-page'))) : null,
  );
}

/** Where a district's name stands: as the data say, else amid its largest part. */
function labelPlace(map, { geometry, properties }, tally = {}) {
  const given = tally.label_point ?? properties.label_point;
  if (Array.isArray(given)) return placed(map)(given);
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const boxes = parts.map(([ring]) => L.latLngBounds(ring.map(placed(map))));
  return boxes.sort((a, b) => size(b) - size(a))[0].getCenter();
}

const size = (box) => (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
