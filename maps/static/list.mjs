/**
 * The list beside the map (#works, count in #works-count), written by the server. It is the keyboard's way to the map:
 * every entry ([data-project-id]) lights up its work, and its button opens the card on the map.
 */

import { element } from './dom.mjs';
import { fetchPage } from './feed.mjs';
import { text } from './texts.mjs';

export class WorksList {
  constructor({ point, show }) {
    this.root = document.getElementById('works');
    this.count = document.getElementById('works-count');
    this.show = show;
    for (const event of ['pointerover', 'focusin']) this.root?.addEventListener(event, (e) => point(idOf(e.target)));
    for (const event of ['pointerleave', 'focusout']) this.root?.addEventListener(event, () => point(null));
    this.addButtons();
  }

  /** Gives every mapped entry its button (an entry marked data-unmapped has nothing to show). */
  addButtons() {
    for (const entry of this.root?.querySelectorAll('[data-project-id]:not([data-unmapped])') ?? []) {
      const title = entry.querySelector('a')?.textContent ?? '';
      const button = element('button', { type: 'button', class: 'button-quiet show-on-map' }, text('show-on-map'));
      button.setAttribute('aria-label', text('show-on-map-title', { title }));
      button.addEventListener('click', () => this.show(entry.dataset.projectId, button));
      entry.append(button);
    }
  }

  /** How many works the list counts in all its pages; `null` where it does not say. */
  get matched() {
    const { matched } = this.count?.dataset ?? {};
    return matched === undefined ? null : Number(matched);
  }

  /** Marks the entry of a work that is pointed at on the map. */
  mark(id) {
    this.root?.querySelectorAll('.is-current').forEach((entry) => entry.classList.remove('is-current'));
    if (id !== null) this.root?.querySelector(`[data-project-id="${CSS.escape(id)}"]`)?.classList.add('is-current');
  }

  /** Reads the list again from the page's own address and puts it in place; the count is announced. */
  async refresh(address) {
    if (!this.root) return;
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    const page = await fetchPage(address, { signal });
    if (signal.aborted) return;
    const [list, count] = ['works', 'works-count'].map((id) => page.getElementById(id));
    if (!list) throw new Error(address);
    this.root.replaceChildren(...list.childNodes);
    if (this.count) this.count.textContent = count?.textContent.trim() ?? '';
    if (this.count && count?.dataset.matched) this.count.dataset.matched = count.dataset.matched;
    this.addButtons();
  }
}

const idOf = (node) => node.closest('[data-project-id]')?.dataset.projectId ?? null;
