import { personalStore, type Service } from '../../../shared/facts.ts';
import { factsOf } from './changes.ts';
import { certificateBehind } from './http-sys.ts';
import type { KeyMaker } from './keys.ts';
import { installExchangeCertificate, type StepOutcome } from './setup-certificate-step.ts';
import {
  internalTransport,
  receiveConnectorConflict,
  receiveConnectorScript,
  scripts,
  type CertificateStep,
  type SetupError,
} from './setup-errors.ts';
import * as phrases from './setup-phrases.ts';
import { SetupLogWriter, type Pace, type WrittenEntry } from './setup-log-writer.ts';
import type { PracticeState } from './state.ts';

/** When and how Setup runs. */
export interface SetupConditions {
  readonly startedAt: Date;
  readonly pace: Pace;
  /** Minutes that the server's local time is ahead of UTC: Setup prints validity in local time. */
  readonly utcOffsetMinutes: number;
  readonly keys: KeyMaker;
}

/** What a run leaves behind, in this order: services are back before Setup says that it is done. */
export interface SetupRunResult {
  /** What stands in the log while Setup works. */
  readonly work: readonly WrittenEntry[];
  readonly state: PracticeState;
  /** Its last words. */
  readonly end: readonly WrittenEntry[];
}

/** Setup installs the update, or fails honestly on what stands in its way now. */
export async function runUpdate(before: PracticeState, conditions: SetupConditions): Promise<SetupRunResult> {
  const log = new SetupLogWriter(conditions.startedAt, conditions.pace);
  log.lines(0, phrases.head(before, conditions.utcOffsetMinutes));
  log.lines(1, phrases.prerequisites(before.pendingReboot));
  if (before.pendingReboot.length > 0) {
    return ended(log, phrases.failedEnd, before);
  }
  const run = new Run({ ...fromMetabase(before), services: stopped(before.services) }, log, conditions);
  for (const role of updateRoles) {
    const error = await run.role(role);
    if (error !== null) {
      return ended(log, phrases.failedEnd, halfUpdated(run.state, role.name, error));
    }
  }
  return ended(log, phrases.successfulEnd, updated(run.state));
}

function ended(log: SetupLogWriter, lastWords: readonly string[], state: PracticeState): SetupRunResult {
  const work = log.entries;
  log.lines(0, lastWords);
  return { work, state, end: log.entries.slice(work.length) };
}

/** A successful installation, long ago: what stands first in every log. */
export function installationLog(
  state: PracticeState,
  { startedAt, pace, utcOffsetMinutes }: Omit<SetupConditions, 'keys'>,
): string {
  const log = new SetupLogWriter(startedAt, pace);
  log.lines(0, phrases.installationHead(state, utcOffsetMinutes, state.media.replaces));
  log.lines(1, phrases.prerequisites([]));
  for (const { task } of updateRoles) {
    log.line(1, `Beginning processing ${task}`);
    log.work();
    log.lines(1, ['Finished executing component tasks.', `Ending processing ${task}`]);
  }
  log.lines(0, phrases.successfulEnd);
  return log.text;
}

interface Role {
  /** Of its registry key, such as `HubTransportRole`. */
  readonly name: string;
  readonly task: string;
  readonly steps: readonly ('receive connectors' | CertificateStep)[];
}

const updateRoles: readonly Role[] = [
  { name: 'LanguagePacks', task: 'Install-Languages', steps: [] },
  { name: 'AdminTools', task: 'Install-AdminToolsRole', steps: [] },
  { name: 'HubTransportRole', task: 'Install-BridgeheadRole', steps: ['receive connectors', 'SMTP', 'IIS'] },
  { name: 'ClientAccessRole', task: 'Install-ClientAccessRole', steps: [] },
  { name: 'MailboxRole', task: 'Install-MailboxRole', steps: [] },
  { name: 'FrontendTransportRole', task: 'Install-FrontendTransportRole', steps: [] },
  { name: 'CafeRole', task: 'Install-CafeRole', steps: ['IIS, POP, IMAP', 'Exchange Back End'] },
  { name: 'PostSetup', task: 'Start-PostSetup', steps: [] },
];

/** One run on its way: the server as it is now, and the log. */
class Run {
  state: PracticeState;
  readonly #log: SetupLogWriter;
  readonly #conditions: SetupConditions;

  constructor(state: PracticeState, log: SetupLogWriter, conditions: SetupConditions) {
    this.state = state;
    this.#log = log;
    this.#conditions = conditions;
  }

  async role(role: Role): Promise<SetupError | null> {
    const log = this.#log;
    log.line(1, `Beginning processing ${role.task}`);
    const begun = this.state.incompleteRoles.find(({ role: name }) => name === role.name);
    if (begun !== undefined) log.line(1, phrases.resumed(begun.action, begun.watermark));
    log.work();
    for (const step of role.steps) {
      const error = await this.#step(step);
      if (error !== null) {
        log.lines(1, phrases.errorBlock(error));
        log.line(1, `Ending processing ${role.task}`);
        return error;
      }
    }
    log.lines(1, ['Finished executing component tasks.', `Ending processing ${role.task}`]);
    return null;
  }

  async #step(step: Role['steps'][number]): Promise<SetupError | null> {
    if (step === 'receive connectors') {
      return this.#cmdlet('Set-ReceiveConnector', receiveConnectorScript, () => this.#receiveConnectors());
    }
    const script = scripts[step];
    if (step === 'SMTP') return this.#cmdlet('Install-ExchangeCertificate', script, () => this.#transport());
    const { now } = this.#log;
    const outcome = await installExchangeCertificate(this.state, step, now, this.#conditions.keys);
    return this.#cmdlet('Install-ExchangeCertificate', script, () => this.#installed(outcome));
  }

  /** A cmdlet's errors stand at [2], and the task repeats them at [1]. */
  #cmdlet(name: string, script: string, work: () => SetupError | null): SetupError | null {
    this.#log.line(1, `Executing: ${script}`);
    this.#log.line(2, `Beginning processing ${name}`);
    const error = work();
    if (error !== null) this.#log.lines(2, phrases.errorLines(error));
    this.#log.line(2, `Ending processing ${name}`);
    return error;
  }

  #receiveConnectors(): SetupError | null {
    for (const obstacle of this.state.obstacles) {
      if (obstacle.kind === 'receive-connector-conflict') return receiveConnectorConflict(obstacle.connector);
    }
    return null;
  }

  #transport(): SetupError | null {
    return this.state.obstacles.some(({ kind }) => kind === 'internal-transport-certificate')
      ? internalTransport()
      : null;
  }

  #installed(outcome: StepOutcome): SetupError | null {
    this.state = outcome.state;
    for (const certificate of outcome.looked) {
      const facts = factsOf(outcome.state, certificate);
      this.#log.line(2, phrases.installing(facts, this.#conditions.utcOffsetMinutes));
    }
    return outcome.error;
  }
}

/**
 * When Setup starts the metabase mapper, a hash left in property 5506 is written back to the records of its site,
 * also where a better one stands there by now.
 */
function fromMetabase(state: PracticeState): PracticeState {
  const records = state.records.map((record) => {
    const site = state.sites.find(({ bindings }) =>
      bindings.some(({ endpoint }) => endpoint === record.endpoint),
    );
    const old = state.metabaseHashes.find(({ siteId }) => siteId === site?.id);
    const usable =
      old !== undefined && certificateBehind(state, { store: personalStore, thumbprint: old.thumbprint });
    return usable ? { ...record, thumbprint: old.thumbprint } : record;
  });
  return { ...state, records };
}

/** On a real server W3SVC is among them; here it stays as it is, so that one sees what the sites serve. */
function stopped(services: readonly Service[]): Service[] {
  return services.map((service) =>
    service.name === 'W3SVC' ? service : { ...service, state: 'stopped', startType: 'disabled' },
  );
}

function halfUpdated(state: PracticeState, role: string, error: SetupError): PracticeState {
  return {
    ...state,
    exchange: { ...state.exchange, installedVersion: state.media.version },
    incompleteRoles: [{ role, action: phrases.upgradeMode, watermark: error.id }],
  };
}

function updated(state: PracticeState): PracticeState {
  return {
    ...state,
    exchange: { ...state.exchange, installedVersion: state.media.version },
    incompleteRoles: [],
    services: state.servicesBefore,
  };
}
