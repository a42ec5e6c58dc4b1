/** The page's language: its messages (JSON in #allimi-texts), numbers, dates and money. */

const block = document.getElementById('allimi-texts');
const messages = block ? JSON.parse(block.textContent) : {};

export const language = document.documentElement.lang || 'en';

/** The message with its `{name}` places filled; the id itself when the page does not carry it. */
export function text(id, values = {}) {
  const pattern = Object.hasOwn(messages, id) ? messages[id] : id;
  return pattern.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? String(values[name]) : place));
}

/** The name of a code of a code list; what is given, or else the code itself, when the list does not know it. */
export function codeName(list, code, given = null) {
  const id = `${list}.${code}`;
  return Object.hasOwn(messages, id) ? messages[id] : String(given ?? code);
}

/** A text of `{language: text}` in the page's language, else in any. */
export function nameIn(names, fallback = '') {
  if (typeof names === 'string') return names;
  return names?.[language] ?? Object.values(names ?? {})[0] ?? fallback;
}

/** The language of what `nameIn` gives; `null` where it is the page's, or nobody knows. */
export function languageOf(names) {
  return typeof names === 'string' || names?.[language] ? null : (Object.keys(names ?? {})[0] ?? null);
}

const numbers = new Intl.NumberFormat(language);
const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
/* Vietnamese writes 22/11/2026; the medium style is 22 thg 11, 2026. */
const style = language === 'vi' ? { day: '2-digit', month: '2-digit', year: 'numeric' } : { dateStyle: 'medium' };
const dates = new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' });

export const number = (value) => numbers.format(value);
const compacts = new Intl.NumberFormat(language, { notation: 'compact' });

/** A number in as few letters as the language has for it. */
export const compact = (value) => compacts.format(value).replace(/\s/g, '');
export const percent = (fraction) => percents.format(fraction);

/** A date of the form 2026-11-22 as the language writes it; as it stands when it is no date. */
export function day(value) {
  const instant = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(instant.valueOf()) ? String(value) : dates.format(instant);
}

/** An exact amount with its currency, all its digits. */
export function money(amount, currency) {
  if (!/^[A-Z]{3}$/.test(currency ?? '')) return `${amount} ${currency ?? ''}`.trim();
  const options = { style: 'currency', currency, maximumFractionDigits: Number.isInteger(Number(amount)) ? 0 : 20 };
  return new Intl.NumberFormat(language, options).format(amount);
}
