import { get, signIn } from './api.js';
import { el } from './dom.js';
import { t } from './language.js';
import { languageSwitch, main } from './page.js';

document.title = `${t('signIn')} · Turnpike`;

function next(who) {
  const asked = new URLSearchParams(location.search).get('next') ?? '';
  const ours = /^\/[a-z]+\.html(\?[^#]*)?$/.test(asked);
  return ours ? asked : who.role === 'OPERATOR' ? '/finance.html' : '/bandwidth.html';
}

async function forward() {
  const who = await get('/v1/session').catch(() => ({}));
  if (who.role) {
    location.replace(next(who));
  }
  return Boolean(who.role);
}

function refusal(error) {
  switch (error.status) {
    case 401: return t('signIn.refused');
    case 429: return t('signIn.tooMany', { seconds: error.retrySeconds });
    case 0: return t('state.unreachable');
    case 503: return t('signIn.unavailable');
    default: return t('state.failed', { status: error.status });
  }
}

function form() {
  const user = el('input', { id: 'user', name: 'user', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true, maxlength: 64 });
  const password = el('input', { id: 'password', name: 'password', type: 'password', autocomplete: 'current-password', required: true, maxlength: 200 });
  const message = el('p', { class: 'refusal', role: 'alert' });
  const button = el('button', { type: 'submit' }, t('signIn'));
  const send = async (event) => {
    event.preventDefault();
    button.disabled = true;
    message.textContent = '';
    try {
      await signIn(user.value.trim(), password.value);
      await forward();
    } catch (error) {
      message.textContent = refusal(error);
      password.select();
    } finally {
      button.disabled = false;
    }
  };
  return el('form', { onsubmit: send },
    el('div', { class: 'brand' }, el('img', { src: '/web/icon.svg', alt: '', width: 32, height: 32 }), el('h1', {}, 'Turnpike')),
    el('p', { class: 'note' }, t('tagline')),
    el('label', { class: 'field', for: 'user' }, el('span', {}, t('user')), user),
    el('label', { class: 'field', for: 'password' }, el('span', {}, t('password')), password),
    message, button,
    el('p', { class: 'note' }, t('signIn.help')), languageSwitch());
}

if (!await forward()) {
  main.replaceChildren(form());
  document.getElementById('user').focus();
}
