import uPlot from './uplot/uPlot.esm.js';
import { el } from './dom.js';
import { date, t } from './language.js';

const HEIGHT = 260;
const NEAR = 4;
const dark = matchMedia('(prefers-color-scheme: dark)');

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function axes(times, timesSize, values, size) {
  const common = { stroke: () => colour('muted'), grid: { stroke: () => colour('line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
  return [
    { ...common, values: times, size: timesSize, grid: { show: false }, space: 70 },
    { ...common, values: (plot, ticks) => ticks.map(values), size, space: 36 },
  ];
}

// Clock times, and the day where a new one begins.
function times(plot, ticks, axis, space, step) {
  let day = '';
  return ticks.map((tick) => {
    const today = date('localDay', tick * 1000);
    const text = step >= 86400 ? today : date(step < 60 ? 'clockSeconds' : 'clock', tick * 1000);
    const whole = today !== day && step < 86400 && step >= 60 ? `${text}\n${today}` : text;
    day = today;
    return whole;
  });
}

// A canvas keeps its size and colours, so it is drawn again when either changes.
function keepUp(host, plot) {
  const size = () => plot.setSize({ width: Math.max(200, host.clientWidth), height: HEIGHT });
  new ResizeObserver(size).observe(host);
  dark.addEventListener('change', () => plot.redraw(false));
}

function place(description) {
  return el('div', { class: 'chart', role: 'img', 'aria-label': description });
}

// A mark far above all that passes would press the lines to the ground: it is left outside until they come nearer.
function padded(plot) {
  const highest = (marks) => plot.series.slice(1).filter((one) => one.show && Boolean(one.dash) === marks)
    .map((one) => one.max ?? 0);
  const passes = Math.max(0, ...highest(false));
  const most = Math.max(passes, ...highest(true).filter((mark) => passes === 0 || mark <= passes * NEAR));
  return [0, most > 0 ? most * 1.08 : 1];
}

// Lines over time. Series: {label, colour, dash, fill}. The first list of the data is seconds since 1970.
export function lines(host, description, series, data, format) {
  const chart = place(description);
  host.replaceChildren(chart);
  const plot = new uPlot({
    width: Math.max(200, chart.clientWidth),
    height: HEIGHT,
    cursor: { y: false, points: { size: 6 } },
    scales: { y: { range: padded } },
    axes: axes(times, 40, format, 78),
    series: [
      { value: (self, at) => (at === null ? '–' : date('time', at * 1000)), label: t('time') },
      ...series.map((one) => ({
        label: one.label,
        stroke: () => colour(one.colour),
        fill: one.fill ? () => `${colour(one.colour)}22` : undefined,
        dash: one.dash,
        width: one.dash ? 1.5 : 1.75,
        points: { show: false },
        value: (self, value) => (value === null ? '–' : format(value)),
      })),
    ],
  }, data, chart);
  keepUp(chart, plot);
  return plot;
}

// Bars, one stack for each name. Series: {label, colour, values}; they are drawn as sums, the largest first.
export function stacks(host, description, names, series, format) {
  const chart = place(description);
  host.replaceChildren(chart);
  const sums = [];
  series.forEach((one, index) => sums.push(one.values.map((value, at) => value + (index > 0 ? sums[index - 1][at] : 0))));
  const order = series.map((one, index) => index).reverse();
  const plot = new uPlot({
    width: Math.max(200, chart.clientWidth),
    height: HEIGHT,
    cursor: { y: false, points: { show: false } },
    scales: { x: { time: false, range: [-0.6, names.length - 0.4] }, y: { range: padded } },
    axes: axes((self, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? names[tick] ?? '' : '')), 26, format, 78),
    series: [
      { value: (self, at) => names[at] ?? '–', label: t('day') },
      ...order.map((index) => ({
        label: series[index].label,
        stroke: () => colour(series[index].colour),
        fill: () => colour(series[index].colour),
        width: 0,
        points: { show: false },
        paths: uPlot.paths.bars({ size: [0.7, 42] }),
        value: (self, value, at, row) => (row === null ? '–' : format(series[index].values[row])),
      })),
    ],
  }, [names.map((name, index) => index), ...order.map((index) => sums[index])], chart);
  keepUp(chart, plot);
  return plot;
}
