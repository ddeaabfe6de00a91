import { get, signOut, ApiError } from './api.js';
import { el } from './dom.js';
import { choose, language, languages, t } from './language.js';

const PAGES = [
  { name: 'finance', path: '/finance.html', operatorOnly: false },
  { name: 'bandwidth', path: '/bandwidth.html', operatorOnly: false },
  { name: 'configuration', path: '/configuration.html', operatorOnly: false },
  { name: 'nodes', path: '/nodes.html', operatorOnly: true },
];

export const main = document.querySelector('main');

// Makes the frame of a page; gives who is signed in, and leaves for the sign-in if nobody is.
export async function frame(name) {
  document.title = `${t(`page.${name}`)} · Turnpike`;
  state(main, 'loading');
  const who = await attempt(main, () => get('/v1/session'));
  if (who && !who.role) {
    leave();
    return null;
  }
  document.querySelector('header').replaceChildren(...header(name, who ?? {}));
  return who;
}

function header(current, who) {
  return [
    el('a', { class: 'skip', href: '#main' }, t('skip')),
    el('span', { class: 'brand' }, el('img', { src: '/web/icon.svg', alt: '', width: 20, height: 20 }), 'Turnpike'),
    el('nav', { 'aria-label': t('pages') }, PAGES
      .filter((page) => who.role === 'OPERATOR' || !page.operatorOnly)
      .map((page) => el('a', { href: page.path, 'aria-current': page.name === current ? 'page' : undefined },
        t(`page.${page.name}`)))),
    el('span', { class: 'who' }, who.account ?? (who.role ? t('operator') : '')),
    languageSwitch(),
    el('button', { type: 'button', class: 'quiet', id: 'sign-out', onclick: async () => { await signOut(); leave(); } },
      t('signOut')),
  ];
}

export function languageSwitch() {
  const other = language === 'en' ? 'zh' : 'en';
  return el('button', {
    type: 'button', class: 'quiet', id: 'language', lang: other === 'zh' ? 'zh-CN' : 'en', onclick: () => choose(other),
  }, languages[other]);
}

function leave() {
  const here = location.pathname + location.search;
  location.assign(here === '/' ? here : `/?next=${encodeURIComponent(here)}`);
}

// Says in words how it stands with a part of the page that shows no figures.
export function state(place, key, values) {
  place.replaceChildren(el('p', { class: 'state', role: key === 'loading' ? 'status' : 'alert', data: { state: key } },
    t(`state.${key}`, values)));
}

export function empty(key) {
  return el('p', { class: 'state', data: { state: 'empty' } }, t(key));
}

// Runs a request; says in its place why there is no answer, and then gives undefined.
export async function attempt(place, request) {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    if (error.status === 401) {
      leave();
    } else {
      state(place, stateOf(error.status), { status: error.status });
    }
    return undefined;
  }
}

function stateOf(status) {
  switch (status) {
    case 0: return 'unreachable';
    case 403: return 'forbidden';
    case 404: return 'unknown';
    case 503: return 'unavailable';
    default: return 'failed';
  }
}

// What a page shows stands in its address, so that it can be kept, shared and shown in the other language.
export function address() {
  return Object.fromEntries(new URLSearchParams(location.search));
}

export function keepInAddress(values) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  history.replaceState(null, '', query.size > 0 ? `?${query}` : location.pathname);
}
