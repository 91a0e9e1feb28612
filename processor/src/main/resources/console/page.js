// What all pages have in common: asking /api/, and putting what it says into the document as text.
const TOKEN = 'epro-admin-token';
export const byId = id => document.getElementById(id);
export const number = new Intl.NumberFormat('en');
export const time = text => text ? new Date(text).toISOString().replace('T', ' ').slice(0, 19) + ' UTC' : '';

/** @param noun whose plural has an s */
export const counted = (count, noun) => number.format(count) + ' ' + noun + (count === 1 ? '' : 's');

export class Refused extends Error {}

export function headers() {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { Authorization: 'Bearer ' + token } : {};
}

/** Null forgets it. */
export function keepToken(token) {
  if (token === null) {
    sessionStorage.removeItem(TOKEN);
  } else {
    sessionStorage.setItem(TOKEN, token);
  }
}

async function said(answer) {
  if (answer.status === 401) {
    throw new Refused();
  }
  const words = await answer.json();
  if (!answer.ok) {
    throw new Error(words.detail || 'the processor answers ' + answer.status);
  }
  return words;
}

export async function api(name, query = {}) {
  return said(await fetch('/api/' + name + '?' + new URLSearchParams(query), { headers: headers() }));
}

export async function act(name, what) {
  return said(await fetch('/api/' + name, { method: 'POST', headers: { ...headers(), 'Content-Type': 'application/json' },
    body: JSON.stringify(what) }));
}

export function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) {
    made.textContent = text;
  }
  if (className) {
    made.className = className;
  }
  return made;
}

export function button(text, label, pressed) {
  const made = element('button', text, 'small');
  made.type = 'button';
  made.setAttribute('aria-label', label);
  made.addEventListener('click', pressed);
  return made;
}

/** @param rows of cells: a text, a number (set to the right), or an element */
export function fill(table, rows, empty) {
  const body = byId(table).tBodies[0];
  body.replaceChildren(...rows.map(cells => line(cells)));
  if (rows.length === 0) {
    const cell = element('td', empty);
    cell.colSpan = byId(table).tHead.rows[0].cells.length;
    const row = element('tr');
    row.append(cell);
    body.append(row);
  }
}

export function line(cells) {
  const row = element('tr');
  for (const cell of cells) {
    const made = element('td', undefined, typeof cell === 'number' ? 'n' : '');
    made.append(typeof cell === 'number' ? number.format(cell) : cell ?? '');
    row.append(made);
  }
  return row;
}

export function figures(id, shown) {
  byId(id).replaceChildren(...shown.map(([name, value]) => {
    const figure = element('div');
    figure.append(element('dt', name), element('dd', value));
    return figure;
  }));
}

export const onSubmit = (form, action) => byId(form).addEventListener('submit', event => {
  event.preventDefault();
  action(new FormData(byId(form)));
});
