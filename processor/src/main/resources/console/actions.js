// Who works here, and what only some may: redrive, discard, replay, look at raw records.
import { act, api, byId, counted, element, headers, fill, number, onSubmit, time } from '/page.js';

let roles = [];

export const may = role => roles.includes(role);

export async function me() {
  const user = await api('me');
  roles = user.roles;
  byId('log-in').textContent = headers().Authorization ? 'Log out' : 'Log in';
  byId('who').textContent = user.name + (may('OPERATE') ? '' : ', reading only');
  document.querySelectorAll('[data-role]').forEach(part => {
    part.hidden = !may(part.dataset.role);
  });
}

/** Resolves to false, or to the reason (empty where none was asked for). */
function confirmed(question, asksReason) {
  const dialog = byId('confirm');
  byId('question').textContent = question;
  byId('reason-label').hidden = !asksReason;
  byId('reason').required = asksReason;
  byId('reason').value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close',
    () => resolve(dialog.returnValue === 'yes' ? byId('reason').value.trim() : false), { once: true }));
}

byId('no').addEventListener('click', () => byId('confirm').close());

function tell(words, failed) {
  byId('job').hidden = false;
  byId('job').className = failed ? 'act' : '';
  byId('job-text').textContent = words;
}

/** What the latest piece of work in this instance is at; shown while it runs, and its end once. */
export async function job() {
  const latest = await api('job');
  byId('stop').hidden = true;
  if (!latest.what) {
    return;
  }
  const whose = latest.what + ' by ' + latest.by + ': ';
  if (latest.endedAt) {
    tell(whose + latest.outcome + ' (' + time(latest.endedAt) + ')', latest.failed);
  } else {
    byId('stop').hidden = !(latest.what.startsWith('replay') && may('OPERATE'));
    tell(whose + (latest.doing ? latest.doing + ' ' + number.format(latest.done) + (latest.total ? ' of '
      + number.format(latest.total) : '') : 'begun'), false);
  }
}

async function attempt(what) {
  try {
    await what();
    await job();
  } catch (e) {
    tell(e.message, true);
  }
}

byId('stop').addEventListener('click', () => attempt(() => act('stop', {})));

const meant = form => ({ codes: form.get('code').trim() ? [form.get('code').trim()] : [] });

async function close(name, verb, form, asksReason) {
  const selection = meant(form);
  const found = await act('count', selection);
  const which = counted(found.open, 'open rejection') + (selection.codes.length ? ' with ' + selection.codes[0] : '');
  if (found.open === 0) {
    tell('There are none: ' + which + '.', false);
    return;
  }
  const reason = await confirmed(verb + ' ' + which + '?', asksReason);
  if (reason !== false) {
    await act(name, { ...selection, until: found.at, reason });
  }
}

const filter = () => new FormData(byId('rejections-form'));
byId('redrive').addEventListener('click', () => attempt(() => close('redrive', 'Publish again', filter(), false)));
byId('discard').addEventListener('click', () => attempt(() => close('discard', 'Discard for good', filter(), true)));

export async function raw(partition, offset) {
  byId('raw').hidden = false;
  byId('raw-of').textContent = 'Partition ' + partition + ', offset ' + number.format(offset);
  try {
    const record = await api('raw', { partition, offset });
    const bytes = record.raw === null ? null : Uint8Array.from(atob(record.raw), letter => letter.charCodeAt(0));
    byId('raw-bytes').textContent = bytes === null ? '(no value)' : new TextDecoder().decode(bytes);
  } catch (e) {
    byId('raw-bytes').textContent = e.message;
  }
  byId('raw').scrollIntoView({ block: 'nearest' });
}

onSubmit('replay-form', form => attempt(() => act('replay', { name: form.get('name'), from: form.get('from'),
  to: form.get('to'), maxRate: Number(form.get('maxRate')) })));

export async function diff(name) {
  byId('diff').hidden = false;
  byId('diff-of').textContent = 'What ' + name + ' changes';
  byId('diff-said').textContent = 'Comparing …';
  try {
    const found = await api('replay-diff', { name });
    byId('diff-said').textContent = found.changed + found.added + found.removed === 0 ? 'Nothing differs.'
      : found.samples.length + ' samples are below the counts.';
    fill('diff-counts', [['identical', found.identical], ['changed', found.changed],
      ...Object.entries(found.byColumn).map(([column, count]) => ['changed in ' + column, count]), ['added', found.added],
      ['removed', found.removed], ...Object.entries(found.rejectionsByCode).map(([code, count]) => ['rejected for ' + code, count])], '');
    fill('diff-samples', found.samples.map(sample => [sample.kind.toLowerCase(), sample.patientId, sample.reportId,
      differences(sample)]), 'There are none.');
  } catch (e) {
    byId('diff-said').textContent = e.message;
  }
}

function differences(sample) {
  const list = element('span');
  sample.columns.forEach((column, i) => {
    const values = sample.values[column];
    list.append(i > 0 ? element('br') : '', element('code', column), values ? ' ' + values.map(String).join(' → ') : '');
  });
  return list;
}
