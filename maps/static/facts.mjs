/** What a feature says of a fact. *Not entered* (null), 0 and *withheld* are three different things. */

import { element } from './dom.mjs';
import { day, money, percent, text } from './texts.mjs';

/** `value`, `withheld` or `not-entered`. */
export function stateOf(properties, name) {
  if (properties.withheld?.includes(name)) return 'withheld';
  return properties[name] === null || properties[name] === undefined || properties[name] === '' ? 'not-entered' : 'value';
}

/** The fact as an element; `write` turns a value into text. */
export function fact(properties, name, write = String) {
  const state = stateOf(properties, name);
  if (state === 'value') return element('span', { class: 'fact' }, write(properties[name]));
  return element('span', { class: `fact fact-${state}` }, text(state));
}

/** A period from two dates; one word when neither is there for the same reason. */
export function period(properties, kind) {
  const [start, end] = [`${kind}_start`, `${kind}_end`];
  const [from, to] = [stateOf(properties, start), stateOf(properties, end)];
  if (from === to && from !== 'value') return [fact(properties, start)];
  return [fact(properties, start, day), ' – ', fact(properties, end, day)];
}

/** A budget or another amount, with its currency. */
export function amount(properties, name, currencyName) {
  return fact(properties, name, (value) => money(value, properties[currencyName]));
}

/** A fraction as a percentage. */
export function share(properties, name) {
  return fact(properties, name, percent);
}
