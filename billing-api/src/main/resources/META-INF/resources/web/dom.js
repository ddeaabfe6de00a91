// Elements are made of texts only, never of markup, so nothing that the API says can become a script.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'data') {
      Object.assign(element.dataset, value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function select(label, options, chosen, change) {
  const box = el('select', { onchange: () => change(box.value) },
    options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
  return el('label', { class: 'field' }, el('span', {}, label), box);
}

// Columns: {text, number}. Rows: lists of cells, each a text or an element of its own.
export function table(caption, columns, rows, feet = [], kind = '') {
  const kinds = columns.map((column) => (column.number ? 'number' : undefined));
  const line = (cells, total) => el('tr', { class: total ? 'total' : undefined }, cells.map((cell, index) =>
    cell instanceof HTMLTableCellElement ? cell : el('td', { class: kinds[index] }, cell)));
  return el('div', { class: `scroll ${kind}`, tabindex: '0', role: 'region', 'aria-label': caption },
    el('table', {},
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, columns.map((column, index) =>
        el('th', { scope: 'col', class: kinds[index] }, column.text)))),
      el('tbody', {}, rows.map((cells) => line(cells))),
      feet.length > 0 ? el('tfoot', {}, feet.map((cells) => line(cells, true))) : null));
}

export function number(text, data = {}, title) {
  return el('td', { class: 'number', data, title }, text);
}

export function tile(label, value, note, attributes = {}) {
  return el('div', { class: 'tile', ...attributes },
    el('dt', {}, label), el('dd', {}, value), note ? el('dd', { class: 'note' }, note) : null);
}
