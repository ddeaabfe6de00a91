import { get } from './api.js';
import { el, number, table, tile } from './dom.js';
import { count, date, named, octets, seconds, t } from './language.js';
import { attempt, empty, frame, main, state } from './page.js';

const REFRESH_MILLIS = 5_000;
const FRESH_SECONDS = 45;
const LATE_SECONDS = 300;

function freshness(node) {
  return node.ageSeconds <= FRESH_SECONDS ? 'fresh' : node.ageSeconds <= LATE_SECONDS ? 'late' : 'silent';
}

function nodeTable(nodes) {
  const newest = Math.max(...nodes.map((node) => node.registryVersion));
  const rows = nodes.map((node) => [
    el('td', { data: { node: node.node } }, node.node),
    el('td', {}, el('span', { class: `badge ${freshness(node)}` }, t(`nodes.${freshness(node)}`))),
    date('time', node.intervalEnd),
    number(seconds(node.ageSeconds)),
    number(node.registryVersion < newest ? `${count(node.registryVersion)} · ${t('nodes.behind')}` : count(node.registryVersion)),
    number(String(node.bootEpoch)),
    number(count(node.nextSequence)),
  ]);
  const columns = [{ text: t('nodes.node') }, { text: t('nodes.state') }, { text: t('nodes.until') }, { text: t('nodes.age'), number: true },
    { text: t('nodes.version'), number: true }, { text: t('nodes.boot'), number: true }, { text: t('nodes.batch'), number: true }];
  return nodes.length > 0 ? table(t('nodes.reports'), columns, rows) : empty('nodes.none');
}

function batches(hole) {
  const last = hole.lastSequence ?? '';
  return hole.firstSequence === last ? String(last) : `${hole.firstSequence}–${last}`;
}

function holeTable(holes) {
  const columns = [{ text: t('nodes.node') }, { text: t('nodes.finding') }, { text: t('nodes.batches') }, { text: t('nodes.from') },
    { text: t('nodes.to') }, { text: t('octets'), number: true }, { text: t('nodes.id') }];
  return holes.length > 0 ? table(t('nodes.holes'), columns, holes.map((hole) => [hole.node,
    hole.kind === 'HOLE' ? t('nodes.hole') : t('nodes.difference', { name: hole.interfaceName, direction: hole.direction }),
    batches(hole), date('time', hole.from), hole.until ? date('time', hole.until) : t('nodes.goesOn'),
    hole.octets === null ? t('nodes.unknown') : number(octets(hole.octets), { octets: hole.octets }, count(hole.octets)), hole.id]))
    : empty('nodes.noHoles');
}

function unattributedTable(items) {
  const columns = [{ text: t('reason') }, { text: t('nodes.number') }, { text: t('rule') },
    { text: t('octets'), number: true }, { text: t('packets'), number: true }];
  return items.length > 0 ? table(t('nodes.unattributed'), columns, items.map((item) => [named('reason', item.reason), item.resource,
    item.rule, number(octets(item.octets), { octets: item.octets }, count(item.octets)), number(count(item.packets))]))
    : empty('nodes.noUnattributed');
}

function tiles(nodes, holes, letters) {
  const fresh = nodes.filter((node) => freshness(node) === 'fresh').length;
  return el('dl', { class: 'tiles' },
    tile(t('nodes.freshNodes'), t('nodes.of', { some: count(fresh), all: count(nodes.length) }),
      t('nodes.freshNote', { age: seconds(FRESH_SECONDS) }), { class: fresh < nodes.length ? 'tile alarm' : 'tile' }),
    tile(t('nodes.findings'), count(holes.length), t('nodes.findingsNote'), { id: 'findings', class: holes.length > 0 ? 'tile alarm' : 'tile' }),
    tile(t('nodes.deadLetters'), letters === null ? t('nodes.unknown') : count(letters), t('nodes.deadLettersNote'),
      { id: 'dead-letters', class: letters > 0 ? 'tile alarm' : 'tile' }));
}

async function show(place) {
  const answers = await attempt(place, () => Promise.all(
    [get('/v1/nodes'), get('/v1/audit?status=OPEN'), get('/v1/unbilled'), get('/v1/dead-letters')]));
  if (!answers) {
    return;
  }
  const [nodes, holes, unbilled, letters] = answers;
  place.replaceChildren(
    tiles(nodes.items, holes.items, letters.batches ?? null),
    nodeTable(nodes.items), holeTable(holes.items),
    unattributedTable(unbilled.items.filter((item) => item.path === 'UNATTRIBUTED')),
    el('p', { class: 'note' }, t('nodes.updated', { time: date('time', Date.now()) })));
  place.dataset.ready = 'true';
}

const who = await frame('nodes');
if (who) {
  const figures = el('div', { id: 'figures' });
  main.replaceChildren(el('div', { class: 'heading', id: 'main' }, el('h1', {}, t('nodes.title'))), figures);
  state(figures, 'loading');
  if (who.role === 'OPERATOR') {
    await show(figures);
    setInterval(() => { if (!document.hidden) { show(figures); } }, REFRESH_MILLIS);
  } else {
    state(figures, 'forbidden');
  }
}
