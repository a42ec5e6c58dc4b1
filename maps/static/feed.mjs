/** GeoJSON by URL: pages of features, always from this very site. */

import { within } from './sides.mjs';

const BUSY = 503;
const LONGEST = 10; // seconds that are worth waiting for

/** The JSON at an address. Throws when the answer is not 2xx. */
export async function fetchJson(address, signal) {
  const response = await ask(address, { signal, headers: { Accept: 'application/geo+json, application/json' } });
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
}

/** The page at an address, also where it says that something is wrong. Throws when the server fails. */
export async function fetchPage(address, options) {
  const response = await ask(address, { ...options, headers: { Accept: 'text/html' } });
  if (response.status >= 429) throw new Error(`${response.status} ${address}`);
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** Asks; once more where the service is busy and says that it soon will not be. */
async function ask(address, options) {
  const response = await fetch(address, options);
  const seconds = Number(response.headers.get('Retry-After') ?? Infinity);
  if (response.status !== BUSY || !(seconds <= LONGEST)) return response;
  await new Promise((resume) => { setTimeout(resume, seconds * 1000); });
  return fetch(address, options);
}

/** All features of a collection, up to `most`, and how many match: follows `next`. */
export async function fetchFeatures(address, { signal, most = Infinity } = {}) {
  const features = [];
  let matched = null;
  let next = address;
  while (next && features.length < most) {
    const page = await fetchJson(next, signal);
    features.push(...page.features);
    matched ??= page.numberMatched ?? null;
    next = nextPage(page);
  }
  return { features: features.slice(0, most), matched: matched ?? features.length };
}

// A link may name the service's public host, which need not be the host this page was read from.
function nextPage(page) {
  const link = page.links?.find(({ rel }) => rel === 'next');
  if (!link) return null;
  const { pathname, search } = new URL(link.href, document.baseURI);
  return pathname + search;
}

/** An address with query parameters set (`null` or an empty list: left out). */
export function withQuery(address, parameters) {
  const url = new URL(address, document.baseURI);
  for (const [name, value] of Object.entries(parameters)) {
    const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    if (!empty) url.searchParams.set(name, Array.isArray(value) ? value.join(',') : value);
  }
  return url.pathname + url.search;
}

/**
 * The map's view as a bbox parameter, grown to a grid of half the view's size or less: a small move asks for the same
 * box again, so it is not fetched twice and caches can answer it. Over the date line its west is above its east.
 */
export function gridBox(bounds) {
  const span = Math.max(bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth());
  const cell = 2 ** Math.ceil(Math.log2(span / 4));
  const down = (value) => Math.floor(value / cell) * cell;
  const up = (value) => Math.ceil(value / cell) * cell;
  const [west, east] = [down(bounds.getWest()), up(bounds.getEast())];
  const [left, right] = east - west < 360 ? [within(west), within(east)] : [-180, 180];
  const box = [left, Math.max(-90, down(bounds.getSouth())), right, Math.min(90, up(bounds.getNorth()))];
  return box.map((degree) => Number(degree.toFixed(6))).join(',');
}
