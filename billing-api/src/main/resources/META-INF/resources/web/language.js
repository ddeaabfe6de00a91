import { texts } from './texts.js';

const KEPT = 'turnpike.language';

export const languages = { en: 'English', zh: '中文' };
export const language = chosen();
const locale = language === 'zh' ? 'zh-CN' : 'en';
document.documentElement.lang = locale;

function chosen() {
  const kept = localStorage.getItem(KEPT);
  if (kept in languages) {
    return kept;
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

// The page is made anew; what it shows stands in its address.
export function choose(other) {
  localStorage.setItem(KEPT, other);
  location.reload();
}

export function t(key, values = {}) {
  const text = texts[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// For names that others give: a reason that we have no words for is shown as it is.
export function named(prefix, name) {
  return texts[language][`${prefix}.${name}`] ?? name;
}

const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });

export function count(value) {
  return plain.format(value);
}

function scaled(value, units) {
  let index = 0;
  let rest = value;
  while (Math.abs(rest) >= 999.5 && index < units.length - 1) {
    rest /= 1000;
    index += 1;
  }
  return `${short.format(rest)} ${units[index]}`;
}

export function octets(value) {
  return scaled(value, ['B', 'kB', 'MB', 'GB', 'TB', 'PB']);
}

export function bits(value) {
  return scaled(value, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']);
}

export function money(amount, currency, decimals) {
  return new Intl.NumberFormat(locale, {
    style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: decimals,
  }).format(amount);
}

export function seconds(value) {
  const format = (amount, unit) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(amount);
  if (value < 120) {
    return format(value, 'second');
  }
  return value < 7200 ? format(value / 60, 'minute') : value < 172800 ? format(value / 3600, 'hour') : format(value / 86400, 'day');
}

const dates = {
  day: new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }),
  time: new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  minute: new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  clock: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  clockSeconds: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  localDay: new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' }),
};

export function date(kind, value) {
  return dates[kind].format(new Date(value));
}

export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
