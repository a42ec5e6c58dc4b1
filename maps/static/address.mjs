/** The page's own address: it says what is shown, so that it can be sent to someone or opened in another language. */

/** Replaces the query or the hash of the address, without a new entry in the history. */
export function setAddress({ search = location.search, hash = location.hash }) {
  history.replaceState(history.state, '', location.pathname + search + hash);
  for (const link of document.querySelectorAll('a[hreflang]')) Object.assign(link, { search: firstPage(search), hash });
}

/** The query without the place in a list: another choice or order of works has other pages. */
export function firstPage(search) {
  const query = new URLSearchParams(search);
  query.delete('cursor');
  return query.size ? `?${query}` : '';
}
