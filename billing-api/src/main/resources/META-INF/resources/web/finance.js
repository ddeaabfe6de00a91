import { get } from './api.js';
import { stacks } from './chart.js';
import { sum } from './decimal.js';
import { el, number, select, table, tile } from './dom.js';
import { count, date, money, named, octets, t } from './language.js';
import { address, attempt, empty, frame, keepInAddress, main, state } from './page.js';

const MONTHS_BACK = 12;
const PUBLIC_PATHS = ['SLB', 'EIP', 'NAT', 'ECS', 'IPV6GW'];

const add = (items, field) => items.reduce((total, item) => total + item[field], 0);
const distinct = (items, field) => [...new Set(items.map((item) => item[field]))];
const pathName = (path) => el('td', {}, t(`path.${path}`), el('span', { class: 'code' }, path));

function months() {
  const now = new Date();
  return Array.from({ length: MONTHS_BACK }, (none, back) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
    return [month.toISOString().slice(0, 7), date('month', month)];
  });
}

// Small amounts with more digits, since a day of little traffic costs less than the smallest coin.
function exact(amount, currency) {
  return money(amount, currency, Number(amount) !== 0 && Math.abs(Number(amount)) < 1 ? 6 : 2);
}

function octetCell(value, data) {
  return number(octets(value), { octets: value, ...data }, count(value));
}

function totals(bill, unbilled) {
  return el('dl', { class: 'tiles' },
    bill.totals.map((total) => tile(t('finance.owes', { account: total.account }), money(total.amount, total.currency),
      undefined, { data: { account: total.account, amount: total.amount } })),
    tile(t('finance.chargeableOctets'), octets(add(bill.items, 'chargeableOctets'))),
    tile(t('finance.unbilledOctets'), octets(add(unbilled, 'octets'))));
}

function byPath(bill) {
  const rows = [];
  for (const total of bill.totals) {
    const own = bill.items.filter((item) => item.account === total.account && PUBLIC_PATHS.includes(item.path));
    for (const path of distinct(own, 'path')) {
      const lines = own.filter((item) => item.path === path);
      const of = (direction) => add(lines.filter((line) => line.direction === direction), 'octets');
      const data = (direction) => ({ account: total.account, path, direction });
      rows.push([total.account, pathName(path), number(money(sum(lines.map((line) => line.amount)), total.currency)),
        octetCell(add(lines, 'chargeableOctets'), data('CHARGEABLE')),
        octetCell(of('OUT'), data('OUT')), octetCell(of('IN'), data('IN'))]);
    }
  }
  const feet = bill.totals.map((total) => [total.account, t('total'), number(money(total.amount, total.currency)),
    octetCell(add(bill.items.filter((item) => item.account === total.account), 'chargeableOctets')), '', '']);
  const columns = [{ text: t('account') }, { text: t('path') }, { text: t('amount'), number: true },
    { text: t('chargeable'), number: true }, { text: t('out'), number: true }, { text: t('in'), number: true }];
  return rows.length > 0 ? table(t('finance.byPath'), columns, rows, feet) : empty('finance.noCharges');
}

function dayChart(days, currency) {
  const own = days.filter((item) => item.currency === currency && PUBLIC_PATHS.includes(item.path));
  const names = distinct(own, 'day').sort();
  const series = PUBLIC_PATHS.filter((path) => own.some((item) => item.path === path)).map((path) => ({
    label: t(`path.${path}`),
    colour: `path-${path.toLowerCase()}`,
    values: names.map((day) => own.filter((item) => item.day === day && item.path === path)
      .reduce((total, item) => total + Number(item.exactAmount), 0)),
  }));
  const host = el('div');
  const heading = t('finance.amountByDay', { currency });
  const figure = el('section', {}, el('h2', {}, heading), host);
  if (names.length === 0) {
    host.append(empty('finance.noCharges'));
  } else {
    // The chart asks for its width, so it is drawn once it has a place.
    queueMicrotask(() => stacks(host, heading, names.map((day) => date('day', day)), series,
      (value) => exact(value, currency)));
  }
  return figure;
}

function byDay(days) {
  const own = days.filter((item) => PUBLIC_PATHS.includes(item.path));
  const paths = PUBLIC_PATHS.filter((path) => own.some((item) => item.path === path));
  const rows = [];
  for (const day of distinct(own, 'day').sort().reverse()) {
    const ofDay = own.filter((item) => item.day === day);
    for (const account of distinct(ofDay, 'account')) {
      const items = ofDay.filter((item) => item.account === account);
      const amount = (some) => {
        const total = sum(some.map((item) => item.exactAmount));
        return some.length > 0 ? number(exact(total, items[0].currency), {}, `${total} ${items[0].currency}`) : number('–');
      };
      rows.push([date('day', day), account, amount(items), octetCell(add(items, 'chargeableOctets')),
        ...paths.map((path) => amount(items.filter((item) => item.path === path)))]);
    }
  }
  const columns = [{ text: t('day') }, { text: t('account') }, { text: t('amount'), number: true },
    { text: t('chargeable'), number: true }, ...paths.map((path) => ({ text: t(`path.${path}`), number: true }))];
  return rows.length > 0
    ? [table(t('finance.byDay'), columns, rows, [], 'tall'), el('p', { class: 'note' }, t('finance.exact'))] : null;
}

function unbilledTable(items) {
  const rows = [...items].sort((one, other) => other.octets - one.octets).map((item) => [
    pathName(item.path),
    octetCell(item.octets, { account: item.account, path: item.path, rule: item.rule, reason: item.reason }),
    number(count(item.packets)), named('reason', item.reason), item.account || t('finance.nobody'), item.rule]);
  const columns = [{ text: t('path') }, { text: t('octets'), number: true }, { text: t('packets'), number: true },
    { text: t('reason') }, { text: t('account') }, { text: t('rule') }];
  const feet = distinct(items, 'path').map((path) => {
    const own = items.filter((item) => item.path === path);
    return [pathName(path), octetCell(add(own, 'octets')), number(count(add(own, 'packets'))), t('total'), '', ''];
  });
  return rows.length > 0 ? table(t('finance.unbilled'), columns, rows, feet) : empty('finance.noUnbilled');
}

async function show(figures, chosen, accounts) {
  state(figures, 'loading');
  const asked = { month: chosen.month, account: chosen.account };
  const answers = await attempt(figures, () =>
    Promise.all([get('/v1/charges', asked), get('/v1/charges/days', asked), get('/v1/unbilled', asked)]));
  if (!answers) {
    return;
  }
  const [bill, days, unbilled] = answers;
  accounts(bill.totals.map((total) => total.account));
  figures.replaceChildren(
    totals(bill, unbilled.items),
    ...distinct(bill.totals, 'currency').map((currency) => dayChart(days.items, currency)),
    ...[byPath(bill), byDay(days.items), unbilledTable(unbilled.items)].flat().filter(Boolean));
  figures.dataset.ready = 'true';
}

function controls(who, chosen, changed) {
  const accounts = el('span');
  const update = (field) => (value) => { chosen[field] = value; keepInAddress(chosen); changed(); };
  let known = [];
  const offer = (names) => {
    if (who.role === 'OPERATOR' && !chosen.account) {
      known = names;
    }
    const options = distinct([...known, ...(chosen.account ? [chosen.account] : [])].map((id) => ({ id })), 'id');
    accounts.replaceChildren(who.role === 'OPERATOR'
      ? select(t('account'), [['', t('allAccounts')], ...options.map((id) => [id, id])], chosen.account ?? '', update('account')) : '');
  };
  const box = el('div', { class: 'controls' }, select(t('month'), months(), chosen.month, update('month')), accounts);
  return { box, offer };
}

const who = await frame('finance');
if (who) {
  const chosen = { month: address().month ?? months()[0][0], account: address().account };
  const title = el('h1');
  const figures = el('div', { id: 'figures' });
  const refresh = () => {
    title.textContent = t('finance.title', { month: date('month', `${chosen.month}-01`) });
    return show(figures, chosen, parts.offer);
  };
  const parts = controls(who, chosen, refresh);
  main.replaceChildren(el('div', { class: 'heading', id: 'main' }, title, parts.box), figures);
  await refresh();
}
