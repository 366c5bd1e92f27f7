import { windows } from './windows-api.ts';

const allRights = 0xf01ff;
const ownProcess = 0x10;
const noChange = 0xffff_ffff;
const starts = { automatic: 2, manual: 3, disabled: 4 } as const;

export type StartType = keyof typeof starts;

export interface NewService {
  readonly name: string;
  readonly displayName: string;
  readonly startType: StartType;
  /** The command line that it would be started with. */
  readonly path: string;
}

export function createServices(services: readonly NewService[]): void {
  inManager((manager) => {
    for (const { name, displayName, startType, path } of services) {
      const nothing = [null, null, null, null, null] as const;
      const start = starts[startType];
      const service = windows.CreateServiceW(
        ...[manager, name, displayName, allRights, ownProcess, start, 1, path, ...nothing],
      );
      windows.CloseServiceHandle(service);
    }
  });
}

export function deleteService(name: string): void {
  inService(name, (service) => windows.DeleteService(service));
}

export function setStartType(name: string, startType: StartType): void {
  inService(name, (service) => {
    const nothing = [null, null, null, null, null, null, null] as const;
    windows.ChangeServiceConfigW(service, noChange, starts[startType], noChange, ...nothing);
  });
}

function inService(name: string, use: (service: number | bigint) => void): void {
  inManager((manager) => {
    const service = windows.OpenServiceW(manager, name, allRights);
    try {
      use(service);
    } finally {
      windows.CloseServiceHandle(service);
    }
  });
}

function inManager(use: (manager: number | bigint) => void): void {
  const manager = windows.OpenSCManagerW(null, null, 0xf003f);
  try {
    use(manager);
  } finally {
    windows.CloseServiceHandle(manager);
  }
}
