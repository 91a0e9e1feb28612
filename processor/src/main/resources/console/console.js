// The console's page: asks /api/ and shows what it says. Whatever comes from reports is put in as text, never as
// markup.
import uPlot from '/uplot-1.6.30.js';

import { diff, job, may, me, raw } from '/actions.js';
import { Refused, api, button, byId, counted, element, figures, fill, headers, keepToken, line, number, onSubmit, time } from '/page.js';

const LOOK_MILLIS = 2000;
const KEPT = 300; // points of a chart: ten minutes
const CODES = ['missing_field', 'wrong_type', 'out_of_range', 'too_long', 'too_many', 'bad_format', 'malformed_json',
  'duplicate_key', 'conflicting_duplicate', 'storage_rejected', 'internal_error'];

// ---- charts

const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

class Chart {
  constructor(id, names) {
    this.box = byId(id);
    this.names = names;
    this.data = [[], ...names.map(() => [])];
    this.plot = null;
  }

  add(seconds, values) {
    this.data[0].push(seconds);
    values.forEach((value, i) => this.data[i + 1].push(value));
    if (this.data[0].length > KEPT) {
      this.data.forEach(series => series.shift());
    }
    this.box.dataset.points = this.data[0].length;
    this.box.setAttribute('aria-label', this.names.map(([name], i) => name + ' '
      + (values[i] === null ? 'unknown' : number.format(Math.round(values[i])))).join(', '));
    this.draw();
  }

  draw() {
    const width = this.box.clientWidth;
    if (!width) {
      return;
    }
    if (this.plot && this.plot.width === width) {
      this.plot.setData(this.data);
      return;
    }
    this.plot?.destroy();
    const axis = { stroke: colour('quiet'), grid: { stroke: colour('line'), width: 0.5 }, ticks: { show: false } };
    this.plot = new uPlot({
      width, height: 190, cursor: { drag: { x: false } },
      scales: { x: { range: (_, low, high) => [Math.min(low, high - 60), high] }, y: { range: (_, low, high) => [0, Math.max(1, high * 1.1)] } },
      axes: [axis, { ...axis, size: 60, values: (_, ticks) => ticks.map(tick => number.format(tick)) }],
      series: [{}, ...this.names.map(([label, hue]) => ({ label, stroke: colour(hue), width: 2,
        value: (_, value) => value === null ? '' : number.format(Math.round(value)) }))],
    }, this.data, this.box);
  }
}

const charts = {
  rates: new Chart('rates', [['received', 'received'], ['stored', 'stored'], ['rejected', 'rejected'], ['duplicate', 'duplicate']]),
  lag: new Chart('lag', [['records', 'received']]),
  latency: new Chart('latency', [['median', 'stored'], ['99 %', 'rejected']]),
};
addEventListener('resize', () => Object.values(charts).forEach(chart => chart.draw()));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => Object.values(charts).forEach(chart => {
  chart.plot?.destroy();
  chart.plot = null;
  chart.draw();
}));

// ---- overview

let before = null;

const sum = (partitions, column) => partitions.reduce((total, p) => total + (p.book ? p.book[column] : 0), 0);

/** Of the reports between two looks: what so many of them took at most, in milliseconds. */
function quantile(now, then, share) {
  const added = now.map((bucket, i) => bucket.reports - (then[i]?.reports ?? 0));
  const all = added.at(-1) ?? 0;
  if (all <= 0) {
    return null;
  }
  const at = added.findIndex(count => count >= share * all);
  return 1000 * now[at].seconds;
}

async function overview() {
  const now = await api('overview');
  const totals = { at: now.at, ends: now.partitions.reduce((total, p) => total + p.end, 0), latency: now.latency,
    ...Object.fromEntries(['stored', 'rejected', 'duplicate', 'erased', 'skipped'].map(column => [column, sum(now.partitions, column)])) };
  const lag = now.partitions.reduce((total, p) => total + p.lag, 0);
  let rates = null;
  if (before && totals.at > before.at && now.silent.length === 0) {
    const seconds = (totals.at - before.at) / 1000;
    rates = Object.fromEntries(['ends', 'stored', 'rejected', 'duplicate'].map(column => [column, Math.max(0, (totals[column] - before[column]) / seconds)]));
    charts.rates.add(totals.at / 1000, [rates.ends, rates.stored, rates.rejected, rates.duplicate]);
    charts.lag.add(totals.at / 1000, [lag]);
    charts.latency.add(totals.at / 1000, [quantile(now.latency, before.latency, .5), quantile(now.latency, before.latency, .99)]);
  }
  if (now.silent.length === 0) {
    before = totals;
  }
  byId('title').textContent = 'epro processor: ' + now.pipeline;
  state(now);
  summary(now, totals, rates, lag);
  fill('members', now.members.map(member => [member.instance.slice(-8), member.thread.split('-StreamThread-').at(-1), member.host,
    member.partitions.join(', ') || 'none']), 'The group has no members.');
  fill('partitions', now.partitions.map(p => [String(p.partition), owner(p.owner), p.end, p.lag, ...['stored', 'duplicate', 'rejected',
    'erased', 'skipped'].map(column => p.book ? p.book[column] : 0)]), 'The brokers do not answer.');
  byId('partitions').tFoot.replaceChildren(line(['all', '', totals.ends, lag, totals.stored, totals.duplicate, totals.rejected, totals.erased,
    totals.skipped]));
}

const owner = thread => thread ? thread.slice(thread.indexOf('-StreamThread-') - 8).replace('-StreamThread-', ' thread ') : 'nobody';

function state(now) {
  const act = now.alerts.filter(alert => alert.level === 'ACT').length;
  const words = act > 0 ? (act === 1 ? 'One thing needs you' : act + ' things need you')
    : now.alerts.length > 0 ? 'All reports get through; something to look at' : 'All is well';
  const shown = byId('state');
  if (shown.textContent !== words) {
    shown.textContent = words;
    shown.className = act > 0 ? 'act' : now.alerts.length > 0 ? 'look' : 'good';
  }
  byId('alerts').replaceChildren(...now.alerts.map(alert => element('li', alert.text + ' (' + alert.help + ')', alert.level.toLowerCase())));
}

function summary(now, totals, rates, lag) {
  const rate = column => rates ? number.format(Math.round(rates[column])) + '/s' : '…';
  const instances = new Set(now.members.map(member => member.instance)).size;
  const shown = [['Received', rate('ends')], ['Stored', rate('stored')], ['Rejected', rate('rejected')], ['Duplicate', rate('duplicate')],
    ['Waiting', number.format(lag)], ['Instances', instances + (now.group ? ' (' + now.group + ')' : '')],
    ['Drugs known', number.format(now.self.drugs)],
    ['Database', now.tables ? (now.tables.bytes / 2 ** 20).toFixed(0) + ' MiB, ' + now.tables.sessions + ' sessions' : 'away'],
    ['Stored in all', number.format(totals.stored)], ['Up', duration(now.self.uptimeSeconds)]];
  figures('figures', shown);
}

function duration(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  return days > 0 ? days + ' d ' + hours + ' h' : hours > 0 ? hours + ' h ' + minutes + ' min' : minutes + ' min ' + seconds % 60 + ' s';
}

// ---- the other pages

async function rejections() {
  const form = new FormData(byId('rejections-form'));
  const found = await api('rejections', { state: form.get('state'), code: form.get('code') });
  byId('rejected').caption.textContent = found.length === 200 ? 'The newest 200 rejections' : counted(found.length, 'rejection');
  fill('rejected', found.map(r => [time(r.rejectedAt), r.partition, r.offset, r.patient ?? '', reasons(r.reasons),
    r.state + (r.outcome ? ', then ' + r.outcome : ''), may('RAW') ? button('Show', 'Show the record at partition ' + r.partition
      + ', offset ' + r.offset, () => raw(r.partition, r.offset)) : '']), 'There are none.');
}

function reasons(all) {
  const list = element('span');
  all.forEach((reason, i) => {
    list.append(i > 0 ? element('br') : '', element('code', reason.code), ' ' + reason.pointer);
  });
  return list;
}

async function replays() {
  const found = await api('replays');
  byId('replayed').caption.textContent = counted(found.length, 'replay');
  fill('replayed', found.map(r => {
    const progress = element('progress');
    progress.max = Math.max(1, r.offsets);
    progress.value = r.done;
    const cell = element('span');
    cell.append(progress, ' ' + number.format(r.done) + ' of ' + number.format(r.offsets));
    return [r.name, time(r.begunAt), r.begunBy, cell, r.promotedAt ? 'promoted ' + time(r.promotedAt)
      : r.completedAt ? 'complete' : 'under way or stopped', button('Compare', 'Compare ' + r.name + ' with the live reports',
      () => diff(r.name))];
  }), 'There are none.');
}

async function drugs() {
  const self = (await api('overview')).self;
  figures('dictionary', [['Drugs known', number.format(self.drugs)], ['Lookups that found one, this instance',
    number.format(self.knownDrugs)], ['Lookups that did not', number.format(self.unknownDrugs)]]);
  fill('unknown', (await api('unknown-drugs')).map(drug => [drug.drugId, drug.medications, time(drug.lastReportedAt)]),
    'All were known.');
}

async function drug() {
  const id = new FormData(byId('drug-form')).get('id').trim();
  const found = await api('drug', { id });
  byId('drug').textContent = found.name ? id + ' is ' + found.name + (found.atc ? ', ATC ' + found.atc : '')
    + (found.unit ? ', in ' + found.unit : '') : id + ' is not in the dictionary.';
}

async function profile() {
  const query = new URLSearchParams(new FormData(byId('profile-form')));
  const taking = byId('profile-form').querySelector('button');
  const said = byId('profiled');
  byId('flame').replaceChildren();
  taking.disabled = true;
  said.textContent = 'Recording for ' + query.get('seconds') + ' seconds …';
  try {
    const answer = await fetch('/debug/profile?' + query, { headers: headers() });
    if (!answer.ok) {
      throw new Error((await answer.json()).detail);
    }
    const missing = answer.headers.get('X-Profile-Missing');
    const profiled = await answer.blob();
    const link = element('a', 'Keep the ' + query.get('type') + ' profile');
    const kind = { flamegraph: 'html', collapsed: 'txt', pprof: 'pb.gz', jfr: 'jfr' }[query.get('format')];
    link.href = URL.createObjectURL(profiled);
    link.download = query.get('type') + '.' + kind;
    said.replaceChildren(link, missing ? ' (without ' + missing + ')' : '');
    if (kind === 'html') {
      flame(await profiled.text());
    }
  } catch (e) {
    said.textContent = 'It could not be taken: ' + e.message;
  } finally {
    taking.disabled = false;
  }
}

function flame(page) {
  const frame = element('iframe');
  frame.title = 'Flame graph: width is share, click to zoom, Ctrl+F to search';
  frame.addEventListener('load', () => frame.contentWindow.postMessage(page, '*'), { once: true });
  frame.src = '/flame.html';
  byId('flame').replaceChildren(frame);
}

async function settings() {
  const found = await api('settings');
  fill('keys', Object.entries(found).map(([key, setting]) => [element('code', key), setting.value, setting.source]), 'There are none.');
}

// ---- which page, and when

const pages = { overview, rejections, replays, drugs, profile: async () => {}, settings };
const LIVE = new Set(['overview', 'replays']);
let loggingIn = false;
const pageNow = () => pages[location.hash.slice(1)] ? location.hash.slice(1) : 'overview';

async function show(page) {
  if (loggingIn) {
    reveal('login');
    return;
  }
  try {
    await me();
    await pages[page]();
    await job();
    byId('notice').hidden = true;
    byId('login-said').textContent = '';
    reveal(page);
  } catch (e) {
    if (e instanceof Refused) {
      byId('login-said').textContent = headers().Authorization ? 'This token is not good here, or not any more.' : '';
      keepToken(null);
      loggingIn = true;
      reveal('login');
    } else {
      reveal(page);
      byId('notice').textContent = e instanceof TypeError ? 'The processor does not answer.' : e.message;
      byId('notice').hidden = false;
    }
  }
}

function reveal(page) {
  document.querySelectorAll('main > section').forEach(section => {
    section.hidden = section.id !== page;
  });
  document.querySelectorAll('nav a').forEach(link => {
    if (link.hash === '#' + page) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
  Object.values(charts).forEach(chart => chart.draw());
}

async function live() {
  if (!document.hidden && !loggingIn) {
    await (LIVE.has(pageNow()) ? show(pageNow()) : job().catch(() => {}));
  }
  setTimeout(live, LOOK_MILLIS);
}

onSubmit('rejections-form', () => show('rejections'));
onSubmit('drug-form', () => drug().catch(e => { byId('drug').textContent = e.message; }));
onSubmit('profile-form', profile);
onSubmit('login-form', () => {
  keepToken(byId('token').value.trim());
  byId('token').value = '';
  loggingIn = false;
  show(pageNow());
});
byId('log-in').addEventListener('click', () => {
  loggingIn = !headers().Authorization;
  keepToken(null);
  show(pageNow()).then(() => loggingIn && byId('token').focus());
});
addEventListener('hashchange', () => {
  loggingIn = false;
  show(pageNow()).then(() => byId('main').focus());
});
byId('codes').replaceChildren(...CODES.map(code => {
  const option = element('option');
  option.value = code;
  return option;
}));
await show(pageNow());
setTimeout(live, LOOK_MILLIS);
