import type { Rebinder, Rebinders } from '../../../shared/facts.ts';
import type { Because } from '../../../shared/reading.ts';
import { constants } from './headers.ts';
import type { Registry } from './registry.ts';
import { scheduledTasks, type ScheduledTask } from './scheduled-tasks.ts';
import { becauseOf } from './windows-error.ts';

/** What the programs are called that renew certificates and bind them: win-acme, simple-acme, Certify, Posh-ACME, IIS. */
const programsThatRebind = [
  /\b(?:wacs|letsencrypt)\.exe\b/i,
  /\bcertify(?:\.\w+)*\.exe\b/i,
  /\bPosh-ACME\b/i,
  /\bSubmit-Renewal\b/i,
  // IIS's own task, whose name is an admin's to choose where it was made by hand.
  /\bappcmd(?:\.exe)?\b.*\brenew\s+binding\b/is,
] as const;

/** What they call their tasks and services. */
const namesThatRebind = [
  /\b(?:win|simple|posh)-acme\b/i,
  /\bcertify ?the ?web\b/i,
  /^Certify\.\w+/i,
  /\\IIS-AutoCertRebind$/i,
  /\bCertificate ?Rebind\b/i,
] as const;

const services = 'SYSTEM\\CurrentControlSet\\Services';

/**
 * The tasks and services that are switched on and may bind a renewed certificate. Throws `WindowsError`.
 * @param tasksFolder absolute
 */
export async function rebindersOf(registry: Registry, tasksFolder: string): Promise<Rebinders> {
  const { tasks, unread } = await scheduledTasks(
    tasksFolder,
    (name, text) => named(name) || programsThatRebind.some((pattern) => pattern.test(text)),
  );
  const ofServices = servicesThatRebind(registry);
  return {
    found: [...tasks.flatMap(rebinderOfTask), ...ofServices.found],
    unread: [...unread, ...ofServices.unread],
  };
}

function rebinderOfTask({ name, state, programs }: ScheduledTask): readonly Rebinder[] {
  if (state === 'disabled') return [];
  const program = programs.find(rebinds) ?? (named(name) ? (programs[0] ?? '') : null);
  return program === null ? [] : [{ kind: 'task', name, program }];
}

/** A service whose key is closed to us leaves the others known. */
function servicesThatRebind(registry: Registry): Rebinders {
  const found: Rebinder[] = [];
  const unread: Because[] = [];
  for (const name of registry.keys(services)) {
    try {
      found.push(...rebinderOfService(registry, name));
    } catch (error) {
      unread.push(becauseOf(error));
    }
  }
  return { found, unread };
}

function rebinderOfService(registry: Registry, name: string): readonly Rebinder[] {
  const program = registry.text(`${services}\\${name}`, 'ImagePath') ?? '';
  if (!named(name) && !rebinds(program)) return [];
  const isDisabled = registry.number(`${services}\\${name}`, 'Start') === constants.SERVICE_DISABLED;
  return isDisabled ? [] : [{ kind: 'service', name, program }];
}

function named(name: string): boolean {
  return namesThatRebind.some((pattern) => pattern.test(name));
}

function rebinds(program: string): boolean {
  return programsThatRebind.some((pattern) => pattern.test(program));
}
