/** The card of a work, opened by click or keyboard. */

import { element, svg } from './dom.mjs';
import { amount, fact, period, share, stateOf } from './facts.mjs';
import { districtName } from './districts.mjs';
import { NOT_ENTERED, statusOf } from './signs.mjs';
import { codeName, day, languageOf, nameIn, number, percent, text } from './texts.mjs';

/** A work's title, told in which language it is where that is not the page's. */
export function titleOf({ title, titles }) {
  return element('span', { lang: languageOf(titles), dir: 'auto' }, nameIn(titles, title ?? text('untitled')));
}

/** The card of a feature; `projectUrl` holds `{id}`. */
export function workCard(feature, projectUrl) {
  const { properties } = feature;
  const address = projectUrl.replace('{id}', encodeURIComponent(feature.id));
  const title = element('a', { href: address }, titleOf(properties));
  return element(
    'article',
    { class: 'map-card', 'data-project-id': feature.id },
    element('p', { class: 'marks' }, ...marks(properties)),
    element('h2', { class: 'map-card-title' }, title),
    progressBar(properties),
    element('dl', { class: 'facts facts-small' }, ...rows(properties)),
    element('p', {}, element('a', { class: 'button', href: address }, text('project-page'))),
  );
}

function marks(properties) {
  const status = statusOf(properties);
  const state = stateOf(properties, 'status');
  const label = state === 'value' ? codeName('status', status) : text(state);
  const badge = element('span', { class: `badge status-${state === 'value' ? status : NOT_ENTERED}` }, label);
  return [badge, properties.sample ? element('span', { class: 'badge badge-sample' }, text('sample')) : null];
}

function rows(properties) {
  const asOf = stateOf(properties, 'progress_as_of') === 'value' ? ` (${day(properties.progress_as_of)})` : '';
  return [
    row('category', fact(properties, 'category', (code) => codeName('category', code))),
    row('agency', fact(properties, 'agency', (code) => codeName('agency', code, properties.agency_name))),
    row('period-planned', period(properties, 'planned')),
    row('period-actual', period(properties, 'actual')),
    row('progress-planned', [share(properties, 'progress_planned')]),
    row('progress-actual', [share(properties, 'progress_actual'), asOf]),
    row('days-late', fact(properties, 'days_late', number)),
    row('budget', amount(properties, 'budget', 'budget_currency')),
    row('districts', fact(properties, 'districts', (ids) => ids.map(districtName).join(', '))),
  ].flat();
}

function row(name, value) {
  return [element('dt', {}, text(name)), element('dd', {}, ...[value].flat())];
}

/** A bar of the actual progress with a mark where the plan stands; nothing when neither is known. */
function progressBar(properties) {
  const [planned, actual] = ['planned', 'actual'].map((kind) => properties[`progress_${kind}`] ?? null);
  if (planned === null && actual === null) return null;
  const parts = [['progress-actual', actual], ['progress-planned', planned]].filter(([, value]) => value !== null);
  return svg(
    'svg',
    {
      class: 'progress-bar',
      viewBox: '0 0 200 14',
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': parts.map(([name, value]) => `${text(name)}: ${percent(value)}`).join('; '),
    },
    svg('rect', { class: 'progress-track', x: 0, y: 3, width: 200, height: 8, rx: 2 }),
    actual === null ? null : svg('rect', { class: 'progress-actual', x: 0, y: 3, width: 200 * actual, height: 8, rx: 2 }),
    planned === null ? null : svg('rect', { class: 'progress-planned', x: Math.min(197, 200 * planned), y: 0, width: 3, height: 14 }),
  );
}
