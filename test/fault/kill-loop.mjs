// Kills the command line at random moments of a rescue, goes on or takes back by chance, and looks at the end. By hand:
//   node test/fault/kill-loop.mjs [--times 200] [--seed NUMBER] [--at-once 2]
// The same seed draws the same chances; where a kill falls is up to the clock as well. What failed keeps its folder.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { buildIfStale, commandLineBuild } from '../../scripts/build.mjs';
import { runScript } from '../../scripts/problem.mjs';

/** Those with something to rescue. */
const scenarios = [
  'expired-certificate',
  'unreadable-key',
  'one-binding-expired',
  'self-signed-expired',
  'no-self-signed',
  'back-end-lost',
  'retry-hides-cause',
];

/** Of so many kills in a row the last one is followed by a process that is left alone. */
const mostKills = 3;

/** Numbers from 0 to 1 that the seed decides: mulberry32. */
function chances(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Runs the command line; with `kill` it is killed so many milliseconds after its start, or after its first line, unless
 * it has ended by then. Starting takes longer than rescuing, so most moments count from the first line.
 */
async function run(program, words, kill = null) {
  const started = Date.now();
  const child = spawn(process.execPath, [program, ...words, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (chunk) => (said[name] += chunk));
  let timer = null;
  const arm = () => (timer = setTimeout(() => child.kill('SIGKILL'), kill.after));
  let firstLineAfter = null;
  child.stdout.once('data', () => {
    firstLineAfter = Date.now() - started;
    if (kill?.from === 'first line') arm();
  });
  if (kill?.from === 'start') arm();
  const [status, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...ended) => resolve(ended));
  });
  clearTimeout(timer);
  const lines = said.stdout.split('\n').slice(0, -1);
  return { status, signal, lines, stderr: said.stderr, firstLineAfter, took: Date.now() - started };
}

/** The last line, as a value; of a process that was killed it may be cut. */
function lastOf({ lines }) {
  return lines.length === 0 ? null : JSON.parse(lines.at(-1));
}

function expect(holds, what, found) {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(found).slice(0, 1000)}`);
}

/** What a rescue may touch, as the command line shows it, or as the journal has kept it. */
const touchable = ({ records, certificates }) => ({ records, certificates });

/** Facts of the journal as the command line shows them: what was read, without the word that it was. */
function plain(part) {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map(plain);
  if (part.kind === 'read' && 'value' in part) return plain(part.value);
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, plain(value)]));
}

function journalOf(data) {
  const path = join(data, 'journal.jsonl');
  if (!existsSync(path)) return [];
  const whole = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return whole.map((line) => JSON.parse(line).event);
}

async function expectUndone(program, data, first) {
  const looked = await run(program, ['inspect', '--data', data]);
  const now = touchable(lastOf(looked).facts);
  expect(isDeepStrictEqual(now, first), 'Not as before', { now, first });
  const server = readFileSync(join(data, 'practice', 'server.json'), 'utf8');
  expect(!server.includes('cu-rescue-'), 'A key of ours is left', data);
}

async function expectRepaired(program, data) {
  const { plan, diagnosis } = lastOf(await run(program, ['inspect', '--data', data]));
  expect(plan.changes.length === 0, 'Something is left to be done', { plan, diagnosis });
}

function momentOf({ firstLineAfter, took }, chance) {
  return chance() < 0.2
    ? { from: 'start', after: chance() * firstLineAfter }
    : { from: 'first line', after: chance() * (took - firstLineAfter) };
}

/** One folder from the first kill to its end; the outcome in a few words. */
async function once({ program, prepared, takes }, chance, folder) {
  const scenario = scenarios[Math.floor(chance() * scenarios.length)];
  const data = join(folder, 'data');
  // One in four is killed while its practice server is made, too.
  const isPrepared = chance() >= 0.25;
  if (isPrepared) cpSync(prepared.get(scenario), data, { recursive: true });
  const rescue = ['rescue', '--practice', scenario, '--data', data, '--yes'];
  const undo = ['undo', '--data', data, '--all', '--yes'];
  let deed = 'rescue';
  let kills = 0;
  let wasBegun = false;
  for (;;) {
    const words = deed === 'rescue' ? rescue : deed === 'continue' ? [...rescue, '--continue'] : undo;
    const killed = kills === 0 || (kills < mostKills && chance() < 0.3);
    const ran = await run(program, words, killed ? momentOf(takes.get(scenario), chance) : null);
    if (ran.signal === null) return ended(program, data, { deed, kills, wasBegun, ran, scenario });
    kills += 1;
    wasBegun = journalOf(data).length > 0;
    // Without a practice server, and without a rescue, there is nothing to be taken back.
    deed = existsSync(join(data, 'practice')) && chance() < 0.5 ? 'undo' : 'continue';
  }
}

async function ended(program, data, { deed, kills, wasBegun, ran, scenario }) {
  const events = journalOf(data);
  const last = lastOf(ran);
  const story = `${scenario}: ${deed} after ${kills} kills`;
  expect(ran.status !== 70 && ran.status !== null, `${story} has a mistake`, ran);
  const started = events.find(({ kind }) => kind === 'rescue-started');
  if (deed === 'undo' && started === undefined) {
    expect(last.outcome === 'nothing-to-do', story, last);
    return 'killed before it had begun, and nothing to take back';
  }
  const first = touchable(plain(started.facts));
  const isUndone = events.some(({ kind }) => kind === 'undo-started');
  if (!isUndone) {
    expect(ran.status === 0 && last.outcome === 'repaired', story, last);
    await expectRepaired(program, data);
    if (kills === 0) return 'ended before it could be killed';
    return wasBegun ? 'went on to its end' : 'killed before it had begun, and began anew';
  }
  const words = deed === 'undo' ? last.outcome : last.because?.kind;
  // An undo that had come to its end before it was killed leaves nothing to go on with.
  expect(['undone', 'nothing-to-continue'].includes(words), story, last);
  await expectUndone(program, data, first);
  return deed === 'undo' ? 'was taken back' : 'went on with its undo';
}

await runScript(async () => {
  const options = { times: { type: 'string' }, seed: { type: 'string' }, 'at-once': { type: 'string' } };
  const { values } = parseArgs({ options });
  const times = Number(values.times ?? 200);
  const seed = Number(values.seed ?? Date.now() % 2 ** 32);
  const atOnce = Number(values['at-once'] ?? 2);
  console.log(`seed ${seed}, ${times} times`);

  buildIfStale(commandLineBuild);
  const base = mkdtempSync(join(tmpdir(), 'cu-rescue-kill-loop-'));
  // A copy, so that another build is in nobody's way.
  cpSync(dirname(commandLineBuild.built[0]), join(base, 'cli'), { recursive: true });
  const program = join(base, 'cli', 'cli.js');
  const bench = { program, prepared: new Map(), takes: new Map() };
  for (const scenario of scenarios) {
    const data = join(base, scenario);
    await run(program, ['inspect', '--practice', scenario, '--data', data]);
    bench.prepared.set(scenario, data);
    const copy = join(base, `${scenario}-once`);
    cpSync(data, copy, { recursive: true });
    const whole = await run(program, ['rescue', '--data', copy, '--yes']);
    expect(whole.status === 0, `${scenario} is not rescued`, whole);
    bench.takes.set(scenario, whole);
  }

  const counts = new Map();
  const failures = [];
  let next = 0;
  const worker = async () => {
    while (next < times) {
      const number = next;
      next += 1;
      const folder = mkdtempSync(join(base, `${number}-`));
      try {
        const outcome = await once(bench, chances(seed + number), folder);
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
        rmSync(folder, { recursive: true });
      } catch (error) {
        failures.push({ number, folder, error });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));

  for (const [outcome, count] of [...counts].sort()) console.log(`${String(count).padStart(4)} ${outcome}`);
  console.log(`${String(failures.length).padStart(4)} failed`);
  for (const { number, folder, error } of failures)
    console.log(`\n${number}, kept in ${folder}:\n${error.stack}`);
  if (failures.length === 0) rmSync(base, { recursive: true });
  else process.exitCode = 1;
});
