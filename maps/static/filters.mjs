/**
 * The boxes beside the map (form #filters): which statuses and categories are shown.
 * The form works without this script; here its state moves into the address, the map and the list at once.
 */

import { firstPage, setAddress } from './address.mjs';
import { NOT_ENTERED, categoryOf, statusOf } from './signs.mjs';

const GROUPS = { status: statusOf, category: categoryOf };

export class Filters {
  constructor(form) {
    this.form = form;
    this.form?.querySelector('[data-without-script]')?.setAttribute('hidden', '');
  }

  /** The chosen codes of a group; `null` when all are chosen, or the page has no such group. */
  chosen(group) {
    const boxes = [...(this.form?.querySelectorAll(`input[type=checkbox][name=${group}]`) ?? [])];
    const codes = boxes.filter((box) => box.checked).map((box) => box.value);
    return codes.length === boxes.length ? null : codes;
  }

  /** Whether a feature is to be shown. */
  accept({ properties }) {
    return Object.entries(GROUPS).every(([group, codeOf]) => {
      const codes = this.chosen(group);
      return codes === null || codes.includes(codeOf(properties));
    });
  }

  /** The page's own query: one parameter for each chosen box; an empty one where none is chosen. */
  search() {
    const query = new URLSearchParams(location.search);
    for (const group of Object.keys(GROUPS)) {
      query.delete(group);
      const codes = this.chosen(group);
      if (codes?.length === 0) query.append(group, '');
      codes?.forEach((code) => query.append(group, code));
    }
    return firstPage(query);
  }

  /** The same as parameters of the feed and its tiles; *not entered* has no code there, and is a filter in CQL2. */
  parameters() {
    const groups = Object.keys(GROUPS).map((group) => [group, this.chosen(group)]);
    const open = groups.filter(([, codes]) => codes?.includes(NOT_ENTERED));
    const filter = open.map(([group, codes]) => absentOr(group, codes)).join(' AND ');
    return { ...this.codes(), filter: filter || null };
  }

  /** The parameters that name codes alone: what they choose holds all that is chosen, and more where a code is absent. */
  codes() {
    const groups = Object.keys(GROUPS).map((group) => [group, this.chosen(group)]);
    return Object.fromEntries(groups.filter(([, codes]) => codes && !codes.includes(NOT_ENTERED)));
  }

  /** Whether no feature at all can be shown. */
  get nothing() {
    return Object.keys(GROUPS).some((group) => this.chosen(group)?.length === 0);
  }

  onChange(action) {
    this.form?.addEventListener('change', () => {
      setAddress({ search: this.search() });
      action();
    });
    this.form?.addEventListener('submit', (event) => event.preventDefault());
  }
}

function absentOr(name, codes) {
  const named = codes.filter((code) => code !== NOT_ENTERED).map((code) => `'${code}'`);
  return named.length ? `(${name} IS NULL OR ${name} IN (${named.join(',')}))` : `${name} IS NULL`;
}
