import { get } from './api.js';
import { lines } from './chart.js';
import { el, number, select, table, tile } from './dom.js';
import { bits, count, date, octets, t, timeZone } from './language.js';
import { address, attempt, empty, frame, keepInAddress, main, state } from './page.js';

const METERED = ['SLB', 'EIP', 'IPV6GW', 'ECS'];
const DAYS = { day: 1, week: 7, month: 31 };
const STEP_SECONDS = 300;
const LIVE_SECONDS = 900;
const REFRESH_MILLIS = 60_000;
const MOST_ROWS = 300;

const isGiven = (value) => value !== null && value !== undefined;
const most = (values) => values.reduce((highest, value) => Math.max(highest, value), 0);

// Everything that the page knows of the resource that it shows.
let shown = { stop: () => {} };

function series(marks) {
  return [
    { label: t('in'), colour: 'in' },
    { label: t('out'), colour: 'out', fill: true },
    ...marks.map((mark) => ({ label: mark.label, colour: mark.colour, dash: [6, 4] })),
  ];
}

function withMarks(data, marks) {
  return [...data, ...marks.map((mark) => data[0].map(() => mark.value))];
}

const isInForce = (limit) => limit?.reason === 'QUOTA' || limit?.reason === 'MANUAL';

// What holds out: the limit in force, else the cap.
function highestOut(cap, limit) {
  if (isInForce(limit) && isGiven(limit.outBitsPerSecond)) {
    return { label: t('bandwidth.limit'), colour: 'cap', value: limit.outBitsPerSecond };
  }
  return isGiven(cap) ? { label: t('bandwidth.cap'), colour: 'cap', value: cap } : null;
}

function marksOf(highest, month) {
  const marks = highest ? [highest] : [];
  if (month) {
    marks.push({ label: t('bandwidth.p95Line'), colour: 'p95', value: month.p95BitsPerSecond });
  }
  return marks;
}

function chartOfSlots(host, view, answer) {
  const times = answer.inBitsPerSecond.map((value, slot) => Date.parse(answer.from) / 1000 + slot * answer.stepSeconds);
  if (times.length === 0) {
    host.replaceChildren(empty('bandwidth.noSamples'));
    return;
  }
  const marks = marksOf(view.highestOut, answer.month);
  const description = t('bandwidth.description', {
    resource: view.resource.id, range: t(`range.${view.range}`),
    in: bits(most(answer.inBitsPerSecond)), out: bits(most(answer.outBitsPerSecond)),
  });
  lines(host, description, series(marks),
    withMarks([times, answer.inBitsPerSecond, answer.outBitsPerSecond], marks), bits);
}

function tableOfSlots(answer) {
  const rows = [];
  for (let slot = answer.observed.length - 1; slot >= 0 && rows.length < MOST_ROWS; slot -= 1) {
    if (answer.observed[slot]) {
      rows.push([date('minute', Date.parse(answer.from) + slot * answer.stepSeconds * 1000),
        number(bits(answer.inBitsPerSecond[slot])), number(bits(answer.outBitsPerSecond[slot]))]);
    }
  }
  const caption = t('bandwidth.table');
  return rows.length === 0 ? '' : el('details', {}, el('summary', {}, caption), table(caption,
    [{ text: t('bandwidth.time') }, { text: t('in'), number: true }, { text: t('out'), number: true }], rows));
}

// The newest seconds by their time; the older ones fall out.
class Seconds {
  #rates = new Map();

  take(seconds) {
    seconds.forEach((rate) => this.#rates.set(rate.at, rate));
    const first = most([...this.#rates.keys()]) - LIVE_SECONDS;
    [...this.#rates.keys()].filter((at) => at <= first).forEach((at) => this.#rates.delete(at));
  }

  data() {
    const rates = [...this.#rates.values()].sort((one, other) => one.at - other.at);
    return [rates.map((rate) => rate.at), rates.map((rate) => rate.inBitsPerSecond), rates.map((rate) => rate.outBitsPerSecond)];
  }
}

function follow(view, parts) {
  const seconds = new Seconds();
  let plot = null;
  let drawn = '';
  const source = new EventSource(`/v1/live?resource=${encodeURIComponent(view.resource.id)}`);
  source.onmessage = (event) => {
    const rates = JSON.parse(event.data);
    seconds.take(rates.seconds);
    parts.live(rates.fed ? rates.seconds.at(-1) : null);
    if (view.range !== 'live') {
      return;
    }
    if (!rates.fed) {
      parts.chart.replaceChildren(empty('bandwidth.notFed'));
      plot = null;
      return;
    }
    const marks = marksOf(view.highestOut, null);
    const labels = series(marks).map((one) => one.label).join();
    const data = withMarks(seconds.data(), marks);
    // What holds out may become known, or change, while the chart stands.
    if (plot && drawn === labels) {
      plot.setData(data);
    } else {
      plot = lines(parts.chart, t('bandwidth.title', { resource: view.resource.id }), series(marks), data, bits);
      drawn = labels;
    }
  };
  source.onerror = () => {
    parts.live(null);
    if (source.readyState === EventSource.CLOSED) {
      // Refused, so it does not try again by itself: who is signed in may have changed.
      attempt(parts.chart, () => get('/v1/bandwidth', { resource: view.resource.id }));
    }
  };
  return () => source.close();
}

// The last second as two tiles of text.
function liveTiles(parts) {
  const tiles = ['in', 'out'].map((direction) => tile(t(`bandwidth.${direction}Now`), '–', undefined, { id: `${direction}-now` }));
  parts.live = (rate) => ['in', 'out'].forEach((direction, index) => {
    const value = rate ? rate[`${direction}BitsPerSecond`] : null;
    tiles[index].querySelector('dd').textContent = value === null ? '–' : bits(value);
    tiles[index].dataset.bits = value ?? '';
  });
  return tiles;
}

function slotTiles(view, answer) {
  const tiles = [];
  const month = answer.month;
  if (month) {
    tiles.push(tile(t('bandwidth.p95'), bits(month.p95BitsPerSecond),
      t('bandwidth.p95Note', { slots: count(month.slots), dropped: count(month.dropped) }),
      { id: 'p95', data: { bits: month.p95BitsPerSecond } }));
  }
  tiles.push(tile(t(`bandwidth.totals.${view.range === 'live' ? 'day' : view.range}`),
    octets(answer.inOctets + answer.outOctets),
    t('bandwidth.totalsNote', { in: octets(answer.inOctets), out: octets(answer.outOctets) }),
    { id: 'octets', data: { in: answer.inOctets, out: answer.outOctets } }));
  return tiles;
}

function capTile(cap) {
  return tile(t('bandwidth.cap'), isGiven(cap) ? bits(cap) : t('bandwidth.noCap'), undefined, { id: 'cap', data: { bits: cap ?? '' } });
}

function limitTiles(limit) {
  const tiles = [];
  if (limit?.quotaOctetsPerMonth) {
    tiles.push(tile(t('bandwidth.quota'), octets(limit.quotaOctetsPerMonth),
      isGiven(limit.usedOctets) ? t('bandwidth.quotaNote', { used: octets(limit.usedOctets) }) : undefined, { id: 'quota' }));
  }
  if (isInForce(limit)) {
    const rates = ['out', 'in'].filter((direction) => isGiven(limit[`${direction}BitsPerSecond`]))
      .map((direction) => `${t(direction)} ${bits(limit[`${direction}BitsPerSecond`])}`);
    tiles.push(tile(t('bandwidth.limit'), rates.join(' · '), t(`limit.${limit.reason}`),
      { id: 'limit', class: 'tile alarm', data: { reason: limit.reason } }));
  }
  return tiles;
}

// Not every resource can be limited; and what passes is worth showing even if nobody can tell its limit right now.
async function limitOf(resource) {
  const limits = await get('/v1/limits').catch(() => null);
  return limits?.items.find((limit) => limit.resource === resource.id);
}

async function slots(view, parts) {
  const to = new Date();
  const days = DAYS[view.range] ?? DAYS.day;
  const from = new Date(to - days * 86_400_000);
  const limit = limitOf(view.resource);
  const answer = await attempt(parts.chart, () => get('/v1/bandwidth',
    { resource: view.resource.id, from: from.toISOString(), to: to.toISOString(), step: STEP_SECONDS }));
  const known = await limit;
  if (!answer || shown !== view) {
    return;
  }
  view.highestOut = highestOut(answer.capBitsPerSecond, known);
  parts.tiles.replaceChildren(...slotTiles(view, answer), capTile(answer.capBitsPerSecond), ...limitTiles(known));
  if (view.range !== 'live') {
    chartOfSlots(parts.chart, view, answer);
    parts.figures.replaceChildren(tableOfSlots(answer));
  }
}

function show(place, resource, range) {
  shown.stop();
  const parts = {
    tiles: el('dl', { class: 'tiles' }),
    chart: el('div', { id: 'chart' }),
    figures: el('div'),
  };
  const now = el('dl', { class: 'tiles' }, liveTiles(parts));
  const view = { resource, range };
  shown = view;
  place.replaceChildren(el('div', { class: 'tiles-row' }, now, parts.tiles), el('section', {}, parts.chart,
    el('p', { class: 'note' }, t(range === 'live' ? 'bandwidth.seconds' : 'bandwidth.averages', { zone: timeZone }))), parts.figures);
  state(parts.chart, 'loading');
  const close = follow(view, parts);
  const timer = setInterval(() => slots(view, parts), REFRESH_MILLIS);
  view.stop = () => { close(); clearInterval(timer); };
  return slots(view, parts);
}

function ranges(chosen, change) {
  return el('div', { class: 'segments', role: 'group', 'aria-label': t('bandwidth.range') },
    ['live', 'day', 'week', 'month'].map((range) => el('button', {
      type: 'button', 'aria-pressed': String(range === chosen), data: { range }, onclick: () => change(range),
    }, t(`range.${range}`))));
}

function page(resources, chosen) {
  const resource = resources.find((one) => one.id === chosen.resource);
  const change = (field) => (value) => {
    keepInAddress({ ...chosen, [field]: value });
    page(resources, { ...chosen, [field]: value });
  };
  const names = resources.map((one) => [one.id, `${one.id} · ${one.kind}${one.account ? ` · ${one.account}` : ''}`]);
  const unlisted = resource ? [] : [[chosen.resource, chosen.resource]];
  const figures = el('div', { id: 'figures' });
  main.replaceChildren(
    el('div', { class: 'heading', id: 'main' }, el('h1', {}, t('bandwidth.title', { resource: chosen.resource })),
      el('div', { class: 'controls' }, select(t('resource'), [...unlisted, ...names], chosen.resource, change('resource')),
        ranges(chosen.range, change('range')))),
    figures);
  return resource ? show(figures, resource, chosen.range) : state(figures, 'unknown');
}

const who = await frame('bandwidth');
if (who) {
  const answer = await attempt(main, () => get('/v1/resources'));
  const resources = answer?.items.filter((one) => METERED.includes(one.kind)) ?? [];
  const faces = resources.filter((one) => one.kind !== 'ECS' || one.publicBandwidth);
  const asked = address();
  const first = asked.resource ?? (faces[0] ?? resources[0])?.id;
  if (answer && !first) {
    main.replaceChildren(empty('bandwidth.noResources'));
  } else if (answer) {
    await page(resources, { resource: first, range: asked.range in DAYS || asked.range === 'live' ? asked.range : 'live' });
  }
}
