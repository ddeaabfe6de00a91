import { get, getText, post } from './api.js';
import { el, select, table } from './dom.js';
import { count, t } from './language.js';
import { address, attempt, empty, frame, keepInAddress, main, state } from './page.js';
import { problem } from './problems.js';
import { declarationOf, KINDS } from './declarations.js';

const NEW = 'new:';

// Word for word, so that no digit of a large number is lost on the way through this page.
function bodyOf(text) {
  return text.trimStart().startsWith('[') ? `{"resources":${text}}` : `{"resources":[${text}]}`;
}

// A pointer into what was sent, as the place in what is shown.
function fieldOf(pointer, text) {
  const shown = text.trimStart().startsWith('[') ? pointer.replace(/^\/resources\//, '') : pointer.replace(/^\/resources\/0\/?/, '');
  return shown === '' ? t('configuration.whole') : shown === '/resources' ? t('configuration.others') : shown;
}

function tableOf(caption, errors, text, kind) {
  return table(caption, [{ text: t('configuration.field') }, { text: t('configuration.problem') }], errors.map((error) => [
    el('td', { data: { pointer: error.pointer } }, el('code', {}, fieldOf(error.pointer, text))),
    el('td', { class: 'wrap' }, problem(error.detail))]), [], kind);
}

function done(answer, text) {
  const changed = answer.changed.filter((item) => item.change !== 'unchanged');
  const heading = changed.length === 0 ? 'nothing' : answer.dryRun ? 'checked' : 'applied';
  return el('section', { role: 'status', data: { state: heading } },
    el('h2', {}, t(`configuration.${heading}`)),
    changed.length === 0 ? null : el('ul', {}, changed.map((item) => el('li', { data: { changed: item.id } },
      t(`configuration.${item.change}.${answer.dryRun ? 'would' : 'was'}`, { id: item.id })))),
    answer.warnings.length === 0 ? null : tableOf(t('configuration.warnings'), answer.warnings, text, 'warning'),
    el('p', { class: 'note' }, t('configuration.version', { version: count(answer.registryVersion) })));
}

function refused(answer, text) {
  const errors = answer.errors ?? [];
  const heading = t(errors.length === 1 ? 'configuration.refusedOnce' : 'configuration.refused', { count: count(errors.length) });
  return el('section', { role: 'alert', data: { state: 'refused' } },
    errors.length > 0 ? tableOf(heading, errors, text, 'refused')
      : el('p', { class: 'refusal' }, t('configuration.failed', { why: problem(answer.detail) })));
}

function notJson(error) {
  return el('section', { role: 'alert', data: { state: 'refused' } },
    el('p', { class: 'refusal' }, t('configuration.notJson', { why: error.message })));
}

// Gives what was answered, and what was refused with a reason; what went wrong otherwise is said in the place.
async function send(place, text, dryRun) {
  return attempt(place, async () => {
    try {
      return { done: await post('/v1/apply', bodyOf(text), { dryRun: dryRun ? 'true' : '' }) };
    } catch (error) {
      if (error.status !== 401 && error.problem?.detail) {
        return { refused: error.problem };
      }
      throw error;
    }
  });
}

async function submit(parts, dryRun, applied) {
  const text = parts.text.value;
  try {
    JSON.parse(text);
  } catch (error) {
    parts.result.replaceChildren(notJson(error));
    return;
  }
  parts.buttons.forEach((button) => { button.disabled = true; });
  state(parts.result, 'loading');
  const answer = await send(parts.result, text, dryRun);
  parts.buttons.forEach((button) => { button.disabled = false; });
  if (answer) {
    parts.result.replaceChildren(answer.done ? done(answer.done, text) : refused(answer.refused, text));
  }
  if (answer?.done && !dryRun) {
    await applied(JSON.parse(text));
  }
}

function form(parts, text, mayChange, applied) {
  parts.text = el('textarea', { id: 'declaration', rows: 18, spellcheck: 'false', autocapitalize: 'none', readonly: !mayChange,
    'aria-describedby': 'help' });
  parts.text.value = text;
  parts.buttons = mayChange ? [
    el('button', { type: 'submit', id: 'apply' }, t('configuration.apply')),
    el('button', { type: 'button', id: 'check', onclick: () => submit(parts, true, applied) }, t('configuration.check')),
  ] : [];
  return el('form', { onsubmit: (event) => { event.preventDefault(); submit(parts, false, applied); } },
    el('label', { class: 'field', for: 'declaration' }, el('span', {}, t('configuration.declaration')), parts.text),
    el('p', { class: 'note', id: 'help' }, t(mayChange ? 'configuration.help' : 'configuration.readOnly')),
    mayChange ? el('div', { class: 'controls' }, parts.buttons) : null);
}

function choice(resources, chosen, mayChange, change) {
  const names = resources.map((one) => [one.id, `${one.id} · ${one.kind}${one.account ? ` · ${one.account}` : ''}`]);
  const fresh = mayChange ? KINDS.map((kind) => [NEW + kind, t('configuration.new', { kind })]) : [];
  const unlisted = [...names, ...fresh].some(([value]) => value === chosen) ? [] : [[chosen, chosen]];
  return select(t('resource'), [...unlisted, ...names, ...fresh], chosen, change);
}

async function textOf(place, chosen) {
  return chosen.startsWith(NEW) ? declarationOf(chosen.slice(NEW.length))
    : attempt(place, () => getText(`/v1/resources/${encodeURIComponent(chosen)}/declaration`));
}

async function page(resources, chosen, mayChange) {
  const title = el('h1', {}, t('configuration.title'));
  const parts = { result: el('div', { id: 'result' }), buttons: [] };
  const box = el('div', { class: 'controls' });
  const editor = el('section', { class: 'editor' });
  const offer = (all, id) => box.replaceChildren(choice(all, id, mayChange, (other) => {
    keepInAddress({ resource: other });
    page(all, other, mayChange);
  }));
  // What is new is offered too; what stands in the text stays as it was written.
  const applied = async (declared) => {
    const id = Array.isArray(declared) ? declared[0]?.id : declared.id;
    const answer = await get('/v1/resources').catch(() => null);
    if (answer && id) {
      keepInAddress({ resource: id });
      offer(answer.items, id);
    }
  };
  offer(resources, chosen);
  main.replaceChildren(el('div', { class: 'heading', id: 'main' }, title, box), editor, parts.result);
  state(editor, 'loading');
  const text = await textOf(editor, chosen);
  if (text !== undefined) {
    editor.replaceChildren(form(parts, text, mayChange, applied));
    main.dataset.ready = 'true';
  }
}

const who = await frame('configuration');
if (who) {
  const mayChange = who.role === 'OPERATOR';
  const answer = await attempt(main, () => get('/v1/resources'));
  const first = address().resource ?? answer?.items[0]?.id ?? (mayChange ? `${NEW}${KINDS[0]}` : undefined);
  if (answer && !first) {
    main.replaceChildren(empty('configuration.noResources'));
  } else if (answer) {
    await page(answer.items, first, mayChange);
  }
}
